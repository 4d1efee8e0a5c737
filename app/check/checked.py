"""What was checked and holds, or could not be checked: what a working paper lists besides the findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from app.ask.writing import decimal_text
from app.check.finding import Finding, Kind
from index.statements import Statement
from ingest.records import Place

Outcome = Literal["holds", "open"]
_MOST_TERMS = 12


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of a document that holds no figure, with what stands there."""

    document: int
    place: Place
    value: str


@dataclass(frozen=True, slots=True)
class Checked:
    """One check without a finding. `holds`: it came out right. `open`: it could not be made, `reason` says why.

    `statements` are the figure that was checked and then those it was checked with; `spots` are places without figures.
    `formula` is what was computed, with its result; empty where places were only compared.
    """

    kind: Kind
    outcome: Outcome
    statements: tuple[Statement, ...]
    formula: str = ""
    reason: str = ""
    spots: tuple[Spot, ...] = ()


Judgement = Finding | Checked
"""What a rule yields."""


def holds(
    kind: Kind, statements: Sequence[Statement], formula: str = "", reason: str = "", spots: Sequence[Spot] = ()
) -> Checked:
    """A check that came out right."""
    return Checked(kind, "holds", tuple(statements), formula, reason, tuple(spots))


def cannot_check(kind: Kind, statements: Sequence[Statement], reason: str) -> Checked:
    """A check that could not be made, and why."""
    return Checked(kind, "open", tuple(statements), "", reason)


def sum_formula(parts: Sequence[Statement], total: Decimal) -> str:
    """a + b + … = total; of many terms the first three and the last."""
    terms = [decimal_text(s.figure.value) for s in parts]
    shown = terms if len(terms) <= _MOST_TERMS else [*terms[:3], "…", terms[-1]]
    return f"{' + '.join(shown)} = {decimal_text(total)}"
