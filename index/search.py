"""Passages that answer a question best, by their words and by their meaning."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from index.contents import Contents
from index.errors import VectorsError
from index.lexical import LexicalIndex
from index.model_files import ModelMissing
from index.vectors import Nearness, Vectors
from index.windows import passage_context
from ingest.records import Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

log = logging.getLogger(__name__)

MEANING_SHARE = 0.4
"""How much of the score is nearness of meaning, when vectors can be had; the rest is likeness of words."""

REMEMBERED = 64
"""Questions whose nearness is remembered."""
DEPTH = 100
"""How many windows are asked of the vectors."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage and how well it fits: `score` from 0 to 1, 1 being the best by words and by meaning at once.

    `lexical` is its BM25 score; `cosine` is None where it was not among the nearest, or there are no vectors.
    """

    document: int
    passage: Passage
    score: float
    lexical: float
    cosine: float | None


class PassageSearch:
    """Searches the passages of one version of the index. Safe to use from many threads."""

    def __init__(self, contents: Contents, vectors: Vectors | None = None) -> None:
        self.version = contents.version
        self._vectors = vectors
        self._revisions = [document.revision for document in contents.documents]
        self._passages: list[tuple[int, Passage]] = []
        self._position: dict[tuple[str, int], int] = {}
        self._texts: list[str] = []
        for document in contents.documents:
            records = contents.records[document.id]
            for passage in records.passages:
                self._position[document.revision, passage.key] = len(self._passages)
                self._passages.append((document.id, passage))
                self._texts.append("\n".join((*passage_context(passage, records), passage.text)))
        self._asked: dict[str, dict[tuple[int, int], float]] = {}

    @cached_property
    def _lexical(self) -> LexicalIndex:
        """Made for the first search: what only checks what is stored never needs it."""
        return LexicalIndex(self._texts)

    def search(self, question: str, limit: int = 10) -> list[Hit]:
        """The best passages, best first; only such as share a word with the question or are near to it in meaning."""
        import numpy as np

        lexical = self._lexical.scores(question)
        nearness = self._nearness(question)
        scores = lexical / lexical.max() if lexical.size and lexical.max() > 0 else lexical
        cosines = {self._position[near.revision, near.passage]: near.cosine for near in nearness}
        if cosines:
            scores = scores * (1 - MEANING_SHARE) + MEANING_SHARE * _nearness_scores(cosines, len(scores))
        order = np.argsort(-scores, kind="stable")[:limit]
        return [
            Hit(document, passage, float(scores[at]), float(lexical[at]), cosines.get(at))
            for at in map(int, order)
            if scores[at] > 0
            for document, passage in [self._passages[at]]
        ]

    def nearness(self, question: str) -> dict[tuple[int, int], float]:
        """Cosines of the passages (document, key) nearest to the question in meaning; empty without vectors."""
        known = self._asked.get(question)
        if known is not None:
            return known
        found = {
            (document, passage.key): near.cosine
            for near in self._nearness(question)
            for document, passage in [self._passages[self._position[near.revision, near.passage]]]
        }
        # One question is looked up several times over; without vectors it is tried again.
        if len(self._asked) >= REMEMBERED:
            self._asked.clear()
        if found:
            self._asked[question] = found
        return found

    def _nearness(self, question: str) -> list[Nearness]:
        """What the vectors say; nothing, and a line in the log, while they cannot be searched."""
        if self._vectors is None or not self._passages:
            return []
        try:
            return self._vectors.search(question, self._revisions, DEPTH)
        except (VectorsError, ModelMissing) as error:
            log.warning("searching by words only: %s", error)
            return []


def _nearness_scores(cosines: dict[int, float], size: int) -> NDArray[np.float32]:
    """0 for the farthest of the near ones and all beyond, 1 for the nearest: cosines alone differ little."""
    import numpy as np

    nearest, farthest = max(cosines.values()), min(cosines.values())
    scores = np.zeros(size, dtype=np.float32)
    for at, cosine in cosines.items():
        scores[at] = (cosine - farthest) / (nearest - farthest) if nearest > farthest else 1.0
    return scores
