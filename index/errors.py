"""Why the index cannot be used. The text for a person comes from the message catalogue, by `code`."""

from __future__ import annotations


class StoreError(Exception):
    """The stored index cannot be opened, read or written; nothing was changed.

    `code` is stable: `missing` (no index there), `damaged` (its file cannot be read), `foreign` (a database, but no
    index), `schema` (made by another version of the program), `locked` (another process is writing), `unwritable`
    (folder or disk refuses), `unreachable` (the database server), `unknown-document`, `source-changed` (the file was
    changed while it was read), `text` (a text that no database can hold), `failed` (anything else that it said).
    `where` is the file, folder or server; `cause` what the library said.
    """

    def __init__(self, code: str, where: object, cause: str = "") -> None:
        self.code, self.where, self.cause = code, str(where), cause
        super().__init__(f"{code}: {self.where}{': ' + cause if cause else ''}")


class VectorsError(Exception):
    """Vectors cannot be searched or written now; everything else works without them.

    `code` is stable: `vectors-missing` (not made yet for some document), `vectors-damaged` (will be made anew),
    `vectors-unwritable`. `where` is the folder; `cause` what the library said.
    """

    def __init__(self, code: str, where: object, cause: str = "") -> None:
        self.code, self.where, self.cause = code, str(where), cause
        super().__init__(f"{code}: {self.where}{': ' + cause if cause else ''}")
