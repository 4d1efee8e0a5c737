"""What the working papers are made of: findings with their decisions, all other checks, and the coverage."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.ask.writing import figure_text
from app.check.checked import Checked
from app.check.coverage import Coverage
from app.check.finding import Finding, FindingPlace, place_of, stated_at
from app.check.triage import UNDECIDED, Triage
from index.snapshot import DocumentView, Snapshot


class PaperError(Exception):
    """A paper that cannot be made. `code` is stable: `no-pdf` (no document is a PDF, or none is called so), `no-file`
    (its original is not kept), `unreadable` (it cannot be opened to write into). `what` is the document's name."""

    def __init__(self, code: str, what: str = "") -> None:
        self.code, self.what = code, what
        super().__init__(f"{code}: {what}")


def _no_file(document: int) -> Path | None:
    return None


@dataclass(frozen=True)
class Paper:
    """All that a working paper tells. `original` gives the kept file of a document, None if there is none."""

    findings: Sequence[Finding]
    triage: Mapping[str, Triage]
    checked: Sequence[Checked] = ()
    coverage: Coverage = field(default_factory=lambda: Coverage(()))
    snapshot: Snapshot | None = None
    original: Callable[[int], Path | None] = _no_file

    def standing_of(self, finding: Finding) -> Triage:
        return self.triage.get(finding.id, UNDECIDED)

    @property
    def documents(self) -> Sequence[DocumentView]:
        return self.snapshot.documents if self.snapshot is not None else ()

    def places(self, checked: Checked) -> list[FindingPlace]:
        """Where the figures of a check stand, and the places without figures that it compared."""
        assert self.snapshot is not None
        places = [stated_at(self.snapshot, statement) for statement in checked.statements]
        return places + [place_of(self.snapshot, s.document, s.place, s.value) for s in checked.spots]


def checked_name(checked: Checked) -> str:
    """What a check was about: what its first figure measures, with its value."""
    if not checked.statements:
        return checked.spots[0].value if checked.spots else ""
    figure = checked.statements[0].figure
    parts = [*figure.place.row[-1:], *figure.place.column[-1:]] if figure.place.table is not None else []
    name = " › ".join(" ".join(part.split()) for part in (parts or figure.subject[-1:]) if part)
    return f"{name} {figure_text(figure)}".strip()
