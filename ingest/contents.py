"""The contents page: its entries, taken out of the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.blocks import Block, Paragraph

_ENTRY = re.compile(
    r"^(?P<heading>\S.*?)[\s　]*(?:[.．·•‥]{3,}|[…⋯]+|\t|\.(?:\s\.){2,})[.．·•…⋯\s　]*[-—–(（]?\s*(?P<page>\d{1,4})\s*[-—–)）]?$"
)
_TITLE = re.compile(r"^(目\s*[录次錄]|contents|table of contents)$", re.IGNORECASE)


def contents_entry(text: str) -> tuple[str, int] | None:
    """Heading and page, as printed, of a line that is a contents entry: heading, leader, page number."""
    found = _ENTRY.match(text.strip())
    return (found["heading"].strip(), int(found["page"])) if found else None


def take_out_contents(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[tuple[str, int | None], ...]]:
    """The blocks without the contents page, and its entries.

    A contents page is a run of three entries or more; a line among them that has no page number is the beginning of
    the entry after it, cut by a line end. Its title line goes with it.
    """
    entries = [contents_entry(block.text) if isinstance(block, Paragraph) else None for block in blocks]
    numbered = [index for index, entry in enumerate(entries) if entry]
    if len(numbered) < 3:
        return tuple(blocks), ()
    first, last = numbered[0], numbered[-1]
    if any(not isinstance(block, Paragraph) for block in blocks[first : last + 1]):
        return tuple(blocks), ()
    contents: list[tuple[str, int | None]] = []
    begun = ""
    for block, entry in zip(blocks[first : last + 1], entries[first : last + 1], strict=True):
        if entry:
            contents.append((begun + entry[0], entry[1]))
            begun = ""
        elif isinstance(block, Paragraph):
            begun += block.text.strip()
    title = first - 1
    while title >= 0 and isinstance(block := blocks[title], Paragraph) and not block.text.strip():
        title -= 1
    if title >= 0 and isinstance(block := blocks[title], Paragraph) and _TITLE.match(block.text.strip()):
        first = title
    return (*blocks[:first], *blocks[last + 1 :]), tuple(contents)
