"""An unfinished task, however loosely it is named: why, until when, who sees to it; nothing that is said of another."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.answer import Answer

Ask = Callable[..., Answer]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("培养人才那边没办成的事，卡在哪了", ("推迟了评审",)),
        ("实训基地怎么一直没影", ("用地没有批复",)),
        ("What happened to the annual meeting?", ("暴雨",)),
    ],
)
def test_prose_gives_the_reason(ask: Ask, question: str, told: tuple[str, ...]) -> None:
    answer = ask(question)
    assert not answer.refused
    assert all(words in answer.answer for words in told)
    assert answer.citations


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("谁在抓理事会换届，卡在哪", ("社会理事人选未定", "办公室", "2025年4月")),
        ("古籍数字化二期没动是为啥，打算几时补上", ("审批未通过", "2026年3月")),
        ("新馆怎么还没开门", ("流标", "2025年10月")),
        ("Why hasn't the new library opened?", ("流标", "2025年10月")),
    ],
)
def test_a_list_of_what_is_unfinished_gives_reason_plan_and_who_is_responsible(
    library: Ask, question: str, told: tuple[str, ...]
) -> None:
    answer = library(question)
    assert not answer.refused
    assert all(words in answer.answer for words in told)


def test_one_task_is_told_once(library: Ask) -> None:
    answer = library("古籍数字化二期为什么没启动")
    assert answer.answer.count("**原因**") == 1


def test_what_a_reason_speaks_of_is_no_task(library: Ask) -> None:
    answer = library("省人社厅为什么没有完成")
    assert "2025年12月" not in answer.answer.split("\n")[0]


def test_which_are_unfinished_is_the_whole_list(library: Ask) -> None:
    answer = library("没按时做完的有哪几项，为什么")
    for words in ("流标", "接口不统一", "审批未通过", "尚未授权", "人选未定"):
        assert words in answer.answer
