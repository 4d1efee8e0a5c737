"""A body beside those that it measures itself against: every indicator of the comparison, where it is behind first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.answer import AnswerTable
from app.ask.fitting import is_better_lower
from app.ask.knowledge import Knowledge
from app.ask.question import Question
from app.ask.sheets import Line, Sheet
from app.ask.writing import Writing, decimal_text
from index.indicators import Statement
from index.matching import Term
from index.statements import own_words
from index.tokens import text_to_tokens

FEWEST = 2
"""Indicators from which a table is a comparison that can be told as one."""
NAMED = 0.6
LEAST = 0.7
"""Weight from which a word of the question names something."""
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Compared:
    """One indicator: the body's own figure, those of the others, and how far it is ahead of the last of them, which is
    the mean where the table gives one; less than 0 is behind."""

    name: str
    own: Statement
    others: tuple[Statement, ...]
    ahead: Decimal


def answer_benchmark(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes the comparison with other bodies as a table; False if it is not asked for, or no table compares."""
    if not question.asks("benchmark") or not question.asks("compare", "difference", "gap", "summary", "how"):
        return False
    for compared in (*(_sheet_pairs(sheet, knowledge) for sheet in knowledge.sheets), _sentence_pairs(knowledge)):
        if len(compared) < FEWEST:
            continue
        named = [found for found in compared if _is_named(found, compared, question, knowledge)]
        if not named and _names_another(question, knowledge):
            continue
        _write(named if named and not _asks_all(question) else compared, writing)
        return True
    return False


def _sheet_pairs(sheet: Sheet, knowledge: Knowledge) -> list[Compared]:
    return [found for line in sheet.lines if (found := _compared(line, knowledge)) is not None]


def _sentence_pairs(knowledge: Knowledge) -> list[Compared]:
    """What sentences of one section say of another body and, called the same, of the own one."""
    by_name: dict[tuple[int, int | None, str, str], list[Statement]] = defaultdict(list)
    others: list[tuple[tuple[int, int | None, str, str], Statement]] = []
    for statement in knowledge.snapshot.figures:
        figure = statement.figure
        name = _bare_name(statement, knowledge) if figure.passage is not None else ""
        if len(name) < SHORTEST:
            continue
        key = statement.document, figure.place.section, name, knowledge.lexicon.base_unit(figure.unit)[0]
        if statement.holder:
            others.append((key, statement))
        else:
            by_name[key].append(statement)
    found: dict[str, Compared] = {}
    for key, other in others:
        for own in by_name.get(key, ()):
            if own.figure.period is None or other.figure.period in (None, own.figure.period):
                ahead = own.figure.value - other.figure.value
                lower = knowledge.words.is_better_lower(key[2], "")
                found.setdefault(key[2], Compared(key[2], own, (other,), -ahead if lower else ahead))
    return list(found.values())


def _bare_name(statement: Statement, knowledge: Knowledge) -> str:
    """What a figure counts, without the body that it is of."""
    name = own_words(statement.figure)
    holders = knowledge.lexicon.holders
    for body in sorted((*holders.other, *holders.own), key=len, reverse=True):
        name = name.replace(body, "")
    return name.removeprefix("的")


def _compared(line: Line, knowledge: Knowledge) -> Compared | None:
    snapshot = knowledge.snapshot
    stated = [
        snapshot.figures[snapshot.figure_position[e.statement.document, e.statement.figure.key]]
        for e in line.entries
        if e.statement is not None
    ]
    own = [statement for statement in stated if not statement.holder]
    others = [statement for statement in stated if statement.holder]
    if not others:
        return None
    columns = {s.figure.place.column[-1:] for s in others}
    own = [s for s in own if s.figure.unit == others[-1].figure.unit and s.figure.measure != "difference"]
    if len(columns) != len(others) or not own:
        return None
    ahead = own[0].figure.value - others[-1].figure.value
    return Compared(line.name, own[0], tuple(others), -ahead if is_better_lower(line, knowledge) else ahead)


def _names_another(question: Question, knowledge: Knowledge) -> bool:
    """Whether the question is about something of its own, and not about the comparison as a whole."""
    words = knowledge.words
    general = (*words.task_words, *words.measuring, *words.selves)
    return any(term.weight >= LEAST and term.text not in general for term in _subjects(question, knowledge))


def _subjects(question: Question, knowledge: Knowledge) -> list[Term]:
    """What the question names besides the bodies that it compares."""
    bodies = [question.plain[slice(*span)] for span in knowledge.words.spans("benchmark", question.plain)]
    return [term for term in question.terms if not any(term.text in body for body in bodies)]


def _is_named(row: Compared, among: Sequence[Compared], question: Question, knowledge: Knowledge) -> bool:
    """Whether a word of the question names this indicator, and not all of them; not by what it calls the others."""
    tokens = set(text_to_tokens(row.name))
    everywhere = [set(text_to_tokens(found.name)) for found in among]
    return any(
        name
        and sum(token in tokens for token in name) >= NAMED * len(name)
        and not all(any(token in other for token in name) for other in everywhere)
        for term in _subjects(question, knowledge)
        if term.weight >= 1
        for name in term.names
    )


def _asks_all(question: Question) -> bool:
    return question.asks("which_list", "all_of", "summary")


def _write(compared: Sequence[Compared], writing: Writing) -> None:
    ordered = sorted(compared, key=_share)
    than = _header(ordered[0].others[-1], writing)
    for key, group in (
        ("benchmark.behind", [found for found in ordered if found.ahead < 0]),
        ("benchmark.ahead", [found for found in reversed(ordered) if found.ahead > 0]),
        ("benchmark.level", [found for found in ordered if not found.ahead]),
    ):
        if group:
            names = writing.text("enumeration").join(found.name for found in group)
            count = writing.computed(Decimal(len(group)), "", writing.text("tally.count_formula"))
            writing.say(key, count=count, names=names, than=than)
    columns = [
        writing.text("benchmark.indicator"),
        _header(ordered[0].own, writing),
        *(_header(statement, writing) for statement in ordered[0].others),
        writing.text("benchmark.gap", than=than),
    ]
    writing.tabulate(AnswerTable(columns=columns, rows=[_row(found, writing) for found in ordered]))


def _share(found: Compared) -> Decimal:
    """How far ahead, as a share of what it is measured against: indicators have units of their own."""
    against = abs(found.others[-1].figure.value)
    return found.ahead / against if against else found.ahead


def _row(found: Compared, writing: Writing) -> list[str]:
    own, other = found.own.figure, found.others[-1].figure
    high, low = max(own.value, other.value), min(own.value, other.value)
    formula = f"{decimal_text(high)} − {decimal_text(low)} = {decimal_text(high - low)}"
    unit = writing.text("points") if own.unit == "%" else own.unit
    marks = (writing.cite(found.own.document, own.place), writing.cite(found.others[-1].document, other.place))
    gap = writing.computed(high - low, unit, formula, marks)
    more = "benchmark.more" if own.value > other.value else "benchmark.less" if own.value < other.value else ""
    shown = writing.text(more, gap=gap) if more else gap
    return [found.name, writing.stated(found.own), *map(writing.stated, found.others), shown]


def _header(statement: Statement, writing: Writing) -> str:
    """The body that a figure is of: its column, or whether it is the own one."""
    column = " ".join(statement.figure.place.column[-1:])
    return column or writing.text("benchmark.other" if statement.holder else "benchmark.own")
