"""Findings as a working paper: a workbook, a Word report or Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.answer import Language
from app.check.finding import Finding
from app.check.words import count_words, finding_words, place_line
from app.indicator_table import safe_cell
from prompts import message

FORMATS = (".xlsx", ".docx", ".md")
_COLUMNS = ("number", "severity", "kind", "summary", "values", "recomputed", "places", "confidence", "reason")


def write_findings(findings: Sequence[Finding], path: Path, language: Language) -> None:
    """Writes them by the path's ending: .xlsx, .docx, else Markdown. Raises OSError if the file cannot be written."""
    ending = path.suffix.lower()
    if ending == ".xlsx":
        _write_workbook(findings, path, language)
    elif ending == ".docx":
        _write_document(findings, path, language)
    else:
        path.write_text(findings_to_markdown(findings, language), encoding="utf-8")


def findings_to_markdown(findings: Sequence[Finding], language: Language) -> str:
    """One item for each finding, with its places and its recomputation."""
    if not findings:
        return message(language, "check.none") + "\n"
    lines = [count_words(findings, language), ""]
    for number, finding in enumerate(findings, 1):
        lines.append(finding_words(finding, number, language))
    return "\n".join(lines) + "\n"


def _cells(finding: Finding, number: int, language: Language) -> list[str]:
    values = {
        "number": str(number),
        "severity": message(language, f"check.severity_{finding.severity}"),
        "kind": message(language, f"check.kind_{finding.kind}"),
        "summary": finding.summary,
        "values": message(language, "answers.and").join(finding.values),
        "recomputed": finding.recomputed or "",
        "places": "\n".join(f"{place_line(place, language)}: {place.value}" for place in finding.places),
        "confidence": str(finding.confidence),
        "reason": finding.reason,
    }
    return [safe_cell(values[column]) for column in _COLUMNS]


def _write_workbook(findings: Sequence[Finding], path: Path, language: Language) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    sheet = book.active
    sheet.title = message(language, "check.title")
    sheet.append([message(language, f"check.column_{column}") for column in _COLUMNS])
    for number, finding in enumerate(findings, 1):
        sheet.append(_cells(finding, number, language))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column, width in zip("ABCDEFGHI", (6, 8, 10, 48, 22, 36, 60, 8, 24), strict=True):
        sheet.column_dimensions[column].width = width
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    book.save(path)


def _write_document(findings: Sequence[Finding], path: Path, language: Language) -> None:
    from docx import Document

    document = Document()
    document.add_heading(message(language, "check.title"), level=1)
    document.add_paragraph(count_words(findings, language) if findings else message(language, "check.none"))
    for number, finding in enumerate(findings, 1):
        first, *rest = finding_words(finding, number, language).split("\n")
        document.add_heading(first, level=2)
        for line in rest:
            document.add_paragraph(line.strip().removeprefix("- "), style="List Bullet")
    document.save(str(path))
