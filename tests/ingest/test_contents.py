"""Contents pages are taken out of the text, and nothing else is."""

from __future__ import annotations

from ingest.blocks import Block, Grid, Paragraph
from ingest.contents import contents_entry, take_out_contents, with_plain_leaders
from ingest.records import Cell


def paragraphs(*texts: str) -> list[Block]:
    return [Paragraph(text) for text in texts]


def test_an_entry_is_heading_leader_and_page() -> None:
    assert contents_entry("一、总体情况……3") == ("一、总体情况", 3)
    assert contents_entry("2.1 经费.....\t12") == ("2.1 经费", 12)
    assert contents_entry("三年共建成教材12") is None


def test_the_contents_page_goes_with_its_title() -> None:
    blocks, entries = take_out_contents(
        paragraphs("报告", "目 录", "一、总体……1", "二、经费……3", "三、问题……9", "一、总体")
    )
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == ["报告", "一、总体"]
    assert entries == (("一、总体", 1), ("二、经费", 3), ("三、问题", 9))


def test_an_entry_of_two_lines_is_one() -> None:
    _, entries = take_out_contents(paragraphs("一、总体……1", "二、经费到位和执行", "情况……3", "三、问题……9"))
    assert entries[1] == ("二、经费到位和执行情况", 3)


def test_a_stray_line_like_an_entry_does_not_take_the_text_before_it() -> None:
    text = "正文第一段，说明总体情况。"
    blocks, _ = take_out_contents(paragraphs("一、总体……1", "二、经费……3", "三、问题……9", *[text] * 3, "合计……12"))
    assert [b.text for b in blocks if isinstance(b, Paragraph)] == [text] * 3 + ["合计……12"]


def test_a_list_of_tables_is_a_contents_page_too() -> None:
    listed = [
        "目录",
        "一、总体……1",
        "二、经费……3",
        "三、问题……9",
        "表目录",
        "表1 任务……2",
        "表2 经费……4",
        "表3 问题……9",
    ]
    blocks, entries = take_out_contents(paragraphs(*listed, "一、总体"))
    assert len(entries) == 6 and len(blocks) <= 2


def test_rows_of_a_tabbed_table_are_no_entries() -> None:
    lines = ["目录", "一、总体\t1", "二、经费\t3", "", "表1 教师", "年份\t人数", "2022\t150", "2023\t162"]
    assert with_plain_leaders(lines)[-3:] == lines[-3:]
    assert with_plain_leaders(lines)[1] == "一、总体 …… 1"


def test_no_contents_over_a_table() -> None:
    grid = Grid((Cell(0, 0, "甲"),), 1, 1)
    blocks, entries = take_out_contents([Paragraph("甲……1"), grid, Paragraph("乙……2"), grid, Paragraph("丙……3")])
    assert len(blocks) == 5 and entries == ()
