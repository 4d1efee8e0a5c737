"""The one service object that page, command line and API share."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from app.answer import Answer, Language, Turn
from app.document_report import (
    DocumentReport,
    IndexCounts,
    number_counts,
    removed_report,
    unplaced_words,
)
from app.ingest_progress import IngestProgress, Progress
from app.intake import take_in
from app.settings import Settings
from app.source_files import files_of
from index.errors import StoreError, VectorsError
from ingest.isolation import IsolatedReader
from ingest.lexicon import Lexicon
from ingest.records import DocumentRecords
from prompts import lexicon_data, lexicon_digest, message

if TYPE_CHECKING:
    from app.ask.knowledge import Knowledge
    from app.check.coverage import Coverage
    from app.check.editions import EditionChanges
    from app.check.finding import Finding
    from app.check.paper import Paper
    from app.check.reviews import Reviews
    from app.check.triage import Triage
    from app.draft.lint import Proofreader
    from app.draft.proof import Proof
    from app.draft.result import Draft
    from app.overview import Overview
    from index.build import Stores
    from index.contents import StoredDocument
    from index.snapshot import Snapshot
    from index.store import Store
    from index.vectors import Vectors

READER = "10"
"""Counts up with every change of what is read from a document, so that stored ones are read anew."""

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


class Ziping:
    """Opens the home folder and serves it. Safe to use from several threads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._lock = threading.RLock()
        self._knowledge: Knowledge | None = None
        self._proofreading: Proofreader | None = None

    def ask(self, question: str, history: Sequence[Turn] = (), language: Language | None = None) -> Answer:
        """The answer to a question, with what the cross-check has to say about its figures; see `answer_question`."""
        from app.ask.engine import answer_question
        from app.ask.question import language_of
        from app.disputes import answer_disputed, disputes_about
        from app.faults import answer_faults, asked_findings
        from app.reckonings import answer_reckoning
        from app.remarks import with_remarks

        began, knowledge = time.perf_counter(), self.knowledge()
        answer = answer_question(question, knowledge, history, language)
        spoken = language or language_of(question)
        findings = self.reviews.standing(spoken)
        faults = answer_faults(question, history, knowledge, findings, spoken, answer)
        if faults is not None:
            return faults.model_copy(update={"seconds": round(time.perf_counter() - began, 4)})
        reckoned = answer_reckoning(question, history, knowledge, self.reviews.review(spoken), spoken, answer)
        answer = reckoned.model_copy(update={"seconds": answer.seconds}) if reckoned is not None else answer
        disputes = disputes_about(question, history, knowledge, findings, answer)
        if answer.refused and disputes:
            return answer_disputed(disputes, knowledge, spoken).model_copy(update={"seconds": answer.seconds})
        asked = [*asked_findings(question, knowledge, findings), *disputes]
        return with_remarks(answer, findings, spoken, asked)

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
        with IsolatedReader(self.lexicon) as reader:
            # It takes a while to start: meanwhile, stores and model are opened here.
            reader.start()
            told = IngestProgress(files, progress, language, embedded=self.vectors is not None)
            for at, path in enumerate(files):
                told.begin(at)
                identity = self._identity(path) if uploaded else path.resolve()
                report = take_in(path, identity, self.stores, reader, told, language)
                told.end(read=report.state != "unchanged")
                reports.append(report)
        self.renew_vectors()
        if any(report.state == "read" for report in reports):
            self.reviews.refresh(language)
        told.finish()
        return reports

    def gone(self, paths: Sequence[Path] = ()) -> list[StoredDocument]:
        """The stored documents whose files are no longer where they were read from: those of the paths or below them,
        all if no path is given. Uploaded ones are never gone: the index has the only copy."""
        roots = [path.resolve() for path in paths]
        return [
            document
            for document in self.store.documents()
            for path in [Path(document.path)]
            if not path.exists() and not path.is_relative_to(self._uploads())
            if not roots or any(path.is_relative_to(root) for root in roots)
        ]

    def prune(self, documents: Sequence[StoredDocument], language: Language = "zh") -> list[DocumentReport]:
        """Removes documents; one that somebody else removed meanwhile is no failure."""
        for document in documents:
            with suppress(StoreError):
                self.remove(document.id)
        return [removed_report(Path(document.path), language) for document in documents]

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
            numbers=number_counts(contents.records.values()),
            unplaced=[unplaced_words(place) for records in contents.records.values() for place in records.unplaced],
        )

    def check(self, language: Language = "zh") -> list[Finding]:
        """The findings of the cross-check of everything that is stored."""
        return list(self.reviews.review(language).findings)

    def triage(self, language: Language) -> dict[str, Triage]:
        """Where each finding stands, by its id."""
        return self.reviews.triage(language)

    def decide(self, ids: Sequence[str], state: str, note: str, who: str, language: Language) -> list[Finding]:
        """Decides about findings. Raises TriageError; then nothing is decided."""
        return self.reviews.decide(ids, state, note, who, language)

    def coverage(self, language: Language) -> Coverage:
        """What was checked and what was not, figure by figure."""
        return self.reviews.coverage(language)

    def overview(self, language: Language) -> Overview:
        """How things stand, on one screen."""
        from app.overview import take_overview

        return take_overview(self.knowledge(), language)

    def changes(self, before: int, after: int, language: Language) -> EditionChanges:
        """What changed between two stored editions. Raises StoreError `unknown-document`."""
        from app.check.edition_sources import compare_documents

        return compare_documents(self.store.contents(), before, after, self.lexicon, language)

    def lint(self, text: str | Path, language: Language = "zh") -> Proof:
        """Every figure of a text, or of a file, against what is stored. Raises ReadError for a file that cannot be
        read; nothing of it is stored."""
        from app.draft.proof import file_to_records, proofread, text_to_records

        started = time.perf_counter()
        records = text_to_records(text, self.lexicon) if isinstance(text, str) else file_to_records(text, self.lexicon)
        proof = proofread(records, self._proofreader(), language)
        return proof.model_copy(update={"seconds": round(time.perf_counter() - started, 4)})

    def draft(self, request: str, language: Language | None = None) -> Draft:
        """A section drafted from what is stored, every figure of it with its place; in the request's own language
        unless another is given. Raises DraftError."""
        from app.draft.drafting import Sources, draft_request

        findings = self.reviews.review(language or "zh").findings
        return draft_request(request, Sources(self.knowledge(), findings, self._proofreader()), language)

    def _proofreader(self) -> Proofreader:
        from app.draft.earlier import read_earlier
        from app.draft.lint import Proofreader

        knowledge = self.knowledge()
        with self._lock:
            if self._proofreading is None or self._proofreading.knowledge is not knowledge:
                self._proofreading = Proofreader(knowledge, tuple(read_earlier(self.store.home)))
            return self._proofreading

    def paper(self, language: Language) -> Paper:
        """All that the working papers of the cross-check are made of."""
        return self.reviews.paper(language, self.document_file)

    def snapshot(self) -> Snapshot:
        """All that was read, at the index's present version."""
        return self.knowledge().snapshot

    def knowledge(self) -> Knowledge:
        """What questions are answered from, at the index's present version."""
        from app.ask.knowledge import contents_to_knowledge

        version = self.store.version()
        with self._lock:
            if self._knowledge is None or self._knowledge.version != version:
                self._knowledge = contents_to_knowledge(self.store.contents(), self.vectors, self.lexicon)
            return self._knowledge

    def prepare(self) -> None:
        """Loads and builds now what the first questions of each kind would have to wait for."""
        self.knowledge().prepare()
        for language in ("zh", "en"):
            self.reviews.refresh(language)

    @cached_property
    def reviews(self) -> Reviews:
        from app.check.reviews import Reviews

        return Reviews(self.knowledge, self.store.triage)

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

    def _uploads(self) -> Path:
        return (self.settings.home / "uploads").resolve()

    def _identity(self, path: Path) -> Path:
        """Where the document that an uploaded file replaces was read from; a place of its own if there is none."""
        for document in self.store.documents():
            if Path(document.path).name == path.name:
                return Path(document.path)
        return self._uploads() / path.name

    def renew_vectors_meanwhile(self) -> None:
        """The same in a thread, while questions are answered by words."""
        threading.Thread(target=self.renew_vectors, name="vectors", daemon=True).start()

    def renew_vectors(self) -> None:
        """Makes vectors that are missing: the model came after the documents, or the files were damaged. What prevents
        that is logged."""
        from index.build import renew_vectors
        from index.model_files import ModelMissing

        try:
            renew_vectors(self.stores)
        except (VectorsError, ModelMissing) as error:
            log.warning("searching by words only: %s", error)
