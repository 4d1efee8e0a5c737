"""Slips of the pen that an inspector marks: doubled characters and words, titles in the wrong brackets, approximations
that are none or are made twice, sums of money without 元."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from app.ask.knowledge import Knowledge
from app.check.finding import Finding, FindingPlace, Kind, make_finding, place_of, stated_at
from app.check.vocabulary import check_words
from index.lexical import text_to_words
from index.statements import Statement
from ingest.records import Place
from prompts import message

_TWICE = re.compile(r"([\u4e00-\u9fff])\1(?=[\u4e00-\u9fff])")
_WORD_TWICE = re.compile(r"([\u4e00-\u9fff]{2,4})\1")
_AGAIN = re.compile(r"([\u4e00-\u9fff]{2})(?:[\u4e00-\u9fff]{1,2})\1")
_GROUPED = frozenset({"check.approximations", "check.brackets"})
"""Slips of a kind of which one finding shows all."""
_TELLING_DIGITS = 3


def check_wording(knowledge: Knowledge, language: str) -> Iterator[Finding]:
    """Of all passages that are no table rows; one finding for a slip that several places repeat."""
    slips: dict[tuple[str, str], list[tuple[str, FindingPlace]]] = defaultdict(list)
    for key, value, around, place in _slips(knowledge):
        slips[key, "" if key in _GROUPED else value].append((around, place))
    for (key, value), found in slips.items():
        values = message(language, "answers.and").join(dict.fromkeys(place.value for _, place in found))
        summary = message(language, key, text=value or values, around=found[0][0])
        kind: Kind = "name"
        yield make_finding(kind, "low", summary, [place for _, place in found], confidence="0.6")
    yield from _money_without_unit(knowledge, language)


def _slips(knowledge: Knowledge) -> Iterator[tuple[str, str, str, FindingPlace]]:
    """Message key, what is wrong, the words around it, and the place."""
    snapshot, words = knowledge.snapshot, check_words().wording
    doubled = _doubled_words(knowledge)
    approximations = [re.compile(pattern) for pattern in words.approximations]
    bracketed = re.compile(words.wrong_brackets)
    for document in snapshot.documents:
        for passage in snapshot.records[document.id].passages:
            text = passage.text
            found = [
                (m.start(), m.end(), "check.approximations")
                for pattern in approximations
                for m in pattern.finditer(text)
            ]
            found += [
                (m.start(), m.end(), "check.brackets")
                for m in bracketed.finditer(text)
                if text.count("《", 0, m.start()) == text.count("》", 0, m.start())
            ]
            singles = _single_characters(text) if _TWICE.search(text) else frozenset[int]()
            for m in _TWICE.finditer(text):
                alone = {m.start(), m.start() + 1} & singles
                begun = any(_is_word(text[m.start() - n : m.start() + 1]) for n in (1, 2) if m.start() >= n)
                if alone and not begun and m[1] not in words.reduplicated and m.group() not in doubled:
                    found.append((m.start(), m.end() + 1, "check.doubled"))
            for m in _WORD_TWICE.finditer(text):
                if _once_elsewhere(m, text, knowledge) and not set(m[1]) <= set(words.reduplicated):
                    found.append((m.start(), m.end(), "check.doubled"))
            for start, end, key in found:
                around = " ".join(text[max(0, start - 16) : end + 16].split())
                at = passage.place
                where = Place(at.section, around, at.regions, at.table, at.row, at.column)
                value = "".join(text[start:end].split())
                yield key, value, around, place_of(snapshot, document.id, where, value)
        for section in snapshot.records[document.id].sections:
            for m in _AGAIN.finditer(section.title):
                if m[1] in words.heading_words:
                    place = place_of(snapshot, document.id, Place(section.key, section.heading), section.title)
                    yield "check.heading_again", m[1], section.heading, place


def _once_elsewhere(found: re.Match[str], text: str, knowledge: Knowledge) -> bool:
    """Whether the documents write the same words with the doubled one once: 申诉管理办法 for 申诉管理管理办法."""
    before, after = text[max(0, found.start() - 2) : found.start()], text[found.end() : found.end() + 2]
    meant = f"{before}{found[1]}{after}"
    if len(before) < 2 or len(after) < 2 or not meant.isalpha():
        return False
    return any(meant in piece.text for piece in knowledge.snapshot.evidence)


def _is_word(text: str) -> bool:
    return len(text_to_words(text)) == 1


def _single_characters(text: str) -> frozenset[int]:
    """Where a character is no part of a longer word: one of 技技术, none of 建设设计."""
    singles: set[int] = set()
    position = 0
    for word in text_to_words(text):
        if len(word) == 1:
            singles.add(position)
        position += len(word)
    return frozenset(singles)


def _doubled_words(knowledge: Knowledge) -> frozenset[str]:
    """Doubled characters that the documents write again and again belong to names."""
    counts: Counter[str] = Counter()
    for piece in knowledge.snapshot.evidence:
        counts.update(m.group() for m in _TWICE.finditer(piece.text))
    return frozenset(word for word, count in counts.items() if count > 1)


def _money_without_unit(knowledge: Knowledge, language: str) -> Iterator[Finding]:
    """Sums of money that stand as 万 or 亿 alone, all in one finding; with where one of them has its unit."""
    snapshot, lexicon = knowledge.snapshot, knowledge.lexicon
    sums_of_money = [s for s in snapshot.figures if s.figure.unit.endswith("元")]
    bare = [s for s in sums_of_money if s.figure.text.strip().endswith(("万", "亿"))]
    if not bare:
        return
    sums = {(s.figure.value * lexicon.base_unit(s.figure.unit)[1]) for s in bare if _tells(s)}
    same = [
        s
        for s in sums_of_money
        if s.figure.text.strip().endswith("元")
        if s.figure.value * lexicon.base_unit(s.figure.unit)[1] in sums
    ]
    places = [stated_at(snapshot, s).model_copy(update={"value": s.figure.text.strip()}) for s in (*bare, *same[:1])]
    values = message(language, "answers.and").join(dict.fromkeys(s.figure.text.strip() for s in bare))
    yield make_finding("unit", "low", message(language, "check.bare_money", values=values), places, confidence="0.8")


def _tells(statement: Statement) -> bool:
    return len(str(statement.figure.value).replace(".", "").strip("0")) >= _TELLING_DIGITS
