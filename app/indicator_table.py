"""The indicator table for people: one row for each indicator, filtered, explained, and written as a workbook or CSV."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.answer import Language
from app.ask.writing import decimal_text, figure_text, place_words
from index.indicators import Indicator
from index.snapshot import Snapshot
from index.statements import Statement, normal_label
from prompts import message

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""Characters at which spreadsheet programs take a text for a formula."""
COLUMNS = ("id", "subject", "measure", "period", "level", "unit", "values", "conflict", "documents", "places")


@dataclass(frozen=True, slots=True)
class IndicatorFilter:
    """What of the table is wanted; an empty field narrows nothing down. `words` must all stand in the subject."""

    words: str = ""
    measure: str = ""
    period: str = ""
    level: str = ""
    document: str = ""
    conflict: bool = False


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator: its different values as printed with their units, and every place that states it."""

    id: str
    subject: str
    measure: str
    period: str
    level: str
    unit: str
    values: tuple[str, ...]
    conflict: bool
    documents: tuple[str, ...]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatedAt:
    """One statement of an indicator: its value, its own words for it, where it stands and what the document says."""

    value: str
    subject: str
    place: str
    quote: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why statements are one indicator: what they have in common, and each of them."""

    row: IndicatorRow
    joined_by: dict[str, str]
    statements: tuple[StatedAt, ...]


def indicator_id(indicator: Indicator, snapshot: Snapshot) -> str:
    """A short name that stays as long as the indicator's first statement does."""
    document, figure = indicator.statements[0]
    text = f"{snapshot.document(document).name}|{figure}|{indicator.key}"
    return hashlib.blake2b(text.encode(), digest_size=4).hexdigest()


def indicator_rows(snapshot: Snapshot, wanted: IndicatorFilter, language: Language) -> list[IndicatorRow]:
    """The rows that fit, in the documents' order."""
    rows = (_row(indicator, snapshot, language) for indicator in snapshot.indicators)
    return [row for row in rows if _fits(row, wanted)]


def explain_indicator(snapshot: Snapshot, id: str, language: Language) -> Explanation | None:
    """Why the statements of the indicator of this id were joined; None if there is none of this id."""
    for indicator in snapshot.indicators:
        if indicator_id(indicator, snapshot) != id:
            continue
        statements = [snapshot.figures[snapshot.figure_position[key]] for key in indicator.statements]
        row = _row(indicator, snapshot, language)
        common = {
            "label": indicator.key.split("|", 1)[0],
            "measure": row.measure,
            "period": row.period,
            "level": row.level,
            "unit": row.unit,
        }
        return Explanation(row, common, tuple(_stated(s, snapshot, language) for s in statements))
    return None


def write_rows(rows: Sequence[IndicatorRow], path: Path, language: Language) -> None:
    """Writes the rows as a workbook (.xlsx) or as UTF-8 CSV (any other ending); no cell can be taken for a formula."""
    titles = [message(language, f"indicators.{column}") for column in COLUMNS]
    cells = [[_cell(getattr(row, column), language) for column in COLUMNS] for row in rows]
    if path.suffix.lower() == ".xlsx":
        from openpyxl import Workbook
        from openpyxl.styles import Font

        book = Workbook(write_only=True)
        sheet = book.create_sheet(message(language, "indicators.title"))
        sheet.freeze_panes = "A2"
        from openpyxl.cell import WriteOnlyCell

        heads = [WriteOnlyCell(sheet, value=title) for title in titles]
        for head in heads:
            head.font = Font(bold=True)
        sheet.append(heads)
        for line in cells:
            sheet.append(line)
        book.save(path)
        return
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([titles, *cells])


def safe_cell(text: str) -> str:
    """The text, told to be text where a spreadsheet program would take it for a formula; signed numbers stay."""
    if text.startswith(FORMULA_SIGNS) and not text[1:].replace(".", "", 1).rstrip("%").isdigit():
        return f"'{text}"
    return text


def _row(indicator: Indicator, snapshot: Snapshot, language: Language) -> IndicatorRow:
    statements = [snapshot.figures[snapshot.figure_position[key]] for key in indicator.statements]
    first = statements[0].figure
    names = [" ".join(part.split()) for part in indicator.subject[-2:]]
    header = first.place.column if first.place.table is not None and not first.end and not first.place.row else ()
    return IndicatorRow(
        id=indicator_id(indicator, snapshot),
        subject=" › ".join(dict.fromkeys([*names, *header])),
        measure=message(language, f"answers.measure.{indicator.measure}") if indicator.measure else "",
        period=str(indicator.period or ""),
        level=indicator.level,
        unit=indicator.unit,
        values=tuple(dict.fromkeys(figure_text(s.figure) for s in statements)),
        conflict=indicator.conflict,
        documents=tuple(dict.fromkeys(snapshot.document(s.document).name for s in statements)),
        places=tuple(dict.fromkeys(place_words(snapshot, s.document, s.figure.place, language) for s in statements)),
    )


def _stated(statement: Statement, snapshot: Snapshot, language: Language) -> StatedAt:
    figure = statement.figure
    return StatedAt(
        value=f"{figure_text(figure)} ({decimal_text(figure.value)} {figure.unit})".replace(" )", ")"),
        subject=" › ".join(normal_label(part) for part in figure.subject[-2:]),
        place=f"{snapshot.document(statement.document).name}, "
        f"{place_words(snapshot, statement.document, figure.place, language)}",
        quote=" ".join(figure.place.quote.split()),
    )


def _fits(row: IndicatorRow, wanted: IndicatorFilter) -> bool:
    text = row.subject.lower()
    return (
        all(word in text for word in wanted.words.lower().split())
        and (not wanted.measure or wanted.measure in row.measure)
        and (not wanted.period or wanted.period in row.period)
        and (not wanted.level or wanted.level in row.level)
        and (not wanted.document or any(wanted.document in name for name in row.documents))
        and (row.conflict or not wanted.conflict)
    )


def _cell(value: object, language: Language) -> str:
    if isinstance(value, bool):
        return message(language, "indicators.yes") if value else ""
    if isinstance(value, tuple):
        return safe_cell("; ".join(map(str, _texts(value))))
    return safe_cell(str(value))


def _texts(values: Iterable[object]) -> list[str]:
    return [str(value) for value in values]
