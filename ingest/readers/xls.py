"""XLS, the workbook of older spreadsheet programs, to blocks. The only module that knows xlrd.

What xlrd cannot open, LibreOffice may, where it is installed.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.blocks import DocumentBlocks
from ingest.errors import ReadError
from ingest.readers.xlsx import Sheet, sheets_to_blocks
from ingest.readers.xlsx_formats import value_as_shown
from ingest.records import DocumentKind


def read_xls(path: Path) -> DocumentBlocks:
    """The tables of all visible sheets, numbers as they are shown.

    Raises ReadError `encrypted`, `unreadable`, `empty`.
    """
    import xlrd

    from ingest.file_kinds import FileKind
    from ingest.readers.office import find_soffice, read_office

    try:
        # Its remarks on damaged files would go to standard output.
        book = xlrd.open_workbook(str(path), formatting_info=True, logfile=_Silent())
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            raise ReadError("encrypted", path) from error
        if find_soffice() is None:
            raise ReadError("unreadable", path, cause=str(error)) from error
        return read_office(path, FileKind.OFFICE_SHEET)
    return DocumentBlocks(DocumentKind.XLSX, path.stem, None, sheets_to_blocks(_sheets(book), path))


class _Silent:
    """A log that keeps nothing."""

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        return None


def _sheets(book: Any) -> Iterator[Sheet]:
    for sheet in book.sheets():
        if sheet.visibility == 0:
            yield _to_sheet(book, sheet)


def _to_sheet(book: Any, sheet: Any) -> Sheet:
    """Rows and columns count from 1 here, from 0 in xlrd, whose ranges end one further."""
    texts: dict[tuple[int, int], str] = {}
    occupied: set[tuple[int, int]] = set()
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            cell = sheet.cell(row, column)
            form = book.xf_list[cell.xf_index]
            text = value_as_shown(_value(cell, book), book.format_map[form.format_key].format_str).strip()
            if text:
                texts[row + 1, column + 1] = "\n".join(line.strip() for line in text.splitlines() if line.strip())
                occupied.add((row + 1, column + 1))
            elif form.border.left_line_style or form.border.right_line_style:
                occupied.add((row + 1, column + 1))
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    for first, after, left, beyond in sheet.merged_cells:
        merged[first + 1, left + 1] = (after, beyond)
        if (first + 1, left + 1) in texts:
            occupied |= {(r, c) for r in range(first + 1, after + 1) for c in range(left + 1, beyond + 1)}
    rows, columns = {row for row, _ in texts}, {column for _, column in texts}
    return Sheet(sheet.name, texts, merged, frozenset((r, c) for r, c in occupied if r in rows or c in columns))


def _value(cell: Any, book: Any) -> object:
    import xlrd

    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            moment = xlrd.xldate_as_datetime(cell.value, book.datemode)
        except (xlrd.XLDateError, ValueError, OverflowError):
            return cell.value
        return moment.time() if cell.value < 1 and moment.date() < datetime.date(1905, 1, 1) else moment
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "")
    return (
        int(cell.value) if cell.ctype == xlrd.XL_CELL_NUMBER and cell.value == int(cell.value) else cell.value or None
    )
