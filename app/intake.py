"""One file into the index, and what became of it in words."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.answer import Language
from app.document_report import DocumentReport, failed_report, records_to_report
from app.error_lines import error_line, mistake, read_error_line
from app.ingest_progress import IngestProgress
from app.source_files import file_sha256
from index.errors import StoreError, VectorsError
from ingest.errors import ReadError
from ingest.isolation import IsolatedReader
from ingest.records import DocumentRecords
from prompts import message

if TYPE_CHECKING:
    from index.build import Stores

log = logging.getLogger(__name__)


def take_in(
    path: Path, identity: Path, stores: Stores, reader: IsolatedReader, told: IngestProgress, language: Language
) -> DocumentReport:
    """Reads a file into the index, as what was read from `identity`; leaves an unchanged one as it is.

    What went wrong with this file alone is reported, and what was stored of it before stays; raises StoreError if the
    index cannot be written.
    """
    try:
        return _take_in(path, identity, stores, reader, told, language)
    except ReadError as error:
        if identity != path.resolve():
            error.path = Path(path.name)
        return failed_report(path, error.code, read_error_line(error, language))
    except Exception as error:
        line = error_line(error, language)
        if isinstance(error, StoreError) and error.code in ("source-changed", "text"):
            return failed_report(path, error.code, line or "")
        if line is not None:
            raise
        # A mistake of ours over one document is no reason to leave the others unread.
        log.exception("reading %s failed", path)
        return failed_report(
            path, "mistake", message(language, "errors.document", path=path.name, cause=mistake(error))
        )


def _take_in(
    path: Path, identity: Path, stores: Stores, reader: IsolatedReader, told: IngestProgress, language: Language
) -> DocumentReport:
    known = stores.store.find_document(identity)
    if known is not None and known.reader == stores.reader and known.sha256 == file_sha256(path):
        return records_to_report(path, "unchanged", stores.store.records(known.id), language)
    vectors = stores.vectors
    if vectors is None:
        records = reader.read(path, told.page_read)
    else:
        from index.windows import records_to_windows

        vectors.prepare()
        # Windows need no figures: they are embedded while those are found.
        records = reader.read(path, told.page_read, lambda read: vectors.begin(records_to_windows(read)))
    records = replace(records, document=replace(records.document, path=str(identity)))
    before = None
    if known is not None and known.sha256 != file_sha256(path):
        before = stores.store.records(known.id)
    _build(records, path, stores, told)
    if before is not None:
        from app.draft.earlier import keep_earlier

        keep_earlier(stores.store.home, before, records)
    return records_to_report(path, "read", records, language)


def _build(records: DocumentRecords, source: Path, stores: Stores, told: IngestProgress) -> None:
    """Stores the records; without their vectors if these cannot be made, since they can be made later."""
    from index.build import build_index
    from index.model_files import ModelMissing

    try:
        build_index(records, stores, told.embedded, source=source)
    except (VectorsError, ModelMissing) as error:
        log.warning("searching by words only: %s", error)
        build_index(records, replace(stores, vectors=None), source=source)
