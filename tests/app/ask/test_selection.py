"""Which evidence leads: what a row's cells tell, and what is said of each of several names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.answer import Answer, Turn
from app.ask.engine import answer_question
from app.ask.knowledge import contents_to_knowledge
from index.build import Stores, build_index
from index.store import Store
from ingest import ingest_document
from ingest.lexicon import Lexicon

ROWS = Path(__file__).parents[2] / "data" / "row_report.md"


@pytest.fixture(scope="module")
def county(lexicon: Lexicon, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Answer]:
    """Asks a report whose tables tell in words what was done."""
    with Store.open(tmp_path_factory.mktemp("county")) as store:
        build_index(ingest_document(ROWS, lexicon), Stores(store, lexicon))
        knowledge = contents_to_knowledge(store.contents(), None, lexicon)
    return lambda question, *history: answer_question(question, knowledge, [Turn(q=q) for q in history])


def test_what_was_done_under_a_row_s_name_is_what_its_cells_tell(county: Callable[..., Answer]) -> None:
    answer = county("冷链设施建了些什么")
    assert all(said in answer.answer for said in ("预冷库", "冷藏运输车", "联网运行"))


def test_of_the_asked_year_only(county: Callable[..., Answer]) -> None:
    answer = county("冷链设施2023年上了啥")
    assert "冷藏运输车" in answer.answer
    assert "预冷库" not in answer.answer


def test_each_of_several_names_is_told_of(county: Callable[..., Answer]) -> None:
    answer = county("柳沟镇和青崖镇分别做了什么")
    assert "修剪夜校" in answer.answer
    assert "共用商标" in answer.answer
