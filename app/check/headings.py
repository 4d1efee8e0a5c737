"""One thing called otherwise in two places that answer one another: a table row and the section that works it out, a
phrase in quotation marks and the same phrase elsewhere, the headers of tables of one kind."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import combinations

from app.ask.knowledge import Knowledge
from app.check.checked import Judgement
from app.check.finding import make_finding, place_of
from app.check.recounts import rows_to_sections
from app.check.vocabulary import check_words
from index.statements import normal_label
from ingest.records import Place
from prompts import message

_QUOTED = re.compile(r"“([^“”\n]{10,60})”")
_ANY_QUOTED = re.compile(r"“[^“”]*”")
_ALIKE = 0.8
_ALIKE_IN_PLACE = 0.75
"""Clauses that answer one another need be less alike."""
_CLAUSES = re.compile(r"[，,、；;。]")
_FEWEST = 5
_SHORTEST = 4


def check_headings(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """Of all documents."""
    yield from _rows_and_sections(knowledge, language)
    yield from _quotations(knowledge, language)
    yield from _headers(knowledge, language)


def _rows_and_sections(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """A clause of the row's label against the clause of the heading that it is most like."""
    for document, key, row, section_key in rows_to_sections(knowledge):
        records = knowledge.snapshot.records[document]
        table, section = records.tables[key], records.sections[section_key]
        path = table.rows[table.header_rows + row]
        label = path[-1] if path else ""
        if sum(path == other for other in table.rows) > 1:
            continue
        bare = (_ANY_QUOTED.sub("", text) for text in (label, section.title))
        ours, theirs = ({normal_label(c): c for c in _CLAUSES.split(text) if c} for text in bare)
        pairs = [
            (SequenceMatcher(None, a, b, autojunk=False).ratio(), a, b)
            for a in ours
            for b in theirs
            if a not in theirs and b not in ours and min(len(a), len(b)) > _SHORTEST and not (a in b or b in a)
        ]
        likeness, a, b = max(pairs, default=(0.0, "", ""))
        if likeness < _ALIKE_IN_PLACE:
            continue
        summary = message(language, "check.two_headings", a=ours[a].strip(), b=theirs[b].strip())
        places = [
            place_of(
                knowledge.snapshot, document, Place(table.section, label, table.regions[:1], key, path), ours[a].strip()
            ),
            place_of(knowledge.snapshot, document, Place(section.key, section.heading), theirs[b].strip()),
        ]
        yield make_finding("name", "low", summary, places, confidence="0.6")


def _quotations(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """Long phrases in quotation marks that are nearly the same; the rarer is the slip."""
    found: dict[str, list[tuple[int, Place]]] = defaultdict(list)
    for document in knowledge.snapshot.documents:
        records = knowledge.snapshot.records[document.id]
        headings = [(s.heading, Place(s.key, s.heading)) for s in records.sections]
        labels = [
            (part, Place(t.section, part, t.regions[:1], t.key, path))
            for t in records.tables
            for path in t.rows
            for part in path
        ]
        for text, place in (*headings, *labels, *((p.text, p.place) for p in records.passages)):
            for m in _QUOTED.finditer(text):
                around = " ".join(text[max(0, m.start() - 10) : m.end() + 10].split())
                found[m[1]].append((document.id, Place(place.section, around, place.regions, place.table, place.row)))
    for a, b in combinations(sorted(found, key=lambda words: -len(found[words])), 2):
        one, other = normal_label(a), normal_label(b)
        if one == other or one in other or other in one:
            continue
        matcher = SequenceMatcher(None, one, other, autojunk=False)
        if matcher.real_quick_ratio() < _ALIKE or matcher.ratio() < _ALIKE:
            continue
        summary = message(language, "check.two_names", a=a, b=b)
        places = [
            place_of(knowledge.snapshot, doc, place, words) for words in (a, b) for doc, place in found[words][:2]
        ]
        yield make_finding("name", "low", summary, places, confidence="0.6")


def _headers(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """A header that one table has and that is a character apart from one that many have at the same place."""
    uses: dict[str, list[tuple[int, Place]]] = defaultdict(list)
    for document in knowledge.snapshot.documents:
        for table in knowledge.snapshot.records[document.id].tables:
            for part in dict.fromkeys(part for path in table.columns for part in path):
                words = normal_label(part)
                if len(words) > _SHORTEST:
                    place = Place(table.section, part, table.regions[:1], table.key, (), (part,))
                    uses[words].append((document.id, place))
    counts = Counter({words: len(places) for words, places in uses.items()})
    telling = set(check_words().spellings.telling)
    for other, count in counts.items():
        for name in (n for n, often in counts.items() if often >= _FEWEST * count and len(n) == len(other)):
            apart = [(x, y) for x, y in zip(name, other, strict=True) if x != y]
            if len(apart) == 1 and not set(apart[0]) & telling:
                summary = message(language, "check.two_names", a=name, b=other)
                places = [
                    place_of(knowledge.snapshot, *use, words) for words in (name, other) for use in uses[words][:1]
                ]
                yield make_finding("name", "low", summary, places, confidence="0.8")
