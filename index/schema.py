"""The tables of the index. Portable SQL: text, whole numbers and truth values only.

Figures' values are text, because not every database keeps a decimal number exactly. Paths, regions and cells are packed
as JSON text: they are read whole or not at all.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, ForeignKey, Integer, MetaData, PrimaryKeyConstraint, Table, Text

SCHEMA = 3
"""Counts up with every change of these tables; an index of another number is not read."""

metadata = MetaData()


def _document() -> Column[int]:
    return Column("document", Integer, ForeignKey("documents.id", ondelete="CASCADE"), nullable=False)


def _place() -> list[Column[Any]]:
    return [
        Column("section", Integer),
        Column("quote", Text, nullable=False),
        Column("regions", Text, nullable=False),
        Column("table_key", Integer),
        Column("row_path", Text, nullable=False),
        Column("column_path", Text, nullable=False),
    ]


def _period() -> list[Column[Any]]:
    return [Column("first_year", Integer), Column("last_year", Integer), Column("part", Text)]


def _records(name: str, *columns: Column[Any]) -> Table:
    return Table(
        name,
        metadata,
        _document(),
        Column("key", Integer, nullable=False),
        *columns,
        PrimaryKeyConstraint("document", "key"),
    )


index_state = Table(
    "index_state",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("schema", Integer, nullable=False),
    Column("version", Integer, nullable=False),
)
"""One row (id 1). `version` counts up with every change of the index."""

documents = Table(
    "documents",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("path", Text, nullable=False, unique=True),
    Column("revision", Text, nullable=False, unique=True),
    Column("sha256", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("pages", Integer),
    Column("contents", Text, nullable=False),
    Column("unread", Text, nullable=False),
    Column("numbers", Text, nullable=False),
    Column("unplaced", Text, nullable=False),
    Column("ingested", Text, nullable=False),
    Column("reader", Text, nullable=False),
    Column("original", Text),
    Column("section_count", Integer, nullable=False),
    Column("passage_count", Integer, nullable=False),
    Column("table_count", Integer, nullable=False),
    Column("figure_count", Integer, nullable=False),
    Column("status_count", Integer, nullable=False),
    sqlite_autoincrement=True,
)
"""`revision` names one stored version of a document and is never used again; `original` is the file's name in files/.
An `id` stays with a path and is not given to another document later."""

sections = _records(
    "sections",
    Column("number", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("heading", Text, nullable=False),
    Column("level", Integer, nullable=False),
    Column("parent", Integer),
    Column("page", Integer),
)

passages = _records(
    "passages",
    Column("kind", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("lines", Text, nullable=False),
    *_place(),
)

tables = _records(
    "tables",
    Column("number", Text, nullable=False),
    Column("caption", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("section", Integer),
    Column("regions", Text, nullable=False),
    Column("cells", Text, nullable=False),
    Column("row_count", Integer, nullable=False),
    Column("column_count", Integer, nullable=False),
    Column("header_rows", Integer, nullable=False),
    Column("stub_columns", Integer, nullable=False),
    Column("columns", Text, nullable=False),
    Column("rows", Text, nullable=False),
    Column("notes", Text, nullable=False),
)

figures = _records(
    "figures",
    Column("value", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("decimals", Integer, nullable=False),
    Column("bound", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("measure", Text, nullable=False),
    *_period(),
    Column("level", Text, nullable=False),
    Column("passage", Integer),
    Column("start_at", Integer, nullable=False),
    Column("end_at", Integer, nullable=False),
    Column("qualifiers", Text, nullable=False),
    *_place(),
)

statuses = _records(
    "statuses",
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    *_period(),
    Column("reason", Text, nullable=False),
    Column("passage", Integer),
    Column("planned", Text, nullable=False),
    *_place(),
)

indicators = Table(
    "indicators",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("key", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("measure", Text, nullable=False),
    *_period(),
    Column("level", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("conflict", Boolean, nullable=False),
    Column("joined_by", Text, nullable=False),
    Column("statements", Text, nullable=False),
)

triage = Table(
    "triage",
    metadata,
    Column("position", Integer, primary_key=True),
    Column("key", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("values", Text, nullable=False),
)
"""What people decided, one row per decision, never changed. Made when the first is taken, if the index is older."""

RECORD_TABLES = (sections, passages, tables, figures, statuses)
"""The tables that hold what one document became."""
