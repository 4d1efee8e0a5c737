"""Figures of one thing by year, as the documents state them: the years of a table row, a column whose rows are years,
one label of a section in several years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.ask.sheets import Line, Sheet
from index.indicators import Statement, normal_label
from index.snapshot import Snapshot
from index.tokens import text_to_tokens
from ingest.periods import periods_in
from ingest.records import Figure

PLANNED = ("target", "budget", "difference")
"""Measures that are of no course over years."""


@dataclass(frozen=True)
class Track:
    """`label` is what names the figures themselves, `over` all that stands over them; `total`: they are of a row or a
    column of totals. Points by year, in their order."""

    document: int
    tables: tuple[int, ...]
    label: frozenset[str]
    over: frozenset[str]
    total: bool
    points: Mapping[int, Statement]

    @property
    def unit(self) -> str:
        return next(iter(self.points.values())).figure.unit

    @property
    def measures(self) -> frozenset[str]:
        return frozenset(s.figure.measure for s in self.points.values())


def find_tracks(
    snapshot: Snapshot, sheets: Sequence[Sheet], totals: Sequence[str], neutral: Sequence[str]
) -> tuple[Track, ...]:
    """All tracks of at least two years; those of tables first. `totals` head rows and columns of sums; `neutral` words
    of a label narrow it down to nothing (各类, 全年)."""
    found = [track for sheet in sheets for track in (*_of_rows(sheet), *_of_year_rows(sheet, totals))]
    idle = frozenset(token for word in (*totals, *neutral) for token in text_to_tokens(word))
    return tuple(replace(track, label=track.label - idle) for track in (*found, *_of_words(snapshot)))


def single_year(figure: Figure) -> int | None:
    """The year that a figure is of, if it is of one whole year."""
    period = figure.period
    return period.first if period is not None and period.first == period.last and not period.part else None


def _of_rows(sheet: Sheet) -> Iterator[Track]:
    for line in sheet.lines:
        by_header: dict[tuple[str, str], dict[int, Statement]] = defaultdict(dict)
        for statement in (e.statement for e in line.entries if e.statement is not None):
            year = single_year(statement.figure)
            if year is None or statement.figure.measure in PLANNED:
                continue
            header = without_periods(" ".join(statement.figure.place.column))
            if any(statement.figure.measure == m for m in ("baseline", "actual")):
                # 基线 2020, 完成值 2023: one thing before and after.
                header = ""
            by_header[header, statement.figure.unit].setdefault(year, statement)
        for (header, _), points in by_header.items():
            if len(points) > 1:
                name = "" if line.total else " ".join(part for part in line.path)
                yield _track(sheet, f"{name} {header}", (line,), points, line.total)


def _of_year_rows(sheet: Sheet, totals: Sequence[str]) -> Iterator[Track]:
    """Columns of a sheet whose rows are years."""
    lines = [line for line in sheet.lines if not line.total]
    if len(lines) < 2 or not all(line.path and is_year(line.name) for line in lines):
        return
    for column in sheet.columns:
        points: dict[int, Statement] = {}
        for line in lines:
            statement = next((e.statement for e in line.entries if e.column == column and e.statement), None)
            year = single_year(statement.figure) if statement is not None else None
            if statement is not None and year is not None and statement.figure.measure != "difference":
                points.setdefault(year, statement)
        if len(points) > 1:
            total = bool(column) and column[-1].strip() in totals
            yield _track(sheet, "" if total else " ".join(column), lines, points, total)


def _of_words(snapshot: Snapshot) -> Iterator[Track]:
    """Figures of sentences with one label and unit in one section, of several years."""
    found: dict[tuple[object, ...], dict[int, Statement]] = defaultdict(dict)
    for statement in snapshot.figures:
        figure = statement.figure
        year = single_year(figure)
        if not figure.end or year is None or figure.measure in PLANNED or not figure.subject:
            continue
        label = normal_label(figure.subject[-1]).lstrip("0123456789年")
        outer = normal_label(figure.subject[-2]) if len(figure.subject) > 1 and len(label) < 6 else ""
        found[statement.document, figure.place.section, outer, label, figure.unit].setdefault(year, statement)
    for points in found.values():
        if len(points) > 1:
            first = next(iter(points.values()))
            subject = first.figure.subject
            quotes = " ".join(s.figure.place.quote for s in points.values())
            named = frozenset(text_to_tokens(subject[-1]))
            over = frozenset(text_to_tokens(" ".join((*first.headings, *subject, quotes))))
            yield Track(first.document, (), named, over | named, False, dict(sorted(points.items())))


def _track(sheet: Sheet, label: str, lines: Sequence[Line], points: dict[int, Statement], total: bool) -> Track:
    told = {entry.column for line in sheet.lines for entry in line.entries}
    stubs = [" ".join(column) for column in sheet.columns if column not in told]
    own = frozenset(text_to_tokens(label))
    words = " ".join((sheet.title, *sheet.headings[-2:], *stubs, *(line.words() for line in lines)))
    return Track(
        document=sheet.document,
        tables=tuple(dict.fromkeys(line.table for line in lines)),
        label=own,
        over=own | frozenset(text_to_tokens(words)),
        total=total,
        points=dict(sorted(points.items())),
    )


def is_year(name: str) -> bool:
    """Whether a row's or column's name is a time and nothing else."""
    return any(span.end - span.start >= len(name.strip()) - 1 for span in periods_in(name))


def without_periods(name: str) -> str:
    """A header without the times in it."""
    for span in reversed(periods_in(name)):
        name = name[: span.start] + " " + name[span.end :]
    return " ".join(name.split())
