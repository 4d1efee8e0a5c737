"""Comma-, tab- and semicolon-separated files to blocks, as a workbook of one sheet without formats."""

from __future__ import annotations

import csv
from pathlib import Path

from ingest.blocks import DocumentBlocks
from ingest.errors import ReadError
from ingest.readers.text import decode_text
from ingest.readers.xlsx import Sheet, sheets_to_blocks
from ingest.records import DocumentKind

_SEPARATORS = ("\t", ",", ";", "|")
_SAMPLE = 50
"""Rows by which the separator is told."""
_LARGEST_CELL = 10_000_000


def read_csv(path: Path) -> DocumentBlocks:
    """The tables of the file; empty lines part them. Raises ReadError `unreadable` if it is no text, `empty`."""
    text = decode_text(path.read_bytes(), path).replace("\0", "")
    try:
        rows = text_to_rows(text)
    except csv.Error as error:
        raise ReadError("unreadable", path, cause=str(error)) from error
    texts = {
        (row, column): "\n".join(line.strip() for line in cell.splitlines() if line.strip())
        for row, cells in enumerate(rows, start=1)
        for column, cell in enumerate(cells, start=1)
        if cell.strip()
    }
    # A column that is empty here is one of the table all the same: nothing else can say that it goes on.
    widths = {row: len(cells) for row, cells in enumerate(rows, start=1) if any(cell.strip() for cell in cells)}
    occupied = frozenset((row, column) for row, width in widths.items() for column in range(1, width + 1))
    return DocumentBlocks(DocumentKind.CSV, path.stem, None, sheets_to_blocks([Sheet("", texts, {}, occupied)], path))


def text_to_rows(text: str) -> list[list[str]]:
    """The rows of a separated text. A separator that the first line names (sep=;) is taken at its word."""
    named, _, rest = text.partition("\n")
    if named.strip().lower().startswith("sep=") and len(named.strip()) == 5:
        return _rows(rest, named.strip()[4])
    return _rows(text, max(_SEPARATORS, key=lambda separator: _evenness(text, separator)))


def _rows(text: str, separator: str) -> list[list[str]]:
    """A line of nothing but separators, which spreadsheets write for an empty row, has no cells."""
    rows = _cut_rows(text, separator)
    return [row if any(cell.strip() for cell in row) else [] for row in rows]


def _cut_rows(text: str, separator: str) -> list[list[str]]:
    csv.field_size_limit(_LARGEST_CELL)
    return list(csv.reader(text.splitlines(keepends=True), delimiter=separator))


def _evenness(text: str, separator: str) -> tuple[int, int]:
    """How many lines are cut into as many cells as most, and into how many: the separator gives most of both."""
    sample = "".join(text.splitlines(keepends=True)[:_SAMPLE])
    widths = [len(row) for row in _cut_rows(sample, separator) if len(row) > 1]
    usual = max(set(widths), key=lambda width: (widths.count(width), width), default=0)
    return (widths.count(usual), usual)
