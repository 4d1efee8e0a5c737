"""Places that state one thing differently: all their values with their places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from app.ask.knowledge import Knowledge
from app.ask.mentions import (
    PLANNED,
    are_of_one_thing,
    asked_thing,
    called_alike,
    disputing,
    find_mentions,
)
from app.ask.occurrences import of_one_thing_as
from app.ask.question import Question
from app.ask.select import ENOUGH, Selected, asked_tokens
from app.ask.writing import Writing, figure_name, place_words
from index.indicators import Statement, disagree
from index.intervals import Interval, figure_interval
from index.tokens import text_to_tokens
from ingest.records import Figure

SUMS = ("budget", "received", "spent")
"""Measures whose totals are stated in several places."""
NEARLY = Decimal("0.1")
"""Share of a total by which another that is meant to be the same may be off."""
NAMED = 0.5
"""Share of an asked word that a place must hold to speak of it."""
PLACES = 3
"""Places of one number that are shown."""
ALIKE = 0.75
"""Share of what the best place says of the question that another must say to be about the same thing."""


def write_disagreement(
    question: Question, selected: Sequence[Selected], writing: Writing, knowledge: Knowledge
) -> bool:
    """Where places that are about the asked thing state different values, all of them with their places."""
    head = _head(question, selected, knowledge)
    if head is None:
        return False
    best = max(piece.coverage for piece in selected)
    beside = [s for piece in selected if piece.coverage >= best * ALIKE for s in piece.statements]
    same = of_one_thing_as(head, beside, question, knowledge)
    if not disagree([s.figure for s in same], knowledge.lexicon):
        # A year's figure may be undisputed and that of the whole not.
        named = [m.statement for m in find_mentions(question, knowledge) if not question.periods]
        named = [s for s in named if called_alike(head, s, question, knowledge)]
        same = disputing(named, question, knowledge) if head in named else []
    if not disagree([s.figure for s in same], knowledge.lexicon):
        return False
    writing.conflict = True
    _write_places(same, writing)
    return True


def write_alternatives(
    question: Question, selected: Sequence[Selected], writing: Writing, knowledge: Knowledge
) -> bool:
    """Of the numbers between which the question asks (21 还是 13), each with the places that state it of the asked
    thing; that they disagree, where two are said of one thing. False if fewer than two are stated."""
    found = {number: _stating(number, question, selected, knowledge) for number in question.numbers}
    found = {number: statements for number, statements in found.items() if statements}
    if len(found) < 2:
        return False
    stated = [s for statements in found.values() for s in statements]
    disputed = any(
        are_of_one_thing(a, b, question, knowledge, held=True)
        for i, a in enumerate(stated)
        for b in stated[i + 1 :]
        if a.figure.value != b.figure.value
    )
    writing.conflict = writing.conflict or disputed
    if disputed:
        _write_places(stated, writing)
        return True
    for statement in stated:
        place = place_words(writing.snapshot, statement.document, statement.figure.place, writing.language)
        name = figure_name(statement.figure, writing)
        path = writing.snapshot.records[statement.document].section_path(statement.figure.place.section)
        within = " › ".join(part for part in path[-2:] if part not in place)
        writing.say("lookup.one", label=name, figures=writing.stated(statement), place=f"{within} {place}".strip())
    return True


def _stating(
    number: Decimal, question: Question, selected: Sequence[Selected], knowledge: Knowledge
) -> list[Statement]:
    """The places that state this number of what the question names, those that say most of it; else those of the best
    evidence."""
    terms = asked_thing(question, knowledge)
    mentions = [m for m in knowledge.mentions.find(terms, least=NAMED) if m.statement.figure.value == number]
    best = mentions[0].score if mentions else 0.0
    stating = [m.statement for m in mentions if m.score >= best * ALIKE]
    if not stating:
        most = max((piece.coverage for piece in selected), default=0.0)
        near = [piece for piece in selected if piece.coverage >= most * NAMED]
        figures = [knowledge.snapshot.figures[at] for piece in near for at in piece.evidence.figures]
        stating = [s for s in figures if s.figure.value == number]
    places: dict[object, Statement] = {}
    for statement in stating:
        place = statement.figure.place
        places.setdefault((statement.document, place.section, place.table), statement)
    return sorted(places.values(), key=lambda s: (s.document, s.figure.key))[:PLACES]


def _head(question: Question, selected: Sequence[Selected], knowledge: Knowledge) -> Statement | None:
    """The figure of the best evidence that answers the question best: whose own words say most of it."""
    best = max((s.coverage for s in selected), default=0.0)
    if best < ENOUGH:
        return None
    asked = asked_tokens(question)
    weight = {token: knowledge.evidence.rarity(token) for token in asked}
    found = [
        (sum(weight[t] for t in _label(statement.figure) & asked), statement)
        for piece in selected
        if piece.coverage >= best * ALIKE
        for statement in piece.statements
        if statement.figure.measure not in PLANNED or statement.figure.measure in question.measures
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def write_disputed_operands(writing: Writing) -> bool:
    """Of the figures that an answer used, those that other places state otherwise, with all their places."""
    done = False
    for statement in tuple(writing.statements):
        indicator = writing.snapshot.indicator(statement)
        if indicator is None or not indicator.conflict:
            continue
        others = writing.snapshot.same_indicator(statement)
        if done and all(other in writing.statements for other in others):
            continue
        writing.conflict = True
        _write_places(others, writing)
        done = True
    return done


def write_other_totals(series: Mapping[int, Statement], writing: Writing, knowledge: Knowledge) -> bool:
    """Totals that other places state for the years of a series and that nearly are its sum, but are not: one of them is
    wrong. Figures that are far from it are of something else."""
    statements = list(series.values())
    first = statements[0].figure
    total = sum((s.figure.value for s in statements), Decimal(0))
    base = knowledge.lexicon.base_unit(first.unit)
    others = [
        s
        for s in knowledge.snapshot.figures
        if first.measure in SUMS
        and s.figure.measure == first.measure
        and s.figure.period is not None
        and (s.figure.period.first, s.figure.period.last) == (min(series), max(series))
        and knowledge.lexicon.base_unit(s.figure.unit) == base
        and not s.holder
        and 0 < abs(s.figure.value - total) <= total * NEARLY
        and not figure_interval(s.figure, knowledge.lexicon).meets(Interval(total * base[1], total * base[1]))
    ]
    if not others:
        return False
    same = [
        s
        for s in knowledge.snapshot.figures
        if s.figure.measure == first.measure
        and s.figure.value == total
        and knowledge.lexicon.base_unit(s.figure.unit) == base
    ]
    writing.conflict = True
    _write_places([*same, *others], writing)
    return True


def _write_places(statements: Sequence[Statement], writing: Writing) -> None:
    writing.say("lookup.disagrees")
    rows = [
        writing.text(
            "lookup.disagrees_row",
            figure=f"{figure_name(s.figure, writing)} {writing.stated(s)}",
            place=place_words(writing.snapshot, s.document, s.figure.place, writing.language),
        )
        for s in statements
    ]
    writing.lines.append("\n".join(dict.fromkeys(rows)))


def _label(figure: Figure) -> set[str]:
    return set(text_to_tokens(" ".join((*figure.subject[-2:], *figure.place.row[-1:], *figure.place.column))))
