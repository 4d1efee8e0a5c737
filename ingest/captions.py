"""What belongs to a table around it: its caption, its unit line and the notes under it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.blocks import Block, Grid, Paragraph
from ingest.records import Cell

_NUMBER = r"(?:附\s*)?表\s*(?:\d+|[一二三四五六七八九十]+|[A-Z](?=[\d\-.]))(?:\s*[-—–－−.．]\s*\d+)*"
_CAPTION = re.compile(
    rf"^[*【\[]*(?P<again>续)?\s*(?P<number>{_NUMBER})(?![\d%])\s*[:：、.．]?\s*(?P<title>.*?)[*】\]]*$"
)
_AGAIN = re.compile(r"^(?:续\s*表|表\s*续|.{0,60}[（(]\s*续\s*[表)）])")
_UNIT = re.compile(r"(?:计量|金额|货币|数量)?单\s*位\s*[:：]\s*(?P<unit>[^）)\]】\s][^）)\]】]*?)\s*(?:[）)\]】]|$)")
_UNIT_LINE = re.compile(r"^[（(\[【]?\s*(?:计量|金额|货币|数量)?单\s*位\s*[:：]\s*\S.{0,60}$")
_NOTE = re.compile(
    r"^[*＊※]?[（(【\[]?\s*(?:注|备注|附注|说明|资料来源|数据来源|来源|数据说明)\s*\d*\s*[】\])）]?\s*[:：.．、]"
)
_SENTENCE_ENDS = ("。", "；", "：", "，", "！", "？")
_LONGEST = 90


@dataclass(frozen=True, slots=True)
class Caption:
    """A table's caption line: `text` as printed, `number` without spaces (表5-3), empty if it has none."""

    text: str
    number: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A grid with what belongs to it, and the indexes of the paragraphs that were taken for that."""

    grid: Grid
    caption: Caption | None = None
    unit: str = ""
    notes: tuple[str, ...] = ()
    paragraphs: tuple[int, ...] = field(default=())


def text_to_caption(text: str) -> Caption | None:
    """The caption that a line is, if it is a numbered one: 表5-3 …. A sentence that only begins so is none."""
    text = text.strip()
    found = _CAPTION.match(text) if len(text) <= _LONGEST else None
    if not found or text.endswith(_SENTENCE_ENDS) or "。" in text:
        return None
    number = re.sub(r"[—–－−]", "-", re.sub(r"\s", "", found["number"])).replace("．", ".")
    unit = text_to_unit(text)
    return Caption(text.strip("*"), number, unit)


def caption_title(text: str) -> str:
    """What a caption says besides its number: all of it where it has none."""
    found = _CAPTION.match(text.strip())
    return found["title"].strip() if found else text.strip()


def begins_caption(text: str) -> bool:
    """Whether a printed line may be the first of a caption's: the rest of a long one stands in the line below."""
    return bool(_CAPTION.match(text.strip())) and "。" not in text


def is_caption_again(paragraph: Paragraph) -> bool:
    """Whether it says that the table above goes on (续表)."""
    return len(paragraph.text) <= _LONGEST and bool(_AGAIN.match(paragraph.text.strip()))


def text_to_unit(text: str) -> str:
    """The unit that a unit line or the end of a caption states: 万元 of 单位：万元; empty if none."""
    found = _UNIT.search(text)
    return found["unit"].strip() if found else ""


def is_unit_line(text: str) -> bool:
    return bool(_UNIT_LINE.match(text.strip()))


def is_unit_paragraph(paragraph: Paragraph) -> bool:
    return is_unit_line(paragraph.text)


def is_note(text: str) -> bool:
    return bool(_NOTE.match(text.strip()))


def blocks_to_table_blocks(blocks: Sequence[Block], headings: set[int]) -> dict[int, TableBlock]:
    """Per index of a grid, the grid with its caption, unit line and notes; `headings` are indexes that are not theirs.

    Captions stand above their tables or, where most do in this document, below.
    """
    grids = [index for index, block in enumerate(blocks) if isinstance(block, Grid)]
    above = {index: _lines_above(blocks, index, headings) for index in grids}
    below = {index: _caption_below(blocks, index, headings) for index in grids}
    captioned_above = sum(any(_caption(blocks[i]) for i in lines) for lines in above.values())
    captioned_below = sum(found is not None for found in below.values())
    found: dict[int, TableBlock] = {}
    for index in grids:
        grid = blocks[index]
        assert isinstance(grid, Grid)
        taken = above[index]
        if captioned_below > captioned_above and below[index] is not None:
            taken = [i for i in taken if not _caption(blocks[i])] + [below[index] or 0]
        found[index] = _table_block(blocks, index, grid, taken, headings)
    return found


def _table_block(
    blocks: Sequence[Block], index: int, grid: Grid, around: Sequence[int], headings: set[int]
) -> TableBlock:
    caption: Caption | None = None
    unit = ""
    for i in around:
        text = _text(blocks[i])
        if is_unit_line(text):
            unit = unit or text_to_unit(text)
        else:
            caption = text_to_caption(text) or Caption(text.strip("*"), "", text_to_unit(text))
    grid, titles, feet = _without_title_rows(grid)
    for text in titles:
        if is_unit_line(text):
            unit = unit or text_to_unit(text)
        elif caption is None:
            caption = text_to_caption(text) or Caption(text, "", text_to_unit(text))
    notes = _notes_below(blocks, index, headings, set(around))
    return TableBlock(
        grid=grid,
        caption=caption,
        unit=unit or (caption.unit if caption else "") or _unit_in_corner(grid),
        notes=tuple([_text(blocks[i]) for i in notes] + feet),
        paragraphs=tuple(sorted({*around, *notes})),
    )


def _lines_above(blocks: Sequence[Block], index: int, headings: set[int]) -> list[int]:
    """Unit line and caption directly above, nearest last."""
    lines: list[int] = []
    captioned = False
    for i in range(index - 1, max(-1, index - 4), -1):
        block = blocks[i]
        if not isinstance(block, Paragraph) or i in headings or captioned:
            break
        if is_unit_line(block.text) and not lines:
            lines.insert(0, i)
        elif text_to_caption(block.text) or _is_plain_caption(block):
            lines.insert(0, i)
            captioned = True
        else:
            break
    return lines


def _caption_below(blocks: Sequence[Block], index: int, headings: set[int]) -> int | None:
    for i in range(index + 1, min(len(blocks), index + 3)):
        block = blocks[i]
        if not isinstance(block, Paragraph) or i in headings:
            return None
        if text_to_caption(block.text):
            return i
        if not is_note(block.text):
            return None
    return None


def _notes_below(blocks: Sequence[Block], index: int, headings: set[int], taken: set[int]) -> list[int]:
    notes: list[int] = []
    first: Paragraph | None = None
    for i in range(index + 1, len(blocks)):
        block = blocks[i]
        if i in taken:
            continue
        if not isinstance(block, Paragraph) or i in headings:
            break
        goes_on = first is not None and first.style is not None and block.style == first.style and _small(block, blocks)
        if not (is_note(block.text) or (goes_on and not text_to_caption(block.text) and not is_unit_line(block.text))):
            break
        first = first or block
        notes.append(i)
    return notes


def _small(paragraph: Paragraph, blocks: Sequence[Block]) -> bool:
    """Whether its letters are smaller than those of most text."""
    sizes: dict[float, int] = {}
    for block in blocks:
        if isinstance(block, Paragraph) and block.style:
            sizes[block.style.size] = sizes.get(block.style.size, 0) + len(block.text)
    return paragraph.style is not None and bool(sizes) and paragraph.style.size < max(sizes, key=lambda s: sizes[s])


def _is_plain_caption(paragraph: Paragraph) -> bool:
    """A caption without a number: centred, or called a table, short and no sentence."""
    text = paragraph.text.strip()
    return 1 < len(text) <= 60 and not text.endswith(_SENTENCE_ENDS) and (paragraph.centered or text.endswith("表"))


def _without_title_rows(grid: Grid) -> tuple[Grid, list[str], list[str]]:
    """The grid without rows of one cell over its whole width: those above are title and unit line, below notes."""
    if grid.column_count < 2:
        return grid, [], []
    whole = {cell.row: cell for cell in grid.cells if cell.column_span == grid.column_count and cell.text}
    first = 0
    while first in whole and first < grid.row_count - 1:
        first += whole[first].row_span
    last = grid.row_count
    while last - 1 in whole and last - 1 > first and is_note(whole[last - 1].text):
        last -= 1
    if first == 0 and last == grid.row_count:
        return grid, [], []
    kept: list[Cell] = []
    room: list[float] = []
    for index, cell in enumerate(grid.cells):
        if first <= cell.row < last:
            kept.append(replace(cell, row=cell.row - first))
            room += grid.room[index : index + 1]
    header_rows = max(0, grid.header_rows - first) or None if grid.header_rows else None
    shorter = replace(grid, cells=tuple(kept), row_count=last - first, room=tuple(room), header_rows=header_rows)
    titles = [whole[row].text for row in sorted(whole) if row < first]
    return shorter, titles, [whole[row].text for row in sorted(whole) if row >= last]


def _unit_in_corner(grid: Grid) -> str:
    """A unit for the whole table that stands in its first header cell."""
    corner = next((cell for cell in grid.cells if cell.row == 0 and cell.column == 0), None)
    return text_to_unit(corner.text.replace("\n", " ")) if corner else ""


def _caption(block: Block) -> Caption | None:
    return text_to_caption(block.text) if isinstance(block, Paragraph) else None


def _text(block: Block) -> str:
    return block.text if isinstance(block, Paragraph) else ""
