"""What is referred to or implied and not there: tables, numbers used twice, sections left out, the contents page."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from itertools import pairwise

from app.ask.knowledge import Knowledge
from app.ask.writing import figure_text
from app.check.branches import numbered_runs
from app.check.checked import Judgement, Spot, holds
from app.check.finding import Severity, make_finding, place_of, stated_at
from index.statements import Statement
from ingest.marks import leading_mark
from ingest.records import DocumentRecords, Place, Section
from prompts import message

_REFERENCE = re.compile(r"(?:见|参见|详见|如|据|按)?\s*表\s*(\d+(?:\s*[-–—.．]\s*\d+)+)")
_SIMPLE = re.compile(r"(?:见|参见|详见|如|（|\()\s*表\s*(\d{1,2})(?![\d\s]*[-–—.．\d])")
"""Where tables are numbered 表1, 表2, only what is clearly a reference: 见表 3."""
_ALIKE = 0.8
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
        pattern = _SIMPLE if all(number.isdigit() for number in known) else _REFERENCE
        for m in pattern.finditer(passage.text):
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
    for sections in children.values():
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
        for run in numbered_runs(sections):
            yield from _unlike_siblings(document, run, children, knowledge, language)


def _unlike_siblings(
    document: int,
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
        bare = not children.get(section.key)
        unfinished = _unfinished(document, section, knowledge)
        others = [s for s in sections if lacking[0] in titles[s.key]]
        nearest = min(others, key=lambda s: (abs(s.key - section.key), -s.key))
        model = next(c for c in children[nearest.key] if _plain_title(c.title) == lacking[0])
        summary = message(
            language,
            "check.section_bare" if bare else "check.section_parts",
            heading=section.heading,
            parts=message(language, "answers.and").join(_numbered(lacking, section, children[nearest.key])),
        )
        if unfinished:
            done, due = (figure_text(s.figure) for s in unfinished)
            summary += message(language, "check.section_unfinished", done=done, due=due)
        marked = message(language, "check.no_parts") if bare else section.number
        places = [
            place_of(knowledge.snapshot, document, Place(section.key, section.heading), marked),
            *(stated_at(knowledge.snapshot, s) for s in unfinished),
            place_of(knowledge.snapshot, document, Place(model.key, model.heading), model.heading),
        ]
        severity: Severity = "high" if unfinished else "medium" if bare else "low"
        yield make_finding("missing", severity, summary, places, confidence="0.7" if unfinished else "0.6")


def _numbered(lacking: Sequence[str], section: Section, models: Sequence[Section]) -> list[str]:
    """The parts with the numbers that they would have: 7.3 尚未开展的任务, by 6.3 of the sibling."""
    found: list[str] = []
    own = section.number.strip(" .．、")
    for title in lacking:
        model = next((m for m in models if _plain_title(m.title) == title), None)
        last = re.search(r"\d+$", model.number.strip(" .．、")) if model is not None else None
        found.append(f"{own}.{last.group()} {title}" if own.isdigit() and last else title)
    return found


def _counted(document: int, section: Section, knowledge: Knowledge) -> list[tuple[Statement, Statement]]:
    """The (finished, due) counts of the totals of tasks or targets that the section states in its own tables."""
    found: list[tuple[Statement, Statement]] = []
    records = knowledge.snapshot.records[document]
    for sheet in knowledge.sheets:
        for line in sheet.lines:
            table = records.tables[line.table] if sheet.document == document else None
            if table is None or not _is_under(records, table.section, section.key):
                continue
            if len(line.entries) and (due := line.first("target")) and (done := line.first("actual")):
                found.append((done, due))
    return found


def _unfinished(document: int, section: Section, knowledge: Knowledge) -> tuple[Statement, ...]:
    """The first (finished, due) counts of the section that say that something is left; empty if nothing does."""
    return next(
        (pair for pair in _counted(document, section, knowledge) if pair[0].figure.value < pair[1].figure.value), ()
    )


def _is_under(records: DocumentRecords, section: int | None, parent: int) -> bool:
    while section is not None:
        if section == parent:
            return True
        section = records.sections[section].parent
    return False


def _contents(document: int, records: DocumentRecords, knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """Entries of the contents page that no heading is like, or that the heading words otherwise."""
    headings = {_squeezed(section.heading): section for section in records.sections}
    titles = {_squeezed(section.title) for section in records.sections}
    for entry, page in records.document.contents:
        text = _squeezed(entry)
        if not text or text in titles or any(text in heading or heading in text for heading in headings):
            continue
        place = place_of(knowledge.snapshot, document, Place(None, entry), entry)
        alike = get_close_matches(text, headings, n=1, cutoff=_ALIKE)
        if alike:
            section = headings[alike[0]]
            summary = message(language, "check.contents_worded", entry=entry, heading=section.heading)
            other = place_of(knowledge.snapshot, document, Place(section.key, section.heading), section.heading)
            yield make_finding("name", "low", summary, [place, other], confidence="0.8")
        else:
            summary = message(language, "check.contents", entry=entry, page=page or "—")
            yield make_finding("missing", "low", summary, [place], confidence="0.6")


def _number(text: str) -> str:
    return _DASH.sub("-", re.sub(r"\s", "", text)).replace("．", ".").removeprefix("附").removeprefix("表")


def _around(text: str, start: int, end: int) -> str:
    return " ".join(text[max(0, start - 30) : end + 30].split())


def _plain_title(title: str) -> str:
    return re.sub(r"[（(][^（）()]*[)）]|\s", "", title)


def _squeezed(text: str) -> str:
    return re.sub(r"[^\w]", "", unicodedata.normalize("NFKC", text))
