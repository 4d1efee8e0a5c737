"""Text to the tokens that it is matched by."""

from __future__ import annotations

import pytest

from index.tokens import plain, text_to_tokens


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("13,253 万元", "13253万元"),
        ("1,234,567", "1234567"),
        ("按6.2.1，227家", "按6.2.1, 227家"),
        ("2022，2023 年", "2022, 2023年"),
        ("Ａ类 课程", "a类课程"),
    ],
)
def test_text_is_compared_without_separators_but_with_its_clauses(text: str, compared: str) -> None:
    assert plain(text) == compared


def test_han_text_is_matched_by_pairs_and_numbers_as_they_are() -> None:
    assert text_to_tokens("实训基地 2 个") == ["实训", "训基", "基地", "2", "个"]
