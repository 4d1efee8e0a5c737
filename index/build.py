"""Records into the index: the store, the kept file and the vectors, all or nothing."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from index.contents import StoredDocument
from index.errors import StoreError, VectorsError
from index.store import Store, new_revision
from index.vectors import Progress, Vectors
from index.windows import records_to_windows
from ingest.lexicon import Lexicon
from ingest.records import DocumentRecords

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Stores:
    """What an index is made of. `lexicon` says which figures state one indicator; `vectors` is None where there is no
    embedding model; `reader` names what makes the records, so that a document read by an older one is read again."""

    store: Store
    lexicon: Lexicon
    vectors: Vectors | None = None
    reader: str = ""

    def unchanged(self, path: Path) -> bool:
        """Whether the file is in the index as it is now, and was read as it would be read now."""
        return self.store.unchanged(path, self.reader)

    def remove(self, document: int) -> None:
        """Takes a document out of the index. Raises StoreError `unknown-document`."""
        with self.store.writing():
            self.store.remove(document, self.lexicon)
            _clean(self)


def build_index(
    records: DocumentRecords, stores: Stores, progress: Progress | None = None, *, source: Path | None = None
) -> StoredDocument:
    """Puts a document into the index, in place of what was read from its path before; the document as it is stored.

    `source` is where its file lies, if that is not the path that it goes by.

    At every moment, also if the process is killed, readers see the former version whole or this one. Records that are
    stored already are not stored again. Raises StoreError and VectorsError; then nothing has changed.
    `progress` is told how many of the document's windows are embedded.
    """
    store = stores.store
    with store.writing():
        original = store.originals.keep(source or Path(records.document.path), records.document.sha256)
        stored = store.find_document(records.document.path)
        if stored is None or stored.reader != stores.reader or store.records(stored.id) != records:
            revision = new_revision()
            if original is None:
                log.warning("%s is gone: its pages cannot be shown", records.document.path)
            if stores.vectors is not None:
                _add_vectors(stores.vectors, revision, records, progress)
            # Until here nobody sees anything of it; this makes it the version of the document that everybody sees.
            stored = store.replace(records, stores.lexicon, revision=revision, reader=stores.reader, original=original)
            _clean(stores)
        _renew(stores, None)
        return stored


def renew_vectors(stores: Stores, progress: Progress | None = None) -> int:
    """Makes the vectors of all documents that have none, whose files are damaged, or that are of another model.

    The number of documents whose vectors were made. Until a document has its vectors, search goes by words.
    """
    if stores.vectors is None or not _without_vectors(stores):
        return 0
    with stores.store.writing():
        return _renew(stores, progress)


def _renew(stores: Stores, progress: Progress | None) -> int:
    if stores.vectors is None:
        return 0
    missing = _without_vectors(stores)
    for at, document in enumerate(missing):
        log.info("making the vectors of %s (%d of %d)", document.path, at + 1, len(missing))
        _add_vectors(stores.vectors, document.revision, stores.store.records(document.id), progress)
    if missing:
        _clean(stores)
    return len(missing)


def _without_vectors(stores: Stores) -> list[StoredDocument]:
    documents = stores.store.documents()
    missing = stores.vectors.missing([document.revision for document in documents]) if stores.vectors else []
    return [document for document in documents if document.revision in missing]


def _add_vectors(vectors: Vectors, revision: str, records: DocumentRecords, progress: Progress | None) -> None:
    windows = records_to_windows(records)
    try:
        vectors.add(revision, windows, progress)
    except VectorsError as error:
        # Nothing in there is worth more than the time to make it again.
        log.warning("making all vectors anew: %s", error)
        try:
            vectors.reset()
        except OSError as refused:
            raise VectorsError("vectors-unwritable", vectors.folder, str(refused)) from refused
        vectors.add(revision, windows, progress)


def _clean(stores: Stores) -> None:
    """Removes what no stored document has any more. What cannot be removed now is removed the next time."""
    try:
        stores.store.clean()
        if stores.vectors is not None:
            stores.vectors.keep_only({document.revision for document in stores.store.documents()})
    except (StoreError, VectorsError, OSError) as error:
        log.warning("not cleaned up: %s", error)
