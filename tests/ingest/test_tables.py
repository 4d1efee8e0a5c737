"""Parts of a table on following pages are put together: what a page break says about rows and cells."""

from __future__ import annotations

from ingest.blocks import Block, Grid, Paragraph
from ingest.captions import is_caption_again, is_unit_paragraph
from ingest.records import Cell, Region, TextLine
from ingest.tables import tables_across_pages

WIDTH, LINE = 100.0, 15.0
WHOLE = 30.0
"""Room in a line that is not full, in em."""


def part(page: int, rows: list[list[str | tuple[str, int]]], lines: int = 1, room: float = WHOLE) -> Grid:
    """A grid on a page; a cell is its text, or text and row span; "^" is covered by the cell above. Rows are `lines`
    lines high, every text is one line long."""
    cells: list[Cell] = []
    for row, texts in enumerate(rows):
        for column, shown in enumerate(texts):
            if shown == "^":
                continue
            text, span = shown if isinstance(shown, tuple) else (shown, 1)
            x0, top = column * WIDTH, row * lines * LINE
            box = Region(page, x0, top, x0 + WIDTH, top + span * lines * LINE)
            mark = Region(page, x0 + 5, top + 2, x0 + WIDTH - 5, top + 12)
            marks = (TextLine(0, len(text), mark),) if text else ()
            cells.append(Cell(row, column, text, span, 1, (box,), (text,), marks))
    width = len(rows[0])
    frame = Region(page, 0, 0, width * WIDTH, len(rows) * lines * LINE)
    edges = tuple(WIDTH * column for column in range(width + 1))
    return Grid(tuple(cells), len(rows), width, (frame,), column_edges=edges, room=tuple(room for _ in cells))


def joined(*blocks: Block) -> list[Block]:
    return tables_across_pages(blocks, is_caption_again, is_unit_paragraph)


def texts(block: Block) -> list[tuple[int, int, int, str]]:
    assert isinstance(block, Grid)
    return [(cell.row, cell.column, cell.row_span, cell.text) for cell in block.cells]


def test_header_rows_printed_again_are_dropped() -> None:
    above = part(1, [["任务", "完成数"], ["甲", "1"]])
    (table,) = joined(above, part(2, [["任务", "完成数"], ["乙", "2"]]))
    assert texts(table) == [
        (0, 0, 1, "任务"),
        (0, 1, 1, "完成数"),
        (1, 0, 1, "甲"),
        (1, 1, 1, "1"),
        (2, 0, 1, "乙"),
        (2, 1, 1, "2"),
    ]


def test_a_row_cut_in_the_middle_of_a_sentence_is_one_row() -> None:
    above = part(1, [["任务", "情况"], ["甲", "建成实训室并投入"]], room=0.2)
    (table,) = joined(above, part(2, [["", "使用，效果良好。"]]))
    assert texts(table)[-1] == (1, 1, 1, "建成实训室并投入使用，效果良好。")


def test_a_number_cut_by_a_page_break_is_not_split() -> None:
    above = part(1, [["任务", "情况"], ["甲", "投入经费12"]], room=0.2)
    (table,) = joined(above, part(2, [["", "50万元，按期完成。"]]))
    assert texts(table)[-1] == (1, 1, 1, "投入经费1250万元，按期完成。")


def test_the_first_item_after_a_line_that_leads_in_goes_on() -> None:
    above = part(1, [["任务", "情况"], ["甲", "2022年："]])
    (table,) = joined(above, part(2, [["", "（1）完成立项。"]]))
    assert texts(table)[-1] == (1, 1, 1, "2022年：\n（1）完成立项。")


def test_the_same_year_leads_in_a_new_row_and_the_next_year_does_not() -> None:
    above = part(1, [["任务", "情况"], ["甲", "2022年：完成立项。"]])
    (new,) = joined(above, part(2, [["乙", "2022年：完成验收。"]]))
    (same,) = joined(above, part(2, [["", "2023年：完成验收。"]]))
    assert texts(new)[-1] == (2, 1, 1, "2022年：完成验收。")
    assert texts(same)[-1] == (1, 1, 1, "2022年：完成立项。\n2023年：完成验收。")


def test_a_group_goes_on_where_its_label_is_not_printed_again() -> None:
    above = part(1, [["领域", "任务", "数"], [("学科", 2), "甲", "1"], ["^", "乙", "2"]])
    (table,) = joined(above, part(2, [["", "丙", "3"], ["质量", "丁", "4"]]))
    assert (1, 0, 3, "学科") in texts(table) and (4, 0, 1, "质量") in texts(table)


def test_a_label_with_lines_left_free_under_it_has_ended() -> None:
    above = part(1, [["领域", "任务", "数"], [("学科建", 3), "甲", "1"], ["^", "乙", "2"], ["^", "丙", "3"]], room=0.2)
    (table,) = joined(above, part(2, [[("医疗质量", 2), "丁", "4"], ["^", "戊", "5"]], room=0.2))
    assert (1, 0, 3, "学科建") in texts(table) and (4, 0, 2, "医疗质量") in texts(table)


def test_a_label_may_stand_after_the_page_break_in_its_group() -> None:
    above = part(1, [["领域", "任务", "数"], [("学科", 2), "甲", "1"], ["^", "乙", "2"], ["", "丙", "3"]])
    (table,) = joined(above, part(2, [["质量", "丁", "4"], ["人才", "戊", "5"]]))
    assert (3, 0, 2, "质量") in texts(table)


def test_header_rows_cut_by_a_page_break_stay_one_header() -> None:
    above = part(1, [["来源", "预算", "2022年"]])
    wide = Grid(
        tuple(c if c.column < 2 else Cell(0, 2, c.text, 1, 2, c.regions, c.lines, c.marks) for c in above.cells),
        1,
        4,
        (Region(1, 0, 0, 400, 15),),
        column_edges=(0.0, 100.0, 200.0, 300.0, 400.0),
        room=above.room,
    )
    (table,) = joined(wide, part(2, [["", "", "到位", "支出"], ["财政", "90", "80", "70"]]))
    assert texts(table)[:3] == [(0, 0, 2, "来源"), (0, 1, 2, "预算"), (0, 2, 1, "2022年")]
    assert (1, 2, 1, "到位") in texts(table)


def test_a_caption_printed_again_with_its_unit_line_parts_no_table() -> None:
    unit = Paragraph("单位：万元")
    first, second = part(1, [["任务", "数"], ["甲", "1"]]), part(2, [["任务", "数"], ["乙", "2"]])
    for words in ("续表3", "表3 经费情况", "表3 经费情况（续表）"):
        blocks = joined(Paragraph("表3 经费情况"), unit, first, Paragraph(words), unit, second)
        assert [isinstance(block, Grid) for block in blocks] == [False, False, True]


def test_tables_with_text_or_another_caption_between_stay_apart() -> None:
    first, second = part(1, [["任务", "数"], ["甲", "1"]]), part(2, [["任务", "数"], ["乙", "2"]])
    for words in ("表4 人员情况", "经费按期到位。", "单位：万元"):
        assert len(joined(Paragraph("表3 经费情况"), first, Paragraph(words), second)) == 4


def test_a_continued_table_of_a_format_without_pages() -> None:
    cells = tuple(Cell(r, c, t) for r, row in enumerate((("任务", "数"), ("甲", "1"))) for c, t in enumerate(row))
    rest = tuple(Cell(r, c, t) for r, row in enumerate((("任务", "数"), ("乙", "2"))) for c, t in enumerate(row))
    (table,) = joined(Grid(cells, 2, 2), Paragraph("续表3"), Grid(rest, 2, 2))
    assert [text for _, _, _, text in texts(table)] == ["任务", "数", "甲", "1", "乙", "2"]
    assert len(joined(Grid(cells, 2, 2), Grid(rest, 2, 2))) == 2
