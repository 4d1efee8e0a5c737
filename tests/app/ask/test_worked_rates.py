"""Rates that no cell states, worked out: of rows taken together, and of a year that has parts and wholes only."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from app.answer import Answer


@pytest.mark.parametrize(
    ("question", "rate"),
    [
        ("区县配套2022年的到位率是多少", "90"),
        ("2024年总的资金到位率是多少", "92.58"),
        ("表2-1中2022年四个来源合计的到位率算出来是多少", "99.38"),
    ],
)
def test_the_rate_of_a_year_is_worked_out_where_only_its_parts_are_stated(
    library: Callable[[str], Answer], question: str, rate: str
) -> None:
    answer = library(question)
    assert any(f.computed and f.value == Decimal(rate) and f.formula for f in answer.figures)
    assert answer.citations


def test_a_stated_rate_is_not_worked_out_again(ask: Callable[[str], Answer]) -> None:
    assert not any(f.computed for f in ask("学校自筹的支出率是多少").figures)


def test_rows_of_one_grade_are_taken_together_as_a_share_of_all(library: Callable[[str], Answer]) -> None:
    answer = library("考核拿A的区县馆舍面积合计占全市馆舍面积的比重")
    assert any(f.computed and f.value == Decimal("50.41") for f in answer.figures)


def test_parts_in_another_unit_than_the_whole_have_no_rate(library: Callable[[str], Answer]) -> None:
    answer = library("考核拿A的区县分馆合计占馆舍面积合计的比重")
    assert not any(f.computed and f.unit == "%" for f in answer.figures)
