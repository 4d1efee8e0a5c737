"""Follow-ups take what they leave out from the questions before them, and keep what they name."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from app.answer import Answer, Turn
from app.ask.knowledge import Knowledge
from app.ask.question import understand

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
