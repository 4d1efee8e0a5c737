"""The gist of the whole, of a project or of a section: key figures first, what was done, what is unfinished and why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from app.ask.dialogue import KEPT, subject_terms
from app.ask.knowledge import Knowledge
from app.ask.lists import line_words
from app.ask.lookup import MONEY, leans, overall_statements
from app.ask.question import Question
from app.ask.references import section_with_parts
from app.ask.sheets import Line
from app.ask.unfinished import unfinished_statuses, write_listing
from app.ask.writing import Writing, figure_name
from index.indicators import Statement
from index.matching import Term
from index.snapshot import Evidence, EvidenceKind
from index.tokens import text_to_tokens
from ingest.records import Status

LEAST_COVER = 0.5
CLEARLY = 0.1
MOST_TOTALS = 3
MOST_ROWS = 6
MOST_POINTS = 8
PER_PART = 2
MOST_UNFINISHED = 8
MOST_CONFLICTS = 3
LONGEST = 130
_MARK = re.compile(r"^(?:\d{1,2}[、.．]|[（(]\d{1,2}[）)])\s*")
LEAST_FIGURES = 1
"""Figures that make a sentence worth a point of its own beside the first of its part."""


def answer_summary(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes the gist of the section that the question names, or of the whole if it names nothing; False if what it
    names is no section."""
    found = section_meant(question, knowledge)
    if found is None and (_subjects(question, knowledge) or not knowledge.snapshot.documents):
        return False
    if found is None:
        document = knowledge.snapshot.documents[0]
        writing.say("summary.head", heading=document.title)
        _write_whole(document.id, question, writing, knowledge)
        inside = {s.key for s in knowledge.snapshot.records[document.id].sections}
        if not _write_unfinished(document.id, inside, writing, knowledge):
            write_listing(question, writing, knowledge)
        _write_conflicts(document.id, inside, writing, knowledge)
        return True
    at, section = found
    inside = section_with_parts(knowledge.snapshot, at, section)
    writing.say("summary.head", heading=knowledge.snapshot.records[at].sections[section].heading)
    _write_rows(_key_rows(at, inside, knowledge), question, writing)
    _write_points(at, inside, writing, knowledge)
    _write_unfinished(at, inside, writing, knowledge)
    _write_conflicts(at, inside, writing, knowledge)
    return True


def _subjects(question: Question, knowledge: Knowledge) -> list[Term]:
    """What the question names; what only leads up to it (…那一节，帮我概括一下), where it names nothing else; the money
    itself (钱花得怎么样) where it names nothing that it is of."""
    named = subject_terms(question, knowledge) or subject_terms(question, knowledge, least=KEPT)
    return named or [term for term in question.terms if term.text in knowledge.words.money_words]


def section_meant(question: Question, knowledge: Knowledge) -> tuple[int, int] | None:
    """The section whose heading says most of what is asked; a project's rather than another of the same words."""
    terms = _subjects(question, knowledge)
    if question.references.sections and not terms:
        return question.references.sections[0]
    total = sum(term.weight for term in terms)
    best: tuple[float, bool, int, tuple[int, int]] | None = None
    projects = set(knowledge.projects.values())
    for document in knowledge.snapshot.documents:
        for section in knowledge.snapshot.records[document.id].sections:
            tokens = set(text_to_tokens(section.title))
            cover = sum(_cover(term, tokens) * term.weight for term in terms) / total if total else 0.0
            key = document.id, section.key
            rank = cover, key in projects, -section.level
            if best is None or rank > best[:3]:
                best = (*rank, key)
    if not question.references.sections:
        return best[3] if best is not None and best[0] >= LEAST_COVER else None
    # 第三块创新服务平台: the third of the projects rather than the third part, if its title says so.
    document_of, referred = question.references.sections[0]
    tokens = set(text_to_tokens(knowledge.snapshot.records[document_of].sections[referred].title))
    own = sum(_cover(term, tokens) * term.weight for term in terms) / total if total else 1.0
    return best[3] if best is not None and best[0] > own + CLEARLY else (document_of, referred)


def _write_whole(document: int, question: Question, writing: Writing, knowledge: Knowledge) -> None:
    """Totals of the one-row tables of the whole and of the money, then a row for each project."""
    whole = [
        line
        for sheet in knowledge.sheets
        for line in sheet.lines
        if sheet.document == document
        and len(sheet.lines) == 1
        and len(sheet.tables) == 1
        and (document, _section_of(document, line.table, knowledge)) not in knowledge.projects
    ]
    all_totals = [
        next(line for line in sheet.lines if line.total)
        for sheet in knowledge.sheets
        if sheet.document == document and len(sheet.tables) == 1 and any(line.total for line in sheet.lines)
    ]
    totals = [line for line in all_totals if line.first("budget", "received", "spent") is None]
    if set(question.measures) & set(MONEY) or "元" in question.units:
        _write_rows([line for line in all_totals if line not in totals][:MOST_TOTALS], question, writing)
        return
    _write_rows((*whole[:2], *totals)[:MOST_TOTALS], question, writing)
    money = overall_statements(question, knowledge, MONEY)
    if money:
        writing.lines.append("\n".join(f"- {figure_name(s.figure, writing)}：{writing.stated(s)}" for s in money))
    grouped = next((s for s in knowledge.sheets if s.document == document and len(s.tables) > 2), None)
    if grouped is not None:
        writing.say("summary.projects")
        _write_rows([_rates_only(line) for line in grouped.body[: MOST_ROWS * 3]], question, writing, head=False)


def _rates_only(line: Line) -> Line:
    """The row without its counts, where it has rates: what is read at a glance."""
    rates = tuple(entry for entry in line.entries if entry.figure is not None and entry.figure.unit == "%")
    return replace(line, entries=rates) if rates else line


def _section_of(document: int, table: int, knowledge: Knowledge) -> int:
    section = knowledge.snapshot.records[document].tables[table].section
    return section if section is not None else -1


def _key_rows(document: int, inside: set[int], knowledge: Knowledge) -> list[Line]:
    """The rows of small tables in the section: its rates and totals."""
    records = knowledge.snapshot.records[document]
    tables = {t.key for t in records.tables if t.section in inside and t.row_count - t.header_rows <= MOST_ROWS}
    return [
        line
        for sheet in knowledge.sheets
        if sheet.document == document
        for line in sheet.lines
        if line.table in tables and any(entry.statement is not None for entry in line.entries)
    ]


def _write_rows(lines: Sequence[Line], question: Question, writing: Writing, head: bool = True) -> None:
    rows = []
    for line in lines:
        name, figures, mark = line_words(line, question, writing)
        rows.append(f"- {writing.text('colon').join(part for part in (name, figures) if part)} {mark}")
    if rows:
        if head:
            writing.say("summary.figures")
        writing.lines.append("\n".join(rows[: MOST_ROWS * 3]))


def _write_points(document: int, inside: set[int], writing: Writing, knowledge: Knowledge) -> None:
    """For each part what it says first, and the sentence of it that states most figures."""
    points = []
    stated = {s.figure.value for s in writing.statements}
    for piece in _points(document, inside, stated, knowledge):
        at = writing.cite(document, piece.place)
        for position in piece.figures:
            writing.register_stated(knowledge.snapshot.figures[position], at)
        text = _MARK.sub("", " ".join(piece.text.split())).rstrip("；")
        points.append(f"- {text} {writing.mark(at)}")
    if points:
        writing.say("summary.done")
        writing.lines.append("\n".join(points))


def _points(document: int, inside: set[int], stated: set[Decimal], knowledge: Knowledge) -> list[Evidence]:
    """The sentences that tell most beside what is `stated` already: of each part those with most figures."""
    parts: dict[int, list[Evidence]] = {}
    for piece in knowledge.snapshot.evidence:
        section = piece.place.section
        if piece.document == document and section in inside and piece.kind is EvidenceKind.SENTENCE:
            assert section is not None
            parts.setdefault(section, []).append(piece)
    chosen: list[Evidence] = []
    figures = knowledge.snapshot.figures
    per_part = max(PER_PART, MOST_POINTS // max(1, len(parts)))
    for sentences in parts.values():
        short = [s for s in sentences if len(s.text) <= LONGEST and not leans(s.text)]
        short = [s for s in short if not s.figures or not {figures[i].figure.value for i in s.figures} <= stated]
        telling = sorted((s for s in short if len(s.figures) >= LEAST_FIGURES), key=lambda s: -len(s.figures))
        first = [] if len(telling) >= per_part else (short or sentences)[:1]
        kept = list(dict.fromkeys([*telling[:per_part], *first]))
        chosen += sorted(kept[:per_part], key=lambda s: s.key)
    telling = sorted(chosen, key=lambda s: -len(s.figures))[:MOST_POINTS]
    return sorted(telling, key=lambda s: s.key)


def _write_unfinished(document: int, inside: set[int], writing: Writing, knowledge: Knowledge) -> bool:
    """The sentences that call something unfinished; False if there are none."""
    undone = list(_undone(document, inside, knowledge))
    if not undone:
        return False
    writing.say("summary.unfinished")
    rows = []
    for status in undone[:MOST_UNFINISHED]:
        at = writing.cite(document, status.place)
        text = " ".join(status.place.quote.split())
        if status.reason and status.reason not in text:
            text += writing.text("unfinished.entry_reason", reason=status.reason)
        for figure in knowledge.snapshot.records[document].figures:
            if figure.place.section == status.place.section and figure.place.quote in status.place.quote:
                writing.register_stated(Statement(document, figure), at)
        rows.append(f"- {text} {writing.mark(at)}")
    writing.lines.append("\n".join(rows))
    return True


def _undone(document: int, inside: set[int], knowledge: Knowledge) -> Iterator[Status]:
    for d, status in unfinished_statuses(knowledge.snapshot, knowledge.lexicon):
        if d == document and status.place.section in inside and status.place.table is None:
            yield status


def _write_conflicts(document: int, inside: set[int], writing: Writing, knowledge: Knowledge) -> None:
    """Figures of the section that the documents state differently."""
    snapshot = knowledge.snapshot
    rows: list[str] = []
    for indicator in (i for i in snapshot.indicators if i.conflict):
        statements = [snapshot.figures[snapshot.figure_position[key]] for key in indicator.statements]
        own = [s for s in statements if s.document == document and s.figure.place.section in inside]
        other = next((s for s in statements if own and s.figure.value != own[0].figure.value), None)
        if own and other is not None and len(rows) < MOST_CONFLICTS:
            name = figure_name(own[0].figure, writing)
            rows.append(f"- {name}：{writing.stated(own[0])} / {writing.stated(other)}")
    if rows:
        writing.conflict = True
        writing.say("summary.conflicts")
        writing.lines.append("\n".join(rows))


def _cover(term: Term, tokens: set[str]) -> float:
    return max((sum(token in tokens for token in name) / len(name) for name in term.names), default=0.0)
