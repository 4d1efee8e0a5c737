"""Why a document could not be read. The text for a person comes from the message catalogue, by `code`."""

from __future__ import annotations

from pathlib import Path


class ReadError(Exception):
    """A document that cannot be read.

    `code` is stable (`missing`, `empty-folder`, `unreadable`, `encrypted`, `unsupported`, `empty`), `path` says which
    document, `page` where in it if that is known, `cause` what the library that read it said.
    """

    def __init__(self, code: str, path: Path, *, page: int | None = None, cause: str = "") -> None:
        self.code, self.path, self.page, self.cause = code, path, page, cause
        where = f", page {page}" if page is not None else ""
        super().__init__(f"{code}: {path}{where}{': ' + cause if cause else ''}")
