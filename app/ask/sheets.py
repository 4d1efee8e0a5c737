"""Tables as rows that can be filtered, ranked, summed and compared.

A table is a sheet of its own. Small tables of one document that have the same columns (one for each project, say) make
one sheet together, each row named by what its table's caption says and the others' do not.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import takewhile

from index.indicators import Statement
from index.snapshot import Snapshot
from ingest.lexicon import Lexicon
from ingest.records import Bound, Cell, Figure, Place, StatusKind, Table

FEWEST = 3
"""Rows above which the last may be a total that no word says is one."""
FEW_WORDS = 60
SMALL = 3
"""Body rows up to which tables of the same columns are put together."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One body cell: its column's header path, its text, and the figure if it holds one."""

    column: tuple[str, ...]
    text: str
    place: Place
    statement: Statement | None = None

    @property
    def figure(self) -> Figure | None:
        return self.statement.figure if self.statement else None


@dataclass(frozen=True, slots=True)
class Line:
    """A body row. `path` names it, outermost group first; `level` is that of its figures, as printed."""

    document: int
    table: int
    path: tuple[str, ...]
    entries: tuple[Entry, ...]
    total: bool
    status: StatusKind | None = None

    @property
    def name(self) -> str:
        return self.path[-1] if self.path else ""

    @property
    def level(self) -> str:
        return next((e.figure.level for e in self.entries if e.figure and e.figure.level), "")

    def figures(self, measure: str) -> list[Statement]:
        """Figures of this measure, in the order of the columns."""
        return [e.statement for e in self.entries if e.statement and e.statement.figure.measure == measure]

    def first(self, *measures: str) -> Statement | None:
        """The figure of the first of these measures that the row has."""
        return next((found[0] for measure in measures if (found := self.figures(measure))), None)

    def words(self) -> str:
        """What names the row and its cells of few words: no figures."""
        told = (e.text for e in self.entries if e.statement is None and len(e.text) <= FEW_WORDS)
        return " ".join((*self.path, *told))

    def text(self) -> str:
        return " ".join((*self.path, *(entry.text for entry in self.entries)))


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of one table, or of several with the same columns. `title` is the caption, or what the captions share."""

    document: int
    tables: tuple[int, ...]
    title: str
    number: str
    headings: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]
    lines: tuple[Line, ...]

    @property
    def body(self) -> list[Line]:
        """The rows that are no totals."""
        return [line for line in self.lines if not line.total]


def snapshot_to_sheets(snapshot: Snapshot, lexicon: Lexicon) -> tuple[Sheet, ...]:
    """All sheets, in the documents' order; tables that were put together stand where the first of them does."""
    sheets: list[Sheet] = []
    for document in snapshot.documents:
        records = snapshot.records[document.id]
        alike: dict[tuple[tuple[str, ...], ...], list[Table]] = defaultdict(list)
        for table in records.tables:
            alike[table.columns].append(table)
        done: set[int] = set()
        figures: dict[int, list[Figure]] = defaultdict(list)
        for figure in records.figures:
            if figure.place.table is not None and (not figure.end or figure.bound is not Bound.EXACT):
                figures[figure.place.table].append(figure)
        for table in records.tables:
            if table.key in done:
                continue
            group = [t for t in alike[table.columns] if t.row_count - t.header_rows <= SMALL]
            group = group if len(group) > 1 and table in group else [table]
            done.update(t.key for t in group)
            names = _apart([t.caption for t in group])
            lines: list[Line] = []
            for member, name in zip(group, names, strict=True):
                found = _table_lines(document.id, member, figures[member.key], lexicon)
                if len(group) > 1:
                    found = [_renamed(line, name, len(found)) for line in found]
                lines.extend(found)
            sheets.append(
                Sheet(
                    document=document.id,
                    tables=tuple(t.key for t in group),
                    title=table.caption if len(group) == 1 else _shared(names, [t.caption for t in group]),
                    number=table.number if len(group) == 1 else "",
                    headings=records.section_path(table.section) if len(group) == 1 else (),
                    columns=table.columns,
                    lines=tuple(lines),
                )
            )
    return tuple(sheets)


def value_of(statement: Statement | None) -> Decimal | None:
    return statement.figure.value if statement is not None else None


def _table_lines(document: int, table: Table, figures: Sequence[Figure], lexicon: Lexicon) -> list[Line]:
    by_cell: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Figure]] = defaultdict(list)
    for figure in figures:
        by_cell[figure.place.row, figure.place.column].append(figure)
    lines: list[Line] = []
    grid = table.grid()
    for r in range(table.header_rows, table.row_count):
        cells = [c for c in dict.fromkeys(c for c in grid[r] if c is not None) if c.column >= table.stub_columns]
        path = table.rows[r]
        entries = tuple(_entry(document, table, cell, path, by_cell) for cell in cells)
        if not any(entry.text.strip() for entry in entries):
            continue
        status = next((kind for entry in entries if (kind := _status(entry.text, lexicon))), None)
        total = bool(path) and any(part.strip().rstrip("：:") in lexicon.tables.total for part in path)
        lines.append(Line(document, table.key, path, entries, total, status))
    if len(lines) > FEWEST and not any(line.total for line in lines) and _is_sum(lines[-1], lines[:-1]):
        lines[-1] = replace(lines[-1], total=True)
    return lines


def _is_sum(line: Line, others: Sequence[Line]) -> bool:
    """Whether the line is a total called otherwise (全市, 全校): two or more of its columns are sums of the others'."""
    sums = 0
    for at, entry in enumerate(line.entries):
        parts = [o.entries[at].statement for o in others if at < len(o.entries)]
        if entry.statement is None or entry.statement.figure.unit == "%" or len(parts) < len(others):
            continue
        values = [s.figure.value for s in parts if s is not None]
        sums += len(values) == len(parts) and entry.statement.figure.value == sum(values, Decimal(0)) > 0
    return sums > 1


def _entry(
    document: int,
    table: Table,
    cell: Cell,
    path: tuple[str, ...],
    by_cell: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Figure]],
) -> Entry:
    column = table.columns[cell.column]
    found = by_cell.get((path, column), [])
    plain = [f for f in found if not f.end]
    figure = next((f for f in plain if f.place.regions == cell.regions), plain[0] if plain else None)
    bounds = [f for f in found if f.end and f.bound in (Bound.AT_LEAST, Bound.AT_MOST)]
    if figure is None and len(bounds) == 1:
        # “不少于1000万元” in words is the row's target.
        figure = replace(bounds[0], measure=bounds[0].measure or "target")
    place = figure.place if figure else Place(table.section, cell.text, cell.regions, table.key, path, column)
    return Entry(column, cell.text, place, Statement(document, figure) if figure else None)


def _status(text: str, lexicon: Lexicon) -> StatusKind | None:
    word = text.strip().strip("。；")
    return next((kind for kind, words in lexicon.statuses.items() if word in words), None)


def _renamed(line: Line, name: str, count: int) -> Line:
    path = (name,) if count == 1 else (name, *line.path)
    return Line(line.document, line.table, path, line.entries, line.total and count > 1, line.status)


def _apart(captions: Sequence[str]) -> list[str]:
    """What each caption says that the others do not: without what all begin and end with, and without the number."""
    bare = [_without_number(caption) for caption in captions]
    if len(bare) < 2:
        return bare
    start = _common_start(bare)
    end = _common_start([b[::-1] for b in bare])
    return [b[start : len(b) - end].strip() or b for b in bare]


def _common_start(texts: Sequence[str]) -> int:
    """How many characters all begin with."""
    return sum(1 for _ in takewhile(lambda letters: len(set(letters)) == 1, zip(*texts, strict=False)))


def _without_number(caption: str) -> str:
    return re.sub(
        r"^\s*(?:附|续)?\s*表\s*[\dA-Za-z一二三四五六七八九十]+(?:\s*[-—–.．]\s*\d+)*\s*[:：、.．]?\s*", "", caption
    )


def _shared(names: Sequence[str], captions: Sequence[str]) -> str:
    return _without_number(captions[0]).replace(names[0], "…", 1)
