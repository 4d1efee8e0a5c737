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


@pytest.mark.parametrize(
    "question",
    [
        "表2-2里2021年支出多少",
        "表3-1里2023年的分馆有几个",
        "今年五月多少人来借书",
        "青石县的志愿者有多少",
        "少儿读者的满意度多少",
        "馆员的离职率是多少",
        "Could you list the salaries of the branch directors?",
    ],
)
def test_another_year_group_or_thing_than_is_stated_is_refused(library: Ask, question: str) -> None:
    assert library(question).refused


@pytest.mark.parametrize(
    ("question", "grade"),
    [("云岭区考核得了啥等次", "B"), ("市馆是几级图书馆", "国家一级"), ("志愿者那项评价是什么", "滞后")],
)
def test_a_grade_is_told(library: Ask, question: str, grade: str) -> None:
    assert f"{grade} [" in library(question).answer
