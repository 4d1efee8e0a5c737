"""Means by the piece: one count by another of one row or passage."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.answer import Answer

Ask = Callable[..., Answer]


@pytest.mark.parametrize(
    ("question", "formula"),
    [
        ("平均每个分馆多少平方米", "43800 / 40 = 1095"),
        ("每期业务培训平均多少人", "2180 / 46 = 47.39"),
        ("2024年平均每名志愿者服务多少小时", "58700 / 1724 = 34.05"),
        ("2024年进校园平均每场多少人次", "123500 / 260 = 475"),
    ],
)
def test_both_counts_stand_in_one_row_or_passage(library: Ask, question: str, formula: str) -> None:
    assert formula in {f.formula for f in library(question).figures}


def test_what_is_not_stated_of_the_pieces_is_not_reckoned(ask_port: Ask) -> None:
    answer = ask_port("平均每家合作企业出资多少")
    assert answer.refused
    assert not any(f.computed for f in answer.figures)
