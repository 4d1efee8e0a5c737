"""What both READMEs say can be done, can be done; and they say the same."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.settings import Settings
from tests.app.console import PROGRAM, REPORT, Console

ROOT = Path(__file__).parents[2]
READMES = ("README.md", "README.zh-CN.md")


def text(readme: str) -> str:
    return (ROOT / readme).read_text(encoding="utf-8")


def blocks(readme: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text(readme), re.DOTALL | re.MULTILINE)


def commands(readme: str) -> list[str]:
    """The lines of shell blocks, without their comments."""
    lines = [line for block in blocks(readme, "sh") for line in block.splitlines()]
    return [line.split(" # ")[0].strip() for line in lines]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the documents that the examples speak of."""
    folder = tmp_path_factory.mktemp("examples")
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    (folder / "my-report").mkdir()
    shutil.copy(REPORT, folder / "my-report")
    return folder


@pytest.fixture(scope="module")
def environment(folder: Path) -> dict[str, str]:
    variables = {name: value for name, value in Console(folder).variables().items() if name != "ZIPING_HOME"}
    return {**variables, "PATH": f"{PROGRAM.parent}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}


def test_both_say_the_same_commands_and_code() -> None:
    assert commands(READMES[0]) == commands(READMES[1])
    for language in ("python", "powershell"):
        assert blocks(READMES[0], language) == blocks(READMES[1], language)


def test_both_have_the_same_parts() -> None:
    def parts(readme: str) -> Iterator[str]:
        yield from re.findall(r"^(#+ |!\[|\| `[^`]+`|\*\*|- )", text(readme), re.MULTILINE)

    assert list(parts(READMES[0])) == list(parts(READMES[1]))


def test_the_commands_run(folder: Path, environment: dict[str, str]) -> None:
    ours = [line for line in commands(READMES[0]) if line.startswith("ziping ")]
    assert len(ours) >= 5
    for line in ours:
        run = subprocess.run(
            shlex.split(line), cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=300
        )
        # A check that finds something says so by its exit status.
        done = (0, 1) if line.startswith("ziping check") else (0,)
        assert run.returncode in done, f"{line}\n{run.stdout}\n{run.stderr}"
        assert run.stdout.strip() or "--out" in line


def test_the_targets_of_make_are_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = [line.split()[1] for line in commands(READMES[0]) if line.startswith("make ")]
    assert targets == ["run", "test"]
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets)


def test_the_code_runs(folder: Path, environment: dict[str, str]) -> None:
    (code,) = blocks(READMES[0], "python")
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, encoding="utf-8", timeout=300
    )
    assert run.returncode == 0, run.stderr
    assert "report.pdf" in run.stdout


@pytest.mark.parametrize("readme", READMES)
class TestFacts:
    def test_everything_that_is_linked_is_there(self, readme: str) -> None:
        links = [link for link in re.findall(r"\]\(([^)#]+)\)", text(readme)) if "://" not in link]
        assert len(links) >= 7
        assert not [link for link in links if not (ROOT / link).exists()]

    def test_every_setting_is_explained_with_its_default(self, readme: str) -> None:
        table = dict(re.findall(r"^\| `(ZIPING_\w+)` \| (.*?) \|", text(readme), re.MULTILINE))
        assert set(table) == {f"ZIPING_{name.upper()}" for name in Settings.model_fields}
        for name in ("home", "embedding_model", "host", "port"):
            assert table[f"ZIPING_{name.upper()}"] == f"`{Settings.model_fields[name].default}`"

    def test_every_command_is_explained(self, readme: str) -> None:
        from app.cli import app

        names = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
        assert set(re.findall(r"^\| `ziping (\w+)", text(readme), re.MULTILINE)) == names

    def test_the_pinned_torch_is_the_one_that_is_named(self, readme: str) -> None:
        (named,) = set(re.findall(r"torch==[\d.]+", text(readme)))
        assert named in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
