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

REPORT = Path(__file__).parents[2] / "data" / "small_report.md"


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
