"""Why something is as it is, where a request asks for it: the reason that the documents give, after what it is of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.answer import Language
from app.ask.knowledge import Knowledge
from app.ask.lookup import names_a_subject
from app.ask.reasons import reasons_found
from app.draft.manuscript import NAMED, Part, Sentence, tidy
from app.draft.phrasing import phrase
from app.draft.request import Particular
from app.draft.request_words import draft_words
from app.draft.restating import placed_statements
from index.snapshot import Evidence, EvidenceKind
from index.tokens import text_to_tokens

OF_NAME = 0.5
"""How much of a name evidence must hold to give the reason for what bears it."""
SHORT = 6
"""Characters of what is asked of a row that goes with its name (为什么滞后: 志愿者滞后，原因是……)."""
MOSTLY = 0.6
_POINT = re.compile(r"^(?:一是|其一)|[；，]二是")


def reason_sentences(
    particular: Particular, names: Sequence[str], language: Language, knowledge: Knowledge
) -> list[Sentence]:
    """The reasons for what the particular names; for each of `names` where it names nothing itself."""
    words = draft_words()
    what = words.without_reason(particular.text)
    if not names_a_subject(particular.question, knowledge) or (names and not _apart(what, names)):
        found = [(name, piece) for name in names if (piece := _reason_of(name, knowledge)) is not None]
        short = what if len(what) <= SHORT else ""
        return [_said(f"{name}{short}", piece, language, knowledge) for name, piece in found]
    found_of = reasons_found(particular.question, (), knowledge)
    telling = [piece for piece, _ in found_of if _speaks_of(piece, what, knowledge)]
    return [_said(what, piece, language, knowledge) for piece in telling[:1]]


def _apart(what: str, names: Sequence[str]) -> bool:
    """Whether a particular is about something else than the rows that were listed (为什么滞后 is about them)."""
    return len(what) > 3 and not any(what in name for name in names)


def _reason_of(name: str, knowledge: Knowledge) -> Evidence | None:
    terms = knowledge.terms.find(name.lower(), english=False).known
    for match in knowledge.evidence.search(terms, knowledge.reasons.keys(), limit=1):
        if match.own >= OF_NAME:
            return knowledge.snapshot.evidence[match.evidence]
    return None


def _said(what: str, piece: Evidence, language: Language, knowledge: Knowledge) -> Sentence:
    reason = _fields(knowledge.reasons[piece.key], piece, knowledge)
    several = isinstance(reason[0], str) and _POINT.search(reason[0]) is not None
    key = "reasons.several" if several else "reasons.one" if what else "reasons.bare"
    return Sentence(
        phrase(language, key, what=what, reason=reason),
        ((piece.document, piece.place),),
        asked=True,
        weight=NAMED,
    )


def _fields(reason: str, piece: Evidence, knowledge: Knowledge) -> tuple[Part, ...]:
    """The reason with its figures as fields, where its evidence is the sentence that holds them."""
    start = piece.text.find(reason)
    if piece.kind is EvidenceKind.ROW or start < 0:
        return (tidy(reason).rstrip("。；，"),)
    parts: list[Part] = []
    at, end = start, start + len(reason)
    for first, last, statement in placed_statements(piece.text, [knowledge.snapshot.figures[i] for i in piece.figures]):
        if at <= first and last <= end:
            parts += [piece.text[at:first], statement]
            at = last
    return (*parts, piece.text[at:end].rstrip("。；，"))


def _speaks_of(piece: Evidence, what: str, knowledge: Knowledge) -> bool:
    """Whether the passage or row that gives a reason has most of what it is asked of."""
    text = piece.text
    if piece.passage is not None:
        text = knowledge.snapshot.records[piece.document].passages[piece.passage].text
    asked = set(text_to_tokens(what))
    told = set(text_to_tokens(" ".join((text, *piece.place.row))))
    rarity = knowledge.evidence.rarity
    return sum(map(rarity, asked & told)) >= MOSTLY * sum(map(rarity, asked))
