"""Sentences of a passage, and the clauses of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CLOSING = "”’」』）)》〉】"
_SENTENCE_END = re.compile(rf"[。！？!；;][{_CLOSING}]*|\?(?![\w=&])[{_CLOSING}]*|\n+")
_ITEM_TITLE = re.compile(
    r"^\s*(?:[（(]?\d{1,2}[)）、.．]|[（(][一二三四五六七八九十]+[)）]|[①-⑳])\s*([^。；\n]{2,60})。"
)
_CLAUSE_END = re.compile(r"[，,：:；;。]|——")
_OPEN, _CLOSE = "（(", "）)"
_QUOTES = {"“": "”", "《": "》", "「": "」", "【": "】", "〈": "〉"}
_LONGEST = 2000
"""Characters at which a sentence is cut that does not end: what is looked at for each figure of a sentence is the
sentence, so that the time for a text without marks would grow with its square."""
HIDDEN = "\0"
"""Stands for every character that is not of the text looked at, so that offsets stay."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """Characters `start` to `end` of a passage's text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Clause:
    """Characters `start` to `end` of a sentence, without the mark before (`opener`) and after (`closer`) them."""

    start: int
    end: int
    opener: str
    closer: str


def text_to_sentences(text: str) -> list[Sentence]:
    """Sentences with their closing mark, also those that a semicolon or a line break ends; no text is lost."""
    sentences: list[Sentence] = []
    start = 0
    for m in _SENTENCE_END.finditer(text):
        inside = m.end() - start < _LONGEST and _depth(text[start : m.start()]) > 0
        if inside and not m.group().startswith("\n"):
            continue
        sentences += _cut(text, start, m.end())
        start = m.end()
    if text[start:].strip():
        sentences += _cut(text, start, len(text))
    return sentences


def _cut(text: str, start: int, end: int) -> Iterator[Sentence]:
    """The sentence from `start` to `end`, in pieces if it is longer than any is; at a comma if there is one."""
    while end - start > _LONGEST:
        at = max(text.rfind(mark, start + 1, start + _LONGEST) for mark in "，、, ")
        cut = at + 1 if at > start else start + _LONGEST
        yield Sentence(start, cut, text[start:cut])
        start = cut
    yield Sentence(start, end, text[start:end])


def item_title(text: str) -> str:
    """The leading title of a numbered item (“6、开展试点专业 39 个。我校……”), empty if it has none.

    A first sentence that tells of a year is no title.
    """
    m = _ITEM_TITLE.match(text)
    if m is None or m.end() >= len(text.rstrip()) or re.match(r"(?:19|20)\d{2}", m[1]):
        return ""
    return m[1]


def sentence_to_layers(sentence: str) -> list[str]:
    """The sentence without its brackets, then the inside of each bracket; what is not of a layer is HIDDEN."""
    outer, brackets = list(sentence), []
    depth, opened = 0, 0
    for i, c in enumerate(sentence):
        if c in _OPEN:
            depth += 1
            opened = i if depth == 1 else opened
        if depth:
            outer[i] = HIDDEN
        if c in _CLOSE and depth:
            depth -= 1
            if not depth:
                inside = sentence[opened + 1 : i]
                brackets.append(HIDDEN * (opened + 1) + inside + HIDDEN * (len(sentence) - i))
    if depth:
        brackets.append(HIDDEN * (opened + 1) + sentence[opened + 1 :])
    return ["".join(outer), *brackets]


def quotes_hidden(text: str) -> str:
    """The text with what stands in quotation marks and titles HIDDEN, marks included: names do not speak."""
    if not any(quote in text for quote in _QUOTES):
        return text
    hidden, i = list(text), 0
    while i < len(text):
        close = _QUOTES.get(text[i])
        end = text.find(close, i + 1) if close else -1
        if close and end > 0:
            hidden[i : end + 1] = HIDDEN * (end + 1 - i)
            i = end
        i += 1
    return "".join(hidden)


def clauses_of(layer: str) -> list[Clause]:
    """The clauses of a layer in their order; marks in quotations and thousands separators part none."""
    clauses: list[Clause] = []
    start, opener = 0, ""
    for m in _CLAUSE_END.finditer(quotes_hidden(layer)):
        if (
            m.group() in ",:："
            and layer[m.end() : m.end() + 1].isdigit()
            and layer[m.start() - 1 : m.start()].isdigit()
        ):
            continue
        clauses.append(Clause(start, m.start(), opener, m.group()))
        start, opener = m.end(), m.group()
    clauses.append(Clause(start, len(layer), opener, ""))
    return [clause for clause in clauses if layer[clause.start : clause.end].strip(HIDDEN + " ")]


def _depth(text: str) -> int:
    """How many brackets are open at the end of the text."""
    return sum(text.count(c) for c in "（(《") - sum(text.count(c) for c in "）)》")
