"""References of a question to parts of a document: 表5-2, 6.2.3, 第三部分（二）5, section 2.2.1."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.snapshot import Snapshot
from index.tokens import plain

_TABLE = re.compile(r"(?:表|\btable\s*)(\d+(?:\s*[-–.—]\s*(?:\d+|[xn*](?![a-z])))*)", re.I)
_DECIMAL = re.compile(
    r"(?<![\d.表%-])(\d{1,2}(?:\.\d{1,2}){2,3}(?![\d.%])|\d{1,2}\.\d{1,2}(?![\d.%])"
    r"(?!\s*(?:[个万亿元倍分年月日人名项门家间次台套件%％‰]|百分|gbps|m|g|t|/|-|~|至|到)))|\bsections?\s*(\d+(?:\.\d+)*)"
)
_HAN = "一二三四五六七八九十"
_CHINESE = re.compile(
    rf"(?:第?([{_HAN}]+)(?:部分|大?章|、)?)?\s*[（(]([{_HAN}]+)[)）]\s*(?:第?(\d{{1,2}})(?:点|条|节)?)?\s*(?:[（(](\d{{1,2}})[)）])?|第([{_HAN}\d]+)[章编篇部]\s*第([{_HAN}\d]+)节"
    rf"|第([{_HAN}\d]+)(?:大?部分|章|大块|块)|([{_HAN}])部分(?=的?表)"
)
_ENGLISH_PART = re.compile(r"\b(?:part|chapter)[\s-]+(one|two|three|four|five|six|seven|eight|\d)\b", re.I)
_RANGE = re.compile(
    r"(?:表|\btables?\s*)?(\d+(?:[-–.—]\d+)+)\s*(?:至|到|~|～|—{1,2}|\bto\b|\bthrough\b)\s*(?:表|\btable\s*)?(\d+(?:[-–.—]\d+)+)"
)
"""表7-1-1至表7-9-1."""
_LEADS = re.compile(r"\s*(?:的|里的?|中的?|那张|的那张)?\s*")
_PARTS = dict(zip(("one", "two", "three", "four", "five", "six", "seven", "eight"), _HAN, strict=False))


@dataclass(frozen=True, slots=True)
class References:
    """Tables and sections that a question names and the documents have, as (document, key); and the names of those
    that they do not have. `spans` are where in the question the references stand."""

    tables: tuple[tuple[int, int], ...] = ()
    sections: tuple[tuple[int, int], ...] = ()
    missing: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()


def find_references(question: str, snapshot: Snapshot) -> References:
    """References in a question (as `plain` gives it) resolved against the documents."""
    tables: list[tuple[int, int]] = []
    sections: list[tuple[int, int]] = []
    missing: list[str] = []
    spans: list[tuple[int, int]] = []
    named: list[tuple[tuple[int, int], list[tuple[int, int]]]] = []
    for m in _RANGE.finditer(question):
        between = _tables_between(snapshot, _table_number(m[1]), _table_number(m[2]))
        if between:
            spans.append(m.span())
            tables.extend(between)
    for m in _TABLE.finditer(question):
        if any(a <= m.start() < b for a, b in spans):
            continue
        spans.append(m.span())
        number = _table_number(m[1])
        pattern = re.compile("".join(r"\d+" if c in "xn*" else re.escape(c) for c in number))
        hits = [(d, t.key) for d, t in snapshot.tables() if t.number and pattern.fullmatch(_table_number(t.number))]
        named.append((m.span(), hits))
        if not hits:
            missing.append(m.group().strip())
    parted: list[tuple[tuple[int, int], list[tuple[int, int]]]] = []
    for m in _DECIMAL.finditer(question):
        if any(a <= m.start() < b for a, b in spans):
            continue
        number = m[1] or m[2]
        hits = [
            (d.id, s.key) for d in snapshot.documents for s in snapshot.records[d.id].sections if s.number == number
        ]
        if hits:
            spans.append(m.span())
            sections.extend(hits)
    for m in _CHINESE.finditer(question):
        parts = [f"{m[1]}" if m[1] else None, f"（{m[2]}）" if m[2] else None, m[3], f"（{m[4]}）" if m[4] else None]
        wanted = [p for p in parts if p] or [m[5], m[6]] if m[2] or m[5] else [m[7] or m[8]]
        wanted_parts = [w for w in wanted if w]
        hits = _sections_named(snapshot, wanted_parts, outermost=True) or _sections_named(snapshot, wanted_parts)
        if hits:
            spans.append(m.span())
            parted.append((m.span(), hits))
    for m in _ENGLISH_PART.finditer(question):
        hits = _sections_named(snapshot, [_PARTS.get(m[1].lower(), m[1])], outermost=True)
        if hits:
            spans.append(m.span())
            sections.extend(hits)
    for span, hits in named:
        # 第三部分的表2: of the tables of one number the one that stands there.
        at = next((i for i, (part, _) in enumerate(parted) if _LEADS.fullmatch(question[part[1] : span[0]])), None)
        within = tables_within(parted[at][1], snapshot) & set(hits) if at is not None else set()
        if at is not None and within:
            parted.pop(at)
        tables.extend([hit for hit in hits if hit in within] or hits)
    sections += [hit for _, hits in parted for hit in hits]
    tables = list(dict.fromkeys(tables))
    inside = [
        (document, key)
        for document, key in tables
        for other, section in sections
        if document == other
        and snapshot.records[document].tables[key].section in section_with_parts(snapshot, document, section)
    ]
    if inside and len({(_table_of(snapshot, *t)) for t in tables}) == 1:
        # One number that two tables bear, and the part that says which of them is meant.
        tables, sections = list(dict.fromkeys(inside)), []
    return References(tuple(tables), tuple(dict.fromkeys(sections)), tuple(missing), tuple(sorted(spans)))


def _sections_named(snapshot: Snapshot, parts: Sequence[str], outermost: bool = False) -> list[tuple[int, int]]:
    return [
        (d.id, s.key)
        for d in snapshot.documents
        for s in snapshot.records[d.id].sections
        if (not outermost or len(parts) > 1 or s.parent is None) and _path_ends_with(snapshot, d.id, s.key, parts)
    ]


def section_with_parts(snapshot: Snapshot, document: int, section: int) -> set[int]:
    """The section's key and those of everything under it."""
    keys = {section}
    for other in snapshot.records[document].sections:
        if other.parent in keys:
            keys.add(other.key)
    return keys


def tables_within(sections: Sequence[tuple[int, int]], snapshot: Snapshot) -> set[tuple[int, int]]:
    """The tables of these sections and of everything under them, as (document, key)."""
    within = {(d, key) for d, section in sections for key in section_with_parts(snapshot, d, section)}
    return {(d, table.key) for d, table in snapshot.tables() if (d, table.section) in within}


def _tables_between(snapshot: Snapshot, first: str, last: str) -> list[tuple[int, int]]:
    """The tables of one document from one number to another that differ from both in the same part alone: from 2-1-1 to
    2-9-1 not 2-1-2."""
    ends = [re.split(r"[-.]", number) for number in (first, last)]
    if len(ends[0]) != len(ends[1]) or sum(a != b for a, b in zip(*ends, strict=True)) != 1:
        return []
    at = next(i for i, (a, b) in enumerate(zip(*ends, strict=True)) if a != b)
    found: list[tuple[int, int]] = []
    for document, table in snapshot.tables():
        parts = re.split(r"[-.]", _table_number(table.number)) if table.number else []
        alike = len(parts) == len(ends[0]) and all(p == ends[0][i] for i, p in enumerate(parts) if i != at)
        if alike and parts[at].isdigit() and int(ends[0][at]) <= int(parts[at]) <= int(ends[1][at]):
            found.append((document, table.key))
    return found if len(found) > 1 else []


def _table_of(snapshot: Snapshot, document: int, key: int) -> str:
    return _table_number(snapshot.records[document].tables[key].number)


def _table_number(text: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"[–—]", "-", plain(text).removeprefix("表")))


def _path_ends_with(snapshot: Snapshot, document: int, key: int, wanted: Sequence[str]) -> bool:
    records = snapshot.records[document]
    numbers: list[str] = []
    at: int | None = key
    while at is not None:
        numbers.append(_number(records.sections[at].number))
        at = records.sections[at].parent
    numbers.reverse()
    names = [_number(w) for w in wanted]
    if not numbers or numbers[-1] != names[-1]:
        return False
    rest = iter(numbers)
    return all(name in rest for name in names)


def _number(text: str) -> str:
    """A section's number as it is compared: 第三章, 三、 and 3 are one, （三） is another."""
    bare = re.sub(r"[\s、.．第章节编篇]|部分$", "", plain(text))
    return str(_HAN.index(bare) + 1) if len(bare) == 1 and bare in _HAN else bare


def referred_evidence(references: References, snapshot: Snapshot) -> set[int] | None:
    """The keys of the evidence in the tables and sections that are named; None if none is."""
    if not references.tables and not references.sections:
        return None
    tables = set(references.tables)
    sections = {
        (document, key)
        for document, section in references.sections
        for key in section_with_parts(snapshot, document, section)
    }
    return {
        piece.key
        for piece in snapshot.evidence
        if (piece.place.table is not None and (piece.document, piece.place.table) in tables)
        or (piece.place.section is not None and (piece.document, piece.place.section) in sections)
    }
