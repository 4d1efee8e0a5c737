"""What a question takes a thing to be, held against what the documents state; and two figures of different scopes."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from app.answer import Answer

Ask = Callable[..., Answer]


def values(answer: Answer) -> set[Decimal]:
    return {figure.value for figure in answer.figures}


@pytest.mark.parametrize("question", ["自评等级是优秀吧", "自评是优秀，对吗"])
def test_a_grade_that_was_not_given_is_denied(library: Ask, question: str) -> None:
    answer = library(question)
    assert answer.answer.startswith("**不对，并非“优秀”**")
    assert "良好" in answer.answer


def test_a_grade_that_was_given_is_confirmed(library: Ask) -> None:
    assert library("自评等级是良好，对吗").answer.startswith("**属实**")


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("馆员得分连续上升，对不对", "**属实"),
        ("老年读者得分逐年上升，是不是", "**不对"),
        ("Did the adult readers' satisfaction rise every year? True?", "**True"),
    ],
)
def test_a_claimed_course_is_held_against_the_years(library: Ask, question: str, verdict: str) -> None:
    assert library(question).answer.startswith(verdict)


def test_a_claimed_value_is_denied_with_the_one_that_is_stated(library: Ask) -> None:
    answer = library("新馆建筑面积3万平方米，对吗")
    assert answer.answer.startswith("**不符")
    assert Decimal(28600) in values(answer)


def test_figures_of_one_scope_that_differ_disagree(library: Ask) -> None:
    answer = library("累计支出4778和4887是同一个口径吗")
    assert answer.conflict
    assert {Decimal(4778), Decimal(4887)} <= values(answer)


def test_figures_of_different_scope_are_no_contradiction(ask: Ask) -> None:
    answer = ask("2021年开设课程3门和2022年开设5门，是打架还是口径不同")
    assert not answer.conflict
    assert "口径" in answer.answer
    assert {Decimal(3), Decimal(5)} <= values(answer)
