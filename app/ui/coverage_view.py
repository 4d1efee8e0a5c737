"""What was checked and what was not, section by section, as bars; and the figures of a section, one by one."""

from __future__ import annotations

import json
from collections.abc import Mapping

from app.answer import Language
from app.ask.writing import figure_text, place_to_citation
from app.check.coverage import CHECKED, STANDINGS, Coverage, FigureStanding, SectionCoverage, Standing
from app.check.coverage import sections_with_parts as with_parts
from app.check.coverage_words import checked_share, coverage_words
from app.ui.rendering import render
from app.ui.service import Service
from index.snapshot import Snapshot
from prompts import message

Counts = Mapping[Standing, int]


def coverage_html(service: Service, language: Language) -> str:
    """The whole coverage: one bar for each document and each section, longer sections with longer bars."""
    coverage = service.coverage(language)
    documents = [
        _document(coverage.of_document(document.id), document.id, document.name, language)
        for document in service.snapshot().documents
    ]
    return render(
        language,
        "coverage.html",
        words=coverage_words(coverage.counts(), language),
        parts=_parts(coverage.counts(), language),
        checked=CHECKED,
        documents=[document for document in documents if document["sections"]],
    )


def section_html(service: Service, language: Language, document: int, section: int | None) -> str | None:
    """The figures right under a heading, in their order; None if there is no such section."""
    coverage = service.coverage(language)
    found = next((s for s in coverage.sections if (s.document, s.section) == (document, section)), None)
    if found is None:
        return None
    snapshot = service.snapshot()
    return render(language, "section_figures.html", figures=[_figure(f, snapshot, language) for f in found.figures])


def _document(coverage: Coverage, id: int, name: str, language: Language) -> dict[str, object]:
    totals = with_parts(coverage)
    return {
        "id": id,
        "name": name,
        "words": coverage_words(coverage.counts(), language),
        "share": checked_share(coverage.counts()),
        "parts": _parts(coverage.counts(), language),
        "sections": [
            _section(section, totals[section.document, section.section], language) for section in coverage.sections
        ],
    }


def _section(section: SectionCoverage, total: Counts, language: Language) -> dict[str, object]:
    own = section.counts()
    return {
        "key": "none" if section.section is None else section.section,
        "heading": section.heading,
        "depth": min(section.depth, 6),
        "page": section.page,
        "own": sum(own.values()),
        "total": sum(total.values()),
        "share": checked_share(dict(total)),
        "parts": _parts(total, language),
        "conflicts": total["conflict"],
    }


def _parts(counts: Counts, language: Language) -> list[dict[str, object]]:
    total = sum(counts.values()) or 1
    return [
        {
            "standing": standing,
            "words": message(language, f"check.figure_{standing}"),
            "count": counts[standing],
            "width": f"{100 * counts[standing] / total:.2f}",
        }
        for standing in STANDINGS
    ]


def _figure(figure: FigureStanding, snapshot: Snapshot, language: Language) -> dict[str, object]:
    statement = figure.statement
    citation = place_to_citation(snapshot, statement.document, statement.figure.place)
    name = " › ".join(part for part in statement.figure.subject[-2:] if part)
    return {
        "text": figure_text(statement.figure),
        "name": " ".join(name.split()),
        "standing": figure.standing,
        "words": message(language, f"check.figure_{figure.standing}"),
        "others": figure.others,
        "formula": figure.formula,
        "reason": figure.reason,
        "findings": figure.findings,
        "citation": citation,
        "data": json.dumps(citation.model_dump(mode="json"), ensure_ascii=False),
    }
