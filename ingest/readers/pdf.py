"""PDF to blocks. The only module that knows pdfplumber."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.blocks import DocumentBlocks, TextStyle
from ingest.contents import take_out_contents
from ingest.errors import ReadError
from ingest.page_shares import read_in_shares
from ingest.progress import tell_page_read
from ingest.readers.page_images import pdf_page_to_image, text_is_unseen
from ingest.readers.pdf_beside import glyphs_apart
from ingest.readers.pdf_lines import Glyph, glyphs_to_lines
from ingest.readers.pdf_open_headers import Rule
from ingest.readers.pdf_open_tables import OpenPage, open_tables, rules_outside
from ingest.readers.pdf_paragraphs import PageLayout, pages_to_blocks
from ingest.readers.pdf_tables import Box, RuledTable, cell_padding, frame_of, glyphs_to_tables, ruled_table_to_grid
from ingest.records import DocumentKind, UnreadPage

if TYPE_CHECKING:
    from ingest.readers.scanned_pages import ScannedLayout

_BOLD = re.compile(r"bold|black|heavy|semibold|demi|w[789]\b", re.IGNORECASE)
_WEIGHT = re.compile(
    r"[-,_ ]?(extra|semi|demi)?(bold|black|heavy|regular|medium|light|italic|oblique|mt|w\d)+", re.IGNORECASE
)
_BROKEN = re.compile(r"\(cid:|[\ufffd\ue000-\uf8ff]")
"""A letter that the file does not tell, only draws."""
_SMALL_PICTURE, _WHOLE_PAGE = 0.02, 0.6
"""Share of the page that a picture takes which may hold text, and one that is the page."""
_STAMPED = 60
"""Letters that may have been printed onto a scanned page: page number, header, receipt stamp."""
_OUTLINES = 40
"""Curves on a page whose letters are drawn as outlines."""


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page: its tables with their letters, and the letters and horizontal rules outside. `scanned`: it is to be read
    as a picture."""

    number: int
    width: float
    height: float
    tables: tuple[RuledTable, ...] = ()
    outside: tuple[Glyph, ...] = ()
    scanned: bool = False
    rules: tuple[Rule, ...] = ()


def read_pdf(path: Path) -> DocumentBlocks:
    """The paragraphs and tables of a PDF with their places. Headers, footers and page numbers are left out.

    Pages that are pictures are read by recognition of their text; pages that cannot be read at all are `unread`.
    Raises ReadError: `encrypted`, `unreadable` (with the page, where no page can be read), `empty`.
    """
    from ingest.readers.scanned_pages import places_as_they_lie, read_scanned_pages

    sheets, unread = _open_sheets(path)
    pages = len(sheets) + len(unread)
    numbers = [sheet.number for sheet in sheets if sheet.scanned]
    scans, unread_scans = read_scanned_pages(numbers, lambda number: pdf_page_to_image(path, number), pages)
    unread = sorted([*unread, *unread_scans], key=lambda page: page.page)
    texts = _with_open_tables([sheet for sheet in sheets if not sheet.scanned])
    layouts = sheets_to_layouts(texts) + scans_to_layouts(scans)
    layouts.sort(key=lambda layout: layout.number)
    if not any(layout.lines or layout.grids for layout in layouts):
        if unread:
            raise ReadError("unreadable", path, page=unread[0].page, cause=unread[0].cause)
        raise ReadError("empty", path, cause="no text on any page")
    blocks = places_as_they_lie(pages_to_blocks(layouts), {scan.page.number: scan for scan in scans})
    kept, contents = take_out_contents(blocks)
    return DocumentBlocks(DocumentKind.PDF, "", pages, kept, contents, tuple(unread))


def load_library() -> None:
    """Loads pdfplumber, which takes a moment, ahead of the first document."""
    import pdfplumber  # noqa: F401


def sheets_to_layouts(sheets: Sequence[_Sheet]) -> list[PageLayout]:
    """Printed lines and grids of pages that were made alike."""
    padding = cell_padding([table for sheet in sheets for table in sheet.tables])
    return [
        PageLayout(
            number=sheet.number,
            width=sheet.width,
            height=sheet.height,
            lines=tuple(
                line
                for part in glyphs_apart(sheet.outside, [frame_of(table.boxes) for table in sheet.tables])
                for line in glyphs_to_lines(part, sheet.number)
            ),
            grids=tuple(ruled_table_to_grid(table, sheet.number, padding) for table in sheet.tables),
        )
        for sheet in sheets
    ]


def scans_to_layouts(scans: Sequence[ScannedLayout]) -> list[PageLayout]:
    """Printed lines and grids of scanned pages."""
    sheets = []
    for scan in scans:
        tables, outside = glyphs_to_tables(scan.glyphs, scan.tables)
        sheets.append(_Sheet(scan.page.number, scan.page.width, scan.page.height, tuple(tables), tuple(outside), True))
    return sheets_to_layouts(sheets)


def _open_sheets(path: Path) -> tuple[list[_Sheet], list[UnreadPage]]:
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        # From memory: two processes that read from one open file would move each other's position in it.
        with pdfplumber.open(io.BytesIO(path.read_bytes())) as pdf:
            pages = pdf.pages
            read = read_in_shares(len(pages), lambda numbers: _read_pages([pages[n - 1] for n in numbers], path))
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], PDFPasswordIncorrect):
            raise ReadError("encrypted", path) from error
        raise ReadError("unreadable", path, cause=str(error)) from error
    unread = [page for page in read if isinstance(page, UnreadPage)]
    return [page for page in read if isinstance(page, _Sheet)], unread


def _read_pages(pages: Sequence[Any], path: Path) -> list[_Sheet | UnreadPage]:
    read: list[_Sheet | UnreadPage] = []
    for page in pages:
        # Whatever a damaged page makes the library raise concerns this page only.
        try:
            sheet = _page_to_sheet(page, path)
        except Exception as error:
            read.append(UnreadPage(page.page_number, str(error) or type(error).__name__))
        else:
            read.append(sheet)
        page.close()
        if not (isinstance(read[-1], _Sheet) and read[-1].scanned):
            tell_page_read(page.page_number, len(page.pdf.pages))
    return read


def _page_to_sheet(page: Any, path: Path) -> _Sheet:
    size = (page.page_number, float(page.width), float(page.height))
    glyphs = [glyph for char in page.chars if (glyph := _char_to_glyph(char))]
    if _is_picture(page, glyphs, path):
        return _Sheet(*size, scanned=True)
    boxes = [cells for table in page.find_tables() if len(cells := _table_boxes(table)) > 1]
    rules = [(float(e["x0"]), float(e["x1"]), float(e["top"])) for e in page.edges if e["orientation"] == "h"]
    tables, outside = glyphs_to_tables(glyphs, boxes)
    rules_left = rules_outside(rules, [frame_of(cells) for cells in boxes])
    return _Sheet(*size, tuple(tables), tuple(outside), rules=rules_left)


def _with_open_tables(sheets: Sequence[_Sheet]) -> list[_Sheet]:
    """The pages with their tables that only horizontal rules mark, which may run over several of them."""
    parts = open_tables([OpenPage(sheet.number, sheet.height, sheet.rules, sheet.outside) for sheet in sheets])
    found: list[_Sheet] = []
    for sheet in sheets:
        opened = parts.get(sheet.number, [])
        tables, outside = glyphs_to_tables(sheet.outside, [part.boxes for part in opened])
        tables = [replace(table, columns=tuple(part.columns)) for table, part in zip(tables, opened, strict=True)]
        found.append(replace(sheet, tables=(*sheet.tables, *tables), outside=tuple(outside)) if opened else sheet)
    return found


def _is_picture(page: Any, glyphs: Sequence[Glyph], path: Path) -> bool:
    """Whether the page's text is to be had only by looking at it: it has none, or none that can be trusted."""
    letters = [glyph for glyph in glyphs if glyph.text.strip()]
    covered = sum(_area_on_page(image, page) for image in page.images) / float(page.width * page.height)
    if not letters:
        return covered > _SMALL_PICTURE or len(page.curves) > _OUTLINES
    broken = sum(bool(_BROKEN.match(glyph.text)) for glyph in letters)
    if broken > len(letters) / 3:
        return True
    if covered < _WHOLE_PAGE:
        return False
    return len(letters) < _STAMPED or text_is_unseen(path, page.page_number)


def _area_on_page(image: dict[str, Any], page: Any) -> float:
    width = min(float(image["x1"]), float(page.width)) - max(float(image["x0"]), 0.0)
    height = min(float(image["bottom"]), float(page.height)) - max(float(image["top"]), 0.0)
    return max(0.0, width) * max(0.0, height)


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
