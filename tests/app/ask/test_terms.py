"""The words of a question, as the documents have them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.answer import Answer
from app.ask.conditions import spoken_numbers


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        # Names of single characters, short forms and words glued to a question word.
        ("家谱征到几多种", "62"),
        ("流动车现在几辆", "5"),
        ("跟岗去了几多人次", "29"),
        ("出版集团给的社会资金比安排多几万", "84"),
    ],
)
def test_colloquial_words_are_anchored(library: Callable[[str], Answer], question: str, figure: str) -> None:
    answer = library(question)
    assert not answer.refused
    assert figure in {f"{f.value.normalize():f}" for f in answer.figures}


def test_money_is_answered_with_money(library: Callable[[str], Answer]) -> None:
    answer = library("新馆装修那笔，有几万没付出去")
    assert "420" in answer.answer


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("十万块里分几万", {"100000", "10"}),
        ("一亿三千万花完没", {"130000000", "13000", "1.3"}),
        ("两千万的缺口", {"20000000", "2000"}),
        ("几万人", set()),
    ],
)
def test_spoken_numbers_are_known_in_the_units_of_tables(text: str, values: set[str]) -> None:
    found = {f"{v.normalize():f}" for v in spoken_numbers(text)}
    assert values <= found and bool(found) == bool(values)
