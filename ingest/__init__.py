"""Documents to records: sections, passages, tables, figures and statuses, each with its place. Knows no store.

records = ingest_document(path, lexicon)
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ingest.errors import ReadError
from ingest.figures import records_to_figures
from ingest.lexicon import Lexicon
from ingest.progress import tell_passages_read
from ingest.records import DocumentRecords
from ingest.statuses import records_to_statuses

__all__ = ["DocumentRecords", "Lexicon", "ReadError", "ingest_document"]


def ingest_document(path: Path, lexicon: Lexicon) -> DocumentRecords:
    """Everything that a file holds. Raises ReadError if it cannot be read; nothing is stored here."""
    from ingest.document import read_document

    records = read_document(path)
    tell_passages_read(records)
    reading = records_to_figures(records, lexicon)
    records = replace(
        records, figures=tuple(reading.figures), numbers=dict(reading.numbers), unplaced=tuple(reading.unplaced)
    )
    return replace(records, statuses=records_to_statuses(records, lexicon))
