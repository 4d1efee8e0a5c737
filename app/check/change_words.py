"""Changes between two editions in words, and as data for programs."""

from __future__ import annotations

from app.answer import Language
from app.ask.writing import figure_text
from app.check.editions import EditionChanges, FigureChange
from app.check.finding import FindingPlace, stated_at
from app.check.words import place_line
from index.snapshot import Snapshot
from index.statements import Statement
from prompts import message

SHOWN_FIGURES = 200
"""How many changed figures the terminal lists; the rest is counted."""


def change_lines(changes: EditionChanges, language: Language) -> list[str]:
    """Counts, then the findings that are new, other than before, mended and still there, then the figures."""
    lines = [changes_words(changes, language), ""]
    for change in changes.findings:
        kind = message(language, f"check.change_{change.kind}")
        severity = message(language, f"check.severity_{change.shown.severity}")
        lines.append(
            message(language, "check.change_finding", kind=kind, severity=severity, summary=change.shown.summary)
        )
        if change.kind == "changed" and change.before is not None:
            lines.append(message(language, "check.change_was", summary=change.before.summary))
        if change.kind in ("new", "changed"):
            lines += [
                message(language, "check.place", where=place_line(place, language), value=place.value or place.quote)
                for place in change.shown.places
            ]
    lines.append("")
    for figure in changes.figures[:SHOWN_FIGURES]:
        kind = message(language, f"check.figure_change_{figure.kind}")
        place = change_place(figure, changes)
        values = message(language, "check.change_values", kind=kind, values=change_values(figure))
        lines.append(message(language, "check.place", where=place_line(place, language), value=values))
    if len(changes.figures) > SHOWN_FIGURES:
        lines.append(message(language, "check.change_more", count=len(changes.figures) - SHOWN_FIGURES))
    return lines


def changes_words(changes: EditionChanges, language: Language) -> str:
    """How many findings and figures changed, and how."""
    findings = {f"findings_{kind}": count for kind, count in changes.finding_counts().items()}
    figures = {f"figures_{kind}": count for kind, count in changes.figure_counts().items()}
    return message(
        language,
        "check.changes",
        before=changes.before.name,
        after=changes.after.name,
        same=changes.same,
        **findings,
        **figures,
    )


def change_values(change: FigureChange) -> str:
    """The value, or the one before and the one after."""
    return " → ".join(figure_text(s.figure) for s in (change.before, change.after) if s is not None)


def change_place(change: FigureChange, changes: EditionChanges) -> FindingPlace:
    """Where the figure stands, in the later edition if it is there."""
    edition = changes.after if change.after is not None else changes.before
    return stated_at(edition.snapshot, change.shown)


def changes_data(changes: EditionChanges) -> dict[str, object]:
    """Everything, as `--json` prints it."""

    def place(snapshot: Snapshot, statement: Statement | None) -> dict[str, object] | None:
        return stated_at(snapshot, statement).model_dump(mode="json") if statement is not None else None

    return {
        "before": changes.before.name,
        "after": changes.after.name,
        "findings": [
            {
                "change": change.kind,
                "before": change.before.model_dump(mode="json") if change.before else None,
                "after": change.after.model_dump(mode="json") if change.after else None,
            }
            for change in changes.findings
        ],
        "figures": [
            {
                "change": change.kind,
                "before": place(changes.before.snapshot, change.before),
                "after": place(changes.after.snapshot, change.after),
            }
            for change in changes.figures
        ],
        "same": changes.same,
    }
