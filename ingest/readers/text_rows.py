"""Tab-separated rows to rows of one width: each cell at its column, what a page break cut joined again.

A text edition drops the cell of a row's group, or empty cells at the end of a row; and of a row that a page break cut
it makes two. Kinds of content (label, number, running text) and marks (1., 2., 3.) tell where a cell belongs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.headers import is_number
from ingest.line_ends import joint, writes_spaces
from ingest.marks import begins_item, leading_mark, leading_year

_PARTS = re.compile(r"(?<=[。；\n])|\s+(?=(?:19|20)\d{2}\s*年)")
_SENTENCE_END = frozenset("。！？；：")
_TOTAL = re.compile(r"(?:小|合|总|共)\s*计")
_RUNNING = 20
LABEL = 45
"""Longest label of a row or column; what is longer is running text."""

NEW, ON, OPEN = "new", "on", "open"
"""What a cell after a page break says: a new row begins, the last cell goes on, either."""


@dataclass
class TextRow:
    """The cells of one line; `after_break` where a blank line stands before it."""

    cells: list[str]
    after_break: bool = False


def rows_to_aligned(rows: Sequence[TextRow], width: int) -> list[list[str]]:
    """Rows of one width (one more where a column was lost); what a page break cut is joined to the cell it goes on."""
    rows, width = _with_lost_column(_with_whole_labels(rows), width)
    joined: list[list[str]] = []
    waiting = ""
    for row in rows:
        cells = _aligned(row.cells, joined, width, row.after_break)
        if row.after_break and joined:
            filled = [column for column, text in enumerate(cells) if text]
            for column in _going_on(joined, cells, filled):
                _append(joined, column, cells[column])
                cells[column] = ""
            rest = [column for column, text in enumerate(cells) if text]
            if not rest:
                continue
            if len(rest) == 1 < len(filled) and rest == filled[:1]:
                waiting = cells[rest[0]]
                continue
        if waiting and cells[0]:
            joined.append([waiting, *[""] * (width - 1)])
        cells[0] = cells[0] or waiting
        waiting = ""
        joined.append(cells)
    if waiting:
        joined.append([waiting, *[""] * (width - 1)])
    _join_cut_lists(joined)
    return joined


def _with_whole_labels(rows: Sequence[TextRow]) -> list[TextRow]:
    """A group's label that a page break cut (9.提升信 | 息化水平) whole again: the rest has no mark and stands between
    labels whose marks follow one another."""
    whole = [TextRow(list(row.cells), row.after_break) for row in rows]
    labels = [row for row in whole if row.cells[0]]
    for before, row, after in zip(labels, labels[1:], labels[2:], strict=False):
        marks = [leading_mark(other.cells[0]) for other in (before, row, after)]
        if not (row.after_break and marks[0] and marks[2] and marks[2].follows(marks[0]) and marks[1] is None):
            continue
        if kind(row.cells[0]) == "label" and not _TOTAL.match(row.cells[0]):
            before.cells[0] += joint(before.cells[0], row.cells[0], 0.0, 99.0, False) + row.cells[0]
            row.cells[0] = ""
    return [row for row in whole if any(row.cells)]


def _join_cut_lists(rows: Sequence[list[str]]) -> None:
    """A list whose later items (6), (7) stand in the row under it is the text of one merged cell."""
    for index, row in enumerate(rows[1:], start=1):
        for column, text in enumerate(row[1:], start=1):
            if leading_mark(text) and kind(text) == "running" and _says(rows[:index], column, text) == ON:
                _append(rows[:index], column, text)
                row[column] = ""


def kind(text: str) -> str:
    """What a cell holds: `number`, `running` text or a `label`."""
    if is_number(text):
        return "number"
    return "running" if len(text) > LABEL or (begins_item(text) and "。" in text) else "label"


def _with_lost_column(rows: Sequence[TextRow], width: int) -> tuple[Sequence[TextRow], int]:
    """Where some rows have their label in the second column and their text beside it, and all others have the text
    in the second column, the first column, of the rows' group, is missing in those others."""
    full = [row for row in rows if len(row.cells) > 2 and row.cells[1]]
    labelled = [row for row in full if not row.cells[0] and _is_marked_label(row.cells[1])]
    named = [row for row in full if row.cells[0]]
    if not labelled or not named or any(row.cells[width - 1 :] != [""] for row in labelled):
        return rows, width
    if any(kind(text) != "running" for text in [*(row.cells[2] for row in labelled), *(row.cells[1] for row in named)]):
        return rows, width
    return [TextRow(["", *row.cells], row.after_break) if row in named else row for row in rows], width + 1


def _is_marked_label(text: str) -> bool:
    return kind(text) == "label" and leading_mark(text, bare=True) is not None


def _aligned(cells: Sequence[str], above: Sequence[Sequence[str]], width: int, after_break: bool) -> list[str]:
    """The cells at their columns: one to the right where the cell of the row's group is missing."""
    plain = _fitted(list(cells), width)
    shifted = _fitted(["", *cells], width)
    if not above or shifted is None or plain is None:
        return plain or shifted or list(cells)[:width]
    mark = leading_mark(cells[0])
    if mark:
        for column, choice in ((0, plain), (1, shifted)):
            marks = [m for row in above if (m := leading_mark(row[column]))]
            if marks and mark.follows(marks[-1]):
                return choice
    if after_break and not cells[0]:
        going_on = [sum(bool(t) and _says(above, c, t) == ON for c, t in enumerate(r)) for r in (plain, shifted)]
        return shifted if going_on[1] > going_on[0] else plain
    grouped = any(not row[0] for row in above)
    if cells[0] and grouped and plain[1] and _unlike(plain, above, 1):
        return shifted if _unlikeness(shifted, above) < _unlikeness(plain, above) else plain
    return plain


def _fitted(cells: list[str], width: int) -> list[str] | None:
    """Exactly `width` cells: empty ones added at the end or, from the end, taken out; None if too many are filled."""
    while len(cells) > width:
        empty = [index for index, text in enumerate(cells) if not text and index]
        if not empty:
            return None
        del cells[empty[-1]]
    return cells + [""] * (width - len(cells))


def _unlikeness(cells: Sequence[str], above: Sequence[Sequence[str]]) -> int:
    """In how many columns the cell is of another kind than those above it."""
    return sum(_unlike(cells, above, column) for column in range(len(cells)))


def _unlike(cells: Sequence[str], above: Sequence[Sequence[str]], column: int) -> bool:
    kinds = [kind(row[column]) for row in above if row[column]]
    return bool(cells[column] and kinds) and kind(cells[column]) not in kinds


def _going_on(above: Sequence[Sequence[str]], cells: Sequence[str], filled: Sequence[int]) -> list[int]:
    """The columns whose cell, after a page break, is the rest of the one above it."""
    verdicts = {column: _says(above, column, cells[column]) for column in filled}
    if any(verdicts[column] == NEW and is_number(cells[column]) for column in filled):
        return []
    open_goes_on = NEW not in verdicts.values() and (ON in verdicts.values() or (len(filled) == 1 and filled[0] > 0))
    return [column for column, verdict in verdicts.items() if verdict == ON or (verdict == OPEN and open_goes_on)]


def _says(above: Sequence[Sequence[str]], column: int, text: str) -> str:
    """What `text`, first after a page break, says about the last cell above in its column."""
    before = next((row[column] for row in reversed(above) if row[column]), "")
    running = len(before) > _RUNNING and any(letter in "，。；：、" for letter in before)
    if not before or (is_number(text) and (not running or before[-1] in _SENTENCE_END)):
        return NEW
    year = leading_year(text)
    if year:
        years = [y for part in _PARTS.split(before) if (y := leading_year(part.strip()))]
        return ON if years and year > max(years) else NEW
    mark = leading_mark(text)
    if mark:
        marks = [m for part in _PARTS.split(before) if (m := leading_mark(part.strip()))]
        same = [m for m in marks if m.kind == mark.kind]
        if not same or not mark.follows(same[-1]) or len(before) <= _RUNNING:
            return NEW
        return ON if len(marks) > 1 else OPEN
    if before[-1] in _SENTENCE_END:
        return NEW if column == 0 else OPEN
    if column == 0:
        return ON if all(leading_mark(row[0]) for row in above if row[0]) else NEW
    return ON if running else OPEN


def _append(rows: Sequence[list[str]], column: int, text: str) -> None:
    """`text` behind the last cell of the column, also where that is a merged cell printed in each of its rows."""
    row = next((row for row in reversed(rows) if row[column]), rows[-1])
    before = row[column]
    seam = "\n" if before and before[-1] in _SENTENCE_END and begins_item(text) else ""
    whole = before + (seam or joint(before, text, 0.0, 99.0, writes_spaces(before + text))) + text
    for other in rows:
        if other is row or (other[column] == before and kind(before) == "running"):
            other[column] = whole
