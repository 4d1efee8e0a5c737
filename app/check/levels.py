"""Levels: one thing that is called two, and rows of a level that do not make what a sentence says of the level."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from app.ask.knowledge import Knowledge
from app.ask.sheets import Sheet
from app.ask.writing import decimal_text, figure_text
from app.check.branches import Branches
from app.check.checked import Judgement, cannot_check, holds, sum_formula
from app.check.finding import make_finding, stated_at
from app.check.yearly import thing_families
from index.restatements import plain_name, statement_name
from index.statements import Statement, own_words
from prompts import message

LONG_TABLE = 15
"""Rows from which a table lists what a sentence sums up by level."""
MOST_OF_ONE = 5
"""Greater counts of two levels are mostly two things."""
MOST_PLACES = 12


def check_levels(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """Over all documents."""
    for statements in thing_families(knowledge, ("", "actual"), by_level=False):
        yield from _two_levels([s for s in statements if not s.holder], knowledge, language)
    yield from _rows_of_level(knowledge, language)


def _two_levels(statements: Sequence[Statement], knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """The same count of the same thing, called 省级 here and 校级 there."""
    by_value: dict[Decimal, list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement.figure.level and not statement.figure.level.endswith("以上"):
            by_value[statement.figure.value].append(statement)
    for value, same in by_value.items():
        levels = list(dict.fromkeys(s.figure.level for s in same))
        if (
            len({level_rank(level) for level in levels}) != 2
            or value > MOST_OF_ONE
            or len({s.figure.place.section for s in same}) < 2
        ):
            continue
        if _told_apart(statements, {level_rank(level) for level in levels}):
            continue
        both = {s.figure.level for s in statements if s.figure.value != value}
        if set(levels) <= both:
            continue
        name = plain_name(statement_name(same[0].figure, knowledge.lexicon) or "", knowledge.lexicon)
        summary = message(language, "check.level", name=name, values=message(language, "answers.and").join(levels))
        places = [
            stated_at(knowledge.snapshot, s).model_copy(update={"value": s.figure.level}) for s in same[:MOST_PLACES]
        ]
        yield make_finding("restated", "high", summary, places, confidence="0.6")


def _told_apart(statements: Sequence[Statement], ranks: set[str]) -> bool:
    """Whether one passage names the thing at both levels: then there is one of each."""
    by_passage: dict[tuple[int, int | None], set[str]] = defaultdict(set)
    for s in statements:
        if s.figure.passage is not None and s.figure.level:
            by_passage[s.document, s.figure.passage].add(level_rank(s.figure.level))
    return any(ranks <= found for found in by_passage.values())


def level_rank(level: str) -> str:
    """What 省级, 省部级 and 省级以上 share: the first character says whose level it is."""
    return level[:1]


def _rows_of_level(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """国家级 5 项 in a sentence against the rows of that level in the table of results beside it: the targets of the
    rows if the sentence tells of a target. Rows of 省级以上 may count for 省级 or not."""
    branches = Branches(knowledge.snapshot)
    for statement in knowledge.snapshot.figures:
        level = _level_told(statement, knowledge)
        if not level or branches.inside(statement):
            continue
        sheet = _nearest_list(statement, level, knowledge)
        if sheet is not None:
            yield from _against_rows(statement, level, sheet, knowledge, language)


def _nearest_list(statement: Statement, level: str, knowledge: Knowledge) -> Sheet | None:
    """The long table with rows of this level whose section is nearest to the sentence's."""
    records = knowledge.snapshot.records[statement.document]
    own = statement.figure.place.section or 0
    found = [
        (abs((records.tables[sheet.tables[0]].section or 0) - own), at, sheet)
        for at, sheet in enumerate(knowledge.sheets)
        if sheet.document == statement.document
        and len(sheet.lines) >= LONG_TABLE
        and any(level_rank(line.level) == level_rank(level) for line in sheet.body)
    ]
    return min(found, default=(0, 0, None))[2]


def _level_told(statement: Statement, knowledge: Knowledge) -> str:
    """The level that a figure in a sentence counts all results of: 国家级, 省级项目成果; empty if it counts others."""
    figure, lexicon = statement.figure, knowledge.lexicon
    if figure.place.table is not None or figure.measure not in ("", "actual", "target"):
        return ""
    words = own_words(figure)
    level = next((level for level in sorted(lexicon.levels, key=len, reverse=True) if words.startswith(level)), "")
    rest = words.removeprefix(level)
    for word in lexicon.holders.generic:
        rest = rest.replace(word, "")
    return level if level and len(rest) <= 1 else ""


def _against_rows(
    statement: Statement, level: str, sheet: Sheet, knowledge: Knowledge, language: str
) -> Iterator[Judgement]:
    figure = statement.figure
    measures = (figure.measure,) if figure.measure else ("actual", "target")
    lines = [line for line in sheet.body if level_rank(line.level) == level_rank(level)]
    sums: list[tuple[Decimal, list[Statement]]] = []
    counts: set[Decimal] = set()
    for measure in measures:
        for some in (lines, [line for line in lines if not line.level.endswith("以上")]):
            rows = [s for line in some if (s := line.first(measure))]
            if len(rows) > 1:
                sums.append((sum((s.figure.value for s in rows), Decimal(0)), rows))
            counts |= {Decimal(len(rows)), Decimal(sum(s.figure.value > 0 for s in rows))}
    if not sums:
        return
    total, rows = min(sums, key=lambda found: abs(found[0] - figure.value))
    formula = sum_formula(rows, total)
    if figure.value == total or figure.value in counts:
        yield holds("parts", [statement, *rows], formula)
        return
    if not total / 2 <= figure.value <= total * 2:
        yield cannot_check("parts", [statement], message(language, "check.open_sum"))
        return
    summary = message(
        language,
        "check.level_rows",
        level=level,
        stated=figure_text(figure),
        expected=decimal_text(total),
        table=sheet.number or sheet.title,
    )
    places = [stated_at(knowledge.snapshot, s) for s in (statement, *[r for r in rows if r.figure.value][:MOST_PLACES])]
    yield make_finding("parts", "high", summary, places, recomputed=formula, confidence="0.6")
