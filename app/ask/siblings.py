"""Tables of one shape, one for each project of a plan, taken together: their columns summed, and whether a rate that is
claimed of all of them is that of each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import chain

from app.ask.claims import rates_stated
from app.ask.knowledge import Knowledge
from app.ask.question import Question
from app.ask.select import asked_tokens
from app.ask.sheets import Line, Sheet
from app.ask.writing import Writing, decimal_text, figure_name, place_words, without_unit
from index.indicators import Statement
from index.tokens import text_to_tokens

SUMMED = ("target", "actual", "budget", "received", "spent")
FEWEST = 3
"""Projects from which on they are spoken of together."""
WHOLE = Decimal(100)
NEAR = Decimal("0.2")
"""Share of a total that a sum which is meant to be it may lack: one project may have no such table."""
_ADDED = re.compile(r"(?:按|用|取|以)[^，。；)\d]{0,8}(\d+(?:\.\d+)?)(?:\s*/\s*(\d+(?:\.\d+)?))?")


def check_siblings(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Columns of tables of one shape (one for each project) summed, and held against the total that another table or
    the question states; False unless both are named, by this question or the one before it."""
    asked = (question, *question.before[:1])
    tables = [table for q in asked for table in q.references.tables]
    sheets = [
        sheet
        for sheet in knowledge.sheets
        if len(sheet.tables) > 2 and (not tables or _among(sheet, tables) or _speaks_of(sheet, question))
    ]
    named = [sheet for sheet in sheets if _among(sheet, tables)] or [s for s in sheets if _speaks_of(s, question)]
    if not named:
        return False
    sheet = named[0]
    others = [t for t in tables if t[1] not in sheet.tables]
    done = False
    for measure in [m for m in SUMMED if m in question.measures]:
        total = _stated_total(others, measure, question, knowledge)
        if total is None and question.asks("of_projects"):
            total = _total_given(sheet, measure, question, knowledge)
        column = _column(sheet, measure, total, question, knowledge)
        parts = [s for line in sheet.lines for s in line.figures(measure) if s.figure.place.column == column]
        if len(parts) > 2 and total is not None:
            added = _added(asked, measure)
            parts += _of_projects_without_table(parts, total, knowledge) if not added else ()
            _write_sum(measure, parts, added, total, writing)
            done = True
    return done


def write_exceptions(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Whether a rate is what it is said to be of every project: those of which it is another, then how many it is of;
    that the table that says so of all disagrees. False unless that is asked of tables that have such a rate."""
    if question.asks("added", "sum", "why", "difference") or not question.asks("verify", "conflict"):
        return False
    tables = question.references.tables
    sheets = [sheet for sheet in knowledge.sheets if len(sheet.tables) > 2 and _among(sheet, tables)]
    if not sheets and question.asks("of_projects"):
        sheets = [sheet for sheet in knowledge.sheets if _tells_of_each(sheet, question, knowledge)]
    rates = rates_stated(question) or ([WHOLE] if question.asks("claim") else [])
    if not sheets or not rates:
        return False
    sheet = max(sheets, key=lambda s: (len(s.tables) > 2, _told((s.title, *chain(*s.columns)), question, knowledge)))
    told = _rates_of(sheet, question, knowledge)
    if len(told) < FEWEST:
        return False
    claimed = max(rates)
    others = [s for _, s in told if s.figure.value != claimed]
    header = " ".join(told[0][1].figure.place.column[-1:])
    text = f"{decimal_text(claimed)}%"
    count = writing.computed(Decimal(len(others)), "", writing.text("tally.count_formula"))
    if not others:
        writing.say("siblings.all", name=header, rate=text)
    else:
        writing.say("siblings.not_all", name=header, rate=text, count=count)
    shown = [(line, s) for line, s in told if s in others] or told
    rows = [
        writing.text(
            "lookup.disagrees_row",
            figure=f"{line.name} {writing.stated(s)}",
            place=place_words(writing.snapshot, s.document, s.figure.place, writing.language),
        )
        for line, s in shown
    ]
    writing.lines.append("\n".join(rows))
    whole = [
        s
        for s in knowledge.snapshot.figures
        if (s.document, s.figure.place.table) in tables
        and s.figure.place.table not in sheet.tables
        and s.figure.value == claimed
        and s.figure.unit == "%"
    ]
    for s in whole[:1]:
        place = place_words(writing.snapshot, s.document, s.figure.place, writing.language)
        figure = f"{figure_name(s.figure, writing)} {writing.stated(s)}"
        writing.say("siblings.whole_differs" if others else "siblings.whole_same", figure=figure, place=place)
        writing.conflict = writing.conflict or bool(others)
    return True


def _rates_of(sheet: Sheet, question: Question, knowledge: Knowledge) -> list[tuple[Line, Statement]]:
    """The rate of each row, under the header that says most of what is asked; the last one if that is asked for."""
    found = [
        (line, e.statement)
        for line in sheet.body
        for e in line.entries
        if e.statement is not None and e.figure is not None and e.figure.unit == "%"
    ]
    columns = list(dict.fromkeys(s.figure.place.column for _, s in found))
    if not columns:
        return []
    last = question.asks("last_column")
    named = [path for path in columns if without_unit(path[-1], "%") in question.plain]
    asked = columns[-1] if last else max(named or columns, key=lambda path: _told(path, question, knowledge))
    return [(line, s) for line, s in found if s.figure.place.column == asked]


def _tells_of_each(sheet: Sheet, question: Question, knowledge: Knowledge) -> bool:
    """Whether it is the table of the projects, or parts, of a plan that the question speaks of."""
    told = " ".join((sheet.title, *chain(*sheet.columns)))
    rated = sum(any(e.figure and e.figure.unit == "%" for e in line.entries) for line in sheet.body)
    spoken = [question.plain[slice(*span)] for span in knowledge.words.spans("of_projects", question.plain)]
    nouns = {text[-2:] for text in spoken if not text.isascii()} or {"项目"}
    return rated >= FEWEST and (len(sheet.tables) > 2 or any(noun in told for noun in nouns))


def _total_given(sheet: Sheet, measure: str, question: Question, knowledge: Knowledge) -> Statement | None:
    """The figure outside of the tables that states the number that the question gives."""
    stating = [
        s
        for s in knowledge.snapshot.figures
        if s.figure.value in question.numbers
        and s.figure.measure in (measure, "")
        and not (s.document == sheet.document and s.figure.place.table in sheet.tables)
    ]
    return max(stating, key=lambda s: (s.figure.measure == measure, s.figure.place.table is not None), default=None)


def _of_projects_without_table(
    parts: Sequence[Statement], total: Statement, knowledge: Knowledge
) -> Sequence[Statement]:
    """What is told in words of the one project that has no such table: what the sum wants to the total, else what is
    said of all its years."""
    document, measure = parts[0].document, parts[0].figure.measure
    having = {knowledge.projects.get((s.document, s.figure.place.section or 0)) for s in parts}
    lacking = {project for (d, _), project in knowledge.projects.items() if d == document} - having
    missing = total.figure.value - sum((s.figure.value for s in parts), Decimal(0))
    if len(lacking) != 1 or missing <= 0:
        return ()
    told = [
        s
        for s in knowledge.snapshot.figures
        if knowledge.projects.get((s.document, s.figure.place.section or 0)) in lacking
        and s.figure.place.table is None
        and s.figure.measure in (measure, "")
    ]
    exact = [s for s in told if s.figure.value == missing]
    whole = [s for s in told if s.figure.measure == measure and (p := s.figure.period) and p.first < p.last]
    return (exact or whole)[:1]


def _among(sheet: Sheet, tables: Sequence[tuple[int, int]]) -> bool:
    return sum((sheet.document, table) in tables for table in sheet.tables) > 1


def _speaks_of(sheet: Sheet, question: Question) -> bool:
    """Whether the headers hold what most of the asked measures are called."""
    return any(line.figures(m) for line in sheet.lines for m in question.measures)


def _column(
    sheet: Sheet, measure: str, total: Statement | None, question: Question, knowledge: Knowledge
) -> tuple[str, ...]:
    """The header path of this measure whose sum is about the total, then that which says most of what is asked."""
    figures = [s for line in sheet.lines for s in line.figures(measure)]
    columns = list(dict.fromkeys(s.figure.place.column for s in figures))

    def fitness(path: tuple[str, ...]) -> tuple[bool, float, Decimal]:
        added = sum((s.figure.value for s in figures if s.figure.place.column == path), Decimal(0))
        off = abs(added - total.figure.value) if total else Decimal(0)
        near = total is not None and off <= total.figure.value * NEAR
        return near, _told(path, question, knowledge), -off

    return max(columns, key=fitness, default=())


def _told(column: Sequence[str], question: Question, knowledge: Knowledge) -> float:
    asked = asked_tokens(question)
    return sum(knowledge.evidence.rarity(token) for token in asked & set(text_to_tokens(" ".join(column))))


def _stated_total(
    tables: Sequence[tuple[int, int]], measure: str, question: Question, knowledge: Knowledge
) -> Statement | None:
    """The figure of the tables that is the total: of few rows, with the header that says most of what is asked."""
    found = [
        (line, statement)
        for sheet in knowledge.sheets
        for line in sheet.lines
        if (line.document, line.table) in tables and (line.total or len(sheet.lines) == 1)
        for statement in line.figures(measure)
    ]
    stated = [s for _, s in found if s.figure.value in question.numbers]
    candidates = stated or [s for _, s in found]
    return max(candidates, key=lambda s: _told(s.figure.place.column, question, knowledge), default=None)


def _added(questions: Sequence[Question], measure: str) -> list[Decimal]:
    """What the question adds by itself: 党建按正文27项; of 27/30 the first is for what is done."""
    for question in questions:
        found = _ADDED.search(question.plain)
        if found:
            whole = found[2] or found[1]
            return [Decimal(whole if measure in ("target", "budget") else found[1])]
    return []


def _write_sum(
    measure: str, parts: Sequence[Statement], added: Sequence[Decimal], total: Statement, writing: Writing
) -> None:
    values = [*(s.figure.value for s in parts), *added]
    result = sum(values, Decimal(0))
    formula = " + ".join(decimal_text(v) for v in values) + f" = {decimal_text(result)}"
    marks = tuple(writing.cite(s.document, s.figure.place) for s in (*parts, total))
    holds = result == total.figure.value
    writing.conflict = writing.conflict or not holds
    writing.say(
        "check.total_holds" if holds else "check.sum_fails",
        name=parts[0].figure.place.column[-1] if parts[0].figure.place.column else writing.text(f"measure.{measure}"),
        formula=formula,
        stated=writing.stated(total),
        place=place_words(writing.snapshot, total.document, total.figure.place, writing.language),
        result=writing.computed(result, total.figure.unit, formula, marks),
    )
