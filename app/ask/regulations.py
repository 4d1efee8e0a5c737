"""Which documents a body has issued, drawn up or revised: each 《…》 with what was done with it and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from app.ask.dialogue import subject_terms
from app.ask.knowledge import Knowledge
from app.ask.question import Question
from app.ask.references import referred_evidence
from app.ask.writing import Writing
from index.matching import Term
from index.snapshot import Evidence, EvidenceKind
from index.tokens import plain, text_to_tokens

_NAMED = re.compile(r"《[^《》]{3,60}》")
_CLAUSE = re.compile(r"[^；;。]+[；;。]?")
_YEAR = re.compile(r"(?:19|20)\d{2}")
ABOUT = 0.5
"""Share of what is named that a document's name, its sentence or what stands over it must be about."""
MOST = 20


def answer_regulations(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes the documents that were issued or revised, each once, counted; False unless such a list is asked for and
    the texts name one."""
    if not question.asks("regulations") or question.asks("verify", "why", "how_many") or question.numbers:
        return False
    if question.unknown or question.references.tables:
        return False
    among = referred_evidence(question.references, knowledge.snapshot)
    found: dict[str, tuple[Evidence, str]] = {}
    terms = _topic(question, knowledge)
    for piece in knowledge.snapshot.evidence:
        if piece.kind is EvidenceKind.ROW or (among is not None and piece.key not in among):
            continue
        for clause in _CLAUSE.findall(" ".join(piece.text.split())):
            names = _NAMED.findall(clause)
            if not names or not knowledge.words.has("enacted", clause) or not _is_of_year(clause, question):
                continue
            for name in names:
                if knowledge.words.has("regulation_name", name) and _is_about(
                    f"{name} {clause}", piece, terms, knowledge
                ):
                    found.setdefault(plain(name), (piece, clause.strip("，,；;。 ")))
    if not found:
        return False
    count = writing.computed(Decimal(len(found)), "", writing.text("tally.count_formula"))
    writing.say("regulations.head", count=count)
    writing.entries += [name.strip("《》") for name in found]
    pieces = {clause: piece for piece, clause in list(found.values())[:MOST]}
    for clause, piece in pieces.items():
        at = writing.cite(piece.document, piece.place)
        for position in piece.figures:
            if knowledge.snapshot.figures[position].figure.text in clause:
                writing.register_stated(knowledge.snapshot.figures[position], at)
        writing.lines.append(f"- {clause} {writing.mark(at)}")
    return True


def _topic(question: Question, knowledge: Knowledge) -> list[Term]:
    """What the question names beside the words for documents and for issuing them."""
    words = knowledge.words

    def general(text: str) -> bool:
        return text in words.measuring or any(words.has(kind, text) for kind in ("enacted", "regulation_word"))

    return [t for t in subject_terms(question, knowledge) if not general(t.text)]


def _is_about(text: str, piece: Evidence, terms: Sequence[Term], knowledge: Knowledge) -> bool:
    if not terms:
        return True
    tokens = set(text_to_tokens(" ".join((text, *piece.context))))
    weights = [t.weight * knowledge.evidence.telling(t.names) for t in terms]
    said = [any(sum(x in tokens for x in name) > ABOUT * len(name) for name in t.names) for t in terms]
    return sum(w for w, is_said in zip(weights, said, strict=True) if is_said) >= ABOUT * sum(weights)


def _is_of_year(clause: str, question: Question) -> bool:
    years = {str(year) for p in question.periods for year in range(p.first, p.last + 1)}
    told = set(_YEAR.findall(re.sub(r"《[^》]*》", "", clause)))
    return not years or not told or bool(years & told)
