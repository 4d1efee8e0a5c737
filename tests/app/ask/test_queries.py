"""Rows that fit several conditions listed, counted and added up, and rows ranked by what their figures give."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from app.answer import Answer


def listed(answer: Answer) -> list[str]:
    """The rows that the answer lists."""
    return [line for block in answer.answer.split("\n\n") for line in block.splitlines() if line.startswith("- ")]


@pytest.mark.parametrize(
    ("question", "names", "others"),
    [
        ("分馆多于6个而且考核是A的区县有哪些", ["临江区", "开阳区"], ["云岭区"]),
        ("考核拿B而且到馆量超过25万人次的有哪些区县", ["云岭区", "湖口县"], ["白沙县", "临江区"]),
        ("2024年得分比2023年低的是哪类对象", ["老年读者"], ["成年读者"]),
        ("进行中的任务有哪几项", ["市图书馆新馆开馆", "理事会换届"], ["古籍数字化二期"]),
        ("评价是超额、2024年目标在1000以上的指标有哪些", ["年阅读活动"], ["读者满意度"]),
        ("核心指标中评价为“接近”或“滞后”的有哪些", ["年外借量", "分馆", "注册志愿者", "文献加工周期"], ["持证读者"]),
        ("进行中和未启动的任务有哪些", ["市图书馆新馆开馆", "理事会换届", "古籍数字化二期"], ["持证读者"]),
    ],
)
def test_all_conditions_hold_for_the_rows_that_are_listed(
    library: Callable[[str], Answer], question: str, names: list[str], others: list[str]
) -> None:
    answer = library(question)
    assert not answer.refused
    assert all(name in answer.answer for name in names)
    assert not any(other in line for other in others for line in listed(answer))


@pytest.mark.parametrize(
    ("question", "total"),
    [
        ("考核A等的区县一共有多少个分馆", "17"),
        ("考核B等的区县馆舍面积合计多少", "16600"),
        ("评价是滞后的指标有几个", "2"),
    ],
)
def test_figures_of_the_rows_that_fit_are_added_up(library: Callable[[str], Answer], question: str, total: str) -> None:
    answer = library(question)
    assert any(f.computed and f.value == Decimal(total) and f.formula for f in answer.figures)
    assert answer.citations


@pytest.mark.parametrize(
    ("question", "name", "value"),
    [
        ("哪个区县馆均到馆量最高", "临江区", "9.82"),
        ("每个分馆平均面积最小的是哪个区县", "青石县", "853.33"),
        ("2024年哪类活动场均参加人数最多", "进校园", "475"),
        ("哪个来源的资金缺口最大", "区县配套", "275"),
        ("哪个板块没完成的任务最多", "数字服务", "2"),
        ("哪类对象的得分涨得最多", "未成年人家长", "3.4"),
    ],
)
def test_rows_are_ranked_by_what_their_own_figures_give(
    library: Callable[[str], Answer], question: str, name: str, value: str
) -> None:
    answer = library(question)
    first = answer.answer.split("\n\n")[0]
    assert name in first
    assert any(f.computed and f.value == Decimal(value) and f.formula for f in answer.figures)


def test_rows_of_several_values_are_counted_for_each(library: Callable[[str], Answer]) -> None:
    answer = library("考核A和B的区县各有几个")
    assert "A：2 项" in answer.answer and "B：3 项" in answer.answer


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("哪路资金到位最慢", "区县配套"),
        ("哪个板块拖了后腿", "数字服务"),
        ("三年活动场次最多的是哪类", "1226"),
        ("哪类活动2023年场次最少", "银发课堂"),
    ],
)
def test_rows_are_ranked_by_what_is_meant(library: Callable[[str], Answer], question: str, first: str) -> None:
    answer = library(question)
    assert first in answer.answer.split("\n\n")[0]
    assert answer.citations


def test_as_many_of_the_first_rows_are_named_as_are_asked_for(library: Callable[[str], Answer]) -> None:
    head = library("馆舍面积前三的区县").answer.split("\n\n")[0]
    assert all(name in head for name in ("临江区", "开阳区", "云岭区"))
    assert "青石县" not in head


def test_rows_that_a_question_sets_aside_are_left_out(library: Callable[[str], Answer]) -> None:
    rows = listed(library("完成度不足100%的指标（不含注册志愿者）有哪些"))
    assert any("年外借量" in row for row in rows)
    assert not any("注册志愿者" in row for row in rows)
