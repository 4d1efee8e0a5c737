"""Knowledge of a small invented report, read by the real readers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.answer import Answer, Turn
from app.ask.engine import Knowledge, answer_question
from app.ask.vocabulary import AskWords
from index.indicators import Statement, figures_to_indicators
from index.matching import EvidenceIndex
from index.snapshot import DocumentView, take_snapshot
from ingest import ingest_document
from ingest.lexicon import Lexicon
from prompts import lexicon_data

REPORT = Path(__file__).parents[2] / "data" / "small_report.md"


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return Lexicon.model_validate(lexicon_data())


@pytest.fixture(scope="session")
def knowledge(lexicon: Lexicon) -> Knowledge:
    records = ingest_document(REPORT, lexicon)
    indicators = figures_to_indicators((Statement(1, figure) for figure in records.figures), lexicon)
    view = DocumentView(1, REPORT.name, records.document.title, records.document.kind.value)
    snapshot = take_snapshot(1, [view], {1: records}, indicators)
    return Knowledge(snapshot, EvidenceIndex(snapshot), AskWords.model_validate(lexicon_data()["ask"]), lexicon)


@pytest.fixture(scope="session")
def ask(knowledge: Knowledge) -> Callable[..., Answer]:
    def ask(question: str, *history: str) -> Answer:
        return answer_question(question, knowledge, [Turn(q=q) for q in history])

    return ask
