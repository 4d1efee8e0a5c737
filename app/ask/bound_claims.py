"""A bound that a thing is said to be over or under (有人说满意度跌破95%), held against what the documents state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.ask.conditions import Condition
from app.ask.fitting import compares
from app.ask.knowledge import Knowledge
from app.ask.mentions import PLANNED, are_of_one_thing, find_mentions
from app.ask.question import Question
from app.ask.rows import asked_statement, meant_rows
from app.ask.series import year_series
from app.ask.sheets import Line
from app.ask.writing import Writing, figure_name, place_words
from index.indicators import Statement
from ingest.records import Bound

ALIKE = 0.9
SURE = 0.5
"""Share of the question that what states a figure must cover to be held against it."""
ROW_COVER = 0.6
MOST = 6
ELSE = ("which_list", "which_one", "count", "how_many", "recompute", "conflict", "why", "added")
"""What may be asked with a bound and claims none."""


def answer_bound_claim(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes whether what the documents state of the thing is over or under the number as the question says, and each
    figure; False unless it claims one bound of one thing, and they state figures that it can be held against."""
    bounds = [c for c in question.conditions if c.kind in ("less", "more") and c.value is not None]
    claims = question.asks("verify", "confirm", "hearsay") and not question.asks(*ELSE)
    if not claims or len(bounds) != 1 or len(question.numbers) != 1 or question.references.missing:
        return False
    words = knowledge.words
    # 不到, 超过 are the bound's and name nothing.
    named = (t for t in question.terms if not (words.condition("less", t.text) or words.condition("more", t.text)))
    stated = _stated(replace(question, terms=tuple(named)), bounds[0], knowledge)
    if not stated:
        return False
    verdicts = [compares(s.figure, bounds[0], knowledge.lexicon) for s in stated]
    holds = all(verdicts)
    writing.say("claims.holds" if holds else "claims.partly" if any(verdicts) else "claims.fails")
    writing.lines.append("\n".join(_row(s, writing) for s in stated[:MOST]))
    return True


def _stated(question: Question, bound: Condition, knowledge: Knowledge) -> list[Statement]:
    """The figures of the thing that can be held against the bound: of each year, where the question speaks of years; of
    the row that it names; else of sentences and rows that all tell the same of it."""
    series = next(iter(year_series(question, knowledge)), {}) if question.asks("years_named", "each") else {}
    found = _comparable(list(series.values()), question, bound, knowledge)
    for rows in [] if found else meant_rows(question, knowledge, limit=2):
        if not found and rows.cover >= ROW_COVER and rows.narrowed and len(rows.lines) == 1:
            found = _comparable(_of_row(rows.lines[0], question, knowledge), question, bound, knowledge)
    if found:
        return found
    mentions = find_mentions(question, knowledge)
    best = max((m.near for m in mentions), default=0.0)
    near = [m.statement for m in mentions if m.near >= best * ALIKE and m.near >= SURE]
    if question.measures:
        near = [s for s in near if s.figure.measure in question.measures]
    near = [s for s in near if s is near[0] or are_of_one_thing(near[0], s, question, knowledge)]
    near = _comparable(near, question, bound, knowledge)
    verdicts = {compares(s.figure, bound, knowledge.lexicon) for s in near}
    return near if len(verdicts) == 1 else []


def _of_row(line: Line, question: Question, knowledge: Knowledge) -> list[Statement]:
    """The asked figure of a row, with those of other times that measure the same."""
    asked = asked_statement(line, question, knowledge)
    if asked is None or (asked.figure.measure in PLANNED and asked.figure.measure not in question.measures):
        return list(line.figures("actual"))
    kind = asked.figure.measure, asked.figure.unit
    own = [e.statement for e in line.entries if e.statement is not None]
    return [asked, *(s for s in own if s != asked and (s.figure.measure, s.figure.unit) == kind)]


def _comparable(
    statements: Sequence[Statement], question: Question, bound: Condition, knowledge: Knowledge
) -> list[Statement]:
    """Those in the bound's unit that say what is, exactly; each value of a period once."""
    kept: dict[object, Statement] = {}
    for statement in statements:
        figure = statement.figure
        planned = figure.measure in PLANNED and figure.measure not in question.measures
        dated = not question.periods or figure.period is None or figure.period in question.periods
        if planned or not dated or figure.bound is not Bound.EXACT:
            continue
        if compares(figure, bound, knowledge.lexicon) is not None:
            kept.setdefault((figure.value, figure.period), statement)
    return list(kept.values())


def _row(statement: Statement, writing: Writing) -> str:
    where = place_words(writing.snapshot, statement.document, statement.figure.place, writing.language)
    name = figure_name(statement.figure, writing)
    return writing.text("lookup.disagrees_row", figure=f"{name} {writing.stated(statement)}", place=where)
