"""A whole and its parts, reckoned: shares, several parts together, the rest, each kind over several years."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from app.answer import Answer

Ask = Callable[..., Answer]


def computed(answer: Answer) -> set[Decimal]:
    """The computed figures, each of which has a formula and the places of its inputs."""
    assert all(f.formula for f in answer.figures if f.computed)
    return {f.value for f in answer.figures if f.computed}


@pytest.mark.parametrize(
    ("question", "shares"),
    [
        ("四个来源到位资金各占多少比例", ("53.15", "22", "12.57", "12.28")),
        ("各类用途支出占比", ("45.32", "27.32", "16.64", "7.28", "3.44")),
        ("到位资金里区县配套占几成", ("22",)),
        ("What share of the 2024 events was each type?", ("22.01", "35.06", "18.76", "11.18", "12.99")),
    ],
)
def test_each_part_is_held_against_the_stated_whole(library: Ask, question: str, shares: tuple[str, ...]) -> None:
    answer = library(question)
    assert not answer.refused
    assert {Decimal(s) for s in shares} <= computed(answer)


def test_parts_without_a_stated_whole_are_held_against_all_of_them(ask_port: Ask) -> None:
    answer = ask_port("东湾站和西湾站2024年培训各占多少")
    assert {Decimal("40.91"), Decimal("59.09")} <= computed(answer)


@pytest.mark.parametrize(
    ("question", "total"),
    [
        ("临江、开阳、云岭三地的分馆一共几个", "24"),
        ("社区分馆加乡镇分馆是几个", "22"),
        ("前三个季度平台访问多少万次", "177"),
        ("银发课堂和进校园2023年合计多少场", "322"),
    ],
)
def test_named_parts_are_added_up(library: Ask, question: str, total: str) -> None:
    assert Decimal(total) in computed(library(question))


def test_each_kind_is_added_up_over_the_years(ask_port: Ask) -> None:
    answer = ask_port("按船型汇总，两年集装箱船、散货船各多少艘次")
    assert computed(answer) == {Decimal(310), Decimal(235)}


@pytest.mark.parametrize(
    ("question", "rest"), [("少儿图书以外的图书三年入藏多少万册", "27.1"), ("除了古籍以外有多少", "")]
)
def test_the_rest_is_what_is_left_of_a_stated_whole(library: Ask, question: str, rest: str) -> None:
    answer = library(question)
    assert Decimal(rest) in computed(answer) if rest else not computed(answer)


@pytest.mark.parametrize("question", ["各学院学生各占几成", "男女馆员各占多少"])
def test_parts_that_nobody_states_are_not_reckoned(library: Ask, question: str) -> None:
    assert not any(f.unit == "%" and f.computed for f in library(question).figures)


def test_a_month_is_a_part_of_its_year(library: Ask) -> None:
    assert Decimal("28.74") in computed(library("四季度平台访问占全年的比例"))
    assert Decimal("26450") in computed(library("一季度和二季度新增注册一共多少"))


def test_rows_that_share_a_word_are_not_meant_where_each_is(library: Ask) -> None:
    answer = library("各区县的自助馆各占几成")
    assert {Decimal("33.33"), Decimal("16.67"), Decimal(25), Decimal("8.33")} <= computed(answer)
