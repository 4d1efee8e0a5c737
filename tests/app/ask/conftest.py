"""Knowledge of a small invented report, read by the real readers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.answer import Answer, Turn
from app.ask.engine import answer_question
from app.ask.knowledge import Knowledge, contents_to_knowledge
from index.build import Stores, build_index
from index.store import Store
from ingest import ingest_document
from ingest.lexicon import Lexicon
from prompts import lexicon_data

DATA = Path(__file__).parents[2] / "data"
REPORT = DATA / "small_report.md"


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return Lexicon.model_validate(lexicon_data())


@pytest.fixture(scope="session")
def knowledge(lexicon: Lexicon, tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    with Store.open(tmp_path_factory.mktemp("home")) as store:
        build_index(ingest_document(REPORT, lexicon), Stores(store, lexicon))
        return contents_to_knowledge(store.contents(), None, lexicon)


@pytest.fixture(scope="session")
def ask(knowledge: Knowledge) -> Callable[..., Answer]:
    def ask(question: str, *history: str) -> Answer:
        return answer_question(question, knowledge, [Turn(q=q) for q in history])

    return ask


@pytest.fixture(scope="session")
def library(lexicon: Lexicon, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Answer]:
    """Asks a report of another field: a city's libraries."""
    with Store.open(tmp_path_factory.mktemp("library")) as store:
        build_index(ingest_document(DATA / "third_report.md", lexicon), Stores(store, lexicon))
        knowledge = contents_to_knowledge(store.contents(), None, lexicon)
    return lambda question, *history: answer_question(question, knowledge, [Turn(q=q) for q in history])


@pytest.fixture(scope="session")
def ask_port(lexicon: Lexicon, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Answer]:
    """Asks a report of a port."""
    with Store.open(tmp_path_factory.mktemp("a_port")) as store:
        build_index(ingest_document(DATA / "port_report.md", lexicon), Stores(store, lexicon))
        knowledge = contents_to_knowledge(store.contents(), None, lexicon)
    return lambda question, *history: answer_question(question, knowledge, [Turn(q=q) for q in history])
