"""How much of what is asked the words at a figure say."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.ask.knowledge import Knowledge
from index.indicators import Statement
from index.matching import Term
from index.tokens import text_to_tokens

HELD = 0.6
"""Share of the tokens of a name that must stand there for the name to."""
NEAR = 16
"""Characters before a figure that tell what it is, where its label does not."""


def said_over(statement: Statement, asked: set[str], knowledge: Knowledge) -> float:
    """How much of what is asked a figure's label says with all that stands over it, by how telling the words are."""
    figure = statement.figure
    before = figure.place.quote.split(figure.text)[0][-NEAR:] if figure.text else ""
    words = set(text_to_tokens(" ".join((*figure.subject, before))))
    return sum(map(knowledge.evidence.rarity, asked & words))


def best_labelled(statements: Sequence[Statement], asked: set[str]) -> Statement:
    """The one whose label says most of what is asked; of equals the first."""
    return max(statements, key=lambda s: words_told(s, asked))


def words_told(statement: Statement, asked: set[str]) -> int:
    """How much of what is asked the label of a figure says."""
    return len(asked & set(text_to_tokens(" ".join(statement.figure.subject[-2:]))))


def label_weight(statement: Statement, asked: set[str], knowledge: Knowledge) -> float:
    """How much of what is asked the label of a figure says, by how telling the words are."""
    figure = statement.figure
    before = figure.place.quote.split(figure.text)[0][-NEAR:] if figure.text else ""
    label = set(text_to_tokens(" ".join((*figure.subject[-2:], before))))
    return sum(map(knowledge.evidence.rarity, asked & label))


def says_all(statement: Statement, terms: Sequence[Term]) -> bool:
    """Whether each of the terms stands at a figure or over it, by one of its names or abbreviated."""
    figure = statement.figure
    before = figure.place.quote.split(figure.text)[0] if figure.text else ""
    text = " ".join((*statement.headings, *figure.subject, before))
    words = set(text_to_tokens(text))
    return all(
        any(sum(t in words for t in name) >= HELD * len(name) for name in term.names if name)
        or abbreviates(term.text, text)
        for term in terms
    )


def abbreviates(short: str, name: str) -> bool:
    """Whether two or three characters stand for a name that has them in this order, near one another: 三甲 for
    三级甲等."""
    if not (2 <= len(short) <= 3 and len(name) > len(short)):
        return False
    return re.search(".{0,3}".join(map(re.escape, short)), name) is not None
