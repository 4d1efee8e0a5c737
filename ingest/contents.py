"""The contents page: its entries, taken out of the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.blocks import Block, Paragraph

_ENTRY = re.compile(
    r"^(?P<heading>\S.*?)[\s\u3000]*(?:[.．·•‥]{3,}|[…⋯]+|\t|\.(?:\s\.){2,})"
    r"[.．·•…⋯\s\u3000]*[-—–(（]?\s*(?P<page>\d{1,4})\s*[-—–)）]?$"
)
_LEADER = re.compile(r"[.．·•‥]{3,}|[…⋯]|\.(?:\s\.){2,}")
_TITLE = re.compile(r"^(目\s*[录次錄]|contents|table of contents)$", re.IGNORECASE)
_CUT = 2
"""Lines that one entry may have before the one with its page number."""
_LONGEST = 60


def contents_entry(text: str) -> tuple[str, int] | None:
    """Heading and page, as printed, of a line that is a contents entry: heading, leader, page number."""
    found = _ENTRY.match(text.strip())
    return (found["heading"].strip(), int(found["page"])) if found else None


def with_plain_leaders(lines: Sequence[str]) -> list[str]:
    """The lines of a plain text, the contents entries among them with dots as leader instead of a tab, which also
    parts the cells of a table. A tab alone is a leader only in the lines that follow the contents page's title."""
    plain: list[str] = []
    titled = False
    for line in lines:
        entry = contents_entry(line)
        if entry and (titled or _LEADER.search(line)):
            line = f"{entry[0]} …… {entry[1]}"
        elif line.strip():
            titled = is_contents_title(line)
        plain.append(line)
    return plain


def is_contents_title(text: str) -> bool:
    return bool(_TITLE.match(text.strip(" \t\u3000#*")))


def take_out_contents(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[tuple[str, int | None], ...]]:
    """The blocks without the contents pages, and their entries.

    A contents page is a run of three entries or more; a line among them that has no page number is the beginning of
    the entry after it, cut by a line end. Its title line goes with it.
    """
    entries = [contents_entry(block.text) if isinstance(block, Paragraph) else None for block in blocks]
    contents: list[tuple[str, int | None]] = []
    dropped: set[int] = set()
    for run in _runs(blocks, entries):
        begun = ""
        for index in range(run[0], run[-1] + 1):
            entry, block = entries[index], blocks[index]
            if entry:
                contents.append((begun + entry[0], entry[1]))
                begun = ""
            elif isinstance(block, Paragraph):
                begun += block.text.strip()
        dropped.update(range(_title_before(blocks, run[0]), run[-1] + 1))
    return tuple(block for index, block in enumerate(blocks) if index not in dropped), tuple(contents)


def _runs(blocks: Sequence[Block], entries: Sequence[tuple[str, int] | None]) -> list[list[int]]:
    """Indexes of entries that stand together, three or more, at most two short lines without a page between them."""
    runs: list[list[int]] = []
    for index in (index for index, entry in enumerate(entries) if entry):
        between = blocks[runs[-1][-1] + 1 : index] if runs else ()
        if runs and len(between) <= _CUT and all(isinstance(b, Paragraph) and len(b.text) <= _LONGEST for b in between):
            runs[-1].append(index)
        else:
            runs.append([index])
    return [run for run in runs if len(run) >= 3]


def _title_before(blocks: Sequence[Block], first: int) -> int:
    """The index of the title line over the entry at `first`, or `first` if it has none."""
    title = first - 1
    while title >= 0 and isinstance(block := blocks[title], Paragraph) and not block.text.strip():
        title -= 1
    titled = title >= 0 and isinstance(block := blocks[title], Paragraph) and is_contents_title(block.text)
    return title if titled else first
