"""What Chroma leaves to its user: whether a collection's files are whole, and which files no collection has any more.

Chroma reads its vector files without checking them, so that a damaged one can end the process, and it leaves the folder
of a deleted collection behind. Which folder is whose stands in its own database, which is only read here.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from uuid import UUID

DATABASE = "chroma.sqlite3"


def collection_digest(folder: Path, collection: str) -> str:
    """A digest of the vector files of a collection. Raises OSError or sqlite3.Error if they cannot be read."""
    query = (
        "SELECT segments.id FROM segments JOIN collections ON segments.collection = collections.id "
        "WHERE collections.name = ? AND segments.scope = 'VECTOR' ORDER BY segments.id"
    )
    digest = hashlib.blake2b(digest_size=16)
    for segment in _segments(folder, query, collection):
        for path in sorted((folder / segment).glob("*")):
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def remove_orphans(folder: Path) -> None:
    """Removes the folders of segments that Chroma no longer knows. Raises as `collection_digest` does."""
    alive = set(_segments(folder, "SELECT id FROM segments"))
    for path in folder.iterdir():
        if path.is_dir() and path.name not in alive and _is_uuid(path.name):
            # Another process may still show answers from it, which some systems mind: the next time, then.
            shutil.rmtree(path, ignore_errors=True)


def _segments(folder: Path, query: str, *values: str) -> list[str]:
    uri = (folder / DATABASE).absolute().as_uri()
    with closing(sqlite3.connect(f"{uri}?mode=ro", uri=True, timeout=30)) as database:
        return [str(row[0]) for row in database.execute(query, values)]


def _is_uuid(name: str) -> bool:
    try:
        UUID(name)
    except ValueError:
        return False
    return True
