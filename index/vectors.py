"""Vectors of passages in Chroma. They can be made anew from the store at any time, and are whenever they do not fit.

Each stored version of a document (its revision) has a collection of its own, filled once, marked complete, and never
changed after. So a reader, also in another process, finds a revision's vectors whole or not at all; which revisions
count is for the store to say.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
import sqlite3
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.chroma_files import collection_digest, remove_orphans
from index.embedding_ahead import EmbeddingAhead, embed_now
from index.errors import VectorsError
from index.windows import LAYOUT, Window

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection as ChromaCollection
    from langchain_core.embeddings import Embeddings

log = logging.getLogger(__name__)

FOLDER = "chroma"
AT_ONCE = 2048
"""Vectors that are given to Chroma at once: fewer calls are faster, and it takes no more than some 5,000."""
_PARTS: Any = ["metadatas", "distances"]
_HNSW = {"space": "cosine", "ef_construction": 200, "ef_search": 200}

Progress = Callable[[int, int], None]
"""Called with how many windows are embedded, and how many there are."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near a passage is to a question: cosine of its nearest window, -1 to 1."""

    revision: str
    passage: int
    cosine: float


class Vectors:
    """The vectors of one home folder under one embedding model. Writers hold the store's lock; readers need nothing."""

    def __init__(self, home: Path, embeddings: Embeddings, model: str) -> None:
        """`model` names the embedding model; vectors of another one are not used. Nothing is opened yet."""
        self.folder = home / FOLDER
        self._embeddings = embeddings
        self._prefix = hashlib.blake2b(f"{LAYOUT}:{model}".encode(), digest_size=6).hexdigest()
        self._client: ClientAPI | None = None
        self._collections: dict[str, ChromaCollection] = {}
        self._opening = threading.RLock()
        self._prepared = False
        self._ahead: EmbeddingAhead | None = None
        self.wanting = False
        """Whether a search found that vectors are not there or damaged, so that it went by words."""

    def add(self, revision: str, windows: Sequence[Window], progress: Progress | None = None) -> None:
        """Embeds the windows and keeps them as the vectors of the revision, in place of any that it had.

        Raises VectorsError `vectors-unwritable`; what the embedding model raises is let through.
        """
        with self._errors_as("vectors-unwritable"):
            client = self._writable_client()
            name = self._name(revision)
            self._collections.pop(revision, None)
            if name in self._names(client):
                client.delete_collection(name)
            # Chroma writes its files each time so many vectors have come. All of them at once, with the last one, makes
            # files that are final, and leaves nothing to be worked through again by everyone who opens them.
            at_once = max(2, len(windows))
            sizes: Any = {"hnsw": {**_HNSW, "sync_threshold": at_once, "batch_size": min(100, at_once)}}
            collection = client.create_collection(name, configuration=sizes, embedding_function=None)
        done = 0
        waiting: list[list[float]] = []
        for embedded in self._embedded(windows):
            waiting += embedded
            if progress is not None:
                progress(done + len(waiting), len(windows))
            if len(waiting) < AT_ONCE and done + len(waiting) < len(windows):
                continue
            with self._errors_as("vectors-unwritable"):
                collection.add(
                    ids=[str(done + i) for i in range(len(waiting))],
                    embeddings=waiting,  # type: ignore[arg-type]
                    metadatas=[{"passage": window.passage} for window in windows[done : done + len(waiting)]],
                )
            done, waiting = done + len(waiting), []
        with self._errors_as("vectors-unwritable"):
            self.wanting = False
            collection.modify(metadata={"complete": done, "digest": collection_digest(self.folder, name)})

    def prepare(self) -> None:
        """Loads in the background what adding vectors takes a while to load. What fails now fails when it is needed."""
        if not self._prepared:
            self._prepared = True
            threading.Thread(target=self._prepare, name="vectors-prepare", daemon=True).start()

    def begin(self, windows: Sequence[Window]) -> None:
        """Starts to embed, in the background, what `add` will soon be given; it need not come."""
        if self._ahead is not None:
            self._ahead.drop()
        self._ahead = EmbeddingAhead(windows, self._embeddings.embed_documents)

    def missing(self, revisions: Collection[str]) -> list[str]:
        """Those of the revisions whose vectors are not there, not whole or not of this model."""
        return [revision for revision in revisions if self._collection(revision) is None]

    def search(self, question: str, revisions: Collection[str], limit: int) -> list[Nearness]:
        """The passages nearest to the question, best first: those that the `limit` nearest windows belong to.

        Raises VectorsError `vectors-missing` if one of the revisions has no vectors, `vectors-damaged`.
        """
        collections: dict[str, ChromaCollection] = {}
        for revision in revisions:
            collection = self._collection(revision)
            if collection is None:
                self.wanting = True
                raise VectorsError("vectors-missing", self.folder, revision)
            collections[revision] = collection
        vectors: list[Sequence[float]] = [self._embeddings.embed_query(question)]
        found: list[tuple[float, str, int]] = []
        for revision, collection in collections.items():
            with self._errors_as("vectors-damaged", revision):
                result = collection.query(query_embeddings=vectors, n_results=limit, include=_PARTS)
                distances, metadatas = result["distances"] or [[]], result["metadatas"] or [[]]
                if None in metadatas[0]:
                    # Chroma gives nothing else than this away when the collection is deleted in the middle of a query.
                    raise ValueError("the vectors were removed while they were searched")
            for distance, data in zip(distances[0], metadatas[0], strict=True):
                found.append((1.0 - distance, revision, int(str(data["passage"]))))
        found.sort(key=lambda hit: -hit[0])
        best: dict[tuple[str, int], float] = {}
        for cosine, revision, passage in found[:limit]:
            best.setdefault((revision, passage), cosine)
        return [Nearness(revision, passage, cosine) for (revision, passage), cosine in best.items()]

    def keep_only(self, revisions: Collection[str]) -> None:
        """Removes the vectors of every other revision, of other models, and what a killed process left unfinished."""
        with self._errors_as("vectors-unwritable"):
            client = self._writable_client()
            keep = {self._name(revision) for revision in revisions}
            for name in self._names(client):
                if name not in keep:
                    client.delete_collection(name)
            self._collections = {r: c for r, c in list(self._collections.items()) if r in revisions}
            remove_orphans(self.folder)

    def reset(self) -> None:
        """Removes all vectors, whatever state they are in."""
        with self._opening:
            self.close()
            if self.folder.is_dir():
                shutil.rmtree(self.folder)
            elif self.folder.exists():
                self.folder.unlink()

    def close(self) -> None:
        with self._opening:
            self._collections.clear()
            client, self._client = self._client, None
        if client is not None:
            client.close()  # type: ignore[attr-defined]

    def _embedded(self, windows: Sequence[Window]) -> Iterator[list[list[float]]]:
        """The vectors, batch after batch; those that were begun, if they are of these windows."""
        ahead, self._ahead = self._ahead, None
        if ahead is not None and ahead.fits(windows):
            yield from ahead.vectors()
        else:
            yield from embed_now(windows, self._embeddings.embed_documents)
        if ahead is not None:
            ahead.drop()

    def _prepare(self) -> None:
        with suppress(Exception):
            import chromadb  # noqa: F401

            self._embeddings.embed_query("")

    def _collection(self, revision: str) -> ChromaCollection | None:
        """The revision's complete collection. Its files are looked at once, when this process first uses them."""
        known = self._collections.get(revision)
        if known is not None or not self.folder.is_dir():
            return known
        name = self._name(revision)
        try:
            with self._opening:
                client = self._open_client()
                if name not in self._names(client):
                    return None
                collection = client.get_collection(name, embedding_function=None)
                marks = collection.metadata or {}
                if "complete" not in marks or marks["complete"] != collection.count():
                    return None
                if marks.get("digest") != collection_digest(self.folder, name):
                    log.warning("vectors in %s are damaged and will be made anew", self.folder)
                    return None
        except Exception as error:
            log.warning("vectors in %s cannot be opened: %s", self.folder, error)
            return None
        self._collections[revision] = collection
        return collection

    def _writable_client(self) -> ClientAPI:
        """Chroma's client; if what is in the folder cannot be opened, the folder is emptied first."""
        try:
            client = self._open_client()
            self._names(client)
        except Exception as error:
            log.warning("vectors in %s cannot be opened and are made anew: %s", self.folder, error)
            self.reset()
            client = self._open_client()
        return client

    def _open_client(self) -> ClientAPI:
        with self._opening:
            if self._client is None:
                import chromadb
                from chromadb.api.shared_system_client import SharedSystemClient
                from chromadb.config import Settings

                path, settings = str(self.folder.absolute()), Settings(anonymized_telemetry=False)
                try:
                    self._client = chromadb.PersistentClient(path, settings=settings)
                except Exception:
                    # Chroma remembers also what failed to open, and would give it out the next time.
                    SharedSystemClient.clear_system_cache()
                    raise
            return self._client

    def _name(self, revision: str) -> str:
        return f"{self._prefix}-{revision}"

    def _names(self, client: ClientAPI) -> set[str]:
        return {collection.name for collection in client.list_collections()}

    @contextmanager
    def _errors_as(self, code: str, revision: str | None = None) -> Iterator[None]:
        """Errors of Chroma, its database and the disk as ours; a revision named is looked at anew the next time."""
        try:
            yield
        except (OSError, sqlite3.Error, ValueError, self._chroma_error()) as error:
            if revision is not None:
                self.wanting = True
                self._collections.pop(revision, None)
            raise VectorsError(code, self.folder, str(error)) from error

    def _chroma_error(self) -> type[Exception]:
        from chromadb.errors import ChromaError

        return ChromaError
