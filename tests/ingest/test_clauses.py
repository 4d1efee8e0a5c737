"""Sentences of a passage, and what a number in a clause is said of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.clauses import item_title, number_subject, text_to_sentences
from ingest.lexicon import Lexicon
from ingest.numbers import numbers_in
from ingest.records import NumberUse
from prompts import lexicon_data

LEXICON = Lexicon.model_validate(lexicon_data())


def subjects(sentence: str) -> list[str]:
    numbers = [n for n in numbers_in(sentence, LEXICON) if n.use is NumberUse.FIGURE]
    return [number_subject(sentence, numbers, at, LEXICON)[1] for at in range(len(numbers))]


def test_sentences_end_at_full_stops_and_semicolons_but_not_inside_brackets() -> None:
    text = "建成基地2个（一期；二期）。获奖3项；立项5项。"
    assert [s.text for s in text_to_sentences(text)] == ["建成基地2个（一期；二期）。", "获奖3项；", "立项5项。"]


def test_a_closing_quote_belongs_to_its_sentence() -> None:
    assert [s.text for s in text_to_sentences("他说：“完成了。”随后离开。")] == ["他说：“完成了。”", "随后离开。"]


@given(st.text(alphabet="甲乙丙12，。；（）“”\n", max_size=60))
def test_no_text_is_lost(text: str) -> None:
    sentences = text_to_sentences(text)
    assert "".join(s.text for s in sentences).strip() == text.strip()
    assert all(text[s.start : s.end] == s.text for s in sentences)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("3、建设实训室 9 间。2022 年建成 5 间。", "建设实训室 9 间"),
        ("（2）获省级认定 1 项。", ""),
        ("没有编号的一段。第二句。", ""),
    ],
)
def test_the_title_of_a_numbered_item(text: str, title: str) -> None:
    assert item_title(text) == title


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("取得证书 1410 人", ["取得证书"]),
        ("获奖35项，其中一等奖6项、二等奖12项", ["获奖", "一等奖", "二等奖"]),
        ("聘请 2 名省级教师", ["聘请省级教师"]),
        ("在校生满意度依次为91.22%、63.61%", ["在校生满意度", "在校生满意度"]),
    ],
)
def test_a_number_is_said_of_the_words_at_it(sentence: str, expected: list[str]) -> None:
    assert subjects(sentence) == expected
