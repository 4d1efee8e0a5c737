"""Suggested questions are few, differ from the question, and are answered."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.answer import Answer

Ask = Callable[..., Answer]
QUESTIONS = [
    "2022年教职工满意度是多少？",
    "哪些任务没有完成？",
    "表3里学校自筹实际支出多少？",
    "国家级的标志性成果完成了几项？",
    "校长叫什么名字",
    "How satisfied were the staff in 2022?",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_suggestions_are_few_and_new(ask: Ask, question: str) -> None:
    followups = ask(question).followups
    assert len(followups) <= 3
    assert len(set(followups)) == len(followups)
    assert question not in followups


@pytest.mark.parametrize("question", QUESTIONS)
def test_suggestions_are_answered(ask: Ask, question: str) -> None:
    for followup in ask(question).followups:
        assert not ask(followup, question).refused, followup


def test_the_same_figure_in_another_year_is_suggested(ask: Ask) -> None:
    assert any("2021" in followup for followup in ask("2022年教职工满意度是多少？").followups)
