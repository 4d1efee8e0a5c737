"""Figures of several years together: 2023 年 6 个、2024 年 8 个任务点，已完成 12 个，总体完成率 80%."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.clauses import HIDDEN
from ingest.lexicon import Lexicon
from ingest.measures import RATIO
from ingest.numbers import Number
from ingest.periods import PeriodSpan
from ingest.records import Period
from ingest.said import Said

_SUM = re.compile(r"(?:合计|总计|共计|累计|共)\s*(?:为|达)?\s*$")


def years_together(
    numbers: Sequence[Number],
    said: Sequence[Said],
    spans: Sequence[PeriodSpan | None],
    sentence: str,
    lexicon: Lexicon,
) -> dict[int, Period]:
    """For the figures (by their place) that are of all years that the sentence counted the same thing for, the period.

    `spans` is what would govern each figure by its place alone. A figure is of all the years if no year of its own
    stands at it and it is a sum, more than the last year's, a rate of the whole, or follows such a one.
    """
    found: dict[int, Period] = {}
    for at, span in enumerate(spans):
        if span is None or at == 0 or span.start > numbers[at - 1].start:
            continue
        if at - 1 in found and spans[at - 1] == span:
            found[at] = found[at - 1]
            continue
        years = _same_thing_by_year(numbers, said, spans, at)
        if len(years) < 2 or not _is_of_all(at, years[-1], numbers, said, sentence, lexicon):
            continue
        periods = [other.period for i in years if (other := spans[i]) is not None]
        if not any(period.part for period in periods):
            found[at] = Period(min(p.first for p in periods), max(p.last for p in periods))
    return found


def _same_thing_by_year(
    numbers: Sequence[Number], said: Sequence[Said], spans: Sequence[PeriodSpan | None], at: int
) -> list[int]:
    """The figures before `at`, each with a year of its own, that count one thing."""
    last = next((i for i in range(at - 1, -1, -1) if _own_year(numbers, spans, i)), None)
    if last is None or spans[last] != spans[at]:
        return []
    alike = [
        i
        for i in range(last + 1)
        if _own_year(numbers, spans, i)
        and numbers[i].unit == numbers[last].unit
        and _same(said[i].counted, said[last].counted)
        and said[i].measure == said[last].measure
    ]
    return alike if len({spans[i] for i in alike}) > 1 else []


def _same(words: str, last: str) -> bool:
    """任务点 and 该部分的任务点 are one thing."""
    return bool(last) and (words.endswith(last) or last.endswith(words))


def _own_year(numbers: Sequence[Number], spans: Sequence[PeriodSpan | None], at: int) -> bool:
    span = spans[at]
    return span is not None and (at == 0 or span.start >= numbers[at - 1].start)


def _is_of_all(
    at: int, last: int, numbers: Sequence[Number], said: Sequence[Said], sentence: str, lexicon: Lexicon
) -> bool:
    number, one = numbers[at], said[at]
    between = sentence[numbers[at - 1].end : number.start].replace(HIDDEN, "")
    if number.unit == numbers[last].unit and _SUM.search(between):
        return True
    if number.unit in RATIO:
        return any(word in one.words for word in lexicon.clauses.of_all)
    more = number.unit == numbers[last].unit and number.value > numbers[last].value
    return more and one.measure == "actual" and said[last].measure != "actual"
