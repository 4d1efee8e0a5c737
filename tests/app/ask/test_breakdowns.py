"""A number for each of a kind is not answered by the number of them all."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.answer import Answer

Ask = Callable[..., Answer]


@pytest.mark.parametrize(
    "question",
    [
        "六个板块各自的支出是多少",
        "各板块的支出分别是多少",
        "请按学历、年龄、性别等口径拆分馆员人数",
        "持证读者按区县分别列出有多少万人",
        "How many registered volunteers are there in each county?",
    ],
)
def test_what_is_stated_of_the_whole_only_is_refused(library: Ask, question: str) -> None:
    assert library(question).refused


@pytest.mark.parametrize(
    "question",
    [
        "各区县的分馆分别有几个",
        "各板块的完成率分别是多少",
        "各来源的到位率是多少",
        "各类活动的场次分别是多少",
        "How many branches are there in each county?",
    ],
)
def test_what_is_stated_of_each_is_answered(library: Ask, question: str) -> None:
    assert not library(question).refused
