"""Which figures speak of a thing: by the words at them and by those around them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.matching import EvidenceIndex, Term
from index.snapshot import Snapshot
from index.statements import Statement
from index.tokens import text_to_tokens

NEAR = 0.45
"""Share of what is asked that a figure's own words must say."""
FAR = 0.7
"""The same for its own words with all that stands around them."""
OWN = 0.6
"""How much a figure's own words count against what stands around them."""
_SHORT = 6
"""Characters below which a figure's own words need those before them (一等奖)."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure and how much of what was asked its own words say, and they with what stands around them, 0 to 1."""

    statement: Statement
    near: float
    far: float

    @property
    def score(self) -> float:
        return OWN * self.near + (1 - OWN) * self.far


class MentionIndex:
    """The figures of a snapshot by the words at them and around them. Built once, read by many."""

    def __init__(self, snapshot: Snapshot, evidence: EvidenceIndex) -> None:
        self._evidence = evidence
        self._figures = snapshot.figures
        self._near: list[frozenset[str]] = []
        self._far: list[frozenset[str]] = []
        self._by_token: dict[str, list[int]] = defaultdict(list)
        for at, statement in enumerate(snapshot.figures):
            near = frozenset(text_to_tokens(_own_words(statement)))
            self._near.append(near)
            self._far.append(near | frozenset(text_to_tokens(_around(statement, snapshot))))
            for token in near:
                self._by_token[token].append(at)

    def find(self, terms: Sequence[Term], least: float = FAR) -> list[Mention]:
        """The figures that speak of the terms, best first; they and their context say at least this share of them."""
        weights = [t.weight * max((self._weight(name) for name in t.names), default=0.0) for t in terms]
        whole = sum(weights)
        if whole <= 0:
            return []
        tokens = {token for term in terms for name in term.names for token in name}
        found: list[Mention] = []
        for at in sorted({at for token in tokens for at in self._by_token.get(token, ())}):
            near = sum(w * self._cover(t, self._near[at]) for t, w in zip(terms, weights, strict=True)) / whole
            if near < NEAR * least / FAR:
                continue
            far = sum(w * self._cover(t, self._far[at]) for t, w in zip(terms, weights, strict=True)) / whole
            if far >= least:
                found.append(Mention(self._figures[at], near, far))
        return sorted(found, key=lambda m: -m.score)

    def _weight(self, name: Iterable[str]) -> float:
        return sum(map(self._evidence.rarity, name))

    def _cover(self, term: Term, tokens: frozenset[str]) -> float:
        return max(
            (
                self._weight(t for t in name if t in tokens) / whole
                for name in term.names
                if (whole := self._weight(name))
            ),
            default=0.0,
        )


def _own_words(statement: Statement) -> str:
    figure = statement.figure
    if figure.place.table is not None and not figure.end:
        return " ".join((*figure.place.row[-1:], *figure.place.column))
    own = figure.subject[-1:]
    return " ".join(figure.subject[-2:] if own and len(own[0]) < _SHORT else own)


def _around(statement: Statement, snapshot: Snapshot) -> str:
    place = statement.figure.place
    caption = ""
    if place.table is not None:
        caption = snapshot.records[statement.document].tables[place.table].caption
    return " ".join(
        (caption, *place.row, *place.column, *statement.headings[-2:], *statement.figure.subject, place.quote)
    )
