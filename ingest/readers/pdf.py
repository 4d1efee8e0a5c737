"""PDF to blocks. The only module that knows pdfplumber."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from ingest.blocks import DocumentBlocks, TextStyle
from ingest.contents import take_out_contents
from ingest.errors import ReadError
from ingest.readers.pdf_lines import Glyph, glyphs_to_lines
from ingest.readers.pdf_paragraphs import PageLayout, pages_to_blocks
from ingest.readers.pdf_tables import Box, RuledTable, cell_padding, glyphs_to_tables, ruled_table_to_grid
from ingest.records import DocumentKind

_BOLD = re.compile(r"bold|black|heavy|semibold|demi|w[789]\b", re.IGNORECASE)
_WEIGHT = re.compile(
    r"[-,_ ]?(extra|semi|demi)?(bold|black|heavy|regular|medium|light|italic|oblique|mt|w\d)+", re.IGNORECASE
)


def read_pdf(path: Path) -> DocumentBlocks:
    """The paragraphs and tables of a PDF with their places. Headers, footers and page numbers are left out.

    Raises ReadError: `encrypted`, `unreadable`, `empty` (no text: its pages are pictures).
    """
    pages = _open_pages(path)
    padding = cell_padding([table for _, _, _, tables, _ in pages for table in tables])
    layouts = [
        PageLayout(
            number=number,
            width=width,
            height=height,
            lines=tuple(glyphs_to_lines(outside, number)),
            grids=tuple(ruled_table_to_grid(table, number, padding) for table in tables),
        )
        for number, width, height, tables, outside in pages
    ]
    if not any(layout.lines or layout.grids for layout in layouts):
        raise ReadError("empty", path, cause="no text on any page")
    blocks, contents = take_out_contents(pages_to_blocks(layouts))
    return DocumentBlocks(kind=DocumentKind.PDF, title="", pages=len(layouts), blocks=blocks, contents=contents)


def _open_pages(path: Path) -> list[tuple[int, float, float, list[RuledTable], list[Glyph]]]:
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    pages = []
    try:
        pdf = pdfplumber.open(path)
    except PdfminerException as error:
        protected = any(isinstance(cause, PDFPasswordIncorrect) for cause in error.args)
        raise ReadError("encrypted" if protected else "unreadable", path, cause=str(error)) from error
    with pdf:
        for page in pdf.pages:
            glyphs = [glyph for char in page.chars if (glyph := _char_to_glyph(char))]
            boxes = [_table_boxes(table) for table in page.find_tables()]
            tables, outside = glyphs_to_tables(glyphs, [cells for cells in boxes if len(cells) > 1])
            pages.append((page.page_number, float(page.width), float(page.height), tables, outside))
            page.close()
    return pages


def _table_boxes(table: Any) -> list[Box]:
    return [(float(x0), float(top), float(x1), float(bottom)) for x0, top, x1, bottom in table.cells]


def _char_to_glyph(char: dict[str, Any]) -> Glyph | None:
    text = _letters(char["text"])
    if not text or text == "\n":
        return None
    style = _style(char["fontname"], round(float(char["size"]), 1), str(char["non_stroking_color"]))
    return Glyph(text, float(char["x0"]), float(char["top"]), float(char["x1"]), float(char["bottom"]), style)


@cache
def _letters(text: str) -> str:
    """Radicals and compatibility forms, which some fonts map letters to, become the letters that they show."""
    if any("\u2e80" <= c <= "\u2fdf" or "\uf900" <= c <= "\ufaff" or "\ufb00" <= c <= "\ufb06" for c in text):
        text = unicodedata.normalize("NFKC", text)
    return text.replace("\u00a0", " ").replace("\u3000", " ")


@cache
def _style(font: str, size: float, color: str) -> TextStyle:
    face = font.rpartition("+")[2]
    return TextStyle(face=_WEIGHT.sub("", face), size=size, bold=bool(_BOLD.search(face)), color=color)
