"""HTML tables inside a text to grids: rowspan and colspan, header rows by thead or th."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from ingest.blocks import Grid
from ingest.records import Cell

_WHITE = re.compile(r"\s+")


def html_to_grid(html: str) -> Grid | None:
    """The first table of `html`; None if it has no cell. A row is a header row if it stands in thead or has only th."""
    parser = _TableParser()
    parser.feed(html)
    parser.close()
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    header_rows = 0
    for row, (in_head, row_cells) in enumerate(parser.rows):
        column = 0
        for _, text, row_span, column_span in row_cells:
            while (row, column) in taken:
                column += 1
            taken |= {(r, c) for r in range(row, row + row_span) for c in range(column, column + column_span)}
            cells.append(Cell(row, column, text, row_span, column_span, lines=tuple(text.splitlines())))
            column += column_span
        if header_rows == row and row_cells and (in_head or all(is_header for is_header, *_ in row_cells)):
            header_rows += 1
    if not cells:
        return None
    row_count = len(parser.rows)
    fitting = tuple(
        Cell(c.row, c.column, c.text, min(c.row_span, row_count - c.row), c.column_span, lines=c.lines) for c in cells
    )
    return Grid(fitting, row_count, max(column for _, column in taken) + 1, header_rows=header_rows or None)


class _TableParser(HTMLParser):
    """Collects rows as (stands in thead, [(is header, text, row span, column span)])."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[tuple[bool, list[tuple[bool, str, int, int]]]] = []
        self._in_head = False
        self._cell: tuple[bool, int, int] | None = None
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "thead":
            self._in_head = True
        elif tag == "tr":
            self._end_cell()
            self.rows.append((self._in_head, []))
        elif tag in ("td", "th"):
            self._end_cell()
            given = dict(attrs)
            self._cell = (tag == "th", _span(given.get("rowspan")), _span(given.get("colspan")))
        elif tag in ("br", "p", "div", "li"):
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self._end_cell()
        elif tag == "thead":
            self._in_head = False
        elif tag in ("p", "div", "li"):
            self._text.append("\n")

    def handle_data(self, data: str) -> None:
        if self._cell:
            self._text.append(_WHITE.sub(" ", data))

    def _end_cell(self) -> None:
        if self._cell and self.rows:
            lines = "".join(self._text).split("\n")
            text = "\n".join(" ".join(line.split()) for line in lines if line.strip())
            is_header, row_span, column_span = self._cell
            self.rows[-1][1].append((is_header, text, row_span, column_span))
        self._cell = None
        self._text = []


def _span(value: str | None) -> int:
    return max(1, min(int(value), 1000)) if value and value.strip().isdecimal() else 1
