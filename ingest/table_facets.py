"""What each cell of a table is about: subject, measure, period, level and unit, from headers, row labels and caption."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.lexicon import Lexicon
from ingest.periods import part_of_year, periods_in
from ingest.records import Cell, DocumentRecords, Period, Place, Table

_BRACKETS = re.compile(r"[（(]([^（）()]*)[)）]")


@dataclass(frozen=True, slots=True)
class CellFacets:
    """One printed cell: its text, where it stands, and what a number in it would measure."""

    text: str
    header: bool
    place: Place
    subject: tuple[str, ...]
    measure: str
    period: Period | None
    periods: tuple[Period, ...]
    level: str
    unit: str


def table_facets(table: Table, records: DocumentRecords, lexicon: Lexicon) -> Iterator[CellFacets]:
    """Every cell that holds text, header cells included (marked as such)."""
    grid = table.grid()
    columns = _column_roles(table, lexicon)
    heading = records.sections[table.section].title if table.section is not None else ""
    for cell in table.cells:
        if not cell.text.strip():
            continue
        header = cell.row < table.header_rows or cell.column < table.stub_columns
        row_path, column_path = table.rows[cell.row], table.columns[cell.column]
        labels = {
            role: other.text.strip()
            for role, c in columns.items()
            if (other := grid[cell.row][c]) is not None and c != cell.column
        }
        roles = {labels.get(role, "") for role in ("level", "unit", "number")}
        subject = tuple(part for part in row_path if part and part not in roles)
        place = Place(
            section=table.section,
            quote=_row_quote(grid[cell.row], table, cell),
            regions=cell.regions,
            table=table.key,
            row=row_path,
            column=column_path,
        )
        periods = _periods(column_path, row_path, table.caption, heading)
        yield CellFacets(
            text=cell.text,
            header=header,
            place=place,
            subject=subject or ((heading,) if heading else ()),
            measure=_measure(column_path, subject, table.caption, lexicon),
            period=periods[0] if periods else None,
            periods=periods,
            level=(lexicon.level_of(labels.get("level", ""))
            and labels.get("level", ""))
            or lexicon.level_of("".join(subject[-1:])),
            unit=_unit(table, column_path, subject, labels.get("unit", ""), lexicon),
        )


def _column_roles(table: Table, lexicon: Lexicon) -> dict[str, int]:
    """Columns that qualify the others: level, unit, running number; by their innermost header."""
    words = {
        "level": lexicon.tables.level_column,
        "unit": lexicon.tables.unit_column,
        "number": lexicon.tables.number_column,
    }
    roles: dict[str, int] = {}
    for c, path in enumerate(table.columns):
        for role, names in words.items():
            if path and path[-1].strip() in names:
                roles.setdefault(role, c)
    return roles


def _row_quote(row: list[Cell | None], table: Table, cell: Cell) -> str:
    """The row in words: labels, then the cell's own header and text."""
    labels = [c.text for c in row[: table.stub_columns] if c is not None and c.text]
    label = " › ".join(dict.fromkeys(labels))
    header = " › ".join(table.columns[cell.column])
    return f"{label}｜{header}：{cell.text}" if header else f"{label}｜{cell.text}"


def _periods(columns: tuple[str, ...], rows: tuple[str, ...], caption: str, heading: str) -> tuple[Period, ...]:
    """Periods of the cell, the nearest first: innermost column header, row label, then caption and heading.

    A part of a year (上半年, 7月) alone takes its year from the next header that names one.
    """
    part = ""
    for text in (*reversed(columns), *reversed(rows), caption, heading):
        part = part or part_of_year(text)
        spans = periods_in(text)
        if spans:
            periods = tuple(span.period for span in spans)
            if part:
                return tuple(Period(p.first, p.last, part) for p in periods)
            return periods
    return ()


def _measure(columns: tuple[str, ...], subject: tuple[str, ...], caption: str, lexicon: Lexicon) -> str:
    for text in (*reversed(columns), *reversed(subject[-1:])):
        measure = lexicon.measure_of_header(text)
        if measure:
            return measure
    return ""


def _unit(table: Table, columns: tuple[str, ...], subject: tuple[str, ...], column_unit: str, lexicon: Lexicon) -> str:
    """Unit column, unit in the header's or label's brackets, then the table's unit line, where it can hold."""
    if column_unit in lexicon.all_units or lexicon.base_unit(column_unit)[0] in lexicon.all_units:
        return lexicon.same_unit(column_unit)
    for text in (*reversed(columns), *reversed(subject)):
        for m in _BRACKETS.finditer(text):
            unit = m[1].strip()
            if unit in lexicon.all_units or lexicon.base_unit(unit)[0] in lexicon.all_units:
                return lexicon.same_unit(unit)
    if not table.unit:
        return ""
    named = re.findall(r"([^，,；;、为]+)为([^，,；;、。]+)", table.unit)
    if named:
        label = "".join(subject)
        return next(
            (unit.strip() for name, unit in named if name.strip() in label),
            named[-1][1].strip() if len(named) == 1 else "",
        )
    headers = "".join(columns[-1:])
    return (
        ""
        if lexicon.measure_of_header(headers) in ("rate", "share", "received_rate", "spent_rate", "budget_rate")
        else table.unit
    )
