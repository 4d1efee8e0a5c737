"""Tables of a workbook: several on one sheet, side by side and under one another, with captions, units and notes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from ingest.document import read_document
from ingest.records import Table

Rows = Sequence[Sequence[object]]


@pytest.fixture
def tables(tmp_path: Path) -> dict[str, Table]:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = "年度统计"
    put(sheet, 1, 1, [["表1 分来源经费"], ["单位：万元"]])
    put(sheet, 3, 1, [["来源", "2022年", None], [None, "到位", "支出"], ["财政", 10, 8.5], ["自筹", 5, 4]])
    put(sheet, 7, 1, [["注：截至年底。"]])
    put(sheet, 1, 6, [["表2 教师"]])
    put(sheet, 3, 6, [["年份", "人数", "占比"], [2021, 150, 0.91], [2022, 162, 0.925]])
    put(sheet, 10, 1, [["任务", "状态", "任务数（个）"], ["甲", "已完成", 3], ["乙", "滞后", 2], ["合计", None, 5]])
    put(sheet, 14, 1, [["表3 任务状态"]])
    for area in ("A1:C1", "B3:C3", "A3:A4", "F1:H1", "A14:C14"):
        sheet.merge_cells(area)
    for cell in ("H4", "H5"):
        sheet[cell].number_format = "0.0%"
    beside = workbook.create_sheet("部门")
    put(beside, 1, 1, [["部门", "人数", None, "部门", "经费"], ["教务处", 12, None, "财务处", 33.5]])
    path = tmp_path / "统计.xlsx"
    workbook.save(path)
    return {table.number or table.columns[-1][-1]: table for table in read_document(path).tables}


def put(sheet: object, row: int, column: int, rows: Rows) -> None:
    for down, values in enumerate(rows):
        for right, value in enumerate(values):
            sheet.cell(row + down, column + right).value = value  # type: ignore[attr-defined]


def rows_of(table: Table) -> list[list[str]]:
    return [[cell.text if cell else "" for cell in row] for row in table.grid()[table.header_rows :]]


def test_title_unit_line_and_note_belong_to_their_table(tables: dict[str, Table]) -> None:
    funds = tables["表1"]
    assert (funds.caption, funds.unit, funds.notes) == ("表1 分来源经费", "万元", ("注：截至年底。",))
    assert funds.columns == (("来源",), ("2022年", "到位"), ("2022年", "支出"))
    assert rows_of(funds) == [["财政", "10", "8.5"], ["自筹", "5", "4"]]


def test_tables_side_by_side_are_two(tables: dict[str, Table]) -> None:
    assert rows_of(tables["表2"]) == [["2021", "150", "91.0%"], ["2022", "162", "92.5%"]]
    assert tables["表2"].notes == ()
    assert rows_of(tables["人数"]) == [["教务处", "12"]]
    assert rows_of(tables["经费"]) == [["财务处", "33.5"]]


def test_a_caption_under_a_table_is_no_row_of_it(tables: dict[str, Table]) -> None:
    (status,) = [table for table in tables.values() if table.columns[0] == ("任务",)]
    assert rows_of(status) == [["甲", "已完成", "3"], ["乙", "滞后", "2"], ["合计", "", "5"]]


def test_years_are_row_labels(tables: dict[str, Table]) -> None:
    assert tables["表2"].rows == ((), ("2021",), ("2022",))
