"""Which years a change is asked between, where the question names one."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from app.answer import Answer


@pytest.mark.parametrize(
    ("question", "change"),
    [("视听资料比2022年少了多少件", "-440"), ("地方文献入藏比22年多了多少种", "59")],
)
def test_a_change_since_a_year_ends_in_the_year_that_is_reported_on(
    library: Callable[[str], Answer], question: str, change: str
) -> None:
    answer = library(question)
    assert any(f.computed and abs(f.value) == abs(Decimal(change)) for f in answer.figures)
