"""Levels: one thing that is called two, and rows of a level that do not make what a sentence says of the level."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from app.ask.knowledge import Knowledge
from app.ask.sheets import Sheet
from app.ask.writing import decimal_text, figure_text
from app.check.checked import Judgement, holds, sum_formula
from app.check.finding import make_finding, stated_at
from index.restatements import statement_name
from index.statements import SPECIFIC, Statement, own_words
from prompts import message

LONG_TABLE = 15
"""Rows from which a table lists what a sentence sums up by level."""
MOST_PLACES = 8


def check_levels(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """Over all documents."""
    named: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement in knowledge.snapshot.figures:
        name = _without_level(statement_name(statement.figure, knowledge.lexicon) or "", knowledge)
        if len(name) >= SPECIFIC and statement.figure.measure in ("", "actual") and not statement.holder:
            named[name, knowledge.lexicon.base_unit(statement.figure.unit)[0]].append(statement)
    for (name, _), statements in named.items():
        yield from _two_levels(name, statements, knowledge, language)
    yield from _rows_of_level(knowledge, language)


def _without_level(name: str, knowledge: Knowledge) -> str:
    for level in knowledge.lexicon.levels:
        name = name.removeprefix(level)
    return name


def _two_levels(name: str, statements: Sequence[Statement], knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """The same count of the same thing, called 省级 here and 校级 there."""
    by_value: dict[Decimal, list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement.figure.level and not statement.figure.level.endswith("以上"):
            by_value[statement.figure.value].append(statement)
    for value, same in by_value.items():
        levels = list(dict.fromkeys(s.figure.level for s in same))
        if len(levels) != 2 or value > 5 or len({s.figure.place.section for s in same}) < 2:
            continue
        both = {s.figure.level for s in statements if s.figure.value != value}
        if set(levels) <= both:
            continue
        summary = message(language, "check.level", name=name, values=message(language, "answers.and").join(levels))
        places = [
            stated_at(knowledge.snapshot, s).model_copy(update={"value": s.figure.level}) for s in same[:MOST_PLACES]
        ]
        yield make_finding("restated", "high", summary, places, confidence="0.6")


def _rows_of_level(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """国家级 5 项 in a sentence against the rows of that level in the table of results beside it."""
    snapshot, lexicon = knowledge.snapshot, knowledge.lexicon
    for statement in snapshot.figures:
        figure = statement.figure
        if (
            figure.place.table is not None
            or figure.measure not in ("", "actual")
            or own_words(figure) not in lexicon.levels
        ):
            continue
        for sheet in knowledge.sheets:
            if (
                sheet.document != statement.document
                or len(sheet.lines) < LONG_TABLE
                or sheet.headings[:1] != statement.headings[:1]
            ):
                continue
            rows = _actuals(sheet, own_words(figure))
            if not rows:
                continue
            total = sum((r.figure.value for r in rows), Decimal(0))
            formula = " + ".join(decimal_text(r.figure.value) for r in rows) + f" = {decimal_text(total)}"
            if figure.value in (total, Decimal(len(rows)), Decimal(sum(r.figure.value > 0 for r in rows))):
                yield holds("parts", [statement, *rows], sum_formula(rows, total))
                continue
            summary = message(
                language,
                "check.level_rows",
                level=own_words(figure),
                stated=figure_text(figure),
                expected=decimal_text(total),
                table=sheet.number or sheet.title,
            )
            places = [stated_at(snapshot, s) for s in (statement, *rows[:MOST_PLACES])]
            yield make_finding("parts", "high", summary, places, recomputed=formula, confidence="0.6")


def _actuals(sheet: Sheet, level: str) -> list[Statement]:
    """The actual counts of the rows of a level; none if other rows may be of it too (省级以上)."""
    if any(level in line.level and line.level != level for line in sheet.lines):
        return []
    return [s for line in sheet.lines if line.level == level and (s := line.first("actual"))]
