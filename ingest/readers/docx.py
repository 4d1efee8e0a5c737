"""DOCX to blocks. The only module that knows python-docx.

Text boxes and footnotes follow the paragraph that holds them. Deleted text of tracked changes is left out, inserted
text is read. Pages are not known: a DOCX has none until it is printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.blocks import Block, DocumentBlocks, Grid, Paragraph, TextStyle
from ingest.contents import take_out_contents
from ingest.errors import ReadError
from ingest.records import Cell, DocumentKind

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_HEADING_STYLE = re.compile(r"^(?:heading|标题|標題)\s*(\d)$", re.IGNORECASE)
_CONTENTS_STYLE = re.compile(r"^(?:toc|目录|目錄)\s*\d$", re.IGNORECASE)

_LAYOUT_ROWS, _LAYOUT_WORDS = 3, 60
"""A table that sets tables side by side has few rows, and beside them captions and notes only."""


def read_docx(path: Path) -> DocumentBlocks:
    """The paragraphs and tables of a DOCX in the order of its body. Raises ReadError `unreadable` or `empty`."""
    import docx

    document = docx.Document(str(path))
    reader = _BodyReader(document)
    blocks = list(reader.element_to_blocks(document.element.body))
    kept, contents = take_out_contents(blocks)
    if not kept:
        raise ReadError("empty", path)
    return DocumentBlocks(
        kind=DocumentKind.DOCX,
        title=(document.core_properties.title or "").strip(),
        pages=None,
        blocks=kept,
        contents=(*contents, *reader.contents),
    )


class _BodyReader:
    """Reads the elements of one document; holds what its styles and footnotes say."""

    def __init__(self, document: Any) -> None:
        self.contents: list[tuple[str, int | None]] = []
        self._styles = {style.style_id: style for style in document.styles}
        self._notes = _footnotes(document)

    def element_to_blocks(self, parent: Any) -> Iterator[Block]:
        for element in parent.iterchildren():
            if element.tag == _W + "p":
                yield from self._paragraph(element)
            elif element.tag == _W + "tbl":
                yield from self._table(element)
            elif element.tag in (_W + "sdt", _W + "sdtContent", _W + "ins", _W + "customXml", _W + "smartTag"):
                yield from self.element_to_blocks(element)

    def _paragraph(self, element: Any) -> Iterator[Block]:
        text = " ".join(_text(element).replace("\n", " ").split(" ")).strip(" \t\u3000")
        style = self._style_name(element)
        if _CONTENTS_STYLE.match(style) and text:
            heading, _, page = text.rpartition("\t")
            self.contents.append((heading or page, int(page) if page.isdecimal() and heading else None))
        elif text:
            yield Paragraph(
                text=text,
                heading_level=self._heading_level(element),
                centered=self._alignment(element) == "center",
                style=self._text_style(element),
            )
        for box in _text_boxes(element):
            yield from self.element_to_blocks(box)
        for reference in element.iter(_W + "footnoteReference", _W + "endnoteReference"):
            kind = "footnote" if reference.tag.endswith("footnoteReference") else "endnote"
            for note in self._notes.get((kind, reference.get(_W + "id")), ()):
                yield Paragraph(text=note, heading_level=0)

    def _table(self, element: Any) -> Iterator[Block]:
        columns = _layout_columns(element)
        for cell in columns:
            yield from self.element_to_blocks(cell)
        if columns:
            return
        grid = _table_to_grid(element)
        if grid.row_count and grid.column_count:
            yield grid

    def _style_name(self, element: Any) -> str:
        style = self._styles.get(_value(element, "pPr/pStyle"))
        return str(style.name) if style is not None else ""

    def _heading_level(self, element: Any) -> int | None:
        """From the paragraph's own outline level, or that of its style and the styles it is based on."""
        level = _value(element, "pPr/outlineLvl")
        if level.isdecimal():
            return int(level) + 1 if int(level) < 9 else 0
        style = self._styles.get(_value(element, "pPr/pStyle"))
        while style is not None:
            named = _HEADING_STYLE.match(str(style.name))
            if named:
                return int(named[1])
            level = _value(style.element, "pPr/outlineLvl")
            if level.isdecimal():
                return int(level) + 1 if int(level) < 9 else 0
            style = style.base_style
        return 0

    def _alignment(self, element: Any) -> str:
        return _value(element, "pPr/jc")

    def _text_style(self, element: Any) -> TextStyle:
        run = next((r for r in element.iter(_W + "r") if _text(r).strip()), None)
        size = _value(run, "rPr/sz") if run is not None else ""
        bold = run is not None and run.find(f"{_W}rPr/{_W}b") is not None and _value(run, "rPr/b") not in ("0", "false")
        fonts = run.find(f"{_W}rPr/{_W}rFonts") if run is not None else None
        face = (fonts.get(_W + "eastAsia") or fonts.get(_W + "ascii") or "") if fonts is not None else ""
        return TextStyle(face=face, size=int(size) / 2 if size.isdecimal() else 0.0, bold=bold)


def _layout_columns(table: Any) -> list[Any]:
    """The cells, column by column, of a table that only sets other tables side by side; none of any other table."""
    rows = [list(_cells(row)) for row in _rows(table)]
    last = rows[-1] if rows else []
    if len(rows) > _LAYOUT_ROWS or not last or any(len(row) != len(last) for row in rows):
        return []
    if any(cell.find(_W + "tbl") is None and len(_cell_text(cell)) > _LAYOUT_WORDS for row in rows for cell in row):
        return []
    if not all(any(row[at].find(_W + "tbl") is not None for row in rows) for at in range(len(last))):
        return []
    return [row[at] for at in range(len(last)) for row in rows]


def _table_to_grid(table: Any) -> Grid:
    """Cells with their spans: `gridSpan` to the right, `vMerge` downwards, `gridBefore` for rows that begin later."""
    rows = [row for row in _rows(table)]
    cells: list[Cell] = []
    open_cells: dict[int, int] = {}
    width = 0
    header_rows = 0
    for row_index, row in enumerate(rows):
        column = int(_value(row, "trPr/gridBefore") or 0)
        going_on: dict[int, int] = {}
        for element in _cells(row):
            span = int(_value(element, "tcPr/gridSpan") or 1)
            merge = element.find(f"{_W}tcPr/{_W}vMerge")
            above = open_cells.get(column)
            goes_on = merge is not None and merge.get(_W + "val") != "restart" and above is not None
            if goes_on and above is not None:
                cells[above] = _taller(cells[above], _cell_text(element))
                going_on[column] = above
            else:
                text = _cell_text(element)
                cells.append(Cell(row_index, column, text, 1, span, lines=tuple(text.splitlines())))
                if merge is not None:
                    going_on[column] = len(cells) - 1
            column += span
        width = max(width, column)
        open_cells = going_on
        marked = row.find(f"{_W}trPr/{_W}tblHeader")
        if marked is not None and marked.get(_W + "val") not in ("0", "false") and header_rows == row_index:
            header_rows += 1
    return Grid(cells=tuple(cells), row_count=len(rows), column_count=width, header_rows=header_rows or None)


def _taller(cell: Cell, text: str) -> Cell:
    joined = "\n".join(part for part in (cell.text, text) if part)
    return Cell(cell.row, cell.column, joined, cell.row_span + 1, cell.column_span, lines=tuple(joined.splitlines()))


def _rows(table: Any) -> Iterator[Any]:
    for element in table.iterchildren():
        if element.tag == _W + "tr":
            yield element
        elif element.tag in (_W + "sdt", _W + "sdtContent", _W + "ins", _W + "customXml"):
            yield from _rows(element)


def _cells(row: Any) -> Iterator[Any]:
    for element in row.iterchildren():
        if element.tag == _W + "tc":
            yield element
        elif element.tag in (_W + "sdt", _W + "sdtContent", _W + "ins", _W + "customXml"):
            yield from _cells(element)


def _cell_text(cell: Any) -> str:
    """The cell's paragraphs, one a line; a table inside the cell row by row."""
    parts: list[str] = []
    for element in cell.iterchildren():
        if element.tag == _W + "p":
            parts += _text(element).split("\n")
            for box in _text_boxes(element):
                parts.append(_cell_text(box))
        elif element.tag == _W + "tbl":
            parts += ["  ".join(_cell_text(inner) for inner in _cells(row)) for row in _rows(element)]
        elif element.tag in (_W + "sdt", _W + "sdtContent", _W + "ins"):
            parts.append(_cell_text(element))
    return "\n".join(part.strip(" \t\u3000") for part in parts if part.strip())


def _text(element: Any) -> str:
    """The letters of a paragraph or run; line breaks as \\n, tabs as \\t. Not those of text boxes or deleted text."""
    parts: list[str] = []
    for child in element.iterchildren():
        tag = child.tag
        if tag == _W + "t":
            parts.append(child.text or "")
        elif tag == _W + "tab":
            parts.append("\t")
        elif tag in (_W + "br", _W + "cr"):
            parts.append("\n" if child.get(_W + "type") in (None, "textWrapping") else "")
        elif tag == _W + "noBreakHyphen":
            parts.append("-")
        elif tag == _W + "sym":
            parts.append(_symbol(child.get(_W + "char") or ""))
        elif tag == _MC + "AlternateContent":
            continue
        elif tag not in (_W + "del", _W + "pPr", _W + "rPr", _W + "drawing", _W + "pict", _W + "instrText"):
            parts.append(_text(child) if isinstance(tag, str) else "")
    return "".join(parts).replace("\u00a0", " ").replace("\u3000", " ")


def _symbol(code: str) -> str:
    """A letter of a symbol font; the private area, which only that font can show, is left out."""
    letter = chr(int(code, 16)) if code else ""
    return "" if "\ue000" <= letter <= "\uf8ff" else letter


def _text_boxes(element: Any) -> Iterator[Any]:
    """Contents of text boxes, once: the older drawing of the same box is skipped."""
    for box in element.iter(_W + "txbxContent"):
        if not any(parent.tag == _MC + "Fallback" for parent in box.iterancestors()):
            yield box


def _footnotes(document: Any) -> dict[tuple[str, str], list[str]]:
    from lxml import etree

    notes: dict[tuple[str, str], list[str]] = {}
    for relation in document.part.rels.values():
        kind = next((kind for kind in ("footnote", "endnote") if relation.reltype.endswith(f"/{kind}s")), "")
        if kind and not relation.is_external:
            for note in etree.fromstring(relation.target_part.blob).iter(_W + kind):
                texts = [_text(paragraph).strip() for paragraph in note.iter(_W + "p")]
                notes[kind, note.get(_W + "id") or ""] = [text for text in texts if text]
    return notes


def _value(element: Any, where: str) -> str:
    found = element.find("/".join(_W + part for part in where.split("/")))
    return (found.get(_W + "val") or "") if found is not None else ""
