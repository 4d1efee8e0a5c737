"""Slips of the input method: a character that sounds like the one that was meant (满意渡 for 满意度)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial

from app.ask.vocabulary import AskWords
from index.lexical import text_to_tagged_words, text_to_words
from index.wordbook import Wordbook

_HAN = re.compile(r"^[\u3400-\u9fff]+$")


def mend_slips(text: str, words: AskWords, wordbook: Wordbook) -> tuple[str, list[tuple[str, str]]]:
    """The text with slips of the input method mended: unknown pairs that sound like a known one and share a
    character with it, where the words do not make sense as they stand."""
    corrected: list[tuple[str, str]] = []
    odd: set[int] = set()
    start_of: dict[int, int] = {}
    position = 0
    real = {word for word in text_to_words(text) if len(word) > 1}
    for word, _ in text_to_tagged_words(text):
        # A word of the language that the documents do not have was meant as it stands.
        if len(word) == 1 or not (word in real or wordbook.holds(word)):
            odd.update(range(position, position + len(word)))
        start_of.update({position + i: position for i in range(len(word))})
        position += len(word)
    characters = list(text)
    for i in range(len(characters) - 1):
        pair = characters[i] + characters[i + 1]
        if not _HAN.match(pair) or not ({i, i + 1} & odd) or wordbook.holds_pair(pair):
            continue
        if pair in words.idle_words or any(c in words.idle_words for c in pair):
            continue
        fits = partial(_fits, characters, i, odd=odd, start_of=start_of, wordbook=wordbook)
        candidates = wordbook.same_sound(pair, fits)
        if len(candidates) == 1:
            corrected.append((pair, candidates[0]))
            characters[i : i + 2] = candidates[0]
    return "".join(characters), corrected


def _fits(
    characters: Sequence[str], at: int, pair: str, odd: set[int], start_of: Mapping[int, int], wordbook: Wordbook
) -> bool:
    """Whether the corrected pair is a word of the documents, or ends one that the text begins rightly."""
    changed = {at + i for i in (0, 1) if characters[at + i] != pair[i]}
    if not changed <= odd:
        return False
    if {at, at + 1} <= odd:
        if start_of[at] == at == start_of[at + 1] and start_of.get(at + 2) != at:
            return True
        return pair in wordbook.words or _joins(characters, at, pair, wordbook)
    begun = "".join(characters[start_of[at] : at]) + pair
    return len(begun) > 2 and wordbook.holds(begun)


def _joins(characters: Sequence[str], at: int, pair: str, wordbook: Wordbook) -> bool:
    """Whether the pair makes a word of the documents with the character before or after it."""
    before = characters[at - 1] + pair if at else ""
    after = pair + characters[at + 2] if at + 2 < len(characters) else ""
    return any(bool(near) and near in wordbook.words for near in (before, after))
