"""Interval arithmetic: a printed value stands for all values that round to it, and so does what is computed from it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from ingest.records import Figure

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`, both included."""

    low: Decimal
    high: Decimal

    def meets(self, other: Range) -> bool:
        return self.low <= other.high and other.low <= self.high

    def __add__(self, other: Range) -> Range:
        return Range(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Range) -> Range:
        return Range(self.low - other.high, self.high - other.low)

    def ratio(self, whole: Range) -> Range | None:
        """self / whole in percent; None if the whole may be zero."""
        if whole.low <= 0:
            return None
        ends = [part / base * HUNDRED for part in (self.low, self.high) for base in (whole.low, whole.high)]
        return Range(min(ends), max(ends))


def printed(figure: Figure, whole: bool = True) -> Range:
    """The values that a figure as printed may stand for: half a unit of its last digit either way. A count without
    decimals, or in halves, is what it says; `whole` False takes it as rounded too."""
    halves = figure.decimals == 1 and figure.measure in ("target", "actual") and figure.value * 2 % 1 == 0
    if whole and (not figure.decimals or (halves and figure.unit in ("", "项", "个"))):
        return Range(figure.value, figure.value)
    half = Decimal(1).scaleb(-figure.decimals) / 2
    return Range(figure.value - half, figure.value + half)


def rounded(value: Decimal, decimals: int) -> Decimal:
    """The value as it should be printed with so many decimals."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def truncated(value: Decimal, decimals: int) -> Decimal:
    """The value cut off after so many decimals: a slip that is noted, not an error of reckoning."""
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_DOWN)
