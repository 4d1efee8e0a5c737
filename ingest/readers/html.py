"""HTML to blocks, also what spreadsheet and office programs save as XLS or DOC and is HTML. The only module that knows
lxml's HTML parser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.blocks import Block, DocumentBlocks, Grid, Paragraph
from ingest.contents import take_out_contents
from ingest.errors import ReadError
from ingest.readers.html_tables import html_to_grid
from ingest.readers.text import decode_text
from ingest.records import DocumentKind

_SILENT = frozenset(("head", "script", "style", "noscript", "template", "nav", "button", "select", "svg", "iframe"))
_PARTS = frozenset(
    (
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    )
)
_HEADING = re.compile(r"^h([1-6])$")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_CENTERED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_CHINESE_LINE_END = re.compile(r"(?<=[\u2e80-\uffef])[ \t\r]*\n\s*(?=[\u2e80-\uffef])")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)


def read_html(path: Path) -> DocumentBlocks:
    """The visible paragraphs and tables of a page. Raises ReadError `unreadable` if it is no text, `empty`."""
    from lxml import html

    root = html.document_fromstring(_decode(path.read_bytes(), path), parser=html.HTMLParser(remove_comments=True))
    titles = [title.text_content() for title in root.iter("title")]
    kept, contents = take_out_contents(list(_element_to_blocks(root)))
    if not kept:
        raise ReadError("empty", path)
    title = _spaced("".join(titles[:1]))
    return DocumentBlocks(DocumentKind.HTML, title, None, kept, contents)


def _decode(content: bytes, path: Path) -> str:
    """The text in the encoding that the page names, if that is right, without XML declaration: lxml refuses it."""
    named = _CHARSET.search(content[:2048].replace(b"\0", b""))
    name = named[1].decode("ascii").lower() if named else ""
    if name and not name.startswith(("utf", "gb")):
        try:
            text = content.decode(name)
        except (LookupError, UnicodeDecodeError):
            text = decode_text(content, path)
    else:
        text = decode_text(content, path)
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text)


def _element_to_blocks(element: Any) -> Iterator[Block]:
    """The blocks of an element. Text that stands directly in it, and in inline elements, is a paragraph up to the next
    part."""
    open_text: list[str] = []
    level = _HEADING.match(element.tag) if isinstance(element.tag, str) else None

    def paragraph() -> Iterator[Block]:
        text = _spaced("".join(open_text))
        open_text.clear()
        if text:
            yield Paragraph(text, int(level[1]) if level else None, centered=_is_centered(element))

    open_text.append(element.text or "")
    for child in element:
        if not isinstance(child.tag, str) or child.tag in _SILENT or _is_hidden(child):
            pass
        elif child.tag == "br":
            yield from paragraph()
        elif child.tag == "table":
            yield from paragraph()
            yield from _table_to_blocks(child)
        elif child.tag in _PARTS or any(inner.tag in _PARTS or inner.tag == "br" for inner in child.iterdescendants()):
            yield from paragraph()
            yield from _element_to_blocks(child)
        else:
            open_text.append(_inline_text(child))
        open_text.append(child.tail or "")
    yield from paragraph()


def _table_to_blocks(table: Any) -> Iterator[Block]:
    """The table as a grid after its caption; what it holds, where it only lays the page out."""
    from lxml import etree

    if _lays_out(table):
        yield from _element_to_blocks(table)
        return
    for caption in table.iterchildren("caption"):
        text = _spaced(caption.text_content())
        if text:
            yield Paragraph(text, 0, centered=True)
        table.remove(caption)
    for hidden in [e for e in table.iter() if isinstance(e.tag, str) and (e.tag in _SILENT or _is_hidden(e))]:
        if hidden is not table:
            hidden.drop_tree()
    grid = html_to_grid(etree.tostring(table, encoding="unicode", method="html", with_tail=False))
    if grid is not None and any(cell.text for cell in grid.cells):
        yield from _grid_or_paragraphs(grid)


def _lays_out(table: Any) -> bool:
    """Whether the table is no table of data: others stand in it, or it is a single cell."""
    cells = sum(1 for _ in table.iter("td", "th"))
    return any(True for inner in table.iterdescendants("table")) or cells < 2


def _grid_or_paragraphs(grid: Grid) -> Iterator[Block]:
    if grid.column_count > 1:
        yield grid
    else:
        yield from (Paragraph(text) for cell in grid.cells for text in cell.text.split("\n") if text)


def _inline_text(element: Any) -> str:
    if _is_hidden(element):
        return ""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _SILENT:
            parts.append(_inline_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _is_hidden(element: Any) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _is_centered(element: Any) -> bool:
    return (
        element.tag == "center"
        or element.get("align") == "center"
        or bool(_CENTERED.search(element.get("style") or ""))
    )


def _spaced(text: str) -> str:
    """White space as a browser shows it; a line end of the source between Chinese letters is none."""
    text = _CHINESE_LINE_END.sub("", text)
    return " ".join(text.replace("\u00a0", " ").replace("\u3000", " ").split())
