"""Embeddings of a BERT model in ONNX form, run by onnxruntime: no PyTorch, loaded in a fraction of a second."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from langchain_core.embeddings import Embeddings

from index.model_files import ModelMissing

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

MODEL_FILES = ("onnx/model_quantized.onnx", "onnx/model.onnx")
TOKENIZER_FILE = "tokenizer.json"
MOST_TOKENS = 512


class OnnxEmbeddings(Embeddings):
    """The first token's vector of the last layer, scaled to length 1: how BGE models are meant to be used.

    Texts are cut after 512 tokens. A text's vector depends on nothing but the text: the quantized model scales its
    numbers over all that it is given at once, so that texts in a batch would change each other's vectors (by up to
    0.015 of cosine); each text is run alone instead, as many at a time as there are processors, which is also twice as
    fast as batches are. A question is embedded as it is: with the instruction that BGE recommends before questions,
    CMRC-2018 questions find their passage less often (MRR 0.942, without it 0.951).

    Safe to use from many threads. The files are loaded when the first text comes; raises ModelMissing `damaged` then.
    """

    def __init__(self, folder: Path, threads: int | None = None) -> None:
        self.folder = folder
        self._threads = threads or _processors()
        self._loaded: _Loaded | None = None
        self._loading = threading.Lock()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """A vector for each text, in their order."""
        model = self._model()
        if len(texts) < 2 or self._threads < 2:
            return [model.embed(text) for text in texts]
        with ThreadPoolExecutor(min(self._threads, len(texts)), thread_name_prefix="embed") as pool:
            return list(pool.map(model.embed, texts))

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question; that of the same text as a passage."""
        return self._model().embed(text)

    def _model(self) -> _Loaded:
        if self._loaded is None:
            with self._loading:
                if self._loaded is None:
                    self._loaded = _load(self.folder)
        return self._loaded


def has_onnx_layout(folder: Path) -> bool:
    """Whether the folder holds what `OnnxEmbeddings` needs."""
    return _model_file(folder) is not None and (folder / TOKENIZER_FILE).is_file()


@dataclass(frozen=True, slots=True)
class _Loaded:
    session: InferenceSession
    tokenizer: Tokenizer
    inputs: Sequence[str]

    def embed(self, text: str) -> list[float]:
        import numpy as np

        # Half a surrogate pair, as it comes out of some PDF files, is no character that could be encoded.
        encoding = self.tokenizer.encode(text.encode("utf-8", "replace").decode("utf-8"))
        given = {
            "input_ids": encoding.ids,
            "attention_mask": encoding.attention_mask,
            "token_type_ids": encoding.type_ids,
        }
        arrays: dict[str, Any] = {name: np.array([given[name]], dtype=np.int64) for name in self.inputs}
        vector = self.session.run(None, arrays)[0][0, 0]
        unit: list[float] = (vector / np.linalg.norm(vector)).tolist()
        return unit


def _load(folder: Path) -> _Loaded:
    # Read by the library when it is imported: without this it leaves a device number in the user's cache and reports
    # its use to its maker.
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
        tokenizer.enable_truncation(MOST_TOKENS)
        tokenizer.no_padding()
        session = onnxruntime.InferenceSession(
            str(_model_file(folder) or folder / MODEL_FILES[0]), options, providers=["CPUExecutionProvider"]
        )
    except Exception as error:
        # Both libraries raise errors of types of their own that are not exported, and plain Exception.
        raise ModelMissing("damaged", folder.name, [str(folder)], str(error).split("\n")[0]) from error
    return _Loaded(session, tokenizer, [entry.name for entry in session.get_inputs()])


def _model_file(folder: Path) -> Path | None:
    return next((folder / name for name in MODEL_FILES if (folder / name).is_file()), None)


def _processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
