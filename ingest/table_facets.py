"""What each cell of a table is about: subject, measure, period, level and unit, from headers, labels and caption."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.lexicon import Lexicon
from ingest.periods import part_of_year, periods_in
from ingest.records import Cell, DocumentRecords, Period, Place, Table

_COMPARED = re.compile(r"(?<![占同环对评])[比较]\s*$")
_COMPARED_HEADER = re.compile(r"\s*[比较](?![例率重值赛武])")
_IN_POINTS = re.compile(r"之差|差值|差距|增减|变化|[比较]\s*(?:上年|去年|(?:19|20)\d{2})")
_BRACKETS = re.compile(r"[（(]([^（）()]*)[)）]")


_RATES = ("rate", "share", "received_rate", "spent_rate", "budget_rate")


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
    row: int
    """The grid row at which the cell begins."""
    qualifiers: tuple[str, ...] = ()


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
        periods, state = _periods(column_path, row_path, table.caption, heading)
        measure = _measure(column_path, subject, table.caption, lexicon)
        yield CellFacets(
            text=cell.text,
            header=header,
            place=place,
            subject=subject or ((heading,) if heading else ()),
            measure=measure,
            period=periods[0] if periods else None,
            periods=periods,
            level=_level(labels.get("level", ""), subject, column_path, lexicon),
            unit=_unit(table, column_path, subject, labels.get("unit", ""), measure, lexicon),
            row=cell.row,
            qualifiers=(state,) if state else (),
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


def _level(cell: str, subject: tuple[str, ...], columns: tuple[str, ...], lexicon: Lexicon) -> str:
    """The level as the row's level cell has it, else the one that the row's label or the column's header names."""
    if lexicon.level_of_cell(cell):
        return lexicon.level_of(cell) or cell
    return lexicon.level_of("".join(subject[-1:])) or lexicon.level_of("".join(columns[-1:]))


def _row_quote(row: list[Cell | None], table: Table, cell: Cell) -> str:
    """The row in words: labels, then the cell's own header and text."""
    labels = [c.text for c in row[: table.stub_columns] if c is not None and c.text]
    label = " › ".join(dict.fromkeys(labels))
    header = " › ".join(table.columns[cell.column])
    return f"{label}｜{header}：{cell.text}" if header else f"{label}｜{cell.text}"


def _periods(
    columns: tuple[str, ...], rows: tuple[str, ...], caption: str, heading: str
) -> tuple[tuple[Period, ...], str]:
    """Periods of the cell, the nearest first: innermost column header, row label, then caption and heading; and the
    words, if they give the time of a state (截至2023年底).

    A part of a year (上半年, 7月) alone takes its year from the next header that names one; a label that names several
    years is of all of them; a year that something is compared with (比2021年) is none of the cell's.
    """
    part = ""
    for text in (*reversed(columns), *reversed(rows), caption, heading):
        part = part or part_of_year(text)
        spans = [span for span in periods_in(text) if not _COMPARED.search(text[: span.start])]
        if spans:
            periods = tuple(span.period for span in spans)
            if part:
                return tuple(Period(p.first, p.last, part) for p in periods), ""
            if len(periods) > 1:
                periods = (Period(min(p.first for p in periods), max(p.last for p in periods)), *periods)
            return periods, spans[0].state
    return (), ""


def _measure(columns: tuple[str, ...], subject: tuple[str, ...], caption: str, lexicon: Lexicon) -> str:
    for text in (*reversed(columns), *reversed(subject[-1:])):
        measure = "difference" if _COMPARED_HEADER.match(text) else lexicon.measure_of_header(text)
        if measure:
            return measure
    return ""


def _unit(
    table: Table,
    columns: tuple[str, ...],
    subject: tuple[str, ...],
    column_unit: str,
    measure: str,
    lexicon: Lexicon,
) -> str:
    """A percentage in the header's brackets, the unit column, any unit in the header's or label's brackets, then the
    table's unit line, where it can hold.

    The difference of two rates is in percentage points; of a row in 张 the 完成度（%） is in percent.
    """
    if measure in _RATES and column_unit != "%" and {"%", "％"} & set(_BRACKETS.findall("".join(columns[-1:]))):
        return "%"
    if column_unit in lexicon.all_units or lexicon.base_unit(column_unit)[0] in lexicon.all_units:
        points = measure == "difference" and column_unit == "%" and _IN_POINTS.search("".join(columns[-1:]))
        return lexicon.same_unit("百分点" if points else column_unit)
    if measure in _RATES and any(
        part.strip() in lexicon.all_units for part in _BRACKETS.findall("".join(subject[-1:]))
    ):
        return ""
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
    return "" if measure in _RATES else table.unit
