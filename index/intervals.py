"""What a printed value may stand for: all values that round to it, opened by its bound (不少于, 近, 约)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.lexicon import Lexicon
from ingest.records import Bound, Figure

SOMEWHAT = Decimal(1) / 5
"""How far 余, 多 and 近 reach, as a share of the number."""
ABOUT = Decimal(1) / 20


@dataclass(frozen=True, slots=True)
class Interval:
    """All values that a printed value may stand for, in the base unit: `low` is one of them, `high` is not. None:
    unbounded."""

    low: Decimal | None
    high: Decimal | None

    def meets(self, other: Interval) -> bool:
        below = self.high is not None and other.low is not None and self.high <= other.low
        above = self.low is not None and other.high is not None and self.low >= other.high
        return not (below or above)


def figure_interval(figure: Figure, lexicon: Lexicon) -> Interval:
    """The values that a printed figure may stand for: half a unit of its last digit either way, opened by its bound."""
    factor = lexicon.base_unit(figure.unit)[1]
    half = Decimal(1).scaleb(-figure.decimals) / 2
    low, high = (figure.value - half) * factor, (figure.value + half) * factor
    match figure.bound:
        case Bound.AT_LEAST:
            return Interval(low, None)
        case Bound.AT_MOST:
            return Interval(None, high)
        case Bound.OVER:
            return Interval(low, high + abs(high) * SOMEWHAT)
        case Bound.UNDER:
            return Interval(low - abs(low) * SOMEWHAT, high)
        case Bound.ABOUT:
            return Interval(low - abs(low) * ABOUT, high + abs(high) * ABOUT)
        case _:
            return Interval(low, high)


def disagree(figures: Sequence[Figure], lexicon: Lexicon) -> bool:
    """Whether two of the figures cannot both be right."""
    intervals = [figure_interval(figure, lexicon) for figure in figures]
    return any(not a.meets(b) for i, a in enumerate(intervals) for b in intervals[i + 1 :])
