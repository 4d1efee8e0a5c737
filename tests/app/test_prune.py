"""Documents whose files are gone: `ziping ingest --prune` removes them, after it has asked."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.service import Ziping
from app.settings import Settings
from tests.app.console import REPORT, Console


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    for name in ("kept.md", "gone.md"):
        shutil.copy(REPORT, folder / name)
    return folder


@pytest.fixture
def console(tmp_path: Path, folder: Path) -> Console:
    """With both documents ingested, and the file of one gone since."""
    console = Console(tmp_path / "home")
    assert console("ingest", folder).status == 0
    (folder / "gone.md").unlink()
    return console


def stored(console: Console) -> list[str]:
    return sorted(summary.name for summary in Ziping(Settings(home=console.home, offline=True)).documents())


def test_without_the_option_nothing_is_removed(console: Console, folder: Path) -> None:
    assert console("ingest", folder).status == 0
    assert stored(console) == ["gone.md", "kept.md"]


def test_it_names_the_documents_and_asks(console: Console, folder: Path) -> None:
    run = console("ingest", "--prune", given="y\n")
    assert str(folder / "gone.md") in run.err and "[y/N]" in run.err and "kept.md" not in run.err
    assert (run.status, run.out) == (0, "gone.md: its file is gone; removed from the index\n")
    assert stored(console) == ["kept.md"]


def test_no_is_respected(console: Console) -> None:
    run = console("ingest", "--prune", given="n\n")
    assert run.status == 0 and "--yes" in run.err
    assert stored(console) == ["gone.md", "kept.md"]


def test_where_nobody_answers_nothing_is_removed_and_the_status_says_so(console: Console) -> None:
    assert console("ingest", "--prune").status == 1
    assert stored(console) == ["gone.md", "kept.md"]


def test_yes_answers_beforehand_and_json_reports_it(console: Console, folder: Path) -> None:
    run = console("ingest", "--prune", "--yes", "--json", folder)
    assert [(report["name"], report["state"]) for report in run.json] == [
        ("kept.md", "unchanged"),
        ("gone.md", "removed"),
    ]
    assert stored(console) == ["kept.md"]


def test_only_what_stood_in_the_paths_given_is_removed(console: Console, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(REPORT, other / "other.md")
    assert console("ingest", other, "--prune", "--yes").status == 0
    assert stored(console) == ["gone.md", "kept.md", "other.md"]
    assert console("ingest", folder / "gone.md", "--prune", "--yes").status == 0
    assert stored(console) == ["kept.md", "other.md"]


def test_a_path_that_never_was_is_still_an_error(console: Console, folder: Path) -> None:
    assert console("ingest", folder / "never.md", "--prune", "--yes").status == 2


def test_uploaded_documents_are_never_gone(tmp_path: Path) -> None:
    service = Ziping(Settings(home=tmp_path / "home", model_cache=tmp_path / "models", offline=True))
    upload = Path(shutil.copy(REPORT, tmp_path / "upload.md"))
    service.ingest([upload], uploaded=True)
    upload.unlink()
    assert service.gone() == []
