"""Names of one thing: worded the same, a letter apart, or ending alike where nothing else ends so.

Two names that one passage or one table uses side by side are told apart by whoever wrote it, however alike they are.
"""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

LONG = 6
"""Letters that two names must share to be near: shorter ones (一等奖, 二等奖) differ by what they say."""
NEAR = 0.75
"""The least share of the longer name that near names have in common, at its beginning and its end."""
KIN_END = 5
"""Letters of a common end from which two names may be of one kin."""
MOST_KIN = 3
"""Names of one end above which the end names a kind, not a thing."""


class Likeness(enum.IntEnum):
    """How alike two names are, surest first."""

    SAME = 1
    NEAR = 2
    KIN = 3


@dataclass(frozen=True)
class Names:
    """All names in use: `together` are those that stand side by side somewhere, `ends` counts the names of each end."""

    together: Mapping[str, frozenset[str]]
    ends: Mapping[str, int]

    def likeness(self, a: str, b: str) -> Likeness | None:
        """How alike the names are; None if nothing says that they may name one thing."""
        if a == b:
            return Likeness.SAME
        if b in self.together.get(a, frozenset()):
            return None
        if near(a, b):
            return Likeness.NEAR
        end = common_end(a, b)
        if end >= KIN_END and self.ends.get(a[-KIN_END:], 0) <= MOST_KIN:
            return Likeness.KIN
        return None


def collect_names(uses: Iterable[tuple[str, object]]) -> Names:
    """From each name and where it is used: a passage, a table."""
    by_place: dict[object, set[str]] = defaultdict(set)
    known: set[str] = set()
    for name, place in uses:
        by_place[place].add(name)
        known.add(name)
    together: dict[str, set[str]] = defaultdict(set)
    for names in by_place.values():
        for name in names:
            together[name] |= names
    ends: dict[str, list[str]] = defaultdict(list)
    for name in sorted(known):
        if len(name) >= KIN_END and not any(near(name, other) for other in ends[name[-KIN_END:]]):
            ends[name[-KIN_END:]].append(name)
    return Names(
        {name: frozenset(others) for name, others in together.items()},
        {end: len(members) for end, members in ends.items()},
    )


def near(a: str, b: str) -> bool:
    """Whether the names share enough at both ends; a difference in digits or 一, 二 is one that tells apart."""
    start = _common(a, b)
    end = min(common_end(a, b), min(len(a), len(b)) - start)
    if start + end < LONG or start + end < NEAR * max(len(a), len(b)):
        return False
    return not (set(a[start : len(a) - end]) | set(b[start : len(b) - end])) & _COUNTING


def families(names: Names, members: Sequence[str]) -> dict[str, str]:
    """For each name the first of the names that it is the same as or near to."""
    heads: dict[str, str] = {}
    by_end: dict[str, list[str]] = defaultdict(list)
    for name in dict.fromkeys(members):
        head = next((h for h in by_end[name[-2:]] if names.likeness(h, name) in (Likeness.SAME, Likeness.NEAR)), None)
        heads[name] = head or name
        if head is None:
            by_end[name[-2:]].append(name)
    return heads


def common_end(a: str, b: str) -> int:
    """How many letters both end with."""
    return _common(a[::-1], b[::-1])


_COUNTING = frozenset("0123456789一二三四五六七八九十上下前后左右东西南北甲乙丙丁ABCDEF")


def _common(a: str, b: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False)))
