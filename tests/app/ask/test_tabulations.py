"""Tables that are asked for: of each of a kind, of the rows that fit, with the columns that are named."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.answer import Answer


@pytest.mark.parametrize(
    ("question", "columns", "row"),
    [
        ("做个表：各区县分馆数和自助馆数", ["分馆", "自助馆"], ["青石县", "6", "1"]),
        ("每类活动2024年的场次列出来", ["2024年 场次"], ["银发课堂", "155"]),
        (
            "评价是滞后的指标，列指标名、2024年目标和2024年实绩，做成表",
            ["2024年目标", "2024年实绩"],
            ["注册志愿者", "2000", "1724"],
        ),
    ],
)
def test_a_table_has_the_rows_and_columns_that_are_named(
    library: Callable[[str], Answer], question: str, columns: list[str], row: list[str]
) -> None:
    answer = library(question)
    assert answer.table is not None
    assert answer.table.columns[1:] == columns
    cells = next(cells for cells in answer.table.rows if cells[0] == row[0])
    assert all(cell.startswith(value) for cell, value in zip(cells, row, strict=True))
    assert answer.citations


def test_no_table_is_made_of_what_the_kind_does_not_have(library: Callable[[str], Answer]) -> None:
    assert library("各区县的人均收入是多少").refused
