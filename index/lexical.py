"""Passages found by the words of a question: BM25 over words and pairs of characters.

Words tell more, pairs find also what a dictionary cuts otherwise or does not know; together they find more than either
(tests/bench/retrieval.py). The formula is short enough to stand here: a library for it costs more than it saves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from index.tokens import plain, text_to_tokens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SATURATION = 1.5
"""BM25's k1: how fast more of the same token stops counting."""

LENGTH = 0.75
"""BM25's b: how much a long text has to hold more to count the same."""

_WORD = re.compile(r"[\u3400-\u9fff]+|[a-z]+|\d+(?:\.\d+)?")


class LexicalIndex:
    """BM25 scores of all texts for a question. Built once, then only read; safe to read from many threads."""

    def __init__(self, texts: Sequence[str]) -> None:
        import numpy as np

        self.size = len(texts)
        self._tokens: dict[str, int] = {}
        numbers, owners, lengths = self._number_tokens(texts)
        count = len(self._tokens)
        # One entry for each token that a text holds, in the order of the tokens, and how often the text holds it.
        entries, often = np.unique(numbers * max(self.size, 1) + owners, return_counts=True)
        token, self._owners = np.divmod(entries, max(self.size, 1))
        holders = np.bincount(token, minlength=count)
        self._starts = np.concatenate(([0], np.cumsum(holders)))
        rarity = np.log1p((self.size - holders + 0.5) / (holders + 0.5))
        norm = SATURATION * (1 - LENGTH + LENGTH * lengths / max(lengths.mean() if self.size else 0.0, 1.0))
        weights = rarity[token] * often * (SATURATION + 1) / (often + norm[self._owners])
        self._weights: NDArray[np.float32] = weights.astype(np.float32)

    def scores(self, question: str) -> NDArray[np.float32]:
        """The score of each text, 0 where it shares nothing with the question."""
        import numpy as np

        scores = np.zeros(self.size, dtype=np.float32)
        for word in dict.fromkeys(text_to_terms(question)):
            token = self._tokens.get(word)
            if token is not None:
                held = slice(self._starts[token], self._starts[token + 1])
                scores[self._owners[held]] += self._weights[held]
        return scores

    def _number_tokens(self, texts: Iterable[str]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """All tokens of all texts by number, the text that each stands in, and how many each text has."""
        import numpy as np

        numbers: list[int] = []
        lengths: list[int] = []
        known = self._tokens
        for text in texts:
            terms = text_to_terms(text)
            numbers.extend([known.setdefault(term, len(known)) for term in terms])
            lengths.append(len(terms))
        sizes = np.array(lengths, dtype=np.int64)
        return np.array(numbers, dtype=np.int64), np.repeat(np.arange(len(sizes)), sizes), sizes


def text_to_terms(text: str) -> list[str]:
    """Pairs of characters and the words of the dictionary, single characters, Latin words and numbers among them.

    What is both a pair and a word counts twice. Words that the dictionary does not know are not guessed at: their
    characters and pairs find them more surely.
    """
    return [*text_to_tokens(text), *(word for word in text_to_words(plain(text)) if _WORD.fullmatch(word))]


def text_to_words(text: str) -> list[str]:
    """The words and marks that the text is made of, by the dictionary alone; together they are the text."""
    import rjieba

    words: list[str] = rjieba.cut(text, False)
    return words


def text_to_tagged_words(text: str) -> list[tuple[str, str]]:
    """The same with the part of speech of each: n noun, v verb, vn verbal noun, m number, r pronoun, eng Latin …"""
    import rjieba

    tagged: list[tuple[str, str]] = rjieba.tag(text, True)
    return tagged
