"""An English text put into the words and units of Chinese documents, so that its figures can be proofread against them:
what each figure is called, its unit and its year; not a translation to be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.ask.knowledge import Knowledge
from app.draft.vocabulary import ProofWords
from index.glossary import word_forms

PHRASE = 3
"""Words of a phrase that is looked up as one."""
YI = Decimal(10) ** 8
_SCALES = {"": 0, "thousand": 3, "million": 6, "billion": 9}
_TOKEN = re.compile(
    r"(?P<years>\b20\d\d\s*[-–—]\s*20\d\d\b|\b(?:19|20)\d\d\b(?![\d,.]*\d|\s*(?:%|per ?cent|yuan|million)))"
    r"|(?P<number>(?:(?:RMB|CNY|¥)\s*)?\d(?:[\d,]*\d)?(?:\.\d+)?)"
    r"(?:\s*(?P<scale>thousand|million|billion))?"
    r"(?:\s*(?:(?P<money>yuan|RMB|CNY)|(?P<points>percentage points?|pp\b)|(?P<percent>%|per ?cent)"
    r"|(?P<wan>[(×x]\s*10,000\s*yuan\)?)))?"
    r"|(?P<word>[A-Za-z][A-Za-z'-]*)|(?P<mark>[,.;:!?](?=\s|$))",
    re.I,
)
_MARKS = {",": "，", ".": "。", ";": "；", ":": "：", "!": "！", "?": "？"}


@dataclass(frozen=True, slots=True)
class Rendered:
    """The rendered text, and for each of its figures by where it begins there where it stands in the original."""

    text: str
    figures: Mapping[int, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Piece:
    kind: str
    text: str
    start: int = 0
    end: int = 0


def render(text: str, knowledge: Knowledge, words: ProofWords) -> Rendered:
    """The text as Chinese labels, numbers with their units, years before what they are of."""
    pieces = list(_pieces(text, knowledge, words))
    ordered: list[_Piece] = []
    at = 0
    while at < len(pieces):
        piece, after = pieces[at], pieces[at + 1 : at + 3]
        if piece.kind == "number" and after and after[0].kind == "years":
            # 93% in 2023: the year stands first in Chinese.
            ordered += [after[0], piece]
            at += 2
        elif piece.kind == "plain" and after and after[0].kind == "word":
            # 446 tasks: what is counted does.
            ordered += [after[0], _Piece("number", piece.text, piece.start, piece.end)]
            at += 2
        else:
            ordered.append(piece)
            at += 1
    parts: list[str] = []
    figures: dict[int, tuple[int, int]] = {}
    length = 0
    for piece in ordered:
        if piece.kind in ("number", "plain"):
            figures[length] = piece.start, piece.end
        parts.append(piece.text)
        length += len(piece.text)
    return Rendered("".join(parts), figures)


def _pieces(text: str, knowledge: Knowledge, words: ProofWords) -> Iterator[_Piece]:
    matches = list(_TOKEN.finditer(text))
    at = 0
    while at < len(matches):
        m = matches[at]
        at += 1
        if m["years"]:
            yield _Piece("years", f"{re.sub(r'[^0-9]+', '-', m['years'])}年")
        elif m["number"]:
            number, plain = _number(m)
            counted = matches[at]["word"].lower() if plain and at < len(matches) and matches[at]["word"] else ""
            measure = words.english_measures.get(counted, "")
            if measure:
                yield _Piece("number", f"{number}{measure}", m.start(), m.end())
                at += 1
                continue
            # 33 beds: the word is the unit, and says what is counted too.
            unit = words.english_units.get(counted, "")
            yield _Piece("plain" if plain else "number", f"{number}{unit}", m.start(), m.end())
        elif m["word"]:
            run = [m]
            while at < len(matches) and matches[at]["word"] and len(run) < PHRASE:
                run.append(matches[at])
                at += 1
            said, used = _said([one["word"].lower() for one in run], knowledge, words)
            at -= len(run) - used
            if said:
                yield _Piece("word", said)
        elif m["mark"]:
            yield _Piece("mark", _MARKS[m["mark"]])


def _number(m: re.Match[str]) -> tuple[str, bool]:
    """The number with its unit as Chinese documents write it, and whether it has none."""
    value = Decimal(re.sub(r"[^\d.]", "", m["number"])).scaleb(_SCALES[(m["scale"] or "").lower()])
    if m["points"]:
        return f"{value}个百分点", False
    if m["percent"]:
        return f"{value}%", False
    if m["wan"]:
        return f"{value}万元", False
    if m["money"] or m["scale"] or re.match(r"RMB|CNY|¥", m["number"], re.I):
        if value >= YI:
            return f"{(value / YI).normalize():f}亿元", False
        return f"{value.scaleb(-4).normalize():f}万元", False
    return f"{value:f}", True


def _said(run: list[str], knowledge: Knowledge, words: ProofWords) -> tuple[str, int]:
    """The Chinese of the first word of a run, or of the longest phrase that begins it; and how many words that is."""
    for length in range(len(run), 0, -1):
        phrase = " ".join(run[:length])
        if phrase in words.english:
            return words.english[phrase], length
        said = _name(phrase, knowledge)
        if said:
            return said, length
    return "", 1


def _name(phrase: str, knowledge: Knowledge) -> str:
    """What the documents call it: by the words of the trade, else by the general dictionary; empty if by neither."""
    if phrase in knowledge.words.idle_words or len(phrase) < 3:
        return ""
    names = [name for form in word_forms(phrase) for name in knowledge.words.english_names(form)]
    names += knowledge.terms.glossary.translate(phrase)
    return next((name for name in names if knowledge.wordbook.holds(name)), "")
