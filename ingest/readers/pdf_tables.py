"""Ruled rectangles and glyphs to grids: the tables of one page, their merged cells and the text in each cell."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.blocks import Grid
from ingest.line_ends import mixed_gap
from ingest.marks import begins_item, is_bare_mark
from ingest.readers.pdf_lines import Glyph, Line, glyphs_to_lines, join_lines
from ingest.records import Cell, Region, TextLine, least_sure

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points from the page's top left corner."""

_SNAP = 2.5
_SLACK = 0.6
"""Points by which the room in a cell is smaller than it seems: half a rule on either side."""
_SENTENCE_END = frozenset("。！？；：")
_LABEL = 30
"""Letters of a cell that holds a label and no text of several paragraphs."""


@dataclass(frozen=True, slots=True)
class RuledTable:
    """One table of a page as its rules draw it: the boxes of its cells, and the glyphs that stand in each. `columns`:
    where the texts of each column begin and end, if no rules part them."""

    boxes: tuple[Box, ...]
    glyphs: tuple[tuple[Glyph, ...], ...]
    columns: tuple[tuple[float, float], ...] = ()


def glyphs_to_tables(glyphs: Sequence[Glyph], tables: Sequence[Sequence[Box]]) -> tuple[list[RuledTable], list[Glyph]]:
    """The tables with their glyphs, and the glyphs outside all of them. A glyph stands where its middle stands."""
    frames = [frame_of(boxes) for boxes in tables]
    inside: list[list[list[Glyph]]] = [[[] for _ in boxes] for boxes in tables]
    outside: list[Glyph] = []
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        for frame, boxes, held in zip(frames, tables, inside, strict=True):
            if frame[0] <= x <= frame[2] and frame[1] <= y <= frame[3]:
                held[_nearest_box(boxes, x, y)].append(glyph)
                break
        else:
            outside.append(glyph)
    return [
        RuledTable(tuple(boxes), tuple(tuple(cell) for cell in held))
        for boxes, held in zip(tables, inside, strict=True)
    ], outside


def cell_padding(tables: Sequence[RuledTable]) -> float:
    """The room, in points, that cells leave between their left rule and their text."""
    gaps = sorted(
        min(glyph.x0 for glyph in glyphs) - box[0]
        for table in tables
        for box, glyphs in zip(table.boxes, table.glyphs, strict=True)
        if any(glyph.text.strip() for glyph in glyphs)
    )
    return max(0.0, gaps[len(gaps) // 20]) if gaps else 5.4


def ruled_table_to_grid(table: RuledTable, page: int, padding: float) -> Grid:
    """The grid of one page's table. Merged cells span the rows and columns whose edges they cover."""
    xs = _edges([x for box in table.boxes for x in (box[0], box[2])])
    ys = _edges([y for box in table.boxes for y in (box[1], box[3])])
    placed: list[tuple[Cell, float]] = []
    for box, glyphs in zip(table.boxes, table.glyphs, strict=True):
        column, row = _nearest(xs, box[0]), _nearest(ys, box[1])
        lines = glyphs_to_lines(glyphs, page)
        text, marks, room = lines_to_cell_text(lines, _text_box(box, table.columns, padding), padding)
        cell = Cell(
            row=row,
            column=column,
            text=text,
            row_span=max(1, _nearest(ys, box[3]) - row),
            column_span=max(1, _nearest(xs, box[2]) - column),
            regions=(Region(page, *box, least_sure(line.region for line in lines)),),
            lines=tuple(line.text.rstrip() for line in lines),
            marks=marks,
        )
        placed.append((cell, room))
    placed = _without_holes(placed, len(ys) - 1, len(xs) - 1)
    return Grid(
        cells=tuple(cell for cell, _ in placed),
        row_count=len(ys) - 1,
        column_count=len(xs) - 1,
        regions=(Region(page, *frame_of(table.boxes)),),
        column_edges=tuple(xs),
        room=tuple(room for _, room in placed),
    )


def _text_box(box: Box, columns: Sequence[tuple[float, float]], padding: float) -> Box:
    """The box as narrow as the texts of its columns show that it is."""
    inside = [column for column in columns if box[0] < (column[0] + column[1]) / 2 < box[2]]
    if not inside:
        return box
    return (inside[0][0] - padding, box[1], inside[-1][1] + padding, box[3])


def _without_holes(placed: Sequence[tuple[Cell, float]], row_count: int, column_count: int) -> list[tuple[Cell, float]]:
    """Positions that no box covers, since a rule is missing, belong to the cell over them, or are empty cells."""
    owner: dict[tuple[int, int], int] = {}
    cells = list(placed)
    for index, (cell, _) in enumerate(cells):
        for row in range(cell.row, cell.row + cell.row_span):
            owner.update(((row, column), index) for column in range(cell.column, cell.column + cell.column_span))
    for row in range(row_count):
        for column in range(column_count):
            if (row, column) in owner:
                continue
            above = owner.get((row - 1, column))
            if above is not None and cells[above][0].column_span == 1 and cells[above][0].text:
                cell, room = cells[above]
                cells[above] = (replace(cell, row_span=row + 1 - cell.row), room)
                owner[row, column] = above
            else:
                cells.append((Cell(row, column, ""), 0.0))
                owner[row, column] = len(cells) - 1
    return sorted(cells, key=lambda item: (item[0].row, item[0].column))


def lines_to_cell_text(lines: Sequence[Line], box: Box, padding: float) -> tuple[str, tuple[TextLine, ...], float]:
    """The cell's paragraphs joined by line breaks, where its text stands, and the room left in its last line (in em).

    A paragraph ends where the next line's beginning would still have fitted. Where the line is full, a sentence's end
    at its end is a paragraph's end if an item begins after it, or if all sentences of the cell end so.
    """
    rooms = [_room(line, box, padding) for line in lines]
    groups: list[list[int]] = [[0]] if lines else []
    for index, ends in enumerate(_paragraph_ends(lines, rooms), start=1):
        if ends:
            groups.append([index])
        else:
            groups[-1].append(index)
    text = ""
    marks: list[TextLine] = []
    for group in groups:
        if text:
            text += "\n"
        size = max(lines[group[0]].style.size, 1.0)
        capacity = (box[2] - box[0] - 2 * padding) / size
        part, part_marks = join_lines([lines[i] for i in group], [(rooms[i] - _SLACK) / size for i in group], capacity)
        marks += [TextLine(mark.start + len(text), mark.end + len(text), mark.region) for mark in part_marks]
        text += part
    return text, tuple(marks), rooms[-1] / max(lines[-1].style.size, 1.0) if lines else 0.0


def _paragraph_ends(lines: Sequence[Line], rooms: Sequence[float]) -> list[bool]:
    """For each line but the last, whether its end is a paragraph's end."""
    pairs = list(zip(lines, lines[1:], rooms, strict=False))
    sure = [
        following.head + line.style.size * mixed_gap(line.text, following.text) <= room - _SLACK
        and not (index == 0 and is_bare_mark(line.text.strip()) and following.text[0] >= "\u3400")
        for index, (line, following, room) in enumerate(pairs)
    ]
    begun = [begins_item(following.text) for end, (_, following, _) in zip(sure, pairs, strict=True) if end]
    by_sentence = any(sure) and 2 * sum(begun) < len(begun) and not _sentence_ends_inside(lines, sure)
    ends = [
        end or (line.text.rstrip()[-1:] in _SENTENCE_END and (by_sentence or begins_item(following.text)))
        for end, (line, following, _) in zip(sure, pairs, strict=True)
    ]
    label = sum(len(line.text) for line in lines) <= _LABEL
    return [end and not (label and _is_bracket_cut(lines, index)) for index, end in enumerate(ends)]


def _is_bracket_cut(lines: Sequence[Line], index: int) -> bool:
    """Whether the line's end stands within a bracket, or before one that closes a label (完成率 / （%）)."""
    before = "".join(line.text for line in lines[: index + 1])
    within = sum(map(before.count, "（(")) > sum(map(before.count, "）)"))
    rest = "".join(line.text for line in lines[index + 1 :]).strip()
    return within or (rest[:1] in ("（", "(") and rest[-1:] in ("）", ")") and not begins_item(rest))


def _sentence_ends_inside(lines: Sequence[Line], ended: Sequence[bool]) -> bool:
    """Whether some sentence ends inside a paragraph, or some paragraph inside a sentence."""
    inside = any(letter in _SENTENCE_END for line in lines for letter in line.text.rstrip()[:-1])
    broken = any(end and line.text.rstrip()[-1:] not in _SENTENCE_END for line, end in zip(lines, ended, strict=False))
    return inside or broken


def _room(line: Line, box: Box, padding: float) -> float:
    """How many points more the line could have held."""
    before, after = line.region.x0 - box[0], box[2] - line.region.x1
    centered = abs(before - after) < 0.5 * line.style.size
    used = line.width if centered else line.end - box[0] - padding
    return box[2] - box[0] - 2 * padding - used


def frame_of(boxes: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def _edges(values: Sequence[float]) -> list[float]:
    """Distinct edges in order; those nearer than `_SNAP` to one another are one."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _SNAP:
            edges.append(value)
    return edges


def _nearest(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - value))


def _nearest_box(boxes: Sequence[Box], x: float, y: float) -> int:
    """The box in which the point lies, else the one next to it."""
    nearest, least = 0, math.inf
    for index, (x0, top, x1, bottom) in enumerate(boxes):
        distance = max(x0 - x, x - x1, 0.0) + max(top - y, y - bottom, 0.0)
        if distance < least:
            nearest, least = index, distance
            if not distance:
                break
    return nearest
