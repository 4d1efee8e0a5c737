"""The files that are to be read: what paths mean, and what content a file has."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from ingest.endings import READABLE
from ingest.errors import ReadError


def files_of(paths: Sequence[Path]) -> Iterator[Path]:
    """The files that these paths mean: files as they are, of folders all readable files below, in their order.

    Raises ReadError (`missing`, `empty-folder`) before anything is read.
    """
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise ReadError("missing", path)
        if path.is_dir():
            inside = sorted(
                p
                for p in path.rglob("*")
                if p.is_file() and p.suffix.lower() in READABLE and not p.name.startswith((".", "~$"))
            )
            if not inside:
                raise ReadError("empty-folder", path)
            found.extend(inside)
        else:
            found.append(path)
    return iter(dict.fromkeys(found))


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file's content, in hexadecimal digits. Raises ReadError `unreadable`."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise ReadError("unreadable", path, cause=error.strerror or str(error)) from error
