"""What a question narrows a list down to: a status, a number that figures are held against, or how far something came
(尚为零, 没过半, 翻倍, 超额, 没达标, 比上年降了)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from ingest.numbers import Number, numbers_in
from ingest.numerals import han_value
from ingest.records import NumberUse

if TYPE_CHECKING:
    from app.ask.knowledge import Knowledge

KINDS = ("zero", "half", "doubled", "over", "below", "met", "fallen", "risen")
"""Conditions without a number, the strictest first."""
HALF = 50
BEFORE, AFTER = 14, 8
"""Characters before and behind a number in which it is said how figures are held against it."""
_SPOKEN = re.compile(
    r"(?:(?P<yi>[一二两三四五六七八九十百千]+)亿)?(?:(?P<wan>[一二两三四五六七八九十百千]+)万)?(?<=[万亿])"
)
_DENIED = re.compile(
    r"(?:没|未|不|非)(?:有|能|曾|是)?(?:完)?(?:全)?\s*$"
    r"|\b(?:not|never|n't|yet to|without|failed to)\s+(?:been |be |fully |yet )*$"
)
_CONJUNCTION = re.compile(r"[“”\"'‘’「」\s]*(?:[、,，/和或与及]|或者|以及|还是|\band\b|\bor\b)[“”\"'‘’「」\s]*")
_EXCLUSIVE = re.compile(r"超|高于|多于|大于|过|\b(?:over|above|exceed\w*|(?:more|higher|greater|larger) than)\b")


@dataclass(frozen=True, slots=True)
class Condition:
    """What narrows a list down: `kind` is a name of [conditions]; `value` and `unit` for `less` and `more`; for
    `status` the unit is the word in the status cells. `span` is where the question says it: of `less` and `more` the
    number alone."""

    kind: str
    value: Decimal | None = None
    unit: str = ""
    inclusive: bool = False
    span: tuple[int, int] = (0, 0)
    others: tuple[str, ...] = ()
    """Further words of status cells that the question joins to this one: 进行中和未启动."""


def read_conditions(text: str, knowledge: Knowledge) -> tuple[Condition, ...]:
    """The conditions of a question, those that another says more exactly left out."""
    plain = {c.kind: c for c in reversed([*_without_number(text, knowledge)])}
    # 不到一半 is one condition, whichever way it is written.
    numbered = [c for c in _with_number(text, knowledge) if "half" not in plain or c.value != HALF]
    found = [*reversed(plain.values()), *numbered]
    told = [c.span for c in plain.values() if c.kind in ("zero", "half", "doubled")]
    # 一分钱都没动 says nothing of what is 未启动.
    rest = "".join(" " if any(start <= at < end for start, end in told) else c for at, c in enumerate(text))
    named = _status_words(rest, knowledge)
    if named:
        longest, span = max(named, key=lambda pair: (len(pair[0]), -pair[1][0], pair[0]))
        others = tuple(sorted({word for word, own in named if word != longest and are_joined(text, own, span)}))
        found = [
            Condition("status", unit=longest, span=span, others=others),
            *(c for c in found if c.kind not in ("below", "met")),
        ]
    kinds = {condition.kind for condition in found}
    if kinds & {"less", "more"}:
        # 不足100% and 200%以上 hold the words of 100%.
        found = [condition for condition in found if condition.kind not in ("met", "over")]
    if "below" in kinds:
        found = [c for c in found if c.kind not in (("below",) if "less" in kinds else ("met", "over"))]
    for strictest in ("zero", "half", "doubled"):
        if strictest in kinds:
            others = ("below", "met", "over", "half", "doubled")
            return tuple(c for c in found if c.kind == strictest or c.kind not in others)
    return tuple(found)


def are_joined(text: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether no more than a conjunction stands between two spans of a text: 接近和滞后."""
    return _CONJUNCTION.fullmatch(text[min(one[1], other[1]) : max(one[0], other[0])]) is not None


def spoken_numbers(text: str) -> Iterator[Decimal]:
    """What numbers in Chinese numerals with 万 or 亿 are worth, and the same in 万 and in 亿, as tables print them."""
    for _, value in _spoken(text):
        yield from (value, value / 10**4, value / 10**8)


def _spoken(text: str) -> Iterator[tuple[tuple[int, int], Decimal]]:
    for m in _SPOKEN.finditer(text):
        value = Decimal(0)
        for numeral, power in ((m["yi"], 10**8), (m["wan"], 10**4)):
            value += (han_value(numeral) or 0 if numeral else 0) * power
        if value:
            yield m.span(), value


def _without_number(text: str, knowledge: Knowledge) -> Iterator[Condition]:
    for kind in KINDS:
        m = knowledge.words.condition(kind, text)
        if m is None:
            continue
        start = m.start("said") if m.groupdict().get("said") else m.start()
        # 没有全部完成 holds the words of 全部完成.
        denied = kind in ("met", "over", "doubled") and _DENIED.search(text[:start])
        yield Condition("below" if denied else kind, span=(denied.start() if denied else start, m.end()))


def _with_number(text: str, knowledge: Knowledge) -> Iterator[Condition]:
    words = knowledge.words
    numbers = compared_numbers(text, knowledge)
    ends = _ends_of_ranges(text, numbers, knowledge)
    for number in numbers:
        if number in ends:
            yield ends[number]
            continue
        before, after = text[max(0, number.start - BEFORE) : number.start], text[number.end : number.end + AFTER]
        own = Condition("less", number.value, number.unit, span=(number.start, number.end))
        if words.condition("less_denied", before):
            yield own
        elif words.condition("more", before) or words.condition("more_after", after):
            yield replace(own, kind="more", inclusive=not _EXCLUSIVE.search(before))
        elif words.condition("less", before) or words.condition("less_after", after):
            yield own


def _ends_of_ranges(text: str, numbers: Sequence[Number], knowledge: Knowledge) -> dict[Number, Condition]:
    """What figures are between (介于20%与35%之间, 80到90分之间), both ends included: a condition for each end."""
    words, ends = knowledge.words, dict[Number, Condition]()
    ordered = sorted(numbers, key=lambda number: number.start)
    for low, high in itertools.pairwise(ordered):
        joined = words.condition("range_join", text[low.end : high.start])
        opened = words.condition("range_before", text[max(0, low.start - BEFORE) : low.start])
        closed = words.condition("range_after", text[high.end : high.end + AFTER])
        if not joined or not (opened or closed) or low.value >= high.value:
            continue
        unit = low.unit or high.unit
        ends[low] = Condition("more", low.value, unit, inclusive=True, span=(low.start, low.end))
        ends[high] = Condition("less", high.value, high.unit or unit, inclusive=True, span=(high.start, high.end))
    return ends


def compared_numbers(text: str, knowledge: Knowledge) -> list[Number]:
    """The figures that a text states, and large round numbers that it writes as they are spoken (千万)."""
    figures = [n for n in numbers_in(text, knowledge.lexicon) if n.use is NumberUse.FIGURE]
    for (start, end), value in _spoken(text):
        if not any(n.start < end and start < n.end for n in figures):
            figures.append(Number(start, end, NumberUse.FIGURE, text[start:end], value / 10**4, "万"))
    return figures


def _status_words(text: str, knowledge: Knowledge) -> list[tuple[str, tuple[int, int]]]:
    """Words of status cells that the question names, with where it does; 没达标 names 未达标 and never 达标."""
    named: list[tuple[str, tuple[int, int]]] = []
    for word in knowledge.status_words:
        rest = re.escape(word.removeprefix("未"))
        denied = word.startswith("未")
        told = rf"(?:没有|没能|没|未能|尚未|未){rest}" if denied else rf"(?<![未不没])(?<!没有){rest}"
        named += [(word, m.span()) for m in re.finditer(told, text)]
        for said in knowledge.words.same_of.get(word, ()):
            if said not in knowledge.status_words and said in text:
                named.append((word, (text.index(said), text.index(said) + len(said))))
    for phrase, names in knowledge.words.english.items():
        if phrase in text and (m := re.search(rf"\b{re.escape(phrase)}\b", text)):
            named += [(name, m.span()) for name in names if name in knowledge.status_words]
    return named
