"""The numbered items of a cell, each on a line of its own, whether the format parts them or runs them on."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.marks import Mark, begins_item, leading_mark, leading_year
from ingest.records import Cell, TextLine

_SEAM = re.compile(r"(?<=[。；;！？：:])[ ]*(?=\S)|[ ]+(?=[（(]\d{1,2}[）)])|(?<=[，,、])(?=[（(]\d{1,2}[）)])")
_SENTENCE_END = "。；;！？"
_YEAR_ALONE = 12
"""Longest text that is only a year that leads in (2022年度：)."""


def items_apart(cell: Cell) -> Cell:
    """The cell with a line break before each item that begins after a sentence's end: a mark that is the first of its
    kind or follows the one before, or a year that leads in (2023年：). An item in brackets, （2）, also begins after a
    space or a comma, if it follows the one before."""
    last: dict[str, Mark] = {}
    parts: list[str] = []
    breaks: list[tuple[int, int]] = []
    offset = 0
    for line in cell.text.split("\n"):
        start = 0
        _remember(last, leading_mark(line))
        for place in _SEAM.finditer(line):
            rest, before = line[place.end() :], line[start : place.start()]
            mark = leading_mark(rest)
            if _parts(before, rest, mark, last):
                parts.append(before)
                breaks.append((offset + place.start(), place.end() - place.start()))
                start = place.end()
                _remember(last, mark)
        parts.append(line[start:])
        offset += len(line) + 1
    if not breaks:
        return cell
    marks = tuple(TextLine(_moved(mark.start, breaks), _moved(mark.end, breaks), mark.region) for mark in cell.marks)
    return replace(cell, text="\n".join(parts), marks=marks)


def _parts(before: str, rest: str, mark: Mark | None, last: dict[str, Mark]) -> bool:
    """Whether an item begins between the two."""
    if before[-1:] in (":", "："):
        return mark is not None and mark.first and len(before) <= _YEAR_ALONE and leading_year(before) is not None
    ended = before[-1:] in _SENTENCE_END
    if mark is None:
        return ended and begins_item(rest)
    return (ended and mark.first) or (mark.kind in last and mark.follows(last[mark.kind]))


def _remember(last: dict[str, Mark], mark: Mark | None) -> None:
    if mark:
        last[mark.kind] = mark


def _moved(position: int, breaks: list[tuple[int, int]]) -> int:
    """Where `position` is after each of `breaks` (place and count of dropped spaces) became one line break."""
    return position + sum(1 - dropped for place, dropped in breaks if position > place)
