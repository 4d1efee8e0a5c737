"""What stands beside one another in the documents takes one another's place in a follow-up; a row keeps its name where
another column is asked for."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from app.answer import Answer
from app.ask.knowledge import Knowledge
from index.matching import Term
from index.tokens import text_to_tokens

Ask = Callable[..., Answer]


def term(text: str) -> Term:
    return Term((tuple(text_to_tokens(text)),), 1.0, text)


@pytest.mark.parametrize(
    ("one", "other"),
    [("财政拨款", "学校自筹"), ("到位资金", "实际支出"), ("一等奖", "二等奖"), ("学生", "教职工")],
)
def test_names_of_one_kind_stand_beside_one_another(knowledge: Knowledge, one: str, other: str) -> None:
    assert knowledge.roles.beside(term(one), term(other))


def test_a_row_and_a_column_of_one_table_cross(knowledge: Knowledge) -> None:
    assert knowledge.roles.across(term("学校自筹"), term("实际支出"))
    assert not knowledge.roles.beside(term("学校自筹"), term("实际支出"))


def test_a_name_does_not_stand_beside_itself(knowledge: Knowledge) -> None:
    assert not knowledge.roles.beside(term("技能大赛"), term("技能大赛获奖"))


@pytest.mark.parametrize(
    ("history", "question", "value", "absent"),
    [
        (("云岭区有几个分馆",), "服务点呢", "16", "24"),
        (("云岭区有几个分馆", "服务点呢"), "开阳区", "19", "7350"),
        (("2023年讲座展览多少场",), "进校园", "205", "268"),
    ],
)
def test_the_new_name_takes_the_place_of_its_like(
    library: Ask, history: tuple[str, ...], question: str, value: str, absent: str
) -> None:
    stated = {figure.value for figure in library(question, *history).figures}
    assert Decimal(value) in stated
    assert Decimal(absent) not in stated
