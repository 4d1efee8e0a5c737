"""Changes stated right after the two values that they are between: 由 8.9 天降至 7.6 天，下降 1.3 天。"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from app.ask.knowledge import Knowledge
from app.ask.writing import decimal_text
from app.check.arithmetic import HUNDRED, Range, printed, rounded
from app.check.checked import Judgement, holds
from app.check.finding import make_finding, stated_at
from app.check.vocabulary import check_words
from index.restatements import statement_name
from index.statements import Statement
from ingest.records import Bound, Passage
from prompts import message

_LONGEST_GAP = 14


def check_stated_change(
    statements: Sequence[Statement], passage: Passage, knowledge: Knowledge, language: str
) -> Iterator[Judgement]:
    """Of the figures of one sentence, each that says how much the two before it differ."""
    words = check_words().changes
    for at in range(2, len(statements)):
        before, after, change = statements[at - 2 : at + 1]
        gap = passage.text[after.figure.end : change.figure.start]
        if (
            change.figure.bound is not Bound.EXACT
            or len(gap) > _LONGEST_GAP
            or not re.search(words.moved, gap)
            or re.search(words.elsewhere, gap)
        ):
            continue
        if _compared(before, after, passage):
            # 现有 A，比某年的 B 增加: the later value stands first.
            yield from _judge(after, before, change, knowledge, language)
            continue
        if _one_series(before, after, passage, knowledge):
            if _is_earlier(after, before):
                before, after = after, before
            yield from _judge(before, after, change, knowledge, language)


def _compared(first: Statement, second: Statement, passage: Passage) -> bool:
    """Whether the second value is what the first is compared with: 6820 人，比 2020 年的 6215 人."""
    between = passage.text[first.figure.end : second.figure.start]
    a, b = first.figure, second.figure
    exact = a.bound is Bound.EXACT and b.bound is Bound.EXACT
    return a.unit == b.unit and exact and bool(re.match(check_words().changes.than, between))


def _one_series(before: Statement, after: Statement, passage: Passage, knowledge: Knowledge) -> bool:
    """Whether the two values are of one thing: said to go from one to the other, or named alike for two years."""
    a, b = before.figure, after.figure
    if a.unit != b.unit or a.bound is not Bound.EXACT or b.bound is not Bound.EXACT:
        return False
    lead = passage.text[max(0, a.start - 3) : a.start]
    if re.search(check_words().changes.start, lead) and len(passage.text[a.end : b.start]) <= _LONGEST_GAP:
        return True
    name = statement_name(a, knowledge.lexicon)
    dated = a.period is not None and b.period is not None and a.period != b.period
    return dated and bool(name) and name == statement_name(b, knowledge.lexicon)


def _is_earlier(a: Statement, b: Statement) -> bool:
    first, second = a.figure.period, b.figure.period
    return first is not None and second is not None and first.last < second.last


def _judge(
    before: Statement, after: Statement, change: Statement, knowledge: Knowledge, language: str
) -> Iterator[Judgement]:
    a, b, c = before.figure, after.figure, change.figure
    relative = c.unit == "%" and a.unit != "%"
    if not relative and c.unit != a.unit and not (a.unit == "%" and c.unit in ("个百分点", "%")):
        return
    if relative and not a.value:
        return
    value = abs(b.value - a.value)
    found = Range(value, value)
    if a.decimals or b.decimals:
        found = _absolute(printed(b, whole=False) - printed(a, whole=False))
    high, low = max(a.value, b.value), min(a.value, b.value)
    formula = f"{decimal_text(high)} − {decimal_text(low)} = {decimal_text(value)}"
    if relative:
        value = value / a.value * HUNDRED
        found = Range(value, value)
        formula = f"({decimal_text(high)} − {decimal_text(low)}) / {decimal_text(a.value)}"
        formula += f" = {decimal_text(rounded(value, c.decimals))}%"
    if found.meets(printed(c, whole=bool(not c.decimals and not relative))):
        yield holds("derived", [change, after, before], formula)
        return
    summary = message(
        language,
        "check.change",
        name="".join(c.subject[-1:]),
        stated=f"{decimal_text(c.value)}{c.unit}",
        expected=f"{decimal_text(rounded(value, c.decimals) if relative else value)}{c.unit}",
    )
    places = [stated_at(knowledge.snapshot, s) for s in (change, after, before)]
    yield make_finding("derived", "medium", summary, places, recomputed=formula)


def _absolute(found: Range) -> Range:
    if found.high < 0:
        return Range(-found.high, -found.low)
    return Range(max(found.low, Decimal(0)), max(found.high, -found.low))
