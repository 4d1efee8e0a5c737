"""Paragraphs to sections: which paragraphs are headings, and how they nest.

Where the format marks headings, they are those. Else a heading is a short paragraph whose letters stand out from the
running text and whose like mostly carry a mark (一、, 2.1, （1）). Where there are no letters to go by, marks alone
decide: those that follow one another, are short and end like a title.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.blocks import Block, Paragraph, TextStyle
from ingest.captions import is_unit_line, text_to_caption
from ingest.heading_runs import heading_indexes
from ingest.marks import KINDS, Mark, leading_mark
from ingest.records import Section

_LONGEST = 90


@dataclass(frozen=True, slots=True)
class Heading:
    """A paragraph that is a heading; `rank` orders headings from outer (0) to inner, equal ranks are told by marks."""

    index: int
    text: str
    mark: Mark | None
    rank: int


def blocks_to_headings(blocks: Sequence[Block], contents: Sequence[tuple[str, int | None]] = ()) -> list[Heading]:
    """The headings among `blocks` in order; `contents` are the entries of the document's contents page."""
    paragraphs = [(index, block) for index, block in enumerate(blocks) if isinstance(block, Paragraph) and block.text]
    if any(paragraph.heading_level for _, paragraph in paragraphs):
        return [
            Heading(index, paragraph.text, leading_mark(paragraph.text, bare=True), paragraph.heading_level)
            for index, paragraph in paragraphs
            if paragraph.heading_level
        ]
    listed = {_plain(heading) for heading, _ in contents}
    candidates = [
        (index, paragraph)
        for index, paragraph in paragraphs
        if len(paragraph.text) <= _LONGEST and not text_to_caption(paragraph.text) and not is_unit_line(paragraph.text)
    ]
    return _styled_headings(candidates, paragraphs, listed) or _marked_headings(candidates, blocks, listed)


def headings_to_sections(headings: Sequence[Heading], blocks: Sequence[Block]) -> tuple[Section, ...]:
    """Sections in order; a section's level is its depth, 1 for the outermost."""
    sections: list[Section] = []
    open_headings: list[tuple[Heading, int]] = []
    for heading in headings:
        del open_headings[_depth(heading, [h for h, _ in open_headings]) :]
        block = blocks[heading.index]
        key = len(sections)
        sections.append(
            Section(
                key=key,
                number=heading.mark.text if heading.mark else "",
                title=heading.text[heading.mark.end :].strip() if heading.mark else heading.text,
                heading=heading.text,
                level=len(open_headings) + 1,
                parent=open_headings[-1][1] if open_headings else None,
                page=block.page if isinstance(block, Paragraph) else None,
            )
        )
        open_headings.append((heading, key))
    return tuple(sections)


def _depth(heading: Heading, around: Sequence[Heading]) -> int:
    """How many of the open headings `around`, from the outermost, `heading` lies inside.

    By rank; among equal ranks it stands beside the innermost heading that is marked alike (2. after （一） and 1. is
    beside that 1.), else inside the innermost whose kind of mark is usually an outer one.
    """
    outer = sum(other.rank < heading.rank for other in around)
    equals = [(at, other.mark) for at, other in enumerate(around) if other.rank == heading.rank and other.mark]
    mark = heading.mark
    if mark is None:
        return outer
    for at, over in reversed(equals):
        if _is_part(mark, over):
            return at + 1
        if _same_kind(mark, over):
            return at
    inside = [at + 1 for at, over in equals if KINDS.index(mark.kind) > KINDS.index(over.kind)]
    return max(inside, default=outer)


def _is_part(mark: Mark, over: Mark) -> bool:
    """2.1 of 2."""
    if mark.kind != "decimal" or over.kind not in ("decimal", "number"):
        return False
    return mark.numbers[: len(over.numbers)] == over.numbers and len(mark.numbers) > len(over.numbers)


def _same_kind(mark: Mark, other: Mark) -> bool:
    return mark.kind == other.kind and len(mark.numbers) == len(other.numbers)


def _styled_headings(
    candidates: Sequence[tuple[int, Paragraph]], paragraphs: Sequence[tuple[int, Paragraph]], listed: set[str]
) -> list[Heading]:
    """Headings by their letters: looks that stand out, whose paragraphs mostly carry a mark or are in the contents."""
    letters: Counter[TextStyle] = Counter()
    for _, paragraph in paragraphs:
        if paragraph.style:
            letters[paragraph.style] += len(paragraph.text)
    if not letters:
        return []
    body = letters.most_common(1)[0][0]
    looks: dict[TextStyle, list[tuple[int, Paragraph]]] = defaultdict(list)
    for index, paragraph in candidates:
        if paragraph.style and _stands_out(paragraph.style, body):
            looks[_look(paragraph.style)].append((index, paragraph))
    chosen = {look for look, found in looks.items() if _is_heading_look(found, listed)}
    order = sorted(chosen, key=lambda look: (-look.size, looks[look][0][0]))
    ranks = {look: rank for rank, look in enumerate(order)}
    headings = [
        Heading(index, paragraph.text, leading_mark(paragraph.text, bare=True), ranks[look])
        for look in chosen
        for index, paragraph in looks[look]
    ]
    return sorted(headings, key=lambda heading: heading.index)


def _is_heading_look(found: Sequence[tuple[int, Paragraph]], listed: set[str]) -> bool:
    marked = sum(leading_mark(p.text, bare=True) is not None or _plain(p.text) in listed for _, p in found)
    sentences = sum(p.text[-1:] in "。；" and len(p.text) > 40 for _, p in found)
    return 2 * marked > len(found) and 2 * sentences < len(found)


def _stands_out(style: TextStyle, body: TextStyle) -> bool:
    if style.size < 0.85 * body.size:
        return False
    return (
        style.size > body.size + 0.5 or style.bold > body.bold or style.color != body.color or style.face != body.face
    )


def _look(style: TextStyle) -> TextStyle:
    return TextStyle(style.face, round(style.size * 2) / 2, style.bold, style.color)


def _marked_headings(
    candidates: Sequence[tuple[int, Paragraph]], blocks: Sequence[Block], listed: set[str]
) -> list[Heading]:
    """Headings by their marks alone, and those that the contents page lists."""
    marked = heading_indexes({i: block.text for i, block in enumerate(blocks) if isinstance(block, Paragraph)})
    headings: list[Heading] = []
    for index, paragraph in candidates:
        text = paragraph.text.strip()
        if index in marked or _plain(text) in listed:
            headings.append(Heading(index, text, leading_mark(text, bare=True), 0))
    return headings


def _plain(text: str) -> str:
    return re.sub(r"[\s.．。]", "", text).replace("(", "（").replace(")", "）").replace(",", "，")
