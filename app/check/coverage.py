"""What was checked of the documents and what was not: each figure's standing, section by section."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from app.answer import Language
from app.check.checked import Checked
from app.check.finding import Finding
from index.snapshot import Snapshot
from index.statements import Statement
from ingest.records import Figure
from prompts import message

Standing = Literal["recomputed", "agrees", "conflict", "once", "open"]
STANDINGS: tuple[Standing, ...] = get_args(Standing)
CHECKED: tuple[Standing, ...] = ("recomputed", "agrees", "conflict")
"""Standings of figures that something was held against."""
_COMPUTED = ("rate", "spent_rate", "received_rate", "budget_rate", "share", "difference")
"""Measures of figures that are computed from others: alone they prove nothing."""


@dataclass(frozen=True, slots=True)
class FigureStanding:
    """One figure of a document and how it came out.

    `others` is the number of other places that state the same; `formula` the reckoning in which it came out right;
    `reason` says in words what it rests on, or why it could not be checked; `findings` are ids.
    """

    statement: Statement
    standing: Standing
    others: int = 0
    formula: str = ""
    reason: str = ""
    findings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionCoverage:
    """The figures right under one heading, not those of its subsections. `depth` counts from 0."""

    document: int
    section: int | None
    heading: str
    depth: int
    page: int | None
    figures: tuple[FigureStanding, ...]

    def counts(self) -> dict[Standing, int]:
        return count_standings(self.figures)


@dataclass(frozen=True, slots=True)
class Coverage:
    """All sections of all documents in their order, also those without figures that have subsections with some."""

    sections: tuple[SectionCoverage, ...]

    @property
    def figures(self) -> list[FigureStanding]:
        return [figure for section in self.sections for figure in section.figures]

    def counts(self) -> dict[Standing, int]:
        return count_standings(self.figures)

    def of_document(self, document: int) -> Coverage:
        return Coverage(tuple(section for section in self.sections if section.document == document))


def count_standings(figures: Iterable[FigureStanding]) -> dict[Standing, int]:
    """How many figures stand how, all standings named in their order."""
    counts = Counter(figure.standing for figure in figures)
    return {standing: counts[standing] for standing in STANDINGS}


def cover(snapshot: Snapshot, findings: Iterable[Finding], checked: Sequence[Checked], language: Language) -> Coverage:
    """The coverage of these documents. `findings` are those that count: dismissed ones left out."""
    standings = _standings(snapshot, findings, checked, language)
    sections: list[SectionCoverage] = []
    for document in snapshot.documents:
        records = snapshot.records[document.id]
        by_section: dict[int | None, list[FigureStanding]] = defaultdict(list)
        for figure in records.figures:
            by_section[figure.place.section].append(standings[document.id, figure.key])
        if by_section[None]:
            name = message(language, "check.no_section")
            sections.append(SectionCoverage(document.id, None, name, 0, None, tuple(by_section[None])))
        filled = {key for key in by_section if key is not None and by_section[key]}
        for key in list(filled):
            parent = records.sections[key].parent
            while parent is not None and parent not in filled:
                filled.add(parent)
                parent = records.sections[parent].parent
        for section in records.sections:
            if section.key in filled:
                depth = len(records.section_path(section.key)) - 1
                own = tuple(by_section.get(section.key, ()))
                sections.append(SectionCoverage(document.id, section.key, section.heading, depth, section.page, own))
    return Coverage(tuple(sections))


def _standings(
    snapshot: Snapshot, findings: Iterable[Finding], checked: Sequence[Checked], language: Language
) -> dict[tuple[int, int], FigureStanding]:
    found = {(s.document, s.figure.key): _unchecked(s, language) for s in snapshot.figures}
    for check in checked:
        keys = [(s.document, s.figure.key) for s in check.statements]
        if check.outcome == "open":
            for key in keys[:1]:
                found[key] = replace(found[key], standing="open", reason=check.reason)
    for check in checked:
        if check.kind == "restated" and check.outcome == "holds":
            for s in check.statements:
                key = s.document, s.figure.key
                found[key] = replace(found[key], standing="agrees", others=len(check.statements) - 1, reason="")
    for check in checked:
        if check.formula and check.outcome == "holds":
            _note_reckoning(check, found, language)
    for finding in findings:
        for place in finding.places:
            if place.document is None or place.figure is None:
                continue
            at = found.get((place.document, place.figure))
            if at is not None and finding.id not in at.findings:
                ids = (*at.findings, finding.id)
                reason = at.reason if at.findings else finding.summary
                found[place.document, place.figure] = replace(at, standing="conflict", findings=ids, reason=reason)
    return found


def _unchecked(statement: Statement, language: Language) -> FigureStanding:
    """A figure before anything was held against it."""
    if _is_computed(statement.figure):
        return FigureStanding(statement, "open", reason=message(language, "check.open_alone"))
    return FigureStanding(statement, "once")


def _note_reckoning(check: Checked, found: dict[tuple[int, int], FigureStanding], language: Language) -> None:
    """The result of a reckoning that came out right is recomputed, and so are those that it was computed from."""
    for at, s in enumerate(check.statements):
        known = found[s.document, s.figure.key]
        if known.standing == "recomputed" and (at or not known.reason):
            continue
        reason = check.reason if not at else message(language, "check.used_in")
        found[s.document, s.figure.key] = replace(known, standing="recomputed", formula=check.formula, reason=reason)


def _is_computed(figure: Figure) -> bool:
    return figure.measure in _COMPUTED


def sections_with_parts(coverage: Coverage) -> Mapping[tuple[int, int | None], dict[Standing, int]]:
    """(document, section) -> counts of the section together with all that is under it."""
    totals: dict[tuple[int, int | None], Counter[Standing]] = {}
    open_: list[SectionCoverage] = []
    for section in coverage.sections:
        while open_ and (open_[-1].document != section.document or open_[-1].depth >= section.depth):
            open_.pop()
        own = section.counts()
        totals[section.document, section.section] = Counter()
        open_.append(section)
        for above in open_:
            totals[above.document, above.section].update(own)
    return {key: {standing: counts[standing] for standing in STANDINGS} for key, counts in totals.items()}
