"""Sentences of a passage, the clauses of a sentence, and the titles of items."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.clauses import HIDDEN, clauses_of, item_title, quotes_hidden, sentence_to_layers, text_to_sentences


def test_sentences_end_at_full_stops_and_semicolons_but_not_inside_brackets() -> None:
    text = "建成基地2个（一期；二期）。获奖3项；立项5项。"
    assert [s.text for s in text_to_sentences(text)] == ["建成基地2个（一期；二期）。", "获奖3项；", "立项5项。"]


def test_a_closing_quote_belongs_to_its_sentence() -> None:
    assert [s.text for s in text_to_sentences("他说：“完成了。”随后离开。")] == ["他说：“完成了。”", "随后离开。"]


def test_the_question_mark_of_an_address_ends_no_sentence() -> None:
    text = "平台网址为 http://example.org/index?id=7，已上线。"
    assert len(text_to_sentences(text)) == 1


@given(st.text(alphabet="甲乙丙12，。；（）“”\n", max_size=60))
def test_no_text_is_lost(text: str) -> None:
    sentences = text_to_sentences(text)
    assert "".join(s.text for s in sentences).strip() == text.strip()
    assert all(text[s.start : s.end] == s.text for s in sentences)


@given(st.text(alphabet="甲乙1，。（）()“”《》", max_size=40))
def test_layers_share_out_the_sentence(text: str) -> None:
    layers = sentence_to_layers(text)
    assert all(len(layer) == len(text) for layer in layers)
    for characters in zip(text, *layers, strict=True):
        shown = [c for c in characters[1:] if c != HIDDEN]
        assert shown in ([], [characters[0]])
    assert len(quotes_hidden(text)) == len(text)


def test_clauses_part_at_marks_but_not_in_quotations_and_numbers() -> None:
    layer = "“稳中求进，以进促稳”工程收入1,200元，支出900元：均已结清"
    assert [layer[c.start : c.end] for c in clauses_of(layer)] == [
        "“稳中求进，以进促稳”工程收入1,200元",
        "支出900元",
        "均已结清",
    ]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("3、建设实训室 9 间。2022 年建成 5 间。", "建设实训室 9 间"),
        ("3、2022 年建成 5 间。2023 年建成 4 间。", ""),
        ("（2）获省级认定 1 项。", ""),
        ("没有编号的一段。第二句。", ""),
    ],
)
def test_the_title_of_a_numbered_item(text: str, title: str) -> None:
    assert item_title(text) == title
