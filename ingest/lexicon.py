"""The words of the trade as reading needs them. The data are loaded by whoever composes the product; nothing here is a word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from ingest.records import StatusKind

Words = Annotated[tuple[str, ...], Field(default=())]


class Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Units(Data):
    count: Words
    money: Words
    technical: Words
    ratio: Words
    money_words: Words
    same: Mapping[str, str] = Field(default_factory=dict)
    factors: Mapping[str, tuple[str, Decimal]] = Field(default_factory=dict)


class Numerals(Data):
    before: Words
    never: Words
    approximate_before: Words


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
    number_column: Words
    empty: Words


class MeasureWords(Data):
    headers: Words
    phrases: Words


class ReasonWords(Data):
    before: Words
    continues: Words
    between: Annotated[tuple[tuple[str, str], ...], Field(default=())]


class Lexicon(BaseModel):
    """Words by what they tell. Unknown keys at this level belong to other parts of the product and are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    units: Units
    numerals: Numerals
    bounds: Bounds
    levels: Mapping[str, Words]
    tables: TableWords
    measures: Mapping[str, MeasureWords]
    statuses: Mapping[StatusKind, Words]
    reasons: ReasonWords
    pairing: Words
    """分别, 依次: figures that follow belong to what was listed before, in its order."""

    @cached_property
    def all_units(self) -> tuple[str, ...]:
        """Every unit, longest first, so that 人次 is tried before 人."""
        units = {*self.units.money, *self.units.technical, *self.units.ratio, *self.units.count}
        return tuple(sorted(units, key=lambda unit: (-len(unit), unit)))

    def measure_of_header(self, header: str) -> str:
        """The measure that a table header names, by its longest known word; the later one where two are as long."""
        return _longest(header, ((word, name) for name, words in self.measures.items() for word in words.headers))

    def measure_of_phrase(self, phrase: str) -> str:
        """The measure that a clause names, by its longest known word; the later one where two are as long."""
        return _longest(phrase, ((word, name) for name, words in self.measures.items() for word in words.phrases))

    def level_of(self, text: str) -> str:
        """The level (国家级 …) that a text names, empty if it names none."""
        return _longest(text, ((word, level) for level, words in self.levels.items() for word in words))

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
    """The name whose word is the longest in the text, the later one of two as long. 占…比率 stands for anything between."""
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
