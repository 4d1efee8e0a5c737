"""How many of all tasks are left to do."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from app.answer import Answer

Ask = Callable[..., Answer]


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("总任务还剩几个没做", 38),
        ("总任务还有多少没完成", 38),
        ("中期任务还差几项", 4),
        ("How many of the tasks remain?", 38),
    ],
)
def test_totals_tell_what_is_left_of_all(ask: Ask, question: str, rest: int) -> None:
    answer = ask(question)
    assert Decimal(rest) in {f.value for f in answer.figures if f.computed}


def test_the_mid_term_is_asked_after(ask: Ask) -> None:
    answer = ask("中期的呢", "总任务还剩几个没做")
    assert Decimal(4) in {f.value for f in answer.figures if f.computed}


def test_what_names_one_thing_is_not_asked_of_all(library: Ask) -> None:
    answer = library("分馆还差几个")
    assert Decimal(2) in {f.value for f in answer.figures if f.computed}
