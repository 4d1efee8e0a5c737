"""Movements that a question takes for granted are held against the figures of the year and the one before."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from app.answer import Answer

Library = Callable[[str], Answer]


@pytest.mark.parametrize(
    ("question", "change"),
    [
        ("既然老年读者2024年得分继续提高，为何正文仍说自助设备复杂？", "-0.5"),
        ("为什么2024年视听资料入藏增加？", "-220"),
    ],
)
def test_a_presumed_movement_is_corrected_with_both_years(library: Library, question: str, change: str) -> None:
    answer = library(question)
    assert "并非如此" in answer.answer
    assert any(f.computed and f.value == Decimal(change) for f in answer.figures)


def test_the_reason_follows_what_is_corrected(library: Library) -> None:
    assert "自助设备操作复杂" in library("既然老年读者2024年得分继续提高，为何正文仍说自助设备复杂？").answer


@pytest.mark.parametrize("question", ["2024年老年读者得分为什么回落", "2024年视听资料为什么没有增加"])
def test_a_movement_that_the_figures_bear_out_is_not_denied(library: Library, question: str) -> None:
    assert "并非如此" not in library(question).answer
