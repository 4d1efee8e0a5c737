"""The words of the trade as reading needs them. Whoever composes the product loads the data; nothing here is a word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from ingest.records import StatusKind

Words = Annotated[tuple[str, ...], Field(default=())]

_KEPT = 4096
"""Headers and phrases whose measures are remembered: a table's are asked for with each of its cells."""


class Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Units(Data):
    count: Words
    money: Words
    technical: Words
    ratio: Words
    never: Words
    money_words: Words
    same: Mapping[str, str] = Field(default_factory=dict)
    factors: Mapping[str, tuple[str, Decimal]] = Field(default_factory=dict)


class Numerals(Data):
    before: Words
    never: Words
    approximate_before: Words
    one_after: Words
    half_after: Words
    over_begins: Words
    years_counted_after: Words


class ClauseWords(Data):
    """How a sentence says what a number counts; each list is explained where it stands in the lexicon."""

    actors: Words
    links: Words
    counting: Words
    not_counting: Words
    not_links: Words
    of_which: Words
    doing: Words
    doing_kept: Words
    doing_inside: Words
    names_deed: Words
    names_thing: Words
    doing_noun: Words
    relative: Words
    change: Words
    change_alone: Words
    change_ends: Words
    people: Words
    scene_begins: Words
    scene_ends: Words
    ground_begins: Words
    criteria: Words
    predicates: Words
    not_predicates: Words
    qualifiers: Words
    share: Words
    share_of: Words
    beyond: Words
    beside_plan: Words
    of_all: Words
    making: Words
    attributes: Words
    ranked: Words
    became: Words
    left_over: Words
    composed: Words
    made_of: Words
    formerly: Words
    by_now: Words
    compare: Words
    not_compare: Words
    origin: Annotated[tuple[str, ...], Field(default=(), alias="from")]
    second: Words
    sum_ends: Words
    stages: Words
    statement: Words


class Bounds(Data):
    over_before: Words
    at_least_before: Words
    at_most_before: Words
    under_before: Words
    about_before: Words
    over_after: Words
    at_least_after: Words
    at_most_after: Words
    about_after: Words


class TableWords(Data):
    total: Words
    part: Words
    unit_line: Words
    unit_column: Words
    level_column: Words
    status_column: Words
    reason_column: Words
    plan_column: Words
    number_column: Words
    empty: Words


class MeasureWords(Data):
    """`headers` stand in table headers, `phrases` name the measure in sentences, at the end of what is counted; `verbs`
    say it in front of or behind that (完成 3 项). `nouns`, if given, are the ends that count instead of `phrases`."""

    headers: Words
    phrases: Words
    verbs: Words
    nouns: Words


class StatusWords(Data):
    """How negation and intent turn a status: 没有未完成的任务, 未能按期完成, 确保完成."""

    none_of: Words
    negations: Words
    meant: Words
    bands: Words
    ongoing: Words
    done_deeds: Words
    begun_deeds: Words
    granted_deeds: Words


class ReasonWords(Data):
    scope: Words
    before: Words
    continues: Words
    without_subject: Words
    poor: Words
    between: Annotated[tuple[tuple[str, str], ...], Field(default=())]


class HolderWords(Data):
    """Of whom a figure is said (own, other), labels that point back or name nothing (generic), how counts come about
    (acts) or are only meant to (intents, some of the acts). Short labels of `telling_measures` name one thing too."""

    own: Words
    other: Words
    pointing: Words
    generic: Words
    acts: Words
    intents: Words
    telling_measures: Words


class Lexicon(BaseModel):
    """Words by what they tell. Unknown keys at this level belong to other parts of the product and are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    clauses: ClauseWords = Field(default_factory=lambda: ClauseWords.model_validate({}))
    units: Units
    numerals: Numerals
    bounds: Bounds
    levels: Mapping[str, Words]
    tables: TableWords
    measures: Mapping[str, MeasureWords]
    statuses: Mapping[StatusKind, Words]
    status_words: StatusWords = Field(default_factory=lambda: StatusWords.model_validate({}))
    reasons: ReasonWords
    holders: HolderWords = Field(default_factory=lambda: HolderWords.model_validate({}))
    pairing: Words
    """分别, 依次: figures that follow belong to what was listed before, in its order."""

    @cached_property
    def all_units(self) -> tuple[str, ...]:
        """Every unit, longest first, so that 人次 is tried before 人."""
        units = {*self.units.money, *self.units.technical, *self.units.ratio, *self.units.count}
        return tuple(sorted(units, key=lambda unit: (-len(unit), unit)))

    @cached_property
    def measure_words(self) -> Mapping[str, tuple[str, ...]]:
        """The phrases and verbs of each measure, the longest first."""
        words = {name: (*known.phrases, *known.verbs) for name, known in self.measures.items()}
        return {name: tuple(sorted(known, key=len, reverse=True)) for name, known in words.items()}

    @cached_property
    def leading_acts(self) -> tuple[str, ...]:
        """What may stand before the thing that a name is of: acts (新增), whose it is (我校), that it is being done."""
        return tuple(act for act in (*self.holders.acts, *self.holders.own, *self.clauses.doing) if len(act) > 1)

    @cached_property
    def status_terms(self) -> tuple[str, ...]:
        """The words of all statuses."""
        return tuple(word for words in self.statuses.values() for word in words)

    @property
    def met(self) -> tuple[str, ...]:
        """The deeds by which a target is met (完成的任务点)."""
        known = self.measures.get("actual")
        return known.verbs if known is not None else ()

    def measure_of_header(self, header: str) -> str:
        """The measure that a table header names, by its longest known word; the later one where two are as long."""
        return self._header_measures(header)

    def measure_of_phrase(self, phrase: str) -> str:
        """The measure that a clause names, by its longest known word; the later one where two are as long."""
        return self._phrase_measures(phrase)

    @cached_property
    def _header_measures(self) -> Callable[[str], str]:
        words = [(word, name) for name, known in self.measures.items() for word in known.headers]
        return lru_cache(_KEPT)(lambda header: _longest(header, words))

    @cached_property
    def _phrase_measures(self) -> Callable[[str], str]:
        words = [(word, name) for name, known in self.measures.items() for word in known.phrases]
        return lru_cache(_KEPT)(lambda phrase: _longest(phrase, words))

    def measure_of_noun(self, phrase: str) -> str:
        """The measure that a noun phrase ends with (资金到位率, 总预算, 中期目标), empty if it names none."""
        ends = {phrase, *(phrase.removesuffix(end) for end in self.clauses.sum_ends)}
        named = ((word, name) for word, name in self._noun_ends if any(end.endswith(word) for end in ends))
        return next((name for _, name in named), "")

    @cached_property
    def _noun_ends(self) -> tuple[tuple[str, str], ...]:
        """What noun phrases of a measure end with, the longest first."""
        ends = [(word, name) for name, words in self.measures.items() for word in words.nouns or words.phrases]
        return tuple(sorted(ends, key=lambda end: -len(end[0])))

    def measure_of_verb(self, verb: str) -> str:
        """The measure that a verb tells of (计划招生: target; 到账: received), by how it begins."""
        best, found = 0, ""
        for name, words in self.measures.items():
            for word in words.verbs:
                if len(word) > best and verb.startswith(word):
                    best, found = len(word), name
        return found

    def level_of(self, text: str) -> str:
        """The level (国家级, 省级以上 …) that a text names, empty if it names none or several.

        全国 and 国家 alone may belong to a name; they are levels only in a column of levels.
        """
        found: dict[str, str] = {}
        for level, words in self.levels.items():
            for word in words:
                at = text.find(word) if word.endswith("级") else -1
                if at >= 0:
                    above = text[at + len(word) :].lstrip().startswith(("以上", "及以上"))
                    found[word] = level + "以上" if above else level
        longest = {word: level for word, level in found.items() if not any(word != w and word in w for w in found)}
        return next(iter(longest.values())) if len(set(longest.values())) == 1 else ""

    def is_level(self, text: str) -> bool:
        """Whether a text is a level and nothing else."""
        return any(text in (level, f"{level}以上", f"{level}及以上") for level in self.levels)

    def level_of_cell(self, text: str) -> str:
        """The level that a cell of a level column names; any of its words will do."""
        return self.level_of(text) or _longest(
            text, ((w, level) for level, words in self.levels.items() for w in words)
        )

    def is_money(self, text: str) -> bool:
        """Whether a text speaks of money, so that a bare 万 or 亿 after a number means 万元 or 亿元."""
        return any(word in text for word in self.units.money_words)

    def same_unit(self, unit: str) -> str:
        return self.units.same.get(unit, unit)

    def base_unit(self, unit: str) -> tuple[str, Decimal]:
        """The unit that this one is a multiple of, and the factor: 万元 is (元, 10000), 万人次 (人次, 10000)."""
        unit = self.same_unit(unit)
        if unit in self.units.factors:
            return self.units.factors[unit]
        for prefix, factor in (("亿", Decimal(10**8)), ("万", Decimal(10**4)), ("千", Decimal(10**3))):
            if unit.startswith(prefix) and len(unit) > 1:
                return self.same_unit(unit[1:]), factor
        return unit, Decimal(1)


def _longest(text: str, words: Iterable[tuple[str, str]]) -> str:
    """The name whose word is the longest in the text, the later one of two as long. 占…比率 has anything between."""
    best, found, where = 0, "", -1
    for word, name in words:
        if "…" in word:
            first, last = word.split("…")
            start = text.find(first)
            at = text.rfind(last) if start >= 0 else -1
            length = at + len(last) - start if at > start else 0
        else:
            at, length = text.rfind(word), len(word)
        if at >= 0 and (length, at) > (best, where):
            best, found, where = length, name, at
    return found
