"""Names that a sentence lists: 专业群4个，为甲、乙、丙和丁; 与甲公司、乙公司等5家企业签约."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.ask.knowledge import Knowledge
from app.ask.question import Question
from app.ask.select import Selected, asked_tokens
from app.ask.writing import Writing
from index.snapshot import EvidenceKind
from index.tokens import text_to_tokens

MOST_SENTENCES = 3
NEARLY = 0.75
SURE = 0.75
LONGEST_NAME = 40
_NUMBER = r"\d+|[两二三四五六七八九十]"
_COUNT = re.compile(rf"(?P<n>{_NUMBER})\s*(?:个|项|门|名|家|所|类|份|位|次|场|件|部|本|篇|台|套|座|支|间|种|条|大|张)")
_OPENS = re.compile(
    r"^.*?(?:(?:分别|依次|主要|具体)?(?:为|是|即|有|包括|包含|含|涉及|涵盖|如)|建成|成立|设立|组建|开设|新增|出台|引进"
    r"|获得?|签约|与|跟|同|由|以|在|对)(?=[^、]{2,})"
)
_LEADS = re.compile(
    r"^(?:其中|它们|名称)?(?:分别|依次|主要|具体)?(?:为|是|即|有|包括|包含|含|涉及|涵盖|如|与|跟|同|由|分)"
)
_CLOSES = re.compile(
    rf"(?:等|共计|共|合计|这)*\s*(?:{_NUMBER})\s*(?:个|项|门|名|家|所|类|份|位|次|场|件|部|本|篇|台|套|座|支|间|种|条|大).*$|等.*$"
)
_AND = re.compile(r"以及|和|及")
_FIGURE = re.compile(r"^[\d.,]+\s*[%％‰]?[^\d]{0,2}$|\d\s*(?:万元|元|%|％|人次|人日|个|项|名|人|家|次|门|间|台|所)$")
"""What is a figure, with or without the thing that is counted, and no name."""
_PROTECTED = re.compile(r"[（(《“\"「][^（）()《》“”\"「」]*[）)》”\"」]")
_HIDE = {ord(mark): chr(at) for at, mark in enumerate("、，。；：和及与！？", 1)}
"""Marks inside of brackets and quotation marks, which part no names."""
_SHOW = {ord(hidden): chr(mark) for mark, hidden in _HIDE.items()}
_HAN = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"两": 2}


@dataclass(frozen=True, slots=True)
class Enumeration:
    """Names in the order of the text, what stands around them (`label`: the clause before and the words behind), and
    how many the text says there are; `open` if it says 等 and does not count."""

    names: tuple[str, ...]
    label: str
    stated: int | None = None
    open: bool = False


def answer_enumeration(
    question: Question, selected: Sequence[Selected], writing: Writing, knowledge: Knowledge, whole: bool = False
) -> Selected | None:
    """Writes the names that the best sentence lists, counted, and gives back the sentence to quote; None if none lists
    any. With `whole` only a list counts that the sentence says the number of and names completely."""
    best = _best(question, selected, knowledge)
    if best is None:
        return None
    piece, found = best
    if whole and (piece.own < SURE or found.stated != len(found.names)):
        return None
    excluded = [t for term in question.excluded for name in term.names for t in name]
    names = [n for n in found.names if not excluded or not set(excluded) <= set(text_to_tokens(n))]
    at = writing.cite(piece.evidence.document, piece.evidence.place)
    count = len(names)
    if found.stated is not None and found.stated > len(found.names):
        count = found.stated - (len(found.names) - len(names))
    writing.entries += names
    writing.say(
        "list.named",
        count=writing.computed(Decimal(count), "", writing.text("tally.count_formula"), (at,)),
        names=writing.text("list.and_names").join(names),
        more=writing.text("list.and_more") if count > len(names) or found.open else "",
        mark=writing.mark(at),
    )
    return piece


def sentence_to_enumerations(text: str) -> list[Enumeration]:
    """All lists of two names or more in a sentence, in its order."""
    found = []
    hidden = _PROTECTED.sub(lambda m: m.group().translate(_HIDE), text)
    before = ""
    for clause in re.finditer(r"[^，。；：！？]+", hidden):
        if "、" in clause.group() or "和" in clause.group() or _titles(text[slice(*clause.span())]):
            whole = text[slice(*clause.span())]
            enumeration = _clause_to_enumeration(clause.group(), whole, before)
            if enumeration is not None:
                found.append(enumeration)
        before = text[slice(*clause.span())]
    return found


def _clause_to_enumeration(hidden: str, whole: str, before: str) -> Enumeration | None:
    titles = _titles(whole)
    if not titles and not _LEADS.match(hidden):
        # Only what a list is said to be of tells what it lists.
        before = ""
    closing = _CLOSES.search(hidden, hidden.rfind("、") + 1 if "、" in hidden else 0)
    tail = closing.group() if closing else ""
    body = hidden[: closing.start()] if closing else hidden
    counted = _COUNT.search(tail) or _last_count(before)
    stated = _value(counted["n"]) if counted else None
    if len(titles) > 1:
        names = titles
    else:
        parts = body.split("、")
        names = [_OPENS.sub("", parts[0], count=1), *parts[1:]]
        last = _AND.split(names[-1], maxsplit=1)
        if len(last) == 2 and all(len(part.strip()) > 1 for part in last) and stated != len(names):
            names = [*names[:-1], *last]
        if len(parts) < 2 and stated != len(names):
            return None
    shown = [_shown(name) for name in names]
    if any(not 1 < len(name) <= LONGEST_NAME or _FIGURE.search(name) for name in shown):
        return None
    if stated is not None and stated < len(shown):
        stated = None
    label = " ".join((before, _shown(hidden[: hidden.find(names[0])]) if names[0] in hidden else "", _shown(tail)))
    return Enumeration(tuple(shown), label, stated, open="等" in tail and stated is None)


def _best(
    question: Question, selected: Sequence[Selected], knowledge: Knowledge
) -> tuple[Selected, Enumeration] | None:
    """The list whose label says most of what was asked, in the sentences that answer best."""
    # 不合格 is not 合格: what the question says between its terms counts too.
    asked = asked_tokens(question) | set(text_to_tokens(question.plain))
    years = {str(year) for p in question.periods for year in (p.first, p.last)}
    scored: list[tuple[float, Selected, Enumeration]] = []
    best = max((s.score for s in selected), default=0.0)
    for piece in [s for s in selected if s.score >= best * NEARLY][:MOST_SENTENCES]:
        if piece.evidence.kind is EvidenceKind.ROW:
            continue
        for found in sentence_to_enumerations(piece.evidence.text):
            label = set(text_to_tokens(found.label))
            near = sum(knowledge.evidence.rarity(token) for token in asked & label)
            told = re.findall(r"(?:19|20)\d{2}", found.label)
            if years and told and not years & set(told):
                continue
            if near > 0:
                scored.append((near * piece.score, piece, found))
    if not scored:
        return None
    _, piece, found = max(scored, key=lambda s: s[0])
    return piece, found


def _titles(text: str) -> list[str]:
    found = re.findall(r"《[^《》]{2,60}》", text)
    return found if len(found) > 1 else []


def _last_count(text: str) -> re.Match[str] | None:
    return next(reversed(list(_COUNT.finditer(text))), None)


def _value(text: str) -> int:
    return int(text) if text.isdigit() else _HAN[text]


def _shown(text: str) -> str:
    return text.translate(_SHOW).strip(" 　、")
