"""Slides: titles, text, tables, charts, notes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pptx
import pytest
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Cm

from ingest.document import read_document
from ingest.errors import ReadError
from ingest.records import DocumentKind, DocumentRecords


def fill(table: Any, rows: list[list[str]]) -> None:
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            table.cell(r, c).text = text


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> DocumentRecords:
    show = pptx.Presentation()
    first = show.slides.add_slide(show.slide_layouts[5])
    first.shapes.title.text = "一、任务完成情况"
    below = first.shapes.add_textbox(Cm(2), Cm(15), Cm(10), Cm(2))
    below.text_frame.text = "其中省级以上占七成。"
    above = first.shapes.add_textbox(Cm(2), Cm(4), Cm(10), Cm(2))
    above.text_frame.text = "共完成 98 项。"
    above.text_frame.add_paragraph().text = "目标为 100 项。"
    table = first.shapes.add_table(3, 3, Cm(2), Cm(8), Cm(15), Cm(4)).table
    table.cell(0, 1).merge(table.cell(0, 2))
    fill(table, [["项目", "2023年", ""], ["", "目标", "完成"], ["党课", "100", "98"]])
    table.cell(0, 0).merge(table.cell(1, 0))
    first.notes_slide.notes_text_frame.text = "讲稿：98 项已核对。"
    second = show.slides.add_slide(show.slide_layouts[5])
    second.shapes.title.text = "二、经费"
    data = CategoryChartData(number_format="0.0%")
    data.categories = ["2022年", "2023年"]
    data.add_series("执行率", (0.985, 1.0))
    second.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Cm(2), Cm(4), Cm(15), Cm(8), data)
    hidden = show.slides.add_slide(show.slide_layouts[5])
    hidden.shapes.title.text = "备用页"
    hidden._element.set("show", "0")
    path = tmp_path_factory.mktemp("pptx") / "汇报.pptx"
    show.save(str(path))
    return read_document(path)


def test_slides_are_sections_under_their_titles(records: DocumentRecords) -> None:
    assert [section.heading for section in records.sections] == ["一、任务完成情况", "二、经费"]
    assert (records.document.kind, records.document.pages) == (DocumentKind.PPTX, None)


def test_shapes_are_read_from_top_to_bottom_and_notes_last(records: DocumentRecords) -> None:
    texts = [p.text for p in records.passages if p.place.table is None and p.place.section == 0]
    assert texts == ["共完成 98 项。", "目标为 100 项。", "其中省级以上占七成。", "讲稿：98 项已核对。"]


def test_merged_cells_of_a_table(records: DocumentRecords) -> None:
    table = records.tables[0]
    assert table.columns == (("项目",), ("2023年", "目标"), ("2023年", "完成"))
    assert [cell.text for cell in table.cells if cell.row == 2] == ["党课", "100", "98"]


def test_a_chart_is_the_table_that_it_draws(records: DocumentRecords) -> None:
    chart = records.tables[1]
    assert [[cell.text if cell else "" for cell in row] for row in chart.grid()] == [
        ["", "执行率"],
        ["2022年", "98.5%"],
        ["2023年", "100.0%"],
    ]


def test_slides_without_text_are_empty(tmp_path: Path) -> None:
    show = pptx.Presentation()
    show.slides.add_slide(show.slide_layouts[6])
    show.save(str(tmp_path / "a.pptx"))
    with pytest.raises(ReadError) as caught:
        read_document(tmp_path / "a.pptx")
    assert caught.value.code == "empty"
