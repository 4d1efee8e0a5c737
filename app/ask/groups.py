"""Figures that stand together: those of a table row, those of a passage. What one of them lacks another has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.ask.knowledge import Knowledge
from app.ask.quantities import asked_quantity
from app.ask.question import Question
from app.ask.rows import meant_rows
from app.ask.select import ENOUGH, fits_period, select_evidence
from app.ask.series import counting
from index.indicators import Statement
from index.matching import Term
from index.tokens import text_to_tokens

NEAR = 14
"""Characters before a figure that tell what it is, beside its label."""
FEW_LINES = 3
OF_TOTALS = 0.4
"""Score of a row of totals that the question may mean as well as any other."""
MOST_PASSAGES = 6
HELD = 0.6
"""Share of a term's tokens that must stand at a figure for the term to name it."""


@dataclass(frozen=True, slots=True)
class Told:
    """A figure with what is said of it: its own label, the text before it, and all that stands over it."""

    statement: Statement
    label: frozenset[str]
    before: str
    over: frozenset[str]

    def names(self, term: Term) -> bool:
        """Whether a term says what the figure itself is."""
        return any(sum(t in self.label for t in name) >= HELD * len(name) for name in term.names if name)


@dataclass(frozen=True, slots=True)
class Group:
    """Figures of one row or passage in their order; `score` is how well it answers."""

    figures: tuple[Told, ...]
    score: float


def figure_groups(question: Question, knowledge: Knowledge, totals: bool = False) -> Iterator[Group]:
    """Groups that the question may mean, rows before passages, the likeliest first; of the asked periods, if any. With
    `totals` the rows of totals of all tables too."""
    quantity = asked_quantity(question, knowledge)
    for rows in meant_rows(quantity, knowledge, limit=FEW_LINES):
        if rows.cover >= ENOUGH and (rows.narrowed or any(line.total for line in rows.lines)):
            lines = rows.lines if rows.narrowed else [line for line in rows.lines if line.total]
            for line in lines[:FEW_LINES]:
                own = [e.statement for e in line.entries if e.statement is not None]
                yield Group(tuple(_told(s) for s in _of_periods(own, question)), rows.cover)
    if totals:
        for sheet in knowledge.sheets:
            for line in (line for line in sheet.lines if line.total):
                own = [e.statement for e in line.entries if e.statement is not None]
                yield Group(tuple(_told(s) for s in _of_periods(own, question)), OF_TOTALS)
    seen: set[tuple[int, int]] = set()
    for piece in select_evidence(replace(quantity, periods=()), knowledge, limit=2 * MOST_PASSAGES):
        evidence = piece.evidence
        if evidence.passage is None or piece.coverage < ENOUGH or (evidence.document, evidence.passage) in seen:
            continue
        seen.add((evidence.document, evidence.passage))
        figures = knowledge.figures_of.get((evidence.document, evidence.passage), ())
        own = [
            knowledge.snapshot.figures[knowledge.snapshot.figure_position[evidence.document, f.key]] for f in figures
        ]
        yield Group(tuple(_told(s) for s in _of_periods(own, question)), piece.coverage)
        if len(seen) >= MOST_PASSAGES:
            return


def same_kind(a: Statement, b: Statement, knowledge: Knowledge) -> bool:
    """Whether two figures can count the same things: one unit, or pieces in other words (个, 台)."""
    if "%" in (a.figure.unit, b.figure.unit):
        return a.figure.unit == b.figure.unit
    return counting(a.figure.unit, knowledge) == counting(b.figure.unit, knowledge)


def _of_periods(statements: Sequence[Statement], question: Question) -> list[Statement]:
    if not question.periods:
        return list(statements)
    return [s for s in statements if s.figure.period is None or fits_period(s.figure.period, question.periods)]


def _told(statement: Statement) -> Told:
    figure = statement.figure
    in_table = figure.place.table is not None and not figure.end
    before = "" if in_table else figure.place.quote.split(figure.text)[0][-NEAR:]
    own = figure.place.column if in_table else figure.subject[-1:]
    label = frozenset(text_to_tokens(" ".join((*own, before))))
    over = frozenset(text_to_tokens(" ".join((*figure.subject, *figure.place.row, *figure.place.column, before))))
    return Told(statement, label, before, over)
