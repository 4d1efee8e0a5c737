"""What is computed or held against other places, asked of a report of another field: a library system."""

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

REPORT = Path(__file__).parents[2] / "data" / "third_report.md"
Ask = Callable[..., Answer]


@pytest.fixture(scope="module")
def library(lexicon: Lexicon, tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    with Store.open(tmp_path_factory.mktemp("library")) as store:
        build_index(ingest_document(REPORT, lexicon), Stores(store, lexicon))
        return contents_to_knowledge(store.contents(), None, lexicon)


@pytest.fixture(scope="module")
def ask_library(library: Knowledge) -> Ask:
    def ask(question: str, *history: str) -> Answer:
        return answer_question(question, library, [Turn(q=q) for q in history])

    return ask


def computed(answer: Answer) -> set[Decimal]:
    return {figure.value for figure in answer.figures if figure.computed}


def values(answer: Answer) -> set[Decimal]:
    return {figure.value for figure in answer.figures}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("流动图书车增加了几辆", {"3", "150"}),
        ("乡镇覆盖率提高了多少个百分点", {"38.1"}),
        ("2024年比2022年图书入藏多了多少万册，增幅多少", {"2.7", "21.43"}),
        ("馆员2021到2024年净增多少人，增幅多大", {"52", "27.96"}),
        ("线上借阅2024年比2023年增长多少", {"8.41", "26.96"}),
        ("2023年支出比2022年多多少", {"289"}),
        ("业务培训46期2180人次，平均每期多少人", {"47.39"}),
        ("后两年安排资金合计多少，2025和2026年各多少", {"3800"}),
    ],
)
def test_changes_and_sums_over_years(ask_library: Ask, question: str, expected: set[str]) -> None:
    answer = ask_library(question)
    assert not answer.refused
    assert {Decimal(value) for value in expected} <= computed(answer)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("各来源到位和安排各差多少", {"231", "40", "275", "0", "84"}),
        ("注册志愿者离目标还差多少人", {"276"}),
        ("人均藏书和江城市比差多少", {"0.26"}),
        ("开阳区和云岭区到馆量差多少", {"16.55"}),
        ("青石县和云岭区一共欠拨多少", {"275"}),
        ("满意度四类对象2024比2023各升降多少分", {"1.65", "1.6", "0.5", "1.55"}),
    ],
)
def test_gaps_between_measures_rows_and_columns(ask_library: Ask, question: str, expected: set[str]) -> None:
    assert {Decimal(value) for value in expected} <= computed(ask_library(question))


@pytest.mark.parametrize(
    "question",
    [
        "表1-1里33除以38是86.84%吗",
        "结余682万元对不对",
        "四个季度线上借阅加起来等于全年吗",
        "六个区县分馆数相加是40吗",
        "三年新建分馆22个，社区13个加乡镇9个对得上吗",
        "总分88.50用权重×得分算得出来吗",
        "参加阅读活动人次三年一共多少，加得出68.22吗",
        "表2-2馆舍建设占45.32%算得对吗",
        "支出率87.75%对吗",
        "核心指标12项，5项超额1项达到4项接近2项滞后加起来对吗",
        "Does the execution rate 87.75% follow from 4887 and 5569?",
    ],
)
def test_what_holds_is_said_to_hold(ask_library: Ask, question: str) -> None:
    answer = ask_library(question)
    assert not answer.conflict
    assert "不一致" not in answer.answer and "inconsistent" not in answer.answer
    assert "一致" in answer.answer or "consistent" in answer.answer
    assert computed(answer)


def test_a_share_that_does_not_follow_from_its_counts_is_a_conflict(ask_library: Ask) -> None:
    answer = ask_library("中级以上职称占41.92%对吗")
    assert answer.conflict
    assert Decimal("39.92") in computed(answer)


@pytest.mark.parametrize(
    ("question", "both"),
    [
        ("三年支出4887和第六章的4778哪个对？", {"4887", "4778"}),
        ("未成年人家长2024年得分，正文和表5-1一致吗", {"92.60", "92.06"}),
        ("分馆41个和表3-1对得上吗", {"41", "40"}),
        ("阅读活动3301场等于三年相加吗", {"3391"}),
    ],
)
def test_places_that_differ_are_shown_and_called_a_conflict(ask_library: Ask, question: str, both: set[str]) -> None:
    answer = ask_library(question)
    assert answer.conflict
    assert {Decimal(value) for value in both} <= values(answer)


def test_a_rate_says_what_it_was_computed_from(ask_library: Ask) -> None:
    answer = ask_library("市级财政到位率98.67%是怎么来的")
    assert "2960 / 3000" in answer.answer
    assert not answer.conflict


def test_the_total_row_is_not_ranked_whatever_it_is_called(ask_library: Ask) -> None:
    answer = ask_library("哪个区县到馆量最高，哪个最低")
    assert "临江区" in answer.answer.split("\n")[0]
    assert "白沙县" in answer.answer
    assert "全市" not in answer.answer.split("原文")[0]


def test_every_computed_figure_has_its_formula(ask_library: Ask) -> None:
    for question in ("各来源到位和安排各差多少", "流动图书车增加了几辆", "结余682万元对不对"):
        for figure in ask_library(question).figures:
            assert not figure.computed or figure.formula


@pytest.mark.parametrize(
    ("question", "result"),
    [
        ("青石县的到馆量占全市多少", "9.95"),
        ("临江区馆舍面积占全市的比例（两位小数）？", "28.77"),
        ("硕士占馆员的百分之几", "15.13"),
        ("少儿图书占入藏图书的比重", "35.63"),
    ],
)
def test_a_share_is_of_the_two_quantities_that_the_question_names(ask_library: Ask, question: str, result: str) -> None:
    answer = ask_library(question)
    assert Decimal(result) in computed(answer)
    assert not answer.refused


@pytest.mark.parametrize(
    ("question", "result"),
    [
        ("云岭区比白沙县的流通服务点多几个", "3"),
        ("临江区到馆量比开阳区多多少万人次", "25.65"),
        ("省级补助和区县配套哪个到位率高", "18.33"),
    ],
)
def test_a_difference_is_between_the_two_that_the_question_names(ask_library: Ask, question: str, result: str) -> None:
    assert Decimal(result) in computed(ask_library(question))


def test_a_share_says_both_figures_and_how_it_was_computed(ask_library: Ask) -> None:
    answer = ask_library("青石县的到馆量占全市多少")
    assert {Decimal("27.30"), Decimal("274.30")} <= values(answer)
    share = next(figure for figure in answer.figures if figure.computed)
    assert share.formula == "27.3 / 274.3 = 9.95%"
    assert len(share.citations) == 2


def test_each_of_two_clauses_has_its_own_gap(ask_library: Ask) -> None:
    assert {Decimal(2), Decimal(276)} <= computed(ask_library("分馆离目标还差几个，志愿者差几个人？"))


def test_quantities_of_which_the_documents_know_only_one_are_not_related(ask_library: Ask) -> None:
    assert not computed(ask_library("硕士占博士后的百分之几"))


def test_what_there_is_on_average_for_each_of_what_a_unit_counts(ask_library: Ask) -> None:
    answer = ask_library("2024年亲子阅读平均每场多少人参加")
    assert {Decimal("149.79"), Decimal(72800)} <= computed(answer)


@pytest.mark.parametrize(("change", "holds"), [("0.24", True), ("0.20", False)])
def test_a_change_that_the_question_states_is_recomputed(ask_library: Ask, change: str, holds: bool) -> None:
    answer = ask_library(f"人均藏书从0.80册到1.04册，写增加{change}册对吗")
    assert ("不一致" in answer.answer) is not holds
    assert Decimal("0.24") in computed(answer)


def test_a_sum_is_held_against_the_number_that_the_text_states(ask_library: Ask) -> None:
    answer = ask_library("表3-4三年场次合计与正文3301场一致吗？")
    assert {Decimal(3391), Decimal(3301), Decimal(90)} <= values(answer)
    assert answer.conflict
