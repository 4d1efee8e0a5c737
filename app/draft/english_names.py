"""What things of Chinese documents are called in an English draft: by the words of the trade where these make up the
whole name, else as they are printed, in quotation marks."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from app.answer import Language
from app.ask.knowledge import Knowledge

MOST_WORDS = 4
SHORTEST = 2
"""Characters of a Chinese word, since single ones mean too much."""


def named(text: str, language: Language, knowledge: Knowledge) -> str:
    """The name in the language of the draft."""
    return text if language == "zh" else english_name(text, knowledge)


def english_name(text: str, knowledge: Knowledge) -> str:
    """The English of a name; itself in quotation marks where the words of the trade do not make it up."""
    bare = "".join(text.split())
    words = _words(bare, _chinese(tuple(knowledge.words.english.items())))
    return " ".join(words) if words else f"“{bare}”"


def _words(text: str, known: Mapping[str, str]) -> list[str]:
    """The English of the words that a name is made up of, the longest first; none if it is not made up of such."""
    found: list[str] = []
    at = 0
    while at < len(text):
        end = next((e for e in range(len(text), at + SHORTEST - 1, -1) if text[at:e] in known), 0)
        if not end:
            return []
        found.append(known[text[at:end]])
        at = end
    return found if len(found) <= MOST_WORDS else []


@lru_cache(maxsize=4)
def _chinese(english: tuple[tuple[str, tuple[str, ...]], ...]) -> Mapping[str, str]:
    """The first English phrase for each Chinese word; those that mean it first before those that may."""
    found: dict[str, str] = {}
    for first in (True, False):
        for phrase, names in english:
            for name in names[:1] if first else names[1:]:
                if phrase.isascii() and len(name) >= SHORTEST:
                    found.setdefault(name, phrase)
    return found
