"""What is read from tables of the shapes that reports have; the sample is made by tests/data/make_shapes.py."""

from __future__ import annotations

import pytest

from ingest.records import DocumentRecords, Table
from tests.ingest.editions import SHAPES_DOCX, SHAPES_PDF, read


@pytest.fixture(params=[SHAPES_PDF, SHAPES_DOCX], ids=["pdf", "docx"])
def records(request: pytest.FixtureRequest) -> DocumentRecords:
    return read(request.param)


def table(records: DocumentRecords, number: str) -> Table:
    (found,) = [table for table in records.tables if table.number == number]
    return found


def cell(table: Table, row: tuple[str, ...], column: tuple[str, ...]) -> str:
    found = table.grid()[table.rows.index(row)][table.columns.index(column)]
    assert found is not None
    return found.text


def test_years_in_rows_and_indicators_in_columns(records: DocumentRecords) -> None:
    assert cell(table(records, "表1"), ("2022年",), ("到馆人次（万人次）",)) == "92.15"
    figure = next(f for f in records.figures if f.text == "92.15")
    assert (str(figure.period), figure.unit) == ("2022", "万人次")


def test_quarters_in_columns_and_parts_under_their_whole(records: DocumentRecords) -> None:
    quarters = table(records, "表2")
    assert quarters.unit == "万元"
    assert cell(quarters, ("支出", "其中：设备费"), ("2023年", "三季度")) == "50.2"
    assert cell(quarters, ("执行率",), ("2023年", "全年")) == "94.13%"


def test_notes_under_a_table_belong_to_it(records: DocumentRecords) -> None:
    notes = table(records, "表2").notes
    assert [note[:4] for note in notes] == ["注：1.", "数据来源"]
    assert table(records, "表1").notes == ()


def test_units_in_header_cells_and_words_of_status_as_cells(records: DocumentRecords) -> None:
    tasks = table(records, "表3")
    assert cell(tasks, ("阅读推广", "少儿书房"), ("状态",)) == "滞后"
    assert cell(tasks, ("数字服务", "移动终端"), ("完成数（个）",)) == "4.5"
    assert ("合计",) in tasks.rows
    units = {f.unit for f in records.figures if f.place.table == tasks.key}
    assert units == {"个", "%"}


def test_a_column_of_units_and_running_numbers(records: DocumentRecords) -> None:
    indicators = table(records, "表4")
    assert (indicators.stub_columns, indicators.rows[1]) == (2, ("千人拥有藏书",))
    figure = next(f for f in records.figures if f.text.startswith("1315"))
    assert (figure.unit, figure.measure) == ("册", "actual")


def test_a_table_without_caption_is_a_table(records: DocumentRecords) -> None:
    (bare,) = [t for t in records.tables if not t.caption]
    assert cell(bare, ("西城区",), ("流动点",)) == "24"


def test_rules_over_and_under_only(records: DocumentRecords) -> None:
    readers = table(records, "表5")
    assert (readers.header_rows, readers.stub_columns) == (2, 1)
    assert cell(readers, ("老年读者",), ("2023年", "占比")) == "10.3%"
    assert cell(readers, ("少儿读者",), ("2022年", "人数")) == "30120"


def test_a_caption_of_two_lines_is_one(records: DocumentRecords) -> None:
    assert table(records, "表6").caption.endswith("通借通还服务体系的进展情况一览表")


def test_a_landscape_page(records: DocumentRecords) -> None:
    months = table(records, "表7")
    assert (months.unit, months.column_count, months.row_count) == ("人次", 14, 5)
    assert cell(months, ("西城分馆",), ("12月",)) == "4444"


def test_groups_and_cut_rows_over_many_pages(records: DocumentRecords) -> None:
    projects = table(records, "表8")
    assert (projects.row_count, projects.header_rows) == (41, 1)
    assert projects.rows[10] == ("典藏部", "典藏部项目1")
    assert cell(projects, ("数字部", "数字部项目12"), ("经费（万元）",)) == "21.12"
    progress = [c.text for c in projects.cells if c.column == 2 and c.row]
    assert all(text.endswith("预计年底前验收。") and "\n" not in text for text in progress)


def test_a_continued_table_with_its_own_caption_is_one_table(records: DocumentRecords) -> None:
    volunteers = table(records, "表9")
    assert [row for row in volunteers.rows if row] == [("红马甲",), ("银龄",), ("亲子",), ("合计",)]
    assert not any(passage.text.startswith("续表") for passage in records.passages)


def test_tables_side_by_side_have_their_own_captions(records: DocumentRecords) -> None:
    assert table(records, "表10").caption == "表10 开放时间"
    assert cell(table(records, "表10"), ("中心馆",), ("周开放（小时）",)) == "84"
    assert cell(table(records, "表11"), ("分馆",), ("使用率",)) == "71%"
