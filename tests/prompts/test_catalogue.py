"""Chinese and English say the same things, with the same variables, and every text can be filled in."""

from __future__ import annotations

from string import Formatter

import pytest

from prompts import FOLDER, LANGUAGES, catalogue, message

KEYS = sorted({key for language in LANGUAGES for key in catalogue(language)})


def variables(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_each_language_has_the_same_files() -> None:
    zh, en = ({path.name for path in (FOLDER / language).iterdir()} for language in LANGUAGES)
    assert zh == en
    assert zh


@pytest.mark.parametrize("key", KEYS)
def test_a_text_stands_in_both_languages_with_the_same_variables(key: str) -> None:
    zh, en = (catalogue(language).get(key) for language in LANGUAGES)
    assert zh is not None, "no Chinese text"
    assert en is not None, "no English text"
    assert variables(zh) == variables(en)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
def test_a_text_can_be_filled_in(key: str, language: str) -> None:
    names = variables(catalogue(language)[key])
    assert all(name.isidentifier() for name in names), "a variable without a name"
    filled = message(language, key, **{name: 7 for name in names})
    # A word that one language adds may have no counterpart in the other.
    assert filled.strip() or any(catalogue(other)[key] for other in LANGUAGES)


def test_a_missing_key_and_a_missing_variable_are_mistakes() -> None:
    with pytest.raises(KeyError):
        message("zh", "settings.no-such-key")
    with pytest.raises(KeyError):
        message("zh", "settings.port", value=1)
