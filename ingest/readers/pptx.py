"""PPTX to blocks. The only module that knows python-pptx.

A slide is a section under its title. Its shapes are read from top to bottom, tables with their merged cells, charts as
the table that they draw, and its notes last. Slides are not pages here: no page of the file can be shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.blocks import Block, DocumentBlocks, Grid, Paragraph
from ingest.errors import ReadError
from ingest.readers.xlsx_formats import value_as_shown
from ingest.records import Cell, DocumentKind

_ROW = 91_440
"""A tenth of an inch in EMU: shapes whose tops differ by less stand side by side."""
_FURNITURE = (13, 15, 16)
"""Placeholders of slide number, footer and date."""


def read_pptx(path: Path) -> DocumentBlocks:
    """The text and tables of all slides that are shown. Raises ReadError `empty`, and what python-pptx raises."""
    import pptx

    presentation = pptx.Presentation(str(path))
    blocks: list[Block] = []
    for slide in presentation.slides:
        if slide._element.get("show") != "0":
            blocks.extend(_slide_to_blocks(slide))
    if not blocks:
        raise ReadError("empty", path)
    title = (presentation.core_properties.title or "").strip()
    return DocumentBlocks(DocumentKind.PPTX, title, None, tuple(blocks))


def _slide_to_blocks(slide: Any) -> Iterator[Block]:
    title = slide.shapes.title
    heading = _line(title.text_frame.text) if title is not None and title.has_text_frame else ""
    body = [block for shape in _in_reading_order(slide.shapes, title) for block in _shape_to_blocks(shape)]
    notes = [] if not slide.has_notes_slide else list(_frame_to_blocks(slide.notes_slide.notes_text_frame))
    if heading:
        yield Paragraph(heading, heading_level=1)
    yield from body
    yield from notes


def _in_reading_order(shapes: Any, title: Any) -> list[Any]:
    found = [shape for shape in _flat(shapes) if title is None or shape.shape_id != title.shape_id]
    return sorted(found, key=lambda shape: ((shape.top or 0) // _ROW, shape.left or 0))


def _flat(shapes: Any) -> Iterator[Any]:
    """The shapes, those of groups too. Places inside a group are the group's own; its shapes stay together."""
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _flat(shape.shapes)
        elif not (shape.is_placeholder and shape.placeholder_format.type in _FURNITURE):
            yield shape


def _shape_to_blocks(shape: Any) -> Iterator[Block]:
    if getattr(shape, "has_table", False):
        yield _table_to_grid(shape.table)
    elif getattr(shape, "has_chart", False):
        yield from _chart_to_blocks(shape.chart)
    elif shape.has_text_frame:
        yield from _frame_to_blocks(shape.text_frame)


def _frame_to_blocks(frame: Any) -> Iterator[Block]:
    for paragraph in frame.paragraphs if frame is not None else ():
        text = _line(paragraph.text)
        if text:
            yield Paragraph(text, heading_level=0)


def _table_to_grid(table: Any) -> Grid:
    cells = []
    for row, cells_of_row in enumerate(table.rows):
        for column, cell in enumerate(cells_of_row.cells):
            if cell.is_spanned:
                continue
            lines = [line for paragraph in cell.text_frame.paragraphs if (line := _line(paragraph.text))]
            down, across = (cell.span_height, cell.span_width) if cell.is_merge_origin else (1, 1)
            cells.append(Cell(row, column, "\n".join(lines), down, across, lines=tuple(lines)))
    return Grid(tuple(cells), len(table.rows), len(table.columns), header_rows=None)


def _chart_to_blocks(chart: Any) -> Iterator[Block]:
    """The chart's title, and its values: a row per category, a column per series."""
    if chart.has_title and chart.chart_title.has_text_frame:
        yield from _frame_to_blocks(chart.chart_title.text_frame)
    for plot in chart.plots:
        categories = [_line(str(category)) for category in plot.categories]
        series = list(plot.series)
        if not categories or not series:
            continue
        rows = [["", *(_line(one.name or "") for one in series)]]
        columns = [_shown_values(one) for one in series]
        for at, category in enumerate(categories):
            rows.append([category, *(values[at] if at < len(values) else "" for values in columns)])
        cells = [Cell(r, c, text, lines=(text,)) for r, row in enumerate(rows) for c, text in enumerate(row)]
        yield Grid(tuple(cells), len(rows), len(rows[0]), header_rows=1)


def _shown_values(series: Any) -> list[str]:
    form = series._element.find(".//{*}val//{*}formatCode")
    code = form.text if form is not None and form.text else "General"
    return [value_as_shown(value, code) for value in series.values]


def _line(text: str) -> str:
    return " ".join(text.replace("\v", " ").replace("\u3000", " ").split())
