"""Where a number, or every number of one thing, stands in the documents; which places dispute it; what its years add
up to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from app.ask.knowledge import Knowledge
from app.ask.mentions import (
    PLANNED,
    RATIOS,
    are_of_one_thing,
    called_alike,
    disputing,
    find_mentions,
    same_kind,
)
from app.ask.question import Question
from app.ask.writing import Writing, decimal_text, figure_name, figure_text, place_words
from index.indicators import Statement
from index.mentions import Mention

LEAST = Decimal("0.6")
"""Of a whole and the sum of its years the smaller is at least this share of the greater; else they are not meant to be
one."""
_DIGITS = re.compile(r"\d+")
MOST = 14
"""Places that are shown."""


def write_occurrences(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Every place that states a number that the question gives, counted."""
    snapshot = knowledge.snapshot
    report = snapshot.documents[0].id
    done = False
    for number in question.numbers[:2]:
        found: dict[object, Statement] = {}
        for statement in snapshot.figures:
            if statement.figure.value == number and statement.document == report:
                place = statement.figure.place
                found.setdefault((place.section, place.table), statement)
        if not found:
            continue
        count = writing.computed(Decimal(len(found)), "", writing.text("tally.count_formula"))
        writing.say("places.occurs", number=decimal_text(number), count=count)
        rows = []
        for statement in found.values():
            path = " › ".join(snapshot.records[report].section_path(statement.figure.place.section)[-2:])
            where = place_words(snapshot, report, statement.figure.place, writing.language)
            rows.append(f"- {path}，{where}：{writing.stated(statement)}")
        writing.lines.append("\n".join(rows))
        done = True
    return done


def write_mentions(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Every place that states the asked thing, with what of it disagrees; False if fewer than two places do."""
    mentions = find_mentions(question, knowledge)
    if len(mentions) < 2:
        return False
    statements = _in_order(mentions)
    count = writing.computed(Decimal(len(statements)), "", writing.text("tally.count_formula"))
    writing.say("places.stated", count=count)
    writing.lines.append("\n".join(_row(s, writing) for s in statements[:MOST]))
    if len(statements) > MOST:
        writing.say("places.more", count=writing.computed(Decimal(len(statements) - MOST), "", ""))
    disputed = disputing(statements, question, knowledge)
    told = write_years(statements, question, writing, knowledge)
    if disputed:
        writing.conflict = True
        values = dict.fromkeys(figure_text(s.figure) for s in disputed)
        writing.say("places.disputed", values=writing.text("and").join(values))
    elif not told and len({(s.figure.value, s.figure.unit) for s in statements}) == 1:
        writing.say("places.same")
    return True


def write_years(statements: Sequence[Statement], question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """What the single years that one place states add up to, against what is stated of the whole; a whole that neither
    is their sum nor the last of them disagrees. False if no place states more years than one."""
    wholes = [s for s in statements if _is_whole(s)]
    for years in _series(statements):
        figures = [s.figure for s in years]
        total = sum((f.value for f in figures), Decimal(0))
        near = [
            s
            for s in wholes
            if same_kind(s.figure.unit, figures[0].unit, knowledge)
            and total * LEAST <= s.figure.value <= total / LEAST
            and called_alike(s, years[0], question, knowledge)
        ]
        if not near or figures[0].measure in RATIOS:
            continue
        formula = " + ".join(decimal_text(f.value) for f in figures) + f" = {decimal_text(total)}"
        marks = tuple(writing.cite(s.document, s.figure.place) for s in years)
        writing.computed(total, figures[0].unit, formula, marks)
        other = [s for s in near if s.figure.value not in (total, figures[-1].value)]
        if other:
            writing.conflict = True
        values = dict.fromkeys(figure_text(s.figure) for s in (other or near))
        writing.say(
            "places.years_differ" if other else "places.years_agree",
            formula=f"{formula}{writing.mark(*marks)}",
            wholes=writing.text("and").join(values),
        )
        return True
    return False


def _series(statements: Sequence[Statement]) -> list[list[Statement]]:
    """Figures of single years, one after the other, that one section or table states under one name."""
    groups: dict[object, dict[int, Statement]] = defaultdict(dict)
    for s in statements:
        period, place = s.figure.period, s.figure.place
        if period is not None and period.first == period.last and not period.part and s.figure.measure not in PLANNED:
            header = "" if s.figure.end else _DIGITS.sub("", "".join((*place.row, *place.column)))
            groups[s.document, place.section, place.table, header, s.figure.unit].setdefault(period.first, s)
    series = [[years[y] for y in sorted(years)] for years in groups.values() if len(years) > 1]
    return [years for years in series if _years(years[-1]) - _years(years[0]) == len(years) - 1]


def _years(statement: Statement) -> int:
    return statement.figure.period.last if statement.figure.period else 0


def _is_whole(statement: Statement) -> bool:
    period = statement.figure.period
    return (period is None or period.first != period.last) and statement.figure.measure not in PLANNED


def _in_order(mentions: Sequence[Mention]) -> list[Statement]:
    return sorted((m.statement for m in mentions), key=lambda s: (s.document, s.figure.key))


def _row(statement: Statement, writing: Writing) -> str:
    where = place_words(writing.snapshot, statement.document, statement.figure.place, writing.language)
    name = figure_name(statement.figure, writing)
    return writing.text("lookup.disagrees_row", figure=f"{name} {writing.stated(statement)}", place=where)


def of_one_thing_as(
    head: Statement, beside: Sequence[Statement], question: Question, knowledge: Knowledge
) -> list[Statement]:
    """The figure and the places that state the same thing in answer to the question, found by its words or among those
    beside it."""
    found = dict.fromkeys((*(m.statement for m in find_mentions(question, knowledge)), *beside))
    return [head, *(s for s in found if s != head and are_of_one_thing(head, s, question, knowledge))]
