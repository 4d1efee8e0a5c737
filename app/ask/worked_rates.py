"""Rates that no cell states, worked out from what the table does: of rows that a question tells apart, taken together
(推进中的项目支出合计占预算合计的比重), and of a year that has parts and wholes only (2022年的到位率)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from app.ask.columns import Column, columns_of, header_spans
from app.ask.knowledge import Knowledge
from app.ask.lists import sheet_name, write_rows
from app.ask.queries import Query, told_apart
from app.ask.question import Question
from app.ask.rates import INPUTS
from app.ask.rows import Rows, meant_rows
from app.ask.sheets import Line, Sheet
from app.ask.writing import Writing, decimal_text, figure_name, without_unit
from app.ask.years import percent
from index.indicators import Statement, normal_label
from index.tokens import plain

MEANT = 0.5
"""Share of the question that a table must say for its total row to be what a rate of a year is asked of."""
MOST_YEARS = 6
ELSE = ("verify", "conflict", "highest", "lowest", "why", "difference", "compare", "average", "gap", "supposed")
"""Kinds of questions that want more, or another thing, than one rate."""


def answer_worked_rate(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes the rate with its parts and wholes; False if the question asks for none, or no table has them."""
    one_by_one = question.asks("each") and not knowledge.words.pattern("together", question.plain)
    if question.asks(*ELSE) or one_by_one or question.unknown:
        return False
    return _write_of_rows(question, writing, knowledge) or _write_of_years(question, writing, knowledge)


def _write_of_rows(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """The rate of several rows: the sum of one of their columns by that of another, or by the total of the first."""
    text, words = question.plain, knowledge.words
    cut = words.pattern("part_of_whole", text)
    rates = [m for m in question.measures if m in INPUTS]
    together = words.pattern("together", text) or words.pattern("overall_rate", text)
    if cut is None and not (len(rates) == 1 and together):
        return False
    # What is added up is no share itself.
    query = told_apart(replace(question, measures=tuple(m for m in question.measures if m != "share")), knowledge)
    if query is None or len(query.lines) < 2 or not query.filters:
        return False
    if cut is not None:
        part = _said(query, question, (0, cut.start()), knowledge)
        whole = _said(query, question, (cut.end(), len(text)), knowledge)
    else:
        part_measure, whole_measure = INPUTS[rates[0]]
        part = _measuring(query.sheet, part_measure, question)
        # Tables of projects give what was set aside for each, and not what came in.
        whole = _measuring(query.sheet, whole_measure, question) or _measuring(query.sheet, "budget", question)
    if part is None:
        return False
    parts = _statements(query.lines, part)
    wholes = _statements(query.lines, whole) if whole is not None and whole != part else []
    if not wholes and cut is not None and whole in (None, part) and words.pattern("of_all", text[cut.end() :]):
        wholes = _statements([line for line in query.sheet.lines if line.total][:1], part)
    if len(parts) < len(query.lines) or not wholes or not _same_kind(parts, wholes, knowledge):
        return False
    rows = Rows(query.sheet, query.lines, 1.0, narrowed=True)
    writing.say(
        "query.rate",
        table=sheet_name(rows, writing),
        count=writing.computed(Decimal(len(query.lines)), "", writing.text("tally.count_formula")),
        part_name=_label(parts),
        part=_total(parts, writing),
        whole_name=_label(wholes),
        whole=_total(wholes, writing),
        rate=_rate(parts, wholes, writing),
    )
    write_rows(rows, query.lines, question, writing, knowledge)
    return True


def _write_of_years(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """The rate of one row in each of the years asked for, where the documents state it of no such year."""
    rates = [m for m in question.measures if m in INPUTS]
    years = [p for p in question.periods if p.first == p.last and not p.part]
    if len(rates) != 1 or not 0 < len(years) <= MOST_YEARS or question.conditions or question.asks("which_list"):
        return False
    stated = {s.figure.period for s in knowledge.snapshot.figures if s.figure.measure == rates[0]}
    if any(year in stated for year in years):
        return False
    for rows in meant_rows(question, knowledge):
        line = _named_line(rows, question)
        if line is None:
            continue
        pairs = [
            (part, whole)
            for year in years
            for part in line.figures(INPUTS[rates[0]][0])
            for whole in line.figures(INPUTS[rates[0]][1])
            if part.figure.period == whole.figure.period == year and whole.figure.value
        ]
        if len(pairs) != len(years) or not all(_same_kind([p], [w], knowledge) for p, w in pairs):
            continue
        for part, whole in pairs:
            value, formula = _quotient([part], [whole])
            marks = tuple(writing.cite(s.document, s.figure.place) for s in (part, whole))
            writing.say(
                "compute.share_of",
                first_name=figure_name(part.figure, writing),
                first=writing.stated(part),
                second_name=figure_name(whole.figure, writing),
                second=writing.stated(whole),
                share=writing.computed(value, "%", formula, marks),
                formula=formula,
            )
        return True
    return False


def _named_line(rows: Rows, question: Question) -> Line | None:
    """The row that the question names in full, else the total of a table that it means."""
    named = [line for line in rows.sheet.body if plain(normal_label(line.name)) in question.plain and line.name]
    if named:
        return max(named, key=lambda line: len(line.name))
    totals = [line for line in rows.sheet.lines if line.total]
    return totals[0] if totals and rows.cover >= MEANT else None


def _said(query: Query, question: Question, side: tuple[int, int], knowledge: Knowledge) -> Column | None:
    """The column of counts that the question names on one side of the word that asks for the share, the one it names
    last before that word or first behind it."""
    taken = [span for f in query.filters for span in f.spans]
    measures = knowledge.words.measures_asked(question.plain[slice(*side)])
    best: tuple[float, Column] | None = None
    for column in columns_of(query.sheet):
        figures = _statements(query.lines, column)
        if not figures or figures[0].figure.unit == "%":
            continue
        spans = [
            s
            for s in header_spans(question, without_unit(column[-1], figures[0].figure.unit))
            if side[0] <= s[0] and s[1] <= side[1] and not any(s[0] < e and b < s[1] for b, e in taken)
        ]
        score = sum(end - start for start, end in spans) + 2.0 * (figures[0].figure.measure in measures)
        score += 0.5 * (figures[0].figure.period in question.periods)
        if score >= 1 and (best is None or score > best[0]):
            best = score, column
    return best[1] if best else None


def _measuring(sheet: Sheet, measure: str, question: Question) -> Column | None:
    """The first column of figures of this measure, of the year asked for if there is one."""
    found = [
        (figures[0].figure.period not in question.periods, at, column)
        for at, column in enumerate(columns_of(sheet))
        if (figures := _statements(sheet.body, column)) and figures[0].figure.measure == measure
    ]
    return min(found)[2] if found else None


def _statements(lines: Sequence[Line], column: Column) -> list[Statement]:
    return [e.statement for line in lines for e in line.entries if e.column == column and e.statement is not None]


def _same_kind(parts: Sequence[Statement], wholes: Sequence[Statement], knowledge: Knowledge) -> bool:
    """Whether all are of one unit: a rate of people by area is none."""
    return len({s.figure.unit for s in (*parts, *wholes)}) == 1 and any(s.figure.value for s in wholes)


def _label(statements: Sequence[Statement]) -> str:
    return without_unit(statements[0].figure.place.column[-1], statements[0].figure.unit)


def _total(statements: Sequence[Statement], writing: Writing) -> str:
    if len(statements) == 1:
        return writing.stated(statements[0])
    total = sum((s.figure.value for s in statements), Decimal(0))
    formula = " + ".join(decimal_text(s.figure.value) for s in statements) + f" = {decimal_text(total)}"
    marks = tuple(writing.cite(s.document, s.figure.place) for s in statements)
    return writing.computed(total, statements[0].figure.unit, formula, marks)


def _rate(parts: Sequence[Statement], wholes: Sequence[Statement], writing: Writing) -> str:
    value, formula = _quotient(parts, wholes)
    marks = tuple(writing.cite(s.document, s.figure.place) for s in (*parts, *wholes))
    return writing.text(
        "query.worked_out", value=writing.computed(value, "%", formula, marks), formula=formula, mark=""
    )


def _quotient(parts: Sequence[Statement], wholes: Sequence[Statement]) -> tuple[Decimal, str]:
    part = sum((s.figure.value for s in parts), Decimal(0))
    whole = sum((s.figure.value for s in wholes), Decimal(0))
    value = percent(part, whole)
    return value, f"{decimal_text(part)} / {decimal_text(whole)} = {decimal_text(value)}%"
