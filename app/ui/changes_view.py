"""What changed between two stored editions, as the cross-check tab shows it."""

from __future__ import annotations

import json

from app.answer import Language
from app.check.change_words import change_place, change_values, changes_words
from app.check.editions import EditionChanges, FigureChange, FindingChange
from app.check.finding import FindingPlace, finding_place_to_citation
from app.ui.rendering import render
from app.ui.service import Service
from prompts import message

SHOWN_PLACES = 6


def changes_html(service: Service, language: Language, before: int, after: int) -> str:
    """Raises StoreError `unknown-document`."""
    changes = service.changes(before, after, language)
    return render(
        language,
        "changes.html",
        words=changes_words(changes, language),
        findings=[_finding(change, language) for change in changes.findings],
        figures=[_figure(change, changes, language) for change in changes.figures],
    )


def _finding(change: FindingChange, language: Language) -> dict[str, object]:
    return {
        "kind": change.kind,
        "words": message(language, f"check.change_{change.kind}"),
        "severity": change.shown.severity,
        "severity_words": message(language, f"check.severity_{change.shown.severity}"),
        "summary": change.shown.summary,
        "was": change.before.summary if change.before and change.kind == "changed" else "",
        "places": [_place(place) for place in change.shown.places[:SHOWN_PLACES]],
    }


def _figure(change: FigureChange, changes: EditionChanges, language: Language) -> dict[str, object]:
    subject = " › ".join(" ".join(part.split()) for part in change.shown.figure.subject[-2:] if part)
    return {
        "kind": change.kind,
        "words": message(language, f"check.figure_change_{change.kind}"),
        "value": change_values(change),
        "subject": subject,
        "place": _place(change_place(change, changes)),
    }


def _place(place: FindingPlace) -> dict[str, object]:
    citation = finding_place_to_citation(place)
    data = json.dumps(citation.model_dump(mode="json"), ensure_ascii=False)
    return {"value": place.value, "citation": citation, "data": data}
