"""What is referred to or implied and not there: tables, numbers used twice, sections left out, the contents page."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from app.ask.knowledge import Knowledge
from app.check.checked import Judgement, Spot, holds
from app.check.finding import make_finding, place_of
from ingest.marks import leading_mark
from ingest.records import DocumentRecords, Place, Section
from prompts import message

_REFERENCE = re.compile(r"(?:见|参见|详见|如|据|按)?\s*表\s*(\d+(?:\s*[-–—.．]\s*\d+)+)")
_DASH = re.compile(r"\s*[-–—]\s*")


def check_references(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """Of each document with numbered tables or sections."""
    for document in knowledge.snapshot.documents:
        records = knowledge.snapshot.records[document.id]
        yield from _missing_tables(document.id, records, knowledge, language)
        yield from _numbers_twice(document.id, records, knowledge, language)
        yield from _gaps(document.id, records, knowledge, language)
        yield from _contents(document.id, records, knowledge, language)


def _missing_tables(
    document: int, records: DocumentRecords, knowledge: Knowledge, language: str
) -> Iterator[Judgement]:
    known = {_number(table.number) for table in records.tables if table.number}
    if not known:
        return
    seen: set[str] = set()
    for passage in records.passages:
        for m in _REFERENCE.finditer(passage.text):
            number = _number(m[1])
            if number in known and not passage.text.startswith(m.group()):
                yield holds("missing", (), spots=[Spot(document, passage.place, m.group().strip())])
                continue
            if number in known or number in seen or "〔" in passage.text[max(0, m.start() - 6) : m.start()]:
                continue
            seen.add(number)
            place = Place(passage.place.section, _around(passage.text, m.start(), m.end()), passage.place.regions)
            value = f"表{m[1].strip()}"
            summary = message(language, "check.missing_table", table=value)
            places = [place_of(knowledge.snapshot, document, place, value)]
            yield make_finding("missing", "medium", summary, places, confidence="0.9")


def _numbers_twice(document: int, records: DocumentRecords, knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    counts = Counter(_number(table.number) for table in records.tables if table.number)
    for number, count in counts.items():
        if count < 2:
            continue
        tables = [table for table in records.tables if _number(table.number) == number]
        places = [
            place_of(knowledge.snapshot, document, Place(t.section, t.caption, t.regions[:1], t.key), t.number)
            for t in tables
        ]
        summary = message(language, "check.table_twice", table=tables[0].number, count=count)
        yield make_finding("name", "medium", summary, places)


def _gaps(document: int, records: DocumentRecords, knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """Section numbers that the numbering of their neighbours leaves out, and parts that sibling sections have."""
    children: dict[int | None, list[Section]] = defaultdict(list)
    for section in records.sections:
        children[section.parent].append(section)
    for parent, sections in children.items():
        marks = [
            (s, mark) for s in sections if (mark := leading_mark(s.heading, bare=True)) is not None and mark.numbers
        ]
        for (before, a), (after, b) in pairwise(marks):
            if a.kind == b.kind and len(a.numbers) == len(b.numbers) and b.numbers[-1] - a.numbers[-1] == 2:
                summary = message(language, "check.section_gap", before=before.heading, after=after.heading)
                places = [
                    place_of(knowledge.snapshot, document, Place(s.key, s.heading), s.number) for s in (before, after)
                ]
                yield make_finding("missing", "low", summary, places, confidence="0.7")
        yield from _unlike_siblings(document, parent, sections, children, knowledge, language)


def _unlike_siblings(
    document: int,
    parent: int | None,
    sections: list[Section],
    children: dict[int | None, list[Section]],
    knowledge: Knowledge,
    language: str,
) -> Iterator[Judgement]:
    """A section without the parts that nearly all of its siblings have."""
    if len(sections) < 5:
        return
    titles = {s.key: [_plain_title(c.title) for c in children.get(s.key, [])] for s in sections}
    common = Counter(title for parts in titles.values() for title in dict.fromkeys(parts))
    expected = [title for title, count in common.items() if count >= len(sections) * 0.6 and len(title) > 1]
    for section in sections:
        lacking = [title for title in expected if title not in titles[section.key]]
        if not lacking or not expected:
            continue
        others = [s for s in sections if lacking[0] in titles[s.key]][:2]
        summary = message(
            language,
            "check.section_parts",
            heading=section.heading,
            parts=message(language, "answers.and").join(lacking),
        )
        places = [place_of(knowledge.snapshot, document, Place(s.key, s.heading), s.number) for s in (section, *others)]
        severity = "high" if len(lacking) == len(expected) else "low"
        yield make_finding("missing", severity, summary, places, confidence="0.6")  # type: ignore[arg-type]


def _contents(document: int, records: DocumentRecords, knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """Entries of the contents page that no heading is like."""
    headings = {_squeezed(section.heading) for section in records.sections}
    titles = {_squeezed(section.title) for section in records.sections}
    for entry, page in records.document.contents:
        text = _squeezed(entry)
        known = text in titles or any(text in heading or heading in text for heading in headings)
        if text and not known:
            summary = message(language, "check.contents", entry=entry, page=page or "—")
            places = [place_of(knowledge.snapshot, document, Place(None, entry), entry)]
            yield make_finding("missing", "low", summary, places, confidence="0.6")


def _number(text: str) -> str:
    return _DASH.sub("-", re.sub(r"\s", "", text)).replace("．", ".").removeprefix("附").removeprefix("表")


def _around(text: str, start: int, end: int) -> str:
    return " ".join(text[max(0, start - 30) : end + 30].split())


def _plain_title(title: str) -> str:
    return re.sub(r"[（(][^（）()]*[)）]|\s", "", title)


def _squeezed(text: str) -> str:
    return re.sub(r"[\s.．、。（）()“”\"]", "", text)
