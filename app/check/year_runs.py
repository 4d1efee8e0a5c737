"""A total and, right behind it in the same passage, what each of its years came to: 建成智慧教室 620 间。2021 年建成
180 间，2022 年建成 200 间，2023 年建成 240 间."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from app.ask.knowledge import Knowledge
from app.ask.writing import decimal_text, figure_text
from app.check.arithmetic import Range, printed
from app.check.checked import Judgement, holds, sum_formula
from app.check.finding import make_finding, stated_at
from app.check.things import own_name
from index.statements import Statement, own_words
from ingest.records import Bound
from prompts import message

_FEWEST = 3
"""Years from which on their counts are told to make the total; of two years the last may be the state it ends in."""
_FURTHEST = Decimal("0.5")


def check_year_runs(
    passages: Sequence[Sequence[Statement]], knowledge: Knowledge, language: str
) -> Iterator[Judgement]:
    """Of passages, each given by its figures in their order."""
    for figures in passages:
        for at, total in enumerate(figures):
            years = _years_behind(figures[at + 1 :], total, knowledge)
            if len(years) >= _FEWEST and _covers(total, years):
                yield from _judge(total, years, knowledge, language)


def _years_behind(behind: Sequence[Statement], total: Statement, knowledge: Knowledge) -> list[Statement]:
    """The first run of counts of consecutive years behind the total, in its unit and called as it is, or by no more
    than what was done; empty if another count called so stands between."""
    unit = knowledge.lexicon.base_unit(total.figure.unit)[0]
    run: list[Statement] = []
    for s in behind:
        period, same = s.figure.period, knowledge.lexicon.base_unit(s.figure.unit)[0] == unit
        if not same or s.figure.bound is not Bound.EXACT:
            if run:
                break
            continue
        if period is None or period.first != period.last or period.part or not _called_alike(s, total, knowledge):
            return run
        if run and run[-1].figure.period is not None and period.first != run[-1].figure.period.first + 1:
            return run
        run.append(s)
    return run


def _called_alike(part: Statement, total: Statement, knowledge: Knowledge) -> bool:
    name, whole = own_name(part.figure, knowledge.lexicon), own_name(total.figure, knowledge.lexicon)
    words = own_words(part.figure)
    return (
        name == whole or whole.endswith(name) or words in knowledge.lexicon.holders.acts or len(words) <= len("建成了")
    )


def _covers(total: Statement, years: Sequence[Statement]) -> bool:
    """Whether the total is of all the years: it says so or says nothing, and is no year's own."""
    period = total.figure.period
    first, last = years[0].figure.period, years[-1].figure.period
    if total.figure.bound is not Bound.EXACT or total.figure.unit == "%" or first is None or last is None:
        return False
    return period is None or (period.first, period.last) == (first.first, last.last)


def _judge(total: Statement, years: Sequence[Statement], knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    factor = knowledge.lexicon.base_unit(total.figure.unit)[1]
    whole = printed(total.figure, whole=factor == 1)
    stated = Range(whole.low * factor, whole.high * factor)
    values = [s.figure.value * knowledge.lexicon.base_unit(s.figure.unit)[1] for s in years]
    value = sum(values, Decimal(0))
    formula = sum_formula(years, value / knowledge.lexicon.base_unit(years[0].figure.unit)[1])
    if stated.low <= value <= stated.high:
        yield holds("parts", [total, *years], formula)
        return
    low, high = sorted((value, total.figure.value * factor))
    # The last year may be the state that all have come to.
    if values[-1] == total.figure.value * factor or low < _FURTHEST * high:
        return
    summary = message(
        language,
        "check.parts",
        name=own_words(total.figure),
        stated=figure_text(total.figure),
        expected=decimal_text(value / factor),
    )
    places = [stated_at(knowledge.snapshot, s) for s in (total, *years)]
    yield make_finding("parts", "medium", summary, places, recomputed=formula, confidence="0.7")
