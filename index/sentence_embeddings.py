"""Embeddings of any model that sentence-transformers can load, by folder or by its name on the model hub."""

from __future__ import annotations

import logging
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from langchain_core.embeddings import Embeddings

from index.model_files import ModelMissing

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

PATIENCE = 10.0
"""Seconds without an answer after which the hub counts as out of reach."""


class SentenceEmbeddings(Embeddings):
    """Vectors of length 1. Questions and passages are given the prompts that the model declares for them, if any.

    `model` is a folder, or a name on the hub; then its files are kept under `cache`. Loading takes seconds, and is done
    by the first use or by `load`. Raises ModelMissing: `damaged` for a folder, `unreachable` for a name. `offline`
    forbids asking the hub. Safe to use from many threads.
    """

    def __init__(self, model: str, cache: Path, *, offline: bool = False) -> None:
        self.model, self.cache, self.offline = model, cache, offline
        self._loaded: SentenceTransformer | None = None
        self._running = threading.RLock()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """A vector for each text, in their order."""
        model = self.load()
        with self._running:
            vectors = model.encode_document(texts, normalize_embeddings=True, show_progress_bar=False)
        return [vector.tolist() for vector in vectors]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        model = self.load()
        with self._running:
            vector: list[float] = model.encode_query(text, normalize_embeddings=True, show_progress_bar=False).tolist()
        return vector

    def load(self) -> SentenceTransformer:
        """The model, loaded if it is not yet; what is on this machine already is not looked for on the hub."""
        with self._running:
            if self._loaded is None:
                self._loaded = self._open()
            return self._loaded

    def _open(self) -> SentenceTransformer:
        os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
        try:
            return self._open_with(local=True)
        except Exception as error:
            if Path(self.model).is_dir():
                raise ModelMissing("damaged", self.model, [self.model], _first_line(error)) from error
            if self.offline:
                raise ModelMissing("offline", self.model, [str(self.cache)]) from error
        refusal = hub_refusal(self.model)
        if refusal:
            raise ModelMissing("unreachable", self.model, [str(self.cache), "hub"], refusal)
        try:
            return self._open_with(local=False)
        except Exception as error:
            raise ModelMissing("unreachable", self.model, [str(self.cache), "hub"], _first_line(error)) from error

    def _open_with(self, *, local: bool) -> SentenceTransformer:
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()  # type: ignore[no-untyped-call]
        for library in ("sentence_transformers", "transformers"):
            logging.getLogger(library).setLevel(logging.ERROR)
        return SentenceTransformer(self.model, cache_folder=str(self.cache), local_files_only=local)


def hub_refusal(model: str) -> str:
    """Why the hub cannot be asked for the model, empty if it answers. Asks once; the library would ask for minutes."""
    from huggingface_hub import get_session, hf_hub_url

    try:
        get_session().head(hf_hub_url(model, "config.json"), timeout=PATIENCE)
    except Exception as error:
        # No name for the errors of the HTTP library below: which one it is changes.
        return _first_line(error)
    return ""


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0] or type(error).__name__
