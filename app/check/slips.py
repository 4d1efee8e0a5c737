"""How one number may have become another on its way into a report: digits swapped, one mistyped, a point misplaced."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from app.ask.writing import decimal_text

Slip = Literal["swapped", "digit", "dropped", "shifted"]
_FEWEST = 3
"""Digits below which a slip of the pen explains nothing: any two short numbers differ by one."""


def slip_between(a: Decimal, b: Decimal) -> Slip | None:
    """The one slip that makes one of two different values of the other; None if there is none.

    `swapped`: two neighbouring digits; `digit`: one digit is another; `dropped`: one digit too few or too many;
    `shifted`: the point stands elsewhere.
    """
    one, two = decimal_text(abs(a)), decimal_text(abs(b))
    if a == b or not a or not b:
        return None
    digits = one.replace(".", "").strip("0"), two.replace(".", "").strip("0")
    if digits[0] == digits[1]:
        return "shifted"
    if min(len(one.replace(".", "")), len(two.replace(".", ""))) < _FEWEST:
        return None
    if len(one) == len(two) and one.find(".") == two.find("."):
        apart = [i for i, (x, y) in enumerate(zip(one, two, strict=True)) if x != y]
        if len(apart) == 1:
            return "digit"
        crossed = one[apart[0]] == two[apart[-1]] and one[apart[-1]] == two[apart[0]]
        if len(apart) == 2 and crossed and one[apart[0] + 1 : apart[1]] in ("", "."):
            return "swapped"
    short, long = sorted((one, two), key=len)
    if len(long) - len(short) == 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long))):
        return "dropped"
    return None
