"""Rows that fit: less may be better, a column may be named, this year is held against last year."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.answer import Answer


@pytest.mark.parametrize(
    ("question", "names", "others"),
    [
        # Days that a book takes to be catalogued: fewer are better.
        ("哪些指标超额", ["持证读者", "读者满意度"], ["文献加工周期", "人均藏书"]),
        ("How many indicators exceeded their target and which?", ["流通服务点"], ["文献加工周期"]),
        ("哪几个板块全做完了", ["馆藏资源", "阅读推广"], ["数字服务"]),
        ("哪几个区县拿了A", ["临江区", "开阳区"], ["云岭区", "青石县"]),
        ("哪些活动类型2024年场次过了200", ["讲座展览", "亲子阅读", "进校园"], ["银发课堂"]),
        ("得分比上年降了的是哪类对象", ["老年读者"], ["馆员", "成年读者"]),
    ],
)
def test_the_rows_that_fit_are_listed_and_no_others(
    library: Callable[[str], Answer], question: str, names: list[str], others: list[str]
) -> None:
    answer = library(question)
    listed = [line for line in answer.answer.splitlines() if line.startswith("- ")]
    assert not answer.refused
    assert all(any(name in line for line in listed) for name in names)
    assert not any(other in line.split("：")[0] for other in others for line in listed)
    assert answer.citations


def test_rows_of_several_tables_are_held_against_the_number_in_the_named_column(ask: Callable[[str], Answer]) -> None:
    answer = ask("完成率没到100%的是哪几个来源")
    assert not answer.refused
