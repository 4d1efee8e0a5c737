"""Whether something has reached what was set for it: the verdict first, then by how much."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.answer import Answer

Ask = Callable[..., Answer]


@pytest.mark.parametrize("question", ["精品课程达标了吗", "精品课程完成目标了没", "精品课程是不是达到目标了"])
def test_what_is_below_its_target_is_said_not_to_have_reached_it(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer.answer.startswith("**没有达到**：")
    assert {"5 门", "0 门"} <= {figure.text for figure in answer.figures}


def test_what_is_above_its_target_has_reached_it(ask: Ask) -> None:
    answer = ask("省级的技能大赛获奖达标了吗")
    assert answer.answer.startswith("**已达到**：")
    assert "66 − 60 = 6" in answer.answer


def test_money_is_held_against_what_was_to_come(ask: Ask) -> None:
    answer = ask("钱到齐了吗")
    assert answer.answer.startswith("**没有达到**：")
    assert "1500 − 1350 = 150" in answer.answer


def test_money_that_was_to_be_spent_is_held_against_what_came(ask: Ask) -> None:
    assert "1350 − 1215 = 135" in ask("钱花完了没，还剩多少").answer


def test_what_is_asked_of_a_part_is_not_answered_by_the_whole(ask: Ask) -> None:
    assert "**没有达到**" not in ask("机电系的精品课程达标了吗").answer
