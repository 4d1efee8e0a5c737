"""What questions are answered from: the index at one version, and the words of the trade."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.ask.vocabulary import AskWords
from index.contents import Contents
from index.matching import EvidenceIndex
from index.search import PassageSearch
from index.snapshot import DocumentView, Snapshot, take_snapshot
from ingest.lexicon import Lexicon
from prompts import lexicon_data

if TYPE_CHECKING:
    from index.vectors import Vectors


@dataclass(frozen=True)
class Knowledge:
    """The index at one version, as it is looked up. Built once, read by many threads."""

    version: int
    snapshot: Snapshot
    evidence: EvidenceIndex
    passages: PassageSearch
    words: AskWords
    lexicon: Lexicon


def contents_to_knowledge(contents: Contents, vectors: Vectors | None, lexicon: Lexicon) -> Knowledge:
    """Knowledge of everything stored. Documents with most figures come first: reports before what supports them."""
    documents = sorted(contents.documents, key=lambda d: (-d.figures, d.path))
    snapshot = take_snapshot(
        contents.version,
        [DocumentView(d.id, Path(d.path).name, d.title, d.kind.value) for d in documents],
        contents.records,
        contents.indicators,
    )
    return Knowledge(
        version=contents.version,
        snapshot=snapshot,
        evidence=EvidenceIndex(snapshot),
        passages=PassageSearch(contents, vectors),
        words=AskWords.model_validate(lexicon_data()["ask"]),
        lexicon=lexicon,
    )
