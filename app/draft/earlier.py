"""What earlier editions of the documents stated and the present ones do not, for a text that still has it to be told.
Kept beside the index, one line of JSON for each figure."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path

from index.statements import normal_label
from ingest.records import DocumentRecords, Figure

FILE = "earlier.jsonl"
MOST = 20000
"""Figures that are kept, the latest ones."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class EarlierFigure:
    """A figure as an earlier edition stated it. `called` is its cell, or the words before it with its years."""

    document: str
    called: str
    value: str
    unit: str
    text: str

    def was(self, figure: Figure) -> bool:
        """Whether this is what stood where `figure` stands now."""
        return self.called == _called(figure)

    def says(self, figure: Figure) -> bool:
        """Whether a figure of a text has its value."""
        return Decimal(self.value) == figure.value and self.unit == figure.unit


def keep_earlier(home: Path, before: DocumentRecords, after: DocumentRecords) -> None:
    """Keeps the figures of `before` that its next edition does not state any more; one that cannot be written is only
    logged, since reading goes on without."""
    present = {(_called(figure), figure.value, figure.unit) for figure in after.figures}
    name = Path(before.document.path).name
    gone = {
        EarlierFigure(name, _called(figure), str(figure.value), figure.unit, figure.text)
        for figure in before.figures
        if _called(figure) and (_called(figure), figure.value, figure.unit) not in present
    }
    if not gone:
        return
    kept = {*read_earlier(home), *gone}
    lines = [
        json.dumps(asdict(figure), ensure_ascii=False) for figure in sorted(kept, key=lambda f: (f.document, f.text))
    ]
    try:
        (home / FILE).write_text("\n".join(lines[-MOST:]) + "\n", encoding="utf-8")
    except OSError as error:
        log.warning("what the earlier edition of %s stated is not kept: %s", name, error)


def read_earlier(home: Path) -> Sequence[EarlierFigure]:
    """What is kept; nothing if there is no file, or none that can be read."""
    try:
        lines = (home / FILE).read_text(encoding="utf-8").splitlines()
        return [EarlierFigure(**json.loads(line)) for line in lines if line.strip()]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError) as error:
        log.warning("%s cannot be read: %s", home / FILE, error)
        return []


def _called(figure: Figure) -> str:
    """The cell that the figure stands in, else what the text calls it, with its years."""
    place = figure.place
    if place.table is not None:
        return "|".join("".join(part.split()) for part in (*place.row, *place.column))
    label = normal_label(figure.subject[-1]) if figure.subject else ""
    return f"{label}|{figure.period or ''}|{figure.measure}" if len(label) > 1 else ""
