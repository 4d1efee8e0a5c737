"""A quantity before or after something changed it (扩容前几台), and against what was planned for it (超目标几个)."""

from __future__ import annotations

import re
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
_ADDED = re.compile(r"(?:新增|增加|增设|新建|添置|扩充|增|新添|追加|减少|减|裁减|压减)(?:了)?[^，。；\d]{0,12}$")
_REDUCED = re.compile(r"减[^，。；\d]{0,12}$")
_AFTER = re.compile(
    r"(?:后[^，。；\d]{0,14}|达到?|增至|增加到|扩至|扩大到|升至|减至|减到|现有|共有?|总数(?:为|达)?)[^，。；\d]{0,8}$"
)
_FROM = re.compile(r"(?:由|从|原有|原来|此前|建设前的?)[^，。；\d]{0,8}$")
_MORE = re.compile(r"多|高|超|\b(?:more|higher|over|above|exceed)")
_LESS = re.compile(r"少(?!$)(?!个)|低|差|缺|\b(?:fewer|less|lower|below|under)")
_PLANNED = re.compile(r"(?:计划|安排|任务书|目标|原定|要求|应)[^，。；\d]{0,14}$")
_DONE = re.compile(r"(?:完成|实际|达到?|建成|做到|实现)[^，。；\d]{0,8}$")


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
            if (t.statement.figure.measure == "baseline" or _FROM.search(t.before)) and t.statement.figure.unit != "%"
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
        for by in (t for t in group.figures if _ADDED.search(t.before)):
            for after in (t for t in group.figures if t is not by and _AFTER.search(t.before)):
                one, other = by.statement, after.statement
                reduced = bool(_REDUCED.search(by.before))
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
    if not is_against_target(question) or question.asks("which_list", "each", "highest", "lowest", "verify"):
        return False
    pairs = [*_in_rows(question, knowledge), *_in_words(question, knowledge)]
    more, less = _MORE.search(question.plain), _LESS.search(question.plain)

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
    planned = [t for t in group.figures if t.before and _PLANNED.search(t.before)]
    done = [t for t in group.figures if t.before and _DONE.search(t.before) and t not in planned]
    return next(
        (
            Pair(p.statement, d.statement)
            for p in planned
            for d in done
            if same_kind(p.statement, d.statement, knowledge) and p.statement.figure.value > Decimal(0)
        ),
        None,
    )
