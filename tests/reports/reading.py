"""A text as the knowledge that the cross-check works on, without a store between."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from app.ask.knowledge import Knowledge, contents_to_knowledge
from index.contents import Contents, StoredDocument
from index.indicators import figures_to_indicators
from index.statements import records_to_statements
from ingest import ingest_document
from ingest.lexicon import Lexicon
from prompts import lexicon_data


def text_to_knowledge(text: str, folder: Path) -> Knowledge:
    """What is known of a report with this text, as if it had been ingested."""
    path = folder / "report.md"
    path.write_text(text, encoding="utf-8")
    lexicon = Lexicon.model_validate(lexicon_data())
    records = ingest_document(path, lexicon)
    stored = StoredDocument(
        id=1,
        revision="1",
        path=str(path),
        sha256=records.document.sha256,
        title=records.document.title,
        kind=records.document.kind,
        pages=None,
        ingested=datetime.now(UTC),
        reader="",
        sections=len(records.sections),
        passages=len(records.passages),
        tables=len(records.tables),
        figures=len(records.figures),
        statuses=len(records.statuses),
    )
    indicators = figures_to_indicators(records_to_statements(1, records, lexicon), lexicon)
    return contents_to_knowledge(Contents(1, (stored,), {1: records}, indicators), None, lexicon)
