"""What the documents tell of a topic that is no part of theirs: from all parts, each thing once."""

from __future__ import annotations

from collections.abc import Callable

from app.answer import Answer

Ask = Callable[..., Answer]


def test_all_parts_are_told_from(library: Ask) -> None:
    answer = library("说说志愿者")
    for words in ("1724", "2024年9月才接通", "2300人"):
        assert words in answer.answer
    assert all(line.endswith("]") for line in answer.answer.splitlines() if line.startswith("- "))


def test_nothing_is_told_twice(library: Ask) -> None:
    lines = [line for line in library("介绍一下志愿者").answer.splitlines() if line.startswith("- ")]
    assert len(lines) == len(set(lines))


def test_what_nothing_is_told_of_is_refused(library: Ask) -> None:
    assert library("讲讲食堂").refused
