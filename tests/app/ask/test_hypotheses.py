"""Rates with another input than the one that the documents use."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from app.answer import Answer

Ask = Callable[..., Answer]


@pytest.mark.parametrize(
    ("question", "formula"),
    [
        ("要是分馆按41个算，完成度是多少", "41 / 42 = 97.62%"),
        ("数字资源总量的目标要是改成110TB，完成度是多少", "108 / 110 = 98.18%"),
        ("有效问卷要是4000份，回收率多少", "4000 / 4200 = 95.24%"),
        ("If 41 branch libraries are counted, what would the completion be?", "41 / 42 = 97.62%"),
    ],
)
def test_the_supposed_number_takes_the_place_of_an_input(library: Ask, question: str, formula: str) -> None:
    answer = library(question)
    assert formula in {f.formula for f in answer.figures}


def test_where_less_is_better_the_target_is_divided(library: Ask) -> None:
    answer = library("文献加工周期要是算13天，完成度变成多少")
    assert "12 / 13 = 92.31%" in {f.formula for f in answer.figures}


def test_a_rate_that_no_row_states_is_reckoned_from_target_and_actual(ask_port: Ask) -> None:
    answer = ask_port("如果岸电泊位按5个算，完成率多少")
    assert "5 / 6 = 83.33%" in {f.formula for f in answer.figures}


def test_a_number_far_from_every_input_is_no_input(library: Ask) -> None:
    answer = library("支出按4778万元算，任务完成率是多少")
    assert not any(f.value > 1000 and f.unit == "%" for f in answer.figures if isinstance(f.value, Decimal))
