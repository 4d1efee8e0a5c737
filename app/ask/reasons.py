"""Why something is as it is: the reasons that the documents give, in their own words."""

from __future__ import annotations

from collections.abc import Sequence

from app.ask.knowledge import Knowledge
from app.ask.question import Question
from app.ask.select import ENOUGH, Selected
from app.ask.writing import Writing
from index.snapshot import EvidenceKind
from ingest.statuses import reason_of_sentence

MOST_REASONS = 3
RELEVANT = 0.7


def answer_why(
    question: Question, selected: Sequence[Selected], writing: Writing, knowledge: Knowledge
) -> list[Selected]:
    """Writes the reasons found and gives back the evidence to quote; an empty list if the documents give none."""
    relevant = [s for s in selected if s.coverage >= ENOUGH * 0.7 and s.evidence.kind is not EvidenceKind.ROW]
    if not relevant:
        return []
    floor = max(s.coverage for s in relevant) * RELEVANT
    found: list[tuple[Selected, str]] = []
    for piece in relevant:
        reason = _reason_near(piece, knowledge)
        if piece.coverage >= floor and len(reason) > 1:
            found.append((piece, reason))
    said: set[str] = set()
    for piece, reason in found[:MOST_REASONS]:
        if reason not in said:
            said.add(reason)
            at = writing.cite(piece.evidence.document, piece.evidence.place)
            writing.say("why.reason", reason=reason, mark=writing.mark(at))
    return [piece for piece, _ in found[:MOST_REASONS]]


def _reason_near(piece: Selected, knowledge: Knowledge) -> str:
    """The reason that the sentence gives, or that status records give of its passage."""
    reason = reason_of_sentence(piece.evidence.text, knowledge.lexicon)
    if reason or piece.evidence.passage is None:
        return reason
    records = knowledge.snapshot.records[piece.evidence.document]
    statuses = [s for s in records.statuses if s.passage == piece.evidence.passage and s.reason]
    return statuses[0].reason if statuses else ""
