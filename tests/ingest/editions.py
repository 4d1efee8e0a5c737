"""What two editions of one report must have in common: tables cell by cell, sections, passages and figures."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from functools import cache
from pathlib import Path

from ingest import ingest_document
from ingest.lexicon import Lexicon
from ingest.records import DocumentRecords, Figure, Table
from prompts import lexicon_data

DATA = Path(__file__).parents[1] / "data"
REPORT_PDF = Path(__file__).parents[2] / "corpus" / "report.pdf"
REPORT_DOCX = DATA / "report.docx"
SHAPES_PDF, SHAPES_DOCX = DATA / "shapes.pdf", DATA / "shapes.docx"


@cache
def read(path: Path) -> DocumentRecords:
    return ingest_document(path, Lexicon.model_validate(lexicon_data()))


def tables_of(records: DocumentRecords) -> list[tuple[object, ...]]:
    """Everything about each table but its places."""
    return [
        (*table_head(table), table_cells(table), table.columns, table.rows, table.notes) for table in records.tables
    ]


def table_head(table: Table) -> tuple[object, ...]:
    return (
        table.number,
        table.caption,
        table.unit,
        table.section,
        table.row_count,
        table.column_count,
        table.header_rows,
        table.stub_columns,
    )


def table_cells(table: Table) -> list[tuple[int, int, int, int, str]]:
    return sorted((cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in table.cells)


def sections_of(records: DocumentRecords) -> list[tuple[object, ...]]:
    return [(s.heading, s.number, s.title, s.level, s.parent) for s in records.sections]


def passages_of(records: DocumentRecords) -> list[tuple[object, ...]]:
    return [(p.kind, p.text, p.place.section, p.place.table, p.place.row, p.place.column) for p in records.passages]


def figures_of(records: DocumentRecords) -> list[tuple[object, ...]]:
    return [
        (
            f.value,
            f.unit,
            f.text,
            f.measure,
            f.period,
            f.level,
            f.bound,
            f.subject,
            f.place.section,
            f.place.table,
            f.place.row,
            f.place.column,
        )
        for f in records.figures
    ]


def share_of_rows_found(of: DocumentRecords, within: DocumentRecords) -> float:
    """The share of the table figures of one edition that the other has too: same table, column, value, unit, measure
    and period, in a row of the same name.

    Names may be worded a little differently (0.6 of their letters in common). Figures whose value and unit the other
    edition does not print anywhere in that column are its own, and not counted.
    """
    others: dict[tuple[object, ...], list[Figure]] = {}
    printed: set[tuple[object, ...]] = set()
    for figure in within.figures:
        if figure.place.table is not None:
            others.setdefault(_row_of(figure), []).append(figure)
            printed.add(_value_of(figure))
    counted = Counter[bool]()
    for figure in of.figures:
        if figure.place.table is None or _value_of(figure) not in printed:
            continue
        same = others.get(_row_of(figure), [])
        found = next((other for other in same if _is_alike(_name(figure), _name(other))), None)
        if found is not None:
            same.remove(found)
        counted[found is not None] += 1
    return counted[True] / max(1, counted.total())


def plain(text: str) -> str:
    """Without spaces, full-width forms and the full stop: what editions write as they like."""
    return re.sub(r"[\s。]", "", unicodedata.normalize("NFKC", text))


def _row_of(figure: Figure) -> tuple[object, ...]:
    columns = tuple(plain(part) for part in figure.place.column)
    return (figure.place.table, columns, figure.value, figure.unit, figure.measure, figure.period)


def _value_of(figure: Figure) -> tuple[object, ...]:
    return (figure.place.table, figure.value, figure.unit)


def _name(figure: Figure) -> str:
    return plain(figure.place.row[-1]) if figure.place.row else ""


def _is_alike(first: str, second: str) -> bool:
    return first == second or difflib.SequenceMatcher(None, first, second, autojunk=False).ratio() >= 0.6
