"""The cross-check tab: what cannot all be right, with its places, and the working paper to take away."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, get_args

from app.answer import Language
from app.check.export import count_words
from app.check.finding import Finding, Kind, Severity, finding_place_to_citation
from app.ui.framework import gr
from app.ui.rendering import render, static
from app.ui.service import Service
from app.ui.viewer import IN_ORDER, Source, Viewer, source_html
from prompts import message

SHOWN_FINDINGS = 30
"""How many cards are shown before the rest is asked for."""
SHOWN_PLACES = 6
"""How many places of one finding are shown before the rest is folded away."""
SURE = Decimal("0.8")
"""A finding of less confidence says how sure it is, and what it rests on."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Checks:
    """The tab's components. `found` holds the findings that this reader was shown last."""

    listing: gr.HTML
    found: gr.State


def build_checks(language: Language) -> Checks:
    """The list, not yet asked for."""
    with gr.Column(elem_id="check"):
        listing = gr.HTML(
            render(language, "findings.html", state="working"),
            elem_id="findings",
            apply_default_css=False,
            js_on_load=static("checks.js"),
        )
    return Checks(listing, gr.State(()))


def register_checks(header: gr.HTML, tab: Checks, viewer: Viewer, service: Service, language: Language) -> None:
    """Checking whenever the tab is opened, and never before; opening a place."""

    def open_tab() -> tuple[Any, ...]:
        return checks(service, language)

    def open_place(found: tuple[Finding, ...], event: gr.EventData) -> tuple[Any, ...]:
        source = placed_source(found, str(getattr(event, "place", "")))
        if source is None:
            return gr.skip(), gr.skip()
        return source_html(service, language, source), source

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    header.check(open_tab, None, [tab.listing, tab.found], concurrency_limit=2, **quiet)
    tab.listing.place(open_place, [tab.found], [viewer.panel, viewer.source], **IN_ORDER, **quiet)


def checks(service: Service, language: Language) -> tuple[str, tuple[Finding, ...]]:
    """The list as HTML and what is in it. A check that breaks is said in its place, and has no findings."""
    try:
        if not service.documents():
            return render(language, "findings.html", state="empty"), ()
        found = tuple(service.check(language))
    except Exception:
        _log.exception("cross-check failed")
        return render(language, "findings.html", state="failed"), ()
    return findings_html(language, found), found


def findings_html(language: Language, findings: Sequence[Finding]) -> str:
    """The findings in their order as cards, under their counts and what they can be filtered by.

    Places are numbered from 1 in each finding; their buttons carry the positions of both, from 0, joined by a point.
    """
    if not findings:
        return render(language, "findings.html", state="none")
    severities: list[Severity] = [s for s in get_args(Severity) if any(f.severity == s for f in findings)]
    kinds: list[Kind] = [k for k in get_args(Kind) if any(f.kind == k for f in findings)]
    return render(
        language,
        "findings.html",
        state="found",
        counts=count_words(findings, language),
        severities=[(s, message(language, f"check.severity_{s}")) for s in severities],
        kinds=[(k, message(language, f"check.kind_{k}")) for k in kinds],
        shown=SHOWN_FINDINGS,
        cards=[_card(language, finding) for finding in findings],
    )


def placed_source(found: Sequence[Finding], place: str) -> Source | None:
    """What a place's button means, None if there is none such; `place` is finding and place, from 0, joined by a
    point."""
    finding, _, at = place.partition(".")
    if not (finding.isdecimal() and at.isdecimal()) or int(finding) >= len(found):
        return None
    places = found[int(finding)].places
    if int(at) >= len(places):
        return None
    cited = finding_place_to_citation(places[int(at)])
    return Source(cited.document, cited.page, cited, int(at) + 1)


def _card(language: Language, finding: Finding) -> dict[str, object]:
    places = [{"value": place.value, "citation": finding_place_to_citation(place)} for place in finding.places]
    return {
        "severity": finding.severity,
        "severity_words": message(language, f"check.severity_{finding.severity}"),
        "kind": finding.kind,
        "kind_words": message(language, f"check.kind_{finding.kind}"),
        "summary": finding.summary,
        "recomputed": finding.recomputed,
        "sure": None if finding.confidence >= SURE else f"{finding.confidence * 100:.0f}",
        "reason": finding.reason,
        "places": list(enumerate(places))[:SHOWN_PLACES],
        "more_places": list(enumerate(places))[SHOWN_PLACES:],
    }
