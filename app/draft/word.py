"""A draft as a Word document in the form of official papers: 仿宋 text, 黑体 headings, numbered captions, real tables,
charts, and the sources as endnotes. Knows python-docx."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from app.answer import Chart, Citation, Language
from app.draft.result import Draft
from app.draft.saved import embed
from app.draft.word_charts import add_chart
from app.draft.word_notes import Endnotes
from prompts import message

FONTS = {
    "text": ("仿宋", "FangSong;仿宋_GB2312;STFangsong;Noto Serif CJK SC"),
    "head": ("黑体", "SimHei;STHeiti;Noto Sans CJK SC"),
    "table": ("宋体", "SimSun;STSong;Noto Serif CJK SC"),
}
"""Face by use, and what stands in for it where it is not installed."""
LATIN = "Times New Roman"
TITLE, TEXT, TABLE, SOURCES = 22, 16, 12, 10.5
"""Sizes in points: 二号, 三号, 小四, 五号."""
LINE, NARROW = 28, 16
"""Line spacing of the text and of tables, in points."""
_MARKS = re.compile(r"((?:\[\d+\])+|［[^］]*］|\[to be supplied[^\]]*\])")
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def write_word(draft: Draft, out: Path) -> None:
    """Writes the draft to `out`. Raises OSError."""
    import docx

    document = docx.Document()
    _page(document)
    _styles(document)
    document.core_properties.title = draft.title
    document.core_properties.author = ""
    if draft.title:
        document.add_paragraph(draft.title, style="Title")
    notes = Endnotes(_notes(draft), FONTS["table"][0], SOURCES)
    tables = 0
    for block in draft.text.split("\n\n"):
        if block.startswith("## "):
            document.add_paragraph(block.removeprefix("## "), style="Heading 1")
        elif block.startswith("**") and block.endswith("**"):
            tables += 1
            _caption(document, tables, block.strip("*"), draft.language)
        elif block.startswith("|"):
            _table(document, block)
        else:
            for line in block.split("\n"):
                _text(document.add_paragraph(), line, notes)
    for number, chart in enumerate(draft.charts, 1):
        _chart(document, chart, number, draft.language)
    _sources(document, draft)
    notes.write(document)
    _page_number(document)
    embed(document, draft)
    document.save(str(out))


def _page(document: Any) -> None:
    """A4 with the margins of official papers."""
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)


def _styles(document: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt, RGBColor

    normal = document.styles["Normal"]
    _font(normal, "text", TEXT)
    normal.paragraph_format.first_line_indent = Pt(TEXT * 2)
    normal.paragraph_format.line_spacing = Pt(LINE)
    normal.paragraph_format.space_after = Pt(0)
    for name, size in (("Title", TITLE), ("Heading 1", TEXT), ("Caption", TABLE)):
        style = document.styles[name]
        _font(style, "head", size)
        style.font.bold = False
        style.font.italic = False
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.space_before = Pt(12 if name == "Caption" else 0)
        style.paragraph_format.space_after = Pt(4 if name == "Caption" else 0)
        style.paragraph_format.keep_with_next = True
        border = style.element.find(f"{{{_W}}}pPr/{{{_W}}}pBdr")
        if border is not None:
            border.getparent().remove(border)
        if name != "Heading 1":
            style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
            style.paragraph_format.first_line_indent = Pt(0)
    document.styles["Title"].paragraph_format.space_after = Pt(LINE)
    document.styles["Title"].paragraph_format.line_spacing = Pt(36)
    _stand_ins(document)


def _font(style: Any, use: str, size: float) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    style.font.name = LATIN
    style.font.size = Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "eastAsiaTheme", "hAnsiTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), FONTS[use][0])


def _stand_ins(document: Any) -> None:
    """Names in the table of fonts what stands in for a face that is not installed."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from lxml import etree

    part = next(
        (rel.target_part for rel in document.part.rels.values() if rel.reltype == RELATIONSHIP_TYPE.FONT_TABLE), None
    )
    if part is None:
        return
    root = etree.fromstring(part.blob)
    for face, others in FONTS.values():
        font = etree.SubElement(root, f"{{{_W}}}font", {f"{{{_W}}}name": face})
        etree.SubElement(font, f"{{{_W}}}altName", {f"{{{_W}}}val": others.replace(";", ",")})
        etree.SubElement(font, f"{{{_W}}}charset", {f"{{{_W}}}val": "86"})
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _text(paragraph: Any, text: str, notes: Endnotes | None = None) -> None:
    """Words with the marks of citations as references to the notes, and what is to be filled in or settled marked."""
    from docx.enum.text import WD_COLOR_INDEX

    for piece in _MARKS.split(text):
        if not piece:
            continue
        if notes is not None and re.fullmatch(r"(?:\[\d+\])+", piece):
            for at, mark in enumerate(re.findall(r"\d+", piece)):
                if at:
                    notes.separate(paragraph, ",")
                notes.refer(paragraph, int(mark))
            continue
        run = paragraph.add_run(piece)
        if _MARKS.fullmatch(piece):
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _caption(document: Any, number: int, text: str, language: Language, kind: str = "table") -> None:
    """表 1 …, with the number as a field, so that Word counts on when tables are added."""
    paragraph = document.add_paragraph(style="Caption")
    paragraph.add_run(message(language, f"drafts.word.{kind}"))
    _field(paragraph, f"SEQ {kind.capitalize()} \\* ARABIC", str(number))
    paragraph.add_run(f"  {text}")


def _table(document: Any, block: str) -> None:
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.shared import Pt

    lines = [line for line in block.split("\n") if not re.fullmatch(r"[|\s-]+", line) or "---" not in line]
    rows = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1]] for line in lines]
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for r, row in enumerate(rows):
        for c, text in enumerate(row[: len(rows[0])]):
            paragraph = table.cell(r, c).paragraphs[0]
            paragraph.paragraph_format.first_line_indent = Pt(0)
            paragraph.paragraph_format.line_spacing = Pt(NARROW)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if c == 0 and r else WD_ALIGN_PARAGRAPH.CENTER
            _text(paragraph, text.replace("\\|", "|"))
            for run in paragraph.runs:
                _run_font(run, "head" if r == 0 else "table", TABLE)
    header = table.rows[0]._tr.get_or_add_trPr()
    header.append(OxmlElement("w:tblHeader"))
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    document.add_paragraph().paragraph_format.line_spacing = Pt(NARROW)


def _run_font(run: Any, use: str, size: float) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run.font.size = Pt(size)
    run.font.name = LATIN
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONTS[use][0])


def _chart(document: Any, chart: Chart, number: int, language: Language) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.first_line_indent = Pt(0)
    paragraph.paragraph_format.line_spacing = 1.0
    paragraph.paragraph_format.keep_with_next = True
    add_chart(document, paragraph, chart, number, FONTS["table"][0])
    _caption(document, number, chart.title, language, "figure")


def _sources(document: Any, draft: Draft) -> None:
    """How what is computed was, under the heading that the notes with the sources follow."""
    from docx.shared import Pt

    if not draft.citations:
        return
    heading = document.add_paragraph(message(draft.language, "drafts.word.sources"), style="Heading 1")
    heading.paragraph_format.page_break_before = True
    for figure in draft.figures:
        if figure.computed and figure.formula:
            line = message(draft.language, "drafts.word.computed", text=figure.text, formula=figure.formula)
            paragraph = document.add_paragraph()
            paragraph.paragraph_format.first_line_indent = Pt(0)
            paragraph.paragraph_format.line_spacing = Pt(NARROW)
            _run_font(paragraph.add_run(line), "table", SOURCES)


def _notes(draft: Draft) -> dict[int, str]:
    """The source of each mark; of a table that several cells are taken from, all of them: the same for their marks."""
    groups = _source_groups(draft.citations, draft.language)
    return {mark: text for first, last, text in groups for mark in range(first, last + 1)}


def source_lines(citations: Sequence[Citation], language: Language) -> list[str]:
    """A line for each source; cells of one table and page that follow one another stand in one line."""
    return [
        f"[{first}] {text}" if first == last else f"[{first}]–[{last}] {text}"
        for first, last, text in _source_groups(citations, language)
    ]


def _source_groups(citations: Sequence[Citation], language: Language) -> Iterator[tuple[int, int, str]]:
    comma = message(language, "drafts.comma")
    numbered = list(enumerate(citations, 1))
    for _, run in groupby(numbered, key=lambda c: (c[1].doc, c[1].table, c[1].page, c[0] if not c[1].table else 0)):
        group = list(run)
        citation = group[0][1]
        page = message(language, "drafts.word.page", page=citation.page) if citation.page is not None else ""
        place = comma.join(part for part in (citation.doc, citation.table or citation.section, page) if part)
        cells = [" / ".join(part for part in (c.row, c.column) if part) for _, c in group if c.table]
        said = message(language, "drafts.semicolon").join(dict.fromkeys(cell for cell in cells if cell))
        yield group[0][0], group[-1][0], f"{place}{message(language, 'drafts.colon') if said else ''}{said}"


def _page_number(document: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.first_line_indent = Pt(0)
    paragraph.add_run("— ")
    _field(paragraph, "PAGE", "1")
    paragraph.add_run(" —")
    for run in paragraph.runs:
        _run_font(run, "table", 14)


def _field(paragraph: Any, code: str, shown: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", "code", "separate", "shown", "end"):
        run = paragraph.add_run()
        if kind == "code":
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = f" {code} "
            run._element.append(element)
        elif kind == "shown":
            run.text = shown
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
            run._element.append(element)
