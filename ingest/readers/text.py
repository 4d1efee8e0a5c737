"""Plain text and Markdown to blocks: headings, paragraphs, tables as tabs, pipes or HTML.

Lines that a page end or a line end cut in the middle of a sentence are joined again; tables of tab-separated rows are
put together over the blank lines that page breaks leave.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ingest.blocks import Block, DocumentBlocks, Grid, Paragraph
from ingest.captions import is_note, is_unit_line, text_to_caption
from ingest.contents import contents_entry, take_out_contents, with_plain_leaders
from ingest.errors import ReadError
from ingest.heading_runs import heading_indexes
from ingest.line_ends import joint, writes_spaces
from ingest.marks import leading_mark
from ingest.readers.html_tables import html_to_grid
from ingest.readers.text_rows import TextRow
from ingest.readers.text_tables import plain_text, rows_to_grid, with_common_headers
from ingest.records import Cell, DocumentKind

_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_PIPE_RULE = re.compile(r"^\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?$")
_TAB_RULE = re.compile(r"^[\s:|-]*-{2,}[\s:|-]*$")
_PAGE_NUMBER = re.compile(r"^\s*[-—–]\s*\d{1,4}\s*[-—–]\s*$|^\s*第\s*\d{1,4}\s*页.{0,12}$")
_SENTENCE_END = frozenset("。！？；：.!?;:")
_ENDS = _SENTENCE_END | frozenset("”》）)】")
_CLAUSE = frozenset("，、；。：“《（,")
_SHORT = 20
_STRAY = 4


def read_text(path: Path) -> DocumentBlocks:
    """The paragraphs and tables of a text file.

    Raises ReadError: `unreadable` if it is no text, `empty` if it has none.
    """
    text = decode_text(path.read_bytes(), path)
    blocks, contents = take_out_contents(_with_common_headers(list(text_to_blocks(text))))
    blocks = tuple(sentences_joined(blocks))
    if not blocks:
        raise ReadError("empty", path)
    return DocumentBlocks(kind=DocumentKind.TEXT, title=_title(blocks), pages=None, blocks=blocks, contents=contents)


def decode_text(content: bytes, path: Path) -> str:
    """UTF-8, UTF-16 with its mark, or GB 18030. Raises ReadError `unreadable` for anything else."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\x00" in content:
        raise ReadError("unreadable", path, cause="it is no text")
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ReadError("unreadable", path, cause=f"it is no text in {' or '.join(encodings)}")


def text_to_blocks(text: str) -> Iterator[Block]:
    """Blocks in order. A blank line parts paragraphs, unless it stands in the middle of a sentence."""
    lines = with_plain_leaders(text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n"))
    index = 0
    open_text, blank = "", True
    while index < len(lines):
        line = lines[index].strip(" \u3000\u00a0")
        block, following = _table_at(lines, index)
        if block is not None or following > index:
            if open_text:
                yield Paragraph(open_text)
            open_text = ""
            if block is not None:
                yield block
            index, blank = following, True
            continue
        index += 1
        if not line.strip() or _PAGE_NUMBER.match(line):
            blank = True
            continue
        heading = _HEADING.match(line)
        line = plain_text(heading[2] if heading else line)
        if heading or not open_text or not _goes_on(open_text, line, blank):
            if open_text:
                yield Paragraph(open_text)
            open_text = line
        else:
            open_text += joint(open_text, line, 0.0, 99.0, writes_spaces(open_text + line)) + line
        if heading:
            yield Paragraph(line, heading_level=len(heading[1]))
            open_text = ""
        blank = False
    if open_text:
        yield Paragraph(open_text)


def sentences_joined(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, a paragraph that a page break cut in its first line joined with the next: after the first heading, a
    line that is long for a title, is no heading among those marked alike and does not end, before a sentence."""
    headings = heading_indexes({i: block.text for i, block in enumerate(blocks) if isinstance(block, Paragraph)})
    first = min(headings, default=len(blocks))
    begun = ""
    for index, block in enumerate(blocks):
        after = blocks[index + 1] if index + 1 < len(blocks) else None
        if isinstance(block, Paragraph) and begun:
            block = replace(block, text=begun + joint(begun, block.text, 0.0, 99.0, writes_spaces(begun)) + block.text)
            begun = ""
        if isinstance(block, Paragraph) and isinstance(after, Paragraph) and index > first:
            heading = block.heading_level or after.heading_level or index in headings
            if not heading and _is_cut(block.text, after.text):
                begun = block.text
                continue
        yield block


def _is_cut(text: str, after: str) -> bool:
    if len(text) < _SHORT or text[-1] in _ENDS or leading_mark(after) or not re.search(r"[。；：，]", after):
        return False
    return not any(text_to_caption(line) or is_unit_line(line) or is_note(line) for line in (text, after))


def _goes_on(before: str, line: str, blank: bool) -> bool:
    """Whether `line` is the rest of the sentence that `before` begins."""
    if before[-1] in _SENTENCE_END or contents_entry(before) or contents_entry(line) or leading_mark(line):
        return False
    if any(text_to_caption(text) or is_unit_line(text) or is_note(text) for text in (before, line)):
        return False
    mark = leading_mark(before)
    title = len(before) < 60 and "。" not in before and (mark is not None or not any(c in _CLAUSE for c in before))
    if title:
        return len(line) <= _STRAY and mark is not None and blank
    return len(before) >= _SHORT


def _table_at(lines: Sequence[str], index: int) -> tuple[Grid | None, int]:
    """The table that begins at line `index`, and the line after it; (None, index) if none does."""
    line = lines[index]
    if "<table" in line.lower():
        end = index
        while end < len(lines) - 1 and "</table" not in lines[end].lower():
            end += 1
        return html_to_grid("\n".join(lines[index : end + 1])), end + 1
    if line.strip().startswith("|") and index + 1 < len(lines) and _PIPE_RULE.match(lines[index + 1].strip()):
        return _pipe_table(lines, index)
    if _is_tab_row(line):
        return _tab_table(lines, index)
    return None, index


def _pipe_table(lines: Sequence[str], index: int) -> tuple[Grid | None, int]:
    rows = [_pipe_cells(lines[index])]
    end = index + 2
    while end < len(lines) and lines[end].strip().startswith("|"):
        rows.append(_pipe_cells(lines[end]))
        end += 1
    width = max(len(row) for row in rows)
    cells = tuple(
        Cell(r, c, text, lines=tuple(text.splitlines()))
        for r, row in enumerate(rows)
        for c, text in enumerate(row + [""] * (width - len(row)))
    )
    return Grid(cells, len(rows), width, header_rows=1), end


def _pipe_cells(line: str) -> list[str]:
    return [plain_text(cell.replace("\\|", "|")) for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]


def _tab_table(lines: Sequence[str], index: int) -> tuple[Grid | None, int]:
    """Rows of tab-separated cells, over blank lines between them, which page breaks leave."""
    rows: list[TextRow] = []
    end, after_break = index, False
    for at in range(index, len(lines)):
        if _is_tab_row(lines[at]):
            cells = [plain_text(cell) for cell in lines[at].split("\t")]
            if any(cells) and not _TAB_RULE.match(lines[at]):
                rows.append(TextRow(cells, after_break))
                after_break = False
            end = at + 1
        elif not lines[at].strip() or _PAGE_NUMBER.match(lines[at]):
            after_break = True
        else:
            break
    return (rows_to_grid(rows) if rows else None), end


def _is_tab_row(line: str) -> bool:
    return "\t" in line.strip(" \n") and bool(line.strip())


def _with_common_headers(blocks: Sequence[Block]) -> list[Block]:
    grids = iter(with_common_headers([block for block in blocks if isinstance(block, Grid)]))
    return [next(grids) if isinstance(block, Grid) else block for block in blocks]


def _title(blocks: Sequence[Block]) -> str:
    """The lines before the first sentence or heading, if they are few and short."""
    lines: list[str] = []
    for block in blocks[:4]:
        if not isinstance(block, Paragraph) or block.heading_level or leading_mark(block.text):
            break
        if len(block.text) > 60 or any(letter in "。，：:" for letter in block.text):
            break
        lines.append(block.text)
    return "".join(lines)
