"""Which figures speak of a thing: by the words at them and by those around them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

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
        asked = [self._asked(term) for term in terms]
        whole = sum(a.weight for a in asked)
        if whole <= 0:
            return []
        tokens = {token for a in asked for name in a.names for token in name}
        found: list[Mention] = []
        for at in sorted({at for token in tokens for at in self._by_token.get(token, ())}):
            near = sum(a.weight * a.cover(self._near[at]) for a in asked) / whole
            if near < NEAR * least / FAR:
                continue
            far = sum(a.weight * a.cover(self._far[at]) for a in asked) / whole
            if far >= least:
                found.append(Mention(self._figures[at], near, far))
        return sorted(found, key=lambda m: -m.score)

    def _asked(self, term: Term) -> _Asked:
        rarities = [{token: self._evidence.rarity(token) for token in name} for name in term.names]
        weighed = [{t: r / whole for t, r in name.items()} for name in rarities if (whole := sum(name.values()))]
        return _Asked(term.weight * max((sum(name.values()) for name in rarities), default=0.0), tuple(weighed))


class _Asked(NamedTuple):
    """A term as it is looked up: its weight, and what share of each of its names each token is."""

    weight: float
    names: tuple[dict[str, float], ...]

    def cover(self, tokens: frozenset[str]) -> float:
        """How much of one of its names the tokens hold, 0 to 1."""
        return max((sum(r for t, r in name.items() if t in tokens) for name in self.names), default=0.0)


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
