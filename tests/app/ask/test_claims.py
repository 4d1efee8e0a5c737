"""What a question states to follow from other numbers that it states."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from app.answer import Answer
from app.service import Ziping
from app.settings import Settings

Ask = Callable[..., Answer]
DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def library_service(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Answers together with the reckonings of the cross-check."""
    ziping = Ziping(Settings(home=tmp_path_factory.mktemp("library")))
    ziping.ingest([DATA / "third_report.md"])
    return ziping.ask


@pytest.mark.parametrize(
    ("question", "formula"),
    [
        ("86.84%是33除以38得来的吗", "33 / 38 = 86.84%"),
        ("欠拨165加110等于275吗", "165 + 110 = 275"),
        ("覆盖率由52.38%到90.48%，提高38.10个百分点对吗", "90.48 − 52.38 = 38.1"),
        ("线上借阅从31.20到39.61，增长26.96%，算得对吗", "(39.61 − 31.2) / 31.2 = 26.96%"),
        ("Does 86.84% follow from 33 and 38?", "33 / 38 = 86.84%"),
    ],
)
def test_a_claim_that_holds_is_confirmed_by_its_formula(library: Ask, question: str, formula: str) -> None:
    answer = library(question)
    assert formula in answer.answer
    assert not answer.conflict
    assert "不一致" not in answer.answer


@pytest.mark.parametrize(
    ("question", "result"),
    [
        ("中级以上95人、馆员238人，占41.92%对不对", "39.92"),
        ("欠拨165加110等于285吗", "275"),
        ("借阅从31.20到39.61，增长30%，算得对吗", "26.96"),
    ],
)
def test_a_claim_that_does_not_hold_is_told_what_it_comes_to(library: Ask, question: str, result: str) -> None:
    answer = library(question)
    assert "不一致" in answer.answer
    assert Decimal(result) in {figure.value for figure in answer.figures if figure.computed}


def test_a_total_of_years_is_held_against_the_table_of_the_thing(library: Ask) -> None:
    answer = library("三年阅读活动3301场，各年加起来对吗")
    assert "865 + 1140 + 1386 = 3391" in answer.answer
    assert answer.conflict


def test_a_mean_is_reckoned_from_the_columns_beside_it(library_service: Ask) -> None:
    answer = library_service("两市人均藏书均值1.25算得对吗")
    assert "(1.32 + 1.18) / 2 = 1.25" in answer.answer
    assert not answer.conflict
