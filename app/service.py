"""The one service object that page, command line and API share."""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from app.answer import Answer, Language, Turn
from app.error_lines import error_line, mistake, read_error_line
from app.settings import Settings
from index.errors import StoreError, VectorsError
from ingest.endings import READABLE
from ingest.errors import ReadError
from ingest.lexicon import Lexicon
from ingest.records import DocumentRecords, NumberUse, Place, UnreadPage
from prompts import lexicon_data, lexicon_digest, message

if TYPE_CHECKING:
    from app.ask.knowledge import Knowledge
    from index.build import Stores
    from index.indicators import Indicator
    from index.store import Store
    from index.vectors import Vectors

READER = "1"
"""Counts up with every change of what is read from a document, so that stored ones are read anew."""

Progress = Callable[[float, str], None]
"""Called with the share done (0 to 1) and what is being done, in the user's language."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A stored document for a list of documents."""

    id: int
    name: str
    title: str
    kind: str
    pages: int | None
    tables: int
    figures: int
    passages: int
    ingested: datetime


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """What became of one file that was to be ingested. `counts` are numbers of what was read, by kind of record;
    `numbers` every number of the text by what it is; `unplaced` the words around those that could not be placed;
    `unread` the pages that could not be read."""

    name: str
    path: str
    state: Literal["read", "unchanged", "failed"]
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


class Ziping:
    """Opens the home folder and serves it. Safe to use from several threads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._lock = threading.RLock()
        self._knowledge: Knowledge | None = None

    def ask(self, question: str, history: Sequence[Turn] = (), language: Language | None = None) -> Answer:
        """The answer to a question; see `answer_question`."""
        from app.ask.engine import answer_question

        return answer_question(question, self.knowledge(), history, language)

    def ingest(
        self,
        paths: Sequence[Path],
        progress: Progress | None = None,
        language: Language = "zh",
        *,
        uploaded: bool = False,
    ) -> list[DocumentReport]:
        """Reads files, and the readable files of folders, into the index one after the other; skips unchanged ones.

        A file that cannot be read is reported and the rest go on; what was stored of it before stays. An uploaded file
        takes the place of the stored one of the same name, wherever that was read from.
        Raises ReadError for a path that does not exist and a folder that holds nothing readable, StoreError if the
        index cannot be written.
        """
        files = list(files_of(paths))
        reports: list[DocumentReport] = []
        for at, path in enumerate(files):
            if progress is not None:
                progress(at / len(files), message(language, "cli.reading", name=path.name))
            identity = self._identity(path) if uploaded else path.resolve()
            try:
                reports.append(self._ingest_one(path, identity, language))
            except ReadError as error:
                if uploaded:
                    error.path = Path(path.name)
                text = read_error_line(error, language)
                reports.append(DocumentReport(path.name, str(path), "failed", error.code, text, {}, {}, []))
            except Exception as error:
                if error_line(error, language) is not None:
                    raise
                # A mistake of ours over one document is no reason to leave the others unread.
                log.exception("reading %s failed", path)
                text = message(language, "errors.document", path=path.name, cause=mistake(error))
                reports.append(DocumentReport(path.name, str(path), "failed", "mistake", text, {}, {}, []))
        self._renew_vectors()
        if progress is not None:
            progress(1.0, message(language, "cli.ready"))
        return reports

    def documents(self) -> list[DocumentSummary]:
        """The stored documents, reports before what supports them."""
        return [
            DocumentSummary(
                id=d.id,
                name=Path(d.path).name,
                title=d.title,
                kind=d.kind.value,
                pages=d.pages,
                tables=d.tables,
                figures=d.figures,
                passages=d.passages,
                ingested=d.ingested,
            )
            for d in sorted(self.store.documents(), key=lambda d: (-d.figures, d.path))
        ]

    def document_file(self, document: int) -> Path | None:
        """The stored copy of a document's file; None if there is none, or no such document."""
        with suppress(StoreError):
            return self.store.original(document)
        return None

    def records(self, document: int) -> DocumentRecords | None:
        """What was read from the document; None if there is none of this id."""
        with suppress(StoreError):
            return self.store.records(document)
        return None

    def remove(self, document: int) -> None:
        """Takes a document out of the index. Raises StoreError `unknown-document`."""
        self.stores.remove(document)

    def examples(self, language: Language) -> list[str]:
        """Questions that this index can answer, made from what it holds."""
        from app.ask.examples import example_questions

        return example_questions(self.knowledge(), language)

    def notices(self, language: Language) -> list[str]:
        """What people should know about the state of things: no document yet, no embedding model."""
        notices = []
        if not self.store.documents():
            notices.append(message(language, "answers.refuse.nothing_read"))
        if self.vectors is None:
            notices.append(message(language, "cli.lexical_only"))
        return notices

    def counts(self) -> IndexCounts:
        """What the index holds. Raises StoreError; an index that is not there is not made."""
        from index.store import Store

        with Store.open(self.settings.home, create=False) as store:
            contents = store.contents()
        revisions = [document.revision for document in contents.documents]
        return IndexCounts(
            documents=len(contents.documents),
            figures=sum(document.figures for document in contents.documents),
            indicators=len(contents.indicators),
            without_vectors=None if self.vectors is None else len(self.vectors.missing(revisions)),
            numbers=_number_counts(contents.records.values()),
            unplaced=[_unplaced_words(place) for records in contents.records.values() for place in records.unplaced],
        )

    def knowledge(self) -> Knowledge:
        """What questions are answered from, at the index's present version."""
        from app.ask.knowledge import contents_to_knowledge

        version = self.store.version()
        with self._lock:
            if self._knowledge is None or self._knowledge.version != version:
                self._knowledge = contents_to_knowledge(self.store.contents(), self.vectors, self.lexicon)
            return self._knowledge

    @cached_property
    def lexicon(self) -> Lexicon:
        return Lexicon.model_validate(lexicon_data())

    @cached_property
    def store(self) -> Store:
        from index.store import Store

        return Store.open(self.settings.home)

    @cached_property
    def stores(self) -> Stores:
        """Store and, where an embedding model is to be had, vectors."""
        from index.build import Stores

        return Stores(self.store, self.lexicon, self.vectors, f"{READER}-{lexicon_digest()}")

    @cached_property
    def vectors(self) -> Vectors | None:
        """The vectors under the model of the settings; None, and a line in the log, where that is not to be had."""
        from index.embedding import load_embeddings
        from index.model_files import ModelMissing
        from index.vectors import Vectors

        model = self.settings.embedding_model
        try:
            embeddings = load_embeddings(model, self.settings.model_cache, offline=self.settings.offline)
        except ModelMissing as error:
            # That there is none is said by doctor, page and ingest; a model that was named and fails is news.
            expected = error.code in ("absent", "offline")
            log.log(logging.INFO if expected else logging.WARNING, "searching by words only: %s", error)
            return None
        return Vectors(self.settings.home, embeddings, model)

    def indicators(self) -> list[Indicator]:
        """The indicator table, in the order of the documents."""
        return self.store.indicators()

    def _ingest_one(self, path: Path, identity: Path, language: Language) -> DocumentReport:
        from index.build import build_index
        from ingest import ingest_document

        known = self.store.find_document(identity)
        current = known is not None and known.reader == self.stores.reader
        if current and known is not None and known.sha256 == hashlib.sha256(path.read_bytes()).hexdigest():
            return self._report(path, "unchanged", self.store.records(known.id), language)
        records = ingest_document(path, self.lexicon)
        records = replace(records, document=replace(records.document, path=str(identity)))
        build_index(records, self.stores, source=path)
        return self._report(path, "read", records, language)

    def _identity(self, path: Path) -> Path:
        """Where the document that an uploaded file replaces was read from; a place of its own if there is none."""
        for document in self.store.documents():
            if Path(document.path).name == path.name:
                return Path(document.path)
        return (self.settings.home / "uploads" / path.name).resolve()

    def _renew_vectors(self) -> None:
        """Makes vectors that are missing: the model came after the documents, or the files were damaged."""
        from index.build import renew_vectors

        try:
            renew_vectors(self.stores)
        except VectorsError as error:
            log.warning("searching by words only: %s", error)

    def _report(
        self, path: Path, state: Literal["read", "unchanged"], records: DocumentRecords, language: Language
    ) -> DocumentReport:
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
            numbers=_number_counts([records]),
            unplaced=[_unplaced_words(place) for place in records.unplaced],
            unread=list(unread),
        )


def files_of(paths: Sequence[Path]) -> Iterator[Path]:
    """The files that these paths mean: files as they are, of folders all readable files below, in their order.

    Raises ReadError (`missing`, `empty-folder`) before anything is read.
    """
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise ReadError("missing", path)
        if path.is_dir():
            inside = sorted(
                p
                for p in path.rglob("*")
                if p.is_file() and p.suffix.lower() in READABLE and not p.name.startswith((".", "~$"))
            )
            if not inside:
                raise ReadError("empty-folder", path)
            found.extend(inside)
        else:
            found.append(path)
    return iter(dict.fromkeys(found))


def _number_counts(documents: Iterable[DocumentRecords]) -> dict[str, int]:
    counts = {use.value: 0 for use in NumberUse}
    for records in documents:
        for use, count in records.numbers.items():
            counts[use.value] += count
    return counts


def _unplaced_words(place: Place) -> str:
    """The words around a number that could not be placed."""
    return " ".join(place.quote.split())
