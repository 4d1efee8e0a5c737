"""What a question narrows a list down to, in the words that people use for it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.ask.conditions import read_conditions
from app.ask.knowledge import Knowledge


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("哪些成果一个都没做", "zero"),
        ("一分钱没花的项目有几个", "zero"),
        ("which projects have spent nothing", "zero"),
        ("完成不到一半的有哪些", "half"),
        ("哪几项翻倍了", "doubled"),
        ("哪些成果超额了", "over"),
        ("which indicators beat their target", "over"),
        ("哪些指标没到目标", "below"),
        ("哪个没做满", "below"),
        ("没有全部做完的项目", "below"),
        ("which outcomes fell short", "below"),
        ("哪些板块百分之百做完了", "met"),
        ("哪几个板块全做完了", "met"),
        ("which blocks are fully completed", "met"),
        ("得分比上年降了的是哪一类", "fallen"),
    ],
)
def test_a_condition_without_a_number_is_read_once(question: str, kind: str, knowledge: Knowledge) -> None:
    assert [c.kind for c in read_conditions(question, knowledge)] == [kind]


@pytest.mark.parametrize(
    ("question", "kind", "value", "inclusive"),
    [
        ("完成率没到100%的是哪几个项目", "less", "100", False),
        ("支出率不足九成的有哪些", "less", "90", False),
        ("which projects did not reach 95%", "less", "95", False),
        ("预算千万以上的有哪几个项目", "more", "1000", True),
        ("场次过了200的活动", "more", "200", False),
        ("达到90%的有几个", "more", "90", True),
    ],
)
def test_a_number_is_compared_the_way_that_is_said(
    question: str, kind: str, value: str, inclusive: bool, knowledge: Knowledge
) -> None:
    (condition,) = read_conditions(question, knowledge)
    assert (condition.kind, condition.value, condition.inclusive) == (kind, Decimal(value), inclusive)
    assert question[slice(*condition.span)]


def test_no_condition_is_read_where_a_figure_is_asked_for(knowledge: Knowledge) -> None:
    assert read_conditions("2022年实际支出多少万元", knowledge) == ()
    assert read_conditions("中期任务完成了几个", knowledge) == ()


@pytest.mark.parametrize(
    "question",
    [
        "完成率介于20%与35%之间的有哪些",
        "完成率在20%到35%之间的指标",
        "完成率处于20%和35%这个区间的",
        "which outcomes have a completion rate between 20% and 35%",
    ],
)
def test_a_range_is_read_as_its_two_ends_both_included(question: str, knowledge: Knowledge) -> None:
    low, high = read_conditions(question, knowledge)
    assert (low.kind, low.value, low.inclusive) == ("more", Decimal(20), True)
    assert (high.kind, high.value, high.inclusive) == ("less", Decimal(35), True)


def test_a_change_from_one_number_to_another_is_no_range(knowledge: Knowledge) -> None:
    assert read_conditions("完成率从20%升到35%是哪一年", knowledge) == ()


def test_falling_through_a_number_is_being_below_it(knowledge: Knowledge) -> None:
    (condition,) = read_conditions("满意度跌破95%的有哪些", knowledge)
    assert (condition.kind, condition.value) == ("less", Decimal(95))
