"""Several numbers that one question asks for: each is answered by itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.answer import Answer


def values(answer: Answer) -> set[str]:
    return {f"{figure.value.normalize():f}" for figure in answer.figures}


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("想核几个数：新馆面积多少平方米、流动图书车有几辆、地方文献专库多大", {"28600", "5", "320"}),
        ("我在写队伍建设，想核三个数：业务培训期数、跟岗多少人次、硕士有多少人？", {"46", "29", "36"}),
        ("古籍部一期扫了多少册、2024年硕士多少人、家谱征集了多少种？", {"1260", "36", "62"}),
    ],
)
def test_each_part_has_its_figure(library: Callable[[str], Answer], question: str, figures: set[str]) -> None:
    answer = library(question)
    assert not answer.refused
    assert figures <= values(answer)


def test_a_part_that_names_nothing_leans_on_the_one_before(library: Callable[[str], Answer]) -> None:
    answer = library("2022年阅读活动一共搞了几场、一共参加多少万人次？")
    assert {"865", "16.4"} <= values(answer)


def test_a_part_that_nothing_is_known_of_is_refused_by_itself(library: Callable[[str], Answer]) -> None:
    answer = library("填表要：流动图书车有几辆、员工食堂有几个座位？")
    assert not answer.refused
    assert "5" in values(answer)


def test_numbers_that_are_held_against_each_other_are_one_question(library: Callable[[str], Answer]) -> None:
    """The parts of a check belong together."""
    answer = library("表3-4里2022年几个活动类型、合计多少场，对得上吗？")
    assert "**2022年几个活动类型" not in answer.answer


def test_a_gist_tells_a_number_that_is_asked_for_besides(library: Callable[[str], Answer]) -> None:
    answer = library("概括一下阵地建设这一节的要点，另外流动图书车停靠站点有多少处？")
    assert not answer.refused
    assert "48" in values(answer)


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("亲子阅读三年一共办了多少场、来了多少人次", {"1226", "17.93"}),
        ("讲座展览三年合计搞了多少场、参加多少人次", {"783", "12.67"}),
    ],
)
def test_what_is_added_up_of_one_part_is_added_up_of_the_next(
    library: Callable[[str], Answer], question: str, figures: set[str]
) -> None:
    """A unit alone names nothing: the next part is of the same thing, and of the same years."""
    assert figures <= values(library(question))
