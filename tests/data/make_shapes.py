"""Makes shapes.docx: tables of the shapes that reports have, each with what a reader must find in it.

python tests/data/make_shapes.py && soffice --headless --convert-to pdf --outdir tests/data tests/data/shapes.docx
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table

HERE = Path(__file__).parent
FACE = "Noto Serif CJK SC"
Rows = Sequence[Sequence[str | None]]
"""Texts of cells; None: the cell on the left or, with it, above goes on (see `merge`)."""


def main(path: Path = HERE / "shapes.docx") -> None:
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = FACE, Pt(10.5)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FACE)
    for level, size in ((1, 16), (2, 14)):
        heading = document.styles[f"Heading {level}"]
        heading.font.name, heading.font.size = FACE, Pt(size)
        heading.element.rPr.rFonts.set(qn("w:eastAsia"), FACE)
    title = line(document, "滨海市图书馆服务提升计划中期自评报告", centered=True)
    title.runs[0].font.size = Pt(22)
    usual_tables(document)
    odd_tables(document)
    landscape_table(document)
    long_table(document)
    captions_below(document)
    document.save(str(path))


def usual_tables(document: Document) -> None:
    document.add_heading("一、总体情况", 1)
    text(document, "本馆按年度推进各项任务，主要指标逐年改善，经费按期到位，情况见下列各表。")
    caption(document, "表1 分年度业务量")
    table(
        document,
        [
            ["年份", "到馆人次（万人次）", "外借册次（万册次）", "办证数（个）"],
            ["2021年", "86.40", "120.5", "15200"],
            ["2022年", "92.15", "133.8", "16840"],
            ["2023年", "118.02", "151.2", "21035"],
            ["合计", "296.57", "405.5", "53075"],
        ],
    )
    caption(document, "表2 2023年分季度经费执行情况")
    line(document, "单位：万元", right=True)
    quarters = table(
        document,
        [
            ["项目", "2023年", None, None, None, None],
            [None, "一季度", "二季度", "三季度", "四季度", "全年"],
            ["预算", "120", "135", "140", "155", "550"],
            ["支出", "98.5", "131.2", "137.4", "150.6", "517.7"],
            ["其中：购书费", "40.0", "52.3", "49.8", "61.1", "203.2"],
            ["其中：设备费", "31.5", "44.9", "50.2", "47.7", "174.3"],
            ["执行率", "82.08%", "97.19%", "98.14%", "97.16%", "94.13%"],
        ],
    )
    merge(quarters, (0, 1, 0, 5), (0, 0, 1, 0))
    line(document, "注：1.执行率为支出与预算之比；2.四季度含结转资金12.4万元。")
    line(document, "数据来源：馆财务科。")
    text(document, "经费执行总体平稳，年末加快了购书进度。")


def odd_tables(document: Document) -> None:
    document.add_heading("二、任务与指标", 1)
    document.add_heading("（一）任务完成", 2)
    text(document, "各板块任务按计划推进，完成、滞后和未启动的任务分列如下。")
    caption(document, "表3 任务完成情况一览")
    tasks = table(
        document,
        [
            ["板块", "任务", "任务数（个）", "完成数（个）", "完成率（%）", "状态"],
            ["阅读推广", "经典诵读", "6", "6", "100", "已完成"],
            [None, "少儿书房", "8", "5", "62.5", "滞后"],
            [None, "盲文阅览", "2", "0", "0", "未启动"],
            ["数字服务", "移动终端", "5", "4.5", "90", "进行中"],
            [None, "古籍数字化", "3", "3", "100", "已完成"],
            ["合计", "", "24", "18.5", "77.08", "—"],
        ],
    )
    merge(tasks, (1, 0, 3, 0), (4, 0, 5, 0))
    caption(document, "表4 核心指标")
    table(
        document,
        [
            ["序号", "指标", "单位", "目标值", "实际值", "完成度"],
            ["1", "千人拥有藏书", "册", "1200", "1315", "109.58%"],
            ["2", "分馆", "个", "36", "33", "91.67%"],
            ["3", "读者满意度", "分", "92", "94.6", "102.83%"],
            ["4", "年度经费", "万元", "550", "517.7", "94.13%"],
        ],
    )
    text(document, "下表没有表题。")
    table(
        document,
        [["区县", "分馆数", "流动点"], ["东城区", "12", "30"], ["西城区", "9", "24"], ["高新区", "12", "18"]],
    )
    text(document, "三线表如下。")
    caption(document, "表5 读者构成")
    open_table(
        document,
        [
            ["读者", "2022年", None, "2023年", None],
            [None, "人数", "占比", "人数", "占比"],
            ["少儿读者", "30120", "41.2%", "35488", "42.9%"],
            ["成年读者", "35640", "48.8%", "38716", "46.8%"],
            ["老年读者", "7310", "10.0%", "8520", "10.3%"],
        ],
        (0, 1, 0, 2),
        (0, 3, 0, 4),
        (0, 0, 1, 0),
    )
    document.add_heading("（二）协作建设", 2)
    long_caption = (
        "表6 滨海市图书馆与各区县图书馆及高等学校图书馆协作共建联合书目、联合参考咨询和通借通还服务体系的进展情况一览表"
    )
    caption(document, long_caption)
    table(document, [["协作项目", "参加馆（家）", "进度"], ["联合书目", "21", "80%"], ["通借通还", "17", "65%"]])


def landscape_table(document: Document) -> None:
    section = document.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    document.add_heading("三、分馆情况", 1)
    text(document, "分馆按月统计到馆人次，横排如下。")
    caption(document, "表7 2023年分馆按月到馆人次")
    line(document, "（单位：人次）", right=True)
    months = [f"{month}月" for month in range(1, 13)]
    rows: list[list[str | None]] = [["分馆", *months, "全年"]]
    for index, name in enumerate(("中心馆", "东城分馆", "西城分馆", "高新分馆"), start=2):
        counts = [index * 1000 + month * 37 for month in range(1, 13)]
        rows.append([name, *map(str, counts), str(sum(counts))])
    table(document, rows)
    section = document.add_section()
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = section.page_height, section.page_width


def long_table(document: Document) -> None:
    document.add_heading("四、项目清单", 1)
    text(document, "重点项目共四十项，按负责部门分组，逐项列出任务、进展和经费，跨页续排。")
    caption(document, "表8 重点项目清单")
    rows: list[list[str | None]] = [["负责部门", "项目", "进展", "经费（万元）"]]
    groups: list[tuple[int, int, int, int]] = []
    for department, count in (("采编部", 9), ("典藏部", 11), ("数字部", 12), ("少儿部", 8)):
        first = len(rows)
        for number in range(1, count + 1):
            progress = f"{department}第{number}项任务已按计划完成前期调研并签订合同，正在分步实施，预计年底前验收。"
            rows.append(
                [department if number == 1 else None, f"{department}项目{number}", progress, f"{first}.{number}"]
            )
        groups.append((first, 0, len(rows) - 1, 0))
    projects = table(document, rows, widths=(2.2, 3.2, 7.2, 2.2))
    merge(projects, *groups)
    repeat = OxmlElement("w:tblHeader")
    projects.rows[0]._tr.get_or_add_trPr().append(repeat)


def captions_below(document: Document) -> None:
    document.add_heading("五、续表与并列", 1)
    text(document, "手工分开的表在下一页标明续表。")
    caption(document, "表9 志愿服务情况")
    table(document, [["团队", "人数", "时长（小时）"], ["红马甲", "52", "1840"], ["银龄", "31", "960"]])
    document.add_page_break()
    caption(document, "续表9")
    table(document, [["团队", "人数", "时长（小时）"], ["亲子", "46", "725"], ["合计", "129", "3525"]])
    text(document, "志愿服务队伍稳定，两项统计并列如下。")
    halves = document.add_table(1, 2)
    sides = (
        ("表10 开放时间", [["馆区", "周开放（小时）"], ["中心馆", "84"], ["分馆", "63"]]),
        ("表11 座位", [["馆区", "座位（个）", "使用率"], ["中心馆", "2150", "88%"], ["分馆", "1490", "71%"]]),
    )
    for cell, (words, rows) in zip(halves.rows[0].cells, sides, strict=True):
        cell.paragraphs[0].text = words
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        inner = cell.add_table(len(rows), len(rows[0]))
        inner.style = "Table Grid"
        for row, texts in enumerate(rows):
            for column, shown in enumerate(texts):
                inner.cell(row, column).text = shown
                inner.cell(row, column).paragraphs[0].paragraph_format.space_after = Pt(0)
        cell.add_paragraph()
    text(document, "两表口径一致。")


def caption(document: Document, words: str) -> None:
    paragraph = line(document, words, centered=True)
    paragraph.runs[0].bold = True
    paragraph.paragraph_format.keep_with_next = True


def text(document: Document, words: str) -> None:
    paragraph = document.add_paragraph(words)
    paragraph.paragraph_format.first_line_indent = Pt(21)


def line(document: Document, words: str, centered: bool = False, right: bool = False):  # type: ignore[no-untyped-def]
    paragraph = document.add_paragraph(words)
    if centered:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return paragraph


def table(document: Document, rows: Rows, widths: Sequence[float] = ()) -> Table:
    made = document.add_table(len(rows), len(rows[0]))
    made.style = "Table Grid"
    for row, texts in enumerate(rows):
        for column, words in enumerate(texts):
            cell = made.cell(row, column)
            cell.text = words or ""
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
            if widths:
                cell.width = Cm(widths[column])
    return made


def open_table(document: Document, rows: Rows, *merged: tuple[int, int, int, int]) -> Table:
    """A table with rules over and under the header and at its end only."""
    made = table(document, rows)
    made.style = "Normal Table"
    merge(made, *merged)
    headers = 2 if any(area[0] != area[2] for area in merged) else 1
    for row in range(len(rows)):
        for cell in made.rows[row].cells:
            borders = OxmlElement("w:tcBorders")
            for edge, drawn in (("top", row in (0, headers)), ("bottom", row == len(rows) - 1)):
                if drawn:
                    border = OxmlElement(f"w:{edge}")
                    for name, value in (("val", "single"), ("sz", "8"), ("color", "000000")):
                        border.set(qn(f"w:{name}"), value)
                    borders.append(border)
            cell._tc.get_or_add_tcPr().append(borders)
    return made


def merge(made: Table, *areas: tuple[int, int, int, int]) -> None:
    """Merges areas of (first row, first column, last row, last column)."""
    for top, left, bottom, right in areas:
        words = made.cell(top, left).text
        joined = made.cell(top, left).merge(made.cell(bottom, right))
        joined.text = words
        joined.paragraphs[0].paragraph_format.space_after = Pt(0)


if __name__ == "__main__":
    main()
