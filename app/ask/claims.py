"""What a question itself states to follow from other numbers that it states: a rate of two counts, a sum of parts, a
change between two values, a growth. The arithmetic of the claim, before anything is looked up."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.ask.knowledge import Knowledge
from app.ask.question import Question
from app.ask.writing import Writing, decimal_text, place_words
from app.ask.years import percent
from ingest.records import Figure, Place

SMALL = 2
"""Whole numbers up to this one are as often how many things are spoken of as what is reckoned with."""
MOST = 7
"""Numbers of a question among which relations are looked for."""
TWICE = 2
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Claim:
    """A number that the question states, and what it comes to by the others: with the formula and its unit."""

    stated: Decimal
    operands: tuple[Decimal, ...]
    result: Decimal
    formula: str
    unit: str

    @property
    def holds(self) -> bool:
        exponent = self.stated.as_tuple().exponent
        digits = max(0, -exponent) if isinstance(exponent, int) else 0
        half = Decimal(1).scaleb(-digits) / 2 if self.unit == "%" or self.result != self.result.to_integral() else 0
        return abs(self.result - self.stated) <= half


def check_claims(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes the claims of the question that hold: each of its rates, else the one that uses most of its numbers; False
    if none does."""
    found = [claim for claim in _all_claims(question) if claim.holds]
    if not found:
        return False
    rates = [claim for claim in found if claim.unit in ("%", "points")]
    told: dict[Decimal, Claim] = {}
    ends = set(_named_ends(question.plain) or ())
    for claim in sorted(rates or found, key=lambda c: (set(c.operands) != ends, -len(c.operands))):
        told.setdefault(claim.stated, claim)
    for claim in list(told.values())[: len(told) if rates else 1]:
        _write(claim, writing, knowledge)
    return True


def refute_claims(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes what the question's numbers come to where they do not come to what it states; False if its words do not
    say how they are related. If one place of the documents states them all, the documents contradict themselves."""
    claims = list(_meant(question))
    for claim in claims:
        _write(claim, writing, knowledge)
    return bool(claims)


def claims_rate(question: Question) -> bool:
    """Whether the question gives a rate and the two counts that it is to follow from."""
    return bool(rates_stated(question)) and len([n for n in _counts(question) if _tells(n)]) > 1


def rates_stated(question: Question) -> list[Decimal]:
    """The numbers of the question that it writes with a percent sign."""
    text = question.plain.replace(" ", "")
    return [n for n in question.numbers if any(f"{form}%" in text for form in (str(n), decimal_text(n)))]


def _counts(question: Question) -> list[Decimal]:
    rates = rates_stated(question)
    return [n for n in question.numbers if n not in rates and n > 0]


def _tells(number: Decimal) -> bool:
    return number > SMALL or number != number.to_integral()


def _all_claims(question: Question) -> Iterator[Claim]:
    """Every number with everything that the others come to."""
    rates, counts = rates_stated(question)[:MOST], [n for n in _counts(question) if _tells(n)][:MOST]
    total, everything = max(counts, default=Decimal(0)), _counts(question)
    if question.asks("added") and len(everything) > len(counts):
        yield _sum(total, tuple(n for n in everything if n != total))
    for rate in rates:
        for a, b in itertools.permutations(counts, 2):
            yield _share(rate, a, b)
            if question.asks("difference", "compare"):
                yield _growth(rate, b, a)
        for a, b in itertools.combinations([r for r in rates if r != rate], 2):
            yield _difference(rate, a, b, "%")
    for points, (a, b) in itertools.product(counts, itertools.combinations(rates, 2)):
        yield _difference(points, a, b, "%")
    for stated in counts if not question.asks("added") else [total]:
        rest = [n for n in counts if n != stated]
        for size in range(len(rest), 1, -1):
            for parts in itertools.combinations(rest, size):
                yield _sum(stated, parts)
        for a, b in itertools.combinations(rest, 2) if not question.asks("added") else ():
            yield _difference(stated, a, b, "")
        for rate, whole in itertools.product(rates, rest):
            yield _part(stated, whole, rate)


def _meant(question: Question) -> Iterator[Claim]:
    """The claims that the words of the question make, whether they hold or not."""
    rates, counts = rates_stated(question), [n for n in _counts(question) if _tells(n)]
    if rates and len(counts) > 1:
        for rate in rates[:3]:
            if question.asks("difference") and len(counts) == TWICE:
                yield _growth(rate, counts[0], counts[1])
            else:
                yield min(
                    (_share(rate, a, b) for a, b in itertools.permutations(counts, 2)),
                    key=lambda claim: abs(claim.result - claim.stated),
                )
        return
    total = max(counts, default=Decimal(0))
    parts = tuple(n for n in _counts(question) if n != total)
    if question.asks("added") and len(parts) > 1 and total / TWICE <= sum(parts, Decimal(0)) <= total * TWICE:
        yield _sum(total, parts)
        return
    for numbers, unit in ((counts, ""), (rates, "%")):
        if len(numbers) == 3 and question.asks("difference", "gap") and not question.asks("added"):
            ends = _ends(question.plain, numbers)
            if ends is not None:
                stated = next(n for n in numbers if n not in ends)
                yield _difference(stated, *ends, unit)


_FROM_TO = re.compile(
    r"(?:从|由|自|\bfrom)\s*(?P<first>\d+(?:\.\d+)?)[^，。？]{0,10}?(?:到|至|为|成|\bto\b)[^\d，。？]{0,6}?(?P<last>\d+(?:\.\d+)?)"
)


def _named_ends(text: str) -> tuple[Decimal, Decimal] | None:
    """The two values that a change is said to lie between, by 从 and 到."""
    m = _FROM_TO.search(text.replace(",", ""))
    return (Decimal(m["first"]), Decimal(m["last"])) if m is not None else None


def _ends(text: str, numbers: Sequence[Decimal]) -> tuple[Decimal, Decimal] | None:
    """The two values that a change is said to lie between; if they are not named, the two that are nearest to differing
    by the third."""
    named = _named_ends(text)
    if named is not None:
        return named if set(named) <= set(numbers) and named[0] != named[1] else None
    return min(
        itertools.combinations(numbers, 2),
        key=lambda pair: abs(abs(pair[0] - pair[1]) - next(n for n in numbers if n not in pair)),
        default=None,
    )


def _share(rate: Decimal, part: Decimal, whole: Decimal) -> Claim:
    result = percent(part, whole)
    formula = f"{decimal_text(part)} / {decimal_text(whole)} = {decimal_text(result)}%"
    return Claim(rate, (part, whole), part / whole * HUNDRED if result else result, formula, "%")


def _growth(rate: Decimal, first: Decimal, last: Decimal) -> Claim:
    high, low = max(first, last), min(first, last)
    value = (high - low) / first * HUNDRED
    formula = (
        f"({decimal_text(high)} − {decimal_text(low)}) / {decimal_text(first)}"
        f" = {decimal_text(percent(high - low, first))}%"
    )
    return Claim(rate, (first, last), value, formula, "%")


def _difference(stated: Decimal, a: Decimal, b: Decimal, unit: str) -> Claim:
    high, low = max(a, b), min(a, b)
    formula = f"{decimal_text(high)} − {decimal_text(low)} = {decimal_text(high - low)}"
    return Claim(stated, (a, b), high - low, formula, "points" if unit else "")


def _sum(stated: Decimal, parts: Sequence[Decimal]) -> Claim:
    total = sum(parts, Decimal(0))
    formula = f"{' + '.join(map(decimal_text, parts))} = {decimal_text(total)}"
    return Claim(stated, tuple(parts), total, formula, "")


def _part(stated: Decimal, whole: Decimal, rate: Decimal) -> Claim:
    value = whole * rate / HUNDRED
    rounded = value.quantize(Decimal(1))
    formula = f"{decimal_text(whole)} × {decimal_text(rate)}% = {decimal_text(rounded)}"
    return Claim(stated, (whole, rate), rounded, formula, "")


def _write(claim: Claim, writing: Writing, knowledge: Knowledge) -> None:
    unit = writing.text("points") if claim.unit == "points" else claim.unit
    shown = Decimal(claim.formula.rpartition("=")[2].strip().rstrip("%"))
    stated = f"{decimal_text(claim.stated)}{'' if unit == '%' or not unit else ' '}{unit}"
    writing.say(
        "check.holds" if claim.holds else "check.fails",
        formula=claim.formula,
        stated=stated,
        result=writing.computed(shown, unit, claim.formula),
    )
    place = place_of_all((*claim.operands, claim.stated), knowledge)
    if place is not None:
        mark = writing.mark(writing.cite(*place))
        writing.say("check.stated_in", place=place_words(writing.snapshot, *place, writing.language), mark=mark)
        writing.conflict = writing.conflict or not claim.holds


def place_of_all(values: Sequence[Decimal], knowledge: Knowledge) -> tuple[int, Place] | None:
    """The document and place of a row or passage that states all these values."""
    for sheet in knowledge.sheets:
        for line in sheet.lines:
            stated = {e.figure.value: e.figure for e in line.entries if e.figure is not None}
            if all(value in stated for value in values):
                return line.document, stated[values[-1]].place
    by_passage: dict[tuple[int, int], dict[Decimal, Figure]] = {}
    for statement in knowledge.snapshot.figures:
        if statement.figure.passage is not None:
            found = by_passage.setdefault((statement.document, statement.figure.passage), {})
            found[statement.figure.value] = statement.figure
    for (document, _), found in by_passage.items():
        if all(value in found for value in values):
            return document, found[values[-1]].place
    return None
