"""What a question takes for granted of how a figure moved (既然2023年继续上升) and the documents' figures do not bear
out: the two years, and why it moved as it did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.ask.knowledge import Knowledge
from app.ask.question import Question
from app.ask.reasons import answer_why, reasons_found
from app.ask.references import References
from app.ask.select import Selected
from app.ask.series import Series, row_series
from app.ask.writing import Writing, decimal_text, figure_name
from index.indicators import Statement, normal_label
from index.tokens import plain
from ingest.records import Period

LEAST = 0.2
"""Share of the question that a table must say: what the question infers from the movement says nothing of it."""
NARROWING = ("status", "less", "more", "zero")
"""Conditions that tell rows apart, unless the question takes them for granted too."""
ELSE = ("verify", "conflict", "which_list", "highest", "lowest", "count")


def answer_trend(question: Question, selected: Sequence[Selected], writing: Writing, knowledge: Knowledge) -> bool:
    """Writes how the figure did move, with the reason if that is asked for; False if the question presumes no movement
    in a year, or the figures of that year and the one before bear it out."""
    words, text = knowledge.words, question.plain
    rises, falls = words.pattern("has_risen", text), words.pattern("has_fallen", text)
    presuming = question.asks("presumed", "why") and not question.asks(*ELSE)
    if not presuming or bool(rises) == bool(falls) or len(question.periods) != 1:
        return False
    (year,) = question.periods
    narrowed = not question.asks("presumed") and any(c.kind in NARROWING for c in question.conditions)
    if year.first != year.last or year.part or narrowed:
        return False
    # The place that the question speaks of may say nothing of the years.
    dated = replace(question, periods=(Period(year.first - 1, year.first - 1), year), references=References())
    series = next((s for s in row_series(dated, knowledge, LEAST) if {year.first - 1, year.first} <= set(s)), None)
    if series is None or not _is_named(series[year.first], question):
        return False
    return _write(series, year.first, bool(rises), question, selected, writing, knowledge)


def _is_named(statement: Statement, question: Question) -> bool:
    """Whether the question says what the figure's row or column is called."""
    place = statement.figure.place
    names = (plain(normal_label(name)) for name in (*place.row[-1:], *place.column[-1:]))
    return any(name and name in question.plain for name in names)


def _write(
    series: Series,
    year: int,
    rises: bool,
    question: Question,
    selected: Sequence[Selected],
    writing: Writing,
    knowledge: Knowledge,
) -> bool:
    before, after = series[year - 1], series[year]
    moved = after.figure.value - before.figure.value
    if before.figure.unit != after.figure.unit or (moved > 0 if rises else moved < 0):
        return False
    formula = f"{decimal_text(after.figure.value)} − {decimal_text(before.figure.value)} = {decimal_text(moved)}"
    marks = tuple(writing.cite(s.document, s.figure.place) for s in (before, after))
    writing.say(
        "premise.not_risen" if rises else "premise.not_fallen",
        name=figure_name(after.figure, writing),
        before_name=figure_name(before.figure, writing),
        before=writing.stated(before),
        after=writing.stated(after),
        change=writing.computed(moved, after.figure.unit, formula, marks),
        formula=formula,
    )
    if question.asks("why") and reasons_found(question, selected, knowledge):
        answer_why(question, selected, writing, knowledge)
    return True
