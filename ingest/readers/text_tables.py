"""Tab-separated rows to a grid: merged cells and rows that page breaks cut are worked out from what is missing.

A text edition keeps of a merged header cell only its first position, of a merged group label only its first row, and
of a row that a page break cut two rows. Sometimes the label of a group and that of its rows are run together, or a row
lacks the cell of its group. What numbers the labels (1., 2., 3.) tells how they belong together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.blocks import Grid
from ingest.headers import is_number
from ingest.marks import leading_mark
from ingest.readers.text_headers import header_cells, header_count, spread_header
from ingest.readers.text_rows import LABEL, TextRow, kind, rows_to_aligned
from ingest.records import Cell

_TAG = re.compile(r"\s*</?(?:p|br|div|span)\b[^>]*>\s*", re.IGNORECASE)
_BREAK = re.compile(r"\s*(?:<br\s*/?>|</p>\s*<p>|<p>|</p>)\s*", re.IGNORECASE)
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_CJK_SPACE = re.compile(r"(?<=[\u3400-\u9fff，。；：、）》”])\s+(?=[\u3400-\u9fff（《“，。；：、）》”])(?!（\d{1,2}）)")
_YEAR_LEAD = re.compile(r"\s+(?=(?:19|20)\d{2}\s*年?(?:度)?\s*[:：])")
_INNER_MARK = re.compile(r"(?:^|\s)(\d{1,2})(?:[.．、]\s*|\s+)(?=[^\d\s.．%])")


def plain_text(text: str) -> str:
    """Without tags and emphasis; paragraphs inside it are parted by line breaks; no spaces between Chinese letters but
    before an item's mark （2）."""
    text = "\n".join(part for part in _BREAK.split(text) if part.strip())
    text = _BOLD.sub(r"\1", _TAG.sub(" ", text)).replace("\u3000", " ").replace("\u00a0", " ")
    return "\n".join(_CJK_SPACE.sub("", line.strip()) for line in text.split("\n"))


def rows_to_grid(rows: Sequence[TextRow]) -> Grid:
    """The grid of a table's rows, each of which holds some text."""
    headers = header_count([row.cells for row in rows])
    header = [row.cells for row in rows[:headers]]
    body = [TextRow(list(row.cells), row.after_break) for row in _without_repeated_header(rows[headers:], header)]
    _part_run_on_cells(body)
    _part_run_on_labels(body)
    width = max((len(_trimmed(row.cells)) for row in body), default=0)
    width = max(width, *(len(_trimmed(cells)) for cells in header)) if header else width
    aligned = rows_to_aligned(body, width)
    _share_out_labels(aligned)
    aligned = [[_years_apart(text) for text in row] for row in aligned]
    width = max((len(row) for row in aligned), default=width)
    cells = header_cells(spread_header(header, width)) + _body_cells(aligned, headers, width)
    return Grid(tuple(cells), headers + len(aligned), width, header_rows=headers or None)


def with_common_headers(grids: Sequence[Grid]) -> list[Grid]:
    """The tables of one document: where the first header cell lies over two columns in one of them, it does so in those
    that begin with the same header cells and have a column of groups and one of labels under the first two."""
    wide = {_first_headers(grid) for grid in grids if grid.cells[0].column_span == 2}
    return [_with_wide_first(grid) if _is_narrower(grid) and _first_headers(grid) in wide else grid for grid in grids]


def _first_headers(grid: Grid) -> tuple[str, ...]:
    return tuple(_tight(cell.text) for cell in grid.cells if cell.row == 0)[:2]


def _is_narrower(grid: Grid) -> bool:
    if grid.header_rows != 1 or grid.column_count < 3 or grid.cells[0].column_span > 1:
        return False
    body = [cell for cell in grid.cells if cell.row >= 1]
    labels = [cell.text for cell in body if cell.column == 1]
    return any(cell.column == 0 and cell.row_span > 1 for cell in body) and all(map(_names_a_row, labels))


def _names_a_row(text: str) -> bool:
    return text.count("。") <= 1 and len(text) <= 2 * LABEL and not _YEAR_LEAD.match(" " + text)


def _with_wide_first(grid: Grid) -> Grid:
    """The header moved one to the right over the body, and an empty column at the end."""
    first, *others = [cell for cell in grid.cells if cell.row == 0]
    header = [replace(first, column_span=2), *(replace(cell, column=cell.column + 1) for cell in others)]
    body = [cell for cell in grid.cells if cell.row > 0]
    body += [Cell(row, grid.column_count, "") for row in range(1, grid.row_count)]
    cells = tuple(sorted([*header, *body], key=lambda cell: (cell.row, cell.column)))
    return replace(grid, cells=cells, column_count=grid.column_count + 1)


def _without_repeated_header(rows: Sequence[TextRow], header: Sequence[Sequence[str]]) -> list[TextRow]:
    kept: list[TextRow] = []
    known = [[_tight(cell) for cell in cells if cell] for cells in header]
    repeated = False
    for row in rows:
        texts = [_tight(cell) for cell in row.cells if cell]
        if texts in known and (row.after_break or repeated):
            repeated = True
            continue
        kept.append(TextRow(row.cells, row.after_break or repeated))
        repeated = False
    return kept


def _part_run_on_cells(rows: Sequence[TextRow]) -> None:
    """A row label run together with its text (1. 标题 2022年：…) is parted where other rows have them apart."""
    apart = any(
        leading_mark(first) and _YEAR_LEAD.match(" " + second)
        for row in rows
        for first, second in zip(row.cells, row.cells[1:], strict=False)
    )
    if not apart:
        return
    for row in rows:
        for index, cell in enumerate(row.cells):
            lead = _YEAR_LEAD.search(cell)
            if lead and leading_mark(cell) and lead.start() <= LABEL and "。" not in cell[: lead.start()]:
                row.cells[index : index + 1] = [cell[: lead.start()], cell[lead.end() :]]
                break


def _part_run_on_labels(rows: Sequence[TextRow]) -> None:
    """A group's label run together with that of its first row (团队 1. 引进) is parted where 2. labels a later row."""
    for index, row in enumerate(rows):
        parts = _label_parts(row.cells[0])
        following = [leading_mark(later.cells[0]) for later in rows[index + 1 :] if later.cells[0]]
        if len(parts) == 2 and following and following[0] and following[0].numbers[-1] == 2:
            row.cells[0:1] = parts


def _label_parts(label: str) -> list[str]:
    """A label run together with marked ones: [label, 1 …, 2 …]; only itself if the marks do not count from 1."""
    marks = [found for found in _INNER_MARK.finditer(label) if found.start()]
    if not marks or [int(found[1]) for found in marks] != list(range(1, len(marks) + 1)):
        return [label]
    starts = [0, *(found.start() for found in marks), len(label)]
    return [label[a:b].strip() for a, b in pairwise(starts)]


def _share_out_labels(rows: list[list[str]]) -> None:
    """A group's label that holds those of all its rows (高地 1 甲 2 乙 3 丙) is shared out to them, in a column of
    their own."""
    firsts = [index for index, row in enumerate(rows) if row[0]]
    shared: dict[int, list[str]] = {}
    for index, end in zip(firsts, [*firsts[1:], len(rows)], strict=False):
        parts = _label_parts(rows[index][0])
        if len(parts) > 2 and len(parts) - 1 == end - index:
            shared[index] = parts
    if shared:
        for row in rows:
            row.insert(1, "")
    for index, parts in shared.items():
        rows[index][0] = parts[0]
        for offset, part in enumerate(parts[1:]):
            rows[index + offset][1] = part


def _years_apart(text: str) -> str:
    """Running text that a year leads in (2022年：… 2023年：…), each year on a line of its own."""
    return _YEAR_LEAD.sub("\n", text) if _YEAR_LEAD.match(" " + text) else text


def _body_cells(rows: Sequence[Sequence[str]], first_row: int, width: int) -> list[Cell]:
    """One cell per position. A label in the first column reaches down over the empty cells under it; running text that
    is printed again in the rows under it is one merged cell, and so is running text over empty cells where the column
    beside it is filled and empty in the same rows."""
    cells: list[Cell] = []
    columns = [[row[column] if column < len(row) else "" for row in rows] for column in range(width)]
    reaches = [_reaches(texts) for texts in columns]
    for column, texts in enumerate(columns):
        grouped = column == 0 and _groups_rows(rows)
        index = 0
        while index < len(texts):
            text, span = texts[index], 1
            merged = text if kind(text) == "running" else None
            while index + span < len(texts) and (
                texts[index + span] == merged or (grouped and not texts[index + span])
            ):
                span += 1
            beside = [reaches[other].get(index) for other in (column - 1, column + 1) if 0 < other < width]
            if column and span == 1 and reaches[column].get(index) in beside:
                span = reaches[column].get(index, 1)
            wide = 2 if _is_wide(columns, column, index) else 1
            lines = tuple(text.splitlines())
            if not (column and not text and _is_wide(columns, column - 1, index)):
                cells.append(Cell(first_row + index, column, text, row_span=span, column_span=wide, lines=lines))
            index += span
    return sorted(cells, key=lambda cell: (cell.row, cell.column))


def _is_wide(columns: Sequence[Sequence[str]], column: int, row: int) -> bool:
    """Whether a cell lies over the next column as well: that is empty here and else mostly filled, and the cell says
    far more than the others of its column, with a number (累计不少于1000万元 in a column of levels)."""
    text = columns[column][row]
    if column == 0 or column + 1 >= len(columns) or columns[column + 1][row] or not any(map(str.isdigit, text)):
        return False
    others = [other for at, other in enumerate(columns[column]) if other and at != row]
    filled = sum(bool(other) for other in columns[column + 1])
    longest = max(map(len, others), default=0)
    return len(others) > 2 and len(text) > 3 * longest and 2 * filled > len(columns[column + 1]) and not is_number(text)


def _reaches(texts: Sequence[str]) -> dict[int, int]:
    """Per row with running text over empty cells: how many rows it and they take."""
    filled = [index for index, text in enumerate(texts) if text]
    found = {index: end - index for index, end in zip(filled, [*filled[1:], len(texts)], strict=False)}
    return {index: span for index, span in found.items() if span > 1 and kind(texts[index]) == "running"}


def _groups_rows(rows: Sequence[Sequence[str]]) -> bool:
    """Whether an empty first cell means the group above: the cell beside it is always filled."""
    without = [row for row in rows if not row[0]]
    return bool(without) and bool(rows[0][0]) and all(len(row) > 1 and row[1] for row in without)


def _trimmed(cells: Sequence[str]) -> Sequence[str]:
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return cells[:end]


def _tight(text: str) -> str:
    return "".join(text.split())
