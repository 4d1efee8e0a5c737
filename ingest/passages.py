"""Paragraphs and cells to passages: text that is found and cited as one piece, with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.blocks import Paragraph
from ingest.marks import leading_mark
from ingest.records import Cell, Passage, PassageKind, Place, Region, Table, TextLine, least_sure

_RUNNING = 40
_LEAD_IN = re.compile(r"^.{1,20}[:：]$")


def paragraph_to_passage(paragraph: Paragraph, section: int | None, key: int = 0) -> Passage:
    """A paragraph as it stands, an item if a mark begins it."""
    kind = PassageKind.ITEM if leading_mark(paragraph.text) else PassageKind.PARAGRAPH
    return _passage(kind, paragraph.text, paragraph.lines, section, key)


def paragraph_to_note(paragraph: Paragraph, section: int | None, table: int, key: int = 0) -> Passage:
    """A caption, a unit line or a note, which belongs to `table`."""
    return _passage(PassageKind.NOTE, paragraph.text, paragraph.lines, section, key, table=table)


def table_to_passages(table: Table) -> Iterator[Passage]:
    """The table's rows in words, and each running text of its cells by itself; keys are left 0."""
    grid = table.grid()
    for index in range(table.header_rows, table.row_count):
        row = _distinct(grid[index])
        passage = _row_to_passage(table, index, [cell for cell in row if not is_running_text(cell.text)])
        if passage is not None:
            yield passage
        for cell in row:
            if cell.row == index and cell.column >= table.stub_columns and is_running_text(cell.text):
                yield from cell_to_passages(cell, table)


def is_running_text(text: str) -> bool:
    """Whether a cell holds a sentence or more rather than a label or a number."""
    return len(text) > _RUNNING and any(letter in "\n。；，" for letter in text)


def cell_to_passages(cell: Cell, table: Table) -> Iterator[Passage]:
    """The paragraphs and numbered items of a cell; a line that leads in what follows (2022年：) is the innermost part
    of their column path."""
    column = table.columns[cell.column]
    lead_in: tuple[str, ...] = ()
    start = 0
    for text in cell.text.split("\n"):
        end = start + len(text)
        if _LEAD_IN.match(text) and not leading_mark(text):
            lead_in = (text.rstrip(":："),)
        elif text.strip():
            marks = tuple(
                TextLine(max(mark.start, start) - start, min(mark.end, end) - start, mark.region)
                for mark in cell.marks
                if mark.start < end and mark.end > start
            )
            kind = PassageKind.ITEM if leading_mark(text) else PassageKind.CELL
            regions = () if marks else cell.regions
            yield _passage(
                kind,
                text,
                marks,
                table.section,
                0,
                table=table.key,
                row=table.rows[cell.row],
                column=(*column, *lead_in),
                regions=regions,
            )
        start = end + 1


def _row_to_passage(table: Table, index: int, cells: Sequence[Cell]) -> Passage | None:
    """header: cell；header: cell …, after the row's path."""
    text = " › ".join(table.rows[index])
    marks: list[TextLine] = []
    if text:
        stub = [cell for cell in cells if cell.column < table.stub_columns and cell.row_span == 1]
        marks += [TextLine(0, len(text), region) for cell in stub for region in _cell_regions(cell)[:1]]
    stated = [cell for cell in cells if cell.column >= table.stub_columns and cell.text]
    if not stated:
        return None
    for cell in stated:
        header = " ".join(table.columns[cell.column])
        piece = f"{header}：{cell.text}" if header else cell.text
        text += ("；" if cell is not stated[0] else "：" if text else "") + piece.replace("\n", " ")
        marks += [TextLine(len(text) - len(cell.text), len(text), region) for region in _cell_regions(cell)[:1]]
    own = [cell for cell in cells if cell.row_span == 1] or list(cells)
    regions = _one_per_page([region for cell in own for region in cell.regions])
    return _passage(
        PassageKind.ROW, text, tuple(marks), table.section, 0, table=table.key, row=table.rows[index], regions=regions
    )


def _passage(
    kind: PassageKind,
    text: str,
    lines: tuple[TextLine, ...],
    section: int | None,
    key: int,
    *,
    table: int | None = None,
    row: tuple[str, ...] = (),
    column: tuple[str, ...] = (),
    regions: tuple[Region, ...] = (),
) -> Passage:
    places = regions or tuple(line.region for line in lines)
    return Passage(key, kind, text, Place(section, text, places, table, row, column), lines)


def _cell_regions(cell: Cell) -> tuple[Region, ...]:
    return tuple(mark.region for mark in cell.marks) or cell.regions


def _one_per_page(regions: Sequence[Region]) -> tuple[Region, ...]:
    pages: dict[int, Region] = {}
    for region in regions:
        known = pages.get(region.page, region)
        pages[region.page] = Region(
            region.page,
            min(known.x0, region.x0),
            min(known.top, region.top),
            max(known.x1, region.x1),
            max(known.bottom, region.bottom),
            least_sure((known, region)),
        )
    return tuple(pages[page] for page in sorted(pages))


def _distinct(cells: Sequence[Cell | None]) -> list[Cell]:
    return list({id(cell): cell for cell in cells if cell is not None}.values())
