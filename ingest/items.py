"""The numbered items of a cell, each on a line of its own, whether the format parts them or runs them on."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.marks import Mark, begins_item, leading_mark
from ingest.records import Cell, TextLine

_AFTER_SENTENCE = re.compile(r"(?<=[。；;！？])[ ]*(?=\S)")


def items_apart(cell: Cell) -> Cell:
    """The cell with a line break before each item that begins after a sentence's end: a mark that is the first of its
    kind or follows the one before, or a year that leads in (2023年：)."""
    last: dict[str, Mark] = {}
    parts: list[str] = []
    breaks: list[tuple[int, int]] = []
    offset = 0
    for line in cell.text.split("\n"):
        start = 0
        _remember(last, leading_mark(line))
        for place in _AFTER_SENTENCE.finditer(line):
            rest = line[place.end() :]
            mark = leading_mark(rest)
            follows = mark is not None and (mark.first or (mark.kind in last and mark.follows(last[mark.kind])))
            if follows or (mark is None and begins_item(rest)):
                parts.append(line[start : place.start()])
                breaks.append((offset + place.start(), place.end() - place.start()))
                start = place.end()
                _remember(last, mark)
        parts.append(line[start:])
        offset += len(line) + 1
    if not breaks:
        return cell
    marks = tuple(TextLine(_moved(mark.start, breaks), _moved(mark.end, breaks), mark.region) for mark in cell.marks)
    return replace(cell, text="\n".join(parts), marks=marks)


def _remember(last: dict[str, Mark], mark: Mark | None) -> None:
    if mark:
        last[mark.kind] = mark


def _moved(position: int, breaks: list[tuple[int, int]]) -> int:
    """Where `position` is after each of `breaks` (place and count of dropped spaces) became one line break."""
    return position + sum(1 - dropped for place, dropped in breaks if position > place)
