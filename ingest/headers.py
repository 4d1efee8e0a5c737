"""Which rows and columns of a grid are headers, and the header paths of its columns and rows.

Layout and kind of content decide, never names: the format's own header mark, rows printed again on the next page,
merged cells, numbers against words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.blocks import Grid
from ingest.records import Cell

Rows = list[list[Cell | None]]

_NUMBER = re.compile(
    # 1.绿化 and 2、绿化 are numbered labels.
    r"^[<>≥≤约近+\-−—–±￥¥$]?\s*\d(?:[\d,，.\s]*\d)?\s*(?:[%％‰]|[^\d\s.．、][^\d\s]{0,3})?$"
)
_PERIOD = re.compile(
    r"^(?:(?:19|20)\d{2}\s*(?:[-—–~～至到.]\s*(?:(?:19|20)?\d{2}))?\s*(?:年度?|学年)?(?:.{0,4})"
    r"|\d{1,2}\s*月份?|(?:第?[1-4一二三四]\s*季度?|Q[1-4]|[上下]半年))$"
)
_EMPTY = re.compile(r"^[\s—–\-/／\\无*]*$")
_OF_WHICH = re.compile(r"^\s*其中\s*[:：]?")
_SENTENCE_END = frozenset("。；！？")
_LABEL_LENGTH = 45


def grid_rows(cells: Sequence[Cell], row_count: int, column_count: int) -> Rows:
    """Row-major grid in which a merged cell stands at every position that it covers."""
    rows: Rows = [[None] * column_count for _ in range(row_count)]
    for cell in cells:
        for r in range(cell.row, min(cell.row + cell.row_span, row_count)):
            for c in range(cell.column, min(cell.column + cell.column_span, column_count)):
                rows[r][c] = cell
    return rows


def header_row_count(grid: Grid) -> int:
    """How many rows at the top are header rows; at least one unless the first row already holds numbers."""
    if grid.header_rows is not None:
        return min(grid.header_rows, grid.row_count)
    rows = grid_rows(grid.cells, grid.row_count, grid.column_count)
    if grid.row_count < 2 or _holds_numbers(rows[0], 0):
        return 0
    count = 1
    while count < grid.row_count - 1:
        last = rows[count - 1]
        reaches = max((cell.row + cell.row_span for cell in last if cell), default=count)
        if reaches > count and not _is_group_label(last, rows, count):
            count = min(reaches, grid.row_count - 1)
        elif _needs_row_below(last, rows, count):
            count += 1
        else:
            break
    return count


def stub_column_count(grid: Grid, header_rows: int) -> int:
    """How many columns on the left name the rows: merged labels of groups, running numbers, and the first column whose
    texts tell the rows of a group apart."""
    rows = grid_rows(grid.cells, grid.row_count, grid.column_count)
    body = rows[header_rows:]
    if not body or grid.column_count < 2:
        return 0
    spanned = _columns_under_first_header(rows, header_rows)
    count = 0
    for column in range(grid.column_count - 1):
        if column >= spanned and (column > count or not _is_label_column(body, column)):
            break
        count = column + 1
        if count >= spanned and not _is_serial(body, column) and not _is_grouping(body, column):
            break
    return count


def column_paths(rows: Rows, header_rows: int, column_count: int) -> tuple[tuple[str, ...], ...]:
    """Per column the texts of its header cells from the top, each cell once."""
    return tuple(
        tuple(_label(cell) for cell in _distinct([row[column] for row in rows[:header_rows]]) if _label(cell))
        for column in range(column_count)
    )


def row_paths(rows: Rows, header_rows: int, stub_columns: int) -> tuple[tuple[str, ...], ...]:
    """Per row the texts of its stub cells, empty for header rows. Running numbers are left out; a row 其中：… stands
    under the row that it is a part of."""
    serial = {c for c in range(stub_columns) if _is_serial(rows[header_rows:], c)}
    paths: list[tuple[str, ...]] = []
    whole: tuple[str, ...] = ()
    for index, row in enumerate(rows):
        if index < header_rows:
            paths.append(())
            continue
        labels = [cell for c, cell in enumerate(row[:stub_columns]) if c not in serial or not _is_running_number(cell)]
        path = tuple(label for cell in _distinct(labels) if (label := _label(cell)))
        if path and _OF_WHICH.match(path[-1]):
            paths.append((*whole, path[-1]) if whole[:-1] == path[:-1] else path)
        else:
            whole = path
            paths.append(path)
    return tuple(paths)


def is_number(text: str) -> bool:
    """Whether a cell holds a number and hardly more (3,942.5万元, 98.19%, —5)."""
    text = text.strip()
    return bool(_NUMBER.match(text)) and not _PERIOD.match(text)


def _holds_numbers(row: Sequence[Cell | None], first_column: int) -> bool:
    cells = [cell for cell in _distinct(row) if cell.column >= first_column]
    return any(is_number(cell.text) for cell in cells)


def _needs_row_below(last: Sequence[Cell | None], rows: Rows, count: int) -> bool:
    """Whether some header cell lies over several columns that the row below names one by one."""
    wide = [cell for cell in _distinct(last) if cell.column_span > 1 and cell.row + cell.row_span == count]
    if not wide:
        return False
    below = rows[count]
    if _holds_numbers(below, 0):
        return False
    if all(cell.column == 0 for cell in wide):
        return all(
            cell is not None and len(cell.text) <= _LABEL_LENGTH and not cell.text.endswith("。") for cell in below
        ) and any(_holds_numbers(row, 0) for row in rows[count + 1 : count + 3])
    return True


def _is_group_label(last: Sequence[Cell | None], rows: Rows, count: int) -> bool:
    """Whether what reaches below the header is only the first column's merged label of body rows."""
    reaching = [cell for cell in _distinct(last) if cell.row + cell.row_span > count]
    return count > 1 and all(cell.column == 0 and cell.row == count - 1 for cell in reaching)


def _columns_under_first_header(rows: Rows, header_rows: int) -> int:
    """Columns under the header of the first column, where that header lies over several and no header parts them."""
    if not header_rows:
        return 0
    first = rows[header_rows - 1][0]
    return first.column_span if first and 1 < first.column_span < len(rows[0]) else 0


def _is_label_column(body: Rows, column: int) -> bool:
    """A column of words, years or running numbers, none of them running text."""
    cells = [cell for cell in _distinct([row[column] for row in body]) if cell.text]
    if not cells:
        return False
    if _is_serial(body, column):
        return True
    words = [cell for cell in cells if not is_number(cell.text)]
    if 2 * len(words) < len(cells) or (len(words) < len(cells) and column > 0 and len(cells) < 4):
        return False
    long = sum(_is_running_text(cell.text) for cell in words)
    return 2 * long <= len(words)


def _is_running_text(text: str) -> bool:
    sentences = sum(letter in _SENTENCE_END for letter in text)
    return len(text) > 2 * _LABEL_LENGTH or sentences > 1 or "\n（" in text


def _is_serial(body: Rows, column: int) -> bool:
    """A column of running numbers: 1, 2, 3 … (a total row may have none)."""
    numbers = [cell.text for cell in _distinct([row[column] for row in body]) if _is_running_number(cell)]
    counted = [int(text) for text in numbers]
    return len(counted) > 1 and counted == list(range(counted[0], counted[0] + len(counted))) and counted[0] in (0, 1)


def _is_running_number(cell: Cell | None) -> bool:
    return cell is not None and cell.text.isdecimal() and len(cell.text) <= 3


def _is_grouping(body: Rows, column: int) -> bool:
    """Labels that stand for several rows: merged downwards, or the same text in rows that follow one another."""
    cells = [row[column] for row in body]
    if any(cell is not None and cell.row_span > 1 for cell in cells):
        return True
    texts = [cell.text for cell in cells if cell and cell.text]
    return len(set(texts)) < len(texts) and any(a == b for a, b in pairwise(texts))


def _distinct(cells: Sequence[Cell | None]) -> list[Cell]:
    """Each cell once, in order."""
    found: list[Cell] = []
    for cell in cells:
        if cell is not None and not any(cell is other for other in found):
            found.append(cell)
    return found


def _label(cell: Cell) -> str:
    return " ".join(cell.text.replace("\n", " " if cell.text.isascii() else "").split())
