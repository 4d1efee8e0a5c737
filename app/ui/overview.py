"""The overview tab: how things stand on one screen, every number with its source behind it."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from app.answer import Citation, Language
from app.overview import Named, Overview, Shown
from app.ui.framework import gr
from app.ui.rendering import render, static
from app.ui.service import Service
from app.ui.viewer import Viewer, register_cited
from prompts import message

SHOWN_TASKS = 8
SHOWN_FINDINGS = 5
FULL = Decimal(100)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OverviewTab:
    """The tab's component."""

    screen: gr.HTML


def build_overview(language: Language) -> OverviewTab:
    """The screen, not yet asked for."""
    with gr.Column(elem_id="overview"):
        screen = gr.HTML(
            render(language, "overview.html", state="working"),
            elem_id="standing",
            apply_default_css=False,
            js_on_load=static("overview.js"),
        )
    return OverviewTab(screen)


def register_overview(header: gr.HTML, tab: OverviewTab, viewer: Viewer, service: Service, language: Language) -> None:
    """Taking stock whenever the tab is opened, and never before; opening a source."""

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    header.overview(lambda: overview_html(service, language), None, [tab.screen], concurrency_limit=2, **quiet)
    register_cited(tab.screen, viewer, service, language)


def overview_html(service: Service, language: Language) -> str:
    """The whole screen. What breaks is said in its place."""
    try:
        if not service.documents():
            return render(language, "overview.html", state="empty")
        return render(language, "overview.html", state="shown", **_values(service, language))
    except Exception:
        _log.exception("overview failed")
        return render(language, "overview.html", state="failed")


def _values(service: Service, language: Language) -> dict[str, object]:
    overview = service.overview(language)
    triage = service.triage(language)
    found = [f for f in service.check(language) if f.id not in triage or triage[f.id].state == "open"]
    return {
        "title": next((d.title for d in service.documents()), ""),
        "nothing": overview == Overview() and not found,
        "cards": [
            {"name": card.name, "rate": _figure(card.rate), "of": [_figure(f) for f in card.of]}
            for card in overview.rates
        ],
        "projects": _bars(overview.projects),
        "funds": _grouped(overview.funds),
        "fund_labels": list(dict.fromkeys(f.label for named in overview.funds for f in named.figures)),
        "ratings": [_rating(named) for named in overview.ratings],
        "tasks": [
            {"project": t.project, "words": t.words, "status": t.status, "reason": t.reason, "planned": t.planned,
             "data": _data(t.citation)}
            for t in overview.tasks
        ],
        "shown_tasks": SHOWN_TASKS,
        "findings": [
            {"severity": f.severity, "severity_words": message(language, f"check.severity_{f.severity}"),
             "summary": f.summary}
            for f in found[:SHOWN_FINDINGS]
        ],
        "found": len(found),
    }  # fmt: skip


def _figure(shown: Shown) -> dict[str, str]:
    return {"text": shown.text, "label": shown.label, "data": _data(shown.citation)}


def _bars(named: Sequence[Named]) -> list[dict[str, object]]:
    """Rates as bars: of the whole where none is above it, else of the highest."""
    highest = max([FULL, *(n.figures[0].value for n in named)])
    return [
        {"name": n.name, "width": _width(n.figures[0].value, highest), "full": n.figures[0].value >= FULL,
         **_figure(n.figures[0])}
        for n in named
    ]  # fmt: skip


def _grouped(named: Sequence[Named]) -> list[dict[str, object]]:
    """Money: each with its own scale for the whole, and one for the parts, which would vanish beside it."""
    whole, parts = named[:1], named[1:]
    groups: list[dict[str, object]] = []
    for members in (whole, parts):
        highest = max((f.value for n in members for f in n.figures), default=Decimal(0))
        groups += [
            {"name": n.name, "bars": [{**_figure(f), "width": _width(f.value, highest)} for f in n.figures]}
            for n in members
        ]
    return groups


def _rating(named: Named) -> dict[str, object]:
    first, last = named.figures[0], named.figures[-1]
    change = last.value - first.value
    return {
        "name": named.name,
        "last": _figure(last),
        "years": [_figure(f) for f in named.figures],
        "change": f"{abs(change):f}" if len(named.figures) > 1 and change else "",
        "down": change < 0,
        "formula": f"{last.value} − {first.value} = {change}",
    }


def _width(value: Decimal, highest: Decimal) -> str:
    share = max(value / highest * FULL, Decimal(0)) if highest > 0 else Decimal(0)
    return str(share.quantize(Decimal("0.1"), ROUND_HALF_UP))


def _data(citation: Citation) -> str:
    return json.dumps(citation.model_dump(mode="json"), ensure_ascii=False)
