"""What a finding is: the contract of `ziping check --json`, of the page and of the answers that mention conflicts."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from app.answer import Citation
from app.ask.writing import decimal_text, figure_text, place_to_citation
from index.snapshot import Snapshot
from index.statements import Statement
from ingest.records import Place

Kind = Literal["derived", "restated", "parts", "status", "unit", "year", "name", "missing"]
Severity = Literal["high", "medium", "low"]


class FindingPlace(BaseModel):
    """One of the places that a finding is about. `value` is what stands there, as printed."""

    model_config = ConfigDict(frozen=True)

    doc: str
    page: int | None = None
    section: str = ""
    section_path: tuple[str, ...] = ()
    table: str | None = None
    row: str | None = None
    column: str | None = None
    quote: str = ""
    value: str = ""
    bbox: tuple[float, float, float, float] | None = None
    document: int | None = None
    figure: int | None = Field(default=None, exclude=True)
    """The key of the figure that stands here, if one does; for the page, not part of the contract."""
    regions: tuple[tuple[int, float, float, float, float], ...] = Field(default=(), exclude=True)
    """All rectangles to mark, as in a citation; for the page, not part of the contract."""


class Finding(BaseModel):
    """Something that cannot all be right, or is not there. `confidence` is from 0 to 1; `reason` says what it rests on
    where that is less than certain; `recomputed` is the formula with its result. `explanations` are likely ones, for a
    person to judge; `supported` is the value that the rest of the documents speaks for, `support` what does."""

    model_config = ConfigDict(frozen=True)

    id: str
    kind: Kind
    severity: Severity
    confidence: Decimal
    summary: str
    places: list[FindingPlace]
    recomputed: str | None = None
    reason: str = ""
    values: list[str] = Field(default_factory=list)
    explanations: list[str] = Field(default_factory=list)
    supported: str | None = None
    support: str = ""


def finding_place_to_citation(place: FindingPlace) -> Citation:
    """The place as answers cite one and as the source panel shows it."""
    return Citation(
        doc=place.doc,
        page=place.page,
        section=place.section,
        section_path=list(place.section_path),
        table=place.table,
        row=place.row,
        column=place.column,
        quote=place.quote,
        bbox=place.bbox,
        document=place.document,
        regions=list(place.regions),
    )


def make_finding(
    kind: Kind,
    severity: Severity,
    summary: str,
    places: list[FindingPlace],
    *,
    recomputed: str | None = None,
    confidence: str = "0.9",
    reason: str = "",
) -> Finding:
    """A finding whose id stays the same as long as its kind and what stands at its places do."""
    words = "|".join([kind, *sorted(f"{p.doc}:{p.section}:{p.table}:{p.row}:{p.column}:{p.value}" for p in places)])
    return Finding(
        id=hashlib.blake2b(words.encode(), digest_size=5).hexdigest(),
        kind=kind,
        severity=severity,
        confidence=Decimal(confidence),
        summary=summary,
        places=places,
        recomputed=recomputed,
        reason=reason,
        values=list(dict.fromkeys(place.value for place in places if place.value)),
    )


def place_of(snapshot: Snapshot, document: int, place: Place, value: str = "") -> FindingPlace:
    """A place of a document as a finding shows it; a heading, which has no box of its own, is on its section's page."""
    citation = place_to_citation(snapshot, document, place)
    page = citation.page
    if page is None and place.section is not None:
        page = next((s.page for s in snapshot.records[document].sections if s.key == place.section), None)
    return FindingPlace(
        doc=citation.doc,
        page=page,
        section=citation.section,
        section_path=tuple(citation.section_path),
        table=citation.table,
        row=citation.row,
        column=citation.column,
        quote=citation.quote,
        value=value,
        bbox=citation.bbox,
        document=document,
        regions=tuple(citation.regions),
    )


def stated_at(snapshot: Snapshot, statement: Statement) -> FindingPlace:
    """Where a figure is stated, with its value as printed."""
    place = place_of(snapshot, statement.document, statement.figure.place, figure_text(statement.figure))
    return place.model_copy(update={"figure": statement.figure.key})


def formula_text(left: str, result: Decimal, unit: str = "") -> str:
    return f"{left} = {decimal_text(result)}{unit}"
