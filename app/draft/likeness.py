"""How alike the words at two figures are: those of a text that is being written, and those of what documents state."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.ask.knowledge import Knowledge
from index.tokens import plain, text_to_tokens
from ingest.clauses import text_to_sentences
from ingest.records import DocumentRecords, Figure

LABEL = 1.0
"""Weight of words right before a figure, of what it is resolved to measure, and of a cell's row label and header."""
BEHIND = 0.8
"""Weight of words right behind a figure."""
NAMED_BEFORE = 0.9
"""Weight of what the same sentence named before as what is counted."""
CLAUSE = 0.6
"""Weight from which words stand at the figure itself."""
OVER = 0.5
"""Weight of what stands over a figure: its subject's outer parts, headings, captions."""
SENTENCE = 0.35
TOPIC = 0.15
"""Weight of the sentence before."""
OWN_SHARE = 0.6
"""Share of the likeness that is how much of the written figure's words is found; the rest is how much of the
other's."""
HALF = 0.5
"""Weight below which words match fully whatever weight they have on the other side."""
NAMED = 0.6
"""Share of the words by which one statement differs from another that must stand at a written figure to name it."""
UNNAMED = 0.34
_LATIN = re.compile(r"[A-Za-z]{3,} [A-Za-z]{2,}")
_ENDS = "，。；：！？,;:!?\n"

Words = Mapping[str, float]
"""Tokens and how near they stand to the figure: 0 to 1."""


@dataclass(frozen=True)
class Likeness:
    """Compares words under one version of the index, which tells how telling each word is."""

    knowledge: Knowledge

    @cached_property
    def stated(self) -> tuple[Words, ...]:
        """The words of each figure of the snapshot, in their order."""
        snapshot = self.knowledge.snapshot
        return tuple(
            self.words(statement.figure, snapshot.records[statement.document], statement.headings)
            for statement in snapshot.figures
        )

    def words(self, figure: Figure, records: DocumentRecords, headings: tuple[str, ...] = ()) -> Words:
        """The words at a figure of these records."""
        found: dict[str, float] = {}
        for part in headings:
            self._add(found, part, OVER)
        for part in figure.subject[:-1]:
            self._add(found, part, OVER)
        if figure.place.table is not None:
            self._add(found, records.tables[figure.place.table].caption, OVER)
            for part in figure.place.row:
                self._add(found, part, OVER)
            for part in figure.place.row[-1:]:
                self._add(found, part, LABEL)
            for part in figure.place.column:
                self._add(found, part, LABEL if not figure.end else OVER)
        if figure.end:
            text = figure.place.quote if figure.passage is None else records.passages[figure.passage].text
            self._add_around(found, text, figure)
        for part in figure.subject[-1:]:
            self._add(found, part, LABEL)
        return found

    def to_all(self, written: Words) -> NDArray[np.float64]:
        """How alike the words at each figure of the snapshot are to these: 0 for nothing in common, 1 for the same."""
        rarity = self.knowledge.evidence.rarity
        own = np.zeros(len(self.stated))
        other = np.zeros(len(self.stated))
        whole = 0.0
        for token, weight in written.items():
            telling = rarity(token)
            whole += weight * weight * telling
            posting = self._postings.get(token)
            if posting is None:
                continue
            at, weights = posting
            own[at] += weight * weight * telling * np.minimum(1.0, weights / max(weight, HALF))
            other[at] += weights * weights * telling * np.minimum(1.0, weight / np.maximum(weights, HALF))
        found = own / whole if whole else own
        alike: NDArray[np.float64] = OWN_SHARE * found + (1 - OWN_SHARE) * other / self._wholes
        return alike

    @cached_property
    def _postings(self) -> dict[str, tuple[NDArray[np.int64], NDArray[np.float64]]]:
        """For each token the figures at which it stands, and how near."""
        found: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for at, words in enumerate(self.stated):
            for token, weight in words.items():
                found[token].append((at, weight))
        return {
            token: (np.array([at for at, _ in pairs]), np.array([weight for _, weight in pairs]))
            for token, pairs in found.items()
        }

    @cached_property
    def _wholes(self) -> NDArray[np.float64]:
        rarity = self.knowledge.evidence.rarity
        return np.array([sum(w * w * rarity(t) for t, w in words.items()) or 1.0 for words in self.stated])

    def tells(self, written: Words, one: Words, other: Words) -> bool:
        """Whether the words at a written figure name what one statement is of and not what the other is of."""
        return self._named(written, one, other) >= NAMED and self._named(written, other, one) <= UNNAMED

    def _named(self, written: Words, one: Words, other: Words) -> float:
        """How much of what is said at one statement and not at the other is said at the written figure."""
        rarity = self.knowledge.evidence.rarity
        own = {t: rarity(t) for t, weight in one.items() if weight >= LABEL and other.get(t, 0.0) < LABEL}
        found = sum(share for token, share in own.items() if written.get(token, 0.0) >= CLAUSE)
        total = sum(own.values())
        return found / total if total else 0.0

    def _add(self, words: dict[str, float], text: str, weight: float) -> None:
        names = text_to_tokens(self._one_name(text))
        if _LATIN.search(text):
            found = self.knowledge.terms.find(plain(text), english=True).known
            names += [token for term in found for name in term.names for token in name]
        for token in names:
            if not token[0].isdigit() and weight > words.get(token, 0.0):
                words[token] = weight

    def _add_around(self, words: dict[str, float], text: str, figure: Figure) -> None:
        sentences = text_to_sentences(text)
        at = next((i for i, s in enumerate(sentences) if s.start <= figure.start < s.end), None)
        if at is None:
            return
        sentence = sentences[at]
        if at:
            self._add(words, sentences[at - 1].text, TOPIC)
        self._add(words, sentence.text, SENTENCE)
        start = max(max(text.rfind(mark, sentence.start, figure.start) for mark in _ENDS) + 1, sentence.start)
        end = min((e for mark in _ENDS if (e := text.find(mark, figure.end)) >= 0), default=len(text))
        self._add(words, _after_last_number(text[start : figure.start]), LABEL)
        self._add(words, _before_first_number(text[figure.end : end]), BEHIND)
        for part in figure.subject[:-1]:
            if part in sentence.text:
                self._add(words, part, NAMED_BEFORE)

    def _one_name(self, text: str) -> str:
        """The text with words that mean the same called the same."""
        words = self.knowledge.words
        return words.same_pattern.sub(
            lambda m: min((m.group(), *words.same_of[m.group()]), key=lambda name: (len(name) < 2, name)), text
        )


def _after_last_number(text: str) -> str:
    at = max((i for i, c in enumerate(text) if c.isdigit()), default=-1)
    return text[at + 1 :]


def _before_first_number(text: str) -> str:
    at = next((i for i, c in enumerate(text) if c.isdigit() or c in "、（("), len(text))
    return text[:at]
