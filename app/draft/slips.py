"""How a number comes to be another one in writing: a digit changed, left out or doubled, two changed places."""

from __future__ import annotations

from decimal import Decimal

LIKELY = (0.0, 0.04, 0.1, 0.16, 0.26)
"""What it speaks for a value that the written one is one slip away from it, by how many digits it has; the last for
longer ones: two counts of one digit are always a slip apart."""
SHORT_DROP = 0.05
"""… where a number of two digits has lost or gained one."""
NEAR = 0.05
"""… that it is of the same size."""


def slip(written: Decimal, meant: Decimal) -> float:
    """How much it speaks for a value that somebody meant it and wrote the other."""
    if not written or not meant or written == meant:
        return 0.0
    one, other = _digits(written), _digits(meant)
    low, high = sorted((abs(written), abs(meant)))
    size = NEAR if high <= 2 * low else 0.0
    if not _one_slip(one, other):
        return size
    length = min(len(one.replace(".", "")), len(other.replace(".", "")))
    return max(size, SHORT_DROP if length == 1 and len(one) != len(other) else LIKELY[min(length, len(LIKELY) - 1)])


def _digits(value: Decimal) -> str:
    return format(abs(value).normalize(), "f")


def _one_slip(written: str, meant: str) -> bool:
    """Whether one edit or the swap of two neighbours makes one of the other; of one digit, nothing is telling."""
    if max(len(written), len(meant)) < 2:
        return False
    if len(written) == len(meant):
        other = [i for i, (a, b) in enumerate(zip(written, meant, strict=True)) if a != b]
        if len(other) == 1:
            return True
        return len(other) == 2 and written[other[0]] == meant[other[1]] and written[other[1]] == meant[other[0]]
    short, long = sorted((written, meant), key=len)
    return len(long) - len(short) == 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
