"""Rates, shares, differences and products in table rows: each against the figures that it is computed from, by what the
headers mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from app.ask.knowledge import Knowledge
from app.ask.sheets import Entry, Line, Sheet
from app.ask.writing import decimal_text
from app.check.arithmetic import HUNDRED, printed, rounded, truncated
from app.check.checked import Judgement, cannot_check, holds
from app.check.finding import make_finding, stated_at
from index.statements import Statement
from prompts import message

INPUTS: dict[str, tuple[tuple[str, str], ...]] = {
    "rate": (("actual", "target"),),
    "spent_rate": (("spent", "received"), ("spent", "budget")),
    "received_rate": (("received", "budget"),),
    "budget_rate": (("budget", "budget"),),
    "share": (("spent", "received"), ("received", "budget"), ("spent", "budget"), ("actual", "target")),
}
"""What a rate of a row may be computed from: measures of the part and of the whole."""
INVERSE = "inverse"


def check_rates(sheet: Sheet, knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """Rates of rows that follow from no pair of their inputs, and weighted scores that are not their product."""
    for line in sheet.lines:
        for entry in line.entries:
            if entry.statement is None or entry.figure is None:
                continue
            if entry.figure.unit == "%" and entry.figure.measure in INPUTS:
                yield from _check_rate(line, entry, sheet, knowledge, language)
            elif entry.figure.measure == "score":
                yield from _check_product(line, entry, sheet, knowledge, language)


def _check_rate(line: Line, entry: Entry, sheet: Sheet, knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    assert entry.statement is not None and entry.figure is not None
    rate = entry.figure
    pairs = _pairs(line, entry)
    if not pairs:
        yield cannot_check("derived", [entry.statement], message(language, "check.open_inputs"))
        return
    results: list[tuple[Decimal, Statement, Statement]] = []
    for part, whole in pairs:
        found = printed(part.figure).ratio(printed(whole.figure))
        if found is None:
            continue
        inverse = printed(whole.figure).ratio(printed(part.figure)) if part.figure.value else None
        forward = found.meets(printed(rate, whole=False))
        if forward or (inverse and inverse.meets(printed(rate, whole=False))):
            given = (part, whole) if forward else (whole, part)
            yield holds("derived", [entry.statement, *given], _ratio_formula(*given, rate.decimals))
            return
        if _capped(found.low, rate.value):
            formula = _ratio_formula(part, whole, rate.decimals)
            yield holds("derived", [entry.statement, part, whole], formula, message(language, "check.capped"))
            return
        results.append((part.figure.value / whole.figure.value * HUNDRED, part, whole))
    if not results or not _column_follows(sheet, entry, knowledge):
        yield cannot_check("derived", [entry.statement], message(language, "check.open_rule"))
        return
    value, part, whole = min(results, key=lambda r: abs(r[0] - rate.value))
    expected = rounded(value, rate.decimals)
    cut = truncated(value, rate.decimals) == rate.value
    formula = _ratio_formula(part, whole, rate.decimals)
    summary = message(
        language,
        "check.rate_truncated" if cut else "check.rate",
        name=_row_name(line, entry),
        stated=f"{decimal_text(rate.value)}%",
        expected=f"{decimal_text(expected)}%",
    )
    places = [stated_at(knowledge.snapshot, s) for s in (entry.statement, part, whole)]
    severity = "low" if cut or abs(expected - rate.value) < Decimal("0.05") else "medium"
    yield make_finding("derived", severity, summary, places, recomputed=formula)  # type: ignore[arg-type]


def _pairs(line: Line, entry: Entry) -> list[tuple[Statement, Statement]]:
    """The inputs that the rate may have: of those under the same header those that stand before it, nearest first."""
    assert entry.figure is not None
    found: list[tuple[int, Statement, Statement]] = []
    for part_measure, whole_measure in INPUTS[entry.figure.measure]:
        for part in line.figures(part_measure):
            for whole in line.figures(whole_measure):
                if part is whole or part.figure.unit != whole.figure.unit:
                    continue
                near = _shared(part.figure.place.column, entry.column) + _shared(
                    whole.figure.place.column, entry.column
                )
                found.append((near, part, whole))
    nearest = max((near for near, _, _ in found), default=0)
    return [(part, whole) for near, part, whole in found if near == nearest or entry.figure.measure != "rate"]


def _column_follows(sheet: Sheet, entry: Entry, knowledge: Knowledge) -> bool:
    """Whether most rows of the column are what the header says: a rule that most rows break is another rule."""
    holds = broken = 0
    for line in sheet.lines:
        for other in line.entries:
            if other.column != entry.column or other.figure is None or other.figure.unit != "%":
                continue
            pairs = _pairs(line, other)
            if not pairs:
                continue
            ranges = [printed(p.figure).ratio(printed(w.figure)) for p, w in pairs]
            backward = [printed(w.figure).ratio(printed(p.figure)) for p, w in pairs if p.figure.value]
            if any(r and r.meets(printed(other.figure, whole=False)) for r in (*ranges, *backward)):
                holds += 1
            else:
                broken += 1
    return broken <= 1 or holds > broken


def _ratio_formula(part: Statement, whole: Statement, decimals: int) -> str:
    result = rounded(part.figure.value / whole.figure.value * HUNDRED, decimals)
    return f"{decimal_text(part.figure.value)} / {decimal_text(whole.figure.value)} = {decimal_text(result)}%"


def _capped(low: Decimal, stated: Decimal) -> bool:
    """超额 that is counted as 100 %."""
    return stated == HUNDRED and low > HUNDRED


def _shared(a: Sequence[str], b: Sequence[str]) -> int:
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _check_product(line: Line, entry: Entry, sheet: Sheet, knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """A weighted score against weight × score."""
    assert entry.figure is not None and entry.statement is not None
    weight = line.first("weight")
    scores = line.figures("score")
    if weight is None or len(scores) < 2 or entry.statement is not scores[-1] or line.total:
        return
    factor = HUNDRED if weight.figure.unit == "%" else Decimal(1)
    value = weight.figure.value * scores[0].figure.value / factor
    expected = rounded(value, entry.figure.decimals)
    formula = (
        f"{decimal_text(scores[0].figure.value)} × {decimal_text(weight.figure.value)}{weight.figure.unit}"
        f" = {decimal_text(expected)}"
    )
    if abs(value - entry.figure.value) <= Decimal(1).scaleb(-entry.figure.decimals) / 2:
        yield holds("derived", [entry.statement, weight, scores[0]], formula)
        return
    summary = message(
        language,
        "check.product",
        name=_row_name(line, entry),
        stated=decimal_text(entry.figure.value),
        expected=decimal_text(expected),
    )
    places = [stated_at(knowledge.snapshot, s) for s in (entry.statement, weight, scores[0])]
    yield make_finding("derived", "high", summary, places, recomputed=formula)


def _row_name(line: Line, entry: Entry) -> str:
    name = " › ".join(part for part in (*line.path[-1:], *entry.column[-1:]) if part)
    return " ".join(name.split())
