"""The documents' own words, found by how they sound."""

from __future__ import annotations

from index.wordbook import Wordbook


def test_pairs_that_sound_alike_share_a_character() -> None:
    # 意义 sounds like 意译 and shares 意; 异议 sounds like it and shares nothing.
    assert Wordbook(["满意度与意义", "有异议"]).same_sound("意译") == ["意义"]


def test_of_pairs_that_sound_alike_those_are_found_that_fit() -> None:
    words = Wordbook(["满意度", "意度量"])
    assert words.same_sound("意渡") == ["意度"]
    assert words.same_sound("意渡", lambda pair: pair != "意度") == []
    assert words.same_sound("无关") == []


def test_what_is_built_ahead_is_what_is_built_when_asked_for() -> None:
    ahead, later = Wordbook(["流动图书车，流动车"]), Wordbook(["流动图书车，流动车"])
    ahead.prepare()
    assert ahead.named_by_sound("liudong") == later.named_by_sound("liudong") == ["流动"]
    assert ahead.stands_alone("图书车") == later.stands_alone("图书车")
