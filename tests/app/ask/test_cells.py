"""Rows told apart by a cell of a named column, counted by what a column says, and kinds that are columns."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.answer import Answer

LIBRARY = Path(__file__).parents[2] / "data" / "third_report.md"


@pytest.mark.parametrize(
    ("question", "names", "others"),
    [
        ("考核拿A的是哪几个区县", ["临江区", "开阳区"], ["云岭区", "青石县", "白沙县", "湖口县"]),
        ("考核等次为B的区县有哪些", ["云岭区", "白沙县", "湖口县"], ["临江区", "开阳区", "青石县"]),
        ("考核不是A的有哪些区县", ["云岭区", "青石县", "白沙县", "湖口县"], ["临江区", "开阳区"]),
        ("评价是滞后的指标有哪些", ["注册志愿者", "文献加工周期"], ["持证读者"]),
        ("自助馆只有一座的区县都有谁？", ["青石县", "白沙县", "湖口县"], ["临江区", "云岭区", "开阳区"]),
        ("权重20的方面有哪几个", ["资金绩效", "群众评价"], ["任务完成"]),
        ("到馆量不到30万的有哪几个区县", ["青石县", "白沙县", "湖口县"], ["临江区"]),
        ("馆舍面积超过7000平方米的区县有几个", ["临江区", "云岭区", "开阳区"], ["青石县"]),
        ("应完成任务超过8项的板块有哪些", ["阵地建设"], ["馆藏资源"]),
        ("Which tasks are in progress?", ["市图书馆新馆开馆", "理事会换届"], ["古籍数字化二期"]),
    ],
)
def test_rows_are_told_apart_by_a_cell(
    library: Callable[[str], Answer], question: str, names: list[str], others: list[str]
) -> None:
    answer = library(question)
    assert not answer.refused
    listed = [line for line in answer.answer.splitlines() if line.startswith("- ")]
    assert len(listed) == len(names) or question.startswith("Which") or not listed
    assert all(name in answer.answer for name in names)
    assert not any(other in line for other in others for line in listed)


@pytest.mark.parametrize(
    ("question", "name", "figure"),
    [
        ("哪个区来的人最多", "临江区", "88.40"),
        ("哪个区县去的人最少", "白沙县", "24.15"),
        ("Which district has the most visits?", "临江区", "88.40"),
        ("2024年哪一类活动参加的人最多，多少万人次", "进校园", "12.35"),
        ("2023年哪类活动场次最多", "亲子阅读", "410"),
        ("哪个板块未完成的任务最多", "数字服务", "2"),
    ],
)
def test_the_most_of_a_kind_is_by_the_column_of_what_is_counted(
    library: Callable[[str], Answer], question: str, name: str, figure: str
) -> None:
    first = library(question).answer.splitlines()[0]
    assert name in first
    assert figure in first


@pytest.mark.parametrize(
    ("question", "figure"),
    [("钱都花在哪几块", "2215"), ("2024年的钱用到哪去了", "815"), ("What was the money spent on?", "2215")],
)
def test_kinds_that_are_columns_are_listed(library: Callable[[str], Answer], question: str, figure: str) -> None:
    text = library(question).answer
    assert all(kind in text for kind in ("馆舍建设", "文献购置", "数字平台", "活动推广", "人员培训"))
    assert figure in text


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("表2“培养技能人才”项下共列几项成果？", 3),
        ("表2第2项下共列了几项成果", 2),
        ("产教融合那块表2里总共列了几项成果，其中还挂零的几项", 2),
        ("How many outcomes are listed under item 1 in Table 2?", 3),
    ],
)
def test_the_rows_of_a_group_are_counted(ask: Callable[..., Answer], question: str, count: int) -> None:
    answer = ask(question)
    assert not answer.refused
    assert str(count) in answer.answer.splitlines()[0]
    assert sum(line.startswith("- ") for line in answer.answer.splitlines()) == count


def test_the_group_with_most_rows_is_named(ask: Callable[..., Answer]) -> None:
    first = ask("哪个建设任务列的成果最多").answer.splitlines()[0]
    assert "培养技能人才" in first
    assert "3" in first
