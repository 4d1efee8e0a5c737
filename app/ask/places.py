"""Questions that name several places: what each of them says, and whether they agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.ask.knowledge import Knowledge
from app.ask.question import Question
from app.ask.references import References
from app.ask.select import Selected, asked_tokens, select_evidence
from index.tokens import text_to_tokens

PER_PLACE = 2
SIBLINGS = 3
MOST_PLACES = 6


@dataclass(frozen=True, slots=True)
class PlaceEvidence:
    """What one of the named places says about the question, best first."""

    table: tuple[int, int] | None
    section: tuple[int, int] | None
    selected: tuple[Selected, ...]


def named_places(question: Question, knowledge: Knowledge) -> list[PlaceEvidence]:
    """The best evidence of each place that the question names; empty if it names fewer than two, or more than
    can be set side by side."""
    tables = list(question.references.tables)
    sections = list(question.references.sections)
    if len(tables) == 1 and not sections and question.asks("text_beside"):
        document, key = tables[0]
        own = knowledge.snapshot.records[document].tables[key].section
        if own is not None:
            parent = knowledge.snapshot.records[document].sections[own].parent
            sections = [(document, parent if parent is not None else own)]
    if len(tables) == 1 and not sections and question.numbers and _compares(question):
        sections = _sections_stating(question, tables[0], knowledge)
    by_number = _by_number(_without_siblings(tables, knowledge), knowledge)
    if not 2 <= len(by_number) + len(sections) <= MOST_PLACES:
        return []
    found: list[PlaceEvidence] = []
    for alternatives in by_number:
        each = [
            PlaceEvidence(table, None, _within(question, References(tables=(table,)), knowledge, table=True))
            for table in alternatives
        ]
        found.append(max(each, key=lambda place: place.selected[0].score if place.selected else 0.0))
    for section in sections:
        found.append(
            PlaceEvidence(None, section, _within(question, References(sections=(section,)), knowledge, table=False))
        )
    found = [place for place in found if place.selected]
    return found if len(found) > 1 else []


def _compares(question: Question) -> bool:
    return question.asks("verify", "conflict") and not question.asks("recompute")


def _sections_stating(question: Question, table: tuple[int, int], knowledge: Knowledge) -> list[tuple[int, int]]:
    """The section whose sentence states a number of the question that the table does not, by the question's words."""
    stated = {s.figure.value for s in knowledge.snapshot.figures if (s.document, s.figure.place.table) == table}
    asked = asked_tokens(question)
    found = [
        (len(asked & set(text_to_tokens(" ".join(s.figure.subject[-2:])))), s)
        for s in knowledge.snapshot.figures
        if s.figure.value in question.numbers and s.figure.value not in stated and s.figure.place.table is None
    ]
    told, best = max(found, key=lambda pair: pair[0], default=(0, None))
    section = best.figure.place.section if best is not None and told else None
    return [(best.document, section)] if best is not None and section is not None else []


def _without_siblings(tables: Sequence[tuple[int, int]], knowledge: Knowledge) -> list[tuple[int, int]]:
    """The tables without those of one shape (one for each project), if three or more of them are named: they are meant
    together, not to be set side by side."""
    together = {
        (sheet.document, table)
        for sheet in knowledge.sheets
        for table in sheet.tables
        if sum((sheet.document, other) in tables for other in sheet.tables) >= SIBLINGS
    }
    return [table for table in tables if table not in together]


def _by_number(tables: Sequence[tuple[int, int]], knowledge: Knowledge) -> list[list[tuple[int, int]]]:
    """The tables, those of one document that bear the same number together: only one of them is meant."""
    groups: dict[tuple[int, str], list[tuple[int, int]]] = {}
    for document, key in tables:
        number = knowledge.snapshot.records[document].tables[key].number or str(key)
        groups.setdefault((document, number), []).append((document, key))
    return list(groups.values())


def leading(places: Sequence[PlaceEvidence]) -> list[Selected]:
    """The evidence of all places, as what is to be shown first."""
    return [replace(piece, leads=True) for place in places for piece in place.selected[:PER_PLACE]]


def _within(question: Question, references: References, knowledge: Knowledge, table: bool) -> tuple[Selected, ...]:
    asked = replace(question, references=references, parts=())
    found = select_evidence(asked, knowledge, limit=12)
    if not table:
        prose = [s for s in found if s.evidence.place.table is None]
        found = prose or found
    return tuple(found)
