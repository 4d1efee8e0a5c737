"""What exactly a question wants to know of its subject, and whether evidence says that at all.

“生师比现在是多少” wants a number of 生师比: a sentence that only speaks of 生师比 does not answer it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.ask.knowledge import Knowledge
from app.ask.question import Question
from app.ask.select import Selected, fits_period
from index.matching import Term
from index.tokens import text_to_tokens

_BEFORE = re.compile(
    r"(?P<word>[\u3400-\u9fff]{2,8}?)(?:各|又|到底|究竟|分别|现在|一共|总共|大概|实际|具体|都|还|才|就)*(?:是|有|为|占|得|了|的)*"
    r"(?:多少|(?<!哪)几(?![时号月年天])|多大|多高|几多|好多)"
)
_AFTER = re.compile(
    r"(?:多少|(?<!哪)几|几多|好多)\s*(?:个|名|位|项|所|家|间|门|种|条|人|次|场|件|部|本|篇|台|套|座|支|例|张|万|元|钱)?"
    r"(?P<word>[\u3400-\u9fff]{2,6})"
)
_DATE = re.compile(r"\d{1,4}\s*年|\d{1,2}\s*月")
_SPOKEN_OF = 0.5


@dataclass(frozen=True, slots=True)
class Focus:
    """The terms that stand right at the question word; `unknown` is one of them that the documents do not have."""

    terms: tuple[Term, ...]
    unknown: str = ""


def question_focus(question: Question) -> Focus:
    """What the question's numbers are wanted of; empty for questions that want no number."""
    text = question.plain
    words = [m["word"] for m in _BEFORE.finditer(text)] + [m["word"] for m in _AFTER.finditer(text)]
    terms = tuple(
        dict.fromkeys(t for t in question.terms if t.weight >= 1 and t.text and any(_ends(w, t.text) for w in words))
    )
    unknown = next((u for u in question.unknown if any(_ends(w, u) for w in words)), "")
    return Focus(terms, unknown)


def lacks_number(question: Question, selected: Sequence[Selected], knowledge: Knowledge) -> bool:
    """Whether the question wants a number of something that no figure of the evidence is said of."""
    focus = question_focus(question)
    if focus.unknown:
        return True
    if not focus.terms:
        return False
    return not any(_states_number_of(piece, focus.terms) for piece in selected)


def lacks_period(question: Question, selected: Sequence[Selected], knowledge: Knowledge) -> bool:
    """Whether the question wants a year that neither a figure nor the words of the evidence are of."""
    if not question.periods:
        return False
    years = {str(p.first) for p in question.periods} | {str(p.last) for p in question.periods}
    for piece in selected:
        if any(
            fits_period(knowledge.snapshot.figures[i].figure.period, question.periods) for i in piece.evidence.figures
        ):
            return False
        own = (piece.evidence.text, *piece.evidence.place.row, *piece.evidence.place.column)
        if any(year in part for year in years for part in own):
            return False
        if piece.evidence.passage is not None:
            passage = knowledge.snapshot.records[piece.evidence.document].passages[piece.evidence.passage].text
            if any(year in passage for year in years):
                return False
    return True


def lacks_date(question: Question, selected: Sequence[Selected]) -> bool:
    """Whether the question wants a day or a month and no evidence holds one."""
    if not re.search(r"哪(一)?天|几月|几号|几日|何日|what date|which (day|month)", question.plain):
        return False
    return not any(_DATE.search(piece.evidence.text) for piece in selected)


def _ends(word: str, term: str) -> bool:
    return word.endswith(term) or word.startswith(term) or word in term


def _states_number_of(piece: Selected, terms: Sequence[Term]) -> bool:
    """Whether the sentence or row states a figure and speaks of one of the terms itself."""
    if not piece.evidence.figures:
        return False
    place = piece.evidence.place
    tokens = set(text_to_tokens(" ".join((piece.evidence.text, *place.row, *place.column))))
    return any(sum(t in tokens for t in name) >= _SPOKEN_OF * len(name) for term in terms for name in term.names)
