"""What the cross-check found in what a question asks about: a table, a section, a thing, or all documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from app.answer import Answer, Citation, Language, Turn
from app.ask.knowledge import Knowledge
from app.ask.mentions import asked_thing
from app.ask.question import Question, understand
from app.ask.writing import Writing, decimal_text, place_to_citation
from app.check.finding import Finding, FindingPlace, finding_place_to_citation
from app.remarks import figure_at, reckoned
from index.tokens import text_to_tokens
from ingest.records import Place

MOST = 12
"""Findings that one answer tells."""
PLACES = 4
NAMED = 0.6
"""Share of what the question names that a finding must say to be about it."""
KINDS = {
    "fault_years": ("year",),
    "fault_units": ("unit",),
    "fault_sums": ("parts",),
    "fault_rates": ("derived",),
}
"""Words of a question that mean one kind of finding."""


def answer_faults(
    text: str,
    history: Sequence[Turn],
    knowledge: Knowledge,
    findings: Sequence[Finding],
    language: Language,
    answered: Answer,
) -> Answer | None:
    """The findings that the question asks for, or that there are none; None unless mistakes are asked for, and where
    the question gives the numbers to be checked itself and they were."""
    words = knowledge.words
    # Of two dates (2022年还是2023年) no figure tells which is right.
    of_dates = answered.refused and words.has("alternatives", text.lower())
    if not knowledge.snapshot.documents or not (of_dates or words.has("faults", text.lower())):
        return None
    question = understand(text, history, knowledge)
    of_dates = of_dates and len(question.periods) > 1
    if not (question.asks("faults") or of_dates) or question.asks("injection", "command", "rows_compared"):
        return None
    places, named = _places(question, knowledge), bool(asked_thing(question, knowledge))
    if question.references.missing or not (answered.refused or _is_theirs(question, places, answered)):
        return None
    found = _asked(question, places, findings, knowledge)
    if not found and (named or of_dates or question.unknown or question.numbers):
        return None
    writing = Writing(language, knowledge.snapshot)
    scope = _scope(places, writing)
    if not found:
        writing.say("faults.none", scope=scope)
        writing.citations += places
        return writing.answer()
    count = writing.computed(Decimal(len(found)), "", writing.text("tally.count_formula"))
    writing.say("faults.found", scope=scope, count=count)
    writing.lines.append("\n".join(_entry(i, f, writing) for i, f in enumerate(found[:MOST], 1)))
    if len(found) > MOST:
        writing.say("faults.more", count=writing.computed(Decimal(len(found) - MOST), "", ""))
    writing.conflict = True
    return writing.answer()


def asked_findings(text: str, knowledge: Knowledge, findings: Sequence[Finding]) -> list[Finding]:
    """The findings about a question that gives the numbers to be checked itself, and asks for mistakes besides; empty
    for any other."""
    if not knowledge.snapshot.documents or not knowledge.words.has("faults", text.lower()):
        return []
    question = understand(text, (), knowledge)
    places = _places(question, knowledge)
    if not question.numbers or len(places) != 1:
        return []
    return _asked(replace(question, numbers=()), places, findings, knowledge)[:2]


def _is_theirs(question: Question, places: Sequence[Citation], answered: Answer) -> bool:
    """Whether the findings say it better than the answer that was found: of one place or of everything, and where the
    question neither gives the numbers itself nor holds places together."""
    if question.numbers or len(places) > 1 or question.asks("everywhere", "alternatives", "versions"):
        return False
    return bool(places) or not answered.conflict


def _asked(
    question: Question, places: Sequence[Citation], findings: Sequence[Finding], knowledge: Knowledge
) -> list[Finding]:
    """The findings in the named places about the named thing and number, of the kind that is asked for."""
    found = [f for f in findings if not places or _is_within(f, places)]
    found = _about(question, found, knowledge)
    if question.numbers:
        asked = {decimal_text(number) for number in question.numbers}
        found = [f for f in found if any(number in place.value for number in asked for place in f.places)]
    kinds = [kind for asked_for, of in KINDS.items() if question.asks(asked_for) for kind in of]
    return [f for f in found if f.kind in kinds] or found


def _places(question: Question, knowledge: Knowledge) -> list[Citation]:
    """The tables and sections that the question names, as they are cited."""
    snapshot, references = knowledge.snapshot, question.references
    tables = [
        place_to_citation(snapshot, document, Place(snapshot.records[document].tables[key].section, "", (), key))
        for document, key in references.tables
    ]
    return [*tables, *(place_to_citation(snapshot, document, Place(key, "")) for document, key in references.sections)]


def _is_within(finding: Finding, places: Sequence[Citation]) -> bool:
    """Whether one of the finding's places, of a rate that was recomputed the rate's own, is one of these or in it."""
    own = finding.places[:1] if finding.kind == "derived" else finding.places
    return any(_contains(area, place) for area in places for place in own)


def _contains(area: Citation, place: FindingPlace) -> bool:
    if area.document != place.document:
        return False
    if area.table is not None:
        return area.table == place.table and area.section == place.section
    return list(place.section_path[: len(area.section_path)]) == list(area.section_path)


def _about(question: Question, findings: Sequence[Finding], knowledge: Knowledge) -> list[Finding]:
    """Those of the findings that are about the thing that the question names; all of them if it names none."""
    terms = asked_thing(question, knowledge)
    if not terms:
        return list(findings)
    weights = [t.weight * sum(map(knowledge.evidence.rarity, t.names[0])) for t in terms]
    whole = sum(weights) or 1.0

    def said(finding: Finding) -> float:
        words = [finding.summary, *(w for p in finding.places[:1] for w in (p.row, p.column, p.quote, p.section) if w)]
        tokens = set(text_to_tokens(" ".join(words)))
        covers = [max(sum(x in tokens for x in name) / len(name) for name in t.names if name) for t in terms]
        return sum(w * c for w, c in zip(weights, covers, strict=True)) / whole

    return [finding for finding in findings if said(finding) >= NAMED]


def _scope(places: Sequence[Citation], writing: Writing) -> str:
    """The names of what was asked about."""
    names = dict.fromkeys(place.table or place.section for place in places)
    return writing.text("and").join(names) or writing.text("faults.whole")


def _entry(index: int, finding: Finding, writing: Writing) -> str:
    recomputed = writing.text("recomputed", formula=finding.recomputed) if finding.recomputed else ""
    result = reckoned(finding) if finding.recomputed else None
    if result is not None:
        writing.figures.append(result)
    return writing.text(
        "faults.entry",
        index=index,
        summary=finding.summary if recomputed else finding.summary.rstrip("。. "),
        recomputed=recomputed,
        places=writing.text("and").join(_place(place, writing) for place in finding.places[:PLACES]),
    )


def _place(place: FindingPlace, writing: Writing) -> str:
    """The place's value, where it stands and its mark."""
    citation = finding_place_to_citation(place)
    if citation not in writing.citations:
        writing.citations.append(citation)
    at = writing.citations.index(citation)
    figure = figure_at(place, at)
    if figure is not None:
        writing.figures.append(figure)
    parts = [place.table or place.section, writing.text("page", page=place.page) if place.page else ""]
    where = writing.text("comma").join(part for part in parts if part)
    key = "faults.place" if place.value else "faults.at"
    return writing.text(key, value=place.value, where=where, mark=writing.mark(at))
