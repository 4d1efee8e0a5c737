"""One year written where two are meant: neighbouring items that say the same of one year with other values, and one
event with two dates."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from app.ask.knowledge import Knowledge
from app.check.finding import Finding, make_finding, place_of, stated_at
from app.check.vocabulary import check_words
from index.statements import Statement, own_words
from ingest.records import Place
from prompts import message

_DATE = re.compile(r"((?:19|20)\d{2})\s*年\s*(\d{1,2})\s*月")


def check_years(knowledge: Knowledge, language: str) -> Iterator[Finding]:
    """Of all documents."""
    yield from _same_year_twice(knowledge, language)
    yield from _two_dates(knowledge, language)


def _same_year_twice(knowledge: Knowledge, language: str) -> Iterator[Finding]:
    groups: dict[tuple[object, ...], list[Statement]] = defaultdict(list)
    for statement in knowledge.snapshot.figures:
        figure = statement.figure
        period = figure.period
        if period is None or period.first != period.last or not own_words(figure):
            continue
        if figure.place.table is not None and not figure.end:
            continue
        where = (
            figure.passage
            if figure.passage is not None
            else (figure.place.table, figure.place.row, figure.place.column)
        )
        printed = str(period.first) in figure.place.quote
        if printed:
            key = (statement.document, where, own_words(figure), figure.subject[-2:-1], figure.unit, period)
            groups[key].append(statement)
    for statements in groups.values():
        quotes = {s.figure.place.quote for s in statements}
        values = {s.figure.value for s in statements}
        if len(statements) != 2 or len(values) != 2 or statements[0].figure.unit == "%":
            continue
        if len(quotes) == 1 and next(iter(quotes)).count(str(statements[0].figure.period)) < 2:
            continue
        if statements[0].figure.measure == "difference":
            continue
        year = statements[0].figure.period
        summary = message(language, "check.same_year", name=own_words(statements[0].figure), year=year)
        places = [stated_at(knowledge.snapshot, s) for s in statements]
        yield make_finding("year", "high", summary, places, confidence="0.7")


def _two_dates(knowledge: Knowledge, language: str) -> Iterator[Finding]:
    """A row's date in a table against the date that a sentence gives for the same name and the same event."""
    events = check_words().dates.events
    snapshot = knowledge.snapshot
    for sheet in knowledge.sheets:
        for line in sheet.lines:
            for entry in line.entries:
                found = _DATE.search(entry.text)
                event = next((e for e in events if e in "".join(entry.column)), "")
                if found is None or not event or len(entry.text) > 16 or len(line.name) < 3:
                    continue
                for piece in snapshot.evidence:
                    if piece.place.table is not None or line.name not in piece.text:
                        continue
                    at = piece.text.find(line.name)
                    clause = piece.text[max(0, at - 16) : at + 30]
                    other = _DATE.search(clause)
                    if other is None or event not in clause or other.groups() == found.groups():
                        continue
                    if other[2].lstrip("0") != found[2].lstrip("0") and other[1] != found[1]:
                        continue
                    place = Place(
                        entry.place.section,
                        entry.text,
                        entry.place.regions,
                        entry.place.table,
                        entry.place.row,
                        entry.place.column,
                    )
                    places = [
                        place_of(snapshot, line.document, place, found.group()),
                        place_of(snapshot, piece.document, piece.place, other.group()),
                    ]
                    summary = message(
                        language, "check.two_dates", name=line.name, values=f"{found.group()} / {other.group()}"
                    )
                    yield make_finding("year", "medium", summary, places, confidence="0.7")
