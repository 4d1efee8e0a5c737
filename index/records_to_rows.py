"""Records to the rows of the tables.

JSON text keeps whole numbers, fractions and texts exactly; decimals are kept as their own text.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table as SqlTable

from index import schema
from index.indicators import Indicator
from ingest.records import (
    Cell,
    DocumentRecords,
    Figure,
    Passage,
    Period,
    Place,
    Region,
    Section,
    Status,
    Table,
    TextLine,
)

Row = dict[str, Any]

_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def records_to_rows(document: int, records: DocumentRecords) -> dict[SqlTable, list[Row]]:
    """The rows of everything below the document itself, by table."""
    return {
        schema.sections: [{"document": document, **_section_row(section)} for section in records.sections],
        schema.passages: [{"document": document, **_passage_row(passage)} for passage in records.passages],
        schema.tables: [{"document": document, **_table_row(table)} for table in records.tables],
        schema.figures: [{"document": document, **_figure_row(figure)} for figure in records.figures],
        schema.statuses: [{"document": document, **_status_row(status)} for status in records.statuses],
    }


def document_row(records: DocumentRecords) -> Row:
    """What the document's own row says of the records; whoever stores adds id, revision and time."""
    document = records.document
    return {
        "path": document.path,
        "sha256": document.sha256,
        "title": document.title,
        "kind": document.kind.value,
        "pages": document.pages,
        "contents": _pack(document.contents),
        "unread": _pack([(page.page, page.cause) for page in document.unread]),
        "numbers": _pack({use.value: count for use, count in records.numbers.items()}),
        "unplaced": _pack([_place_list(place) for place in records.unplaced]),
        "section_count": len(records.sections),
        "passage_count": len(records.passages),
        "table_count": len(records.tables),
        "figure_count": len(records.figures),
        "status_count": len(records.statuses),
    }


def indicator_row(position: int, indicator: Indicator) -> Row:
    return {
        "position": position,
        "key": indicator.key,
        "subject": _pack(indicator.subject),
        "measure": indicator.measure,
        **_period_columns(indicator.period),
        "level": indicator.level,
        "unit": indicator.unit,
        "conflict": indicator.conflict,
        "joined_by": indicator.joined_by,
        "statements": _pack(indicator.statements),
    }


def _section_row(section: Section) -> Row:
    return {
        "key": section.key,
        "number": section.number,
        "title": section.title,
        "heading": section.heading,
        "level": section.level,
        "parent": section.parent,
        "page": section.page,
    }


def _passage_row(passage: Passage) -> Row:
    return {
        "key": passage.key,
        "kind": passage.kind.value,
        "text": passage.text,
        "lines": _pack(_line_lists(passage.lines)),
        **_place_columns(passage.place),
    }


def _table_row(table: Table) -> Row:
    return {
        "key": table.key,
        "number": table.number,
        "caption": table.caption,
        "unit": table.unit,
        "section": table.section,
        "regions": _pack([_region_list(region) for region in table.regions]),
        "cells": _pack([_cell_list(cell) for cell in table.cells]),
        "row_count": table.row_count,
        "column_count": table.column_count,
        "header_rows": table.header_rows,
        "stub_columns": table.stub_columns,
        "columns": _pack(table.columns),
        "rows": _pack(table.rows),
        "notes": _pack(table.notes),
    }


def _figure_row(figure: Figure) -> Row:
    return {
        "key": figure.key,
        "value": str(figure.value),
        "unit": figure.unit,
        "text": figure.text,
        "decimals": figure.decimals,
        "bound": figure.bound.value,
        "subject": _pack(figure.subject),
        "measure": figure.measure,
        **_period_columns(figure.period),
        "level": figure.level,
        "passage": figure.passage,
        "start_at": figure.start,
        "end_at": figure.end,
        "qualifiers": _pack(figure.qualifiers),
        **_place_columns(figure.place),
    }


def _status_row(status: Status) -> Row:
    return {
        "key": status.key,
        "kind": status.kind.value,
        "subject": _pack(status.subject),
        **_period_columns(status.period),
        "reason": status.reason,
        "passage": status.passage,
        "planned": status.planned,
        **_place_columns(status.place),
    }


def _place_columns(place: Place) -> Row:
    return {
        "section": place.section,
        "quote": place.quote,
        "regions": _pack([_region_list(region) for region in place.regions]),
        "table_key": place.table,
        "row_path": _pack(place.row),
        "column_path": _pack(place.column),
    }


def _period_columns(period: Period | None) -> Row:
    if period is None:
        return {"first_year": None, "last_year": None, "part": None}
    return {"first_year": period.first, "last_year": period.last, "part": period.part}


def _region_list(region: Region) -> list[float]:
    """The confidence only where there is one: it is rare, and there are many regions."""
    box = [region.page, region.x0, region.top, region.x1, region.bottom]
    return box if region.confidence is None else [*box, region.confidence]


def _line_lists(lines: Sequence[TextLine]) -> list[list[float]]:
    return [[line.start, line.end, *_region_list(line.region)] for line in lines]


def _cell_list(cell: Cell) -> list[Any]:
    regions = [_region_list(region) for region in cell.regions]
    marks = _line_lists(cell.marks)
    return [cell.row, cell.column, cell.text, cell.row_span, cell.column_span, regions, cell.lines, marks]


def _place_list(place: Place) -> list[Any]:
    return [place.section, place.quote, [_region_list(r) for r in place.regions], place.table, place.row, place.column]


def _pack(value: object) -> str:
    return _encoder.encode(value)
