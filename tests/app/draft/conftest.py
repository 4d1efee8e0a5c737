"""A proofreader over two invented reports, read by the real readers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.ask.knowledge import Knowledge, contents_to_knowledge
from app.draft.lint import Linted, Proofreader
from index.build import Stores, build_index
from index.store import Store
from ingest import ingest_document
from ingest.lexicon import Lexicon
from prompts import lexicon_data

DATA = Path(__file__).parents[2] / "data"
Lint = Callable[[str], list[Linted]]


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return Lexicon.model_validate(lexicon_data())


@pytest.fixture(scope="session", params=["third_report.md", "port_report.md"])
def knowledge(request: pytest.FixtureRequest, lexicon: Lexicon, tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    return read(DATA / request.param, lexicon, tmp_path_factory.mktemp("home"))


@pytest.fixture
def lint(knowledge: Knowledge, tmp_path: Path) -> Lint:
    return linter(knowledge, tmp_path)


@pytest.fixture(scope="session")
def small(lexicon: Lexicon, tmp_path_factory: pytest.TempPathFactory) -> Lint:
    folder = tmp_path_factory.mktemp("small")
    return linter(read(DATA / "small_report.md", lexicon, folder / "home"), folder)


def read(path: Path, lexicon: Lexicon, home: Path) -> Knowledge:
    with Store.open(home) as store:
        build_index(ingest_document(path, lexicon), Stores(store, lexicon))
        return contents_to_knowledge(store.contents(), None, lexicon)


def linter(knowledge: Knowledge, folder: Path) -> Lint:
    proofreader = Proofreader(knowledge)

    def lint(text: str) -> list[Linted]:
        path = folder / "text.txt"
        path.write_text(text, encoding="utf-8")
        return proofreader.lint(ingest_document(path, knowledge.lexicon))

    return lint
