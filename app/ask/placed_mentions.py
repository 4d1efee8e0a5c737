"""What each of several named places states of the thing that a question names, and whether they agree."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from app.ask.knowledge import Knowledge
from app.ask.mentions import asked_thing, is_asked, same_kind
from app.ask.occurrences import write_years
from app.ask.places import PlaceEvidence
from app.ask.question import Question
from app.ask.references import section_with_parts
from app.ask.writing import Writing, decimal_text, figure_name, place_words
from index.indicators import Statement, disagree
from index.mentions import Mention

FAR = 0.5
NEAR = 0.6
"""Share of what is asked that the words at a figure of each place must say."""
ALIKE = 0.9
MOST = 4
"""Figures of one place that are shown."""


def write_placed_mentions(
    question: Question, places: Sequence[PlaceEvidence], writing: Writing, knowledge: Knowledge
) -> bool:
    """Writes the figures of the asked thing by place, and whether some of them are the same; False unless every place
    states it in so many words."""
    mentions = [
        m
        for m in knowledge.mentions.find(asked_thing(question, knowledge), least=FAR)
        if m.near >= NEAR and is_asked(m.statement, question, knowledge)
    ]
    told = [_given(_best(mentions, place, knowledge), question) for place in places]
    if len(told) < 2 or not all(told):
        return False
    shown = [s for statements in told for s in statements]
    writing.lines.append("\n".join(dict.fromkeys(_row(s, writing) for s in shown)))
    first = told[0]
    if any(not same_kind(a.figure.unit, b.figure.unit, knowledge) for a in first[:1] for s in told[1:] for b in s[:1]):
        return True
    apart = [
        max(((a, b) for a in one for b in other), key=_of_one_time)
        for i, one in enumerate(told)
        for other in told[i + 1 :]
        if all(disagree((x.figure, y.figure), knowledge.lexicon) for x in one for y in other)
    ]
    if not apart:
        writing.say("places.same")
        return True
    if write_years(shown, question, writing, knowledge) and not writing.conflict:
        return True
    writing.conflict = True
    _write_gap(*apart[0], writing)
    return True


def _given(statements: list[Statement], question: Question) -> list[Statement]:
    """Those whose value the question gives itself, if it gives one of them."""
    return [s for s in statements if s.figure.value in question.numbers] or statements


def _best(mentions: Sequence[Mention], place: PlaceEvidence, knowledge: Knowledge) -> list[Statement]:
    """The figures of the place that speak of the thing most, each value once; of all together, where it says so; none
    if there are too many for one thing."""
    inside = [m for m in mentions if _stands(m.statement, place, knowledge)]
    best = inside[0].score if inside else 0.0
    kept: dict[tuple[Decimal, str, object], Statement] = {}
    for mention in inside:
        figure = mention.statement.figure
        if mention.score >= best * ALIKE:
            kept.setdefault((figure.value, figure.unit, figure.period), mention.statement)
    totals = {
        (line.document, line.table, line.path) for sheet in knowledge.sheets for line in sheet.lines if line.total
    }
    of_all = [s for s in kept.values() if (s.document, s.figure.place.table, s.figure.place.row) in totals]
    found = sorted(of_all or kept.values(), key=lambda s: s.figure.key)
    return found if len(found) <= MOST else []


def _stands(statement: Statement, place: PlaceEvidence, knowledge: Knowledge) -> bool:
    at = statement.figure.place
    if place.table is not None:
        return (statement.document, at.table) == place.table
    if place.section is None or at.table is not None:
        return False
    document, section = place.section
    return statement.document == document and at.section in section_with_parts(knowledge.snapshot, document, section)


def _of_one_time(pair: tuple[Statement, Statement]) -> tuple[bool, bool, int]:
    """How surely two figures are of one time: of the same period, by the same measure, of the last year."""
    first, last = (s.figure for s in pair)
    years = [f.period.last for f in (first, last) if f.period is not None]
    return first.period == last.period, first.measure == last.measure, sum(years)


def _row(statement: Statement, writing: Writing) -> str:
    where = place_words(writing.snapshot, statement.document, statement.figure.place, writing.language)
    name = figure_name(statement.figure, writing)
    return writing.text("lookup.disagrees_row", figure=f"{name} {writing.stated(statement)}", place=where)


def _write_gap(a: Statement, b: Statement, writing: Writing) -> None:
    high, low = sorted((a.figure.value, b.figure.value), reverse=True)
    unit = writing.text("points") if a.figure.unit == "%" else a.figure.unit
    formula = f"{decimal_text(high)} − {decimal_text(low)} = {decimal_text(high - low)}"
    writing.say("places.differ", gap=writing.computed(high - low, unit, formula), formula=formula)
