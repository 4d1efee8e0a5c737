"""Texts are found by the words, characters and numbers that they share with a question."""

from __future__ import annotations

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.lexical import LENGTH, SATURATION, LexicalIndex, text_to_terms

TEXTS = (
    "食堂新建两座，面积三千平方米。",
    "图书馆新购图书 40,000 册。",
    "运动场改造完成。",
    "ERP 系统上线，Office 软件正版化。",
)


def best(question: str, texts: tuple[str, ...] = TEXTS) -> int:
    return int(LexicalIndex(texts).scores(question).argmax())


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("食堂有几座", 0),
        ("图书买了多少", 1),
        ("运动场怎么样了", 2),
        ("erp上线了吗", 3),
        ("ＥＲＰ", 3),
        ("ＯＦＦＩＣＥ", 3),
        ("40000册", 1),
        ("40,000", 1),
        ("４００００", 1),
    ],
)
def test_a_question_finds_the_text_that_shares_its_words(question: str, found: int) -> None:
    assert best(question) == found


def test_a_word_unknown_to_the_dictionary_is_found_by_its_characters() -> None:
    assert best("茭笋鲊", ("茭笋鲊很好吃。", "笋很好吃。", "鲊很好吃。")) == 0


def test_what_shares_nothing_scores_nothing() -> None:
    assert LexicalIndex(TEXTS).scores("zzz 月球").tolist() == [0.0] * len(TEXTS)


@pytest.mark.parametrize("question", ["", "。，！", " \n"])
def test_a_question_without_words_scores_nothing(question: str) -> None:
    assert not LexicalIndex(TEXTS).scores(question).any()


@pytest.mark.parametrize("texts", [(), ("",), ("。",), ("", "食堂")])
def test_texts_may_be_missing_or_empty(texts: tuple[str, ...]) -> None:
    assert len(LexicalIndex(texts).scores("食堂")) == len(texts)


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    scores = LexicalIndex(("学校食堂", "学校操场", "学校宿舍")).scores("学校宿舍")
    assert 0 < max(scores[0], scores[1]) < scores[2]


def test_a_repeated_question_is_the_same_question() -> None:
    index = LexicalIndex(TEXTS)
    assert index.scores("食堂食堂").tolist() != [0.0] * 4
    assert index.scores("食堂，食堂").tolist() == index.scores("食堂").tolist()


TEXT = st.text(st.sampled_from("学校食堂图书馆a1 ，"), max_size=12)


@given(st.lists(TEXT, max_size=6), TEXT)
def test_scores_are_those_of_the_formula(texts: list[str], question: str) -> None:
    terms = [Counter(text_to_terms(text)) for text in texts]
    mean = max(sum(map(Counter.total, terms)) / len(terms), 1.0) if terms else 1.0
    expected = []
    for held in terms:
        score = 0.0
        for term in set(text_to_terms(question)):
            holders = sum(term in other for other in terms)
            rarity = math.log(1 + (len(texts) - holders + 0.5) / (holders + 0.5))
            norm = SATURATION * (1 - LENGTH + LENGTH * held.total() / mean)
            score += rarity * held[term] * (SATURATION + 1) / (held[term] + norm)
        expected.append(score)
    assert LexicalIndex(texts).scores(question).tolist() == pytest.approx(expected, rel=1e-5)
