"""Tables of tab-separated lines, whose merged cells are lost and which page breaks cut; tables of pipes and HTML."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.blocks import Grid, Paragraph
from ingest.readers.text import sentences_joined, text_to_blocks
from ingest.readers.text_rows import TextRow
from ingest.readers.text_tables import rows_to_grid, with_common_headers

LONG = "按计划完成前期调研、方案论证和设备采购，通过验收并投入使用，师生反映良好"


def grid(*lines: str) -> Grid:
    """The only table of lines in which / parts the cells."""
    (found,) = [block for block in text_to_blocks("\n".join(lines).replace("/", "\t")) if isinstance(block, Grid)]
    return found


def cells(table: Grid) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.column, c.row_span, c.column_span, c.text) for c in table.cells]


def column(table: Grid, number: int) -> list[str]:
    return [cell.text for cell in table.cells if cell.column == number and cell.row >= (table.header_rows or 0)]


def test_a_wide_header_cell_gets_its_span_back() -> None:
    table = grid("来源/2022年//2023年/", "/到位/支出/到位/支出", "财政/1/2/3/4", "自筹/5/6/7/8")
    assert table.header_rows == 2
    assert cells(table)[:3] == [(0, 0, 2, 1, "来源"), (0, 1, 1, 2, "2022年"), (0, 3, 1, 2, "2023年")]


def test_a_group_label_reaches_down_over_empty_cells() -> None:
    table = grid("领域/任务/数", "教学/甲/1", "/乙/2", "科研/丙/3", "/丁/4")
    assert (1, 0, 2, 1, "教学") in cells(table) and (3, 0, 2, 1, "科研") in cells(table)


def test_rows_that_end_in_a_number_are_no_contents_entries() -> None:
    lines = [f"任务{letter}/国家级/{number}/{number}" for number, letter in enumerate("甲乙丙丁", start=1)]
    assert grid("名称/级别/目标/完成", *lines).row_count == 5


def test_a_table_whose_first_column_is_empty_is_read() -> None:
    assert grid("/社会培训/1000/175.04").row_count == 1


def test_lines_between_parts_of_a_page_are_no_rows() -> None:
    assert grid("任务/数", "--/---", "甲/1", "", "乙/2").row_count == 3


def test_header_printed_again_after_a_page_break_is_dropped() -> None:
    table = grid("任务/情况/数", "甲/完成/1", "", "任务/情况/数", "乙/完成/2")
    assert column(table, 0) == ["甲", "乙"]


def test_a_cell_cut_by_a_page_break_is_joined() -> None:
    table = grid("任务/情况/数", f"甲/{LONG}，共投入12/1", "", "/50万元。/", "乙/完成/2")
    assert column(table, 1)[0] == f"{LONG}，共投入1250万元。"


def test_an_item_that_follows_goes_on_and_a_first_item_begins_a_row() -> None:
    rows = ("任务/措施", f"1. 甲项/（1）{LONG}。（2）{LONG}。", "", f"/（3）{LONG}。")
    assert column(grid(*rows), 1) == [f"（1）{LONG}。（2）{LONG}。\n（3）{LONG}。"]
    assert column(grid(*rows[:3], f"2. 乙项/（1）{LONG}。"), 0) == ["1. 甲项", "2. 乙项"]


def test_the_labels_of_a_group_run_together_are_shared_out() -> None:
    table = grid("任务/情况/数", "建设高地 1 甲项 2 乙项 3 丙项/完成/1", "/完成/2", "/完成/3")
    assert column(table, 0) == ["建设高地"] and column(table, 1) == ["1 甲项", "2 乙项", "3 丙项"]


def test_a_row_without_the_cell_of_its_group_stands_under_its_own_columns() -> None:
    table = grid("领域/任务/预算/支出", "教学/甲/1/2", "/乙/3/4", "丙/5/6", "/丁/7/8")
    assert column(table, 1) == ["甲", "乙", "丙", "丁"]
    assert column(table, 2) == ["1", "3", "5", "7"]


def test_a_total_with_empty_cells_keeps_its_columns() -> None:
    table = grid("指标/说明/权重/自评/专家", "甲/说明一/2/9/", "/说明二/1/8/", "综合评价///良/")
    assert (3, 0, 1, 1, "综合评价") in cells(table) and (3, 3, 1, 1, "良") in cells(table)


def test_text_printed_in_each_row_of_a_merged_cell_is_one_cell() -> None:
    table = grid("任务/情况", *[f"{letter}/{LONG}，{LONG}。" for letter in "甲乙丙"])
    assert (1, 1, 3, 1, f"{LONG}，{LONG}。") in cells(table)
    short = grid("任务/情况", "甲/已完成", "乙/已完成")
    assert column(short, 1) == ["已完成", "已完成"]


def test_each_year_that_leads_in_stands_on_its_own_line() -> None:
    table = grid("任务/情况", f"甲/2022 年：{LONG} 2023 年：{LONG}。")
    assert column(table, 1) == [f"2022 年：{LONG}\n2023 年：{LONG}。"]


def test_a_first_header_that_is_wide_in_one_table_is_wide_in_its_like() -> None:
    wide = grid("任务//情况/成果", f"甲组/1. 甲/{LONG}。/1", f"/2. 乙/{LONG}。/2")
    narrow = grid("任务/情况/成果", f"乙组/1. 丙/{LONG}，{LONG}。", f"/2. 丁/{LONG}，{LONG}。")
    _, mended = with_common_headers([wide, narrow])
    assert [(c.column, c.column_span, c.text) for c in mended.cells if c.row == 0] == [
        (0, 2, "任务"),
        (2, 1, "情况"),
        (3, 1, "成果"),
    ]


def test_pipes_and_html() -> None:
    blocks = list(
        text_to_blocks("| 年份 | 人数 |\n|---|---|\n| 2022 | 150 |\n\n<table><tr><th colspan=2>甲</th></tr></table>")
    )
    assert [type(block) for block in blocks] == [Grid, Grid]
    assert [c.text for c in blocks[0].cells] == ["年份", "人数", "2022", "150"]
    assert blocks[1].cells[0].column_span == 2


def test_paragraphs_around_a_table_stay() -> None:
    blocks = list(text_to_blocks("表1 教师\n\n年份\t人数\n2022\t150\n\n教师逐年增加。"))
    assert [b.text for b in blocks if isinstance(b, Paragraph)] == ["表1 教师", "教师逐年增加。"]


rows = st.lists(
    st.builds(
        TextRow,
        st.lists(st.sampled_from(["", "甲", "12", "1. 乙", "（2）丙。", LONG]), min_size=1, max_size=5).filter(any),
        st.booleans(),
    ),
    min_size=1,
    max_size=8,
)


@given(rows)
def test_any_rows_make_a_grid_without_overlaps_that_loses_no_number(given_rows: list[TextRow]) -> None:
    numbers = sorted(cell for row in given_rows for cell in row.cells if cell == "12")
    table = rows_to_grid(given_rows)
    taken = [
        (r, c)
        for cell in table.cells
        for r in range(cell.row, cell.row + cell.row_span)
        for c in range(cell.column, cell.column + cell.column_span)
    ]
    assert len(taken) == len(set(taken))
    assert all(r < table.row_count and c < table.column_count for r, c in taken)
    assert "".join(cell.text for cell in table.cells).count("12") == len(numbers)


def test_a_group_label_cut_by_a_page_break_is_whole_again() -> None:
    table = grid("任务/成果/数", "1.党建/甲/1", "2.信/乙/2", "", "息化//", "/丙/3", "3.国际化/丁/4")
    assert [(c.row, c.row_span, c.text) for c in table.cells if c.column == 0][1:] == [
        (1, 1, "1.党建"), (2, 2, "2.信息化"), (4, 1, "3.国际化"),
    ]  # fmt: skip


def test_a_total_after_a_page_break_is_no_rest_of_a_label() -> None:
    table = grid("任务/成果/数", "1.党建/甲/1", "", "小计/甲/1", "2.国际化/丁/4")
    assert column(table, 0) == ["1.党建", "小计", "2.国际化"]


def test_running_text_over_empty_cells_in_columns_side_by_side_is_merged() -> None:
    table = grid("任务/要点/数量/质量", f"甲/{LONG}一/{LONG * 2}二/{LONG * 2}三", f"乙/{LONG}四//", f"丙/{LONG}五//")
    assert [c.row_span for c in table.cells if c.row == 1] == [1, 1, 3, 3]


def test_a_remark_in_one_column_alone_stays_in_its_row() -> None:
    table = grid("任务/数/备注", f"甲/1/{LONG * 2}", "乙/2/", "丙/3/")
    assert [c.row_span for c in table.cells if c.row == 1] == [1, 1, 1]


def test_a_statement_among_levels_lies_over_the_empty_target_beside_it() -> None:
    table = grid("成果/级别/目标/完成", "甲/省级/1/1", "乙/国家级/2/1", "丙/省级/3/1", "资金/累计不少于1000万元//175")
    assert [(c.column, c.column_span) for c in table.cells if c.row == 4] == [(0, 1), (1, 2), (3, 1)]


def test_a_sentence_cut_by_a_page_break_in_its_first_line_is_joined() -> None:
    cut = [
        "一、经费",
        "",
        "2022-2023年本中心建设项目专项资金到",
        "",
        "位100万元，支出90万元。",
        "",
        "二、成效",
        "",
        LONG,
    ]
    texts = [
        block.text for block in sentences_joined(list(text_to_blocks("\n".join(cut)))) if isinstance(block, Paragraph)
    ]
    assert texts[1] == "2022-2023年本中心建设项目专项资金到位100万元，支出90万元。"
