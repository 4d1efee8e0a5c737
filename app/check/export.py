"""Findings as a working paper: a workbook, a Word report or Markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from app.answer import Language
from app.check.finding import Finding, FindingPlace
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


def finding_words(finding: Finding, number: int, language: Language) -> str:
    """A finding in a few lines."""
    lines = [
        message(
            language,
            "check.row",
            number=number,
            kind=message(language, f"check.kind_{finding.kind}"),
            severity=message(language, f"check.severity_{finding.severity}"),
            summary=finding.summary,
        )
    ]
    if finding.recomputed:
        lines.append(message(language, "check.recomputed", formula=finding.recomputed))
    lines += [
        message(language, "check.place", where=place_line(place, language), value=place.value or place.quote)
        for place in finding.places
    ]
    return "\n".join(lines)


def count_words(findings: Sequence[Finding], language: Language) -> str:
    """How many findings there are, by severity."""
    counts = Counter(finding.severity for finding in findings)
    return message(
        language, "check.count", count=len(findings), high=counts["high"], medium=counts["medium"], low=counts["low"]
    )


def place_line(place: FindingPlace, language: Language) -> str:
    """Document, page, section, table, row and column in one line."""
    page = message(language, "answers.page", page=place.page) if place.page is not None else ""
    parts = (place.doc, page, place.section, place.table, place.row, place.column)
    return " · ".join(part for part in parts if part)


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
