"""Which pieces of evidence speak of what was asked: weighted coverage of the asked terms by text and context."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.snapshot import Snapshot
from index.tokens import text_to_tokens

CONTEXT_WEIGHT = 0.6
"""How much a term counts that stands in the headings or labels over a sentence instead of in it."""
BESIDE_WEIGHT = 0.5
"""How much a term counts that stands in another sentence of the same passage."""
REMEMBERED = 256
"""Terms of which it is remembered what holds them."""
LENGTH = 0.7
"""The power of its tokens' number by which a longer name tells more."""


@dataclass(frozen=True, slots=True)
class Term:
    """One asked thing: what it may be called, each way as tokens. `weight` scales it against the other terms; `text` is
    how it was asked for."""

    names: tuple[tuple[str, ...], ...]
    weight: float = 1.0
    text: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A piece of evidence and how much of what was asked it covers: 0 to 1; `own` counts its own text only."""

    evidence: int
    score: float
    own: float


class EvidenceIndex:
    """Postings over a snapshot's evidence. Built once per snapshot, safe to read from many threads."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._postings: dict[str, dict[int, float]] = defaultdict(dict)
        self._holders: dict[str, set[int]] = defaultdict(set)
        self._telling: dict[tuple[tuple[str, ...], ...], float] = {}
        for piece in snapshot.evidence:
            if piece.passage is not None:
                beside = snapshot.records[piece.document].passages[piece.passage].text
                for token in set(text_to_tokens(beside)):
                    self._postings[token][piece.key] = BESIDE_WEIGHT
            for token in set(text_to_tokens(" ".join(piece.context))):
                self._postings[token][piece.key] = CONTEXT_WEIGHT
            for token in set(text_to_tokens(piece.text)):
                self._postings[token][piece.key] = 1.0
            for character in set(piece.text):
                self._holders[character].add(piece.key)
        self._size = max(1, len(snapshot.evidence))
        # A question is searched for several times over, whole and clause by clause.
        self._covers = lru_cache(REMEMBERED)(self._best)
        self._hint_weights = lru_cache(REMEMBERED)(self._weights)

    def knows(self, token: str) -> bool:
        return token in self._postings

    def rarity(self, token: str) -> float:
        """How telling a token is: 0 for one that nothing holds, up to log of the number of pieces."""
        df = len(self._postings.get(token, ()))
        return math.log(1 + self._size / df) if df else 0.0

    def telling(self, names: tuple[tuple[str, ...], ...]) -> float:
        """How telling a term is that may be called by any of these names: as rare as all of them together, so that a
        common word does not become telling by a rare synonym; longer names tell somewhat more."""
        if names not in self._telling:
            held = [name for name in names if self._holding(name)]
            length = min(map(len, held), default=1) ** LENGTH
            self._telling[names] = (
                math.log(1 + self._size / self.holders(names)) * length
                if held
                else max((sum(map(self.rarity, name)) for name in names), default=0.0)
            )
        return self._telling[names]

    def holders(self, names: tuple[tuple[str, ...], ...]) -> int:
        """How many pieces hold all of one of these names, in their text or over or beside it."""
        return len(set().union(*map(self._holding, names)))

    def _holding(self, name: Sequence[str]) -> set[int]:
        """The pieces that hold all of a name."""
        held = [self._postings.get(token, {}).keys() for token in set(name)]
        return set.intersection(*map(set, held)) if held and all(held) else set()

    def search(self, terms: Sequence[Term], among: Iterable[int] | None = None, limit: int = 40) -> list[Match]:
        """The pieces that cover most of the terms, best first; only those in `among` if it is given."""
        allowed = None if among is None else set(among)
        score: Counter[int] = Counter()
        own: Counter[int] = Counter()
        total = 0.0
        for term in terms:
            weight = term.weight * self.telling(term.names)
            if weight <= 0:
                continue
            total += weight
            for piece, (covered, own_covered) in self._covers(term.names).items():
                if allowed is not None and piece not in allowed:
                    continue
                score[piece] += weight * covered  # type: ignore[assignment]
                own[piece] += weight * own_covered  # type: ignore[assignment]
        if not total:
            return []
        ranked = sorted(score.items(), key=lambda pair: (-pair[1], -own[pair[0]], pair[0]))
        return [Match(piece, value / total, own[piece] / total) for piece, value in ranked[:limit]]

    def hinted(self, piece: int, characters: Sequence[str]) -> float:
        """Share of these characters, rare ones counting more, that stand anywhere in the piece's own text."""
        weights = self._hint_weights(tuple(characters))
        whole = sum(weights.values())
        return sum(w for c, w in weights.items() if piece in self._holders[c]) / whole if whole else 0.0

    def _weights(self, characters: tuple[str, ...]) -> Mapping[str, float]:
        return {c: math.log(1 + self._size / len(self._holders[c])) for c in characters if c in self._holders}

    def _best(self, names: tuple[tuple[str, ...], ...]) -> Mapping[int, tuple[float, float]]:
        """The same as `_cover` for whichever of the names the piece holds most of."""
        best: dict[int, tuple[float, float]] = {}
        for name in names:
            for piece, shares in self._cover(name).items():
                if shares[0] > best.get(piece, (0.0, 0.0))[0]:
                    best[piece] = shares
        return best

    def _cover(self, name: Sequence[str]) -> dict[int, tuple[float, float]]:
        """For each piece the share of the name's weight that it holds, and that its own text holds."""
        whole = sum(self.rarity(token) for token in name)
        if whole <= 0:
            return {}
        covered: dict[int, list[float]] = defaultdict(lambda: [0.0, 0.0])
        for token in name:
            share = self.rarity(token) / whole
            for piece, field_weight in self._postings.get(token, {}).items():
                covered[piece][0] += share * field_weight
                if field_weight == 1.0:
                    covered[piece][1] += share
        return {piece: (values[0], values[1]) for piece, values in covered.items()}
