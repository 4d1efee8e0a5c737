"""XLSX to blocks. The only module that knows openpyxl.

Each visible sheet is a section. What stands apart on a sheet, with empty rows or columns between, is a table of its
own; single cells above a table are its title and unit line. Formulas are read as the values that the workbook stores.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.blocks import Block, DocumentBlocks, Grid, Paragraph
from ingest.captions import is_note, text_to_caption
from ingest.errors import ReadError
from ingest.readers.xlsx_formats import value_as_shown
from ingest.records import Cell, DocumentKind


@dataclass(frozen=True, slots=True)
class Sheet:
    """Shown texts by (row, column), from 1; merged ranges by their first cell, as (last row, last column); and which
    cells are part of something that is drawn, text or not."""

    name: str
    texts: dict[tuple[int, int], str]
    merged: dict[tuple[int, int], tuple[int, int]]
    occupied: frozenset[tuple[int, int]]


Area = tuple[int, int, int, int]
"""First row, first column, last row, last column."""


def read_xlsx(path: Path, *, may_calculate: bool = True) -> DocumentBlocks:
    """The tables of all visible sheets. Formulas that no program has calculated yet are calculated by LibreOffice, if
    `may_calculate` and there is one.

    Raises ReadError `unreadable`, also where a formula stays without a value, and `empty`.
    """
    from ingest.file_kinds import FileKind
    from ingest.readers.office import find_soffice, read_office

    try:
        return DocumentBlocks(DocumentKind.XLSX, path.stem, None, sheets_to_blocks(_open_sheets(path), path))
    except _NotCalculated as missing:
        if may_calculate and find_soffice() is not None:
            return read_office(path, FileKind.OFFICE_SHEET)
        raise ReadError("unreadable", path, cause=str(missing)) from missing


class _NotCalculated(Exception):
    """A formula has no stored value."""


def sheets_to_blocks(sheets: Iterable[Sheet], path: Path) -> tuple[Block, ...]:
    """The tables of all sheets, each sheet that has any under its name if it has one. Raises ReadError `empty`."""
    blocks: list[Block] = []
    for sheet in sheets:
        areas = list(sheet_to_areas(sheet.occupied))
        if areas and sheet.name:
            blocks.append(Paragraph(text=sheet.name, heading_level=1))
        for area in areas:
            blocks.extend(area_to_blocks(sheet, area))
    if not blocks:
        raise ReadError("empty", path)
    return tuple(blocks)


def sheet_to_areas(occupied: frozenset[tuple[int, int]]) -> Iterator[Area]:
    """The parts of a sheet that empty rows or empty columns keep apart, from top to bottom and left to right."""
    if not occupied:
        return
    rows = _runs({row for row, _ in occupied})
    if len(rows) > 1:
        for first, last in rows:
            yield from sheet_to_areas(frozenset(at for at in occupied if first <= at[0] <= last))
        return
    columns = _runs({column for _, column in occupied})
    if len(columns) > 1:
        for first, last in columns:
            yield from sheet_to_areas(frozenset(at for at in occupied if first <= at[1] <= last))
        return
    yield (rows[0][0], columns[0][0], rows[0][1], columns[0][1])


def area_to_blocks(sheet: Sheet, area: Area) -> Iterator[Block]:
    """Lines above and below the table as paragraphs, the rest as a grid; an area with one text a row is only lines."""
    first, left, last, right = area
    filled = {row: [c for c in range(left, right + 1) if sheet.texts.get((row, c))] for row in range(first, last + 1)}
    if all(len(columns) <= 1 for columns in filled.values()) and not _is_column_of_cells(filled):
        for row, columns in filled.items():
            yield from (Paragraph(sheet.texts[row, c], 0, centered=_is_title(sheet, row, c)) for c in columns)
        return
    while first < last and len(filled[first]) <= 1 and not _is_merged_down(sheet, first, filled[first]):
        if filled[first]:
            yield Paragraph(sheet.texts[first, filled[first][0]], 0, centered=True)
        first += 1
    foot = last
    while foot > first and len(filled[foot]) <= 1 and all(_stands_below(sheet.texts[foot, c]) for c in filled[foot]):
        foot -= 1
    yield _area_to_grid(sheet, (first, left, foot, right))
    for row in range(foot + 1, last + 1):
        yield from (Paragraph(sheet.texts[row, c], 0) for c in filled[row])


def _is_column_of_cells(filled: Mapping[int, Sequence[int]]) -> bool:
    """Whether the only texts of the rows stand in different columns, as the filled cells of a sparse table do."""
    return len(filled) > 2 and len({column for columns in filled.values() for column in columns}) > 1


def _is_title(sheet: Sheet, row: int, column: int) -> bool:
    return (row, column) in sheet.merged


def _stands_below(text: str) -> bool:
    return is_note(text) or text_to_caption(text) is not None


def _area_to_grid(sheet: Sheet, area: Area) -> Grid:
    first, left, last, right = area
    cells: list[Cell] = []
    covered: set[tuple[int, int]] = set()
    for row in range(first, last + 1):
        for column in range(left, right + 1):
            if (row, column) in covered:
                continue
            end_row, end_column = sheet.merged.get((row, column), (row, column))
            end_row, end_column = min(end_row, last), min(end_column, right)
            covered |= {(r, c) for r in range(row, end_row + 1) for c in range(column, end_column + 1)}
            text = sheet.texts.get((row, column), "")
            cells.append(
                Cell(
                    row - first,
                    column - left,
                    text,
                    end_row - row + 1,
                    end_column - column + 1,
                    lines=tuple(text.splitlines()),
                )
            )
    return Grid(tuple(cells), last - first + 1, right - left + 1, sheet=sheet.name)


def _is_merged_down(sheet: Sheet, row: int, columns: Sequence[int]) -> bool:
    """Whether the only filled cell of the row is a header that reaches into the rows below."""
    return any(sheet.merged.get((row, column), (row, column))[0] > row for column in columns)


def _runs(numbers: set[int]) -> list[tuple[int, int]]:
    """Numbers that follow one another, as (first, last)."""
    runs: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def _open_sheets(path: Path) -> Iterator[Sheet]:
    import openpyxl

    # From its content: a name that ends otherwise is refused.
    content = path.read_bytes()
    values = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    formulas = openpyxl.load_workbook(io.BytesIO(content))
    for worksheet in values.worksheets:
        if worksheet.sheet_state == "visible":
            yield _to_sheet(worksheet, formulas[worksheet.title])


def _to_sheet(worksheet: Any, formulas: Any) -> Sheet:
    texts: dict[tuple[int, int], str] = {}
    occupied: set[tuple[int, int]] = set()
    for at, cell in worksheet._cells.items():
        formula = formulas._cells.get(at)
        # A formula whose stored value is an empty text has the type of a text.
        if cell.value is None and cell.data_type == "n" and formula is not None and formula.data_type == "f":
            raise _NotCalculated(
                f"{worksheet.title}!{cell.coordinate}: the formula {formula.value} has no stored value"
            )
        text = value_as_shown(cell.value, cell.number_format).strip()
        if text:
            texts[at] = "\n".join(line.strip() for line in text.splitlines() if line.strip())
            occupied.add(at)
        elif cell.has_style and any((cell.border.left.style, cell.border.right.style)):
            occupied.add(at)
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    for area in worksheet.merged_cells.ranges:
        merged[area.min_row, area.min_col] = (area.max_row, area.max_col)
        if (area.min_row, area.min_col) in texts:
            occupied |= {
                (row, column)
                for row in range(area.min_row, area.max_row + 1)
                for column in range(area.min_col, area.max_col + 1)
            }
    filled_rows = {row for row, _ in texts}
    columns = {column for _, column in texts}
    return Sheet(
        worksheet.title,
        texts,
        merged,
        frozenset((r, c) for r, c in occupied if (r, c) in texts or (r in filled_rows or c in columns)),
    )
