"""The cross-check tab: what cannot all be right, with its places, and the working paper to take away."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.answer import Language
from app.check.finding import Finding, finding_place_to_citation
from app.ui.finding_cards import findings_html
from app.ui.framework import gr
from app.ui.rendering import render, static
from app.ui.service import Service
from app.ui.viewer import IN_ORDER, Source, Viewer, register_cited, source_html

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
    register_cited(tab.listing, viewer, service, language)


def checks(service: Service, language: Language) -> tuple[str, tuple[Finding, ...]]:
    """The list as HTML and what is in it. A check that breaks is said in its place, and has no findings."""
    try:
        if not service.documents():
            return render(language, "findings.html", state="empty"), ()
        found = tuple(service.check(language))
        html = findings_html(language, found, service.triage(language), service.documents())
    except Exception:
        _log.exception("cross-check failed")
        return render(language, "findings.html", state="failed"), ()
    return html, found


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
