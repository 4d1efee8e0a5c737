"""What changed between two editions of a report: findings and figures that are new, gone, other than before, or still
there. Editions are compared by headings, labels and words, so that other page and section numbers change nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Literal, TypeVar

from app.check.engine import Review
from app.check.finding import Finding
from app.check.identity import finding_key, finding_subject
from index.snapshot import Snapshot
from index.statements import Statement, normal_label

FindingChangeKind = Literal["new", "changed", "still", "mended"]
FigureChangeKind = Literal["new", "changed", "gone"]
T = TypeVar("T")
_NUMBER = re.compile(r"\d[\d,，.]*")


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition as it was read and checked by itself."""

    name: str
    snapshot: Snapshot
    review: Review


@dataclass(frozen=True, slots=True)
class FindingChange:
    """`still`: both editions have it; `changed`: both have it, with other values; `mended`: only `before` has it."""

    kind: FindingChangeKind
    before: Finding | None
    after: Finding | None

    @property
    def shown(self) -> Finding:
        """The finding as the later edition has it, as the earlier one if it is mended."""
        found = self.after or self.before
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that only one edition states, or both with other values."""

    kind: FigureChangeKind
    before: Statement | None
    after: Statement | None

    @property
    def shown(self) -> Statement:
        found = self.after or self.before
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class EditionChanges:
    """All changes, each kind in the order of the documents; `same` counts figures that stayed as they were."""

    before: Edition
    after: Edition
    findings: tuple[FindingChange, ...]
    figures: tuple[FigureChange, ...]
    same: int

    def finding_counts(self) -> dict[FindingChangeKind, int]:
        kinds: tuple[FindingChangeKind, ...] = ("new", "changed", "still", "mended")
        return {kind: sum(change.kind == kind for change in self.findings) for kind in kinds}

    def figure_counts(self) -> dict[FigureChangeKind, int]:
        kinds: tuple[FigureChangeKind, ...] = ("changed", "new", "gone")
        return {kind: sum(change.kind == kind for change in self.figures) for kind in kinds}


def compare_editions(before: Edition, after: Edition) -> EditionChanges:
    """What is different in `after`."""
    figures, same = _figure_changes(before.snapshot, after.snapshot)
    return EditionChanges(before, after, _finding_changes(before.review, after.review), figures, same)


def _finding_changes(before: Review, after: Review) -> tuple[FindingChange, ...]:
    old, new = list(before.findings), list(after.findings)
    still = _pair(old, new, finding_key)
    still += _pair(old, new, _values)
    changed = _pair(old, new, finding_subject)
    return (
        *(FindingChange("new", None, finding) for finding in new),
        *(FindingChange("changed", a, b) for a, b in changed),
        *(FindingChange("still", a, b) for a, b in still),
        *(FindingChange("mended", finding, None) for finding in old),
    )


def _values(finding: Finding) -> Hashable:
    """The values in a finding with the titles of their sections: enough where a heading or a sentence was reworded."""
    return finding.kind, tuple(sorted(finding.values)), finding.recomputed, normal_label(finding.places[0].section)


def _figure_changes(before: Snapshot, after: Snapshot) -> tuple[tuple[FigureChange, ...], int]:
    """First by place and value, then by place, then by what is measured: what moved is not gone, and what was corrected
    is not new."""
    old, new = _numbered(before), _numbered(after)
    same = len(_pair(old, new, lambda s: (_where(s), _value(s))))
    changed = _pair(old, new, _where)
    same += len(_pair(old, new, lambda s: (_what(s), _value(s))))
    changed += _pair(old, new, _what, single=True)
    same += len(_pair(old, new, lambda s: (_loose(s), _value(s)), single=True))
    changes = [FigureChange("changed", a.statement, b.statement) for a, b in changed]
    changes.sort(key=lambda c: (c.shown.document, c.shown.figure.key))
    changes += [FigureChange("new", None, s.statement) for s in new]
    changes += [FigureChange("gone", s.statement, None) for s in old]
    return tuple(changes), same


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A figure with its position among those of its sentence."""

    statement: Statement
    position: int


def _numbered(snapshot: Snapshot) -> list[_Numbered]:
    counts: dict[Hashable, int] = defaultdict(int)
    found: list[_Numbered] = []
    for statement in snapshot.figures:
        place = statement.figure.place
        where = statement.document, place.section, place.table, place.row, place.column, place.quote
        found.append(_Numbered(statement, counts[where]))
        counts[where] += 1
    return found


def _where(numbered: _Numbered) -> Hashable:
    """Headings without their numbers; row and column, or the sentence without its numbers."""
    statement, place = numbered.statement, numbered.statement.figure.place
    headings = tuple(normal_label(heading) for heading in statement.headings[-1:])
    if place.table is not None and not statement.figure.end:
        return headings, _squeezed(place.row), _squeezed(place.column), numbered.position
    return headings, _squeezed(place.row), _NUMBER.sub("#", _squeezed([place.quote])), numbered.position


def _what(numbered: _Numbered) -> Hashable:
    """What is measured, under which heading."""
    return *_loose(numbered), tuple(normal_label(h) for h in numbered.statement.headings[-1:])


def _loose(numbered: _Numbered) -> tuple[Hashable, ...]:
    """What is measured, wherever it stands."""
    figure = numbered.statement.figure
    subject = tuple(normal_label(part) for part in figure.subject[-2:])
    return subject, figure.measure, str(figure.period), figure.level, figure.unit, _squeezed(figure.place.column)


def _value(numbered: _Numbered) -> Hashable:
    figure = numbered.statement.figure
    return figure.value, figure.unit, figure.bound


def _squeezed(parts: Iterable[str]) -> str:
    return "".join("".join(part.split()) for part in parts)


def _pair(old: list[T], new: list[T], key: Callable[[T], Hashable], *, single: bool = False) -> list[tuple[T, T]]:
    """Takes out of both lists what has the same key, in order; with `single` only keys that occur once in each."""
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for at, item in enumerate(old):
        waiting[key(item)].append(at)
    coming: dict[Hashable, int] = defaultdict(int)
    for item in new:
        coming[key(item)] += 1
    pairs: list[tuple[T, T]] = []
    taken: set[int] = set()
    left: list[T] = []
    for item in new:
        name = key(item)
        here = waiting.get(name, [])
        if not here or (single and (len(here) > 1 or coming[name] > 1)):
            left.append(item)
            continue
        at = here.pop(0)
        taken.add(at)
        pairs.append((old[at], item))
    old[:] = [item for at, item in enumerate(old) if at not in taken]
    new[:] = left
    return pairs
