"""A draft as a Word document in the form of official papers: 仿宋 text, 黑体 headings, numbered captions, real tables,
and the numbered list of sources. Knows python-docx."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from app.answer import Citation, Language
from app.draft.result import Draft
from app.draft.saved import embed
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
                _text(document.add_paragraph(), line)
    _sources(document, draft)
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


def _text(paragraph: Any, text: str) -> None:
    """Words with the marks of citations raised and what is to be filled in or settled marked."""
    from docx.enum.text import WD_COLOR_INDEX

    for piece in _MARKS.split(text):
        if not piece:
            continue
        run = paragraph.add_run(piece)
        if re.fullmatch(r"(?:\[\d+\])+", piece):
            run.font.superscript = True
        elif _MARKS.fullmatch(piece):
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _caption(document: Any, number: int, text: str, language: Language) -> None:
    """表 1 …, with the number as a field, so that Word counts on when tables are added."""
    paragraph = document.add_paragraph(style="Caption")
    paragraph.add_run(message(language, "drafts.word.table"))
    _field(paragraph, f"SEQ {message(language, 'drafts.word.table').strip()} \\* ARABIC", str(number))
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


def _sources(document: Any, draft: Draft) -> None:
    """The list of sources, with what is computed and how."""
    from docx.shared import Pt

    if not draft.citations:
        return
    document.add_paragraph(message(draft.language, "drafts.word.sources"), style="Heading 1")
    lines = source_lines(draft.citations, draft.language)
    lines += [
        message(draft.language, "drafts.word.computed", text=figure.text, formula=figure.formula)
        for figure in draft.figures
        if figure.computed and figure.formula
    ]
    for line in lines:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.first_line_indent = Pt(0)
        paragraph.paragraph_format.line_spacing = Pt(NARROW)
        _run_font(paragraph.add_run(line), "table", SOURCES)


def source_lines(citations: Sequence[Citation], language: Language) -> list[str]:
    """A line for each source; cells of one table and page that follow one another stand in one line."""
    comma = message(language, "drafts.comma")
    lines: list[str] = []
    numbered = list(enumerate(citations, 1))
    for _, run in groupby(numbered, key=lambda c: (c[1].doc, c[1].table, c[1].page, c[0] if not c[1].table else 0)):
        group = list(run)
        first, last = group[0][0], group[-1][0]
        citation = group[0][1]
        page = message(language, "drafts.word.page", page=citation.page) if citation.page is not None else ""
        place = comma.join(part for part in (citation.doc, citation.table or citation.section, page) if part)
        cells = [" / ".join(part for part in (c.row, c.column) if part) for _, c in group if c.table]
        mark = f"[{first}]" if first == last else f"[{first}]–[{last}]"
        said = message(language, "drafts.semicolon").join(dict.fromkeys(cell for cell in cells if cell))
        lines.append(f"{mark} {place}{message(language, 'drafts.colon') if said else ''}{said}")
    return lines


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
