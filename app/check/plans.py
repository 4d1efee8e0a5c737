"""What a report says of the tasks of each of its projects: the small table that sums them up, and the sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.ask.knowledge import Knowledge
from app.ask.sheets import Line
from index.statements import Statement, normal_label
from ingest.marks import leading_mark
from ingest.records import Bound

_SHARED = 2
"""Letters in a row that the words of a count and the header of a group must share."""
_MEASURES = ("target", "actual", "rate")


@dataclass(frozen=True, slots=True)
class Plan:
    """One group of columns of a project's table (tasks; performance targets): all figures of each measure."""

    name: str
    targets: tuple[Statement, ...]
    actuals: tuple[Statement, ...]
    rates: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Project:
    """A project among many: its section and all that are under it, the groups of its table (none if it has none), and
    its own figures in running text, by passage."""

    document: int
    section: int
    sections: frozenset[int]
    plans: tuple[Plan, ...]
    passages: tuple[tuple[Statement, ...], ...]

    def plan_of(self, words: str) -> Plan | None:
        """The group whose header shares most with the words of a count or rate; None if none shares anything."""
        shares = [(_shared(words, plan.name), -at, plan) for at, plan in enumerate(self.plans)]
        best = max(shares, key=lambda share: share[:2], default=(0, 0, None))
        return best[2] if best[0] >= _SHARED else None


def report_projects(knowledge: Knowledge) -> list[Project]:
    """All projects of all documents, in their order."""
    snapshot = knowledge.snapshot
    owners = _owners(knowledge)
    lines: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for sheet in knowledge.sheets:
        by_table: dict[int, list[Line]] = defaultdict(list)
        for line in sheet.lines:
            by_table[line.table].append(line)
        for table, rows in by_table.items():
            section = snapshot.records[sheet.document].tables[table].section
            project = owners.get((sheet.document, section)) if section is not None else None
            if project is not None and len(rows) == 1 and rows[0].first("target") and rows[0].first("actual"):
                lines[project].append(rows[0])
    named = _lines_named_as(set(owners.values()), knowledge)
    figures: dict[tuple[int, int], dict[int, list[Statement]]] = defaultdict(lambda: defaultdict(list))
    for s in snapshot.figures:
        section = s.figure.place.section
        project = owners.get((s.document, section)) if section is not None else None
        if project is not None and s.figure.place.table is None and s.figure.passage is not None:
            figures[project][s.figure.passage].append(s)
    return [
        Project(
            *project,
            frozenset(section for (document, section), owner in owners.items() if owner == project),
            tuple(plan for line in (lines[project] or named.get(project, []))[:1] for plan in _line_to_plans(line)),
            tuple(tuple(found) for found in figures[project].values()),
        )
        for project in sorted(set(owners.values()))
    ]


def _lines_named_as(projects: set[tuple[int, int]], knowledge: Knowledge) -> dict[tuple[int, int], list[Line]]:
    """For each project the rows that bear its title in a table of all projects."""
    titles = {
        (document, normal_label(knowledge.snapshot.records[document].sections[section].title)): (document, section)
        for document, section in projects
    }
    found: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for sheet in knowledge.sheets:
        for line in sheet.body:
            project = titles.get((line.document, normal_label(line.name))) if line.name else None
            if project is not None and line.first("target") and line.first("actual"):
                found[project].append(line)
    return found


def _owners(knowledge: Knowledge) -> dict[tuple[int, int], tuple[int, int]]:
    """For each section (document, key) its project's section: also those of projects that have no parts of their own
    and are known only by their number among the others."""
    found = dict(knowledge.projects)
    for document, records in knowledge.snapshot.records.items():
        known = sorted({project for doc, project in found.values() if doc == document})
        marks = {s.key: mark for s in records.sections if (mark := leading_mark(s.heading, bare=True)) is not None}
        numbered = [(key, marks[key].numbers[-1]) for key in known if key in marks and len(marks[key].numbers) == 1]
        for at, (key, number) in enumerate(numbered):
            before = numbered[at - 1][0] if at else -1
            if number < 2 or (at and numbered[at - 1][1] != number - 2):
                continue
            between = [
                other
                for other in range(before + 1, key)
                if (mark := marks.get(other)) is not None
                and (mark.kind, mark.numbers) == (marks[key].kind, (number - 1,))
                and (document, other) not in found
            ]
            for other in between[-1:]:
                found[document, other] = document, other
    return found


def same_words(statements: Sequence[Statement], first: Statement) -> list[Statement]:
    """Those that count what the first counts, exactly: the same words and unit."""
    return [
        s
        for s in statements
        if s.figure.subject[-1:] == first.figure.subject[-1:]
        and s.figure.unit == first.figure.unit
        and s.figure.bound is Bound.EXACT
    ]


def _line_to_plans(line: Line) -> Iterator[Plan]:
    """The groups of columns by their outermost header; a rate without one is of the group that its header begins with.
    Columns without outer headers are one group, called by the header of what is to be done."""
    groups: dict[str, dict[str, list[Statement]]] = defaultdict(lambda: defaultdict(list))
    alone: list[Statement] = []
    for entry in line.entries:
        s = entry.statement
        if s is None or s.figure.measure not in _MEASURES:
            continue
        if len(entry.column) > 1:
            groups[normal_label(entry.column[0])][s.figure.measure].append(s)
        else:
            alone.append(s)
    if not groups:
        tasks = normal_label(
            "".join(next((s.figure.place.column for s in alone if s.figure.measure == _MEASURES[0]), ()))
        )
        for s in alone:
            groups[tasks][s.figure.measure].append(s)
        alone = []
    for s in alone:
        header = normal_label("".join(s.figure.place.column))
        outer = next((name for name in groups if name and header.startswith(name)), None)
        if outer is not None:
            groups[outer][s.figure.measure].append(s)
    for name, found in groups.items():
        yield Plan(name, *(tuple(found[measure]) for measure in _MEASURES))


def _shared(a: str, b: str) -> int:
    """The letters of the longest stretch that both hold."""
    return max(
        (n for n in range(min(len(a), len(b)), 0, -1) if any(a[i : i + n] in b for i in range(len(a) - n + 1))),
        default=0,
    )
