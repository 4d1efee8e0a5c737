"""A document comes into the index whole or not at all, also when several write and when one of them is killed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.build import Stores, build_index, renew_vectors
from index.contents import StoredDocument
from index.errors import StoreError
from index.indicators import figures_to_indicators
from index.search import PassageSearch
from index.statements import records_to_statements
from index.store import Store
from index.vectors import Vectors
from index.windows import records_to_windows
from ingest.records import DocumentRecords
from tests.index.ingest_process import VERSIONS, version
from tests.index.sample_records import (
    LEXICON,
    SENTENCES,
    PairEmbeddings,
    make_records,
    write_source,
)

ROOT = Path(__file__).parents[2]
PROCESS = [sys.executable, "-m", "tests.index.ingest_process"]
KILLS = int(os.environ.get("ZIPING_TEST_KILLS", "50"))


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    opened = open_stores(tmp_path / "home")
    yield opened
    close(opened)


def open_stores(home: Path, model: str = "pairs") -> Stores:
    return Stores(Store.open(home), LEXICON, Vectors(home, PairEmbeddings(), model))


def close(stores: Stores) -> None:
    stores.store.close()
    if stores.vectors is not None:
        stores.vectors.close()


def found(stores: Stores, question: str) -> str:
    assert stores.vectors is not None
    hit = PassageSearch(stores.store.contents(), stores.vectors).search(question)[0]
    assert hit.cosine is not None
    return hit.passage.text


class TestBuilding:
    def test_a_document_is_stored_kept_and_found(self, stores: Stores, tmp_path: Path) -> None:
        source = tmp_path / "a.txt"
        records = make_records(source, sha256=write_source(source, "甲"))
        stored = build_index(records, stores)
        assert stores.store.records(stored.id) == records
        original = stores.store.original(stored.id)
        assert original is not None and original.read_text(encoding="utf-8") == "甲"
        assert found(stores, SENTENCES[2]) == SENTENCES[2]

    def test_the_same_records_are_not_stored_again(self, stores: Stores) -> None:
        first = build_index(make_records(), stores)
        at = stores.store.version()
        assert build_index(make_records(), stores) == first
        assert stores.store.version() == at

    def test_the_same_file_read_otherwise_is_stored_again(self, stores: Stores) -> None:
        first = build_index(make_records(), stores)
        second = build_index(make_records(sentences=SENTENCES[:2]), stores)
        assert (second.id, second.passages) == (first.id, 3)

    def test_the_same_records_of_another_reader_are_stored_again(self, stores: Stores) -> None:
        build_index(make_records(), stores)
        stored = build_index(make_records(), Stores(stores.store, LEXICON, stores.vectors, reader="2"))
        assert stored.reader == "2"

    def test_the_former_version_leaves_nothing(self, stores: Stores, tmp_path: Path) -> None:
        source = tmp_path / "a.txt"
        former = build_index(make_records(source, ("旧的一句话。",), sha256=write_source(source, "旧")), stores)
        stored = build_index(make_records(source, ("新的一句话。",), sha256=write_source(source, "新")), stores)
        assert stores.vectors is not None
        assert stores.vectors.missing([former.revision, stored.revision]) == [former.revision]
        assert [path.read_text(encoding="utf-8") for path in stores.store.originals.folder.iterdir()] == ["新"]
        assert found(stores, "旧的一句话") == "新的一句话。"

    def test_a_removed_document_leaves_nothing(self, stores: Stores, tmp_path: Path) -> None:
        source = tmp_path / "a.txt"
        stored = build_index(make_records(source, sha256=write_source(source, "甲")), stores)
        stores.remove(stored.id)
        assert stores.vectors is not None
        assert stores.store.documents() == [] and stores.vectors.missing([stored.revision]) == [stored.revision]
        assert list(stores.store.originals.folder.iterdir()) == []

    def test_a_file_that_changed_since_it_was_read_changes_nothing(self, stores: Stores, tmp_path: Path) -> None:
        source = tmp_path / "a.txt"
        records = make_records(source, sha256=write_source(source, "甲"))
        stored = build_index(records, stores)
        write_source(source, "乙")
        with pytest.raises(StoreError) as raised:
            build_index(make_records(source, ("新。",), sha256=records.document.sha256), stores)
        assert raised.value.code == "source-changed"
        assert stores.store.documents() == [stored]

    def test_an_embedding_that_fails_changes_nothing(self, stores: Stores) -> None:
        class Failing(PairEmbeddings):
            def embed_documents(self, texts: list[str]) -> list[list[float]]:
                raise RuntimeError("model gone")

        before = build_index(make_records(), stores)
        vectors = Vectors(stores.store.home, Failing(), "pairs")
        with pytest.raises(RuntimeError, match="model gone"):
            build_index(make_records(sentences=("新。",)), Stores(stores.store, LEXICON, vectors))
        vectors.close()
        assert stores.store.documents() == [before]
        assert found(stores, SENTENCES[1]) == SENTENCES[1]

    def test_progress_is_told(self, stores: Stores) -> None:
        told: list[tuple[int, int]] = []
        build_index(make_records(), stores, lambda done, total: told.append((done, total)))
        assert told == [(5, 5)]


class TestRenewing:
    def test_vectors_are_made_of_what_was_stored_without(self, stores: Stores) -> None:
        build_index(make_records(), Stores(stores.store, LEXICON))
        assert renew_vectors(stores) == 1
        assert renew_vectors(stores) == 0
        assert found(stores, SENTENCES[3]) == SENTENCES[3]

    def test_building_makes_the_missing_vectors_of_other_documents(self, stores: Stores) -> None:
        build_index(make_records("1.pdf", ("东区食堂。",)), Stores(stores.store, LEXICON))
        build_index(make_records("2.pdf", ("西区操场。",)), stores)
        assert found(stores, "东区食堂") == "东区食堂。"

    def test_vectors_of_another_model_are_made_anew_and_the_old_ones_removed(self, stores: Stores) -> None:
        stored = build_index(make_records(), stores)
        other = Stores(stores.store, LEXICON, Vectors(stores.store.home, PairEmbeddings(32), "other"))
        assert renew_vectors(other) == 1
        close(other)
        assert stores.vectors is not None
        assert Vectors(stores.store.home, PairEmbeddings(), "pairs").missing([stored.revision]) == [stored.revision]

    def test_without_an_embedding_model_there_is_nothing_to_renew(self, stores: Stores) -> None:
        build_index(make_records(), stores)
        assert renew_vectors(Stores(stores.store, LEXICON)) == 0

    def test_a_vector_store_that_is_no_folder_is_replaced(self, stores: Stores) -> None:
        assert stores.vectors is not None
        stores.vectors.folder.write_text("x", encoding="utf-8")
        build_index(make_records(), stores)
        assert found(stores, SENTENCES[0]) == SENTENCES[0]


class TestSeveralAtOnce:
    def test_searches_go_on_while_documents_are_built(self, stores: Stores) -> None:
        """Searching in the same process never fails, and never finds passages of two versions together."""
        build_index(make_records(sentences=("第0版食堂甲。", "第0版食堂乙。")), stores)
        found_together: list[set[str]] = []
        built = threading.Event()

        def search() -> None:
            while not built.is_set():
                hits = PassageSearch(stores.store.contents(), stores.vectors).search("食堂", 2)
                found_together.append({hit.passage.text[:3] for hit in hits})

        with ThreadPoolExecutor(3) as threads:
            searching = [threads.submit(search) for _ in range(3)]
            for i in range(1, 15):
                build_index(make_records(sentences=(f"第{i}版食堂甲。", f"第{i}版食堂乙。")), stores)
            built.set()
            for future in searching:
                future.result()
        assert found_together and all(len(versions) == 1 for versions in found_together)

    def run(self, *arguments: list[str]) -> None:
        processes = [subprocess.Popen([*PROCESS, "once", *a], cwd=ROOT, stderr=subprocess.PIPE) for a in arguments]
        for process in processes:
            _, errors = process.communicate(timeout=120)
            assert process.returncode == 0, errors.decode()

    def test_one_document_by_two_at_once_is_stored_once(self, tmp_path: Path) -> None:
        home, path = tmp_path / "home", tmp_path / "a.pdf"
        version(path, "1.25")
        self.run(*[[str(home), str(path), "1.25"]] * 2)
        stores = open_stores(home)
        assert (len(stores.store.documents()), stores.store.version()) == (1, 1)
        close(stores)

    def test_no_document_of_two_writers_is_lost(self, tmp_path: Path) -> None:
        home = tmp_path / "home"
        paths = [tmp_path / f"{name}.pdf" for name in "ab"]
        self.run(*[[str(home), str(path), "1", "2", "3"] for path in paths])
        stores = open_stores(home)
        documents = stores.store.documents()
        assert sorted(document.path for document in documents) == list(map(str, paths))
        assert stores.store.version() == 6
        for document in documents:
            check_whole(stores, document, version(Path(document.path), "3"))
        close(stores)


def check_whole(stores: Stores, document: StoredDocument, expected: DocumentRecords) -> None:
    """The document is stored as expected, with its indicators, file and vectors, and nothing of another version."""
    contents = stores.store.contents()
    assert contents.records[document.id] == expected
    statements = [
        statement
        for id, records in contents.records.items()
        for statement in records_to_statements(id, records, LEXICON)
    ]
    assert contents.indicators == figures_to_indicators(statements, LEXICON)
    original = stores.store.original(document.id)
    assert original is not None and original.stem == document.sha256
    assert stores.vectors is not None
    window = records_to_windows(expected)[7]
    near = stores.vectors.search(window.text, [document.revision], 100)
    assert {n.passage for n in near} == {passage.key for passage in expected.passages}
    assert (near[0].passage, near[0].cosine) == (window.passage, pytest.approx(1.0, abs=1e-5))


def seconds_of_a_build(home: Path, path: Path) -> float:
    """How long one takes on a machine as busy as this one is now: kills are to come before its end and after it."""
    stores = open_stores(home)
    began = time.perf_counter()
    build_index(version(path, VERSIONS[0]), stores)
    close(stores)
    return time.perf_counter() - began


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that forks processes")
def test_a_killed_process_leaves_the_old_version_or_the_new_one(tmp_path: Path) -> None:
    """Kills a process that ingests at a random moment, again and again; ZIPING_TEST_KILLS says how often."""
    home, path = tmp_path / "home", tmp_path / "a.pdf"
    expected = {value: version(path, value) for value in VERSIONS}
    moments = random.Random(KILLS)
    longest = max(0.4, 2 * seconds_of_a_build(tmp_path / "other", path))
    seen: set[str] = set()
    command = [*PROCESS, "loops", str(home), str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as forking:
        assert forking.stdin is not None and forking.stdout is not None
        for kill in range(KILLS):
            forking.stdin.write("\n")
            forking.stdin.flush()
            child = int(forking.stdout.readline())
            time.sleep(moments.uniform(0.0, longest))
            os.kill(child, signal.SIGKILL)
            assert forking.stdout.readline() == "gone\n"
            stores = open_stores(home)
            documents = stores.store.documents()
            assert len(documents) == 1 or (not seen and not documents), f"kill {kill}"
            for document in documents:
                (value,) = [v for v, records in expected.items() if records.document.sha256 == document.sha256]
                check_whole(stores, document, expected[value])
                seen.add(value)
            close(stores)
        forking.stdin.close()
    assert seen == set(VERSIONS) or KILLS < 10
    stores = open_stores(home)
    (stored,) = [build_index(version(path, "3"), stores)]
    check_whole(stores, stored, version(path, "3"))
    assert stores.vectors is not None
    assert len([folder for folder in stores.vectors.folder.iterdir() if folder.is_dir()]) == 1
    assert len(list(stores.store.originals.folder.iterdir())) == 1
    close(stores)
