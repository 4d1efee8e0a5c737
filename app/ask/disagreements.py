"""Places that state one thing differently: all their values with their places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from app.ask.knowledge import Knowledge
from app.ask.question import Question
from app.ask.select import ENOUGH, Selected, asked_tokens
from app.ask.writing import Writing, figure_name, place_words
from index.indicators import Statement, disagree
from index.intervals import Interval, figure_interval
from index.matching import Term
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
    same = same_thing(question, selected, knowledge)
    values = {(s.figure.value, s.figure.unit) for s in same}
    if len(values) < 2 or not disagree([s.figure for s in same], knowledge.lexicon):
        return False
    writing.conflict = True
    _write_places(same, writing)
    return True


def write_alternatives(
    question: Question, selected: Sequence[Selected], writing: Writing, knowledge: Knowledge
) -> bool:
    """Of the numbers between which the question asks (21 还是 13), each that the best evidence states, with its places;
    that they disagree, where two of them are said of one thing. False if fewer than two are stated."""
    found: dict[Decimal, list[Statement]] = {}
    for piece in selected:
        for at in piece.evidence.figures:
            statement = knowledge.snapshot.figures[at]
            if statement.figure.value in question.numbers:
                known = found.setdefault(statement.figure.value, [])
                if len(known) < PLACES and statement not in known:
                    known.append(statement)
    if len(found) < 2:
        return False
    stated = [s for statements in found.values() for s in statements]
    disputed = [a for a in stated if any(_disputes(a, b, question, knowledge) for b in stated)]
    writing.conflict = writing.conflict or bool(disputed)
    if disputed:
        _write_places(disputed, writing)
        return True
    for statement in stated:
        place = place_words(writing.snapshot, statement.document, statement.figure.place, writing.language)
        name = figure_name(statement.figure, writing)
        writing.say("lookup.one", label=name, figures=writing.stated(statement), place=place)
    return True


def _disputes(a: Statement, b: Statement, question: Question, knowledge: Knowledge) -> bool:
    """Whether two figures give different values for one thing, by asked words that both labels hold."""
    both = _label(a.figure) & _label(b.figure) & asked_tokens(question)
    return bool(both) and a.figure.value != b.figure.value and _comparable(a, b, knowledge)


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


def same_thing(question: Question, selected: Sequence[Selected], knowledge: Knowledge) -> list[Statement]:
    """Figures of different places that answer the question alike: one unit, one measure, periods that can be one."""
    best = max((s.coverage for s in selected), default=0.0)
    if best < ENOUGH:
        return []
    asked = {token for term in question.terms for name in term.names for token in name}
    weight = {token: knowledge.evidence.rarity(token) for token in asked}
    shares: list[tuple[float, Statement]] = []
    for piece in selected:
        if piece.coverage < best * ALIKE:
            continue
        for statement in piece.statements:
            label = _label(statement.figure)
            share = sum(weight[t] for t in label & asked)
            if all(
                (s.figure.value, s.figure.place) != (statement.figure.value, statement.figure.place) for _, s in shares
            ):
                shares.append((share, statement))
    if not shares:
        return []
    most, head = max(shares, key=lambda pair: pair[0])
    near = [s for share, s in shares if share >= most * ALIKE and _comparable(head, s, knowledge)]
    named = [t for t in question.terms if t.weight >= 1 and _names(t, _label(head.figure))]
    return [
        s
        for s in near
        if s is head or (not _beside(head.figure, s) and all(_names(t, _label(s.figure) | _headings(s)) for t in named))
    ]


def _names(term: Term, tokens: set[str]) -> bool:
    """Whether the tokens hold most of one of the names of what was asked."""
    return any(sum(token in tokens for token in name) >= NAMED * len(name) for name in term.names if name)


def _headings(statement: Statement) -> set[str]:
    return set(text_to_tokens(" ".join((*statement.headings[-1:], *statement.figure.subject))))


def _label(figure: Figure) -> set[str]:
    return set(text_to_tokens(" ".join((*figure.subject[-2:], *figure.place.row[-1:], *figure.place.column))))


def _beside(head: Figure, other: Statement) -> bool:
    """Whether another figure stands in the same table or sentence, and so tells something else: one place does not say
    one thing twice."""
    a, b = head.place, other.figure.place
    return (a.table is not None and a.table == b.table and not head.end and not other.figure.end) or (
        a.quote == b.quote and a.section == b.section and a.row == b.row
    )


def _comparable(one: Statement, other: Statement, knowledge: Knowledge) -> bool:
    a, b = one.figure, other.figure
    if knowledge.lexicon.base_unit(a.unit)[0] != knowledge.lexicon.base_unit(b.unit)[0] and a.unit and b.unit:
        return False
    if ("%" in (a.unit, b.unit) and a.unit != b.unit) or one.holder != other.holder:
        return False
    opposed = {a.measure, b.measure}
    if len(opposed) == 2 and opposed & {"target", "budget", "difference", "baseline", "weight"}:
        return False
    if (
        a.period is not None
        and b.period is not None
        and (a.period.first, a.period.last) != (b.period.first, b.period.last)
    ):
        return False
    if (a.period is None) != (b.period is None):
        dated = a.period or b.period
        if dated is not None and dated.first == dated.last:
            # What is said of one year is not what is said of the whole.
            return False
    return not (a.level and b.level and a.level != b.level)
