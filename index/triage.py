"""What people decided about findings: a log that is only ever added to, so that it can be seen who said what when.

It belongs to no document: what is read again, or removed, takes no decision with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import insert, inspect, select

from index import schema
from index.database import Database


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. `key` names what was judged, by what is compared; `subject` the same without the values, so that a
    decision about other values of the same thing can be shown. `state` and the texts are as given; `at` is in UTC."""

    key: str
    subject: str
    state: str
    note: str
    who: str
    at: datetime
    values: str = ""


class TriageLog:
    """The decisions of one index. They change nothing that was read, so the index's version stays."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def decisions(self) -> list[Decision]:
        """All decisions, oldest first; none for an index in which nothing was ever decided. Raises StoreError."""
        columns = [schema.triage.c[name] for name in Decision.__dataclass_fields__]
        with self._database.reading() as connection:
            # Indexes from before there was triage have no such table, and need none until something is decided.
            if not inspect(connection).has_table(schema.triage.name):
                return []
            rows = connection.execute(select(*columns).order_by(schema.triage.c.position)).mappings().all()
        return [Decision(**{**row, "at": datetime.fromisoformat(row["at"])}) for row in rows]

    def add(self, decisions: Sequence[Decision]) -> None:
        """Adds them, all or none. Raises StoreError."""
        rows = [
            {
                "key": d.key,
                "subject": d.subject,
                "state": d.state,
                "note": d.note,
                "who": d.who,
                "at": d.at.astimezone(UTC).isoformat(timespec="seconds"),
                "values": d.values,
            }
            for d in decisions
        ]
        with self._database.writing() as connection:
            schema.triage.create(connection, checkfirst=True)
            if rows:
                connection.execute(insert(schema.triage), rows)
