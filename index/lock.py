"""One writer at a time in a home folder, also across processes."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import StoreError

log = logging.getLogger(__name__)

LOCK_FILE = "lock"


@contextmanager
def home_lock(home: Path, patience: float = 900.0) -> Iterator[None]:
    """Holds the folder's lock. The system lets go of it when the process ends, however it ends; the file stays.

    Waits up to `patience` seconds for another writer; then raises StoreError `locked`.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(home / LOCK_FILE)
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            log.info("waiting for another process that writes to %s", home)
            lock.acquire(timeout=patience)
    except Timeout as error:
        raise StoreError("locked", home) from error
    except (OSError, NotImplementedError) as error:
        raise StoreError("unwritable", home, str(error)) from error
    try:
        yield
    finally:
        lock.release()
