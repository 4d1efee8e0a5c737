"""Branches of a document that run in parallel (ten projects told in the same parts): what each counts is its own."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import combinations

from index.snapshot import Snapshot
from index.statements import Statement
from ingest.marks import leading_mark
from ingest.records import DocumentRecords, Section

_FEWEST = 4
_SHARE = 0.6
_ALIKE = 0.6
_QUOTED = re.compile(r"[“\"《][^“”\"《》]*[”\"》]")
_NUMBER = re.compile(r"^[\d.（）()一二三四五六七八九十、\s]+")


class Branches:
    """Which sections are branches beside one another, of all documents of a snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._records = snapshot.records
        self._run = {
            (document.id, section.key): (document.id, at)
            for document in snapshot.documents
            for at, run in enumerate(_parallel_runs(snapshot.records[document.id]))
            for section in run
        }

        self._pattern = {
            self._run[document.id, run[0].key]
            for document in snapshot.documents
            for run in _parallel_runs(snapshot.records[document.id])
            if _headed_alike(run)
        }

    def apart(self, a: Statement, b: Statement) -> bool:
        """Whether the two stand in two branches that run in parallel, or the smaller is of one branch among several
        of one pattern (each of three 专业群) and the greater of what is over them."""
        if a.document != b.document:
            return False
        if self._is_part(a, b) or self._is_part(b, a):
            return True
        for x, y in zip(self._path(a), self._path(b), strict=False):
            if x != y:
                run = self._run.get((a.document, x))
                return run is not None and run == self._run.get((b.document, y))
        return False

    def _is_part(self, part: Statement, whole: Statement) -> bool:
        runs = self._patterned(part) - self._patterned(whole)
        return bool(runs) and part.figure.value < whole.figure.value

    def _patterned(self, statement: Statement) -> set[tuple[int, int]]:
        runs = {self._run.get((statement.document, section)) for section in self._path(statement)}
        return {run for run in runs if run is not None and run in self._pattern}

    def inside(self, statement: Statement) -> bool:
        """Whether it stands in a branch that others run in parallel to: it is not of the whole."""
        return any((statement.document, section) in self._run for section in self._path(statement))

    def _path(self, statement: Statement) -> list[int]:
        path: list[int] = []
        section = statement.figure.place.section
        while section is not None:
            path.insert(0, section)
            section = self._records[statement.document].sections[section].parent
        return path


def numbered_runs(sections: Sequence[Section]) -> list[list[Section]]:
    """Siblings whose numbers follow one another; sections without a number are a run by themselves."""
    runs: list[list[Section]] = []
    last: tuple[object, int, int] | None = None
    for section in sections:
        mark = leading_mark(section.heading, bare=True)
        now = (mark.kind, len(mark.numbers), mark.numbers[-1]) if mark is not None and mark.numbers else None
        follows = last is not None and now is not None and now[:2] == last[:2] and now[2] == last[2] + 1
        if runs and (follows or (last is None and now is None)):
            runs[-1].append(section)
        else:
            runs.append([section])
        last = now
    return runs


def _parallel_runs(records: DocumentRecords) -> list[list[Section]]:
    """Runs of siblings that are told in the same parts, or headed by one pattern."""
    children: dict[int | None, list[Section]] = defaultdict(list)
    for section in records.sections:
        children[section.parent].append(section)
    found: list[list[Section]] = []
    for run in (run for sections in children.values() for run in numbered_runs(sections)):
        titles = Counter(title for s in run for title in {_bare(c.title) for c in children.get(s.key, [])})
        told_alike = len(run) >= _FEWEST and any(n >= len(run) * _SHARE for n in titles.values())
        if told_alike or _headed_alike(run):
            found.append(run)
    return found


def _headed_alike(sections: list[Section]) -> bool:
    """打造“甲”专业群, 打造“乙”专业群: the headings differ in what is quoted."""
    quoted = [s for s in sections if _QUOTED.search(s.title)]
    return len(quoted) > 1 and any(
        SequenceMatcher(None, _QUOTED.sub("", a.title), _QUOTED.sub("", b.title)).ratio() >= _ALIKE
        for a, b in combinations(quoted, 2)
    )


def _bare(title: str) -> str:
    return re.sub(r"[（(][^（）()]*[)）]|\s", "", _NUMBER.sub("", title))
