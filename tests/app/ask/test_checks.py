"""Checks that reviewers ask for: rates over groups, tables that add up, counts against names, levels, places."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from app.answer import Answer, Turn
from app.ask.engine import answer_question
from app.ask.knowledge import Knowledge, contents_to_knowledge
from index.build import Stores, build_index
from index.store import Store
from ingest import ingest_document
from ingest.lexicon import Lexicon

REPORT = Path(__file__).parents[2] / "data" / "port_report.md"
Ask = Callable[..., Answer]


@pytest.fixture(scope="module")
def port(lexicon: Lexicon, tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    with Store.open(tmp_path_factory.mktemp("port")) as store:
        build_index(ingest_document(REPORT, lexicon), Stores(store, lexicon))
        return contents_to_knowledge(store.contents(), None, lexicon)


@pytest.fixture(scope="module")
def ask_port(port: Knowledge) -> Ask:
    def ask(question: str, *history: str) -> Answer:
        return answer_question(question, port, [Turn(q=q) for q in history])

    return ask


def computed(answer: Answer) -> set[Decimal]:
    return {figure.value for figure in answer.figures if figure.computed}


def values(answer: Answer) -> set[Decimal]:
    return {figure.value for figure in answer.figures}


def test_a_rate_of_several_groups_is_recomputed_over_all_of_them(ask_port: Ask) -> None:
    answer = ask_port("表2-1-1绩效指标完成度90%，数量和质量合起来重算是多少，相符吗？")
    assert answer.conflict
    assert Decimal("93.75") in computed(answer)
    assert "9 / 10 = 90%" in answer.answer, "it says of which group alone the stated rate is"


def test_a_rate_of_several_groups_that_follows_is_said_to_hold(ask_port: Ask) -> None:
    answer = ask_port("表2-2-1的绩效指标完成度复算一下对不对")
    assert not answer.conflict
    assert "(8 + 3) / (8 + 4) = 91.67%" in answer.answer


def test_tables_of_one_shape_add_up_to_the_total_of_another(ask_port: Ask) -> None:
    answer = ask_port("各项目表2-x-1的中期任务数相加是不是表1的60？")
    assert "22 + 20 + 18 = 60" in answer.answer
    assert not answer.conflict


def test_tables_of_one_shape_that_do_not_add_up_are_a_conflict(ask_port: Ask) -> None:
    answer = ask_port("各项目表2-x-1的中期完成数相加与表1的完成数对得上吗？")
    assert answer.conflict
    assert Decimal(53) in computed(answer)
    assert Decimal(54) in values(answer)


def test_a_number_is_held_against_the_kinds_listed_after_it(ask_port: Ask) -> None:
    answer = ask_port("绿色示范成果增至8项，后面点名的几类凑得齐8项吗？")
    assert answer.conflict
    assert Decimal(5) in computed(answer)


def test_a_number_is_held_against_the_names_listed_with_it(ask_port: Ask) -> None:
    answer = ask_port("合作企业5家，名字数一数够不够5家？")
    assert answer.conflict
    assert Decimal(4) in computed(answer)


def test_levels_that_places_state_differently_are_a_conflict(ask_port: Ask) -> None:
    answer = ask_port("港口机械实训基地是省级还是市级？")
    assert answer.conflict
    assert "省级" in answer.answer and "市级" in answer.answer


def test_a_table_is_compared_with_the_text_of_its_section(ask_port: Ask) -> None:
    answer = ask_port("表2-1-1的验收要点完成率和正文一致吗？")
    assert answer.conflict
    assert {Decimal("90.91"), Decimal("95.5")} <= values(answer)


def test_each_of_several_things_is_summed_over_neighbouring_passages(ask_port: Ask) -> None:
    answer = ask_port("东湾站、西湾站两年培训各合计多少人日？")
    assert {Decimal(660), Decimal(970)} <= computed(answer)


def test_counts_that_are_split_alike_are_one_series(ask_port: Ask) -> None:
    answer = ask_port("岸电接驳船舶2024年比2023年多了多少艘次？")
    assert Decimal(125) in computed(answer)


@pytest.mark.parametrize("question", ["按20除以22，完成率90.91%对吗", "绿色码头完成率90.91%，20/22算得对吗？"])
def test_numbers_of_the_question_are_recomputed_and_found(ask_port: Ask, question: str) -> None:
    answer = ask_port(question)
    assert "20 / 22 = 90.91%" in answer.answer
    assert not answer.conflict


def test_what_the_documents_state_of_which_denominator(ask_port: Ask) -> None:
    answer = ask_port("表2-1-1完成率90.91%，分母用的是22还是18？")
    assert "20 / 22 = 90.91%" in answer.answer
    assert Decimal("111.11") in computed(answer)


def test_what_is_finished_in_one_place_and_not_in_another_is_a_conflict(ask_port: Ask) -> None:
    answer = ask_port("道口改造的完成状态，2.4和表3两处核对一下")
    assert answer.conflict
    assert {Decimal(100), Decimal(0)} <= values(answer)


def test_what_no_place_calls_finished_is_no_conflict(ask_port: Ask) -> None:
    assert not ask_port("调度大厅扩建的状态，2.4和表3两处核对一下").conflict
