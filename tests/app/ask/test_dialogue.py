"""Follow-ups take what they leave out from the questions before them, and keep what they name."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from app.answer import Answer, Turn
from app.ask.engine import answer_question
from app.ask.knowledge import Knowledge, contents_to_knowledge
from app.ask.question import understand
from index.build import Stores, build_index
from index.store import Store
from ingest import ingest_document
from ingest.lexicon import Lexicon

LIBRARY = Path(__file__).parents[2] / "data" / "third_report.md"
Ask = Callable[..., Answer]


def values(answer: Answer) -> set[Decimal]:
    return {figure.value for figure in answer.figures}


def test_another_year_keeps_the_subject(ask: Ask) -> None:
    answer = ask("那2021年呢", "2022年教职工满意度是多少？")
    assert answer.figures[0].value == Decimal("88.40")


def test_another_subject_keeps_the_year(ask: Ask) -> None:
    answer = ask("教职工的呢", "2021年学生满意度是多少？")
    assert answer.figures[0].value == Decimal("88.40")


def test_the_year_before_is_the_earlier_questions_year_less_one(ask: Ask) -> None:
    answer = ask("and the year before?", "How satisfied were the staff in 2022?")
    assert Decimal("88.40") in values(answer)


def test_a_complete_question_leans_on_nothing(knowledge: Knowledge) -> None:
    question = understand("2022年参加技能大赛获得一等奖多少项？", [Turn(q="到位了多少钱？")], knowledge)
    assert not question.follows


def test_money_asked_in_full_leans_on_nothing_but_money(knowledge: Knowledge) -> None:
    asked = "到位了多少钱、花了多少？"
    assert not understand(asked, [Turn(q="哪些任务没有完成？")], knowledge).follows
    assert understand(asked, [Turn(q="学校自筹到位了多少？")], knowledge).follows


def test_two_answers_are_added(ask: Ask) -> None:
    answer = ask("一共呢", "2021年焊接机器人课程开了几门？", "2022年呢")
    assert "3 + 5 = 8" in answer.answer


def test_two_answers_are_compared(ask: Ask) -> None:
    answer = ask("差多少", "学校自筹到位了多少？", "财政拨款到位了多少？")
    assert Decimal(450) in values(answer)
    assert "900 − 450 = 450" in answer.answer


def test_why_is_asked_of_the_earlier_subject(ask: Ask) -> None:
    answer = ask("为什么", "校企合作年会开了吗？")
    assert "暴雨" in answer.answer


def test_an_entry_of_the_list_before_is_meant_by_its_place(ask: Ask) -> None:
    listed = ask("哪些任务没有完成？")
    answer = ask("第一个是什么原因", "哪些任务没有完成？")
    assert "精品课程" in listed.answer.split("2.")[0]
    assert "推迟了评审" in answer.answer
    assert "暴雨" not in answer.answer


def test_a_list_is_narrowed_to_a_level(ask: Ask) -> None:
    answer = ask("其中国家级的有哪些", "标志性成果有哪些？")
    assert "实训基地" in answer.answer
    assert "校企合作教材" not in answer.answer


@pytest.mark.parametrize("asked", ["画个柱状图", "draw a bar chart"])
def test_a_chart_shows_what_was_answered_before(ask: Ask, asked: str) -> None:
    answer = ask(asked, "财政拨款、学校自筹的实际支出各多少？")
    assert answer.chart is not None
    assert sorted(v for series in answer.chart.series.values() for v in series if v) == [385, 830]
    assert answer.chart.unit == "万元"


def test_a_chart_of_one_figure_is_not_drawn_and_that_is_said(ask: Ask) -> None:
    answer = ask("画个图：学校与几家企业签订合作协议")
    assert answer.chart is None
    assert "图" in answer.answer


@pytest.fixture(scope="module")
def library(lexicon: Lexicon, tmp_path_factory: pytest.TempPathFactory) -> Ask:
    with Store.open(tmp_path_factory.mktemp("library")) as store:
        build_index(ingest_document(LIBRARY, lexicon), Stores(store, lexicon))
        knowledge = contents_to_knowledge(store.contents(), None, lexicon)
    return lambda question, *history: answer_question(question, knowledge, [Turn(q=q) for q in history])


@pytest.mark.parametrize(
    ("question", "history", "held"),
    [
        ("那2023年呢", ["2022年一共支出多少"], "1678"),
        ("还剩多少", ["三年到位多少", "花了多少"], "682"),
        ("加起来呢", ["市级财政三年到位多少", "区县配套呢"], "2960 + 1225 = 4185"),
        ("比2021年多几个", ["2024年馆员多少人"], "238 − 186 = 52"),
        ("哪年多，多几场", ["讲座展览2022年多少场", "2023年呢"], "268 − 210 = 58"),
        ("第二个谁负责", ["到期没完成的任务有哪些"], "技术部"),
        ("最后一个什么时候完成", ["没完成的任务有哪些"], "2025年4月"),
        ("换成东州呢", ["江城市人均藏书多少"], "1.18"),
        ("那还缺多少人", ["注册志愿者的目标和实绩各是多少"], "276"),
        ("尚缺多少", ["注册志愿者的目标是多少"], "276"),
        ("and in 2024?", ["How much was spent in 2023?"], "1820"),
    ],
)
def test_a_follow_up_is_answered_as_the_question_in_full(
    library: Ask, question: str, history: list[str], held: str
) -> None:
    answer = library(question, *history)
    assert not answer.refused
    assert held in answer.answer


def test_a_part_of_what_was_asked_is_not_answered_with_what_is_no_part_of_it(library: Ask) -> None:
    assert library("其中设备占多少", "文献购置三年支出多少").refused
