"""Rates, shares, differences and products in table rows: each against the figures that it is computed from, by what the
headers mean."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from app.ask.knowledge import Knowledge
from app.ask.sheets import Entry, Line, Sheet
from app.ask.writing import decimal_text
from app.check.arithmetic import HUNDRED, Range, printed, rounded, truncated
from app.check.checked import Judgement, cannot_check, holds, sum_formula
from app.check.finding import Severity, make_finding, stated_at
from app.check.ratios import INPUTS, Ratio, rate_inputs
from ingest.records import Figure
from prompts import message


def check_rates(sheet: Sheet, knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """Rates of rows that follow from no pair of their inputs, and weighted scores that are not their product."""
    for line in sheet.lines:
        for entry in line.entries:
            if entry.statement is None or entry.figure is None:
                continue
            if entry.figure.unit == "%" and entry.figure.measure in INPUTS:
                yield from _check_rate(line, entry, sheet, knowledge, language)
            elif entry.figure.measure == "score":
                check = _check_weighted_total if line.total else _check_product
                yield from check(line, entry, sheet, knowledge, language)


def _check_rate(line: Line, entry: Entry, sheet: Sheet, knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    assert entry.statement is not None and entry.figure is not None
    rate = entry.figure
    inputs = rate_inputs(line, entry)
    if not inputs:
        yield cannot_check("derived", [entry.statement], message(language, "check.open_inputs"))
        return
    results: list[tuple[Decimal, Ratio]] = []
    for ratio in inputs:
        fit = _fit(ratio, rate)
        if fit is not None:
            given = ratio if fit != "inverse" else ratio.turned()
            reason = message(language, "check.capped") if fit == "capped" else ""
            yield holds("derived", [entry.statement, *given.statements], given.formula(rate.decimals), reason)
            return
        if (value := ratio.value()) is not None:
            results.append((value, ratio))
    if not results or not _column_follows(sheet, entry):
        yield cannot_check("derived", [entry.statement], message(language, "check.open_rule"))
        return
    value, ratio = min(results, key=lambda r: abs(r[0] - rate.value))
    expected = rounded(value, rate.decimals)
    cut = truncated(value, rate.decimals) == rate.value
    summary = message(
        language,
        "check.rate_truncated" if cut else "check.rate",
        name=_row_name(line, entry),
        stated=f"{decimal_text(rate.value)}%",
        expected=f"{decimal_text(expected)}%",
    )
    places = [stated_at(knowledge.snapshot, s) for s in (entry.statement, *ratio.statements)]
    severity: Severity = "low" if cut or abs(expected - rate.value) < Decimal("0.05") else "medium"
    yield make_finding("derived", severity, summary, places, recomputed=ratio.formula(rate.decimals))


def _fit(ratio: Ratio, rate: Figure) -> str | None:
    """How the rate follows from the ratio: as it is, turned over (less is better), or capped at 100 %; None: not."""
    stated = printed(rate, whole=False)
    forward, inverse = ratio.range(), ratio.turned().range()
    if forward is not None and forward.meets(stated):
        return "forward"
    if inverse is not None and inverse.meets(stated):
        return "inverse"
    return "capped" if forward is not None and _capped(forward.low, rate.value) else None


def _column_follows(sheet: Sheet, entry: Entry) -> bool:
    """Whether most rows of the column are what the header says: a rule that most rows break is another rule."""
    holding = broken = 0
    for line in sheet.lines:
        for other in line.entries:
            if other.column != entry.column or other.figure is None or other.figure.unit != "%":
                continue
            if inputs := rate_inputs(line, other):
                follows = any(_fit(ratio, other.figure) for ratio in inputs)
                holding, broken = holding + follows, broken + (not follows)
    return broken <= 1 or holding > broken


def _capped(low: Decimal, stated: Decimal) -> bool:
    """超额 that is counted as 100 %."""
    return stated == HUNDRED and low > HUNDRED


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


def _check_weighted_total(
    line: Line, entry: Entry, sheet: Sheet, knowledge: Knowledge, language: str
) -> Iterator[Judgement]:
    """The total of a column of weighted scores against their sum: the column that the rows' products stand in."""
    assert entry.figure is not None and entry.statement is not None
    rows = [other for other in sheet.body if other.first("weight") is not None and len(other.figures("score")) > 1]
    parts = [other.figures("score")[-1] for other in rows]
    if len(parts) < 2 or len(rows) < len(sheet.body) or any(p.figure.place.column != entry.column for p in parts):
        return
    value = sum((p.figure.value for p in parts), Decimal(0))
    found = Range(value, value)
    for part in parts:
        found = found + Range(-_half(part.figure), _half(part.figure))
    formula = sum_formula(parts, value)
    if found.meets(printed(entry.figure, whole=False)) and abs(value - entry.figure.value) < _half(entry.figure) * 2:
        yield holds("parts", [entry.statement, *parts], formula)
        return
    if found.meets(printed(entry.figure, whole=False)) and any(_is_rounded(row) for row in rows):
        yield holds("parts", [entry.statement, *parts], formula)
        return
    summary = message(
        language,
        "check.total_row",
        name=_row_name(line, entry),
        stated=decimal_text(entry.figure.value),
        expected=decimal_text(value),
    )
    places = [stated_at(knowledge.snapshot, s) for s in (entry.statement, *parts)]
    yield make_finding("parts", "high", summary, places, recomputed=formula)


def _half(figure: Figure) -> Decimal:
    return Decimal(1).scaleb(-figure.decimals) / 2


def _is_rounded(line: Line) -> bool:
    """Whether the row's weighted score is shorter than weight × score: then its total may be off by the rounding."""
    weight, scores = line.first("weight"), line.figures("score")
    if weight is None:
        return True
    value = weight.figure.value * scores[0].figure.value
    return value / (HUNDRED if weight.figure.unit == "%" else 1) != scores[-1].figure.value


def _row_name(line: Line, entry: Entry) -> str:
    name = " › ".join(part for part in (*line.path[-1:], *entry.column[-1:]) if part)
    return " ".join(name.split())
