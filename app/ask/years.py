"""What was computed over years: changes with their growth, sums, averages by the year and by the month."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from app.ask.disagreements import write_other_totals
from app.ask.knowledge import Knowledge
from app.ask.labels import says_all
from app.ask.quantities import adds_years, asked_quantity, with_year_before
from app.ask.question import Question
from app.ask.select import ENOUGH, select_evidence
from app.ask.series import MOST_LINES, Series, row_series, year_series
from app.ask.writing import Writing, decimal_text, figure_name
from index.indicators import Statement

EXACT = 0.8
"""Share of the question that a table must cover whose row is surely the one that is meant."""
MOST_UNITS = 2
_FROM = re.compile(r"(?:由|从|自)[^，。；\d]{0,14}(?:\d{4}\s*年[^，。；\d]{0,8})?$")
_TO = re.compile(r"[^，。；\d]{0,6}(?:增|升|提|降|减|扩|涨|缩|变|达|到)[^，。；\d]{0,6}(?:\d{4}\s*年[^，。；\d]{0,6})?")


def answer_years(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes the series that the question means, with its change, sum or average; False if there is none."""
    if question.asks("per_month") and _write_monthly(question, writing, knowledge):
        return True
    if question.asks("average") and knowledge.words.pattern("per_piece", question.plain):
        # A mean by the piece is none by the year.
        return False
    if question.asks("difference", "compare") and _write_from_to(question, writing, knowledge):
        return True
    found = year_series(question, knowledge)
    for series in found[:MOST_LINES]:
        if question.asks("average") and not question.asks("difference"):
            write_average(series, writing)
        else:
            write_series(series, question, writing)
            if question.asks("sum"):
                write_other_totals(series, writing, knowledge)
    return bool(found)


def answer_row_years(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes the change over the asked years of the one row that the question names; False if no table has it."""
    found = row_series(question, knowledge, least=EXACT)
    for series in found[:MOST_UNITS]:
        write_series(series, question, writing)
    return bool(found)


def answer_years_in_words(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes the sum or change over years of figures of sentences at each of which all stands that is asked; False if
    there are none."""
    quantity = asked_quantity(with_year_before(question, knowledge), knowledge)
    terms = [term for term in quantity.terms if term.weight >= 1]
    found = [
        series
        for series in year_series(question, knowledge, in_words=True)[:1]
        if terms and all(s.figure.unit != "%" and says_all(s, terms) for s in series.values())
    ]
    for series in found:
        write_series(series, question, writing)
        if adds_years(question):
            write_other_totals(series, writing, knowledge)
    return bool(found)


def write_series(series: Series, question: Question, writing: Writing) -> None:
    """The figure of each year, then its change with the growth in percent, or the sum, as the question asks."""
    statements = list(series.values())
    name = figure_name(statements[-1].figure, writing, dated=False)
    parts = writing.text("comma").join(
        f"{year}{writing.text('year')} {writing.stated(s)}" for year, s in series.items()
    )
    writing.lines.append(f"**{name}**{writing.text('colon')}{parts}")
    marks = tuple(writing.cite(s.document, s.figure.place) for s in statements)
    unit = statements[0].figure.unit
    added = question.asks("sum", "average") or adds_years(question)
    if added and unit != "%":
        total = sum((s.figure.value for s in statements), Decimal(0))
        formula = " + ".join(decimal_text(s.figure.value) for s in statements) + f" = {decimal_text(total)}"
        writing.say("compute.total", total=writing.computed(total, unit, formula, marks), formula=formula)
    if question.asks("difference", "compare", "verify", "which_year") or not (added and unit != "%"):
        _write_change(series, marks, writing)
    writing.chart_of(statements, name)


def percent(part: Decimal, whole: Decimal, digits: int = 2) -> Decimal:
    """part / whole in percent, rounded half up."""
    return (part / whole * 100).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _write_from_to(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """A change that the best sentence states by both its ends (由 6 个增至 14 个); False if it states none."""
    for piece in select_evidence(question, knowledge, limit=2):
        if piece.coverage < ENOUGH or piece.evidence.passage is None:
            continue
        records = knowledge.snapshot.records[piece.evidence.document]
        text = records.passages[piece.evidence.passage].text
        figures = [knowledge.snapshot.figures[at] for at in piece.evidence.figures]
        inside = [s for s in figures if s.figure.passage == piece.evidence.passage and s.figure.end]
        for first, last in pairwise(sorted(inside, key=lambda s: s.figure.start)):
            before, between = text[: first.figure.start], text[first.figure.end : last.figure.start]
            if first.figure.unit == last.figure.unit and _FROM.search(before) and _TO.fullmatch(between):
                _write_ends(first, last, writing)
                return True
    return False


def _write_ends(first: Statement, last: Statement, writing: Writing) -> None:
    change = last.figure.value - first.figure.value
    high, low = max(first.figure.value, last.figure.value), min(first.figure.value, last.figure.value)
    formula = f"{decimal_text(high)} − {decimal_text(low)} = {decimal_text(high - low)}"
    unit = last.figure.unit
    marks = (writing.cite(last.document, last.figure.place),)
    growth = ""
    if first.figure.value and unit != "%":
        share = percent(abs(change), first.figure.value)
        text = f"{decimal_text(abs(change))} / {decimal_text(first.figure.value)} = {decimal_text(share)}%"
        growth = writing.text("compute.growth", share=writing.computed(share, "%", text, marks))
    writing.say(
        "compute.risen" if change >= 0 else "compute.fallen",
        name=figure_name(last.figure, writing),
        first=writing.stated(first, cite=False),
        last=writing.stated(last),
        change=writing.computed(abs(change), writing.text("points") if unit == "%" else unit, formula, marks),
        formula=formula,
        growth=growth,
    )


def _write_change(series: Series, marks: tuple[int, ...], writing: Writing) -> None:
    years, statements = list(series), list(series.values())
    first, last = statements[0].figure, statements[-1].figure
    change = last.value - first.value
    high, low = max(first.value, last.value), min(first.value, last.value)
    formula = f"{decimal_text(high)} − {decimal_text(low)} = {decimal_text(high - low)}"
    key = "compute.rose" if change > 0 else "compute.fell" if change < 0 else "compute.same"
    points = writing.text("points") if first.unit == "%" else first.unit
    growth = ""
    if first.value and first.unit != "%" and change:
        share = percent(abs(change), first.value)
        text = f"{decimal_text(abs(change))} / {decimal_text(first.value)} = {decimal_text(share)}%"
        growth = writing.text("compute.growth", share=writing.computed(share, "%", text, marks))
    writing.say(
        key,
        first=years[0],
        last=years[-1],
        change=writing.computed(abs(change), points, formula, marks),
        formula=formula,
        growth=growth,
    )


def write_average(series: Series, writing: Writing) -> None:
    statements = list(series.values())
    total = sum((s.figure.value for s in statements), Decimal(0))
    mean = (total / len(statements)).quantize(Decimal("0.01"), ROUND_HALF_UP)
    inputs = " + ".join(decimal_text(s.figure.value) for s in statements)
    formula = f"({inputs}) / {len(statements)} = {decimal_text(mean)}"
    marks = tuple(writing.cite(s.document, s.figure.place) for s in statements)
    value = writing.computed(mean, statements[0].figure.unit, formula, marks)
    writing.say(
        "compute.mean", name=figure_name(statements[-1].figure, writing, dated=False), mean=value, formula=formula
    )


def _write_monthly(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """The asked count of a year, a half or a quarter by the month; False if no such count is stated."""
    for piece in select_evidence(question, knowledge, limit=4):
        for statement in piece.statements if piece.coverage >= ENOUGH else ():
            period = statement.figure.period
            months = knowledge.words.months_of(period.part, period.last - period.first + 1) if period else 0
            if not months or statement.figure.unit == "%":
                continue
            mean = (statement.figure.value / months).quantize(Decimal("0.01"), ROUND_HALF_UP)
            formula = f"{decimal_text(statement.figure.value)} / {months} = {decimal_text(mean)}"
            mark = writing.cite(statement.document, statement.figure.place)
            writing.say(
                "compute.per_month",
                name=figure_name(statement.figure, writing),
                figure=writing.stated(statement),
                mean=writing.computed(mean, statement.figure.unit, formula, (mark,)),
                formula=formula,
            )
            return True
    return False
