"""Passages are embedded in windows of neighbouring sentences, under what stands over them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.windows import LONGEST, WINDOW, records_to_windows, text_to_windows
from tests.index.sample_records import make_records


def test_a_paragraph_is_embedded_under_its_heading() -> None:
    windows = records_to_windows(make_records(sentences=("运动场改造完成。",)))
    assert (windows[0].passage, windows[0].text) == (0, "基本情况\n运动场改造完成。")


def test_a_table_row_is_embedded_under_its_caption() -> None:
    windows = records_to_windows(make_records(sentences=(), value="7"))
    assert [window.text for window in windows] == ["经费一览\n建设经费：7 万元"]


def test_what_a_passage_says_itself_is_not_embedded_twice() -> None:
    windows = records_to_windows(make_records(sentences=("基本情况如下。",)))
    assert windows[0].text == "基本情况如下。"


def test_a_long_passage_has_several_windows() -> None:
    sentence = "这一句话有十个字吧。"
    windows = records_to_windows(make_records(sentences=(sentence * 50,)))
    assert [window.passage for window in windows] == [0, 0, 0, 1]


def test_an_empty_passage_has_none() -> None:
    assert list(text_to_windows(" \n")) == []


@given(st.text(st.sampled_from("学校，。；\n "), max_size=900))
def test_windows_are_the_whole_text_in_its_order(text: str) -> None:
    assert "".join("".join(text_to_windows(text)).split()) == "".join(text.split())


@given(st.text(st.sampled_from("学校，。；"), max_size=900))
def test_windows_are_short(text: str) -> None:
    assert all(len(window) <= max(WINDOW, LONGEST) for window in text_to_windows(text))
