"""Tells whoever waits for a document how far its reading is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

PageListener = Callable[[int, int], None]
"""Called with the number of a page that has been read, from 1 and in any order, and how many pages there are."""

_listener: ContextVar[PageListener | None] = ContextVar("page_listener", default=None)


@contextmanager
def listening(listener: PageListener) -> Iterator[None]:
    """What is read meanwhile tells `listener` of its pages. A variable of the context, so that what has no pages need
    not hand the listener on."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def tell_page_read(page: int, pages: int) -> None:
    """Readers call this after each page."""
    listener = _listener.get()
    if listener is not None:
        listener(page, pages)
