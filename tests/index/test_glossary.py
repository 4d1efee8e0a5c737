"""English words become the documents' own words, however they are spelt."""

from __future__ import annotations

import pytest

from index.glossary import Glossary, american, word_forms
from index.wordbook import Wordbook, nearest_spelling

TEXT = "学校图书馆藏书丰富。谢家豪老师获得冠军，茂名市工程中心成立。毕业生就业率上升。"


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return Glossary(Wordbook([TEXT]))


@pytest.mark.parametrize(("word", "chinese"), [("library", "图书馆"), ("libraries", "图书馆"), ("champion", "冠军")])
def test_a_word_is_found_in_any_form(glossary: Glossary, word: str, chinese: str) -> None:
    assert chinese in glossary.translate(word)


def test_only_words_of_the_documents_are_given(glossary: Glossary) -> None:
    assert glossary.translate("elephant") == []


@pytest.mark.parametrize(
    ("british", "us"),
    [
        ("programmes", "programs"),
        ("informatisation", "informatization"),
        ("enrolment", "enrollment"),
        ("data-centre", "data-center"),
        ("standardised", "standardized"),
        ("labour", "labor"),
        ("four", "four"),
        ("hour", "hour"),
    ],
)
def test_spellings_are_those_of_the_dictionary(british: str, us: str) -> None:
    assert american(british) == us


def test_forms_end_in_the_plain_word() -> None:
    assert {"training", "train"} <= set(word_forms("training"))
    assert "city" in word_forms("cities")


@pytest.mark.parametrize(("latin", "name"), [("xiejiahao", "谢家豪"), ("maoming", "茂名")])
def test_names_in_latin_letters_are_found_by_their_sound(latin: str, name: str) -> None:
    assert name in Wordbook([TEXT]).named_by_sound(latin)


def test_sounds_begin_and_end_with_a_character() -> None:
    assert Wordbook([TEXT]).named_by_sound("iejiaha") == []


def test_a_slip_is_one_letter_off() -> None:
    assert nearest_spelling("attendence", ["attendance", "audience"]) == "attendance"
    assert nearest_spelling("banana", ["attendance"]) == ""
