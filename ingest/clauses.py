"""Sentences and clauses of a passage, and what a number in a clause is said of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.lexicon import Lexicon
from ingest.numbers import Number
from ingest.periods import periods_in

_CLOSING = "”’」』）)》〉】"
_SENTENCE_END = re.compile(rf"[。！？!?；;][{_CLOSING}]*|\n+")
_CLAUSE_END = re.compile(r"[，,：:]|——")
_ITEM_TITLE = re.compile(
    r"^\s*(?:[（(]?\d{1,2}[)）、.．]|[（(][一二三四五六七八九十]+[)）]|[①-⑳])\s*([^。；\n]{2,60})。"
)
_LINKS = re.compile(
    r"^(?:[、，,：:和及与或并且而]|其中|包括|分别|合计|总计|累计|以及|同时|截至|截止到?|自|从|由|另外|另有|还有|共有|共计|均|则|即|计|其|间|期间|里|内|时|度)+"
    r"(?!期)"
)
_SEPARATOR = re.compile(r"\s*[、，,和及与/]\s*")
_VERBS = re.compile(
    r"(?:[、和及与的]|分别|依次|先后|共计|合计|总计|累计|一共|总共|达到|达|共有?|为|是|有|至|到|由|升至|升到|增至|降至|增加|占|约|近|超过|不少于|仅|只|"
    r"立项|获得|获|取得|完成|建成|建设|新增|开展|招收|招生|计划|预计|拟|数量?|总数|人数|资金|第|：|:|，|,|\s)+$"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Characters `start` to `end` of a passage's text."""

    start: int
    end: int
    text: str


def text_to_sentences(text: str) -> list[Sentence]:
    """Sentences with their closing mark, also those that a semicolon or a line break ends; no text is lost."""
    sentences, start = [], 0
    for m in _SENTENCE_END.finditer(text):
        if _depth(text[start : m.start()]) > 0 and not m.group().startswith("\n"):
            continue
        sentences.append(Sentence(start, m.end(), text[start : m.end()]))
        start = m.end()
    if text[start:].strip():
        sentences.append(Sentence(start, len(text), text[start:]))
    return sentences


def item_title(text: str) -> str:
    """The leading title of a numbered item (“6、开展试点专业 39 个。我校……”), empty if it has none."""
    m = _ITEM_TITLE.match(text)
    return m[1] if m and m.end() < len(text.rstrip()) else ""


def number_subject(sentence: str, numbers: Sequence[Number], at: int, lexicon: Lexicon) -> tuple[str, str]:
    """What the `at`-th of a sentence's figures is said of: (topic inherited from before, words right at it).

    `numbers` are the sentence's figures with offsets in it, in order. The words at it are those between the number
    before and this one in its clause, and the noun that follows the unit (获奖 60 项; 2 名省级教师).
    """
    number = numbers[at]
    clause_start, clause_end = _clause_around(sentence, number)
    before = max([n.end for n in numbers[:at] if n.end > clause_start], default=clause_start)
    if at and _SEPARATOR.fullmatch(sentence, numbers[at - 1].end, number.start):
        return number_subject(sentence, numbers, at - 1, lexicon)
    after = min([n.start for n in numbers[at + 1 :] if n.start < clause_end], default=clause_end)
    left = _clean(sentence[before : number.start], lexicon)
    right = _noun_after(sentence[number.end : after], last=after == clause_end)
    words = (left + right).strip()
    topic = _topic(sentence, clause_start, before, numbers, lexicon)
    return topic, words


def _clause_around(sentence: str, number: Number) -> tuple[int, int]:
    start = 0
    for m in _CLAUSE_END.finditer(sentence):
        if _depth(sentence[: m.start()]) > 0:
            continue
        if m.end() <= number.start:
            start = m.end()
        elif m.start() >= number.end:
            return start, m.start()
    return start, len(sentence)


def _topic(sentence: str, clause_start: int, before: int, numbers: Sequence[Number], lexicon: Lexicon) -> str:
    """Words of the clauses before, up to their first number: what the sentence is about."""
    if clause_start == 0 and before == 0:
        return ""
    head = sentence[: clause_start or before]
    first = min([n.start for n in numbers if n.start < len(head)], default=len(head))
    return _clean(head[:first], lexicon)[-60:]


def _clean(text: str, lexicon: Lexicon) -> str:
    """Without periods, list marks, links at the front and verbs of counting at the end."""
    for span in reversed(periods_in(text)):
        text = text[: span.start] + text[span.end :]
    text = re.sub(r"^\s*(?:[（(]\d{1,2}[)）]|\d{1,2}[、.．](?!\d)|\d+(?:\.\d+)+)", "", text)
    text = re.sub(r"[（(][^（）()]*[)）]?", "", text)
    text = re.sub(r"[。；;\s“”\"‘’（）()]+", "", text)
    text = text.rpartition("，")[2] if len(text) > 60 else text
    previous = None
    while previous != text:
        previous = text
        text = _LINKS.sub("", text)
    cut = _VERBS.sub("", text)
    return (cut or "").strip("、，,：:") or text.strip("、，,：:")


def _noun_after(text: str, last: bool) -> str:
    """The noun right after a unit: up to the next mark, or nothing if a link or a mark comes first."""
    m = re.match(r"\s*(?:以上|左右|以内|的)?\s*([^，。；：、,;:（(）)\n]{0,24})", text)
    noun = m[1].strip() if m else ""
    if re.match(r"(?:和|及|与|或|，|、|至|到|比|较)", noun):
        return ""
    return noun if last or noun else ""


def _depth(text: str) -> int:
    """How many brackets are open at the end of the text."""
    return sum(text.count(c) for c in "（(《") - sum(text.count(c) for c in "）)》")
