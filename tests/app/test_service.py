"""Documents through the service: read, replaced and removed; a mistake over one keeps no other from being read."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from app.service import Ziping
from app.settings import Settings
from app.source_files import files_of
from ingest.errors import ReadError
from ingest.isolation import IsolatedReader
from ingest.records import DocumentRecords, UnreadPage
from tests.app.console import REPORT


@pytest.fixture
def service(tmp_path: Path) -> Ziping:
    return Ziping(Settings(home=tmp_path / "home", model_cache=tmp_path / "models", offline=True))


@pytest.fixture
def document(tmp_path: Path) -> Path:
    return Path(shutil.copy(REPORT, tmp_path / "report.md"))


class TestReading:
    def test_progress_goes_from_the_first_document_to_the_end(self, service: Ziping, document: Path) -> None:
        told: list[tuple[float, str]] = []
        service.ingest([document, REPORT], lambda share, what: told.append((share, what)), "en")
        assert told == [(0.0, "Reading report.md"), (0.5, "Reading small_report.md"), (1.0, "Done")]

    def test_a_mistake_over_one_document_keeps_no_other_from_being_read(
        self, service: Ziping, document: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = IsolatedReader.read

        def breaks_over_one(self: IsolatedReader, path: Path, *rest: object) -> DocumentRecords:
            return {}["no such key"] if path == document else real(self, path)

        monkeypatch.setattr(IsolatedReader, "read", breaks_over_one)
        broken, fine = service.ingest([document, REPORT], language="en")
        assert (broken.state, broken.code, fine.state) == ("failed", "mistake", "read")
        assert "report.md" in broken.message and "KeyError" in broken.message
        assert [summary.name for summary in service.documents()] == [REPORT.name]

    def test_pages_that_could_not_be_read_are_named(
        self, service: Ziping, document: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = IsolatedReader.read
        unread = (UnreadPage(3, "no text was recognised"), UnreadPage(7, "damaged"))

        def misses_pages(self: IsolatedReader, path: Path, *rest: object) -> DocumentRecords:
            records = real(self, path)
            return replace(records, document=replace(records.document, unread=unread))

        monkeypatch.setattr(IsolatedReader, "read", misses_pages)
        (report,) = service.ingest([document], language="en")
        assert (report.state, report.unread) == ("read", list(unread))
        assert "2 pages could not be read (3, 7: no text was recognised)" in report.message

    def test_an_uploaded_file_takes_the_place_of_the_one_of_its_name(
        self, service: Ziping, document: Path, tmp_path: Path
    ) -> None:
        service.ingest([document])
        upload = tmp_path / "upload" / document.name
        upload.parent.mkdir()
        upload.write_text(document.read_text(encoding="utf-8").replace("52.5%", "52.6%"), encoding="utf-8")
        (report,) = service.ingest([upload], uploaded=True)
        (summary,) = service.documents()
        assert (report.state, summary.name) == ("read", document.name)
        kept = service.document_file(summary.id)
        assert kept is not None and "52.6%" in kept.read_text(encoding="utf-8")

    def test_a_removed_document_is_gone(self, service: Ziping, document: Path) -> None:
        service.ingest([document])
        (summary,) = service.documents()
        service.remove(summary.id)
        assert not service.documents()
        assert service.document_file(summary.id) is None and service.records(summary.id) is None
        assert service.ask("2022年教职工满意度是多少？").refused


class TestFilesOf:
    def test_a_folder_means_its_readable_files_once_each_and_in_order(self, tmp_path: Path) -> None:
        for name in ("b.pdf", "a.docx", "sub/c.md", ".hidden.md", "~$a.docx", "d.exe"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_bytes(b"x")
        found = [str(path.relative_to(tmp_path)) for path in files_of([tmp_path, tmp_path / "b.pdf"])]
        assert found == ["a.docx", "b.pdf", "sub/c.md"]

    def test_a_missing_path_is_said_before_anything_is_read(self, tmp_path: Path) -> None:
        with pytest.raises(ReadError, match="missing"):
            files_of([REPORT, tmp_path / "none"])
