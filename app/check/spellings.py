"""Names of one thing that are written in two ways: one character other, two swapped, one too few; acronyms a letter
apart."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from app.ask.knowledge import Knowledge
from app.check.running_text import RunningText
from app.check.vocabulary import check_words
from index.restatements import plain_name, statement_name
from index.statements import normal_label

_HAN = re.compile(r"[\u3400-\u9fff]")
_LETTERS = re.compile(r"[^\u3400-\u9fffA-Za-z0-9+]+")
_QUOTED = re.compile(r"[“《]([^“”《》\n]{4,60})[”》]")
_ACRONYM = re.compile(r"(?<![A-Za-z])[A-Z]{4,}(?![A-Za-z])")
_LONGEST = 40
_LEAD = _TAIL = 1
"""Characters at the beginning and the end that both spellings share."""
_FEWEST_TITLES = 3
"""Titles that begin alike, from which on what they begin with is the name of a body."""
_FREQUENT = 4
_SHORTEST_BODY = 6


@dataclass(frozen=True, slots=True)
class Variant:
    """A name and another spelling of it, and where each begins in the running text."""

    name: str
    other: str
    name_at: tuple[int, ...]
    other_at: tuple[int, ...]
    slip: tuple[str, str]
    """What stands in the name, and what stands for it in the other."""


class Spellings:
    """Finds the variants of the names that the documents use."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.running = RunningText(knowledge.snapshot)
        self.words = check_words().spellings

    def variants(self) -> list[Variant]:
        """Each pair once, the more frequent spelling as the name."""
        found: dict[frozenset[str], Variant] = {}
        for name in dict.fromkeys((*self.names, *self.bodies)):
            for other, slip in self._others(name).items():
                pair = frozenset((name, other))
                if pair not in found and (variant := self._variant(name, other, slip)) is not None:
                    found[pair] = variant
        return [*_widest(found.values()), *self._acronyms()]

    @cached_property
    def names(self) -> list[str]:
        """What headings, table headers, row labels, quotation marks and figures name, longest last."""
        snapshot, lexicon = self.knowledge.snapshot, self.knowledge.lexicon
        found: dict[str, None] = {}
        for records in snapshot.records.values():
            labels = [s.title for s in records.sections]
            labels += [part for t in records.tables for path in (*t.rows, *t.columns) for part in path]
            labels += [m[1] for p in records.passages for m in _QUOTED.finditer(p.text)]
            found.update(dict.fromkeys(_letters(normal_label(label)) for label in labels))
        for statement in snapshot.figures:
            found[_letters(plain_name(statement_name(statement.figure, lexicon) or "", lexicon))] = None
        shortest = self.words.shortest
        return sorted((n for n in found if shortest <= len(n) <= _LONGEST and _is_words(n)), key=len)

    @cached_property
    def bodies(self) -> list[str]:
        """What the titles of several documents begin with: the name of a body."""
        titles = sorted(
            {
                _letters(m[1])
                for records in self.knowledge.snapshot.records.values()
                for p in records.passages
                for m in _QUOTED.finditer(p.text)
            }
        )
        found: dict[str, int] = defaultdict(int)
        for a, b in pairwise(titles):
            shared = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
            ends = [i for i in range(_SHORTEST_BODY, shared + 1) if a[:i].endswith(self.words.bodies)]
            if ends:
                found[a[: ends[0]]] += 1
        return [name for name, count in found.items() if count + 1 >= _FEWEST_TITLES]

    def _others(self, name: str) -> dict[str, tuple[str, str]]:
        """Spellings of the name in the text with one slip between its beginning and its end."""
        found: dict[str, tuple[str, str]] = {}
        half = len(name) // 2
        head, tail = name[:half], name[half:]
        body = name in self.bodies
        for at in self.running.find(head):
            start = at + len(head)
            for length in (len(tail), *((len(tail) - 1,) if body else ())):
                other = self.running.text[start : start + length]
                if (slip := self._slip(tail, other, 0)) is not None and other[-_TAIL:] == tail[-_TAIL:]:
                    found[head + other] = slip
        for at in self.running.find(tail):
            for length in (len(head), *((len(head) - 1,) if body else ())):
                other = self.running.text[max(0, at - length) : at]
                if (slip := self._slip(head, other, _LEAD)) is not None:
                    found[other + tail] = slip
        return found

    def _slip(self, a: str, b: str, lead: int) -> tuple[str, str] | None:
        """What differs, if it is one character, two neighbours swapped or one left out, none of them telling apart."""
        start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
        if a == b or start < lead:
            return None
        for width in (1, 2) if len(a) == len(b) else (1,):
            first, second = a[start : start + width], b[start : start + width - (len(a) - len(b))]
            if a[start + width :] != b[start + len(second) :] or (width == 2 and first != second[::-1]):
                continue
            telling = set(first + second) & set(self.words.telling)
            pair = {first, second} in [set(pair) for pair in self.words.alike]
            if (not telling or pair) and all(_HAN.match(letter) for letter in first + second):
                return first, second
        return None

    def _variant(self, name: str, other: str, slip: tuple[str, str]) -> Variant | None:
        """The pair with its places; None if somewhere both are named side by side."""
        name_at, other_at = tuple(self.running.find(name)), tuple(self.running.find(other))
        if not name_at or not other_at:
            return None
        if name in self.bodies:
            return Variant(name, other, name_at, other_at, slip)
        sentences = {self.running.sentence(at)[0] for at in name_at}
        if any(self.running.sentence(at)[0] in sentences for at in other_at):
            return None
        tables = {table for at in name_at if (table := self.running.table(at)) is not None}
        if any(self.running.table(at) in tables for at in other_at):
            return None
        if len(name_at) < len(other_at):
            return Variant(other, name, other_at, name_at, (slip[1], slip[0]))
        return Variant(name, other, name_at, other_at, slip)

    def _acronyms(self) -> Iterator[Variant]:
        """Acronyms that are a letter apart from one that is used much oftener."""
        places: dict[str, list[int]] = defaultdict(list)
        for m in _ACRONYM.finditer(self.running.text):
            places[m.group()].append(m.start())
        for name, at in places.items():
            if len(at) < _FREQUENT:
                continue
            for other, others in places.items():
                if other != name and len(others) * 2 <= len(at) and _letter_apart(name, other):
                    yield Variant(name, other, tuple(at), tuple(others), (name, other))


def _widest(variants: Iterable[Variant]) -> list[Variant]:
    """Of variants with one slip in one context only the shortest: the others hold it."""
    kept: list[Variant] = []
    for variant in sorted(variants, key=lambda v: len(v.name)):
        pairs = ((variant.name, variant.other), (variant.other, variant.name))
        if not any(v.name in one and v.other in other for v in kept for one, other in pairs):
            kept.append(variant)
    return kept


def _letter_apart(a: str, b: str) -> bool:
    if abs(len(a) - len(b)) > 1:
        return False
    if len(a) == len(b):
        apart = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
        swapped = len(apart) == 2 and a[apart[0]] == b[apart[1]] and a[apart[1]] == b[apart[0]]
        return len(apart) == 1 or swapped
    short, long = sorted((a, b), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def _letters(text: str) -> str:
    return _LETTERS.sub("", text)


def _is_words(name: str) -> bool:
    return len(_HAN.findall(name)) * 2 > len(name)
