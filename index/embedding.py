"""The embedding model by its name: the default one, or one that the user names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from index.model_files import DEFAULT_MODEL, ModelMissing, damaged_files, find_default_model

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

__all__ = ["DEFAULT_MODEL", "ModelMissing", "load_embeddings"]

_SENTENCE_LAYOUT = ("modules.json", "config.json")


def load_embeddings(model: str, cache: Path, *, offline: bool = False) -> Embeddings:
    """The model `bge-small-zh-v1.5` (the default), a folder, or a name on the model hub.

    A folder with `tokenizer.json` and `onnx/model*.onnx` alone is run by onnxruntime as the default model is, any other
    by sentence-transformers. Models on this machine are loaded when they are first used. The default model is not
    fetched here (see `fetch_default_model`); a name on the hub is, into `cache`, unless `offline` forbids it.

    Raises ModelMissing: `absent` and `damaged` (the default model's files are not there, or not the right ones),
    `folder`, `offline`, `unreachable`; the embeddings of a folder raise `damaged` when first used.
    """
    if model == DEFAULT_MODEL:
        folder = find_default_model(cache)
        if folder is None:
            raise ModelMissing("absent", model, [str(cache / DEFAULT_MODEL)])
        if damaged := damaged_files(cache):
            raise ModelMissing("damaged", model, [str(folder)], f"SHA-256: {', '.join(damaged)}")
        return _onnx(folder)
    folder = Path(model).expanduser()
    if folder.is_dir():
        return _from_folder(folder, cache)
    if folder.is_absolute() or model.startswith((".", "~")):
        raise ModelMissing("folder", model, [str(folder)])
    from index.sentence_embeddings import SentenceEmbeddings

    embeddings = SentenceEmbeddings(model, cache, offline=offline)
    # Whether a name is to be had shows only now; later it would be an answer that fails.
    embeddings.load()
    return embeddings


def _from_folder(folder: Path, cache: Path) -> Embeddings:
    from index.onnx_embeddings import has_onnx_layout

    if has_onnx_layout(folder) and not _has_torch_weights(folder):
        return _onnx(folder)
    if any((folder / name).is_file() for name in _SENTENCE_LAYOUT):
        from index.sentence_embeddings import SentenceEmbeddings

        return SentenceEmbeddings(str(folder), cache, offline=True)
    raise ModelMissing("folder", str(folder), [str(folder)])


def _has_torch_weights(folder: Path) -> bool:
    """Whether PyTorch's weights are there: in the folder itself, or in that of a module of the model."""
    return any(any(folder.glob(pattern)) for pattern in ("*.safetensors", "*.bin", "*/*.safetensors", "*/*.bin"))


def _onnx(folder: Path) -> Embeddings:
    from index.onnx_embeddings import OnnxEmbeddings

    return OnnxEmbeddings(folder)
