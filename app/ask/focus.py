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
from index.indicators import Statement
from index.lexical import text_to_tagged_words
from index.matching import Term
from index.tokens import text_to_tokens

_BEFORE = re.compile(
    r"(?P<word>[\u3400-\u9fff]{2,8})(?:各|又|到底|究竟|分别|现在|一共|总共|大概|实际|具体|都|还|才|就)*(?:是|有|为|占|得|了|的)*"
    r"(?:多少|几|多大|多高|几多|好多)"
)
_AFTER = re.compile(
    r"(?:多少|几|几多|好多)\s*(?:个|名|位|项|所|家|间|门|种|条|人|次|场|件|部|本|篇|台|套|座|支|例|张|万|元|钱)?(?P<word>[\u3400-\u9fff]{2,6})"
)
_DATE = re.compile(r"\d{1,4}\s*年|\d{1,2}\s*月")
_LABEL = 0.5
_WINDOW_BEFORE, _WINDOW_AFTER = 26, 14


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
    return not any(
        _is_said_of(statement, term, knowledge)
        for piece in selected
        for at in piece.evidence.figures
        for statement in [knowledge.snapshot.figures[at]]
        for term in focus.terms
    )


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


def lacks_person(question: Question, selected: Sequence[Selected]) -> bool:
    """Whether the question wants a person's name and no evidence holds one."""
    if not re.search(r"谁(?!的?多|的?少)|哪(一|几)?位|姓名|叫什么名|\bwho\b|\bwhose\b", question.plain):
        return False
    return not any(_holds_name(piece.evidence.text) for piece in selected)


def lacks_date(question: Question, selected: Sequence[Selected]) -> bool:
    """Whether the question wants a day or a month and no evidence holds one."""
    if not re.search(r"哪(一)?天|几月|几号|几日|何日|what date|which (day|month)", question.plain):
        return False
    return not any(_DATE.search(piece.evidence.text) for piece in selected)


def _ends(word: str, term: str) -> bool:
    return word.endswith(term) or word.startswith(term) or word in term


def _is_said_of(statement: Statement, term: Term, knowledge: Knowledge) -> bool:
    figure = statement.figure
    if figure.passage is not None:
        text = knowledge.snapshot.records[statement.document].passages[figure.passage].text
        near = text[max(0, figure.start - _WINDOW_BEFORE) : figure.end + _WINDOW_AFTER]
        label = " ".join((near, *figure.subject[-2:]))
    else:
        label = " ".join(
            (*figure.subject, *figure.place.row, *figure.place.column, figure.place.quote if figure.end else "")
        )
    tokens = set(text_to_tokens(label))
    return any(sum(t in tokens for t in name) >= _LABEL * len(name) for name in term.names)


def _holds_name(text: str) -> bool:
    return any(tag == "nr" and len(word) > 1 for word, tag in text_to_tagged_words(text))
