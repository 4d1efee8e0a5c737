"""The indicator table tab: every indicator that the documents state, filtered and sorted, and every place of each."""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from app.answer import Language
from app.indicator_table import ORDERS, IndicatorFilter, IndicatorRow, explain_indicator, indicator_rows
from app.ui.framework import gr
from app.ui.rendering import render, static
from app.ui.service import Service
from app.ui.viewer import Viewer, register_cited

SHOWN = 60
"""Rows that are shown at once; more when they are asked for."""
_CHOICES = 60
"""Most choices of one filter, the most frequent first."""
_FIELDS = ("part", "measure", "period", "level", "status", "documents")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The tab's component."""

    table: gr.HTML


def build_ledger(language: Language) -> Ledger:
    """The table, not yet asked for."""
    with gr.Column(elem_id="ledger"):
        table = gr.HTML(
            render(language, "ledger.html", state="working"),
            elem_id="indicators",
            apply_default_css=False,
            js_on_load=static("ledger.js"),
        )
    return Ledger(table)


def register_ledger(header: gr.HTML, tab: Ledger, viewer: Viewer, service: Service, language: Language) -> None:
    """Making the table whenever the tab is opened, and never before; opening a place."""

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    header.ledger(lambda: ledger_html(service, language), None, [tab.table], concurrency_limit=2, **quiet)
    register_cited(tab.table, viewer, service, language)


def ledger_html(service: Service, language: Language) -> str:
    """The whole tab with its first rows. What breaks is said in its place."""
    try:
        if not service.documents():
            return render(language, "ledger.html", state="empty")
        rows = indicator_rows(service.snapshot(), IndicatorFilter(), language)
        choices = {field: _choices(rows, field) for field in _FIELDS}
        first = rows_html(rows, 0, language)
        return render(language, "ledger.html", state="rows", choices=choices, orders=ORDERS, first=first)
    except Exception:
        _log.exception("indicator table failed")
        return render(language, "ledger.html", state="failed")


def rows_html(rows: list[IndicatorRow], start: int, language: Language) -> str:
    """Rows from `start` on, as many as are shown at once; how many there are is told with the first ones."""
    return render(
        language,
        "ledger_rows.html",
        rows=rows[start : start + SHOWN],
        start=start,
        count=len(rows),
        conflicts=sum(row.conflict for row in rows),
        left=max(0, len(rows) - start - SHOWN),
    )


def statements_html(service: Service, id: str, language: Language) -> str | None:
    """Every statement of an indicator with its place; None if there is none of this id."""
    found = explain_indicator(service.snapshot(), id, language)
    if found is None:
        return None
    statements = [
        {"stated": s, "data": json.dumps(s.citation.model_dump(mode="json"), ensure_ascii=False)}
        for s in found.statements
    ]
    return render(language, "ledger_statements.html", row=found.row, statements=statements)


def _choices(rows: Iterable[IndicatorRow], field: str) -> list[tuple[str, int]]:
    """What a filter can be set to, and how many rows it leaves."""
    counts: Counter[str] = Counter()
    for row in rows:
        value = getattr(row, field)
        counts.update([value] if isinstance(value, str) else value)
    return [(value, count) for value, count in counts.most_common(_CHOICES) if value]
