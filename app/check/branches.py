"""Branches of a document that run in parallel (ten projects told in the same parts): what each counts is its own."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from itertools import combinations

from index.snapshot import Snapshot
from index.statements import Statement
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
        self._split = {
            (document.id, parent)
            for document in snapshot.documents
            for parent in _split_sections(snapshot.records[document.id])
        }

    def apart(self, a: Statement, b: Statement) -> bool:
        """Whether the two stand in two branches that run in parallel."""
        if a.document != b.document:
            return False
        first, second = self._path(a), self._path(b)
        for i, (x, y) in enumerate(zip(first, second, strict=False)):
            if x != y:
                return (a.document, first[i - 1] if i else None) in self._split
        return False

    def inside(self, statement: Statement) -> bool:
        """Whether it stands in a branch that others run in parallel to: it is not of the whole."""
        path = [None, *self._path(statement)]
        return any((statement.document, parent) in self._split for parent in path[:-1])

    def _path(self, statement: Statement) -> list[int]:
        path: list[int] = []
        section = statement.figure.place.section
        while section is not None:
            path.insert(0, section)
            section = self._records[statement.document].sections[section].parent
        return path


def _split_sections(records: DocumentRecords) -> set[int | None]:
    """Sections (None: the document) whose own sections are told in the same parts, or headed by one pattern."""
    children: dict[int | None, list[Section]] = defaultdict(list)
    for section in records.sections:
        children[section.parent].append(section)
    found: set[int | None] = set()
    for parent, sections in children.items():
        titles = Counter(title for s in sections for title in {_bare(c.title) for c in children.get(s.key, [])})
        told_alike = len(sections) >= _FEWEST and any(n >= len(sections) * _SHARE for n in titles.values())
        if told_alike or _headed_alike(sections):
            found.add(parent)
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
