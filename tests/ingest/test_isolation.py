"""A document that hangs, swells or crashes what reads it is reported, with the page, and the next one is read."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest import ingest_document, reading_process
from ingest.errors import ReadError
from ingest.isolation import IsolatedReader, Limits
from ingest.lexicon import Lexicon
from ingest.records import DocumentRecords
from prompts import lexicon_data
from tests.ingest import odd_structures

ROOT = Path(__file__).parents[2]
REPORT = ROOT / "corpus/report.pdf"
SMALL = ROOT / "tests/data/small_report.md"
LEXICON = Lexicon.model_validate(lexicon_data())
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="what a process takes is known on Linux only")
WITH_SIGNALS = pytest.mark.skipif(sys.platform == "win32", reason="needs signals")


@pytest.fixture
def reader() -> Iterator[IsolatedReader]:
    with IsolatedReader(LEXICON, Limits(silence=3.0, per_megabyte=0.0)) as opened:
        yield opened


def process_of(reader: IsolatedReader) -> int:
    assert reader._process is not None
    return reader._process._popen.pid


def failing(reader: IsolatedReader, path: Path) -> ReadError:
    with pytest.raises(ReadError) as raised:
        reader.read(path)
    assert raised.value.path == path
    return raised.value


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def endless_second_page() -> bytes:
    """Three pages; what the second one draws takes minutes to work through."""
    pages = [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents %d 0 R>>" % n for n in (6, 7, 6)]
    endless = zlib.compress(b"q " * 5_000_000)
    return odd_structures.pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R 4 0 R 5 0 R]/Count 3>>",
        *pages,
        (b"", b"0 0 m 9 9 l S"),
        (b"/Filter/FlateDecode", endless),
    )


class TestReading:
    def test_it_reads_as_is_read_without_it(self, reader: IsolatedReader) -> None:
        """Also a long PDF, whose pages are read in two processes."""
        pages: set[int] = set()
        with IsolatedReader(LEXICON) as patient:
            records = patient.read(REPORT, lambda page, _: pages.add(page))
        assert records == ingest_document(REPORT, LEXICON)
        assert pages == set(range(1, (records.document.pages or 0) + 1))
        assert reader.read(SMALL) == ingest_document(SMALL, LEXICON)

    def test_what_it_holds_is_told_before_its_figures_are_found(self, reader: IsolatedReader) -> None:
        told: list[DocumentRecords] = []
        records = reader.read(SMALL, passages=told.append)
        assert [(early.passages, early.tables, early.figures) for early in told] == [
            (records.passages, records.tables, ())
        ]

    def test_one_process_reads_many_documents(self, reader: IsolatedReader) -> None:
        reader.read(SMALL)
        process = process_of(reader)
        reader.read(SMALL)
        assert process_of(reader) == process

    def test_a_document_that_cannot_be_read_costs_no_process(self, reader: IsolatedReader, tmp_path: Path) -> None:
        assert failing(reader, written(tmp_path, "a.md", b"")).code == "empty"
        process = process_of(reader)
        assert failing(reader, tmp_path / "none.md").code == "missing"
        assert process_of(reader) == process

    @ON_LINUX
    def test_a_name_that_is_no_text_is_read(self, reader: IsolatedReader, tmp_path: Path) -> None:
        path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.md"))
        path.write_bytes(SMALL.read_bytes())
        assert reader.read(path).document.path == str(path)


class TestLimits:
    def test_what_takes_too_long_is_ended_and_its_page_named(self, reader: IsolatedReader, tmp_path: Path) -> None:
        error = failing(reader, written(tmp_path, "endless.pdf", endless_second_page()))
        assert (error.code, error.page) == ("too-long", 2)
        assert reader.read(SMALL).figures

    @ON_LINUX
    def test_what_takes_too_much_memory_is_ended(self, reader: IsolatedReader, tmp_path: Path) -> None:
        error = failing(reader, written(tmp_path, "wide.docx", odd_structures.docx_cell_over_a_billion_columns()))
        assert error.code == "too-large"
        assert reader.read(SMALL).figures

    def test_an_archive_that_becomes_too_large_is_not_unpacked(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = written(tmp_path, "bomb.docx", odd_structures.docx(" " * 2_000_000))
        monkeypatch.setattr(reading_process, "MOST_UNPACKED", 1_000_000)
        failure = answered(path)[-1]
        assert isinstance(failure, reading_process.Failure)
        assert (failure.code, failure.cause) == ("too-large", "2 MB unpacked")

    @WITH_SIGNALS
    def test_a_crash_is_reported_with_its_page(self, reader: IsolatedReader, tmp_path: Path) -> None:
        path = written(tmp_path, "endless.pdf", endless_second_page())
        with pytest.raises(ReadError) as raised:
            reader.read(path, lambda page, _: os.kill(process_of(reader), signal.SIGSEGV))
        assert (raised.value.code, raised.value.page, raised.value.cause) == ("crashed", 2, "signal 11")
        assert reader.read(SMALL).figures

    @WITH_SIGNALS
    def test_a_process_that_is_gone_before_it_is_asked_is_replaced(self, reader: IsolatedReader) -> None:
        reader.read(SMALL)
        os.kill(process_of(reader), signal.SIGKILL)
        time.sleep(0.2)
        assert reader.read(SMALL).figures

    def test_a_mistake_of_the_program_says_where_it_is(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def mistaken(path: Path, lexicon: Lexicon) -> DocumentRecords:
            raise KeyError("no such key")

        monkeypatch.setattr("ingest.ingest_document", mistaken)
        failure = answered(SMALL)[-1]
        assert isinstance(failure, reading_process.Failure)
        assert failure.code == "document" and failure.cause.startswith("KeyError: 'no such key' (test_isolation.py:")


def answered(path: Path) -> list[object]:
    """What the process says of a document, said in this one."""
    said = io.BytesIO()
    reading_process._answer(reading_process.Request(path=os.fsencode(path), memory=10**9), LEXICON, said)
    return [
        reading_process.Said.model_validate_json(b'{"line":%b}' % line).line
        for line in said.getvalue().split(b"\n")[:-1]
    ]


class TestEnding:
    @WITH_SIGNALS
    def test_the_process_ends_with_the_reader(self) -> None:
        with IsolatedReader(LEXICON) as reader:
            reader.read(SMALL)
            process = process_of(reader)
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)

    @ON_LINUX
    def test_the_process_ends_when_the_one_that_asked_is_killed(self, tmp_path: Path) -> None:
        path = written(tmp_path, "endless.pdf", endless_second_page())
        program = (
            "import sys; from pathlib import Path; from tests.ingest.test_isolation import *\n"
            "reader = IsolatedReader(LEXICON); reader.start()\n"
            "print(process_of(reader), flush=True); reader.read(Path(sys.argv[1]))"
        )
        with subprocess.Popen([sys.executable, "-c", program, path], cwd=ROOT, stdout=subprocess.PIPE) as asking:
            assert asking.stdout is not None
            process = int(asking.stdout.readline())
            time.sleep(1.5)
            asking.kill()
        for _ in range(100):
            if not Path(f"/proc/{process}").exists() or "\nState:\tZ" in Path(f"/proc/{process}/status").read_text():
                return
            time.sleep(0.1)
        os.kill(process, signal.SIGKILL)
        pytest.fail("it goes on reading for nobody")
