"""A quantity before or after something changed it (扩容前几台), and against what was planned for it (超目标几个)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from app.ask.computing import Pair, gap_pairs, write_pair
from app.ask.groups import Group, Told, figure_groups, same_kind
from app.ask.knowledge import Knowledge
from app.ask.quantities import asked_quantity, is_against_target
from app.ask.question import Question
from app.ask.rows import meant_rows
from app.ask.writing import Writing, decimal_text, figure_name

COVER = 0.6
"""Share of the quantity that a table must cover whose row is meant."""


@dataclass(frozen=True, slots=True)
class Change:
    """How much was added or taken away, and what it then was."""

    after: Told
    by: Told
    reduced: bool
    score: float


def answer_before(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes what it was before, as a row or sentence states it, or worked out from what was added; False if neither
    is stated of what the question names."""
    if not question.asks("before"):
        return False
    groups = list(figure_groups(question, knowledge))
    asked = [t for t in asked_quantity(question, knowledge).terms if t.weight >= 1]

    def told(figure: Told) -> int:
        return sum(any(all(token in figure.over for token in name) for name in t.names if name) for t in asked)

    for group in groups:
        stated = [
            t
            for t in group.figures
            if (t.statement.figure.measure == "baseline" or knowledge.words.pattern("from_before", t.before))
            and t.statement.figure.unit != "%"
        ]
        if stated and told(stated[0]) * 2 >= max(1, len(asked)):
            figure = stated[0].statement
            writing.say(
                "compute.before_stated", name=figure_name(figure.figure, writing), figure=writing.stated(figure)
            )
            return True
    best = max(_changes(groups, told, knowledge), key=lambda c: c.score, default=None)
    if best is None:
        return False
    _write_before(best, writing)
    return True


def _changes(groups: list[Group], told: object, knowledge: Knowledge) -> Iterator[Change]:
    assert callable(told)
    for group in groups:
        for by in (t for t in group.figures if knowledge.words.pattern("added_before", t.before)):
            for after in (
                t for t in group.figures if t is not by and knowledge.words.pattern("after_change", t.before)
            ):
                one, other = by.statement, after.statement
                reduced = bool(knowledge.words.pattern("reduced_before", by.before))
                fits = same_kind(one, other, knowledge) and one.figure.unit != "%"
                if fits and told(after) and (reduced or other.figure.value > one.figure.value):
                    yield Change(after, by, reduced, group.score + told(after))


def _write_before(change: Change, writing: Writing) -> None:
    after, by = change.after.statement, change.by.statement
    value = after.figure.value + by.figure.value if change.reduced else after.figure.value - by.figure.value
    sign = "+" if change.reduced else "−"
    formula = f"{decimal_text(after.figure.value)} {sign} {decimal_text(by.figure.value)} = {decimal_text(value)}"
    marks = tuple(writing.cite(s.document, s.figure.place) for s in (after, by))
    writing.say(
        "compute.before",
        name=figure_name(after.figure, writing),
        after=writing.stated(after),
        by_name=figure_name(by.figure, writing),
        by=writing.stated(by),
        before=writing.computed(value, after.figure.unit, formula, marks),
        formula=formula,
    )


def answer_against_target(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes what was planned, what was reached and what lies between for the one row that the question names, else
    for a sentence that states both; False if the question asks for no such difference."""
    if not is_against_target(question, knowledge) or question.asks("which_list", "each", "highest", "lowest", "verify"):
        return False
    pairs = [*_in_rows(question, knowledge), *_in_words(question, knowledge)]
    more, less = (
        knowledge.words.pattern("asked_more", question.plain),
        knowledge.words.pattern("asked_less", question.plain),
    )

    def as_said(pair: Pair) -> bool:
        gap = pair.part.figure.value - pair.whole.figure.value
        return gap > 0 if more and not less else gap < 0 if less and not more else gap != 0

    chosen = next((found for found in pairs if as_said(found[1])), None) or next(iter(pairs), None)
    if chosen is None:
        return False
    write_pair(chosen[1], chosen[0] or figure_name(chosen[1].part.figure, writing), question, writing)
    return True


def _in_rows(question: Question, knowledge: Knowledge) -> Iterator[tuple[str, Pair]]:
    """Target and actual of the one row that is named, with the row's name."""
    for rows in meant_rows(asked_quantity(question, knowledge), knowledge, limit=2):
        lines = [line for line in rows.lines if not line.total] or list(rows.lines)
        if rows.cover >= COVER and rows.narrowed and len(lines) == 1:
            for pair in gap_pairs(lines[0], (("target", "actual"),), question):
                yield " › ".join(lines[0].path), pair


def _in_words(question: Question, knowledge: Knowledge) -> Iterator[tuple[str, Pair]]:
    """What a passage says is planned and what it says is done, of what the question names."""
    asked = [t for t in asked_quantity(question, knowledge).terms if t.weight >= 1]
    for group in figure_groups(question, knowledge):
        pair = _planned_and_done(group, knowledge)
        over = frozenset[str]().union(*(t.over for t in group.figures))
        if pair is not None and any(all(token in over for token in name) for t in asked for name in t.names if name):
            yield "", pair


def _planned_and_done(group: Group, knowledge: Knowledge) -> Pair | None:
    """The first figure that is planned and the first of the same kind that is done, of one passage."""
    planned = [t for t in group.figures if t.before and knowledge.words.pattern("planned_before", t.before)]
    done = [
        t for t in group.figures if t.before and knowledge.words.pattern("done_before", t.before) and t not in planned
    ]
    return next(
        (
            Pair(p.statement, d.statement)
            for p in planned
            for d in done
            if same_kind(p.statement, d.statement, knowledge) and p.statement.figure.value > Decimal(0)
        ),
        None,
    )
