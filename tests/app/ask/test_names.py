"""The documents' own short names are found in questions wherever the dictionary cuts them apart."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.answer import Answer
from app.ask.knowledge import Knowledge
from app.ask.names import names_between, snapshot_to_names

Ask = Callable[..., Answer]


def test_labels_and_what_they_are_made_of_are_names(knowledge: Knowledge) -> None:
    names = snapshot_to_names(knowledge.snapshot, knowledge.words)
    assert {"学校自筹", "技能大赛", "实训基地", "一等奖"} <= names


@pytest.mark.parametrize("word", ["完成", "多少", "合计", "增长", "到位"])
def test_words_of_questions_are_no_names(knowledge: Knowledge, word: str) -> None:
    assert word not in snapshot_to_names(knowledge.snapshot, knowledge.words)


def test_the_longest_name_is_taken_where_nothing_is_yet() -> None:
    names = frozenset({"上转", "上转人次", "转诊"})
    assert names_between("去年上转人次是几", (), names) == [(2, "上转人次")]
    assert names_between("去年上转人次是几", [(3, 4)], names) == []


def test_a_number_and_what_it_counts_are_no_name() -> None:
    assert names_between("招了几个人", (), frozenset({"个人"})) == []


def test_a_noun_of_one_character_stands_for_the_names_that_it_ends(library: Ask) -> None:
    # 县 of 青石县, 白沙县 and 湖口县.
    assert {"6", "5"} <= {f.text.split()[0] for f in library("三个县各有几个分馆").figures}


def test_a_word_of_questions_is_told_from_a_name_that_holds_one(knowledge: Knowledge) -> None:
    assert knowledge.words.is_all("sum", "合计")
    assert not knowledge.words.is_all("sum", "合计金额表")
