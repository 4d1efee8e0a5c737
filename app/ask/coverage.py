"""How far a piece of evidence speaks of what a question names."""

from __future__ import annotations

from collections.abc import Sequence

from app.ask.focus import is_naming
from app.ask.knowledge import Knowledge
from app.ask.question import LED_UP, Question
from index.matching import Term
from index.snapshot import Evidence
from index.tokens import text_to_tokens

SPOKEN_OF = 0.5
"""Share of the tokens of a name that speak of it."""


def covers(
    evidence: Evidence,
    term: Term,
    knowledge: Knowledge,
    own: bool = False,
    least: float = SPOKEN_OF,
    headings: bool = True,
) -> bool:
    """Whether the evidence, what stands over it (`headings`) or beside it holds more than `least` of the term; `own`:
    itself."""
    parts = [evidence.text, *evidence.place.row, *evidence.place.column]
    if not own and headings:
        parts += evidence.context
    if evidence.passage is not None and not own:
        parts.append(knowledge.snapshot.records[evidence.document].passages[evidence.passage].text)
    tokens = set(text_to_tokens(" ".join(parts)))
    return any(sum(map(tokens.__contains__, name)) > least * len(name) for name in term.names)


def speaks_of(evidence: Evidence, terms: Sequence[Term]) -> bool:
    """Whether the sentence or row itself speaks of one of the terms."""
    tokens = set(text_to_tokens(" ".join((evidence.text, *evidence.place.row, *evidence.place.column))))
    return any(sum(t in tokens for t in name) >= SPOKEN_OF * len(name) for term in terms for name in term.names)


def rarest(question: Question, evidence: Evidence, knowledge: Knowledge) -> Term | None:
    """The most telling of the asked names that the evidence speaks of."""

    names = [
        t
        for t in question.terms
        if t.weight >= LED_UP and not t.text.isascii() and is_naming(t.text) and covers(evidence, t, knowledge)
    ]
    return min(names, key=lambda term: knowledge.evidence.holders(term.names), default=None)
