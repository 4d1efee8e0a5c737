"""From a question to the evidence that answers it and the figures in it that were asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.ask.question import Question
from app.ask.references import section_with_parts
from index.indicators import Statement
from index.matching import EvidenceIndex, Match
from index.snapshot import Evidence, EvidenceKind, Snapshot
from index.tokens import text_to_tokens
from ingest.lexicon import Lexicon
from ingest.records import Period

ENOUGH = 0.5
"""Share of what was asked that evidence must cover to be an answer."""


@dataclass(frozen=True, slots=True)
class Selected:
    """A piece of evidence, how well it answers (coverage weighted by period, unit and measure), and its asked figures."""

    evidence: Evidence
    score: float
    coverage: float
    statements: tuple[Statement, ...]


def select_evidence(
    question: Question, snapshot: Snapshot, index: EvidenceIndex, lexicon: Lexicon, limit: int = 12
) -> list[Selected]:
    """Evidence for a question, best first."""
    among = _referred(question, snapshot)
    matches = index.search(question.terms, among, limit=80)
    if not matches and among is not None and not question.terms:
        matches = [Match(key, 1.0, 1.0) for key in sorted(among)]
    selected = [_weighed(match, question, snapshot, lexicon) for match in matches]
    selected.sort(key=lambda s: (-s.score, s.evidence.key))
    return selected[:limit]


def asked_figures(
    evidence: Evidence, question: Question, snapshot: Snapshot, lexicon: Lexicon
) -> tuple[Statement, ...]:
    """The figures of a piece of evidence that the question asks for: of its period, unit and measure, nearest in words."""
    statements = [snapshot.figures[i] for i in evidence.figures]
    if question.periods:
        fitting = [s for s in statements if _fits(s.figure.period, question.periods)]
        statements = fitting or [s for s in statements if s.figure.period is None]
    if question.units:
        fitting = [s for s in statements if lexicon.base_unit(s.figure.unit)[0] in question.units]
        statements = fitting or statements
    if question.levels:
        fitting = [s for s in statements if any(level in s.figure.level for level in question.levels)]
        statements = fitting or statements
    if question.measures:
        fitting = [s for s in statements if s.figure.measure in question.measures]
        statements = fitting or statements
    if len(statements) <= 1:
        return tuple(statements)
    asked = {token for term in question.terms for name in term.names for token in name}
    nearness = [_nearness(s, evidence, asked) for s in statements]
    best = max(nearness)
    if best <= 0:
        return tuple(statements)
    return tuple(s for s, near in zip(statements, nearness, strict=True) if near >= best * 0.6)


def _weighed(match: Match, question: Question, snapshot: Snapshot, lexicon: Lexicon) -> Selected:
    evidence = snapshot.evidence[match.evidence]
    statements = [snapshot.figures[i] for i in evidence.figures]
    score = match.score * 0.8 + match.own * 0.2
    if question.periods:
        dated = [s for s in statements if s.figure.period is not None]
        if any(_fits(s.figure.period, question.periods) for s in dated):
            score *= 1.15
        elif dated:
            score *= 0.6
    if question.units:
        score *= 1.1 if any(lexicon.base_unit(s.figure.unit)[0] in question.units for s in statements) else 0.75
    if question.measures:
        score *= 1.1 if any(s.figure.measure in question.measures for s in statements) else 0.95
    if question.levels:
        score *= 1.1 if any(level in evidence.text for level in question.levels) else 0.85
    if not statements and question.intent == "lookup" and (question.units or question.asks_count):
        score *= 0.8
    if evidence.document != snapshot.documents[0].id:
        score *= 0.97
    return Selected(evidence, score, match.score, asked_figures(evidence, question, snapshot, lexicon))


def _referred(question: Question, snapshot: Snapshot) -> set[int] | None:
    """Evidence in the tables and sections that the question names; None if it names none."""
    references = question.references
    if not references.tables and not references.sections:
        return None
    tables = set(references.tables)
    sections = {
        (document, key)
        for document, section in references.sections
        for key in section_with_parts(snapshot, document, section)
    }
    return {
        piece.key
        for piece in snapshot.evidence
        if (piece.place.table is not None and (piece.document, piece.place.table) in tables)
        or (piece.place.section is not None and (piece.document, piece.place.section) in sections)
    }


def _fits(period: Period | None, asked: Iterable[Period]) -> bool:
    return period is not None and any(p.first == period.first and p.last == period.last for p in asked)


def _nearness(statement: Statement, evidence: Evidence, asked: set[str]) -> int:
    """How many of the asked words stand right at the figure: in its label, or its column's header for a table."""
    figure = statement.figure
    own = figure.subject[-1:] if evidence.kind is not EvidenceKind.ROW else (*figure.place.column,)
    tokens = set(text_to_tokens(" ".join(own)))
    return len(tokens & asked)


def periods_known(selected: Sequence[Selected], snapshot: Snapshot) -> tuple[Period, ...]:
    """Periods of the figures in the selected evidence, in time order."""
    found = {
        snapshot.figures[i].figure.period
        for s in selected
        for i in s.evidence.figures
        if snapshot.figures[i].figure.period
    }
    return tuple(sorted((p for p in found if p is not None), key=lambda p: (p.first, p.last, p.part)))
