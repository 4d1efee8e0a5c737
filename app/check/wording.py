"""Slips of the pen that an inspector marks: doubled characters, and approximations that are none or are made twice."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from app.ask.knowledge import Knowledge
from app.check.finding import Finding, FindingPlace, make_finding, place_of
from index.lexical import text_to_words
from ingest.records import Place
from prompts import message

_DOUBLED = re.compile(
    r"(?:约|近|大约|将近)\s*\d[\d,.]*\s*(?:万|亿)?\s*(?:余|多)(?!年|月|样|元化|媒)|\d+\.\d+\s*(?:余|多)\s*(?:万|亿)?(?:元|人|个)"
)
_NEAR_EXACT = re.compile(r"(?:近|约)\s*\d{2,}[1-9]\s*(?:人|名|个|项|家|元|万元)(?!次)")
_TWICE = re.compile(r"([\u4e00-\u9fff])\1(?=[\u4e00-\u9fff])")
_REDUPLICATED = frozenset(
    "人事家个天年处种样层步件项条时常往渐刚仅慢好多深稳代妈爸哥姐弟妹爷奶公婆星宝点明白清楚高兴大小等些次场"
)


def check_wording(knowledge: Knowledge, language: str) -> Iterator[Finding]:
    """Of all passages that are no table rows; one finding for a slip that several places repeat."""
    slips: dict[tuple[str, str], list[tuple[str, FindingPlace]]] = defaultdict(list)
    for key, value, around, place in _slips(knowledge):
        slips[key, value].append((around, place))
    for (key, value), found in slips.items():
        summary = message(language, key, text=value, around=found[0][0])
        yield make_finding("name", "low", summary, [place for _, place in found], confidence="0.6")


def _slips(knowledge: Knowledge) -> Iterator[tuple[str, str, str, FindingPlace]]:
    """Message key, what is wrong, the words around it, and the place."""
    snapshot = knowledge.snapshot
    doubled = _doubled_words(knowledge)
    for document in snapshot.documents:
        for passage in snapshot.records[document.id].passages:
            text = passage.text
            found = [
                (m.start(), m.end(), "check.approximation")
                for pattern in (_DOUBLED, _NEAR_EXACT)
                for m in pattern.finditer(text)
            ]
            singles = _single_characters(text) if _TWICE.search(text) else frozenset[int]()
            for m in _TWICE.finditer(text):
                alone = {m.start(), m.start() + 1} & singles
                begun = any(_is_word(text[m.start() - n : m.start() + 1]) for n in (1, 2) if m.start() >= n)
                if alone and not begun and m[1] not in _REDUPLICATED and m.group() not in doubled:
                    found.append((m.start(), m.end() + 1, "check.doubled"))
            for start, end, key in found:
                around = " ".join(text[max(0, start - 16) : end + 16].split())
                at = passage.place
                where = Place(at.section, around, at.regions, at.table, at.row, at.column)
                value = "".join(text[start:end].split())
                yield key, value, around, place_of(snapshot, document.id, where, value)


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
