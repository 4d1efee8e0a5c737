"""Satisfaction: every group, every year, what rose and what fell."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from app.answer import Language
from app.ask.knowledge import Knowledge
from app.ask.sheets import Line, Sheet
from app.draft.english_names import named
from app.draft.lines import column_name, line_name
from app.draft.manuscript import Block, Derived, Part, Sentence
from app.draft.phrasing import joined, phrase, words
from index.statements import Statement
from ingest.records import Figure

MEASURES = ("satisfaction", "score")


def ratings_blocks(language: Language, knowledge: Knowledge, *, table: bool) -> list[Block]:
    """A sentence for each group, with the change from its first year to its last; with a table if `table`."""
    sheet = ratings_sheet(knowledge)
    if sheet is None:
        return []
    lines = [(line, yearly) for line in sheet.lines if (yearly := yearly_ratings(line))]
    sentences = [_sentence(named(line_name(line), language, knowledge), yearly, language) for line, yearly in lines]
    surveyed = _surveyed(sheet, language)
    opening = Sentence(phrase(language, "ratings.opening"), weight=1, open=True)
    blocks = [Block("paragraph", (*([surveyed] if surveyed is not None else []), opening, *sentences))]
    if table:
        years = [words(language, "year", year=str(s.figure.period)) for s in lines[0][1]]
        rows: list[tuple[tuple[Part, ...], ...]] = [((words(language, "ratings.group"),), *((y,) for y in years))]
        rows += [
            ((named(line_name(line), language, knowledge),), *((s,) for s in yearly))
            for line, yearly in lines
            if len(yearly) == len(years)
        ]
        blocks.append(Block("table", rows=tuple(rows), caption=words(language, "ratings.caption")))
    return blocks


def _surveyed(sheet: Sheet, language: Language) -> Sentence | None:
    """How many were asked and answered, of the total row, if the table has it."""
    total = next((line for line in sheet.lines if line.total), None)
    if total is None:
        return None
    counted = [e.statement for e in total.entries if e.statement and e.statement.figure.measure not in MEASURES]
    pieces = [(column_name(statement), statement) for statement in counted]
    if not pieces:
        return None
    return Sentence(phrase(language, "ratings.surveyed", figures=joined(language, pieces)), weight=2)


def _sentence(name: str, yearly: list[Statement], language: Language) -> Sentence:
    figures = [
        phrase(language, "ratings.of_year", year=str(s.figure.period), figure=(s, *_points(s, language)))
        for s in yearly
    ]
    said = phrase(language, "ratings.group_is", name=name, figures=joined(language, figures, "and"))
    change = _change(yearly[0], yearly[-1], language) if len(yearly) > 1 else ()
    if len(yearly) > 2 and (yearly[-1].figure.value - yearly[0].figure.value) * _last_step(yearly) < 0:
        # A rise over all years does not tell that it fell in the last.
        change = (*change, *_change(yearly[-2], yearly[-1], language, since=str(yearly[-2].figure.period)))
    plainer = Sentence((*said, words(language, "stop")), asked=True, weight=5)
    return replace(plainer, parts=(*said, *change, plainer.parts[-1]), plainer=plainer)


def _last_step(yearly: list[Statement]) -> Decimal:
    return yearly[-1].figure.value - yearly[-2].figure.value


def _points(statement: Statement, language: Language) -> tuple[Part, ...]:
    """The word for points, of a score that is printed without a unit."""
    return (words(language, "ratings.points"),) if not statement.figure.unit else ()


def _change(first: Statement, last: Statement, language: Language, since: str = "") -> tuple[Part, ...]:
    gap = last.figure.value - first.figure.value
    if gap == 0:
        return phrase(language, "ratings.same")
    high, low = max(first.figure.value, last.figure.value), min(first.figure.value, last.figure.value)
    unit = words(language, "points") if first.figure.unit == "%" else first.figure.unit
    unit = unit or words(language, "ratings.points")
    figure = Derived(abs(gap), unit, f"{high} − {low} = {high - low}", (first, last))
    key = f"ratings.{'since_' if since else ''}{'up' if gap > 0 else 'down'}"
    return phrase(language, key, figure=figure, year=since)


def ratings_sheet(knowledge: Knowledge) -> Sheet | None:
    """The table with most groups that were asked how satisfied they are in one year or several."""
    best: Sheet | None = None
    most = Decimal(0)
    for sheet in knowledge.sheets:
        told = "".join((sheet.title, *sheet.headings[-1:], *(part for path in sheet.columns for part in path)))
        groups = [line for line in sheet.lines if yearly_ratings(line)]
        if any(word in told for word in _words(knowledge)) and len(groups) > 1 and Decimal(len(groups)) > most:
            best, most = sheet, Decimal(len(groups))
    return best


def _words(knowledge: Knowledge) -> tuple[str, ...]:
    return tuple(knowledge.lexicon.measures["satisfaction"].phrases)


def yearly_ratings(line: Line) -> list[Statement]:
    """The row's ratings by year, the years in their order; of the unit that they are given in."""
    found: dict[str, Statement] = {}
    for entry in line.entries:
        figure = entry.figure
        if entry.statement is not None and figure is not None and figure.measure in MEASURES and _one_year(figure):
            found.setdefault(str(figure.period), entry.statement)
    return [found[year] for year in sorted(found)]


def _one_year(figure: Figure) -> bool:
    return figure.period is not None and figure.period.first == figure.period.last and not figure.period.part
