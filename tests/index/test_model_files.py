"""The default model's files: fetched once, from the first source that gives the right ones."""

from __future__ import annotations

import functools
import hashlib
import http.server
import io
import os
import stat
import tarfile
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from index.model_files import (
    DEFAULT_MODEL,
    FILES,
    SOURCES,
    ModelMissing,
    damaged_files,
    fetch_default_model,
    find_default_model,
)
from index.model_sources import Hub, ModelFile, NpmPackage, Progress, SourceFailed, archive_to_files

CONTENTS = {"onnx/model.onnx": b"weights" * 50_000, "tokenizer.json": b"{}"}
MODEL = tuple(ModelFile(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in CONTENTS.items())


@dataclass
class Given:
    """A source that gives these contents, and remembers what it was asked for."""

    contents: dict[str, bytes]
    name: str = "given"
    asked: list[str] = field(default_factory=list)

    def fetch(self, files: Sequence[ModelFile], into: Path, progress: Progress) -> None:
        for file in files:
            self.asked.append(file.name)
            if file.name not in self.contents:
                raise SourceFailed(f"no {file.name}")
            (into / file.name).parent.mkdir(parents=True, exist_ok=True)
            (into / file.name).write_bytes(self.contents[file.name])


def everything(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and path.name != "lock"}


class TestFetching:
    def test_the_files_are_put_in_their_places(self, tmp_path: Path) -> None:
        folder = fetch_default_model(tmp_path / "new", sources=[Given(CONTENTS)], files=MODEL)
        assert {name: (folder / name).read_bytes() for name in CONTENTS} == CONTENTS
        assert everything(tmp_path / "new") == {f"{DEFAULT_MODEL}/{name}" for name in CONTENTS}
        assert not damaged_files(tmp_path / "new", MODEL)

    def test_what_is_there_is_not_fetched_again(self, tmp_path: Path) -> None:
        fetch_default_model(tmp_path, sources=[Given(CONTENTS)], files=MODEL)
        again = Given(CONTENTS)
        fetch_default_model(tmp_path, sources=[again], files=MODEL, offline=True)
        assert again.asked == []

    def test_only_a_damaged_file_is_fetched_again(self, tmp_path: Path) -> None:
        folder = fetch_default_model(tmp_path, sources=[Given(CONTENTS)], files=MODEL)
        (folder / "tokenizer.json").write_bytes(b"[]")
        assert damaged_files(tmp_path, MODEL) == ("tokenizer.json",)
        again = Given(CONTENTS)
        fetch_default_model(tmp_path, sources=[again], files=MODEL)
        assert again.asked == ["tokenizer.json"]
        assert not damaged_files(tmp_path, MODEL)

    @pytest.mark.parametrize(
        "bad",
        [{}, {**CONTENTS, "tokenizer.json": b"[]"}, {**CONTENTS, "onnx/model.onnx": b"weights"}],
        ids=["nothing", "other bytes", "cut off"],
    )
    def test_the_next_source_is_asked_when_one_does_not_give_the_right_files(
        self, bad: dict[str, bytes], tmp_path: Path
    ) -> None:
        good = Given(CONTENTS, "good")
        folder = fetch_default_model(tmp_path, sources=[Given(bad, "bad"), good], files=MODEL)
        assert good.asked == list(CONTENTS)
        assert (folder / "tokenizer.json").read_bytes() == CONTENTS["tokenizer.json"]

    def test_when_no_source_gives_them_it_says_what_each_said_and_leaves_nothing(self, tmp_path: Path) -> None:
        sources = [Given({}, "first"), Given({**CONTENTS, "tokenizer.json": b"[]"}, "second")]
        with pytest.raises(ModelMissing) as missing:
            fetch_default_model(tmp_path, sources=sources, files=MODEL)
        assert missing.value.code == "unfetched"
        assert missing.value.tried == (
            "first: no onnx/model.onnx",
            "second: tokenizer.json is not the file that it should be",
        )
        assert everything(tmp_path) == set()

    def test_fetching_can_be_forbidden(self, tmp_path: Path) -> None:
        with pytest.raises(ModelMissing) as missing:
            fetch_default_model(tmp_path / "none", sources=[Given(CONTENTS)], files=MODEL, offline=True)
        assert missing.value.code == "offline"
        assert not (tmp_path / "none").exists()

    def test_a_folder_that_cannot_be_made_is_said(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(ModelMissing) as missing:
            fetch_default_model(tmp_path / "file" / "models", sources=[Given(CONTENTS)], files=MODEL)
        assert missing.value.code == "cache"

    def test_what_a_killed_process_left_is_removed(self, tmp_path: Path) -> None:
        (tmp_path / ".fetch-left").mkdir()
        (tmp_path / ".fetch-left" / "part").write_bytes(b"weigh")
        fetch_default_model(tmp_path, sources=[Given(CONTENTS)], files=MODEL)
        assert everything(tmp_path) == {f"{DEFAULT_MODEL}/{name}" for name in CONTENTS}

    def test_processes_that_need_it_at_once_fetch_it_once(self, tmp_path: Path) -> None:
        source = Given(CONTENTS)
        fetch = functools.partial(fetch_default_model, tmp_path, sources=[source], files=MODEL)
        threads = [threading.Thread(target=fetch) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert source.asked == list(CONTENTS)


class TestKnownModel:
    def test_the_hub_is_asked_first_then_npm(self) -> None:
        assert [type(source) for source in SOURCES] == [Hub, NpmPackage]

    def test_the_fetched_model_is_the_one_that_is_known(self, embedding_model: Path) -> None:
        assert find_default_model(embedding_model.parent) == embedding_model
        assert not damaged_files(embedding_model.parent)
        assert {file.name for file in FILES} == {"onnx/model_quantized.onnx", "tokenizer.json"}

    def test_a_model_that_is_cut_off_is_none(self, tmp_path: Path) -> None:
        for file in FILES:
            path = tmp_path / DEFAULT_MODEL / file.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"cut off")
        assert find_default_model(tmp_path) is None


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[str]:
    """A hub on this machine, with one repository."""
    folder = tmp_path / "hub" / "someone/model/resolve/main"
    for name, data in CONTENTS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    handler = functools.partial(Quiet, directory=str(tmp_path / "hub"))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class TestHub:
    def test_gives_the_files_and_tells_how_far_it_is(self, hub: str, tmp_path: Path) -> None:
        told: list[tuple[int, int]] = []
        Hub("someone/model", hub).fetch(MODEL, tmp_path / "into", lambda done, total: told.append((done, total)))
        total = sum(map(len, CONTENTS.values()))
        assert {name: (tmp_path / "into" / name).read_bytes() for name in CONTENTS} == CONTENTS
        assert told == sorted(told) and told[-1] == (total, total)
        assert len(told) > 2

    def test_an_unknown_repository_fails(self, hub: str, tmp_path: Path) -> None:
        with pytest.raises(SourceFailed, match="404"):
            Hub("someone/else", hub).fetch(MODEL, tmp_path / "into", lambda *_: None)

    def test_more_than_there_should_be_is_not_read_to_its_end(self, hub: str, tmp_path: Path) -> None:
        small = [ModelFile("onnx/model.onnx", 10, MODEL[0].sha256)]
        with pytest.raises(SourceFailed, match="larger than it should be"):
            Hub("someone/model", hub).fetch(small, tmp_path / "into", lambda *_: None)

    def test_out_of_reach_fails(self, tmp_path: Path) -> None:
        # Nothing listens on port 9 of this machine.
        with pytest.raises(SourceFailed, match="refused"):
            Hub("someone/model", "http://127.0.0.1:9").fetch(MODEL, tmp_path / "into", lambda *_: None)


def archive(path: Path, add: Callable[[tarfile.TarFile], None]) -> Path:
    with tarfile.open(path, "w:gz") as tar:
        add(tar)
    return path


def add_contents(tar: tarfile.TarFile) -> None:
    for name, data in CONTENTS.items():
        member = tarfile.TarInfo(f"package/model/{name}")
        member.size = len(data)
        tar.addfile(member, io.BytesIO(data))


class TestArchive:
    def test_gives_the_named_files_and_nothing_else(self, tmp_path: Path) -> None:
        def add(tar: tarfile.TarFile) -> None:
            add_contents(tar)
            for name in ("package/model/other.bin", "../outside", "/outside"):
                member = tarfile.TarInfo(name)
                member.size = 4
                tar.addfile(member, io.BytesIO(b"evil"))

        archive_to_files(archive(tmp_path / "a.tgz", add), "package/model", MODEL, tmp_path / "into")
        assert everything(tmp_path) == {"a.tgz", *(f"into/{name}" for name in CONTENTS)}

    def test_a_link_in_place_of_a_file_is_not_followed(self, tmp_path: Path) -> None:
        def add(tar: tarfile.TarFile) -> None:
            link = tarfile.TarInfo("package/model/tokenizer.json")
            link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
            tar.addfile(link)

        with pytest.raises(SourceFailed, match="does not hold"):
            archive_to_files(archive(tmp_path / "a.tgz", add), "package/model", MODEL[1:], tmp_path / "into")

    def test_a_damaged_archive_fails(self, tmp_path: Path) -> None:
        whole = archive(tmp_path / "a.tgz", add_contents)
        whole.write_bytes(whole.read_bytes()[:100])
        with pytest.raises(SourceFailed):
            archive_to_files(whole, "package/model", MODEL, tmp_path / "into")


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for npm is a shell script")
class TestNpm:
    @pytest.fixture
    def npm(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
        """Puts a program named npm, with this body, before all others."""

        def install(body: str) -> None:
            program = tmp_path / "bin" / "npm"
            program.parent.mkdir()
            program.write_text(f"#!/bin/sh\n{body}\n")
            program.chmod(program.stat().st_mode | stat.S_IXUSR)
            monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")

        return install

    def test_gives_the_files_of_the_package(self, npm: Callable[[str], None], tmp_path: Path) -> None:
        packed = archive(tmp_path / "packed.tgz", add_contents)
        npm(f'test "$1 $2" = "pack someone/package" && cp "{packed}" package.tgz')
        NpmPackage("someone/package", "package/model").fetch(MODEL, tmp_path / "into", lambda *_: None)
        assert {name: (tmp_path / "into" / name).read_bytes() for name in CONTENTS} == CONTENTS

    def test_what_npm_says_is_passed_on(self, npm: Callable[[str], None], tmp_path: Path) -> None:
        npm("echo 'npm warn old' >&2; echo 'npm error code E404' >&2; exit 1")
        with pytest.raises(SourceFailed, match=r"^npm error code E404$"):
            NpmPackage("someone/package", "package/model").fetch(MODEL, tmp_path / "into", lambda *_: None)

    def test_it_is_not_waited_for_without_end(self, npm: Callable[[str], None], tmp_path: Path) -> None:
        npm("exec sleep 60")
        with pytest.raises(SourceFailed, match="npm gave nothing in 1 s"):
            NpmPackage("someone/package", "package/model", patience=1).fetch(MODEL, tmp_path / "into", lambda *_: None)

    def test_without_npm_it_says_so(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(SourceFailed, match="npm is not installed"):
            NpmPackage("someone/package", "package/model").fetch(MODEL, tmp_path / "into", lambda *_: None)
