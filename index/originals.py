"""Copies of the files that were ingested, so that their pages can be shown when the files themselves have moved."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection
from pathlib import Path
from uuid import uuid4

from index.errors import StoreError

FOLDER = "files"
_PARTIAL = ".part"


class Originals:
    """The folder files/ in the home. A file is named by its content: <sha256>.<ending>."""

    def __init__(self, home: Path) -> None:
        self.folder = home / FOLDER

    def keep(self, source: Path, sha256: str) -> str | None:
        """Copies a file whole or not at all; the name of its copy, or None if the file is gone.

        Raises StoreError `source-changed` if its content is not what was read, `unwritable` if it cannot be kept.
        """
        try:
            content = source.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreError("unwritable", source, str(error)) from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise StoreError("source-changed", source)
        ending = re.sub(r"[^.a-z0-9]", "", source.suffix.lower())
        target = self.folder / f"{sha256}{ending}"
        try:
            if not (target.is_file() and target.read_bytes() == content):
                self.folder.mkdir(parents=True, exist_ok=True)
                _write_whole(target, content)
        except OSError as error:
            raise StoreError("unwritable", target, str(error)) from error
        return target.name

    def path(self, name: str | None) -> Path | None:
        """Where the copy of that name is, None if it is not there."""
        path = self.folder / name if name else None
        return path if path is not None and path.is_file() else None

    def any(self) -> bool:
        return self.folder.is_dir() and any(self.folder.iterdir())

    def keep_only(self, names: Collection[str]) -> None:
        """Removes copies that no stored document has, and what a killed process left half written."""
        if not self.folder.is_dir():
            return
        for path in self.folder.iterdir():
            if path.name not in names:
                # A page that is being shown may hold the file open, which some systems mind: the next time, then.
                try:
                    path.unlink()
                except PermissionError:
                    continue


def _write_whole(target: Path, content: bytes) -> None:
    partial = target.with_name(f"{target.stem}.{uuid4().hex}{_PARTIAL}")
    with partial.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(partial, target)
