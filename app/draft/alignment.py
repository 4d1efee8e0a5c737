"""Which statement of the documents each figure of a sentence is meant to be: the assignment that fits best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.draft.candidates import Candidate
from index.statements import own_words

SWAPPED = 0.08
"""How much better two figures must fit each other's places to be taken for exchanged."""
ALIKE = 0.35
"""How well both must fit."""
LOSING = 0.09
"""How much worse one of the two may fit then."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """What a written figure is taken to mean: `meant` under the best assignment, `equal` the best candidate that has
    its value, whatever the assignment; None where there is none. `exchanged`: it stands where another one belongs."""

    meant: Candidate | None
    equal: Candidate | None
    exchanged: bool = False


def align(candidates: Sequence[Sequence[Candidate]]) -> list[Aligned]:
    """One statement for each of the figures of a sentence, no statement twice."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    keys: dict[object, int] = {}
    for found in candidates:
        for candidate in found:
            keys.setdefault(_key(candidate), len(keys))
    best: dict[int, int] = {}
    if keys:
        gain = np.zeros((len(candidates), len(keys) + len(candidates)))
        for row, found in enumerate(candidates):
            for candidate in found:
                gain[row, keys[_key(candidate)]] = max(candidate.weight, 0.0)
        rows, columns = linear_sum_assignment(gain, maximize=True)
        best = dict(zip(map(int, rows), map(int, columns), strict=True))
    aligned = []
    for row, found in enumerate(candidates):
        meant = next((c for c in found if keys[_key(c)] == best.get(row)), None)
        equal = max((c for c in found if c.equal), key=lambda c: c.fit, default=None)
        aligned.append(Aligned(meant, equal))
    return _exchanged(aligned, candidates)


def _exchanged(aligned: list[Aligned], candidates: Sequence[Sequence[Candidate]]) -> list[Aligned]:
    """With pairs of figures found that each have the other's value: 1410 人里有 1488 人拿到证书."""
    by_key = [{_key(c): c for c in found} for found in candidates]
    for i, first in enumerate(aligned):
        for j in range(i + 1, len(aligned)):
            second = aligned[j]
            if first.meant is None or second.meant is None or not (first.meant.equal and second.meant.equal):
                continue
            if _is_one_thing(first.meant, second.meant):
                # Two values of one thing, as where a text says that the documents disagree, have no places to swap.
                continue
            other, back = by_key[i].get(_key(second.meant)), by_key[j].get(_key(first.meant))
            if other is None or back is None or other.equal or back.equal:
                continue
            gains = other.fit - first.meant.fit, back.fit - second.meant.fit
            if sum(gains) > SWAPPED and min(gains) > -LOSING and min(other.fit, back.fit) >= ALIKE:
                aligned[i] = Aligned(other, first.equal, exchanged=True)
                aligned[j] = Aligned(back, second.equal, exchanged=True)
    return aligned


def _is_one_thing(one: Candidate, other: Candidate) -> bool:
    """Whether two statements are called the same and are of the same years."""
    first, second = one.statements[0].figure, other.statements[0].figure
    short, long = sorted((own_words(first), own_words(second)), key=len)
    return len(short) > 1 and short in long and first.period == second.period is not None


def _key(candidate: Candidate) -> object:
    return tuple((s.document, s.figure.key) for s in candidate.statements), candidate.formula
