"""What the page needs of the service object."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

from app.answer import Answer, Language, Turn
from app.check.coverage import Coverage
from app.check.editions import EditionChanges
from app.check.finding import Finding
from app.check.paper import Paper
from app.check.triage import Triage
from app.draft.proof import Proof
from app.draft.result import Draft
from app.overview import Overview
from index.snapshot import Snapshot
from ingest.records import DocumentRecords


class DocumentSummary(Protocol):
    """A stored document for the list of documents."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def pages(self) -> int | None: ...
    @property
    def tables(self) -> int: ...
    @property
    def figures(self) -> int: ...
    @property
    def passages(self) -> int: ...
    @property
    def ingested(self) -> datetime: ...


class DocumentReport(Protocol):
    """What became of an uploaded file; `message` is in the reader's language."""

    @property
    def name(self) -> str: ...
    @property
    def state(self) -> Literal["read", "unchanged", "failed", "removed"]: ...
    @property
    def message(self) -> str: ...
    @property
    def counts(self) -> Mapping[str, int]: ...


class Service(Protocol):
    """Answers questions and keeps documents; may be called from several threads."""

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer: ...

    def check(self, language: Language) -> Sequence[Finding]:
        """What cannot all be right in the documents, the gravest first."""

    def draft(self, request: str, language: Language | None = None) -> Draft:
        """A section drafted from what is stored, in the request's language. Raises DraftError."""

    def lint(self, text: str | Path, language: Language) -> Proof:
        """Every figure of a text or a file against what is stored. Raises ReadError for a file that cannot be read."""

    def triage(self, language: Language) -> Mapping[str, Triage]:
        """Where each finding stands, by its id."""

    def decide(self, ids: Sequence[str], state: str, note: str, who: str, language: Language) -> Sequence[Finding]:
        """Decides about findings, and gives them back. Raises TriageError; then nothing is decided."""

    def coverage(self, language: Language) -> Coverage:
        """What was checked and what was not, figure by figure."""

    def overview(self, language: Language) -> Overview:
        """How things stand, on one screen."""

    def changes(self, before: int, after: int, language: Language) -> EditionChanges:
        """What changed between two stored editions. Raises StoreError `unknown-document`."""

    def paper(self, language: Language) -> Paper:
        """All that the working papers of the cross-check are made of."""

    def snapshot(self) -> Snapshot:
        """All that was read, as it is now."""

    def documents(self) -> Sequence[DocumentSummary]: ...

    def document_file(self, document: int) -> Path | None:
        """The stored original."""

    def records(self, document: int) -> DocumentRecords | None:
        """What was read from the document, None if there is none of this id."""

    def ingest(
        self,
        paths: Sequence[Path],
        progress: Callable[[float, str], None] | None = None,
        language: Language = "zh",
        *,
        uploaded: bool = False,
    ) -> Sequence[DocumentReport]: ...

    def remove(self, document: int) -> None: ...

    def examples(self, language: Language) -> Sequence[str]: ...

    def prepare(self) -> None:
        """Loads and builds now what the first questions of each kind would have to wait for."""

    def notices(self, language: Language) -> Sequence[str]: ...
