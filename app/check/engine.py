"""All checks over the whole index, each finding once, the gravest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import permutations

from app.ask.knowledge import Knowledge
from app.check.checked import Checked, Judgement
from app.check.enumerations import check_enumerations
from app.check.evidence import Evidence
from app.check.explain import explain
from app.check.finding import Finding, FindingPlace
from app.check.gathered import check_gathered
from app.check.grades import check_grades
from app.check.growth import check_growth
from app.check.headings import check_headings
from app.check.levels import check_levels
from app.check.names import check_names
from app.check.numbering import check_numbering
from app.check.plan_counts import check_plan_counts
from app.check.plans import report_projects
from app.check.prepared import check_prepared
from app.check.prose import check_prose
from app.check.rates import check_rates
from app.check.references import check_references
from app.check.restated import check_restated
from app.check.scopes import check_scopes
from app.check.statuses import check_statuses
from app.check.sums import check_sums
from app.check.support import supported_value
from app.check.titles import check_titles
from app.check.twins import check_twins
from app.check.unfinished import check_unfinished
from app.check.units import check_units
from app.check.wholes import check_wholes
from app.check.wording import check_wording
from app.check.years import check_years
from index.statements import normal_label

_TWO = 2
_ORDER = {"high": 0, "medium": 1, "low": 2}


@dataclass(frozen=True, slots=True)
class Review:
    """All that was checked: `findings` by severity and then in the order of the documents; `checked` is the rest."""

    findings: tuple[Finding, ...]
    checked: tuple[Checked, ...]


def review_index(knowledge: Knowledge, language: str = "zh") -> Review:
    """The cross-check of everything that is stored, with what holds and what could not be checked."""
    found: dict[str, Finding] = {}
    checked: dict[Checked, None] = {}
    for judgement in _all(knowledge, language):
        if isinstance(judgement, Finding):
            found.setdefault(judgement.id, judgement)
        else:
            checked.setdefault(judgement)
    findings = sorted(_grouped(found.values()), key=lambda f: (_ORDER[f.severity], -f.confidence))
    evidence = Evidence(knowledge, tuple(checked))
    return Review(tuple(_weighed(finding, evidence, language) for finding in findings), tuple(checked))


def check_index(knowledge: Knowledge, language: str = "zh") -> list[Finding]:
    """The findings over everything that is stored, by severity and then in the order of the documents."""
    return list(review_index(knowledge, language).findings)


def _weighed(finding: Finding, evidence: Evidence, language: str) -> Finding:
    """The finding with what the rest of the documents says to it."""
    support = supported_value(finding, evidence, language)
    return finding.model_copy(
        update={
            "explanations": explain(finding, evidence, language),
            "supported": support.value if support else None,
            "support": support.words if support else "",
        }
    )


def _all(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    for sheet in knowledge.sheets:
        yield from check_rates(sheet, knowledge, language)
        yield from check_sums(sheet, knowledge, language)
    yield from check_restated(knowledge, language)
    yield from check_units(knowledge, language)
    yield from check_gathered(knowledge, language)
    yield from check_scopes(knowledge, language)
    yield from check_twins(knowledge, language)
    yield from check_prose(knowledge, language)
    yield from check_enumerations(knowledge, language)
    yield from check_growth(knowledge, language)
    yield from check_levels(knowledge, language)
    yield from check_years(knowledge, language)
    yield from check_statuses(knowledge, language)
    yield from check_grades(knowledge, language)
    yield from check_prepared(knowledge, language)
    yield from check_unfinished(knowledge, language)
    projects = report_projects(knowledge)
    yield from check_plan_counts(projects, knowledge, language)
    yield from check_wholes(projects, knowledge, language)
    yield from check_references(knowledge, language)
    yield from check_names(knowledge, language)
    yield from check_headings(knowledge, language)
    yield from check_numbering(knowledge, language)
    yield from check_titles(knowledge, language)
    yield from check_wording(knowledge, language)


def _grouped(findings: Iterable[Finding]) -> list[Finding]:
    """One finding for one thing: those of one kind whose places are all among those of a graver one are part of it,
    of those about one and the same figure the surest is kept, and of names with one slip the finding of the slip."""
    kept: list[Finding] = []
    findings = list(findings)
    slips = [f for f in findings if f.kind == "name"]
    findings = [f for f in findings if not any(_holds_slip(f, slip) for slip in slips)]
    for finding in sorted(
        findings, key=lambda f: (-len(f.places), f.kind == "restated", _ORDER[f.severity], -f.confidence)
    ):
        places = {_where(p) for p in finding.places}
        if not any(
            (
                (other.kind == finding.kind or (other.kind, finding.kind) == ("year", "restated"))
                and (
                    places <= {_where(p) for p in other.places}
                    or (finding.kind == "derived" and _where(finding.places[0]) == _where(other.places[0]))
                )
            )
            or _one_reckoning(finding, other)
            for other in kept
        ):
            kept.append(finding)
    return kept


def _one_reckoning(finding: Finding, other: Finding) -> bool:
    """Whether both reckon the same of one figure."""
    same = finding.recomputed is not None and finding.recomputed == other.recomputed
    return same and bool({_where(p) for p in finding.places} & {_where(p) for p in other.places})


def _holds_slip(finding: Finding, slip: Finding) -> bool:
    """Whether the two names of a finding differ just by the slip that another one is about."""
    if finding.kind != "name" or finding is slip or len(finding.values) != _TWO or len(slip.values) < _TWO:
        return False
    one, other = (normal_label(value) for value in finding.values)
    pairs = permutations([v for v in slip.values if 1 < len(v) < min(len(one), len(other))], _TWO)
    return any(x in one and one.replace(x, y) == other for x, y in pairs)


def _where(place: FindingPlace) -> tuple[object, ...]:
    return place.doc, place.section, place.table, place.row, place.column, place.value
