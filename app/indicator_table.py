"""The indicator table for people: one row for each indicator, filtered, sorted, explained, and written as a workbook or
CSV."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from app.answer import Citation, Language
from app.ask.writing import decimal_text, figure_text, place_to_citation, place_words
from index.indicators import Indicator
from index.snapshot import Snapshot
from index.statements import Statement, normal_label
from ingest.records import Figure, Place, StatusKind
from prompts import message

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""Characters at which spreadsheet programs take a text for a formula."""
COLUMNS = (
    "id", "part", "subject", "measure", "period", "level", "unit", "values", "status", "conflict", "documents", "places"
)  # fmt: skip
ORDERS = ("document", "subject", "value", "stated")
"""How rows can be sorted: as they stand in the documents, by name, by value and by how many places state them (the
largest first)."""


@dataclass(frozen=True, slots=True)
class IndicatorFilter:
    """What of the table is wanted; an empty field narrows nothing down. `words` must all stand in the subject."""

    words: str = ""
    measure: str = ""
    period: str = ""
    level: str = ""
    document: str = ""
    conflict: bool = False
    part: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator: its different values as printed with their units, and every place that states it.

    `part` is the project or chapter that it belongs to; `status` whether what it measures is finished, where a sentence
    or row that states it says so; `largest` its largest value and `stated` how many statements it has.
    """

    id: str
    part: str
    subject: str
    measure: str
    period: str
    level: str
    unit: str
    values: tuple[str, ...]
    status: tuple[str, ...]
    conflict: bool
    documents: tuple[str, ...]
    places: tuple[str, ...]
    stated: int
    largest: Decimal


@dataclass(frozen=True, slots=True)
class StatedAt:
    """One statement of an indicator: its value, its own words for it, its place and what the document says there."""

    value: str
    subject: str
    place: str
    quote: str
    citation: Citation


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


def indicator_rows(
    snapshot: Snapshot, wanted: IndicatorFilter, language: Language, order: str = ORDERS[0]
) -> list[IndicatorRow]:
    """The rows that fit, in one of ORDERS; in the documents' for any other."""
    statuses = _statuses(snapshot)
    rows = (_row(indicator, snapshot, statuses, language) for indicator in snapshot.indicators)
    found = [row for row in rows if _fits(row, wanted)]
    match order:
        case "subject":
            found.sort(key=lambda row: (row.subject, row.period))
        case "value":
            found.sort(key=lambda row: -row.largest)
        case "stated":
            found.sort(key=lambda row: -row.stated)
    return found


def explain_indicator(snapshot: Snapshot, id: str, language: Language) -> Explanation | None:
    """Why the statements of the indicator of this id were joined; None if there is none of this id."""
    for indicator in snapshot.indicators:
        if indicator_id(indicator, snapshot) != id:
            continue
        statements = [snapshot.figures[snapshot.figure_position[key]] for key in indicator.statements]
        row = _row(indicator, snapshot, _statuses(snapshot), language)
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


def _row(indicator: Indicator, snapshot: Snapshot, statuses: _Statuses, language: Language) -> IndicatorRow:
    statements = [snapshot.figures[snapshot.figure_position[key]] for key in indicator.statements]
    first = statements[0].figure
    names = [" ".join(part.split()) for part in indicator.subject[-2:]]
    header = first.place.column if first.place.table is not None and not first.end and not first.place.row else ()
    kinds = (kind for s in statements for kind in statuses.get(_sentence(s.document, s.figure.place), ()))
    return IndicatorRow(
        id=indicator_id(indicator, snapshot),
        part=_part(statements[0], snapshot),
        subject=" › ".join(dict.fromkeys([*names, *header])),
        measure=message(language, f"answers.measure.{indicator.measure}") if indicator.measure else "",
        period=str(indicator.period or ""),
        level=indicator.level,
        unit=indicator.unit,
        values=tuple(dict.fromkeys(figure_text(s.figure) for s in statements)),
        status=tuple(dict.fromkeys(message(language, f"indicators.status_{kind.name.lower()}") for kind in kinds)),
        conflict=indicator.conflict,
        documents=tuple(dict.fromkeys(snapshot.document(s.document).name for s in statements)),
        places=tuple(dict.fromkeys(place_words(snapshot, s.document, s.figure.place, language) for s in statements)),
        stated=len(statements),
        largest=max(s.figure.value for s in statements),
    )


_Sentence = tuple[int, int | None, str]
_Statuses = Mapping[_Sentence, Sequence[StatusKind]]


def _statuses(snapshot: Snapshot) -> _Statuses:
    """What is said to be finished or not, by the sentence or row that says so."""
    found: dict[_Sentence, list[StatusKind]] = {}
    for document, records in snapshot.records.items():
        for status in records.statuses:
            found.setdefault(_sentence(document, status.place), []).append(status.kind)
    return found


def _sentence(document: int, place: Place) -> _Sentence:
    """A row of a table by its labels, else the sentence in its section."""
    if place.table is not None:
        return document, place.table, "|".join(place.row)
    return document, None if place.section is None else -1 - place.section, place.quote


def _part(statement: Statement, snapshot: Snapshot) -> str:
    """The outermost name over a figure that is not its own: the project of its row, the chapter of its sentence."""
    subject, section = statement.figure.subject, statement.figure.place.section
    if len(subject) > 1:
        return normal_label(subject[0])
    sections = snapshot.records[statement.document].sections
    while section is not None and sections[section].parent is not None:
        section = sections[section].parent
    return "" if section is None else normal_label(sections[section].title)


def _stated(statement: Statement, snapshot: Snapshot, language: Language) -> StatedAt:
    figure = statement.figure
    return StatedAt(
        value=_printed(figure),
        subject=" › ".join(normal_label(part) for part in figure.subject[-2:]),
        place=f"{snapshot.document(statement.document).name}, "
        f"{place_words(snapshot, statement.document, figure.place, language)}",
        quote=" ".join(figure.place.quote.split()),
        citation=place_to_citation(snapshot, statement.document, figure.place),
    )


def _printed(figure: Figure) -> str:
    """As printed, and as a number beside it where the print does not show that."""
    printed, number = figure_text(figure), decimal_text(figure.value)
    return printed if number in printed.replace(",", "") else f"{printed} ({number} {figure.unit})".replace(" )", ")")


def _fits(row: IndicatorRow, wanted: IndicatorFilter) -> bool:
    text = row.subject.lower()
    return (
        all(word in text for word in wanted.words.lower().split())
        and (not wanted.measure or wanted.measure in row.measure)
        and (not wanted.period or wanted.period in row.period)
        and (not wanted.level or wanted.level in row.level)
        and (not wanted.document or any(wanted.document in name for name in row.documents))
        and (not wanted.part or wanted.part in row.part)
        and (not wanted.status or wanted.status in row.status)
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
