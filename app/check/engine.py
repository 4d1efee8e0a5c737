"""All checks over the whole index, each finding once, the gravest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.ask.knowledge import Knowledge
from app.check.finding import Finding
from app.check.growth import check_growth
from app.check.levels import check_levels
from app.check.prose import check_prose
from app.check.rates import check_rates
from app.check.references import check_references
from app.check.restated import check_restated, check_units, check_worded
from app.check.statuses import check_statuses
from app.check.sums import check_sums
from app.check.wording import check_wording
from app.check.years import check_years

_ORDER = {"high": 0, "medium": 1, "low": 2}


def check_index(knowledge: Knowledge, language: str = "zh") -> list[Finding]:
    """Findings over everything that is stored, by severity and then in the order of the documents."""
    found: dict[str, Finding] = {}
    for finding in _all(knowledge, language):
        found.setdefault(finding.id, finding)
    return sorted(_grouped(found.values()), key=lambda f: (_ORDER[f.severity], -f.confidence))


def _all(knowledge: Knowledge, language: str) -> Iterator[Finding]:
    for sheet in knowledge.sheets:
        yield from check_rates(sheet, knowledge, language)
        yield from check_sums(sheet, knowledge, language)
    yield from check_restated(knowledge, language)
    yield from check_worded(knowledge, language)
    yield from check_units(knowledge, language)
    yield from check_prose(knowledge, language)
    yield from check_growth(knowledge, language)
    yield from check_levels(knowledge, language)
    yield from check_years(knowledge, language)
    yield from check_statuses(knowledge, language)
    yield from check_references(knowledge, language)
    yield from check_wording(knowledge, language)


def _grouped(findings: Iterable[Finding]) -> list[Finding]:
    """Findings whose places are all among those of a graver one are part of it."""
    kept: list[Finding] = []
    for finding in sorted(findings, key=lambda f: (-len(f.places), _ORDER[f.severity])):
        places = {(p.doc, p.section, p.table, p.row, p.column, p.value) for p in finding.places}
        if not any(
            places <= {(p.doc, p.section, p.table, p.row, p.column, p.value) for p in other.places}
            and other.kind == finding.kind
            for other in kept
        ):
            kept.append(finding)
    return kept
