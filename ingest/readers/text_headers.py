"""Header rows of a tab-separated table: of a merged header cell only its first position is filled; here it gets its
spans back."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.headers import is_number
from ingest.records import Cell

_LABEL = 45


def header_count(rows: Sequence[Sequence[str]]) -> int:
    """How many rows at the top are header rows: the first, and those that name the columns under wide header cells."""
    if len(rows) < 2 or any(is_number(cell) for cell in rows[0]):
        return 0
    count = 1
    while count < len(rows) - 1 and _has_wide_cell(rows[count - 1], rows[count]) and _is_header(rows[count]):
        count += 1
    return count


def spread_header(header: Sequence[Sequence[str]], width: int) -> list[list[str]]:
    """The header rows at `width`: where they have fewer labels, the first lies over the columns that are left."""
    trimmed = [list(row) for row in header]
    while trimmed and all(row and not row[-1] for row in trimmed) and max(map(len, trimmed)) > 1:
        trimmed = [row[:-1] for row in trimmed]
    longest = max((len(row) for row in trimmed), default=0)
    missing = max(0, width - longest)
    if missing and header and _last_is_wide(header, width):
        missing = 0
    spread: list[list[str]] = []
    for row in trimmed:
        wide = row[:1] + [""] * missing + row[1:]
        spread.append(wide + [""] * (width - len(wide)))
    return spread


def header_cells(rows: Sequence[Sequence[str]]) -> list[Cell]:
    """Header cells with their spans. An empty position belongs to the label on its left if both stand under the same
    wide label (or in the first row), else to the label above it."""
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            above = owner.get((row - 1, column))
            left = owner.get((row, column - 1))
            if text:
                owner[row, column] = (row, column)
            elif row == 0:
                owner[row, column] = left or (row, column)
            elif left and left[0] == row and owner.get((row - 1, column - 1)) == above:
                owner[row, column] = left
            else:
                owner[row, column] = above or (row, column)
    _keep_rectangles(owner)
    found: list[Cell] = []
    for row, column in sorted(set(owner.values())):
        places = [place for place, owned in owner.items() if owned == (row, column)]
        text = rows[row][column]
        found.append(
            Cell(
                row,
                column,
                text,
                row_span=max(r for r, _ in places) - row + 1,
                column_span=max(c for _, c in places) - column + 1,
                lines=tuple(text.splitlines()),
            )
        )
    return found


def _keep_rectangles(owner: dict[tuple[int, int], tuple[int, int]]) -> None:
    """A label that would cover no rectangle covers only what it has in its own row; the rest are cells of their own."""
    for label in sorted(set(owner.values())):
        places = [place for place, owned in owner.items() if owned == label]
        height = max(r for r, _ in places) - label[0] + 1
        width = max(c for _, c in places) - label[1] + 1
        if height * width != len(places):
            owner.update({place: place for place in places if place[0] != label[0]})


def _has_wide_cell(row: Sequence[str], below: Sequence[str]) -> bool:
    """A label with an empty position after it that the row below names; not only the first, which may be a stub's."""
    for column in range(1, len(row)):
        named = column < len(below) and bool(below[column])
        if not row[column] and named and any(row[:column]) and (column > 1 or len([c for c in row if not c]) > 1):
            return True
    return False


def _is_header(row: Sequence[str]) -> bool:
    texts = [cell for cell in row if cell]
    return bool(texts) and not any(is_number(cell) or len(cell) > _LABEL for cell in texts)


def _last_is_wide(header: Sequence[Sequence[str]], width: int) -> bool:
    return len(header[0]) >= width and not header[0][-1] and len(header) > 1
