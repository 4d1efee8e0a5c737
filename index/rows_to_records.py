"""The rows of the tables back to the records that they were made from."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Table as SqlTable

from index import schema
from index.indicators import Indicator
from ingest.records import (
    Bound,
    Cell,
    Document,
    DocumentKind,
    DocumentRecords,
    Figure,
    NumberUse,
    Passage,
    PassageKind,
    Period,
    Place,
    Region,
    Section,
    Status,
    StatusKind,
    Table,
    TextLine,
    UnreadPage,
)

_decoder = json.JSONDecoder()


def rows_to_records(document: Mapping[str, Any], rows: Mapping[SqlTable, Iterable[Sequence[Any]]]) -> DocumentRecords:
    """The records that `document_row` and `records_to_rows` were made from.

    Each row is a sequence in the order of its table's columns; rows are in the order of their keys.
    """
    unpack = _Unpacking()
    return DocumentRecords(
        document=Document(
            document["path"],
            document["sha256"],
            document["title"],
            DocumentKind(document["kind"]),
            document["pages"],
            tuple((heading, page) for heading, page in _unpack(document["contents"])),
            tuple(UnreadPage(page, cause) for page, cause in _unpack(document["unread"])),
        ),
        sections=tuple(Section(*row[1:]) for row in rows[schema.sections]),
        passages=tuple(map(unpack.passage, rows[schema.passages])),
        tables=tuple(map(unpack.table, rows[schema.tables])),
        figures=tuple(map(unpack.figure, rows[schema.figures])),
        statuses=tuple(map(unpack.status, rows[schema.statuses])),
        numbers={NumberUse(use): count for use, count in _unpack(document["numbers"]).items()},
        unplaced=tuple(_list_place(place) for place in _unpack(document["unplaced"])),
    )


def row_to_indicator(row: Sequence[Any]) -> Indicator:
    """The indicator of a row in the order of the table's columns."""
    _, key, subject, measure, first, last, part, level, unit, conflict, joined_by, statements = row
    return Indicator(
        key=key,
        subject=tuple(_unpack(subject)),
        measure=measure,
        period=None if first is None else Period(first, last, part),
        level=level,
        unit=unit,
        statements=tuple((document, figure) for document, figure in _unpack(statements)),
        conflict=conflict,
        joined_by=joined_by,
    )


def _list_place(packed: Sequence[Any]) -> Place:
    section, quote, regions, table, row, column = packed
    return Place(section, quote, tuple(Region(*r) for r in regions), table, tuple(row), tuple(column))


def _unpack(packed: str) -> Any:
    return _decoder.raw_decode(packed)[0]


def _lines(packed: Iterable[Sequence[Any]]) -> tuple[TextLine, ...]:
    return tuple([TextLine(start, end, Region(*region)) for start, end, *region in packed])


def _cell(
    row: int,
    column: int,
    text: str,
    row_span: int,
    column_span: int,
    regions: Iterable[Sequence[Any]],
    lines: Iterable[str],
    marks: Iterable[Sequence[Any]],
) -> Cell:
    places = tuple([Region(*region) for region in regions])
    return Cell(row, column, text, row_span, column_span, places, tuple(lines), _lines(marks))


class _Unpacking:
    """Unpacks the rows of one document. What is packed alike (the path of a row, for each figure in it) is shared."""

    def __init__(self) -> None:
        self._paths: dict[str, tuple[str, ...]] = {"[]": ()}
        self._regions: dict[str, tuple[Region, ...]] = {"[]": ()}
        self._bounds = {bound.value: bound for bound in Bound}
        self._passage_kinds = {kind.value: kind for kind in PassageKind}

    def path(self, packed: str) -> tuple[str, ...]:
        path = self._paths.get(packed)
        if path is None:
            path = self._paths[packed] = tuple(_unpack(packed))
        return path

    def regions(self, packed: str) -> tuple[Region, ...]:
        regions = self._regions.get(packed)
        if regions is None:
            regions = self._regions[packed] = tuple([Region(*region) for region in _unpack(packed)])
        return regions

    def place(self, section: int | None, quote: str, regions: str, table: int | None, row: str, column: str) -> Place:
        return Place(section, quote, self.regions(regions), table, self.path(row), self.path(column))

    def passage(self, row: Sequence[Any]) -> Passage:
        _, key, kind, text, lines, *place = row
        return Passage(key, self._passage_kinds[kind], text, self.place(*place), _lines(_unpack(lines)))

    def table(self, row: Sequence[Any]) -> Table:
        _, key, number, caption, unit, section, regions, cells, *sizes, columns, rows, notes = row
        row_count, column_count, header_rows, stub_columns = sizes
        return Table(
            key=key,
            number=number,
            caption=caption,
            unit=unit,
            section=section,
            regions=self.regions(regions),
            cells=tuple([_cell(*cell) for cell in _unpack(cells)]),
            row_count=row_count,
            column_count=column_count,
            header_rows=header_rows,
            stub_columns=stub_columns,
            columns=tuple(map(tuple, _unpack(columns))),
            rows=tuple(map(tuple, _unpack(rows))),
            notes=tuple(_unpack(notes)),
        )

    def figure(self, row: Sequence[Any]) -> Figure:
        _, key, value, unit, text, decimals, bound, subject, measure, first, last, part, *rest = row
        level, passage, start, end, qualifiers, *place = rest
        return Figure(
            key,
            Decimal(value),
            unit,
            text,
            decimals,
            self._bounds[bound],
            self.path(subject),
            measure,
            None if first is None else Period(first, last, part),
            level,
            self.place(*place),
            passage,
            start,
            end,
            self.path(qualifiers),
        )

    def status(self, row: Sequence[Any]) -> Status:
        _, key, kind, subject, first, last, part, reason, passage, planned, *place = row
        period = None if first is None else Period(first, last, part)
        return Status(key, StatusKind(kind), self.path(subject), period, reason, self.place(*place), passage, planned)
