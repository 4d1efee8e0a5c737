"""Editions of a report: a document of the index by itself, a file that is not in it, or another index as a whole."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from app.answer import Language
from app.ask.knowledge import Knowledge, contents_to_knowledge
from app.check.editions import Edition, EditionChanges, compare_editions
from app.check.engine import review_index
from index.contents import Contents, StoredDocument
from index.errors import StoreError
from index.indicators import figures_to_indicators
from index.statements import records_to_statements
from ingest.errors import ReadError
from ingest.isolation import IsolatedReader
from ingest.lexicon import Lexicon
from ingest.records import DocumentRecords

INDEX_FILE = "ziping.sqlite"


def compare_documents(
    contents: Contents, before: int, after: int, lexicon: Lexicon, language: Language
) -> EditionChanges:
    """Two documents of an index as editions of one report. Raises StoreError `unknown-document`."""
    earlier, later = (document_edition(contents, id, lexicon, language) for id in (before, after))
    return compare_editions(earlier, later)


def document_edition(contents: Contents, document: int, lexicon: Lexicon, language: Language) -> Edition:
    """The document checked by itself. Raises StoreError `unknown-document`."""
    stored = next((d for d in contents.documents if d.id == document), None)
    if stored is None:
        raise StoreError("unknown-document", str(document))
    return _edition(stored, contents.records[document], lexicon, language)


def file_edition(path: Path, lexicon: Lexicon, language: Language) -> Edition:
    """A file that is read for this only. Raises ReadError."""
    if not path.is_file():
        raise ReadError("missing", path)
    with IsolatedReader(lexicon) as reader:
        records = reader.read(path)
    document = records.document
    stored = StoredDocument(
        id=0,
        revision="",
        path=str(path),
        sha256=document.sha256,
        title=document.title,
        kind=document.kind,
        pages=document.pages,
        ingested=datetime.now(UTC),
        reader="",
        sections=len(records.sections),
        passages=len(records.passages),
        tables=len(records.tables),
        figures=len(records.figures),
        statuses=len(records.statuses),
    )
    return _edition(stored, records, lexicon, language)


def index_edition(knowledge: Knowledge, name: str, language: Language) -> Edition:
    """All documents of an index together."""
    return Edition(name, knowledge.snapshot, review_index(knowledge, language))


def is_home(path: Path) -> bool:
    """Whether the path is the home folder of an index."""
    return (path / INDEX_FILE).is_file()


def _edition(stored: StoredDocument, records: DocumentRecords, lexicon: Lexicon, language: Language) -> Edition:
    statements = records_to_statements(stored.id, records, lexicon)
    indicators = figures_to_indicators(statements, lexicon)
    contents = Contents(0, (stored,), {stored.id: records}, indicators)
    knowledge = contents_to_knowledge(contents, None, lexicon)
    return Edition(Path(stored.path).name, knowledge.snapshot, review_index(knowledge, language))
