"""Workbooks of older programs."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
import xlwt

from ingest.document import read_document
from ingest.errors import ReadError
from ingest.records import DocumentKind


def styled(number_format: str) -> xlwt.XFStyle:
    style = xlwt.XFStyle()
    style.num_format_str = number_format
    return style


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("经费")
    sheet.write_merge(0, 0, 0, 3, "2023年经费执行情况表")
    sheet.write(1, 0, "单位：万元")
    for column, text in enumerate(("来源", "到位", "支出", "执行率")):
        sheet.write(2, column, text)
    sheet.write_merge(3, 4, 0, 0, "财政")
    sheet.write(3, 1, 5352)
    sheet.write(3, 2, 5267.5)
    sheet.write(3, 3, 0.98412, styled("0.00%"))
    sheet.write(4, 1, 1234567, styled("#,##0"))
    sheet.write(4, 2, datetime.date(2023, 6, 1), styled("yyyy/m/d"))
    sheet.write(4, 3, True)
    sheet.write(7, 0, "来源")
    sheet.write(7, 1, "人数")
    sheet.write(8, 0, "企业")
    sheet.write(8, 1, 12)
    hidden = book.add_sheet("草稿")
    hidden.write(0, 0, "不要读")
    hidden.visibility = 1
    book.save(str(tmp_path / "经费.xls"))
    return tmp_path / "经费.xls"


def test_numbers_are_read_as_they_are_shown(workbook: Path) -> None:
    records = read_document(workbook)
    rows = [[cell.text if cell else "" for cell in row] for row in records.tables[0].grid()]
    assert rows == [
        ["来源", "到位", "支出", "执行率"],
        ["财政", "5352", "5267.5", "98.41%"],
        ["财政", "1,234,567", "2023/6/1", "TRUE"],
    ]
    assert (records.document.kind, records.document.title) == (DocumentKind.XLSX, "经费")


def test_merged_cells_captions_and_several_tables(workbook: Path) -> None:
    first, second = read_document(workbook).tables
    assert (first.caption, first.unit) == ("2023年经费执行情况表", "万元")
    assert [cell.row_span for cell in first.cells if cell.text == "财政"] == [2]
    assert [cell.text for cell in second.cells] == ["来源", "人数", "企业", "12"]


def test_hidden_sheets_are_not_read(workbook: Path) -> None:
    records = read_document(workbook)
    assert [section.heading for section in records.sections] == ["经费"]
    assert not any("不要读" in passage.text for passage in records.passages)


def test_a_damaged_workbook_says_so(workbook: Path) -> None:
    content = bytearray(workbook.read_bytes())
    content[512:900] = bytes(388)
    workbook.write_bytes(bytes(content))
    with pytest.raises(ReadError) as caught:
        read_document(workbook)
    assert caught.value.code in ("unreadable", "office-failed", "empty", "unsupported")
    assert caught.value.path == workbook
