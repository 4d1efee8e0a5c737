"""Rates reckoned anew with another input than the documents use: 如按 43 项计，完成率应为多少; 只认全部完成的呢."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.ask.groups import figure_groups
from app.ask.knowledge import Knowledge
from app.ask.labels import HELD
from app.ask.question import Question
from app.ask.rates import INPUTS, ratio_fits
from app.ask.references import section_with_parts
from app.ask.rows import meant_rows
from app.ask.select import fits_period
from app.ask.series import counting
from app.ask.splits import Family
from app.ask.writing import Writing, decimal_text, figure_name
from app.ask.years import percent
from index.indicators import Statement
from index.matching import Term
from index.tokens import text_to_tokens
from ingest.numbers import numbers_in
from ingest.records import NumberUse

PARTS = ("actual", "spent", "received")
WHOLES = ("target", "budget", "received")
DIGITS = 2
FARTHEST = Decimal("0.6")
"""How far the supposed number may be from what it takes the place of."""
LEAST = 0.5
"""Share of what the question names that must stand at the figures or over them."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate, if it is stated, with the figures that it follows from; `inverse`: it is the whole by the part, where
    less is better."""

    stated: Statement | None
    part: Statement
    whole: Statement
    inverse: bool
    score: float


def answer_supposed(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes the rate as stated and as it would be with the input that the question gives, or with what is wholly done
    alone; False if the question supposes nothing, or no stated rate follows from figures beside it."""
    words = knowledge.words
    if not words.pattern("rate_wanted", question.plain) or question.asks("which_list", "why"):
        return False
    if words.pattern("only_done", question.plain):
        return _write_strict(question, writing, knowledge)
    if question.asks("verify"):
        return False
    number = _supposed_number(question, knowledge)
    if number is None:
        return False
    value, unit, near = number
    found = max(_rates(question, value, unit, knowledge), key=lambda r: r.score, default=None)
    if found is None:
        return False
    _write(found, value, near, writing, knowledge)
    return True


def _supposed_number(question: Question, knowledge: Knowledge) -> tuple[Decimal, str, str] | None:
    """The number that the question would have used, its unit, and the words before it."""
    for m in knowledge.words.patterns_in("supposed", question.plain):
        start, end = m.span("number" if m["number"] else "number_en")
        for number in numbers_in(question.plain[: end + 6], knowledge.lexicon):
            if number.start <= start < number.end and number.use is NumberUse.FIGURE and number.unit != "%":
                return number.value, number.unit, question.plain[max(0, start - 12) : start]
    return None


def _rates(question: Question, value: Decimal, unit: str, knowledge: Knowledge) -> Iterator[Rate]:
    for at, rows in enumerate(meant_rows(question, knowledge, limit=4)):
        lines = rows.lines if rows.narrowed else [line for line in rows.lines if line.total] or rows.lines
        for line in lines[:6]:
            own = [e.statement for e in line.entries if e.statement is not None]
            named = set(text_to_tokens(line.name)) if line.path else set()
            score = rows.cover - 0.1 * at + 0.4 * _named(question, named) + 0.1 * line.total
            yield from _in_group(own, question, value, unit, score, knowledge)
    for group in figure_groups(question, knowledge):
        own = [t.statement for t in group.figures]
        over = frozenset[str]().union(*(t.over for t in group.figures)) if group.figures else frozenset[str]()
        yield from _in_group(own, question, value, unit, group.score + 0.2 * _named(question, over), knowledge)


def _named(question: Question, tokens: set[str] | frozenset[str]) -> float:
    """How much of the question's strong terms the tokens name, 0 to 1."""
    strong = [t for t in question.terms if t.weight >= 1]
    return sum(_holds(tokens, t) for t in strong) / len(strong) if strong else 0.0


def _holds(tokens: set[str] | frozenset[str], term: Term) -> bool:
    return any(sum(t in tokens for t in name) >= HELD * len(name) for name in term.names if name)


def _in_group(
    statements: Sequence[Statement],
    question: Question,
    value: Decimal,
    unit: str,
    score: float,
    knowledge: Knowledge,
) -> Iterator[Rate]:
    """Rates of a row or passage with the pairs beside them that they follow from, of the unit of the supposed number;
    where none is stated, target and actual."""
    counts = [s for s in statements if s.figure.unit not in ("%", "‰") and s.figure.value > 0]
    rates = [s for s in statements if s.figure.unit == "%" or s.figure.measure == "rate"]
    for part in counts:
        for whole in counts:
            if part is whole or part.figure.unit != whole.figure.unit or not _counts(part, unit, knowledge):
                continue
            far = min(abs(s.figure.value - value) / max(s.figure.value, value) for s in (part, whole))
            if far > FARTHEST:
                continue
            measured = (part.figure.measure, whole.figure.measure) in INPUTS.values()
            told = 0.3 * (part.figure.measure in PARTS) + 0.2 * (whole.figure.measure in WHOLES) + 0.3 * float(1 - far)
            if not rates and measured:
                yield Rate(None, part, whole, False, score + told)
            for rate in rates:
                straight = ratio_fits(part.figure.value, whole.figure.value, rate)
                inverse = not straight and measured and ratio_fits(whole.figure.value, part.figure.value, rate)
                if (straight and (measured or part.figure.value < whole.figure.value)) or inverse:
                    yield Rate(rate, part, whole, inverse, score + told + _asked(rate, question))


def _asked(rate: Statement, question: Question) -> float:
    """How well a rate is the one that is asked for: by its value, its name and its time."""
    figure = rate.figure
    told = _named(question, set(text_to_tokens(" ".join((*figure.place.column, *figure.subject[-1:])))))
    timely = 0.0
    if question.periods and figure.period is not None:
        timely = 0.2 if fits_period(figure.period, question.periods) else -0.2
    return 0.5 * (figure.value in question.numbers) + 0.2 * told + timely


def _counts(statement: Statement, unit: str, knowledge: Knowledge) -> bool:
    """Whether the figure counts what the supposed number counts."""
    own = statement.figure.unit
    base = knowledge.lexicon.base_unit
    if not unit or unit == own or (own and own.startswith(unit)):
        return True
    if base(unit)[0] == base(own)[0]:
        return base(unit)[1] == base(own)[1]
    return counting(unit, knowledge) == counting(own, knowledge) or (not own and unit in knowledge.lexicon.units.count)


def _write(found: Rate, value: Decimal, near: str, writing: Writing, knowledge: Knowledge) -> None:
    """The rate with the supposed number in the place of one of its inputs, then as it is stated."""
    part, whole = found.part.figure, found.whole.figure
    for_whole = _means(found.whole, near, knowledge) and not _means(found.part, near, knowledge)
    for_whole = for_whole or bool(knowledge.words.pattern("denominator", near))
    one, other = (part.value, value) if for_whole else (value, whole.value)
    top, bottom = (other, one) if found.inverse else (one, other)
    if not bottom:
        return
    stated = (found.stated,) if found.stated else ()
    result = percent(top, bottom, max(DIGITS, *(s.figure.decimals for s in stated), 0))
    formula = f"{decimal_text(top)} / {decimal_text(bottom)} = {decimal_text(result)}%"
    marks = tuple(writing.cite(s.document, s.figure.place) for s in (found.part, found.whole, *stated))
    inputs = {
        "part_name": figure_name(part, writing),
        "part": writing.stated(found.part),
        "whole_name": figure_name(whole, writing),
        "whole": writing.stated(found.whole),
    }
    writing.say(
        "compute.supposed",
        name=figure_name(stated[0].figure if stated else part, writing),
        given=decimal_text(value),
        result=writing.computed(result, "%", formula, marks),
        formula=formula,
        stated=writing.text("compute.supposed_stated", stated=writing.stated(stated[0])) if stated else "",
        **inputs,
    )


def _means(statement: Statement, near: str, knowledge: Knowledge) -> bool:
    """Whether the words before the supposed number speak of this figure."""
    figure = statement.figure
    asked = set(text_to_tokens(near))
    own = set(text_to_tokens(" ".join((*figure.place.column[-1:], *figure.subject[-1:]))))
    return figure.measure in knowledge.words.measures_asked(near) or bool(asked & own)


def _write_strict(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """The rate of what is wholly done in all that was to be done, where a passage counts both and states a rate."""
    sections = {
        (d, key) for d, s in question.references.sections for key in section_with_parts(knowledge.snapshot, d, s)
    }
    tables = set(question.references.tables)
    best: tuple[float, Family] | None = None
    for family in knowledge.families:
        split = family.splits[0]
        if family.kind != "words" or split.whole is None or len(split.pieces) < 2 or len(family.splits) > 1:
            continue
        place = split.whole.figure.place
        inside = (family.document, place.section) in sections or (family.document, place.table) in tables
        if sections and not inside:
            continue
        if split.pieces[0].statement.figure.measure != "actual" or split.whole.figure.measure != "target":
            continue
        score = _named(question, family.over) + inside
        if score > 0.3 and (best is None or score > best[0]):
            best = score, family
    if best is None:
        return False
    split = best[1].splits[0]
    assert split.whole is not None
    whole, part = split.whole, split.pieces[0].statement
    result = percent(part.figure.value, whole.figure.value)
    formula = f"{decimal_text(part.figure.value)} / {decimal_text(whole.figure.value)} = {decimal_text(result)}%"
    marks = tuple(writing.cite(s.document, s.figure.place) for s in (part, whole))
    writing.say(
        "compute.strictly",
        whole=writing.stated(whole),
        part=writing.stated(part),
        result=writing.computed(result, "%", formula, marks),
        formula=formula,
    )
    beside = knowledge.snapshot.beside(whole)
    same = [s for s in beside if s.figure.place.quote == whole.figure.place.quote]
    writing.quote(whole.document, whole.figure.place, whole.figure.place.quote, [whole, *same])
    return True
