"""A body beside those that it measures itself against."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.answer import Answer
from app.ask.engine import answer_question
from app.ask.knowledge import Knowledge, contents_to_knowledge
from index.build import Stores, build_index
from index.store import Store
from ingest import ingest_document
from ingest.lexicon import Lexicon

DATA = Path(__file__).parents[2] / "data"
Ask = Callable[[str], Answer]
PROSE = """# 一、对标情况

标杆医院的科研项目为40项，专利授权12项，患者死亡率4.20‰；我院的科研项目为52项，专利授权9项，患者死亡率5.10‰。
"""


@pytest.fixture(scope="module")
def ask_library(lexicon: Lexicon, tmp_path_factory: pytest.TempPathFactory) -> Ask:
    knowledge = known(DATA / "third_report.md", lexicon, tmp_path_factory.mktemp("library"))
    return lambda question: answer_question(question, knowledge)


@pytest.fixture
def ask_prose(lexicon: Lexicon, tmp_path: Path) -> Ask:
    (path := tmp_path / "prose.md").write_text(PROSE, encoding="utf-8")
    knowledge = known(path, lexicon, tmp_path / "home")
    return lambda question: answer_question(question, knowledge)


def known(path: Path, lexicon: Lexicon, home: Path) -> Knowledge:
    with Store.open(home) as store:
        build_index(ingest_document(path, lexicon), Stores(store, lexicon))
        return contents_to_knowledge(store.contents(), None, lexicon)


@pytest.mark.parametrize(
    "question", ["和对标城市比差在哪", "跟标杆比怎么样，差多少", "How do we compare with our benchmark cities?"]
)
def test_every_indicator_is_shown_with_the_others_and_the_difference(ask_library: Ask, question: str) -> None:
    table = ask_library(question).table
    assert table is not None
    assert len(table.columns) == 6 and len(table.rows) == 6
    first = table.rows[0]
    assert first[0] == "数字资源总量" and "69.5 TB" in first[-1]


def test_where_it_is_behind_comes_first(ask_library: Ask) -> None:
    lines = ask_library("和对标城市比差在哪").answer.split("\n\n")
    assert lines[0].startswith("**落后的有 5 项**") and "馆员" in lines[0]
    assert lines[1].startswith("持平的有 1 项")


def test_one_indicator_is_compared_alone(ask_library: Ask) -> None:
    table = ask_library("馆员人数和对标城市比怎么样").table
    assert table is not None and [row[0] for row in table.rows] == ["馆员"]


def test_what_sentences_say_of_both_is_paired(ask_prose: Ask) -> None:
    answer = ask_prose("和标杆医院比差在哪")
    assert answer.table is not None
    assert {row[0]: row[-1] for row in answer.table.rows} == {
        "专利授权": "少 3 项",
        "科研项目": "多 12 项",
        "患者死亡率": "多 0.9 ‰",
    }


def test_less_is_better_of_some(ask_prose: Ask) -> None:
    behind = ask_prose("和标杆医院比差在哪").answer.split("\n\n")[0]
    assert "患者死亡率" in behind and "科研项目" not in behind
