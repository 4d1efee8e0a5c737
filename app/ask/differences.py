"""Differences within one table: between two rows that the question names, or between two columns of a row."""

from __future__ import annotations

from app.ask.computing import named_alone, states_all_years
from app.ask.knowledge import Knowledge
from app.ask.quantities import adds_years, with_year_before
from app.ask.question import Question
from app.ask.rows import asked_statement, meant_rows
from app.ask.select import asked_tokens
from app.ask.sheets import Entry, Line
from app.ask.writing import Writing, decimal_text, place_words
from app.ask.years import answer_row_years, answer_years_in_words
from index.indicators import Statement
from index.tokens import text_to_tokens

COVER = 0.6
"""Share of the question that a table must cover."""
NAMED = 0.6
"""Share of an asked word that a header must hold to be what the word names."""


def answer_exactly(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes a difference whose operands a table holds under the very names that the question uses; False if none does.

    Such an answer stands even where no sentence or row alone says what is asked.
    """
    if question.asks("each", "which_list", "unfinished", "why"):
        return False
    if adds_years(question):
        return answer_row_years(question, writing, knowledge) or (
            question.asks("count", "how_many")
            and not states_all_years(question, knowledge)
            and answer_years_in_words(question, writing, knowledge)
        )
    if not question.asks("difference", "compare", "gap"):
        return False
    if len(with_year_before(question, knowledge).periods) > 1 and answer_row_years(question, writing, knowledge):
        return True
    if len(question.periods) > 1:
        return False
    return answer_difference(question, writing, knowledge)


def answer_difference(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes both figures and what lies between them; False unless a table holds exactly what the question compares."""
    for rows in meant_rows(question, knowledge, limit=2):
        if rows.cover < COVER:
            continue
        body = rows.sheet.body
        named = [line for line in body if named_alone(line, body, question)]
        if len(named) == 2:
            pair = _of_two_rows(named[0], named[1], question, knowledge)
            names = (named[0].name, named[1].name)
        elif len(named) == 1 or (rows.narrowed and len(rows.lines) == 1):
            line = named[0] if named else rows.lines[0]
            pair = _of_two_columns(line, question, knowledge)
            names = (pair[0].figure.place.column[-1], pair[1].figure.place.column[-1]) if pair else ("", "")
        else:
            continue
        if pair is not None:
            _write(pair, names, writing)
            return True
    return False


def _of_two_rows(
    first: Line, second: Line, question: Question, knowledge: Knowledge
) -> tuple[Statement, Statement] | None:
    """The asked figure of both rows: of one column, which the question names if there are several."""
    pair = asked_statement(first, question, knowledge), asked_statement(second, question, knowledge)
    if pair[0] is None or pair[1] is None or pair[0].figure.place.column != pair[1].figure.place.column:
        return None
    if pair[0].figure.unit != pair[1].figure.unit:
        return None
    header = set(text_to_tokens(" ".join(pair[0].figure.place.column)))
    numeric = [e for e in first.entries if e.statement is not None]
    if len(numeric) > 1 and not header & asked_tokens(question) and pair[0].figure.measure not in question.measures:
        return None
    return pair[0], pair[1]


def _of_two_columns(line: Line, question: Question, knowledge: Knowledge) -> tuple[Statement, Statement] | None:
    """Two figures of the row whose headers the question names, or one of them and the body's own."""
    name = set(text_to_tokens(line.name))

    def told(entry: Entry) -> bool:
        header = set(text_to_tokens(" ".join(entry.column[-1:])))
        return any(
            sum(t in header for t in words) >= NAMED * len(words) and not set(words) <= name
            for term in question.terms
            if term.weight >= 1
            for words in term.names
            if words
        )

    entries = [e for e in line.entries if e.statement is not None and e.figure and e.figure.measure != "difference"]
    asked = [e.statement for e in entries if told(e)]
    own = [
        e.statement
        for e in entries
        if any(word in part for word in knowledge.lexicon.holders.own for part in e.column[-1:])
    ]
    chosen = (
        [s for s in (*own[:1], *asked) if s is not None] if len(asked) == 1 else [s for s in asked if s is not None]
    )
    if len(chosen) != 2 or chosen[0] == chosen[1] or chosen[0].figure.unit != chosen[1].figure.unit:
        return None
    return chosen[0], chosen[1]


def _write(pair: tuple[Statement, Statement], names: tuple[str, str], writing: Writing) -> None:
    first, second = pair
    difference = first.figure.value - second.figure.value
    high, low = max(first.figure.value, second.figure.value), min(first.figure.value, second.figure.value)
    formula = f"{decimal_text(high)} − {decimal_text(low)} = {decimal_text(high - low)}"
    marks = tuple(writing.cite(s.document, s.figure.place) for s in pair)
    unit = writing.text("points") if first.figure.unit == "%" else first.figure.unit
    writing.say(
        "compute.more" if difference > 0 else "compute.less" if difference < 0 else "compute.equal",
        first_name=names[0],
        first=writing.stated(first),
        second_name=names[1],
        second=writing.stated(second),
        gap=writing.computed(abs(difference), unit, formula, marks),
        formula=formula,
        place=place_words(writing.snapshot, first.document, first.figure.place, writing.language),
    )
