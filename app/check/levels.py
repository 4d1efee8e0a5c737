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
from app.check.vocabulary import check_words
from app.check.yearly import thing_families
from index.restatements import plain_name, statement_name
from index.statements import Statement, own_words
from prompts import message

LONG_TABLE = 15
"""Rows from which a table lists what a sentence sums up by level."""
MOST_OF_ONE = 5
"""Greater counts of two levels are mostly two things."""
MOST_PLACES = 12
_TWO = 2


def check_levels(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """Over all documents."""
    for statements in thing_families(knowledge, ("", "actual"), by_level=False):
        yield from _two_levels([s for s in statements if not s.holder], knowledge, language)
    yield from _rows_of_level(knowledge, language)
    yield from _levels_apart(knowledge, language)


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


def _levels_apart(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """What two sentences say that all results of a level are, no value in common: 国家级 3 项 4 个, 国家级 5 项."""
    branches = Branches(knowledge.snapshot)
    told: dict[tuple[int, str, bool], dict[tuple[int, int | None], list[Statement]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for s in knowledge.snapshot.figures:
        level = _level_told(s, knowledge)
        period = s.figure.period
        if level and not s.holder and not branches.inside(s) and period is not None and period.first != period.last:
            kind = (s.document, level_rank(level), s.figure.measure == "target")
            told[kind][s.document, s.figure.passage].append(s)
    for passages in told.values():
        for found in passages.values():
            # Beside what is said to be finished, a count that says nothing may be what was to be.
            if any(s.figure.measure == "actual" for s in found):
                found[:] = [s for s in found if s.figure.measure == "actual"]
        values = [{s.figure.value for s in found} for found in passages.values()]
        if len(values) != _TWO or values[0] & values[1] or not _comparable(*values):
            continue
        statements = [s for found in passages.values() for s in found]
        words = message(language, "answers.and").join(dict.fromkeys(figure_text(s.figure) for s in statements))
        summary = message(language, "check.restated", name=statements[0].figure.level, values=words)
        places = [stated_at(knowledge.snapshot, s) for s in statements]
        yield make_finding(
            "restated", "high", summary, places, confidence="0.6", reason=message(language, "check.worded")
        )


def _comparable(a: set[Decimal], b: set[Decimal]) -> bool:
    """Whether some value of the one is near some value of the other."""
    return any(min(x, y) * _TWO >= max(x, y) for x in a for y in b)


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
    for word in (*check_words().levels.describing, *lexicon.holders.generic):
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
        if figure.value == total:
            yield from _kinds_of_rows(statement, rows, level, sheet, knowledge, language)
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


def _kinds_of_rows(
    statement: Statement, rows: Sequence[Statement], level: str, sheet: Sheet, knowledge: Knowledge, language: str
) -> Iterator[Judgement]:
    """21 项 203 个: where the sum is that of the rows, the kinds must be the rows that are not nought."""
    counted = [s for s in rows if s.figure.value > 0]
    beside = [
        s
        for s in knowledge.snapshot.beside(statement)
        if s.figure.end <= statement.figure.start and statement.figure.start - s.figure.end <= 1
        if s.figure.unit != statement.figure.unit and s.figure.level == statement.figure.level
    ]
    if len(beside) != 1 or beside[0].figure.value == len(counted) or beside[0].figure.value * _TWO < len(counted):
        return
    summary = message(
        language,
        "check.kinds_of_rows",
        level=level,
        stated=figure_text(beside[0].figure),
        count=len(counted),
        total=figure_text(statement.figure),
        table=sheet.number or sheet.title,
    )
    places = [stated_at(knowledge.snapshot, s) for s in (beside[0], statement, *counted)]
    yield make_finding("parts", "medium", summary, places, confidence="0.6")
