"""Sentences of official documents: templates of the catalogue filled with words and fields."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from app.answer import Language
from app.draft.manuscript import Derived, Part, Printed
from index.statements import Statement
from prompts import catalogue, message

_VARIABLE = re.compile(r"\{(\w+)\}")


def phrase(language: Language, key: str, **values: Part | Sequence[Part]) -> tuple[Part, ...]:
    """The template `drafts.KEY` as words and fields. Raises KeyError for a variable that is not given."""
    parts: list[Part] = []
    at = 0
    text = catalogue(language)[f"drafts.{key}"]
    for m in _VARIABLE.finditer(text):
        value = values[m[1]]
        parts.append(text[at : m.start()])
        parts += [value] if isinstance(value, str | Statement | Derived | Printed) else list(value)
        at = m.end()
    parts.append(text[at:])
    return tuple(part for part in parts if part != "")


def words(language: Language, key: str, **values: object) -> str:
    """The text `drafts.KEY` without fields."""
    return message(language, f"drafts.{key}", **values)


def joined(language: Language, pieces: Iterable[Sequence[Part]], key: str = "comma") -> tuple[Part, ...]:
    """The pieces with the catalogue's mark between them."""
    parts: list[Part] = []
    for piece in pieces:
        if parts:
            parts.append(words(language, key))
        parts += piece
    return tuple(parts)
