"""Names that a sentence lists: 专业群4个，为甲、乙、丙和丁; 与甲公司、乙公司等5家企业签约; 甲、乙被评为先进."""

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

MOST_SENTENCES, FEW_SENTENCES = 8, 3
NEARLY = 0.75
AT_ALL = 0.4
"""Share of the best sentence's score from which a sentence may list what is asked for: above, whatever stands around
the names; below, only if that says enough of the question (`SAID`)."""
SAID = 0.5
OTHERS = 0.4
"""Weight of a list of what is called otherwise than what is asked for: 教研室有15位专家 lists experts."""
SURE = 0.75
LONGEST_NAME = 40
_NUMBER = r"\d+|[两二三四五六七八九十]"
_COUNT = re.compile(rf"(?P<n>{_NUMBER})\s*(?:个|项|门|名|家|所|类|份|位|次|场|件|部|本|篇|台|套|座|支|间|种|条|大|张)")
_OPENS = re.compile(
    r"^.*?(?:(?:分别|依次|主要|具体)?(?:为|是|即|有|包括|包含|含|涉及|涵盖|如)|建成|成立|设立|组建|开设|新增|出台|引进"
    r"|推进|选取|选择|确定|培育|申报|修订|制定|制订|新设|新建|增设|获得?|签约|与|跟|同|由|以|在|对)(?:了)?(?=[^、]{2,})"
)
_ADDED = re.compile(r"^(?:其中)?(?:新增|增设|新设|新建|增加)")
_COPULA = re.compile(r"^[\u3400-\u9fff]{1,10}的(?:是|有|为|包括)(?=.{2})")
_DONE = re.compile(
    r"(?:被[\u3400-\u9fff]{1,3}(?:为|入)|获评|入选|纳入|列入|成为|(?:已|均|都|全部|先后|相继)[\u3400-\u9fff]{1,4}|(?:作)?为[\u3400-\u9fff]{2,6}$|(?:正式)?(?:成立|挂牌|揭牌|上线|立项)"
    r"|通过(?:了)?(?:[\u3400-\u9fff]{0,6}(?:认证|验收|评审|检查|认定|评审))).*$"
)
"""What became of the names, behind the last of them."""
_PART = re.compile(r"其中|主要|如(?![何果期])|例如|包括")
_BRACKETED = re.compile(r"(?P<before>[^，。；：（(]*)[（(](?P<names>[^（）()]*、[^（）()]*)[）)]")
_COUNTED = re.compile(
    rf"(?:{_NUMBER})\s*[个项门名家所类份位次场件部本篇台套座支间种条张]\s*(?P<noun>[\u3400-\u9fff]{{2,6}})"
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
    how many the text says there are; `open` if it says 等 and does not count. `noun` is what the text counts them as,
    `closed` says that it counts them and leaves none out by 等."""

    names: tuple[str, ...]
    label: str
    stated: int | None = None
    open: bool = False
    noun: str = ""
    closed: bool = False


def answer_enumeration(
    question: Question, selected: Sequence[Selected], writing: Writing, knowledge: Knowledge, whole: bool = False
) -> Selected | None:
    """Writes the names that the best sentence lists, counted, and gives back the sentence to quote; None if none lists
    any. With `whole` only a list counts that the sentence names completely, and says the number of, or most of what is
    asked beside."""
    best = _best(question, selected, knowledge, AT_ALL if whole else NEARLY)
    if best is None:
        return None
    piece, found, said = best
    complete = found.stated == len(found.names) or (found.stated is None and not found.open and said >= SAID)
    if whole and (piece.own < SURE or not complete):
        return None
    excluded = [t for term in question.excluded for name in term.names for t in name]
    names = [n for n in found.names if not excluded or not set(excluded) <= set(text_to_tokens(n))]
    at = writing.cite(piece.evidence.document, piece.evidence.place)
    count = len(names)
    if found.stated is not None and found.stated > len(found.names):
        count = found.stated - (len(found.names) - len(names))
    writing.entries += names
    figures = [knowledge.snapshot.figures[i] for i in piece.evidence.figures]
    short = found.closed and found.stated is not None and found.stated > len(found.names) and not excluded
    stated = next((f for f in figures if f.figure.value == found.stated), None)
    if short and stated is not None:
        # 5家，分别为 and four names: the sentence contradicts itself.
        writing.conflict = True
        writing.say(
            "list.named_short",
            stated=writing.stated(stated, cite=False),
            count=writing.computed(Decimal(len(names)), "", writing.text("tally.count_formula"), (at,)),
            names=writing.text("list.and_names").join(names),
            mark=writing.mark(at),
        )
        return piece
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
    found += [e for m in _BRACKETED.finditer(text) if (e := _bracket_to_enumeration(m)) is not None]
    for clause in re.finditer(r"[^，。；：！？]+", hidden):
        if "、" in clause.group() or "和" in clause.group() or _titles(text[slice(*clause.span())]):
            whole = text[slice(*clause.span())]
            enumeration = _clause_to_enumeration(clause.group(), whole, before)
            if enumeration is not None:
                found.append(enumeration)
        before = text[slice(*clause.span())]
    return found


def _bracket_to_enumeration(m: re.Match[str]) -> Enumeration | None:
    """The names in brackets behind what is counted: 工作室三个（甲、乙、丙）."""
    counted = _last_count(m["before"])
    names = [name.strip(" 等") for name in m["names"].split("、")]
    if counted is None or any(not 1 < len(name) <= LONGEST_NAME or re.search(r"\d", name) for name in names):
        return None
    stated = _value(counted["n"])
    return Enumeration(tuple(names), m["before"], stated) if stated >= len(names) else None


def _clause_to_enumeration(hidden: str, whole: str, before: str) -> Enumeration | None:
    titles = _titles(whole)
    added = _ADDED.match(hidden) is not None
    if not titles and not added and not _LEADS.match(hidden):
        # Only what a list is said to be of tells what it lists.
        before = ""
    closing = _CLOSES.search(hidden, hidden.rfind("、") + 1 if "、" in hidden else 0)
    tail = closing.group() if closing else ""
    body = hidden[: closing.start()] if closing else hidden
    # 由3个增至6个，新增 says how many there are with those before.
    counted = _COUNT.search(tail) or (None if added else _last_count(before))
    stated = _value(counted["n"]) if counted else None
    if len(titles) > 1:
        names = titles
    else:
        parts = body.split("、")
        names = [_opened(parts[0]), *parts[1:]]
        done = _DONE.search(names[-1])
        if done and len(parts) > 1 and done.start() > 1 and not closing:
            tail, names[-1] = done.group(), names[-1][: done.start()]
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
    closed = stated is not None and "等" not in tail and not _PART.search(f"{before}，{hidden[:6]}")
    noun = next((m["noun"] for m in _COUNTED.finditer(f"{before}，{_shown(tail)}")), "")
    return Enumeration(tuple(shown), label, stated, open="等" in tail and stated is None, noun=noun, closed=closed)


def _opened(text: str) -> str:
    """The first name without what leads it in: 新成立的教研室有甲."""
    name = _OPENS.sub("", text, count=1)
    return _COPULA.sub("", _OPENS.sub("", name, count=1) if name.startswith("的") else name)


def _best(
    question: Question, selected: Sequence[Selected], knowledge: Knowledge, least: float
) -> tuple[Selected, Enumeration, float] | None:
    """The list around which most of what was asked is said, in the sentences that answer best; and how much of it."""
    # 不合格 is not 合格: what the question says between its terms counts too.
    asked = asked_tokens(question) | set(text_to_tokens(question.plain))
    named = asked_tokens(question)
    whole = sum(map(knowledge.evidence.rarity, named)) or 1.0
    years = {str(year) for p in question.periods for year in (p.first, p.last)}
    wanted = asked_count(question, knowledge)
    scored: list[tuple[float, Selected, Enumeration, float]] = []
    best = max((s.score for s in selected), default=0.0)
    likely = [s for s in selected if s.score >= best * least and s.evidence.kind is not EvidenceKind.ROW]
    for piece in likely[: MOST_SENTENCES if least < NEARLY else FEW_SENTENCES]:
        for found in sentence_to_enumerations(piece.evidence.text):
            label = set(text_to_tokens(found.label))
            near = sum(knowledge.evidence.rarity(token) for token in asked & label)
            said = sum(knowledge.evidence.rarity(token) for token in named & label) / whole
            told = re.findall(r"(?:19|20)\d{2}", found.label)
            if years and told and not years & set(told):
                continue
            if near <= 0 or (piece.score < best * NEARLY and said < SAID):
                continue
            other = found.noun and not set(text_to_tokens(found.noun)) & asked
            fits = wanted and wanted in (found.stated, len(found.names))
            weight = (OTHERS if other else 1.0) * (1.5 if fits else 1.0)
            scored.append((near * piece.score**2 * weight, piece, found, said))
    if not scored:
        return None
    _, piece, found, said = max(scored, key=lambda s: s[0])
    return piece, found, said


def asked_count(question: Question, knowledge: Knowledge) -> int:
    """How many names the question says there are (哪三个), 0 if it does not."""
    m = knowledge.words.detail("listed", question.plain)
    word = next((w for w in m.groups() if w), "") if m else ""
    return int(word) if word.isdigit() else _HAN.get(word, 0)


def _titles(text: str) -> list[str]:
    found = re.findall(r"《[^《》]{2,60}》", text)
    return found if len(found) > 1 else []


def _last_count(text: str) -> re.Match[str] | None:
    return next(reversed(list(_COUNT.finditer(text))), None)


def _value(text: str) -> int:
    return int(text) if text.isdigit() else _HAN[text]


def _shown(text: str) -> str:
    return text.translate(_SHOW).strip(" 　、")
