"""What every store keeps to, whatever database it is in, and what a home folder that is not right is answered with."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import create_engine

from index import schema
from index.contents import StoredDocument
from index.errors import StoreError
from index.indicators import figures_to_indicators
from index.statements import records_to_statements
from index.store import FILE, Store, new_revision
from index.triage import Decision
from ingest.records import DocumentRecords
from tests.index.record_strategies import document_records
from tests.index.sample_records import LEXICON, make_records, write_source


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> str | None:
    """The URL of an empty database, None for the file in the store's home."""
    if request.param == "sqlite":
        return None
    url: str = request.getfixturevalue("postgres")
    engine = create_engine(url)
    schema.metadata.drop_all(engine)
    engine.dispose()
    return url


@pytest.fixture
def store(database: str | None, tmp_path: Path) -> Iterator[Store]:
    """An empty store in each database."""
    with Store.open(tmp_path / "home", database) as opened:
        yield opened


def put(store: Store, records: DocumentRecords, revision: str | None = None) -> StoredDocument:
    return store.replace(records, LEXICON, revision=revision or new_revision())


class TestContract:
    def test_an_empty_store_has_nothing(self, store: Store) -> None:
        contents = store.contents()
        assert (contents.version, contents.documents, contents.records, contents.indicators) == (0, (), {}, ())

    def test_what_was_stored_is_loaded(self, store: Store) -> None:
        records = make_records()
        stored = put(store, records)
        assert store.records(stored.id) == records
        assert store.contents().records == {stored.id: records}

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(records=document_records())
    def test_store_and_load_is_the_identity(self, store: Store, records: DocumentRecords) -> None:
        stored = put(store, records)
        store._known.clear()
        loaded = store.records(stored.id)
        assert loaded == records
        assert repr(loaded) == repr(replace(records, numbers=dict(records.numbers)))
        store.remove(stored.id, LEXICON)

    def test_a_stored_document_says_what_it_is_and_holds(self, store: Store) -> None:
        records = make_records("reports/年报.pdf", sha256="ab" * 32)
        stored = store.replace(records, LEXICON, revision="r1", reader="reader 7")
        assert stored == store.documents()[0] == store.find_document("reports/年报.pdf")
        assert (stored.path, stored.sha256, stored.title, stored.kind, stored.pages) == (
            "reports/年报.pdf", "ab" * 32, "年度报告", "pdf", 3,
        )  # fmt: skip
        assert (stored.sections, stored.passages, stored.tables, stored.figures, stored.statuses) == (2, 5, 1, 1, 1)
        assert (stored.revision, stored.reader) == ("r1", "reader 7")
        assert stored.ingested.tzinfo is not None

    def test_a_path_read_again_keeps_its_id_and_gets_the_new_records(self, store: Store) -> None:
        first = put(store, make_records(value="1.5"))
        second = put(store, make_records(value="2.5"))
        assert second.id == first.id and second.revision != first.revision
        assert store.documents() == [second]
        assert store.records(second.id) == make_records(value="2.5")

    def test_documents_of_other_paths_stay_as_they_are(self, store: Store) -> None:
        one, two = put(store, make_records("1.pdf")), put(store, make_records("2.pdf", value="9"))
        put(store, make_records("2.pdf", value="8"))
        assert [document.id for document in store.documents()] == [one.id, two.id]
        assert store.records(one.id) == make_records("1.pdf")

    def test_indicators_are_those_of_all_documents(self, store: Store) -> None:
        put(store, make_records("1.pdf", value="1.5"))
        put(store, make_records("2.pdf", value="2.5"))
        contents = store.contents()
        statements = [
            statement
            for id, records in contents.records.items()
            for statement in records_to_statements(id, records, LEXICON)
        ]
        assert list(contents.indicators) == store.indicators() == list(figures_to_indicators(statements, LEXICON))
        assert [len(indicator.statements) for indicator in contents.indicators] == [2]
        assert contents.indicators[0].conflict

    def test_a_removed_document_leaves_nothing(self, store: Store) -> None:
        one, two = put(store, make_records("1.pdf", value="1.5")), put(store, make_records("2.pdf", value="2.5"))
        store.remove(one.id, LEXICON)
        assert store.documents() == [two]
        assert [indicator.statements for indicator in store.indicators()] == [((two.id, 0),)]
        with pytest.raises(StoreError, match="unknown-document"):
            store.records(one.id)

    def test_an_id_is_not_given_to_another_document(self, store: Store) -> None:
        first = put(store, make_records("1.pdf"))
        store.remove(first.id, LEXICON)
        assert put(store, make_records("2.pdf")).id != first.id

    def test_the_version_counts_every_change(self, store: Store) -> None:
        versions = [store.version()]
        stored = put(store, make_records())
        versions.append(store.version())
        put(store, make_records(value="3"))
        versions.append(store.version())
        store.remove(stored.id, LEXICON)
        versions.append(store.version())
        assert versions == sorted(set(versions))

    @pytest.mark.parametrize("missing", ["records", "original", "remove"])
    def test_an_unknown_document_is_an_error(self, store: Store, missing: str) -> None:
        with pytest.raises(StoreError) as raised:
            store.remove(7, LEXICON) if missing == "remove" else getattr(store, missing)(7)
        assert raised.value.code == "unknown-document"
        assert store.version() == 0

    def test_what_cannot_be_stored_changes_nothing(self, store: Store) -> None:
        before = put(store, make_records())
        with pytest.raises(StoreError) as raised:
            put(store, make_records(sentences=("\ud800",)))
        assert raised.value.code == "text"
        assert store.documents() == [before] and store.records(before.id) == make_records()

    def test_a_reader_sees_one_state_while_another_writes(self, store: Store, database: str | None) -> None:
        """Each version written has as many passages as its title says; a reader never sees another number."""
        sentences = tuple(f"第{i}句。" for i in range(40))
        seen: list[tuple[int, int]] = []
        written = threading.Event()

        def read() -> None:
            with Store.open(store.home, database) as reader:
                while not written.is_set():
                    for document, records in zip((c := reader.contents()).documents, c.records.values(), strict=True):
                        seen.append((document.passages, len(records.passages)))

        reading = threading.Thread(target=read)
        reading.start()
        for count in range(1, 30):
            put(store, make_records(sentences=sentences[:count]))
        written.set()
        reading.join()
        assert seen and all(said == held for said, held in seen)


class TestTriage:
    def test_decisions_are_kept_in_their_order_whatever_becomes_of_documents(self, store: Store) -> None:
        assert store.triage.decisions() == []
        first, second = decision("confirmed"), decision("dismissed", note="另一口径\n见附注")
        version = store.version()
        store.triage.add([first])
        stored = put(store, make_records())
        store.triage.add([second])
        store.remove(stored.id, LEXICON)
        assert store.triage.decisions() == [first, second]
        assert store.version() == version + 2

    def test_an_index_from_before_there_was_triage_gets_it_with_the_first_decision(self, store: Store) -> None:
        with store._database.writing() as connection:
            schema.triage.drop(connection)
        assert store.triage.decisions() == []
        store.triage.add([decision("open")])
        assert [d.state for d in store.triage.decisions()] == ["open"]


def decision(state: str, note: str = "") -> Decision:
    return Decision("key", "subject", state, note, "张三", datetime(2024, 5, 1, 8, 30, tzinfo=UTC), "1 / 2")


class TestUnchanged:
    def test_a_file_is_unchanged_while_its_content_and_the_reader_are(self, tmp_path: Path) -> None:
        source = tmp_path / "a.txt"
        records = make_records(source, sha256=write_source(source, "甲"))
        with Store.open(tmp_path / "home") as store:
            assert not store.unchanged(source)
            store.replace(records, LEXICON, revision="r", reader="1")
            assert store.unchanged(source, "1")
            assert not store.unchanged(source, "2")
            write_source(source, "乙")
            assert not store.unchanged(source, "1")


class TestOriginals:
    def test_the_copy_stays_when_the_file_is_gone(self, tmp_path: Path) -> None:
        source = tmp_path / "报告.PDF"
        sha256 = write_source(source, "内容")
        with Store.open(tmp_path / "home") as store:
            name = store.originals.keep(source, sha256)
            stored = store.replace(make_records(source, sha256=sha256), LEXICON, revision="r", original=name)
            source.unlink()
            copy = store.original(stored.id)
        assert copy == tmp_path / "home/files" / f"{sha256}.pdf"
        assert copy.read_text(encoding="utf-8") == "内容"

    def test_a_file_that_changed_since_it_was_read_is_not_kept(self, tmp_path: Path) -> None:
        source = tmp_path / "a.txt"
        sha256 = write_source(source, "甲")
        write_source(source, "乙")
        with Store.open(tmp_path / "home") as store, pytest.raises(StoreError) as raised:
            store.originals.keep(source, sha256)
        assert (raised.value.code, raised.value.where) == ("source-changed", str(source))

    def test_a_damaged_copy_is_replaced(self, tmp_path: Path) -> None:
        source = tmp_path / "a.txt"
        sha256 = write_source(source, "甲")
        with Store.open(tmp_path / "home") as store:
            name = store.originals.keep(source, sha256)
            copy = store.originals.path(name)
            assert copy is not None
            copy.write_text("half", encoding="utf-8")
            store.originals.keep(source, sha256)
            assert copy.read_text(encoding="utf-8") == "甲"

    def test_cleaning_removes_what_no_document_has(self, tmp_path: Path) -> None:
        source = tmp_path / "a.txt"
        sha256 = write_source(source, "甲")
        with Store.open(tmp_path / "home") as store:
            name = store.originals.keep(source, sha256)
            store.replace(make_records(source, sha256=sha256), LEXICON, revision="r", original=name)
            (store.originals.folder / "left.part").write_text("half", encoding="utf-8")
            (store.originals.folder / "0.pdf").write_text("old", encoding="utf-8")
            store.clean()
            assert [path.name for path in store.originals.folder.iterdir()] == [name]


class TestHomes:
    """A folder that is not as it should be gives one error with a code, and stays as it is."""

    def expect(self, code: str, home: Path, *, create: bool = True) -> None:
        before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} if home.is_dir() else None
        with pytest.raises(StoreError) as raised:
            Store.open(home, create=create).contents()
        assert raised.value.code == code
        assert raised.value.where.startswith(str(home))
        if before is not None:
            after = {path: path.read_bytes() for path in before}
            assert after == before

    def filled(self, tmp_path: Path) -> Path:
        source = tmp_path / "a.txt"
        sha256 = write_source(source, "甲")
        with Store.open(tmp_path / "home") as store:
            name = store.originals.keep(source, sha256)
            many = tuple(f"{i}{text}" for i in range(400) for text in ("一二三。",))
            store.replace(make_records(source, many, sha256=sha256), LEXICON, revision="r", original=name)
        return tmp_path / "home"

    def test_no_index_where_none_is_to_be_made(self, tmp_path: Path) -> None:
        self.expect("missing", tmp_path / "nowhere", create=False)
        assert not (tmp_path / "nowhere").exists()

    def test_a_file_in_the_folder_s_place(self, tmp_path: Path) -> None:
        (tmp_path / "home").write_text("x")
        self.expect("unwritable", tmp_path / "home")

    def test_a_database_that_is_none(self, tmp_path: Path) -> None:
        home = self.filled(tmp_path)
        (home / FILE).write_bytes(b"no database at all, but long enough to be looked at" * 100)
        self.expect("damaged", home)

    def test_a_database_cut_off(self, tmp_path: Path) -> None:
        home = self.filled(tmp_path)
        with (home / FILE).open("r+b") as file:
            file.truncate((home / FILE).stat().st_size // 2)
        self.expect("damaged", home)

    def test_a_database_with_a_page_overwritten(self, tmp_path: Path) -> None:
        home = self.filled(tmp_path)
        with (home / FILE).open("r+b") as file:
            file.seek(4096)
            file.write(b"\xaa" * ((home / FILE).stat().st_size - 8192))
        self.expect("damaged", home)

    def test_a_database_that_lost_everything(self, tmp_path: Path) -> None:
        home = self.filled(tmp_path)
        (home / FILE).write_bytes(b"")
        self.expect("damaged", home)

    def test_a_value_that_we_never_wrote(self, tmp_path: Path) -> None:
        home = self.filled(tmp_path)
        with closing(sqlite3.connect(home / FILE)) as database, database:
            database.execute("UPDATE figures SET value = 'many'")
        self.expect("damaged", home)

    def test_another_program_s_database(self, tmp_path: Path) -> None:
        (tmp_path / "home").mkdir()
        with closing(sqlite3.connect(tmp_path / "home" / FILE)) as database, database:
            database.execute("CREATE TABLE customers (name TEXT)")
        self.expect("foreign", tmp_path / "home")

    def test_an_index_of_another_version(self, tmp_path: Path) -> None:
        home = self.filled(tmp_path)
        with closing(sqlite3.connect(home / FILE)) as database, database:
            database.execute("UPDATE index_state SET schema = 999")
        self.expect("schema", home)

    def test_a_server_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(StoreError) as raised:
            Store.open(tmp_path, "postgresql+psycopg://nobody:secret@127.0.0.1:1/none")
        assert raised.value.code == "unreachable"
        assert "secret" not in str(raised.value)

    @pytest.mark.parametrize("url", ["no url", "nosuchdatabase://host/name"])
    def test_a_database_that_nobody_knows(self, tmp_path: Path, url: str) -> None:
        with pytest.raises(StoreError) as raised:
            Store.open(tmp_path, url)
        assert raised.value.code == "unreachable"
