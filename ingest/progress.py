"""Tells whoever waits for a document how far its reading is, and what of it is there already."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from ingest.records import DocumentRecords

PageListener = Callable[[int, int], None]
"""Called with the number of a page that has been read, from 1 and in any order, and how many pages there are."""

PassagesListener = Callable[[DocumentRecords], None]
"""Called with the sections, tables and passages of a document when they are whole; its figures are still missing."""

_listener: ContextVar[PageListener | None] = ContextVar("page_listener", default=None)
_passages: ContextVar[PassagesListener | None] = ContextVar("passages_listener", default=None)


@contextmanager
def listening(listener: PageListener, passages: PassagesListener | None = None) -> Iterator[None]:
    """What is read meanwhile tells `listener` of its pages and `passages` of what it holds. Variables of the context,
    so that what has no pages need not hand the listener on."""
    tokens = _listener.set(listener), _passages.set(passages)
    try:
        yield
    finally:
        _listener.reset(tokens[0])
        _passages.reset(tokens[1])


def tell_page_read(page: int, pages: int) -> None:
    """Readers call this after each page."""
    listener = _listener.get()
    if listener is not None:
        listener(page, pages)


def tell_passages_read(records: DocumentRecords) -> None:
    """To be called once for a document, between its structure and its figures."""
    listener = _passages.get()
    if listener is not None:
        listener(records)
