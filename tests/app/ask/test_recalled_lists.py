"""A list that was just given is narrowed, counted, added up and ranked by follow-ups."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from app.answer import Answer

Ask = Callable[..., Answer]


def test_its_entries_are_counted(library: Ask) -> None:
    answer = library("一共多少项", "未完成的任务有哪些")
    assert answer.figures[0].value == Decimal(5)
    assert "理事会换届" in answer.answer


@pytest.mark.parametrize(
    ("question", "kept", "left_out"),
    [
        ("哪几个是数字服务板块的", "古籍数字化二期", "理事会换届"),
        ("其中归古籍部的呢", "古籍数字化二期", "智慧书房"),
        ("只要还没启动的", "古籍数字化二期", "市图书馆新馆开馆"),
        ("which of them belong to 数字服务?", "智慧书房统一平台", "理事会换届"),
    ],
)
def test_it_is_narrowed_by_what_its_cells_say(library: Ask, question: str, kept: str, left_out: str) -> None:
    text = library(question, "未完成的任务有哪些").answer
    assert kept in text
    assert left_out not in text


def test_a_column_of_it_is_added_up(library: Ask) -> None:
    answer = library("它们的分馆一共几个", "哪些区县考核拿了A")
    assert "9 + 8 = 17" in answer.answer


def test_its_first_is_told_with_the_others(library: Ask) -> None:
    answer = library("到馆量最大的是哪个", "哪些区县考核拿了B")
    assert "云岭区" in answer.answer
    assert "临江区" not in answer.answer


def test_rates_are_not_added_up(library: Ask) -> None:
    answer = library("完成度呢", "核心指标有哪些滞后")
    assert {Decimal("86.20"), Decimal("85.71")} <= {f.value for f in answer.figures}
    assert "171.91" not in answer.answer


def test_another_condition_takes_the_place_of_the_first(library: Ask) -> None:
    assert "持证读者" in library("只看超额的", "核心指标有哪些滞后").answer


def test_none_of_it_may_fit(library: Ask) -> None:
    answer = library("哪个还没启动", "阅读推广板块的任务有哪些", "核心指标有哪些")
    assert answer.answer
