"""What the small report does not say is refused; what it says in other words is not."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from app.answer import Answer

Ask = Callable[..., Answer]


def values(answer: Answer) -> set[Decimal]:
    return {figure.value for figure in answer.figures}


@pytest.mark.parametrize(
    "question",
    [
        "全校有多少名博士",
        "学校占地多少亩",
        "兼职教师的平均工资是多少",
        "校企合作年会花了多少钱",
        "实训基地的造价是多少",
        "签约企业一共捐了几台设备",
        "焊接机器人课程每年收多少学费",
    ],
)
def test_a_number_that_is_said_of_nothing_asked_is_not_given(ask: Ask, question: str) -> None:
    assert ask(question).refused


@pytest.mark.parametrize(
    "question", ["2019年学生满意度是多少", "2023年开了几门焊接机器人课程", "明年到位多少资金", "每个月支出多少钱"]
)
def test_a_time_that_the_report_is_silent_about_is_not_answered(ask: Ask, question: str) -> None:
    assert ask(question).refused


def test_one_year_is_not_answered_with_the_figure_of_several(ask: Ask) -> None:
    answer = ask("2021年财政拨款到位了多少、2022年又到位了多少？")
    assert answer.refused
    assert "2021" in answer.answer


def test_what_stands_at_the_end_of_a_span_is_known_as_of_then(ask: Ask) -> None:
    assert not ask("到2022年底学校自筹还差多少").refused


@pytest.mark.parametrize(
    "question",
    [
        "校长叫什么名字",
        "谁是焊接专业的负责人",
        "技能大赛一等奖是哪位同学拿的",
        "合作协议是和哪家公司签的",
        "校企合作年会定在几月几号",
        "用地没有批复，批复的文号是多少",
    ],
)
def test_names_dates_and_numbers_of_documents_must_be_there(ask: Ask, question: str) -> None:
    assert ask(question).refused


@pytest.mark.parametrize("question", ["全国中职学校的学生满意度是多少", "标杆院校到位了多少资金"])
def test_others_are_not_answered_for(ask: Ask, question: str) -> None:
    assert ask(question).refused


def test_a_question_is_answered_if_one_of_its_clauses_can_be(ask: Ask) -> None:
    answer = ask("签了协议的企业有几家，老板都叫什么？")
    assert not answer.refused
    assert Decimal(12) in values(answer)


@pytest.mark.parametrize(
    ("question", "value"),
    [("兼职老师库里有几个人", 88), ("实训室建了几间", 9), ("22年拿了几个一等奖", 6), ("焊接机器人课22年开了几门", 5)],
)
def test_everyday_words_are_no_reason_to_refuse(ask: Ask, question: str, value: int) -> None:
    answer = ask(question)
    assert not answer.refused
    assert Decimal(value) in values(answer)


def test_a_refusal_says_what_is_not_known_and_what_is_near(ask: Ask) -> None:
    answer = ask("图书馆藏书多少册")
    assert answer.refused
    assert "图书馆" in answer.answer
