"""Reading what was uploaded, and removing documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from app.answer import Language
from app.ui.documents import documents_html, reading_steps, remove_document
from tests.app.ui.scripted import Report, ScriptedService


class BreakingService(ScriptedService):
    """Breaks over a file named so, and over every removal."""

    def ingest(
        self,
        paths: Sequence[Path],
        progress: Callable[[float, str], None] | None = None,
        language: Language = "zh",
        *,
        uploaded: bool = False,
    ) -> list[Report]:
        if any(path.name == "breaks.md" for path in paths):
            raise RuntimeError("a mistake in the program")
        return super().ingest(paths, progress, language, uploaded=uploaded)

    def remove(self, document: int) -> None:
        raise RuntimeError("a mistake in the program")


def uploads(folder: Path, **contents: str) -> list[Path]:
    paths = []
    for name, content in contents.items():
        path = folder / f"{name}.md"
        path.write_text(content, encoding="utf-8")
        paths.append(path)
    return paths


def test_files_are_read_one_after_the_other_with_progress(tmp_path: Path) -> None:
    service = ScriptedService(tmp_path)
    *steps, last = reading_steps(service, "zh", uploads(tmp_path, a="# a", b="# b"))
    assert ["aria-valuenow" in step for step in steps] == [True] * len(steps)
    assert 'aria-valuenow="50"' in steps[-1] and "b.md" in steps[-1]
    assert last.count("report-read") == 2 and "progressbar" not in last
    assert set(service.uploaded) == {"a.md", "b.md"}


def test_a_file_that_breaks_does_not_stop_the_others(tmp_path: Path) -> None:
    *_, last = reading_steps(BreakingService(tmp_path), "zh", uploads(tmp_path, breaks="# x", bad="x", good="# x"))
    assert "“breaks.md”没有读完" in last and "a mistake" not in last
    assert last.count("report-failed") == 1 and last.count("report-read") == 1


def test_uploaded_copies_are_deleted(tmp_path: Path) -> None:
    paths = uploads(tmp_path, breaks="# x", good="# x")
    list(reading_steps(BreakingService(tmp_path), "en", paths))
    assert [path for path in paths if path.exists()] == []


def test_nothing_uploaded_is_nothing_done(tmp_path: Path) -> None:
    *_, last = reading_steps(ScriptedService(tmp_path), "zh", [])
    assert "report" not in last and "problem" not in last


def test_a_removed_document_is_named(tmp_path: Path) -> None:
    service = ScriptedService(tmp_path)
    assert "已移除：经费台账.xlsx" in remove_document(service, "zh", 2)
    assert 2 not in service.known


def test_what_is_no_document_is_not_removed(tmp_path: Path) -> None:
    service = ScriptedService(tmp_path)
    for nothing in (99, None, "2", 2.0):
        assert remove_document(service, "zh", nothing) == ""
    assert len(service.known) == 4


def test_a_removal_that_breaks_says_so(tmp_path: Path) -> None:
    html = remove_document(BreakingService(tmp_path), "en", 2)
    assert "“经费台账.xlsx” could not be removed" in html and "a mistake" not in html


def test_the_list_is_empty_where_nothing_is_indexed(tmp_path: Path) -> None:
    assert "还没有资料" in documents_html(ScriptedService(tmp_path, filled=False), "zh")
    assert documents_html(ScriptedService(tmp_path), "zh").count('class="document"') == 4
