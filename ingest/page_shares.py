"""The pages of one document in two processes at once, where the system can split a process cheaply."""

from __future__ import annotations

import os
import pickle
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from typing import IO, TypeVar

T = TypeVar("T")

FEWEST = 12
"""Pages below which a second process does not pay."""


def read_in_shares(pages: int, read: Callable[[Sequence[int]], list[T]]) -> list[T]:
    """What `read` makes of the pages 1 to `pages`, in their order; `read` is given the numbers of some of them.

    A forked process reads the second half, if this process is one that may be split. What it leaves is unpickled: it
    comes from this program alone, and this process reads the same document. If the fork fails in any way, its pages
    are read here, where the failure shows.
    """
    half = pages // 2
    if pages < FEWEST or not _may_fork():
        return read(range(1, pages + 1))
    with tempfile.TemporaryFile() as left:
        child = os.fork()
        if child == 0:
            _read_and_leave(lambda: read(range(half + 1, pages + 1)), left)
        first = read(range(1, half + 1))
        _, status = os.waitpid(child, 0)
        if status != 0:
            return first + read(range(half + 1, pages + 1))
        left.seek(0)
        second: list[T] = pickle.load(left)
        return first + second


def _read_and_leave(read: Callable[[], list[T]], left: IO[bytes]) -> None:
    """Ends this process in any case: it must never go on with what the other one does."""
    failed = 1
    try:
        pickle.dump(read(), left, pickle.HIGHEST_PROTOCOL)
        left.flush()
        failed = 0
    finally:
        os._exit(failed)


def _may_fork() -> bool:
    """Only a process of one thread can be split safely; and only where there is a processor for the other part."""
    return sys.platform == "linux" and threading.active_count() == 1 and len(os.sched_getaffinity(0)) > 1
