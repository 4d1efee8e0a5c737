"""The connection to the database: transactions, and its errors as ours. What is special to SQLite stands here only."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError, SQLAlchemyError

from index.errors import StoreError

BUSY_SECONDS = 30
_WRITES = "ziping_writes"
_CODES = {
    "SQLITE_CORRUPT": "damaged",
    "SQLITE_NOTADB": "damaged",
    "SQLITE_BUSY": "locked",
    "SQLITE_LOCKED": "locked",
    "SQLITE_READONLY": "unwritable",
    "SQLITE_CANTOPEN": "unwritable",
    "SQLITE_PERM": "unwritable",
    "SQLITE_IOERR": "unwritable",
    "SQLITE_FULL": "unwritable",
}


class Database:
    """Reading and writing transactions. A reading one sees one state of the index from its first to its last query."""

    def __init__(self, url: URL, where: object) -> None:
        self.where = where
        with self._errors_as_ours():
            self._engine = _sqlite_engine(url) if url.get_backend_name() == "sqlite" else create_engine(url)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self._errors_as_ours(), self._engine.connect() as connection:
            if self._engine.dialect.name != "sqlite":
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, committed at the end; after an error nothing of it is left."""
        with self._errors_as_ours(), self._engine.connect() as connection:
            connection = connection.execution_options(**{_WRITES: True})
            with connection.begin():
                yield connection

    def prepare(self) -> None:
        """Sets a new database up so that readers and a writer do not wait for one another. Stays with its file."""
        if self._engine.dialect.name == "sqlite":
            with self._errors_as_ours(), closing(self._engine.raw_connection()) as connection:
                connection.cursor().execute("PRAGMA journal_mode = WAL")

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _errors_as_ours(self) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, sqlite3.Error, UnicodeEncodeError, ImportError) as error:
            raise StoreError(_code(error), self.where, _cause(error)) from error


def database_url(url: str | None, file: Path) -> URL:
    """The URL as given, or that of the SQLite file. Raises StoreError `unreachable` for what is no URL."""
    try:
        return make_url(url) if url else URL.create("sqlite", database=str(file))
    except ArgumentError as error:
        raise StoreError("unreachable", "database URL", str(error)) from error


def sqlite_file(url: URL) -> Path | None:
    """The file of a SQLite database, None for another database."""
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def _sqlite_engine(url: URL) -> Engine:
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _: Any) -> None:
        # Left to itself the driver begins a transaction late, and only for writing; `begun` begins all of them.
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _code(error: Exception) -> str:
    if isinstance(error, UnicodeEncodeError):
        return "text"
    original = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(original, sqlite3.Error):
        name = getattr(original, "sqlite_errorname", "")
        code = next((code for prefix, code in _CODES.items() if name.startswith(prefix)), None)
        # The driver says this itself, without an error number, of text that is not UTF-8.
        return code or ("damaged" if "decode" in str(original) else "failed")
    if isinstance(original, UnicodeEncodeError):
        return "text"
    return "unreachable" if isinstance(error, OperationalError | NoSuchModuleError | ImportError) else "failed"


def _cause(error: Exception) -> str:
    return str(error.orig if isinstance(error, DBAPIError) and error.orig else error)
