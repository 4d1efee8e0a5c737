"""What changed from one year to a later one, reckoned from the figures that a draft states of both."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from app.answer import Language
from app.draft.lines import bare_name
from app.draft.manuscript import NAMED, Derived, Part, Sentence, tidy
from app.draft.phrasing import joined, phrase, words
from index.statements import Statement
from ingest.records import Bound

MOST = 8
PERSONS, PEOPLE = ("人", "名", "位"), "人"
"""Units of one kind, which one writer takes where another takes the next."""


def changes_sentence(sentences: Sequence[Sentence], language: Language) -> Sentence | None:
    """One sentence of what rose and fell: of all that is stated of two single years, called the same, in one unit;
    None if nothing is, or the draft says all changes already."""
    stated = list(dict.fromkeys(s for sentence in sentences for s in sentence.statements))
    told = {(abs(s.figure.value), s.figure.unit) for s in stated}
    told |= {(p.value, p.unit) for sentence in sentences for p in sentence.parts if isinstance(p, Derived)}
    by_name: dict[tuple[str, str, str], dict[int, Statement]] = {}
    for statement in stated:
        year = _year(statement)
        name = _name(statement)
        if year is not None and name:
            by_name.setdefault((name, statement.figure.unit, statement.figure.measure), {}).setdefault(year, statement)
    pairs = [(name, years[min(years)], years[max(years)]) for (name, *_), years in by_name.items() if len(years) > 1]
    pairs += _alone_in_unit(stated, {s for _, *ends in pairs for s in ends})
    pieces: list[tuple[Part, ...]] = []
    for name, first, last in pairs:
        piece = _change(name, first, last, language)
        if piece is not None and (piece[1].value, piece[1].unit) not in told:
            pieces.append(piece[0])
    if not pieces:
        return None
    body = joined(language, pieces[:MOST], "semicolon")
    return Sentence((*body, words(language, "stop")), (), asked=True, weight=NAMED)


def _alone_in_unit(stated: Sequence[Statement], paired: set[Statement]) -> list[tuple[str, Statement, Statement]]:
    """Pairs that are the only ones of two years in their unit, however they are called: a text that sets two years
    against each other means them so."""
    by_unit: dict[str, dict[int, set[Statement]]] = {}
    for statement in stated:
        year = _year(statement)
        if year is not None and statement not in paired and statement.figure.unit not in ("%", "‰"):
            unit = PEOPLE if statement.figure.unit in PERSONS else statement.figure.unit
            by_unit.setdefault(unit, {}).setdefault(year, set()).add(statement)
    found = []
    for years in by_unit.values():
        values = {year: {s.figure.value for s in years[year]} for year in years}
        if len(years) == 2 and all(len(own) == 1 for own in values.values()):
            first, last = (next(iter(years[year])) for year in sorted(years))
            found.append(("", first, last))
    return found


def _change(
    name: str, first: Statement, last: Statement, language: Language
) -> tuple[tuple[Part, ...], Derived] | None:
    gap = last.figure.value - first.figure.value
    if gap == 0:
        return None
    high, low = max(first.figure.value, last.figure.value), min(first.figure.value, last.figure.value)
    unit = words(language, "points") if first.figure.unit == "%" else first.figure.unit
    figure = Derived(abs(gap), unit, f"{high} − {low} = {Decimal(high - low)}", (first, last))
    exact = first.figure.bound is Bound.EXACT and last.figure.bound is Bound.EXACT
    key = f"changes.{'' if exact else 'about_'}{'more' if gap > 0 else 'less'}"
    years = {"last": str(_year(last)), "first": str(_year(first))}
    return phrase(language, key, name=name, figure=figure, **years), figure


def _year(statement: Statement) -> int | None:
    period = statement.figure.period
    return period.first if period is not None and period.first == period.last and not period.part else None


def _name(statement: Statement) -> str:
    """What the figure is called: its row, or the words that stand before it in the text."""
    figure = statement.figure
    if figure.place.table is not None:
        return bare_name(figure.place.row[-1]) if figure.place.row else ""
    return tidy(figure.subject[-1]) if figure.subject else ""
