"""The one service object that page, command line and API share."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from app.answer import Answer, Language, Turn
from app.ask.engine import Knowledge, answer_question
from app.ask.examples import example_questions
from app.ask.vocabulary import AskWords
from app.settings import Settings
from index.matching import EvidenceIndex
from index.snapshot import DocumentView, take_snapshot
from ingest.errors import ReadError
from ingest.lexicon import Lexicon
from prompts import lexicon_data, message

if TYPE_CHECKING:
    from index.build import Stores
    from index.store import Store

READABLE = (".pdf", ".docx", ".xlsx", ".txt", ".md")
"""Endings of files that are taken from a folder."""

Progress = Callable[[float, str], None]
"""Called with the share done (0 to 1) and what is being done, in the user's language."""


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
    """What became of one file that was to be ingested. `counts` are numbers of what was read, by kind of record."""

    name: str
    path: str
    state: Literal["read", "unchanged", "failed"]
    code: str
    message: str
    counts: dict[str, int]


class Ziping:
    """Opens the home folder and serves it. Safe to use from several threads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._lock = threading.Lock()
        self._knowledge: Knowledge | None = None

    def ask(self, question: str, history: Sequence[Turn] = (), language: Language | None = None) -> Answer:
        """The answer to a question; see `answer_question`."""
        return answer_question(question, self.knowledge(), history, language)

    def ingest(
        self, paths: Sequence[Path], progress: Progress | None = None, language: Language = "zh"
    ) -> list[DocumentReport]:
        """Reads files and the readable files of folders into the index, one after the other; unchanged ones are skipped.

        A file that cannot be read is reported and the rest go on; what was stored of it before stays.
        Raises ReadError for a path that does not exist and a folder that holds nothing readable.
        """
        from index.build import build_index
        from ingest import ingest_document

        files = list(files_of(paths))
        reports: list[DocumentReport] = []
        for at, path in enumerate(files):
            if progress is not None:
                progress(at / len(files), message(language, "cli.reading", name=path.name))
            try:
                if self.store.unchanged(path):
                    reports.append(self._report(path, "unchanged", {}, language))
                    continue
                records = ingest_document(path, self.lexicon)
                stored = build_index(records, self.stores)
            except ReadError as error:
                reports.append(
                    DocumentReport(path.name, str(path), "failed", error.code, read_error_text(error, language), {})
                )
                continue
            counts = {
                "pages": stored.pages or 0,
                "sections": stored.sections,
                "passages": stored.passages,
                "tables": stored.tables,
                "figures": stored.figures,
                "statuses": len(records.statuses),
                **{f"numbers: {use.value}": n for use, n in sorted(records.numbers.items())},
            }
            reports.append(self._report(path, "read", counts, language))
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
        """The stored copy of a document's file."""
        return self.store.original(document)

    def remove(self, document: int) -> None:
        self.stores.remove(document)

    def examples(self, language: Language) -> list[str]:
        """Questions that this index can answer, made from what it holds."""
        return example_questions(self.knowledge(), language)

    def notices(self, language: Language) -> list[str]:
        """What people should know about the state of things: no document yet, no embedding model."""
        notices = []
        if not self.store.documents():
            notices.append(message(language, "answers.refuse.nothing_read"))
        if self.stores.vectors is None:
            notices.append(message(language, "cli.lexical_only"))
        return notices

    def knowledge(self) -> Knowledge:
        """What questions are answered from, at the index's present version."""
        version = self.store.version()
        with self._lock:
            if self._knowledge is None or self._knowledge.snapshot.version != version:
                documents = sorted(self.store.documents(), key=lambda d: (-d.figures, d.path))
                snapshot = take_snapshot(
                    version,
                    [DocumentView(d.id, Path(d.path).name, d.title, d.kind.value) for d in documents],
                    {d.id: self.store.records(d.id) for d in documents},
                    self.store.indicators(),
                )
                self._knowledge = Knowledge(snapshot, EvidenceIndex(snapshot), self.words, self.lexicon)
            return self._knowledge

    @cached_property
    def lexicon(self) -> Lexicon:
        return Lexicon.model_validate(lexicon_data())

    @cached_property
    def words(self) -> AskWords:
        return AskWords.model_validate(lexicon_data()["ask"])

    @cached_property
    def store(self) -> Store:
        from index.store import Store

        return Store.open(self.settings.home)

    @cached_property
    def stores(self) -> Stores:
        """Store and, where an embedding model is to be had, vectors."""
        from index.build import Stores

        return Stores(self.store, None)

    def _report(
        self, path: Path, state: Literal["read", "unchanged"], counts: dict[str, int], language: Language
    ) -> DocumentReport:
        return DocumentReport(path.name, str(path), state, "", message(language, f"cli.{state}", **counts), counts)


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


def read_error_text(error: ReadError, language: Language) -> str:
    """The error in the user's language: what was wrong, where, what to do."""
    where = message(language, "errors.page", page=error.page) if error.page is not None else ""
    return message(language, f"errors.{error.code}", path=error.path, where=where, cause=error.cause)
