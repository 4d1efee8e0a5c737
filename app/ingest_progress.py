"""How far an ingest is: the share that is done, what is being done, and how long the rest will take."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from app.answer import Language
from prompts import message

Progress = Callable[[float, str], None]
"""Called with the share done (0 to 1) and what is being done, in the user's language."""

_READING = 0.3
"""Share of the time for a document that reading takes, where its passages are embedded too."""
_SMALLEST = 20_000
"""Bytes that a file counts at least: small ones take their time as well."""
_FIRST_ESTIMATE = (3.0, 0.02)
"""Seconds and share before which the time that is left cannot be told."""


class IngestProgress:
    """Tells `show` of one ingest of `files`; does nothing without it. The larger a file, the more it counts."""

    def __init__(self, files: Sequence[Path], show: Progress | None, language: Language, *, embedded: bool) -> None:
        self._show, self._language = show, language
        self._weights = [_weight(path) for path in files]
        self._names = [path.name for path in files]
        self._reading = _READING if embedded else 1.0
        self._at = 0
        self._done = 0
        self._started = time.monotonic()
        self._pages: set[int] = set()

    def begin(self, at: int) -> None:
        """The file of this position is read now."""
        self._at = at
        self._pages = set()
        self._tell(0.0, message(self._language, "cli.reading", name=self._names[at]))

    def page_read(self, page: int, pages: int) -> None:
        """As `IsolatedReader.read` tells it."""
        self._pages.add(page)
        done = len(self._pages)
        words = message(self._language, "cli.reading_pages", name=self._names[self._at], done=done, pages=pages)
        self._tell(self._reading * done / max(1, pages), words)

    def embedded(self, done: int, windows: int) -> None:
        """As `build_index` tells it."""
        words = message(self._language, "cli.embedding", name=self._names[self._at], done=done, windows=windows)
        self._tell(self._reading + (1 - self._reading) * done / max(1, windows), words)

    def end(self, *, read: bool) -> None:
        """The file that was begun is done with. One that took no time says nothing of the time for the others."""
        if read:
            self._done += self._weights[self._at]
        else:
            self._weights[self._at] = 0

    def finish(self) -> None:
        if self._show is not None:
            self._show(1.0, message(self._language, "cli.ready"))

    def _tell(self, share: float, words: str) -> None:
        if self._show is None:
            return
        whole = max(1, sum(self._weights))
        done = min(1.0, (self._done + share * self._weights[self._at]) / whole)
        self._show(done, words + self._remaining(done))

    def _remaining(self, done: float) -> str:
        taken = time.monotonic() - self._started
        least_taken, least_done = _FIRST_ESTIMATE
        if taken < least_taken or done < least_done:
            return ""
        seconds = round(taken * (1 - done) / done)
        if seconds < 90:
            return message(self._language, "cli.seconds_left", seconds=max(1, seconds))
        return message(self._language, "cli.minutes_left", minutes=round(seconds / 60))


def _weight(path: Path) -> int:
    try:
        return max(_SMALLEST, path.stat().st_size)
    except OSError:
        return _SMALLEST
