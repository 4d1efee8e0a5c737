"""All running text of the documents as one string without spaces and marks, in which names are looked for; what is
found there is traced back to its passage or heading."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from index.snapshot import Snapshot
from ingest.records import PassageKind, Place

_LEFT_OUT = re.compile(r"[\s“”\"‘’《》〈〉【】·…、，,]+")
_AROUND = 16
SEPARATOR = "\n"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a stretch of the text stands: its document, its place with some words around it."""

    document: int
    place: Place


class RunningText:
    """The text of all passages and headings. `text` is what is searched; between two passages stands `SEPARATOR`."""

    def __init__(self, snapshot: Snapshot) -> None:
        pieces: list[str] = []
        self._starts: list[int] = []
        self._origins: list[tuple[int, Place, str]] = []
        self._rows: set[int] = set()
        at = 0
        for document in snapshot.documents:
            records = snapshot.records[document.id]
            headings = [(s.heading, Place(s.key, s.heading), False) for s in records.sections]
            passages = [(p.text, p.place, p.kind is PassageKind.ROW) for p in records.passages]
            for text, place, in_row in (*passages, *headings):
                bare = _LEFT_OUT.sub("", text)
                if bare:
                    if in_row:
                        self._rows.add(len(self._origins))
                    self._starts.append(at)
                    self._origins.append((document.id, place, text))
                    pieces.append(bare)
                    at += len(bare) + len(SEPARATOR)
        self.text = SEPARATOR.join(pieces)

    def find(self, words: str) -> Iterator[int]:
        """Where the words begin, each place once."""
        at = self.text.find(words)
        while at >= 0:
            yield at
            at = self.text.find(words, at + 1)

    def origin(self, at: int) -> int:
        """The number of the passage or heading that the position is in."""
        return bisect_right(self._starts, at) - 1

    def sentence(self, at: int) -> tuple[int, int]:
        """Beginning and end of the sentence that the position is in."""
        start = max(self.text.rfind(mark, 0, at) for mark in "。；\n") + 1
        ends = [end for mark in "。；\n" if (end := self.text.find(mark, at)) >= 0]
        return start, min(ends, default=len(self.text))

    def spot(self, at: int, words: str) -> Spot:
        """The place of words that begin at the position."""
        document, place, text = self._origins[self.origin(at)]
        pattern = r"[\s“”\"‘’《》〈〉【】·…、，,]*".join(map(re.escape, words))
        m = re.search(pattern, text)
        start, end = (m.start(), m.end()) if m else (0, len(text))
        around = " ".join(text[max(0, start - _AROUND) : end + _AROUND].split())
        return Spot(document, Place(place.section, around, place.regions, place.table, place.row, place.column))

    def table(self, at: int) -> tuple[int, int] | None:
        """The table that the passage at the position is a row of, if it is one."""
        origin = self.origin(at)
        document, place, _ = self._origins[origin]
        return (document, place.table) if origin in self._rows and place.table is not None else None
