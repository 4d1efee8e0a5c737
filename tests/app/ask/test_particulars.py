"""Lists, dates and places: what is asked for stands in the first line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.answer import Answer

Ask = Callable[..., Answer]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("省里哪年推迟了评审", "2022年"),
        ("2021年开设焊接机器人课程几门", "3门"),
        ("学校与几家企业签订合作协议", "12家"),
    ],
)
def test_what_is_asked_stands_in_the_first_line(ask: Ask, question: str, first: str) -> None:
    answer = ask(question)
    assert not answer.refused
    assert first in answer.answer.split("\n")[0]


def test_where_something_is_said_is_answered_with_places(ask: Ask) -> None:
    answer = ask("报告里哪里写了兼职教师库")
    assert "2.1 完成情况" in answer.answer
    assert not answer.refused


def test_which_money_there_is_is_answered_with_its_sources(ask: Ask) -> None:
    answer = ask("钱从哪几路来")
    assert "财政拨款" in answer.answer
    assert "学校自筹" in answer.answer


def test_a_row_is_named_without_its_level(ask: Ask) -> None:
    answer = ask("省级的标志性成果有哪些")
    assert "技能大赛获奖" in answer.answer
    assert "精品课程" in answer.answer
    assert "实训基地" not in answer.answer


def test_nothing_is_quoted_twice(ask: Ask) -> None:
    for question in ("年会为什么没开成？", "2022年学生满意度是多少？", "表3里学校自筹实际支出多少？"):
        quotes = [line for line in ask(question).answer.splitlines() if line.startswith("> ")]
        assert len(set(quotes)) == len(quotes)
        assert len(quotes) <= 6


def test_names_set_aside_are_not_listed(ask: Ask) -> None:
    answer = ask("除了财政拨款，钱还从哪几路来")
    assert "学校自筹" in answer.answer
