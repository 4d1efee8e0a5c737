"""What the store gives back: a stored document, and everything that is stored at one version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from index.indicators import Indicator
from ingest.records import DocumentKind, DocumentRecords


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document of the index. `revision` names this version of it; `reader` what read it; then counts of records."""

    id: int
    revision: str
    path: str
    sha256: str
    title: str
    kind: DocumentKind
    pages: int | None
    ingested: datetime
    reader: str
    sections: int
    passages: int
    tables: int
    figures: int
    statuses: int


@dataclass(frozen=True, slots=True)
class Contents:
    """All that is stored, as it was at one version. `records` are by document id, in the documents' order."""

    version: int
    documents: tuple[StoredDocument, ...]
    records: Mapping[int, DocumentRecords]
    indicators: tuple[Indicator, ...]


def row_to_document(row: Mapping[str, Any]) -> StoredDocument:
    """The stored document of a row of the documents' table."""
    return StoredDocument(
        id=row["id"],
        revision=row["revision"],
        path=row["path"],
        sha256=row["sha256"],
        title=row["title"],
        kind=DocumentKind(row["kind"]),
        pages=row["pages"],
        ingested=datetime.fromisoformat(row["ingested"]),
        reader=row["reader"],
        sections=row["section_count"],
        passages=row["passage_count"],
        tables=row["table_count"],
        figures=row["figure_count"],
        statuses=row["status_count"],
    )
