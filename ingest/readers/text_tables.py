"""Tab-separated rows to a grid: merged cells and rows that page breaks cut are worked out from what is missing.

A text edition keeps of a merged header cell only its first position, of a merged group label only its first row, and
of a row that a page break cut two rows. Sometimes the label of a group and that of its rows are run together, or a row
lacks the cell of its group. What numbers the labels (1., 2., 3.) tells how they belong together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.blocks import Grid
from ingest.headers import is_number
from ingest.line_ends import joint, writes_spaces
from ingest.marks import begins_item, leading_mark
from ingest.readers.text_headers import header_cells, header_count, spread_header
from ingest.records import Cell

_TAG = re.compile(r"\s*</?(?:p|br|div|span)\b[^>]*>\s*", re.IGNORECASE)
_BREAK = re.compile(r"\s*(?:<br\s*/?>|</p>\s*<p>|<p>|</p>)\s*", re.IGNORECASE)
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_CJK_SPACE = re.compile(r"(?<=[\u3400-\u9fff，。；：、）》”])\s+(?=[\u3400-\u9fff（《“，。；：、）》”])")
_YEAR_LEAD = re.compile(r"\s+(?=(?:19|20)\d{2}\s*年?(?:度)?\s*[:：])")
_INNER_MARK = re.compile(r"(?:^|\s)(\d{1,2})(?:[.．、]\s*|\s+)(?=[^\d\s.．%])")
_SENTENCE_END = frozenset("。！？；：")
_RUNNING = 20
_LABEL = 45


@dataclass
class TextRow:
    """The cells of one line; `after_break` where a blank line stands before it."""

    cells: list[str]
    after_break: bool = False


def plain_text(text: str) -> str:
    """Without tags and emphasis; paragraphs inside it are parted by line breaks; no spaces between Chinese letters."""
    text = "\n".join(part for part in _BREAK.split(text) if part.strip())
    text = _BOLD.sub(r"\1", _TAG.sub(" ", text)).replace("\u3000", " ").replace("\u00a0", " ")
    return "\n".join(_CJK_SPACE.sub("", line.strip()) for line in text.split("\n"))


def rows_to_grid(rows: Sequence[TextRow]) -> Grid:
    """The grid of a table's rows."""
    headers = header_count([row.cells for row in rows])
    header = [row.cells for row in rows[:headers]]
    body = [TextRow(list(row.cells), row.after_break) for row in _without_repeated_header(rows[headers:], header)]
    _part_run_on_cells(body)
    _part_run_on_labels(body)
    width = max((len(_trimmed(row.cells)) for row in body), default=0)
    width = max(width, *(len(_trimmed(cells)) for cells in header)) if header else width
    aligned = _join_cut_rows(body, width)
    _share_out_labels(aligned)
    width = max((len(row) for row in aligned), default=width)
    cells = header_cells(spread_header(header, width)) + _body_cells(aligned, headers, width)
    return Grid(tuple(cells), headers + len(aligned), width, header_rows=headers or None)


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
            if lead and leading_mark(cell) and lead.start() <= _LABEL and "。" not in cell[: lead.start()]:
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
    return [label[a:b].strip() for a, b in zip(starts, starts[1:], strict=False)]


def _join_cut_rows(rows: Sequence[TextRow], width: int) -> list[list[str]]:
    """Rows of equal width; what a page break cut is joined to the cell that it goes on."""
    joined: list[list[str]] = []
    waiting = ""
    for row in rows:
        cells = _aligned(row.cells, joined, width, row.after_break)
        if row.after_break and joined:
            filled = [column for column, text in enumerate(cells) if text]
            for column in filled:
                if len(filled) == 1 or _cell_goes_on(joined, column, cells[column]):
                    _append(joined, column, cells[column])
                    cells[column] = ""
            rest = [column for column, text in enumerate(cells) if text]
            if not rest:
                continue
            if rest == [0] and len(filled) > 1:
                waiting = cells[0]
                continue
        if waiting and not cells[0]:
            cells[0] = waiting
        waiting = ""
        joined.append(cells)
    return joined


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
        going_on = [sum(bool(t) and _cell_goes_on(above, c, t) for c, t in enumerate(r)) for r in (plain, shifted)]
        return shifted if going_on[1] > going_on[0] else plain
    grouped = any(not row[0] for row in above)
    if cells[0] and grouped and _unlikeness(shifted, above) < _unlikeness(plain, above):
        return shifted
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
    count = 0
    for column, text in enumerate(cells):
        kinds = [_kind(row[column]) for row in above if row[column]]
        count += bool(text and kinds) and _kind(text) not in kinds
    return count


def _kind(text: str) -> str:
    if is_number(text):
        return "number"
    return "running" if len(text) > _LABEL or (begins_item(text) and "。" in text) else "label"


def _cell_goes_on(above: Sequence[Sequence[str]], column: int, text: str) -> bool:
    """Whether `text`, first after a page break, is the rest of the last cell above in its column."""
    before = next((row[column] for row in reversed(above) if row[column]), "")
    if not before or is_number(text):
        return False
    mark = leading_mark(text)
    if mark:
        marks = [m for part in re.split(r"(?<=[。；\n])", before) if (m := leading_mark(part.strip()))]
        same = [m for m in marks if m.kind == mark.kind]
        return len(before) > _RUNNING and bool(same) and mark.follows(same[-1])
    if begins_item(text) or before[-1] in _SENTENCE_END:
        return False
    if column == 0:
        labels = [row[0] for row in above if row[0]]
        return all(leading_mark(label) for label in labels)
    return len(before) > _RUNNING and any(letter in "，。；：、" for letter in before)


def _append(rows: Sequence[list[str]], column: int, text: str) -> None:
    row = next((row for row in reversed(rows) if row[column]), rows[-1])
    before = row[column]
    seam = "\n" if before and before[-1] in _SENTENCE_END and begins_item(text) else ""
    row[column] = before + (seam or joint(before, text, 0.0, 99.0, writes_spaces(before + text))) + text


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


def _body_cells(rows: Sequence[Sequence[str]], first_row: int, width: int) -> list[Cell]:
    """One cell per position; a label in the first column reaches down over the empty cells under it."""
    cells: list[Cell] = []
    grouped = _groups_rows(rows)
    for index, row in enumerate(rows):
        for column in range(width):
            text = row[column] if column < len(row) else ""
            span = 1
            if column == 0 and grouped:
                if not text and index:
                    continue
                while index + span < len(rows) and not rows[index + span][0]:
                    span += 1
            cells.append(Cell(first_row + index, column, text, row_span=span, lines=tuple(text.splitlines())))
    return cells


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
