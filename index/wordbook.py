"""The documents' own words, found by what people write for them: by sound, by abbreviation, by near spelling."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache

from index.lexical import text_to_words
from index.tokens import han_pairs, plain

_HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
_LATIN = re.compile(r"[a-z][a-z0-9+\-]*[a-z0-9+]|[a-z]")
_LINKS = frozenset(("的", "等", "和", "与", "及", "了", "已", "将", "被", "由", "对", "在", "为", "于", "从", "通过"))
"""Words that stand in no name that is made short."""
_LONGEST_NAME = 4
_LONGEST_PHRASE = 12
_PHRASE_WORDS = 5
_MOST = 4


class Wordbook:
    """Words, phrases and names of a set of texts. Built once, safe to read from many threads."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._runs: Counter[str] = Counter()
        self._latin: Counter[str] = Counter()
        for text in texts:
            text = plain(text)
            self._runs.update(_HAN_RUN.findall(text))
            self._latin.update(_LATIN.findall(text))
        self._text = "\n".join(self._runs)
        self._written_out: dict[str, list[str]] = {}
        self._pairs = {pair for run in self._runs for pair in han_pairs(run)}

    def prepare(self) -> None:
        """Builds now what is otherwise built when it is first asked for."""
        for name, kept in vars(type(self)).items():
            if isinstance(kept, cached_property):
                getattr(self, name)

    def holds(self, word: str) -> bool:
        """Whether the texts hold this Han or Latin word, as it stands."""
        return word in self._latin if word.isascii() else word in self._text

    def count(self, word: str) -> int:
        """How many runs of Han characters hold it."""
        return sum(count for run, count in self._runs.items() if word in run)

    def holds_pair(self, pair: str) -> bool:
        return pair in self._pairs

    def same_sound(self, pair: str, fits: Callable[[str], bool] = lambda pair: True) -> list[str]:
        """Pairs of characters that sound like this one and share a character with it: a slip of the input method; those
        that fit. How they sound is looked up last: it takes a while to load."""
        near = {*self._pairs_by_character.get(pair[:1], ()), *self._pairs_by_character.get(pair[-1:], ())}
        return [other for other in sorted(near) if fits(other) and _sound(other) == _sound(pair)]

    def named_by_sound(self, latin: str) -> list[str]:
        """Words and names that are written so in Latin letters: a place or a person of the documents."""
        return list(self._words_by_sound.get(latin, ()))[:_MOST] or self._spelt(latin)

    def _spelt(self, latin: str) -> list[str]:
        """Names of two to four characters that no dictionary knows, wherever they stand."""
        spoken, starts = self._spoken
        found: Counter[str] = Counter()
        at = spoken.find(latin)
        while at >= 0:
            first, end = starts.get(at), starts.get(at + len(latin))
            if first is not None and end is not None and 2 <= end - first <= _LONGEST_NAME:
                name = self._text[first:end]
                if _HAN_RUN.fullmatch(name):
                    found[name] += 1
            at = spoken.find(latin, at + 1)
        return [name for name, _ in found.most_common(_MOST)]

    def near_spelling(self, latin: str) -> list[str]:
        """Latin words of the texts that differ from this one in a letter or two."""
        from rapidfuzz import process
        from rapidfuzz.distance import DamerauLevenshtein

        if len(latin) < 4:
            return []
        most = 1 if len(latin) < 7 else 2
        found = process.extract(
            latin, self._latin.keys(), scorer=DamerauLevenshtein.distance, score_cutoff=most, limit=3
        )
        return [word for word, _, _ in found if abs(len(word) - len(latin)) <= 1 and len(word) >= 4]

    def abbreviated(self, short: str) -> list[str]:
        """Phrases that this may be short for: its characters in their order, most of them at the start of a word."""
        if not 2 <= len(short) <= 4:
            return []
        scored: list[tuple[float, str]] = []
        for phrase, (words, count) in self._phrases_by_start.get(short[0], {}).items():
            aligned = _aligned(short, words)
            if aligned is not None and not _LINKS & set(words):
                scored.append((aligned - 0.04 * len(phrase) + 0.02 * min(count, 10), phrase))
        scored.sort(key=lambda pair: (-pair[0], len(pair[1]), pair[1]))
        return [phrase for _, phrase in scored[:_MOST]]

    def stands_alone(self, word: str) -> bool:
        """Whether the texts hold it from the beginning of a word to the end of one: 新招 of 新|招聘 is no name."""
        return word in self._phrases_by_start.get(word[:1], {})

    def written_out(self, short: str) -> list[str]:
        """Phrases that a word of the texts is short for and that they hold more often than it: 流动图书车 for 流动车.

        Each word of the phrase begins with a character of the short form.
        """
        if short not in self._written_out:
            own = sum(count for run, count in self._runs.items() if short in run)
            self._written_out[short] = [
                phrase
                for phrase, (words, count) in self._phrases_by_start.get(short[:1], {}).items()
                if count * 4 > own
                and count > 1
                and short not in phrase
                and len(phrase) <= 3 * len(short)
                and not _LINKS & set(words)
                and _begins_words(short, phrase, words)
            ][:_MOST]
        return self._written_out[short]

    @cached_property
    def words(self) -> Counter[str]:
        """Dictionary words of the texts, two characters and more, and how often they stand there."""
        found: Counter[str] = Counter()
        for run, count in self._runs.items():
            for word in text_to_words(run):
                if len(word) > 1:
                    found[word] += count
        return found

    @cached_property
    def _phrases_by_start(self) -> dict[str, dict[str, tuple[tuple[str, ...], int]]]:
        phrases: dict[str, dict[str, tuple[tuple[str, ...], int]]] = defaultdict(dict)
        for run, count in self._runs.items():
            words = text_to_words(run)
            for start in range(len(words)):
                for end in range(start + 1, min(len(words), start + _PHRASE_WORDS) + 1):
                    phrase = "".join(words[start:end])
                    if len(phrase) > _LONGEST_PHRASE:
                        break
                    known = phrases[phrase[0]].get(phrase)
                    phrases[phrase[0]][phrase] = tuple(words[start:end]), count + (known[1] if known else 0)
        return phrases

    @cached_property
    def _pairs_by_character(self) -> dict[str, list[str]]:
        pairs: dict[str, list[str]] = defaultdict(list)
        for pair in self._pairs:
            if len(pair) == 2:
                for character in set(pair):
                    pairs[character].append(pair)
        return pairs

    @cached_property
    def _spoken(self) -> tuple[str, dict[int, int]]:
        """The texts as they are pronounced, in one piece, and the character that begins at each place of it."""
        pieces: list[str] = []
        starts: dict[int, int] = {}
        length = 0
        for at, sound in enumerate(_sounds(self._text)):
            starts[length] = at
            pieces.append(sound)
            length += len(sound)
        starts[length] = len(self._text)
        return "".join(pieces), starts

    @cached_property
    def _words_by_sound(self) -> dict[str, list[str]]:
        sounds: dict[str, list[str]] = defaultdict(list)
        for word, _ in self.words.most_common():
            sounds[_sound(word)].append(word)
        return sounds


def _begins_words(short: str, phrase: str, words: Sequence[str]) -> bool:
    """Whether the characters of `short` each begin a half of the phrase or a word of it, the last of them its last."""
    if len(words) == 1:
        size = len(phrase) // len(short)
        return size > 1 and len(phrase) == size * len(short) and phrase[::size] == short
    starts = "".join(word[0] for word in words if len(word) > 1)
    return (
        len(starts) == len(words) and starts[:1] == short[:1] and starts[-1:] == short[-1:] and _runs_in(short, starts)
    )


def _runs_in(short: str, starts: str) -> bool:
    rest = iter(starts)
    return all(character in rest for character in short)


def nearest_spelling(latin: str, words: Iterable[str]) -> str:
    """The one of the words that differs from this one in one letter, empty if none does."""
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    found = process.extractOne(latin, words, scorer=DamerauLevenshtein.distance, score_cutoff=1)
    return str(found[0]) if found else ""


@lru_cache(8192)
def _sound(text: str) -> str:
    """How the text is pronounced, without tones."""
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(text))


def _sounds(text: str) -> list[str]:
    """How each character is pronounced by itself, without tones; what is no Han character stays as it is."""
    from pypinyin import Style, pinyin

    readings = {c: pinyin(c, style=Style.NORMAL)[0][0] if _HAN_RUN.match(c) else c for c in set(text)}
    return [readings[c] for c in text]


def _aligned(short: str, words: Sequence[str]) -> float | None:
    """Share of the characters of `short` that begin a word, if all of them stand in the words in this order and the
    first and last word are used."""
    at, starts, used = 0, 0, set()
    for index, word in enumerate(words):
        for position, character in enumerate(word):
            if at < len(short) and character == short[at]:
                starts += position == 0
                used.add(index)
                at += 1
    if at < len(short) or 0 not in used or len(words) - 1 not in used or len("".join(words)) == len(short):
        return None
    if 2 * starts < len(short) or sum(map(len, words)) > 3 * len(short):
        return None
    return starts / len(short)
