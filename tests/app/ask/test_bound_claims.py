"""A bound that somebody is said to claim, held against the figures that the documents state."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from app.answer import Answer

Ask = Callable[..., Answer]


@pytest.mark.parametrize(
    ("question", "verdict", "stated"),
    [
        ("有人说注册志愿者超过2000人，请核实", "**不符", "1724"),
        ("据说到馆量超过300万人次，是真的吗", "**不符", "274.30"),
        ("听说老年读者得分跌破了85分，对吗", "**不符", "87.90"),
        ("读者满意度没到90分，对吗", "**不符", "91.25"),
        ("有人称年外借量不到200万册次，请核实", "**属实", "198.45"),
    ],
)
def test_a_claimed_bound_is_held_against_what_is_stated(library: Ask, question: str, verdict: str, stated: str) -> None:
    answer = library(question)
    assert not answer.refused
    assert answer.answer.startswith(verdict)
    assert Decimal(stated) in {figure.value for figure in answer.figures}


def test_which_rows_lie_beyond_a_number_is_no_claim(library: Ask) -> None:
    answer = library("哪些指标完成度不到90%")
    assert "属实" not in answer.answer
    assert "注册志愿者" in answer.answer
