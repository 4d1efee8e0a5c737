"""Passages to the pieces that are embedded: short enough to be about one thing, each with what stands over it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.captions import caption_title
from ingest.clauses import text_to_sentences
from ingest.records import DocumentRecords, Passage

WINDOW = 200
"""Characters that a window holds if its sentences let it. A long passage found by its best window is found more often
than by one vector over all of it (tests/bench/retrieval.py), and models cut off what is longer than they read."""

LONGEST = 400
"""Characters at which a sentence is cut that does not end."""

CONTEXT = 20
"""Characters of the heading or caption that a window begins with."""

LAYOUT = "3"
"""Counts up with every change of what is embedded of a passage, so that vectors made before are made anew."""

_YEARS = re.compile(r"^(?:(?:19|20)\d{2}\s*[-—–~～至到年度]*\s*)+")


@dataclass(frozen=True, slots=True)
class Window:
    """A piece of a passage's text as it is embedded. `text` begins with the headings and the caption over it."""

    passage: int
    text: str


def records_to_windows(records: DocumentRecords) -> list[Window]:
    """The windows of all passages, in their order; every passage that holds anything has at least one."""
    return [
        Window(passage.key, f"{context}\n{text}" if context else text)
        for passage in records.passages
        for context in [_near_context(passage, records)]
        for text in text_to_windows(passage.text)
    ]


def passage_context(passage: Passage, records: DocumentRecords) -> tuple[str, ...]:
    """What stands over a passage: its headings, outermost first, and the caption if it stands in a table."""
    headings = records.section_path(passage.place.section)
    if passage.place.table is None:
        return headings
    caption = records.tables[passage.place.table].caption
    return (*headings, caption) if caption else headings


def _near_context(passage: Passage, records: DocumentRecords) -> str:
    """The beginning of what stands right over a passage: its caption in a table, else its innermost heading; nothing
    where the passage says that itself.

    All of the headings would be half of what is embedded, and the number and years that a caption begins with a tenth;
    they are found by the search for words.
    """
    table, section = passage.place.table, passage.place.section
    if table is not None and records.tables[table].caption:
        title = caption_title(records.tables[table].caption)
    else:
        title = records.sections[section].title if section is not None else ""
    near = _YEARS.sub("", title)[:CONTEXT]
    return "" if near in passage.text else near


def text_to_windows(text: str) -> Iterator[str]:
    """Neighbouring sentences, as many as make a window. Together they are the whole text."""
    window = ""
    for sentence in text_to_sentences(text):
        for start in range(0, len(sentence.text), LONGEST):
            piece = sentence.text[start : start + LONGEST]
            if window.strip() and len(window) + len(piece) > WINDOW:
                yield window
                window = ""
            window += piece
    if window.strip():
        yield window
