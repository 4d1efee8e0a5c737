"""English drafts from Chinese documents: figures go with the words of the request; what only words say is quoted as it
stands, since nothing here translates."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.ask.knowledge import Knowledge
from app.draft.comparing import Compared
from app.draft.lines import column_name
from app.draft.manuscript import NAMED, Part, Printed, Sentence
from app.draft.phrasing import joined, phrase, words
from app.draft.request import Particular
from app.draft.resolving import Pick
from app.draft.restating import evidence_to_clauses, restate
from index.statements import Statement
from index.tokens import text_to_tokens

MOST_FIGURES = 3
LEAST = 0.5
"""Share of a particular that the name of a compared indicator must say."""
_NUMBER_OF = re.compile(r"^(?:the )?(?:total )?(?:number|count) of (?:the |our )?", re.I)


def english_sentence(particular: Particular, picks: Sequence[Pick], knowledge: Knowledge) -> Sentence | None:
    """One sentence for a particular: its figures with its own words, and the clause that says it as a quotation."""
    named = _words_of(particular)
    for pick in picks:
        counted = [s for s in pick.statements if _is_count(s, knowledge)]
        if _NUMBER_OF.search(particular.text) and counted:
            said = phrase("en", "english.counted", figure=counted[0], name=named)
            return Sentence(said, asked=True, weight=NAMED)
    first = picks[0] if picks else None
    if first is None:
        return None
    if not first.clauses:
        figures = joined("en", [_dated(s) for s in first.statements[:MOST_FIGURES]], "comma")
        return Sentence(phrase("en", "english.valued", name=_capital(named), figures=figures), asked=True, weight=NAMED)
    clauses = [c for c in evidence_to_clauses(first.evidence, knowledge) if c.at in first.clauses]
    quoted = restate(clauses, first.evidence, weight=NAMED, asked=True, dated=True)
    if quoted is None:
        return None
    body = [Printed(part) if isinstance(part, Statement) else part for part in quoted.parts[:-1]]
    return Sentence(phrase("en", "english.quoted", name=_capital(named), quote=body), quoted.places, True, NAMED)


def english_comparison(particular: Particular, rows: Sequence[Compared]) -> Sentence | None:
    """The own figure and the other body's for a particular that a comparison has."""
    terms = [term for term in particular.question.terms if term.weight >= 1]
    best: tuple[float, Compared] | None = None
    for row in rows:
        tokens = set(text_to_tokens(row.name))
        covers = [max((sum(t in tokens for t in n) / len(n) for n in term.names), default=0.0) for term in terms]
        cover = sum(covers) / len(covers) if covers else 0.0
        if cover >= LEAST and (best is None or cover > best[0]):
            best = cover, row
    if best is None:
        return None
    row = best[1]
    figure = row.others[-1][1]
    name = _capital(_words_of(particular))
    said = phrase("en", "english.compared", name=name, own=row.own, other=figure, direction=_direction(row.own, figure))
    return Sentence(said, asked=True, weight=NAMED)


def english_name(text: str, knowledge: Knowledge) -> str:
    """What the table of English words calls this; as it stands in the documents if it has nothing."""
    for phrase_en, names in knowledge.words.english.items():
        if text in names and len(phrase_en) > 2:
            return phrase_en
    return f"“{text}”"


def _dated(statement: Statement) -> tuple[Part, ...]:
    """A figure of a table with its years; with what its column says where it has none."""
    period = statement.figure.period
    return (statement, f" ({period if period is not None else column_name(statement)})")


def _direction(own: Statement, other: Statement) -> str:
    if own.figure.value == other.figure.value:
        return words("en", "english.equal")
    return words("en", "english.above" if own.figure.value > other.figure.value else "english.below")


def _is_count(statement: Statement, knowledge: Knowledge) -> bool:
    return statement.figure.unit not in ("%", "‰") and "元" not in statement.figure.unit


def _words_of(particular: Particular) -> str:
    return _NUMBER_OF.sub("", particular.text).strip()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
