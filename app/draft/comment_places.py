"""Where in a Word document the figures of a proof stand: in which paragraph, and from which character, spaces not
counted. Works on the elements of python-docx."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.draft.proof import ProofFigure

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
P = f"{_W}p"
HEADERS = 3
"""Rows of a table that may head its columns."""
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Cell:
    """A table's cell: its paragraphs by number, the words of its row and those over it."""

    paragraphs: tuple[int, ...]
    row: str
    over: str


class Places:
    """Where figures stand, looked for from where the last ones were found."""

    def __init__(self, body: Any, texts: Sequence[str]) -> None:
        """`texts` are those of the body's paragraphs in their order, without spaces."""
        self._texts = texts
        self._last = 0
        numbers = {element: at for at, element in enumerate(body.iter(P))}
        self._cells = [cell for table in body.iter(f"{_W}tbl") for cell in _table_cells(table, numbers, texts)]
        self._in_cells = {number for cell in self._cells for number in cell.paragraphs}
        self._used: set[tuple[int, int]] = set()

    def find(self, figure: ProofFigure, paragraphs: Sequence[str]) -> tuple[int, int] | None:
        """The paragraph and the character of a figure; None if its words are not there, as in a field."""
        if figure.paragraph is None:
            return self._in_table(figure)
        words = bare(paragraphs[figure.paragraph])
        for number in (*range(self._last, len(self._texts)), *range(self._last)):
            start = self._texts[number].find(words)
            if start >= 0:
                self._last = number
                return number, start + len(bare(paragraphs[figure.paragraph][: figure.start]))
        return None

    def _in_table(self, figure: ProofFigure) -> tuple[int, int] | None:
        """The cell with the figure whose row and columns say most of what the figure's do."""
        wanted, row, column = bare(figure.text), bare(figure.row or ""), bare(figure.column or "")
        best: tuple[int, tuple[int, int]] | None = None
        for cell in self._cells:
            for number in cell.paragraphs:
                at = _number_at(self._texts[number], wanted)
                if at < 0 or (number, at) in self._used:
                    continue
                fit = 2 * bool(row and row in cell.row) + bool(column and column in cell.over)
                if best is None or fit > best[0]:
                    best = fit, (number, at)
        if best is None:
            return None
        self._used.add(best[1])
        return best[1]


def bare(text: str) -> str:
    """The text without spaces."""
    return _SPACES.sub("", text)


def _number_at(text: str, wanted: str) -> int:
    """Where a number stands in a text as a number of its own, not as a part of a longer one; -1 if not. Its unit
    may be said over the column."""
    digits = re.match(r"[\d.,]+", wanted)
    for number in (wanted, digits.group() if digits else wanted):
        found = re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.]*\d)", text)
        if found:
            return found.start()
    return -1


def _table_cells(table: Any, numbers: dict[Any, int], texts: Sequence[str]) -> list[_Cell]:
    rows: list[list[tuple[int, int, tuple[int, ...], str]]] = []
    for tr in table.iterchildren(f"{_W}tr"):
        column = 0
        cells = []
        for tc in tr.iterchildren(f"{_W}tc"):
            span = tc.find(f"{_W}tcPr/{_W}gridSpan")
            width = int(span.get(f"{_W}val", "1")) if span is not None else 1
            own = tuple(numbers[p] for p in tc.iterchildren(P) if p in numbers)
            cells.append((column, column + width, own, "".join(texts[number] for number in own)))
            column += width
        rows.append(cells)
    found = []
    for cells in rows:
        line = "".join(text for _, _, _, text in cells)
        for start, end, own, _ in cells:
            over = "".join(text for head in rows[:HEADERS] for s, e, _, text in head if s < end and start < e)
            found.append(_Cell(own, line, over))
    return found
