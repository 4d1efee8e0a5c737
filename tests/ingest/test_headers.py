"""Which rows and columns of a grid are headers, and the paths that they give; told by layout and kinds of content."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.blocks import Grid
from ingest.headers import column_paths, grid_rows, header_row_count, is_number, row_paths, stub_column_count
from ingest.records import Cell

LONG = "（1）完成方案论证，签订合同。（2）设备到位，通过验收。"


def grid(*rows: str) -> Grid:
    """Rows whose cells / parts; < goes on the cell on the left, ^ the one above."""
    texts = [row.split("/") for row in rows]
    cells: list[Cell] = []
    for r, row in enumerate(texts):
        for c, text in enumerate(row):
            if text in ("<", "^"):
                continue
            down = next((k for k in range(r + 1, len(texts)) if texts[k][c] != "^"), len(texts)) - r
            right = next((k for k in range(c + 1, len(row)) if row[k] != "<"), len(row)) - c
            cells.append(Cell(r, c, text, down, right))
    return Grid(tuple(cells), len(texts), len(texts[0]))


def heads(table: Grid) -> tuple[int, int]:
    count = header_row_count(table)
    return count, stub_column_count(table, count)


def paths(table: Grid) -> tuple[tuple[tuple[str, ...], ...], tuple[tuple[str, ...], ...]]:
    rows = grid_rows(table.cells, table.row_count, table.column_count)
    count, stub = heads(table)
    return column_paths(rows, count, table.column_count), row_paths(rows, count, stub)


def test_one_header_row_and_one_column_of_labels() -> None:
    assert heads(grid("年份/人数/占比", "2022年/150/91%", "2023年/162/92.5%")) == (1, 1)


def test_years_as_numbers_are_labels() -> None:
    assert heads(grid("年份/人数", "2022/150", "2023/162")) == (1, 1)


def test_three_header_rows() -> None:
    table = grid("来源/预算/</</到位", "^/总额/其中/</^", "^/^/额度/比率/^", "财政/10/5/50%/9", "自筹/8/4/50%/7")
    assert heads(table) == (3, 1)
    assert paths(table)[0][3] == ("预算", "其中", "比率")


def test_a_table_of_totals_has_no_labels() -> None:
    assert heads(grid("总任务/</中期任务/<", "任务数/完成数/任务数/完成数", "446/224.8/223/212.8")) == (2, 0)


def test_groups_and_labels_are_stub_and_what_follows_is_not() -> None:
    table = grid("领域/任务/级别/数", "教学/甲/国家级/1", "^/乙/省级/2", "科研/丙/省级/3")
    assert heads(table) == (1, 2)
    assert paths(table)[1][1:] == (("教学", "甲"), ("教学", "乙"), ("科研", "丙"))


def test_a_wide_first_header_covers_groups_and_labels_only() -> None:
    assert heads(grid("任务/</级别/数", "教学/甲/国家级/1", "^/乙/省级/2", "科研/丙/省级/3")) == (1, 2)


def test_running_numbers_are_stub_but_no_part_of_the_path() -> None:
    table = grid("序号/项目/部门/预算", "1/甲/教务处/10", "2/乙/人事处/20", "合计/</—/30")
    assert heads(table) == (1, 2)
    assert paths(table)[1][1:] == (("甲",), ("乙",), ("合计",))


def test_parts_stand_under_their_whole() -> None:
    table = grid("项目/数", "支出/30", "其中：设备/10", "其中：图书/20", "结余/5")
    assert paths(table)[1][1:] == (("支出",), ("支出", "其中：设备"), ("支出", "其中：图书"), ("结余",))


def test_running_text_is_no_label() -> None:
    assert heads(grid("任务/情况/数", f"甲/{LONG}/1", f"乙/{LONG}/2")) == (1, 1)


def test_words_of_status_are_no_labels() -> None:
    assert heads(grid("任务/状态/数", "甲/已完成/1", "乙/已完成/2", "丙/滞后/3")) == (1, 1)


def test_numbers_with_signs_units_and_percent_are_numbers() -> None:
    assert all(map(is_number, ("3,942.5", "98.19%", "+3.5", "−0.05", "12个", "约30")))
    assert not any(map(is_number, ("2022年", "2021—2023年", "一季度", "7月", "甲", "—")))


@given(
    st.lists(
        st.lists(st.sampled_from(["甲", "乙", "", "1", "98.19%", "2022年", LONG]), min_size=3, max_size=3), min_size=1
    )
)
def test_headers_never_take_the_whole_table(rows: list[list[str]]) -> None:
    table = grid(*("/".join(row) for row in rows))
    count, stub = heads(table)
    assert 0 <= count <= max(0, table.row_count - 1) and 0 <= stub < table.column_count
    columns, labels = paths(table)
    assert len(columns) == table.column_count and len(labels) == table.row_count
