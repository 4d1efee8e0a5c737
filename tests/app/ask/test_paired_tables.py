"""Two tables row by row."""

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

REPORT = Path(__file__).parents[2] / "data" / "museum_report.md"
Ask = Callable[[str], Answer]


@pytest.fixture(scope="module")
def ask_museum(lexicon: Lexicon, tmp_path_factory: pytest.TempPathFactory) -> Ask:
    with Store.open(tmp_path_factory.mktemp("museum")) as store:
        build_index(ingest_document(REPORT, lexicon), Stores(store, lexicon))
        knowledge: Knowledge = contents_to_knowledge(store.contents(), None, lexicon)

    def ask(question: str) -> Answer:
        return answer_question(question, knowledge)

    return ask


@pytest.mark.parametrize(
    "question",
    [
        "比对表1-1和表3-1：同名行数值不同的、只在一张表里有的，都列出来。",
        "表1-1和第三部分表3-1逐行对一下，哪几行对不上",
        "Which rows of Table 1-1 and Table 3-1 disagree, and which are only in one?",
    ],
)
def test_rows_that_differ_and_rows_of_one_table_only_are_listed(ask_museum: Ask, question: str) -> None:
    answer = ask_museum(question)
    assert answer.conflict
    lines = answer.answer.split("\n")
    differing = next(line for line in lines if line.startswith("- 原创展览"))
    assert "7" in differing and "9" in differing
    assert any(line.startswith("- 数字化藏品目录") for line in lines)
    assert any(line.startswith("- 巡展合作馆") for line in lines)
    assert not any(line.startswith("- 馆校合作课程") for line in lines), "it is in both and the same"


def test_a_column_that_only_one_table_has_is_no_difference(ask_museum: Ask) -> None:
    assert "75.00%" not in ask_museum("表1-1和表3-1同名的行哪些数值不一致").answer
