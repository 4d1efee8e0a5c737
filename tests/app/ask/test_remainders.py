"""What is left of a whole, what was there before, what lies between plan and result; quantities put in relation."""

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

PORT = Path(__file__).parents[2] / "data" / "port_report.md"


@pytest.fixture(scope="module")
def port(lexicon: Lexicon, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Answer]:
    with Store.open(tmp_path_factory.mktemp("port")) as store:
        build_index(ingest_document(PORT, lexicon), Stores(store, lexicon))
        knowledge = contents_to_knowledge(store.contents(), None, lexicon)
    return lambda question: answer_question(question, knowledge)


def computed(answer: Answer) -> set[Decimal]:
    """The computed figures, each of which has a formula."""
    assert all(f.formula for f in answer.figures if f.computed)
    return {f.value for f in answer.figures if f.computed}


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("馆员里没有中级以上职称的几个人", "143"),
        ("全部问卷没收回的多少份", "290"),
        ("老年读者问卷有几份没收回", "64"),
        ("入藏图书里不是少儿图书的有多少", "27.1"),
        ("How many questionnaires were not returned?", "290"),
    ],
)
def test_what_is_left_of_a_whole(library: Callable[[str], Answer], question: str, rest: str) -> None:
    answer = library(question)
    assert Decimal(rest) in computed(answer)
    assert answer.citations


@pytest.mark.parametrize(
    ("question", "stated"),
    [("流动图书车原来几辆", "2"), ("分馆三年前有几个", "18")],
)
def test_what_it_was_before_as_it_is_stated(library: Callable[[str], Answer], question: str, stated: str) -> None:
    assert Decimal(stated) in {f.value for f in library(question).figures if not f.computed}


@pytest.mark.parametrize(
    ("question", "gap"),
    [("流通服务点超目标几个", "7"), ("阅读活动超额完成多少场", "186"), ("分馆离目标差几个", "2")],
)
def test_what_lies_between_target_and_result(library: Callable[[str], Answer], question: str, gap: str) -> None:
    assert Decimal(gap) in computed(library(question))


@pytest.mark.parametrize(
    ("question", "share"),
    [
        ("临江区到馆多少？占全市几成", "32.23"),
        ("社区分馆新建几个？占新建分馆的比例", "59.09"),
        ("少儿图书入藏多少，占全部图书多少", "35.63"),
    ],
)
def test_a_clause_leans_on_the_one_before_it(library: Callable[[str], Answer], question: str, share: str) -> None:
    values = {f.value for f in library(question).figures}
    assert Decimal(share) in values


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("两年岸电一共接驳多少艘次", "545"),
        ("散货船两年共接驳多少", "235"),
        ("24年接驳船舶多了多少艘次", "125"),
        ("散货船接驳增长百分之几", "61.11"),
        ("西湾站培训量涨了多少", "70"),
        ("23、24年冷链操作培训加起来多少人日", "970"),
        ("2024年接驳的船里不是集装箱船的多少艘次", "145"),
        ("23年东湾站和西湾站谁培训得多", "150"),
    ],
)
def test_sums_and_changes_over_years_in_sentences(port: Callable[[str], Answer], question: str, value: str) -> None:
    assert Decimal(value) in computed(port(question))


def test_the_rest_is_of_the_whole_that_the_part_is_counted_out_of(library: Callable[..., Answer]) -> None:
    assert Decimal(4) in computed(library("没配智能书柜的自助馆几座"))
