"""Answers against keyed cases: what is missing, what is too much, what no document supports. Pure: nothing is asked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from app.answer import Answer
from app.evaluation_cases import Case, KeyFigure, value_of
from app.evaluation_texts import cites, number, numbers, plain, stated_numbers, without_agreement

ProblemKind = Literal[
    "lacks_figure",
    "lacks_every_group",
    "lacks_item",
    "has_figure",
    "has_item",
    "should_refuse",
    "should_not_refuse",
    "no_conflict",
    "unsupported",
]

COUNTING = 10
"""Numbers up to this one number items and steps; larger ones must be supported."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why an answer does not pass; `what` is the figure or the words it is about."""

    kind: ProblemKind
    what: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How an answer does on its case. `cited` is None where the key names no place; places and a conflict that the key
    does not know of are reported and fail nothing."""

    case: Case
    answer: str
    problems: tuple[Problem, ...]
    cited: bool | None
    conflict: bool
    seconds: float

    @property
    def passed(self) -> bool:
        return not self.problems


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of the cases pass."""

    passed: int = 0
    cases: int = 0

    @property
    def share(self) -> Decimal:
        """0 to 1; 0 for no case."""
        return Decimal(self.passed) / self.cases if self.cases else Decimal(0)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Verdicts together. `unsupported` counts figures, `conflicts_beyond_key` answers that report a disagreement of
    which the key says nothing. The latencies are in milliseconds: of the median case and of the slowest 5 %."""

    total: Tally
    by_type: dict[str, Tally] = field(default_factory=dict)
    cited: Tally = Tally()
    unsupported: int = 0
    conflicts_beyond_key: int = 0
    p50: int = 0
    p95: int = 0
    failures: tuple[Verdict, ...] = ()


def score_answer(case: Case, answer: Answer, known: Collection[Decimal]) -> Verdict:
    """The verdict on one answer. `known` are the numbers that stand in the documents."""
    cited = cites(case.expect.cite_any, answer.citations) if case.expect.cite_any and not case.expect.refuse else None
    problems = (
        *_held(case, answer),
        *_kept_out(case, answer),
        *_stance(case, answer),
        *_unsupported(case, answer, known),
    )
    return Verdict(case, answer.answer, problems, cited, answer.conflict, answer.seconds)


def summarise(verdicts: Sequence[Verdict]) -> Evaluation:
    """The verdicts counted, by type in the order of the types' names."""
    by_type = {
        name: _tally(v.passed for v in verdicts if v.case.type == name)
        for name in sorted({v.case.type for v in verdicts})
    }
    seconds = sorted(v.seconds for v in verdicts)
    return Evaluation(
        total=_tally(v.passed for v in verdicts),
        by_type=by_type,
        cited=_tally(v.cited for v in verdicts if v.cited is not None),
        unsupported=sum(p.kind == "unsupported" for v in verdicts for p in v.problems),
        conflicts_beyond_key=sum(v.conflict and not v.case.expect.conflict for v in verdicts),
        p50=_milliseconds(seconds, 50),
        p95=_milliseconds(seconds, 95),
        failures=tuple(v for v in verdicts if not v.passed),
    )


def _held(case: Case, answer: Answer) -> Iterator[Problem]:
    """What the key wants to be in the answer and is not."""
    have, text = stated_numbers(answer.answer), plain(answer.answer)
    for figure in case.expect.figures:
        if number(figure.value) not in have:
            yield Problem("lacks_figure", f"{figure.value}{figure.unit}")
    groups = [{number(value_of(figure)) for figure in group} for group in case.expect.any_of_figures]
    if groups and not any(group <= have for group in groups):
        yield Problem("lacks_every_group", " | ".join(_words(group) for group in case.expect.any_of_figures))
    for item in case.expect.items:
        if not any(plain(words) in text for words in item.split("|")):
            yield Problem("lacks_item", item)


def _kept_out(case: Case, answer: Answer) -> Iterator[Problem]:
    """What the key does not want in the answer and is there."""
    have, text = stated_numbers(answer.answer), without_agreement(plain(answer.answer))
    yield from (Problem("has_item", item) for item in case.expect.not_items if plain(item) in text)
    if case.expect.conflict:
        # The answer has to show every value that the report states, wrong ones too.
        return
    allowed = numbers(case.question) | {number(figure.value) for figure in case.expect.figures}
    for unwanted in case.expect.not_figures:
        value = number(value_of(unwanted))
        if value in have and value not in allowed:
            yield Problem("has_figure", value_of(unwanted))


def _stance(case: Case, answer: Answer) -> Iterator[Problem]:
    """Whether it refuses, and says that the report disagrees, when it should."""
    if case.expect.refuse and not answer.refused:
        yield Problem("should_refuse")
    if answer.refused and not case.expect.refuse:
        yield Problem("should_not_refuse")
    if case.expect.conflict and not answer.conflict:
        yield Problem("no_conflict")


def _unsupported(case: Case, answer: Answer, known: Collection[Decimal]) -> Iterator[Problem]:
    """Figures that stand in no document, in no question of the conversation, and were not computed."""
    asked = set().union(*(numbers(text) for text in (case.question, *(turn.q for turn in case.history))))
    computed = {figure.value.normalize() for figure in answer.figures if figure.computed}
    for value in sorted(stated_numbers(answer.answer)):
        if abs(value) > COUNTING and value not in known and value not in asked and value not in computed:
            yield Problem("unsupported", f"{value:f}")


def _words(group: Iterable[KeyFigure | str]) -> str:
    return " ".join(value_of(figure) for figure in group)


def _tally(passed: Iterable[bool]) -> Tally:
    outcomes = list(passed)
    return Tally(sum(outcomes), len(outcomes))


def _milliseconds(seconds: Sequence[float], percent: int) -> int:
    """The time within which this share of the cases is answered: the slowest of them, none interpolated."""
    if not seconds:
        return 0
    return round(seconds[min(len(seconds) - 1, len(seconds) * percent // 100)] * 1000)
