"""The words by which a request says what is to be drafted, how long and in which form; of prompts/drafting.toml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict

from prompts import drafting_data

Kind = Literal[
    "conflicts", "unfinished", "benchmark", "satisfaction", "funds", "results", "brief", "completion", "overview", ""
]
_BEFORE, _BEHIND = " 　的地得了也还再并请、“”\"'‘’—-()（）", " 　的了、“”\"'‘’—-()（）"


class DraftWords(BaseModel):
    """The words of prompts/drafting.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kinds: Mapping[str, tuple[str, ...]]
    manner: Mapping[str, tuple[str, ...]]
    length: Mapping[str, tuple[str, ...]]
    forms: Mapping[str, tuple[str, ...]]
    languages: Mapping[str, tuple[str, ...]]
    idle: Mapping[str, tuple[str, ...]]
    parts: Mapping[str, tuple[str, ...]]
    change: Mapping[str, tuple[str, ...]]
    reasons: Mapping[str, tuple[str, ...]]
    plain: Mapping[str, tuple[str, ...]]
    charts: Mapping[str, tuple[str, ...]]
    columns: Mapping[str, tuple[str, ...]]

    def kind(self, text: str) -> Kind:
        """The first kind whose words the text has, empty if none."""
        found = next((name for name, pattern in self._kinds.items() if pattern.search(text)), "")
        return found  # type: ignore[return-value]

    def part(self, text: str) -> str:
        """The part of a brief that a text asks for and nothing else; empty if it names none."""
        told = text.strip().lower()
        return next((name for name, pattern in self._parts.items() if pattern.fullmatch(told)), "")

    def says_responsible(self, header: str) -> bool:
        """Whether a column says who is to see to the row."""
        return any(re.search(word, header) for word in self.columns["responsible"])

    def wants_change(self, text: str) -> bool:
        return _says(self.change, text)

    def wants_reason(self, text: str) -> bool:
        return _says(self.reasons, text)

    def without_reason(self, text: str) -> str:
        """What a text asks the reason of."""
        for word in (word for words in self.reasons.values() for word in words):
            text = re.sub(word, "", text, flags=re.I)
        return "".join(text.split()).lstrip(_BEFORE).rstrip(_BEHIND + "是要")

    def wants_one_page(self, text: str) -> bool:
        return any(re.search(word, text, re.I) for word in self.length["page"])

    def wants_chart(self, text: str) -> bool:
        return _says(self.charts, text)

    def wants_no_headings(self, text: str) -> bool:
        return _says(self.plain, text)

    def only_compares(self, text: str) -> bool:
        """Whether a text says nothing but that years are to be compared."""
        if not self.wants_change(text) and not re.search(r"\d", text):
            return False
        for word in self.change["words"]:
            text = re.sub(word, "", text, flags=re.I)
        return self.is_idle(re.sub(r"20\d\d|\d\d年|年|和|与|跟|两|各|分别|比", "", text))

    def without_manner(self, text: str) -> str:
        """What is left of a text without how, for whom and how long it is to be written."""
        for pattern in self._manner:
            text = pattern.sub(" ", text)
        return " ".join(text.split()).lstrip(_BEFORE).rstrip(_BEHIND)

    def is_idle(self, text: str) -> bool:
        """Whether a text says nothing but that something is to be said."""
        for word in sorted(self.idle["words"], key=len, reverse=True):
            text = text.replace(word, "")
        return len(text.lstrip(_BEFORE).rstrip(_BEHIND)) < 2

    def without_kind(self, text: str) -> str:
        """A topic without the words that only say what kind of content is wanted."""
        for kind in ("unfinished", "conflicts", "brief", "completion", "overview"):
            text = self._kinds[kind].sub(" ", text)
        return text

    def subject(self, text: str) -> str:
        """What a topic is about, without the words for sections and kinds of content."""
        text = self.without_manner(text)
        for word in sorted(self.idle["words"], key=len, reverse=True):
            text = text.replace(word, " ")
        return text.lstrip(_BEFORE).rstrip(_BEHIND)

    @cached_property
    def _kinds(self) -> dict[str, re.Pattern[str]]:
        return {name: re.compile("|".join(words), re.I) for name, words in self.kinds.items()}

    @cached_property
    def _parts(self) -> dict[str, re.Pattern[str]]:
        return {name: re.compile("|".join(words), re.I) for name, words in self.parts.items()}

    @cached_property
    def _manner(self) -> list[re.Pattern[str]]:
        return [re.compile(word, re.I) for words in self.manner.values() for word in words]


@cache
def draft_words() -> DraftWords:
    return DraftWords.model_validate(drafting_data())


def _says(patterns: Mapping[str, tuple[str, ...]], text: str) -> bool:
    return any(re.search(word, text, re.I) for words in patterns.values() for word in words)
