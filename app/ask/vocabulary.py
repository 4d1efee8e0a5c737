"""How people ask: the words and patterns of prompts/asking.toml, ready to be matched."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache

from pydantic import BaseModel, ConfigDict

from index.glossary import american
from index.tokens import text_to_tokens
from index.wordbook import nearest_spelling

_COUNTING = re.compile(r"几|多少|how m")
_LEANING = re.compile(
    r"(?:有|是|为)?(?:多少|几多?)[\u3400-\u9fff]{0,4}[？?，,；;]\s*(?=(?:又|各|共|只|才|大约|大概)?(?:占|相当于))"
    r"|[？?，,；;]\s*(?=(?:占|相当于)[^，。？?；,]{2,})"
)
REMEMBERED = 2048
"""Texts of which it is remembered what they ask for: the terms of a question are looked at again and again."""
SLIP = 6
"""Letters from which an English word that is one letter off is taken for a slip."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class UnitKind(_Data):
    """Words of a question that ask for one kind of unit, and the base units that answer."""

    words: tuple[str, ...]
    units: tuple[str, ...]


class GapKind(_Data):
    """Words that ask for what is missing between two measures, and which (whole, part) they may mean, best first."""

    words: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]


class RelationKind(_Data):
    """Patterns of questions that put two quantities in relation; the groups `first` and `second` are their names."""

    kind: str
    patterns: tuple[str, ...]


class SameWords(_Data):
    groups: tuple[tuple[str, ...], ...]


class AskWords(_Data):
    """`intents`, `conditions` and `measures` are patterns by name, in the order in which they are tried."""

    idle: tuple[str, ...]
    idle_en: tuple[str, ...]
    task_words: tuple[str, ...]
    tasks: tuple[str, ...]
    sum_words: tuple[str, ...]
    operation_words: tuple[str, ...]
    standing_words: tuple[str, ...]
    deed_words: tuple[str, ...]
    overall_grades: tuple[str, ...]
    intents: Mapping[str, tuple[str, ...]]
    conditions: Mapping[str, tuple[str, ...]]
    measures: Mapping[str, tuple[str, ...]]
    units: tuple[UnitKind, ...]
    gaps: tuple[GapKind, ...]
    relations: tuple[RelationKind, ...]
    synonyms: SameWords
    money_words: tuple[str, ...]
    reverse: tuple[str, ...]
    better_lower: tuple[str, ...]
    half_years: tuple[str, ...]
    quarters: tuple[str, ...]
    whole_years: tuple[str, ...]
    whole_words: tuple[str, ...]
    measuring: tuple[str, ...]
    selves: tuple[str, ...]
    wholes: tuple[str, ...]
    others: tuple[str, ...]
    bodies: tuple[str, ...]
    surnames: str
    grade_names: tuple[str, ...]
    grades: tuple[str, ...]
    persons: tuple[str, ...]
    person_units: tuple[str, ...]
    person_ends: str
    details: Mapping[str, tuple[str, ...]]
    detail_words: Mapping[str, tuple[str, ...]]
    patterns: Mapping[str, tuple[str, ...]]
    every: tuple[str, ...]
    coming: tuple[str, ...]
    countless: tuple[str, ...]
    kind_words: tuple[str, ...]
    numerals: Mapping[str, int]
    kinds: Mapping[str, tuple[str, ...]]
    english: Mapping[str, tuple[str, ...]]

    @cached_property
    def idle_words(self) -> frozenset[str]:
        return frozenset(self.idle) | frozenset(self.idle_en)

    @cached_property
    def same_of(self) -> Mapping[str, tuple[str, ...]]:
        """For each word of a group the other words of all its groups."""
        others: dict[str, list[str]] = {}
        for group in self.synonyms.groups:
            for word in group:
                others.setdefault(word, []).extend(w for w in group if w != word)
        return {word: tuple(dict.fromkeys(words)) for word, words in others.items()}

    @cached_property
    def same_pattern(self) -> re.Pattern[str]:
        """Chinese words of more than one character that have others of the same meaning, longest first."""
        words = sorted((w for w in self.same_of if len(w) > 1 and not w.isascii()), key=len, reverse=True)
        return re.compile("|".join(map(re.escape, words)))

    def english_names(self, phrase: str) -> tuple[str, ...]:
        """What an English phrase is in reports, in whichever spelling; empty if the table does not have it."""
        return self._english_by_spelling.get(american(phrase), ())

    def near_english(self, word: str) -> str:
        """The English word of the table that this one is a slip of, empty if there is none."""
        return nearest_spelling(american(word), self._english_by_spelling.keys()) if len(word) >= SLIP else ""

    @cached_property
    def _english_by_spelling(self) -> Mapping[str, tuple[str, ...]]:
        spelt: dict[str, list[str]] = {}
        for phrase, names in self.english.items():
            spelt.setdefault(american(phrase), []).extend(names)
        return {phrase: tuple(dict.fromkeys(names)) for phrase, names in spelt.items()}

    def is_better_lower(self, name: str, remarks: str) -> bool:
        """Whether less is better of an indicator of this name, with these remarks beside it."""
        return any(word in remarks for word in self.reverse) or any(word in name for word in self.better_lower)

    def has(self, intent: str, text: str) -> bool:
        """Whether the text asks for this kind of thing."""
        return bool(self._intents[intent].search(text))

    def spans(self, intent: str, text: str) -> list[tuple[int, int]]:
        """Where the text says what kind of question it is."""
        return [m.span() for m in self._intents[intent].finditer(text)]

    def is_all(self, intent: str, text: str) -> bool:
        """Whether the whole text is one word that says what kind of question it is."""
        m = self._intents[intent].match(text)
        return m is not None and m.end() == len(text)

    @cached_property
    def intent_names(self) -> tuple[str, ...]:
        return tuple(self.intents)

    def condition(self, name: str, text: str) -> re.Match[str] | None:
        """Where the text narrows a list down in this way."""
        return self._conditions[name].search(text)

    def grade_pattern(self, asked: str) -> re.Pattern[str]:
        """A grade or rating as texts and table rows state it under the name by which it is asked for, else under any;
        the group `a` is it without that name."""
        called = "|".join([name for name in self.grade_names if name in asked] or self.grade_names)
        return re.compile(
            rf"(?:{called})[^；，。：:]{{0,4}}?(?:为|是|[：:])?\s*[“\"]?(?<=[为是：:“\"])(?P<a>[^；，。“”\"—]{{1,12}})"
        )

    @cached_property
    def grade_words(self) -> re.Pattern[str]:
        """Words that are grades wherever they stand."""
        return re.compile("|".join(self.grades))

    def detail(self, name: str, text: str) -> re.Match[str] | None:
        """Where the text asks for this kind of detail; the groups are what it calls it by."""
        return self._details[name].search(text)

    def pattern(self, name: str, text: str) -> re.Match[str] | None:
        """Where a text, a question or the words at a figure, fits a pattern of this name; its groups as named there."""
        return self._patterns[name].search(text)

    def patterns_in(self, name: str, text: str) -> list[re.Match[str]]:
        """Everywhere that a text fits a pattern of this name."""
        return list(self._patterns[name].finditer(text))

    def numeral(self, word: str) -> int:
        """The small number that a word says, 0 if it says none."""
        return int(word) if word.isdigit() else self.numerals.get(word, 0)

    def measures_asked(self, text: str) -> tuple[str, ...]:
        """Measures that the question names, in the order of the text; a longer hit hides the ones inside it."""
        return self._measures_in(text)

    def measure_spans(self, text: str) -> list[tuple[int, int]]:
        """Where the text names a measure."""
        return [m.span() for pattern in self._measures.values() for m in pattern.finditer(text) if m.group()]

    def units_asked(self, text: str) -> tuple[str, ...]:
        """Base units that can answer, empty where the question does not say what kind of number it wants."""
        return self._units_in(text)

    def gap_pairs(self, text: str) -> tuple[tuple[str, str], ...]:
        """Which two measures a gap may be between, best first."""
        pairs = [pair for kind in self.gaps if any(word in text for word in kind.words) for pair in kind.pairs]
        return tuple(dict.fromkeys(pairs))

    def relation(self, text: str) -> tuple[str, str, str] | None:
        """What kind of relation a question asks for, and what it calls the two quantities."""
        # 临江区到馆多少？占全市几成: the second clause leans on the first.
        text = _LEANING.sub("", text)
        for kind, pattern in self._relations:
            m = pattern.search(text)
            if m is not None:
                return kind, m["first"].strip(), (m.groupdict().get("second") or "").strip()
        return None

    def months_of(self, part: str, years: int) -> int:
        """How many months a part of a year, or whole years, have; 0 for a month and for parts that nobody names."""
        if not part:
            return 12 * years
        return next((months for months, words in ((6, self.half_years), (3, self.quarters)) if part in words), 0)

    @cached_property
    def general_names(self) -> frozenset[tuple[str, ...]]:
        """Sums and tasks, as tokens: what is asked of a subject rather than the subject."""
        return frozenset(tuple(text_to_tokens(word)) for word in (*self.task_words, *self.sum_words))

    @cached_property
    def _units_in(self) -> Callable[[str], tuple[str, ...]]:
        # 薪酬打几分 asks for a score: what is counted tells more than what it is about. Of equals the first counts.
        words = [
            (_COUNTING.match(word) is None, -len(word), word, kind.units) for kind in self.units for word in kind.words
        ]
        words.sort(key=lambda entry: entry[:2])
        ranked = [
            (re.compile(rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word)), units)
            for _, _, word, units in words
        ]

        def find(text: str) -> tuple[str, ...]:
            return next((units for pattern, units in ranked if pattern.search(text)), ())

        return lru_cache(REMEMBERED)(find)

    @cached_property
    def _measures_in(self) -> Callable[[str], tuple[str, ...]]:
        def find(text: str) -> tuple[str, ...]:
            hits: list[tuple[int, int, str]] = []
            for name, pattern in self._measures.items():
                hits.extend((m.start(), m.end(), name) for m in pattern.finditer(text) if m.group())
            kept = [
                hit
                for hit in hits
                if not any(o[0] <= hit[0] and hit[1] <= o[1] and o[1] - o[0] > hit[1] - hit[0] for o in hits)
            ]
            return tuple(dict.fromkeys(name for _, _, name in sorted(kept)))

        return lru_cache(REMEMBERED)(find)

    @cached_property
    def _intents(self) -> Mapping[str, re.Pattern[str]]:
        return _compiled(self.intents)

    @cached_property
    def _relations(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        return tuple((relation.kind, re.compile(p)) for relation in self.relations for p in relation.patterns)

    @cached_property
    def _conditions(self) -> Mapping[str, re.Pattern[str]]:
        return _compiled(self.conditions)

    @cached_property
    def _patterns(self) -> Mapping[str, re.Pattern[str]]:
        return _compiled(self.patterns)

    @cached_property
    def _details(self) -> Mapping[str, re.Pattern[str]]:
        def filled(pattern: str) -> str:
            return re.sub(r"%(\w+)%", lambda m: "|".join(self.detail_words[m[1]]), pattern)

        return _compiled({name: tuple(map(filled, patterns)) for name, patterns in self.details.items()})

    @cached_property
    def _measures(self) -> Mapping[str, re.Pattern[str]]:
        words = {
            name: tuple(rf"\b{p}" if p.isascii() and p[0].isalpha() else p for p in patterns)
            for name, patterns in self.measures.items()
        }
        return _compiled(words)


def _compiled(patterns: Mapping[str, tuple[str, ...]]) -> dict[str, re.Pattern[str]]:
    return {name: re.compile("|".join(words), re.ASCII) for name, words in patterns.items()}
