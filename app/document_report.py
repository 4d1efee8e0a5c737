"""What became of one file that was to be ingested, and what the index holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from app.answer import Language
from ingest.records import DocumentRecords, NumberUse, Place, UnreadPage
from prompts import message


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """What became of one file that was to be ingested. `counts` are numbers of what was read, by kind of record;
    `numbers` every number of the text by what it is; `unplaced` the words around those that could not be placed;
    `unread` the pages that could not be read."""

    name: str
    path: str
    state: Literal["read", "unchanged", "failed", "removed"]
    code: str
    message: str
    counts: dict[str, int]
    numbers: dict[str, int]
    unplaced: list[str]
    unread: list[UnreadPage] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class IndexCounts:
    """What the index holds. `without_vectors` is the number of documents that have none under the present model, None
    where there is no model."""

    documents: int
    figures: int
    indicators: int
    without_vectors: int | None
    numbers: dict[str, int]
    unplaced: list[str]


def records_to_report(
    path: Path, state: Literal["read", "unchanged"], records: DocumentRecords, language: Language
) -> DocumentReport:
    """The report of a file that was read, or is stored already, as these records."""
    counts = {
        "pages": records.document.pages or 0,
        "sections": len(records.sections),
        "passages": len(records.passages),
        "tables": len(records.tables),
        "figures": len(records.figures),
        "statuses": len(records.statuses),
    }
    unpaged = "_unpaged" if state == "read" and records.document.pages is None else ""
    said = message(language, f"cli.{state}{unpaged}", **counts)
    unread = records.document.unread
    if unread:
        pages = ", ".join(str(page.page) for page in unread)
        said += message(language, "cli.unread", count=len(unread), pages=pages, cause=unread[0].cause)
    return DocumentReport(
        name=path.name,
        path=str(path),
        state=state,
        code="",
        message=said,
        counts=counts,
        numbers=number_counts([records]),
        unplaced=[unplaced_words(place) for place in records.unplaced],
        unread=list(unread),
    )


def failed_report(path: Path, code: str, text: str) -> DocumentReport:
    """The report of a file that was not read; `text` says why, in the user's language."""
    return DocumentReport(path.name, str(path), "failed", code, text, {}, {}, [])


def removed_report(path: Path, language: Language) -> DocumentReport:
    """The report of a document that was taken out of the index because its file is gone."""
    return DocumentReport(path.name, str(path), "removed", "", message(language, "cli.removed"), {}, {}, [])


def number_counts(documents: Iterable[DocumentRecords]) -> dict[str, int]:
    """How many numbers of the documents' text are of each use."""
    counts = {use.value: 0 for use in NumberUse}
    for records in documents:
        for use, count in records.numbers.items():
            counts[use.value] += count
    return counts


def unplaced_words(place: Place) -> str:
    """The words around a number that could not be placed."""
    return " ".join(place.quote.split())
