"""The words by which a text relates its figures to one another, from prompts/proofreading.toml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from pydantic import BaseModel, ConfigDict


class ProofWords(BaseModel):
    """Each list is explained where it stands in the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sums: tuple[str, ...]
    sums_of_these: tuple[str, ...]
    more: tuple[str, ...]
    less: tuple[str, ...]
    alike: tuple[str, ...]
    english: Mapping[str, str]
    english_measures: Mapping[str, str]
    english_units: Mapping[str, str]

    def sums_up(self, clause: str, of_these: bool = False) -> bool:
        """Whether the words before a figure say that it is a sum; `of_these`: surely one of what the text counts."""
        return (self._sums_of_these if of_these else self._sums).search(clause) is not None

    def direction(self, clause: str) -> int:
        """1 if the last such word says more, -1 if it says less, 0 if there is none."""
        found = [(m.end(), len(m.group()), 1) for m in self._more.finditer(clause)]
        found += [(m.end(), len(m.group()), -1) for m in self._less.finditer(clause)]
        return max(found, default=(0, 0, 0))[2]

    @cached_property
    def _sums(self) -> re.Pattern[str]:
        return _either(self.sums)

    @cached_property
    def _sums_of_these(self) -> re.Pattern[str]:
        return _either(self.sums_of_these)

    @cached_property
    def _more(self) -> re.Pattern[str]:
        return _either(self.more)

    @cached_property
    def _less(self) -> re.Pattern[str]:
        return _either(self.less)


def _either(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))), re.IGNORECASE)
