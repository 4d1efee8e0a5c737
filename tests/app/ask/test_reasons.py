"""Why: the reason in the documents' own words; where there is none, how far it is or a refusal."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.answer import Answer
from app.ask.knowledge import Knowledge

Ask = Callable[..., Answer]


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("年会为啥没开成", "暴雨"),
        ("精品课程申报没完成是什么原因", "推迟了评审"),
        ("国家级实训基地为什么还没启动？", "用地没有批复"),
        ("Why was the annual meeting not held?", "暴雨"),
    ],
)
def test_the_reason_comes_first(ask: Ask, question: str, reason: str) -> None:
    answer = ask(question)
    assert not answer.refused
    assert reason in answer.answer.split("\n")[0]
    assert answer.citations


def test_no_reason_is_made_up(ask: Ask) -> None:
    answer = ask("2022年教职工满意度为什么上升？")
    assert answer.refused
    assert "暴雨" not in answer.answer


def test_which_and_why_together_give_the_list_with_reasons(ask: Ask) -> None:
    answer = ask("深化产教融合哪几项没做成，为什么")
    assert "用地没有批复" in answer.answer
    assert "暴雨" in answer.answer
    assert "评审" not in answer.answer


def test_reasons_are_known_of_the_sentences_that_give_them(knowledge: Knowledge) -> None:
    texts = {knowledge.snapshot.evidence[key].text: reason for key, reason in knowledge.reasons.items()}
    assert any("暴雨" in text for text in texts)
    assert all(reason in text or text for text, reason in texts.items())


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("馆员为什么满意度垫底", "节假日轮班"),
        ("文献加工怎么一直慢，什么缘故", "重新招标"),
        ("What is behind the low rate of district funding?", "财政收支紧张"),
        ("青石县为什么只评了C", "不足48小时"),
    ],
)
def test_a_reason_is_that_of_what_is_asked_about(library: Ask, question: str, reason: str) -> None:
    assert reason in library(question).answer


@pytest.mark.parametrize("question", ["老馆为什么拆迁", "馆长为什么辞职", "为什么解雇代建单位"])
def test_what_the_documents_say_nothing_of_has_no_reason(library: Ask, question: str) -> None:
    assert library(question).refused
