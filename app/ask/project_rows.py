"""Rows for what only sentences tell: a project among many that has no table of the kind that the others have, but whose
text states target, actual value and rate as their tables do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from app.ask.overview import bare_heading
from app.ask.sheets import Entry, Line, Sheet
from index.indicators import Statement
from index.snapshot import Snapshot
from index.tokens import text_to_tokens
from ingest.records import Figure

MEASURES = ("target", "actual", "rate")
NEARLY = Decimal("0.1")
"""Points by which the rate that a sentence states may be off what it states it of."""
NO_TABLE = -1
Projects = Mapping[tuple[int, int], tuple[int, int]]


def with_told_projects(sheets: Sequence[Sheet], projects: Projects, snapshot: Snapshot) -> tuple[Sheet, ...]:
    """The sheets, those of one small table for each project with a row more for each project that has none: of what a
    sentence of its own text states under a header of theirs, where its rate is that of its figures."""
    return tuple(_with_told(sheet, projects, snapshot) for sheet in sheets)


def _with_told(sheet: Sheet, projects: Projects, snapshot: Snapshot) -> Sheet:
    tables = snapshot.records[sheet.document].tables
    sections = [(sheet.document, tables[key].section) for key in sheet.tables]
    tabled = [projects.get((document, section)) if section is not None else None for document, section in sections]
    # One table of one row for each project, and no two of one project.
    if len(tabled) < 2 or None in tabled or len(set(tabled)) < len(tabled) or len(sheet.lines) != len(tabled):
        return sheet
    others = sorted({p for p in projects.values() if p[0] == sheet.document} - set(tabled))
    told = [line for project in others if (line := _told_line(sheet, project, snapshot)) is not None]
    if not told:
        return sheet
    placed = [*zip(tabled, sheet.lines, strict=True), *((_project_of(line), line) for line in told)]
    placed.sort(key=lambda pair: pair[0] or (0, 0))
    return replace(sheet, lines=tuple(line for _, line in placed))


def _project_of(line: Line) -> tuple[int, int]:
    return line.document, line.entries[0].place.section or 0


def _told_line(sheet: Sheet, project: tuple[int, int], snapshot: Snapshot) -> Line | None:
    document, section = project
    records = snapshot.records[document]
    passages: dict[int, list[Figure]] = defaultdict(list)
    for figure in records.figures:
        if figure.place.section == section and figure.place.table is None and figure.passage is not None:
            passages[figure.passage].append(figure)
    for figures in passages.values():
        for found in _stated_together(figures):
            columns = _columns_of(sheet, found)
            if columns:
                name = bare_heading(records.section_path(section)[-1])
                entries = tuple(
                    Entry(column, figure.text, figure.place, Statement(document, figure)) for column, figure in columns
                )
                return Line(document, NO_TABLE, (name,), entries, total=False)
    return None


def _stated_together(figures: Sequence[Figure]) -> Iterator[dict[str, Figure]]:
    """Target, actual value and rate that stand in this order side by side, and fit one another."""
    for first, second, third in zip(figures, figures[1:], figures[2:], strict=False):
        if tuple(f.measure for f in (first, second, third)) != MEASURES or third.unit != "%" or not first.value:
            continue
        if first.unit == second.unit and abs(second.value / first.value * 100 - third.value) <= NEARLY:
            yield {"target": first, "actual": second, "rate": third}


def _columns_of(sheet: Sheet, found: Mapping[str, Figure]) -> list[tuple[tuple[str, ...], Figure]]:
    """Under which columns of the sheet the figures belong: those of their measures under the header that says what they
    count; none if no header does."""
    said = set(text_to_tokens(" ".join(found["target"].subject[-1:])))
    by_head: dict[tuple[str, ...], dict[str, tuple[str, ...]]] = defaultdict(dict)
    for entry in sheet.lines[0].entries:
        if entry.figure is not None and entry.figure.measure in MEASURES:
            by_head[entry.column[:-1]].setdefault(entry.figure.measure, entry.column)
    for columns in by_head.values():
        over = set(text_to_tokens(" ".join(part for column in columns.values() for part in column)))
        if set(columns) == set(MEASURES) and said and said <= over:
            return [(columns[measure], found[measure]) for measure in MEASURES]
    return []
