"""Findings as cards: what is wrong, what was reckoned, every place with its picture, and what people decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import get_args

from markupsafe import Markup

from app.answer import Language
from app.check.finding import Finding, FindingPlace, Kind, Severity, finding_place_to_citation
from app.check.triage import LONGEST_NAME, LONGEST_NOTE, STATES, UNDECIDED, Triage, count_states
from app.check.words import count_words
from app.ui.rendering import render
from app.ui.service import DocumentSummary
from prompts import message

SHOWN_FINDINGS = 30
"""How many cards are shown before the rest is asked for."""
SHOWN_PLACES = 6
"""How many places of one finding are shown before the rest is folded away."""
SURE = Decimal("0.8")
"""A finding of less confidence says how sure it is, and what it rests on."""
SORTS = ("severity", "page", "kind", "state")


def findings_html(
    language: Language,
    findings: Sequence[Finding],
    triage: Mapping[str, Triage] | None = None,
    documents: Sequence[DocumentSummary] = (),
) -> str:
    """The findings in their order as cards, under how far people have come with them and what they can be filtered by.

    Places are numbered from 1 in each finding; their buttons carry the positions of both, from 0, joined by a point.
    `documents` are those of which coverage, changes and an annotated copy are offered.
    """
    triage = triage or {}
    severities: list[Severity] = [s for s in get_args(Severity) if any(f.severity == s for f in findings)]
    kinds: list[Kind] = [k for k in get_args(Kind) if any(f.kind == k for f in findings)]
    return render(
        language,
        "findings.html",
        state="found" if findings else "none",
        counts=count_words(findings, language),
        severities=[(s, message(language, f"check.severity_{s}")) for s in severities],
        kinds=[(k, message(language, f"check.kind_{k}")) for k in kinds],
        states=[(s, message(language, f"check.state_{s}")) for s in STATES],
        sorts=SORTS,
        progress=progress_values(language, findings, triage),
        longest_name=LONGEST_NAME,
        longest_note=LONGEST_NOTE,
        shown=SHOWN_FINDINGS,
        documents=documents,
        annotated=[document for document in documents if document.kind == "pdf"],
        cards=[_card(language, finding, triage.get(finding.id, UNDECIDED)) for finding in findings],
    )


def progress_values(
    language: Language, findings: Sequence[Finding], triage: Mapping[str, Triage]
) -> list[dict[str, object]]:
    """The states in their order: decided ones first, each with its words, its count and its share in percent."""
    counts = count_states(findings, triage)
    total = max(1, len(findings))
    return [
        {
            "state": state,
            "words": message(language, f"check.state_{state}"),
            "count": counts[state],
            "share": f"{100 * counts[state] / total:.2f}",
        }
        for state in (*STATES[1:], STATES[0])
    ]


def triage_html(language: Language, finding: Finding, triage: Triage) -> str:
    """What was decided about a finding, and what can be."""
    before = triage.before
    values = {
        "id": finding.id,
        "decision": triage.state,
        "decision_words": message(language, f"check.state_{triage.state}"),
        "note": triage.note,
        "who": triage.who,
        "at": triage.at.astimezone().strftime("%Y-%m-%d %H:%M") if triage.at else "",
        "before": message(language, f"check.state_{before.state}") if before else "",
        "before_values": before.values if before else "",
        "choices": [(s, message(language, f"check.state_{s}")) for s in STATES[1:]],
        "longest_note": LONGEST_NOTE,
    }
    return render(language, "triage.html", **values)


def _card(language: Language, finding: Finding, triage: Triage) -> dict[str, object]:
    places = [_place(finding, at) for at in range(len(finding.places))]
    return {
        "id": finding.id,
        "severity": finding.severity,
        "severity_words": message(language, f"check.severity_{finding.severity}"),
        "kind": finding.kind,
        "kind_words": message(language, f"check.kind_{finding.kind}"),
        "summary": finding.summary,
        "recomputed": finding.recomputed,
        "supported": finding.supported,
        "support": finding.support,
        "undecided": finding.supported is None and finding.kind == "restated",
        "explanations": finding.explanations,
        "sure": None if finding.confidence >= SURE else f"{finding.confidence * 100:.0f}",
        "reason": finding.reason,
        "order": min(((p.document or 0) * 10_000 + (p.page or 0) for p in finding.places), default=0),
        "places": places[:SHOWN_PLACES],
        "more_places": places[SHOWN_PLACES:],
        "decision": triage.state,
        "triage": Markup(triage_html(language, finding, triage)),
    }


def _place(finding: Finding, at: int) -> dict[str, object]:
    place = finding.places[at]
    return {
        "at": at,
        "value": place.value,
        "citation": finding_place_to_citation(place),
        "pictured": place.page is not None and bool(place.regions),
        "supported": finding.supported is not None and _same(place, finding.supported),
    }


def _same(place: FindingPlace, value: str) -> bool:
    return "".join(place.value.split()) == "".join(value.split())
