"""Whether something is finished, approved or open: the verdict first, in whatever words it is asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.answer import Answer

Ask = Callable[..., Answer]


@pytest.mark.parametrize(
    "question",
    [
        "国家级实训基地已经启动了吧",
        "国家级实训基地建成了没有",
        "听说国家级实训基地已经开工了",
        "国家级实训基地是建成了还是还没动",
    ],
)
def test_what_is_not_begun_is_said_not_to_be_finished(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert "**尚未完成" in answer.answer
    assert "新校区用地没有批复" in answer.answer


@pytest.mark.parametrize(
    "question", ["新馆已经开馆了吧", "市图书馆新馆开馆了没有", "Is the new library open, or still under way?"]
)
def test_until_when_it_is_planned_is_told(library: Ask, question: str) -> None:
    answer = library(question)
    assert "2025年10月" in answer.answer
    assert not answer.refused


def test_what_a_sentence_calls_done_is_finished(library: Ask) -> None:
    assert library("审计提出的整改意见整改完了没").answer.startswith("**已完成**")
    assert library("地方文献专库建成了吗").answer.startswith("**已完成**")


def test_a_row_below_its_target_is_not_finished(ask: Ask) -> None:
    answer = ask("校企合作教材做完了没有")
    assert "12" in answer.answer and "7" in answer.answer
    assert answer.answer.startswith("**尚未完成")


def test_a_claim_is_not_answered_by_a_project_that_shares_a_word(ask: Ask) -> None:
    assert "**已完成" not in ask("机电系的合作协议签约了吧").answer
