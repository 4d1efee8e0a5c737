"""How people ask: the part of the lexicon that understanding questions needs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from pydantic import BaseModel, ConfigDict


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class UnitKind(_Data):
    """Words of a question that ask for one kind of unit, and the base units that answer."""

    words: tuple[str, ...]
    units: tuple[str, ...]


class UnitKinds(_Data):
    kinds: tuple[UnitKind, ...]


class SameWords(_Data):
    groups: tuple[tuple[str, ...], ...]


class AskWords(_Data):
    """`intents` and `measures` are patterns by name, in the order in which they are tried."""

    idle: tuple[str, ...]
    idle_en: tuple[str, ...]
    task_words: tuple[str, ...]
    sum_words: tuple[str, ...]
    intents: Mapping[str, tuple[str, ...]]
    measures: Mapping[str, tuple[str, ...]]
    units: UnitKinds
    same: SameWords

    @cached_property
    def idle_pattern(self) -> re.Pattern[str]:
        """Idle words of two characters and more, longest first; single characters only matter at the edge of a word."""
        words = sorted((word for word in self.idle if len(word) > 1), key=len, reverse=True)
        return re.compile("|".join(map(re.escape, words)))

    @cached_property
    def idle_characters(self) -> frozenset[str]:
        return frozenset(word for word in self.idle if len(word) == 1)

    @cached_property
    def idle_english(self) -> frozenset[str]:
        return frozenset(self.idle_en)

    @cached_property
    def same_of(self) -> Mapping[str, tuple[str, ...]]:
        """For each word of a group the other words of all its groups."""
        others: dict[str, list[str]] = {}
        for group in self.same.groups:
            for word in group:
                others.setdefault(word, []).extend(w for w in group if w != word)
        return {word: tuple(dict.fromkeys(words)) for word, words in others.items()}

    @cached_property
    def same_pattern(self) -> re.Pattern[str]:
        """Any word that has others of the same meaning, longest first; Latin ones as whole words."""
        words = sorted(self.same_of, key=len, reverse=True)
        parts = [rf"\b{re.escape(w)}\b" if w.isascii() else re.escape(w) for w in words]
        return re.compile("|".join(parts))

    def intent(self, text: str) -> str:
        """The first kind of question whose pattern the text holds, else `lookup`."""
        for name, patterns in self._intent_patterns.items():
            if patterns.search(text):
                return name
        return "lookup"

    def has_intent(self, name: str, text: str) -> bool:
        return bool(self._intent_patterns[name].search(text))

    def intent_spans(self, name: str, text: str) -> list[tuple[int, int]]:
        """Where the text says what kind of question it is."""
        return [m.span() for m in self._intent_patterns[name].finditer(text)]

    @cached_property
    def _intent_patterns(self) -> Mapping[str, re.Pattern[str]]:
        return {name: re.compile("|".join(patterns)) for name, patterns in self.intents.items()}

    def measures_asked(self, text: str) -> tuple[str, ...]:
        """Measures that the question names, in the order of the text; a longer hit hides the ones inside it."""
        hits: list[tuple[int, int, str]] = []
        for name, patterns in self._measure_patterns.items():
            hits.extend((m.start(), m.end(), name) for m in patterns.finditer(text) if m.group())
        kept = [
            hit
            for hit in hits
            if not any(o[0] <= hit[0] and hit[1] <= o[1] and o[1] - o[0] > hit[1] - hit[0] for o in hits)
        ]
        return tuple(dict.fromkeys(name for _, _, name in sorted(kept)))

    @cached_property
    def _measure_patterns(self) -> Mapping[str, re.Pattern[str]]:
        return {
            name: re.compile("|".join(rf"\b{p}" if p.isascii() and p[0].isalpha() else p for p in patterns))
            for name, patterns in self.measures.items()
        }

    def units_asked(self, text: str) -> tuple[str, ...]:
        """Base units that can answer, empty where the question does not say what kind of number it wants."""
        best: tuple[int, tuple[str, ...]] = (0, ())
        for kind in self.units.kinds:
            for word in kind.words:
                if word in text and len(word) > best[0]:
                    best = len(word), kind.units
        return best[1]
