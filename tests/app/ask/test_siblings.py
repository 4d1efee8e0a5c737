"""Tables of one shape, one for each project, taken together."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from app.answer import Answer
from app.ask.engine import answer_question
from app.ask.knowledge import contents_to_knowledge
from index.build import Stores, build_index
from index.store import Store
from ingest import ingest_document
from ingest.lexicon import Lexicon

Ask = Callable[..., Answer]
PORT = Path(__file__).parents[2] / "data" / "port_report.md"


@pytest.fixture(scope="module")
def port(lexicon: Lexicon, tmp_path_factory: pytest.TempPathFactory) -> Ask:
    with Store.open(tmp_path_factory.mktemp("port")) as store:
        build_index(ingest_document(PORT, lexicon), Stores(store, lexicon))
        knowledge = contents_to_knowledge(store.contents(), None, lexicon)
    return lambda question: answer_question(question, knowledge)


@pytest.mark.parametrize("question", ["三个项目的中期任务数相加等于60吗", "各项目中期任务数加起来是不是60"])
def test_the_projects_columns_add_up_to_the_total_that_is_given(port: Ask, question: str) -> None:
    answer = port(question)
    assert "22 + 20 + 18 = 60" in answer.answer
    assert not answer.conflict


def test_a_total_that_they_do_not_add_up_to_is_a_conflict(port: Ask) -> None:
    answer = port("各项目中期完成数加起来等于54吗")
    assert "20 + 18 + 15 = 53" in answer.answer
    assert answer.conflict


@pytest.mark.parametrize(
    "question",
    ["各项目完成率都是100%吗", "所有项目的完成率是不是都到了100%", "Is it true that all projects reached 100%?"],
)
def test_what_is_claimed_of_each_project_is_held_against_each(port: Ask, question: str) -> None:
    answer = port(question)
    assert {Decimal("90.91"), Decimal("83.33")} <= {figure.value for figure in answer.figures}
    assert "100%" in answer.answer.split("\n")[0]


def test_parts_of_a_plan_in_one_table_are_held_against_the_claim(library: Ask) -> None:
    answer = library("六个板块的完成率都是100%，对吗")
    assert "4 项" in answer.answer
    assert Decimal("71.43") in {figure.value for figure in answer.figures}
