"""Shares and rates that a passage states beside the counts that they are of: 其中研究生学历 1023 人，占 15%; 注册用户
12.8 万人，月活跃用户 9.6 万人，活跃率 75%."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from app.ask.knowledge import Knowledge
from app.ask.writing import decimal_text, figure_text
from app.check.arithmetic import HUNDRED, printed, rounded
from app.check.checked import Judgement, holds
from app.check.finding import make_finding, stated_at
from index.statements import Statement, own_words
from ingest.records import Bound, Passage
from prompts import message

_FAR = Decimal(5)
_GAP = 6
"""Characters between a count and the share that it has (人，占): more tell of something else."""


def check_stated_shares(
    figures: Sequence[Statement], passage: Passage, knowledge: Knowledge, language: str
) -> Iterator[Judgement]:
    """Of the figures of one passage, in their order."""
    for at, share in enumerate(figures):
        if share.figure.unit != "%" or share.figure.bound is not Bound.EXACT or at < 2:
            continue
        if share.figure.measure == "share":
            yield from _judge(share, *_part_of_share(figures[:at], share, passage, knowledge), knowledge, language)
        elif share.figure.measure == "":
            yield from _judge(share, *_part_of_rate(figures[:at], share), knowledge, language)


def _part_of_share(
    before: Sequence[Statement], share: Statement, passage: Passage, knowledge: Knowledge
) -> tuple[Statement | None, list[Statement]]:
    """The count right before 占, led in by 其中, and the counts of its unit before it: one of them is the whole."""
    part = before[-1]
    gap = passage.text[part.figure.end : share.figure.start]
    lead = passage.text[max(0, part.figure.start - 2 * _GAP) : part.figure.start]
    words = tuple(word.rstrip("：:") for word in knowledge.lexicon.tables.part)
    if len(gap) > _GAP or not any(word in lead for word in words):
        return None, []
    return part, [s for s in before[:-1] if _may_be_whole(part, s)]


def _part_of_rate(before: Sequence[Statement], rate: Statement) -> tuple[Statement | None, list[Statement]]:
    """活跃率: the count whose name holds 活跃, and those of its unit before it."""
    name = own_words(rate.figure)
    stem = name.removesuffix("率")
    if stem == name or len(stem) < 2:
        return None, []
    part = next((s for s in reversed(before[-2:]) if stem in own_words(s.figure)), None)
    if part is None:
        return None, []
    return part, [s for s in before if s.figure.start < part.figure.start and _may_be_whole(part, s)][-1:]


def _may_be_whole(part: Statement, whole: Statement) -> bool:
    same = part.figure.unit == whole.figure.unit and whole.figure.bound is Bound.EXACT
    return same and whole.figure.value > part.figure.value and whole.figure.measure != "difference"


def _judge(
    share: Statement, part: Statement | None, wholes: Sequence[Statement], knowledge: Knowledge, language: str
) -> Iterator[Judgement]:
    """The share must be that of one of the wholes; if of none, it is held against the first, the passage's subject."""
    if part is None or not wholes:
        return
    for whole in wholes:
        between = printed(part.figure).ratio(printed(whole.figure))
        if between is not None and between.meets(printed(share.figure, whole=False)):
            yield holds("derived", [share, part, whole], _formula(part, whole, share))
            return
    whole = wholes[0]
    value = part.figure.value / whole.figure.value * HUNDRED
    if abs(value - share.figure.value) > _FAR:
        return
    summary = message(
        language,
        "check.rate",
        name=own_words(share.figure),
        stated=figure_text(share.figure),
        expected=f"{decimal_text(rounded(value, share.figure.decimals))}%",
    )
    places = [stated_at(knowledge.snapshot, s) for s in (share, part, whole)]
    yield make_finding("derived", "medium", summary, places, recomputed=_formula(part, whole, share), confidence="0.6")


def _formula(part: Statement, whole: Statement, share: Statement) -> str:
    value = rounded(part.figure.value / whole.figure.value * HUNDRED, share.figure.decimals)
    return f"{decimal_text(part.figure.value)} / {decimal_text(whole.figure.value)} = {decimal_text(value)}%"
