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
from ingest.marks import KINDS, Mark, leading_mark
from ingest.records import Section

_LONGEST = 90
_LONGEST_UNSTYLED = 60
_SENTENCE_ENDS = "。；：，、！？;:,"


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
        while open_headings and not _is_inside(heading, [h for h, _ in open_headings]):
            open_headings.pop()
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


def _is_inside(heading: Heading, around: Sequence[Heading]) -> bool:
    """Whether `heading` belongs into the innermost of `around`."""
    outer = around[-1]
    if heading.rank != outer.rank:
        return heading.rank > outer.rank
    if heading.mark is None or outer.mark is None:
        return False
    mark, over = heading.mark, outer.mark
    if mark.kind == "decimal" and over.kind in ("decimal", "number"):
        return mark.numbers[: len(over.numbers)] == over.numbers and len(mark.numbers) > len(over.numbers)
    same_kind = any(_same_kind(mark, h.mark) for h in around if h.mark and h.rank == heading.rank)
    return not same_kind and mark.first and KINDS.index(mark.kind) > KINDS.index(over.kind)


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
    """Headings by their marks alone."""
    marked = [(index, p.text.strip(), leading_mark(p.text.strip())) for index, p in candidates]
    longer = Counter(
        mark.kind
        for block in blocks
        if isinstance(block, Paragraph) and len(block.text) > _LONGEST_UNSTYLED and (mark := leading_mark(block.text))
    )
    titled = Counter(mark.kind for _, text, mark in marked if mark and _is_title(text))
    headings: list[Heading] = []
    for index, text, mark in marked:
        in_contents = _plain(text) in listed
        if mark is None and not in_contents:
            continue
        numbered = mark is not None and mark.kind == "decimal" and len(mark.numbers) > 1
        usual = mark is not None and titled[mark.kind] > longer[mark.kind] and mark.kind not in ("half", "circled")
        if in_contents or ((usual or numbered) and (_is_title(text) or numbered) and len(text) <= _LONGEST_UNSTYLED):
            headings.append(Heading(index, text, mark or leading_mark(text, bare=True), 0))
    return headings


def _is_title(text: str) -> bool:
    return text[-1:] not in _SENTENCE_ENDS and "。" not in text


def _plain(text: str) -> str:
    return re.sub(r"[\s.．。]", "", text).replace("(", "（").replace(")", "）").replace(",", "，")
