"""The working paper as a workbook: every check with its formula as text and its places, every figure, every section."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from app.answer import Language
from app.check.checked import Checked
from app.check.coverage import CHECKED, STANDINGS, Standing, sections_with_parts
from app.check.finding import Finding, FindingPlace, stated_at
from app.check.paper import Paper, checked_name
from app.check.words import place_line
from app.indicator_table import safe_cell
from prompts import message

_LONGEST = 32_000
"""Characters that a cell holds."""


def _standing_column(standing: Standing) -> str:
    return "recomputed_count" if standing == "recomputed" else standing


_TALLEST = 260
"""Points of a row."""


_CHECKS = {
    "number": 6, "outcome": 10, "severity": 8, "kind": 10, "summary": 46, "values": 20, "recomputed": 34,
    "supported": 30, "explanations": 34, "places": 56, "state": 10, "note": 30, "who": 12, "at": 16, "confidence": 8,
    "reason": 24, "id": 13,
}  # fmt: skip
_FIGURES = {
    "number": 6, "value": 16, "subject": 34, "standing": 12, "others": 8, "recomputed": 34, "reason": 34, "doc": 18,
    "page": 6, "section": 34, "table": 10, "row": 24, "column": 24, "id": 13,
}  # fmt: skip
_SECTIONS = {
    "doc": 20,
    "page": 6,
    "section": 52,
    "figures": 10,
    "share": 10,
    **{_standing_column(s): 12 for s in STANDINGS},
}
_FILLS = {"conflict": "FDE3E0", "holds": "E3F3EA", "recomputed": "E3F3EA", "agrees": "EDF7F1", "open": "FFF2D6"}


def write_workbook(paper: Paper, path: Path, language: Language) -> None:
    """Raises OSError if the file cannot be written."""
    book = Workbook()
    _fill(book.active, "title", _CHECKS, list(_check_rows(paper, language)), language, coloured=1)
    _fill(book.create_sheet(), "sheet_figures", _FIGURES, list(_figure_rows(paper, language)), language, coloured=3)
    _fill(book.create_sheet(), "sheet_coverage", _SECTIONS, list(_section_rows(paper, language)), language)
    book.save(path)


Row = tuple[str, list[object]]
"""What its row is coloured by, and its cells."""


def _check_rows(paper: Paper, language: Language) -> Iterator[Row]:
    """Findings first, then what could not be checked, then what holds."""
    number = 0
    for finding in paper.findings:
        number += 1
        yield "conflict", _finding_cells(finding, number, paper, language)
    for outcome in ("open", "holds"):
        for checked in paper.checked:
            if checked.outcome == outcome:
                number += 1
                yield outcome, _checked_cells(checked, number, paper, language)


def _finding_cells(finding: Finding, number: int, paper: Paper, language: Language) -> list[object]:
    triage = paper.standing_of(finding)
    supported = f"{finding.supported}: {finding.support}" if finding.supported else ""
    return [
        number,
        message(language, "check.outcome_conflict"),
        message(language, f"check.severity_{finding.severity}"),
        message(language, f"check.kind_{finding.kind}"),
        finding.summary,
        message(language, "answers.and").join(finding.values),
        finding.recomputed or "",
        supported,
        "\n".join(finding.explanations),
        _places_text(finding.places, language),
        message(language, f"check.state_{triage.state}"),
        triage.note,
        triage.who,
        triage.at.astimezone().strftime("%Y-%m-%d %H:%M") if triage.at else "",
        f"{finding.confidence * 100:.0f}%",
        finding.reason,
        finding.id,
    ]


def _checked_cells(checked: Checked, number: int, paper: Paper, language: Language) -> list[object]:
    places = paper.places(checked)
    values = list(dict.fromkeys(place.value for place in places if place.value))
    return [
        number,
        message(language, f"check.outcome_{checked.outcome}"),
        "",
        message(language, f"check.kind_{checked.kind}"),
        checked_name(checked),
        message(language, "answers.and").join(values),
        checked.formula or ("" if checked.outcome == "open" else message(language, "check.compared")),
        "",
        "",
        _places_text(places, language),
        *[""] * 5,
        checked.reason,
        "",
    ]


def _figure_rows(paper: Paper, language: Language) -> Iterator[Row]:
    for number, figure in enumerate(paper.coverage.figures, 1):
        assert paper.snapshot is not None
        place = stated_at(paper.snapshot, figure.statement)
        subject = " › ".join(" ".join(part.split()) for part in figure.statement.figure.subject[-2:] if part)
        yield (
            figure.standing,
            [
                number,
                place.value,
                subject,
                message(language, f"check.figure_{figure.standing}"),
                figure.others or "",
                figure.formula,
                figure.reason,
                place.doc,
                place.page or "",
                place.section,
                place.table or "",
                place.row or "",
                place.column or "",
                ", ".join(figure.findings),
            ],
        )


def _section_rows(paper: Paper, language: Language) -> Iterator[Row]:
    names = {document.id: document.name for document in paper.documents}
    totals = sections_with_parts(paper.coverage)
    for section in paper.coverage.sections:
        counts = totals[section.document, section.section]
        count = sum(counts.values())
        share = f"{100 * sum(counts[s] for s in CHECKED) // count}%" if count else ""
        heading = f"{'　' * section.depth}{section.heading}"
        name = names.get(section.document, "")
        yield "", [name, section.page or "", heading, count, share, *(counts[s] for s in STANDINGS)]


def _places_text(places: Sequence[FindingPlace], language: Language) -> str:
    return "\n".join(f"{place_line(place, language)}: {place.value or place.quote}" for place in places)


def _fill(
    sheet: Any, title: str, columns: dict[str, int], rows: list[Row], language: Language, coloured: int | None = None
) -> None:
    sheet.title = message(language, f"check.{title}")
    _write_row(sheet, 1, [message(language, f"check.column_{column}") for column in columns])
    for cell in sheet[1]:
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="1D5B79")
    for at, width in enumerate(columns.values(), 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    for at, (colour, cells) in enumerate(rows, 2):
        _write_row(sheet, at, cells)
        sheet.row_dimensions[at].height = _height(cells, list(columns.values()))
        if coloured is not None and colour in _FILLS:
            sheet.cell(at, coloured + 1).fill = PatternFill("solid", fgColor=_FILLS[colour])
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A3
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.gridLines = True
    sheet.page_margins.left = sheet.page_margins.right = 0.3
    sheet.print_title_rows = "1:1"


def _height(cells: Sequence[object], widths: Sequence[int]) -> int:
    """Points that the row needs so that nothing of it is hidden, as far as a screen allows: not every program finds
    this out by itself."""
    lines = 1
    for value, width in zip(cells, widths, strict=True):
        needed = 0
        for line in str(value).split("\n"):
            needed += max(1, -(-sum(2 if ord(c) > 0x2E80 else 1 for c in line) // max(1, width - 1)))
        lines = max(lines, needed)
    return min(_TALLEST, 15 * lines + 3)


def _write_row(sheet: Any, at: int, cells: Sequence[object]) -> None:
    """Numbers as numbers, everything else as text and never as a formula, whatever a document makes it begin with."""
    for column, value in enumerate(cells, 1):
        cell = sheet.cell(at, column)
        if isinstance(value, int):
            cell.value = value
            continue
        text = safe_cell(ILLEGAL_CHARACTERS_RE.sub("", str(value)))[:_LONGEST]
        if text:
            cell.value = text
            cell.data_type = "s"
            cell.number_format = "@"
