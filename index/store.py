"""The stored index: what was read from each document, and the indicators over all of them. SQL is the truth.

Every reading sees one whole state, every writing is one transaction: a document's new version and the indicators that
follow from it appear together, or not at all.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, delete, insert, inspect, select, update

from index import schema
from index.contents import Contents, StoredDocument, row_to_document
from index.database import Database, database_url, sqlite_file
from index.errors import StoreError
from index.indicators import Indicator, Statement, figures_to_indicators
from index.lock import home_lock
from index.originals import Originals
from index.records_to_rows import document_row, indicator_row, records_to_rows
from index.rows_to_records import row_to_indicator, rows_to_records
from index.statements import records_to_statements
from index.triage import TriageLog
from ingest.lexicon import Lexicon
from ingest.records import DocumentRecords

log = logging.getLogger(__name__)

FILE = "ziping.sqlite"


class Store:
    """One index. Safe to use from several threads, and from several processes at once."""

    def __init__(self, home: Path, database: Database) -> None:
        self.home = home
        self.originals = Originals(home)
        self.triage = TriageLog(database)
        self._database = database
        self._known: dict[str, DocumentRecords] = {}
        """Records by revision. A revision never changes, so what was unpacked once is good as long as it is stored."""

    @classmethod
    def open(cls, home: Path, url: str | None = None, *, create: bool = True) -> Store:
        """The index in the folder, made if there is none and `create` says so.

        `url` is an SQLAlchemy URL; without it the index is a SQLite file in the folder. Raises StoreError `missing`,
        `damaged`, `foreign`, `schema`, `unwritable`, `unreachable`; what was there is left as it was.
        """
        address = database_url(url, home / FILE)
        file = sqlite_file(address)
        if not create and file is not None and not file.exists():
            raise StoreError("missing", home)
        try:
            home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError("unwritable", home, str(error)) from error
        store = cls(home, Database(address, file or address.render_as_string(hide_password=True)))
        try:
            with store._reading() as connection:
                ready = store._has_tables(connection)
            if not ready:
                store._create()
        except BaseException:
            store.close()
            raise
        return store

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Reading

    def version(self) -> int:
        """Counts up with every change of the index."""
        with self._reading() as connection:
            return _version(connection)

    def documents(self) -> list[StoredDocument]:
        """The stored documents, in the order in which they first came."""
        with self._reading() as connection:
            return [row_to_document(row) for row in _document_rows(connection)]

    def find_document(self, path: str | Path) -> StoredDocument | None:
        """The document that was read from this path."""
        with self._reading() as connection:
            rows = _document_rows(connection, schema.documents.c.path == str(path))
            return row_to_document(rows[0]) if rows else None

    def unchanged(self, path: Path, reader: str = "") -> bool:
        """Whether the file is stored as it is now, as this `reader` reads it."""
        stored = self.find_document(path)
        if stored is None or stored.reader != reader or not path.is_file():
            return False
        return hashlib.sha256(path.read_bytes()).hexdigest() == stored.sha256

    def records(self, document: int) -> DocumentRecords:
        """What was read from a document. Raises StoreError `unknown-document`."""
        with self._reading() as connection:
            return self._records(connection, _document_row(connection, document, self.home))

    def indicators(self) -> list[Indicator]:
        """All indicators, in the order of their first statement."""
        with self._reading() as connection:
            return _indicators(connection)

    def contents(self) -> Contents:
        """Everything at once, as of one version."""
        with self._reading() as connection:
            rows = _document_rows(connection)
            records = {row["id"]: self._records(connection, row) for row in rows}
            indicators = _indicators(connection)
            version = _version(connection)
        current = {row["revision"] for row in rows}
        self._known = {revision: known for revision, known in list(self._known.items()) if revision in current}
        return Contents(version, tuple(map(row_to_document, rows)), records, tuple(indicators))

    def original(self, document: int) -> Path | None:
        """The kept copy of the document's file; None if there is none. Raises StoreError `unknown-document`."""
        with self._reading() as connection:
            return self.originals.path(_document_row(connection, document, self.home)["original"])

    # Writing

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Keeps other writers away, also those of other processes, for work of several steps. See `home_lock`."""
        with home_lock(self.home):
            yield

    def replace(
        self,
        records: DocumentRecords,
        lexicon: Lexicon,
        *,
        revision: str,
        reader: str = "",
        original: str | None = None,
    ) -> StoredDocument:
        """Stores the records in place of what was stored of their path, and renews the indicators.

        `revision` is a name that no version of any document ever had; `original` the name of the kept copy.
        """
        row = {
            **document_row(records),
            "revision": revision,
            "reader": reader,
            "original": original,
            "ingested": datetime.now(UTC).isoformat(timespec="microseconds"),
        }
        documents = schema.documents
        with self._database.writing() as connection:
            self._step(connection)
            changed = connection.execute(update(documents).where(documents.c.path == row["path"]).values(row))
            if not changed.rowcount:
                connection.execute(insert(documents).values(row))
            id = connection.execute(select(documents.c.id).where(documents.c.revision == revision)).scalar_one()
            for table, rows in records_to_rows(id, records).items():
                connection.execute(delete(table).where(table.c.document == id))
                if rows:
                    connection.execute(insert(table), rows)
            self._renew_indicators(connection, lexicon, {revision: records})
            stored = row_to_document(_document_row(connection, id, self.home))
        self._known[revision] = records
        return stored

    def remove(self, document: int, lexicon: Lexicon) -> None:
        """Forgets a document and renews the indicators. Raises StoreError `unknown-document`."""
        with self._database.writing() as connection:
            self._step(connection)
            _document_row(connection, document, self.home)
            for table in schema.RECORD_TABLES:
                connection.execute(delete(table).where(table.c.document == document))
            connection.execute(delete(schema.documents).where(schema.documents.c.id == document))
            self._renew_indicators(connection, lexicon, {})

    def clean(self) -> None:
        """Removes kept copies that no document has. Only while `writing`."""
        with self._reading() as connection:
            names = {row["original"] for row in _document_rows(connection) if row["original"]}
        self.originals.keep_only(names)

    # Below: steps of the above

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._database.reading() as connection, self._unpacking():
            yield connection

    @contextmanager
    def _unpacking(self) -> Iterator[None]:
        """What stands in the database but cannot be read as what we wrote was damaged."""
        try:
            yield
        except (ValueError, TypeError, KeyError, ArithmeticError) as error:
            raise StoreError("damaged", self._database.where, repr(error)) from error

    def _has_tables(self, connection: Connection) -> bool:
        """Whether this is an index that can be read; False if there is nothing yet."""
        present = set(inspect(connection).get_table_names())
        if schema.index_state.name in present:
            found = connection.execute(select(schema.index_state.c.schema)).scalar()
            if found != schema.SCHEMA:
                raise StoreError("schema", self._database.where, f"{found} != {schema.SCHEMA}")
            return True
        if present:
            raise StoreError("foreign", self._database.where, ", ".join(sorted(present)))
        if self.originals.any():
            # A database that lost all its content looks like a new one; the files that it knew give it away.
            raise StoreError("damaged", self._database.where, f"empty, but {self.originals.folder} is not")
        return False

    def _create(self) -> None:
        with self.writing():
            self._database.prepare()
            with self._database.writing() as connection:
                if self._has_tables(connection):
                    return
                schema.metadata.create_all(connection)
                connection.execute(insert(schema.index_state).values(id=1, schema=schema.SCHEMA, version=0))

    def _step(self, connection: Connection) -> None:
        """Counts the version up; where the database lets several write at once, this makes the second wait."""
        connection.execute(update(schema.index_state).values(version=schema.index_state.c.version + 1))

    def _records(self, connection: Connection, document: Mapping[str, Any]) -> DocumentRecords:
        revision: str = document["revision"]
        known = self._known.get(revision)
        if known is None:
            rows = {
                table: connection.execute(
                    select(table).where(table.c.document == document["id"]).order_by(table.c.key)
                ).all()
                for table in schema.RECORD_TABLES
            }
            with self._unpacking():
                known = rows_to_records(document, rows)
            self._known[revision] = known
        return known

    def _renew_indicators(self, connection: Connection, lexicon: Lexicon, fresh: Mapping[str, DocumentRecords]) -> None:
        statements: list[Statement] = []
        for row in _document_rows(connection):
            records = fresh.get(row["revision"]) or self._records(connection, row)
            statements += records_to_statements(row["id"], records, lexicon)
        rows = [indicator_row(i, indicator) for i, indicator in enumerate(figures_to_indicators(statements, lexicon))]
        connection.execute(delete(schema.indicators))
        if rows:
            connection.execute(insert(schema.indicators), rows)


def new_revision() -> str:
    """A name for a document's version that no other ever has."""
    return uuid4().hex


def _version(connection: Connection) -> int:
    version: int = connection.execute(select(schema.index_state.c.version)).scalar_one()
    return version


def _document_rows(connection: Connection, *which: ColumnElement[bool]) -> list[Mapping[str, Any]]:
    query = select(schema.documents).where(*which).order_by(schema.documents.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def _document_row(connection: Connection, document: int, where: Path) -> Mapping[str, Any]:
    for row in _document_rows(connection, schema.documents.c.id == document):
        return row
    raise StoreError("unknown-document", where, str(document))


def _indicators(connection: Connection) -> list[Indicator]:
    rows = connection.execute(select(schema.indicators).order_by(schema.indicators.c.position)).all()
    return [row_to_indicator(row) for row in rows]
