"""A numbered point of a section, and what a term means: in the documents' own words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.answer import Answer

Ask = Callable[..., Answer]


@pytest.mark.parametrize("question", ["第三章第一节第3点讲了什么", "第三章第一节第三条的内容"])
def test_a_point_is_quoted_whole(library: Ask, question: str) -> None:
    answer = library(question)
    assert "流动图书车由2辆增加到5辆" in answer.answer
    assert "新馆工程" not in answer.answer
    assert answer.citations


@pytest.mark.parametrize("question", ["“接近”是什么意思", "什么叫“滞后”", "什么情况算“滞后”", "“接近”的标准是什么"])
def test_a_meaning_is_quoted(library: Ask, question: str) -> None:
    assert "评价分四档" in library(question).answer
