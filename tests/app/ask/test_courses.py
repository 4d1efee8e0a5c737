"""What became of one thing over years: change, growth, sum, mean by the year."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.answer import Answer

Ask = Callable[..., Answer]


def formulas(answer: Answer) -> set[str]:
    return {f.formula for f in answer.figures if f.formula}


@pytest.mark.parametrize(
    ("question", "formula"),
    [
        ("2024年活动场次比2023年多了几场，涨了百分之几", "246 / 1140 = 21.58%"),
        ("馆员人数2021年到2024年增长了多少，增幅几成", "52 / 186 = 27.96%"),
        ("支出2024年比2022年多花了多少", "1820 − 1389 = 431"),
        ("老年读者得分2024比2023降了多少", "88.4 − 87.9 = 0.5"),
        ("到位资金2023年比2022年多多少", "1896 − 1590 = 306"),
    ],
)
def test_a_change_is_that_of_the_thing_that_is_named(library: Ask, question: str, formula: str) -> None:
    assert formula in formulas(library(question))


def test_counts_that_are_split_into_the_same_parts_are_one_thing(ask_port: Ask) -> None:
    answer = ask_port("岸电接驳2024年比上年多多少，增幅多大")
    assert {"335 − 210 = 125", "125 / 210 = 59.52%"} <= formulas(answer)


def test_means_by_the_year(library: Ask) -> None:
    assert "(146 + 173 + 205) / 3 = 174.67" in formulas(library("年均入藏地方文献多少种"))


def test_a_year_that_is_not_stated_is_not_reckoned_with(library: Ask) -> None:
    assert not formulas(library("2019年馆员比2024年少多少"))


@pytest.mark.parametrize(
    ("question", "figure"),
    [("2022年阅读活动多少场", "865"), ("2023年馆员多少", "221"), ("2022年参加活动多少人次", "16.4")],
)
def test_the_figure_of_one_year_is_that_of_the_thing_that_is_named(library: Ask, question: str, figure: str) -> None:
    answer = library(question)
    assert figure in {str(f.value.normalize()) for f in answer.figures}


@pytest.mark.parametrize("question", ["2023年持证读者多少", "2022年人均藏书多少册", "2022年分馆几个"])
def test_a_rate_without_a_date_does_not_stand_for_another_year(library: Ask, question: str) -> None:
    assert library(question).refused
