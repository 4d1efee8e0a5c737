"""What a figure of a text may be meant to say: what the documents state, and sums and differences of it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from app.ask.knowledge import Knowledge
from app.draft.likeness import Likeness, Words
from app.draft.slips import slip
from app.draft.vocabulary import ProofWords
from index.intervals import figure_interval
from index.statements import Statement
from ingest.lexicon import Lexicon
from ingest.records import Bound, Figure, Period

KEPT = 25
"""Candidates of a figure that are looked at, besides all that have its value."""
COUNTED_ALIKE = 0.85
UNIT_UNSAID = 0.8
UNIT_WRONG = 0.75
"""How well a statement's unit fits that has the written number with another one (10300 元, 10300 万元)."""
TELLING_NUMBER = 100
"""Numbers from which having the same one is no chance, whatever the unit."""
SAME_NUMBER = 0.25
"""What the same number speaks for a statement with another unit."""
COARSER = 20
"""How many times more roughly than it is written a value may be stated."""
BOUND_UNSAID = -0.1
"""What it speaks against a bound (不少于 20) that nothing in the text says that one is meant."""
SAME_PERIOD = 0.12
OTHER_PERIOD = -0.14
SAME_MEASURE = 0.05
OTHER_MEASURE = -0.08
TARGET_UNSAID = -0.05
"""What it speaks against a target that nothing in the text says that one is meant."""
BEARING = 0.25
"""Fit from which a statement with the written value may be the one that is meant."""
OTHER_HOLDER = -0.25
"""What it speaks against a statement that it is of another institution."""
BELIEVED = 0.08
TELLING = 0.2
"""How much more a statement fits that has the written value: most figures of a text are right. The rarer the value, the
more."""
ANCHORED = 0.18
"""How much it adds at most that other figures of the text stand in the same passage or row."""
ENOUGH_ANCHORS = 1.6
BOUNDS = (Bound.AT_LEAST, Bound.AT_MOST)
_OPPOSED = frozenset({"target", "actual", "budget", "received", "spent", "difference", "share", "weight"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that the documents state, or that follows from several statements by `formula`. `fit` is how well its
    words, unit, period and place fit what was written; `equal` that it is the value as written, `belief` how much that
    speaks for it."""

    value: Decimal
    unit: str
    statements: tuple[Statement, ...]
    fit: float
    equal: bool
    belief: float = 0.0
    slip: float = 0.0
    """How much it speaks for the value that the written one is a slip away from it."""
    formula: str = ""
    other_holder: bool = False
    """It is of another institution than the text speaks of."""

    @property
    def weight(self) -> float:
        """All that speaks for it."""
        return self.fit + self.belief + self.slip


class Candidates:
    """Finds candidates against one version of the index."""

    def __init__(self, knowledge: Knowledge, likeness: Likeness, words: ProofWords) -> None:
        self._knowledge = knowledge
        self._likeness = likeness
        self._lexicon = knowledge.lexicon
        self._counting = frozenset(map(self._lexicon.same_unit, words.alike)) | {""}

    @cached_property
    def _by_unit(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for at, statement in enumerate(self._knowledge.snapshot.figures):
            found[self._lexicon.base_unit(statement.figure.unit)[0]].append(at)
        return found

    def anchors(self, written: Iterable[Figure]) -> list[dict[tuple[int, object], float]]:
        """For each written figure, in which passages and rows its value stands, and how telling that is: 0 to 1."""
        figures = self._knowledge.snapshot.figures
        found: list[dict[tuple[int, object], float]] = []
        for figure in written:
            equal = [
                at
                for at, units in self._comparable(figure)
                if units > UNIT_WRONG and same_value(figure, figures[at].figure, self._lexicon)
            ]
            telling = self._telling(len(equal))
            found.append({unit_of(figures[at]): telling for at in equal})
        return found

    def find(self, written: Statement, words: Words, anchored: dict[tuple[int, object], float]) -> list[Candidate]:
        """The candidates of a written figure, best first. `anchored` is what the text's other figures speak for."""
        figures, figure = self._knowledge.snapshot.figures, written.figure
        alike = self._likeness.to_all(words)
        scored: list[tuple[float, float, int, bool]] = []
        for at, units in self._comparable(figure):
            statement = figures[at]
            equal = units > UNIT_WRONG and same_value(figure, statement.figure, self._lexicon)
            fit = float(alike[at]) * units
            fit += period_fit(figure.period, statement.figure.period) + measure_fit(figure, statement.figure)
            fit += ANCHORED * min(1.0, anchored.get(unit_of(statement), 0.0) / ENOUGH_ANCHORS)
            if statement.figure.bound in BOUNDS and figure.bound not in BOUNDS:
                fit += BOUND_UNSAID
            if bool(written.holder) != bool(statement.holder):
                fit += OTHER_HOLDER
            slipped = 0.0
            if not equal:
                same_number = figure.value == statement.figure.value >= TELLING_NUMBER
                meant = self._in_unit(statement.figure, figure.unit)
                slipped = SAME_NUMBER if same_number else slip(figure.value, meant)
            scored.append((fit, slipped, at, equal))
        if any(equal and fit >= BEARING for fit, _, _, equal in scored):
            # The value as written is stated of something like it: two values a digit apart are two values then.
            scored = [(fit, 0.0 if slipped < SAME_NUMBER else slipped, at, equal) for fit, slipped, at, equal in scored]
        scored.sort(key=lambda found: (-found[0] - found[1], found[2]))
        belief = BELIEVED + TELLING * self._telling(sum(equal for *_, equal in scored))
        kept = scored[:KEPT] + [found for found in scored[KEPT:] if found[3]]
        return [
            Candidate(
                s.figure.value,
                s.figure.unit,
                (s,),
                fit,
                equal,
                belief if equal else 0.0,
                slipped,
                other_holder=bool(s.holder) != bool(written.holder),
            )
            for fit, slipped, at, equal in kept
            for s in [figures[at]]
        ]

    def _telling(self, count: int) -> float:
        """How much it tells that a value is stated so many times: near 1 for once, 0 for on every line."""
        total = math.log(len(self._knowledge.snapshot.figures) + 1)
        return max(0.0, 1 - math.log(count + 1) / total) if count and total else 0.0

    def _comparable(self, figure: Figure) -> Iterable[tuple[int, float]]:
        """The statements that can be what a figure of this unit says, and how well their unit fits."""
        unit = self._lexicon.base_unit(figure.unit)[0]
        counted = unit in self._counting
        ratios = {self._lexicon.base_unit(ratio)[0] for ratio in self._lexicon.units.ratio} if not unit else set()
        for other, positions in self._by_unit.items():
            fits = 1.0 if other == unit else COUNTED_ALIKE if counted and other in self._counting else 0.0
            if not fits and not (unit and other) and not ratios & {unit, other}:
                fits = UNIT_UNSAID
            if fits:
                for at in positions:
                    yield at, fits
            elif figure.value >= TELLING_NUMBER:
                for at in positions:
                    if self._knowledge.snapshot.figures[at].figure.value == figure.value:
                        yield at, UNIT_WRONG

    def _in_unit(self, figure: Figure, unit: str) -> Decimal:
        """The figure's value in another unit of its kind."""
        return figure.value * self._lexicon.base_unit(figure.unit)[1] / self._lexicon.base_unit(unit)[1]


def same_value(written: Figure, stated: Figure, lexicon: Lexicon) -> bool:
    """Whether what was written is what is stated, rounded as either is printed. A bound (不少于 20) is kept by many
    values and stated by none of them but its own, and so is 约 by another 约. What is stated much more roughly than it
    is written (六成, 61.58 %) does not state it."""
    if not _fine_enough(written, stated, lexicon):
        return False
    exact = {*BOUNDS, written.bound} if written.bound is stated.bound else set(BOUNDS)
    written, stated = (replace(f, bound=Bound.EXACT) if f.bound in exact else f for f in (written, stated))
    return figure_interval(written, lexicon).meets(figure_interval(stated, lexicon))


def _fine_enough(written: Figure, stated: Figure, lexicon: Lexicon) -> bool:
    if (written.value, written.unit) == (stated.value, stated.unit):
        return True
    fine, coarse = (lexicon.base_unit(f.unit)[1].scaleb(-f.decimals) for f in (written, stated))
    return coarse <= fine * COARSER


def unit_of(statement: Statement) -> tuple[int, object]:
    """The passage or table row that states a figure."""
    figure = statement.figure
    if figure.passage is not None:
        return statement.document, figure.passage
    return statement.document, (figure.place.table, figure.place.row)


def period_fit(written: Period | None, stated: Period | None) -> float:
    if written is None or stated is None:
        return 0.0
    return SAME_PERIOD if (written.first, written.last) == (stated.first, stated.last) else OTHER_PERIOD


def measure_fit(written: Figure, stated: Figure) -> float:
    if stated.measure == "target" and not written.measure:
        return TARGET_UNSAID
    if not written.measure or not stated.measure:
        return 0.0
    if written.measure == stated.measure:
        return SAME_MEASURE
    return OTHER_MEASURE if {written.measure, stated.measure} & _OPPOSED else 0.0
