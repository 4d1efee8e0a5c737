"""Which rows of which sheet a question means."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from app.ask.dialogue import subject_terms
from app.ask.knowledge import Knowledge
from app.ask.question import Question
from app.ask.references import tables_within
from app.ask.sheets import Line, Sheet
from index.indicators import Statement
from index.matching import Term
from index.tokens import text_to_tokens
from ingest.marks import leading_mark
from ingest.records import StatusKind

NARROWED = 0.75
"""Lines that cover this share of what the best line covers of the narrowing terms are meant too."""
MANY = 8
"""Lines up to which what they cover together counts for their sheet."""
WHOLE = 0.8
NAMED = 0.1
"""How much better a row is that is a project's own among the tables of all projects."""
OF_ONE = 0.75
"""Weight of a table of one project where the question means the whole."""
HEADED = 0.05
"""How much better a sheet is whose title and headers say what is asked than one whose rows do."""
RATES = ("rate", "spent_rate", "received_rate", "share", "budget_rate")
SUPERLATIVE = re.compile(r"^最.$|^.最$")
"""What asks for the first or last of the rows names none of them."""
DONE = (StatusKind.DONE, StatusKind.OVERFULFILLED, StatusKind.AHEAD)


@dataclass(frozen=True, slots=True)
class Rows:
    """Lines of one sheet, and how much of the question title, headers and lines cover together, 0 to 1. `narrowed` says
    whether the question names some of the lines rather than all."""

    sheet: Sheet
    lines: tuple[Line, ...]
    cover: float
    narrowed: bool


def meant_rows(question: Question, knowledge: Knowledge, limit: int = 3) -> list[Rows]:
    """Rows that the question may mean, the likeliest sheet first."""
    referred = set(question.references.tables) or tables_within(question.references.sections, knowledge.snapshot)
    found: list[Rows] = []
    terms = [t for t in question.terms if _weight(t, knowledge) > 0 and not SUPERLATIVE.search(t.text)]
    weights = {id(term): _weight(term, knowledge) for term in terms}
    total = sum(weights[id(t)] for t in terms) or 1.0
    whole = not referred and not question.references.sections and not subject_terms(question, knowledge)
    for sheet in knowledge.sheets if referred else knowledge.listed_sheets:
        if len(sheet.lines) < 2 and not referred:
            continue
        if referred and not any((sheet.document, table) in referred for table in sheet.tables):
            continue
        lines = [line for line in sheet.lines if not referred or (line.document, line.table) in referred]
        rows = _rows_of(question, sheet, lines, terms, weights, total, knowledge)
        if rows is not None:
            of_one = whole and len(sheet.tables) == 1 and _section(sheet, knowledge) in knowledge.projects
            found.append(replace(rows, cover=rows.cover * OF_ONE) if of_one else rows)
    found.sort(key=lambda rows: -rows.cover)
    return found[:limit]


def _section(sheet: Sheet, knowledge: Knowledge) -> tuple[int, int]:
    section = knowledge.snapshot.records[sheet.document].tables[sheet.tables[0]].section
    return sheet.document, -1 if section is None else section


def asked_statement(line: Line, question: Question, knowledge: Knowledge) -> Statement | None:
    """The figure of the line that the question is about: by measure, period, unit and the words of its header."""
    entries = column_entries(line, question)
    return entries[0] if entries else None


def _rows_of(
    question: Question,
    sheet: Sheet,
    lines: Sequence[Line],
    terms: Sequence[Term],
    weights: Mapping[int, float],
    total: float,
    knowledge: Knowledge,
) -> Rows | None:
    head, tokens = knowledge.sheet_tokens[id(sheet)], knowledge.line_tokens
    own = {id(line): tokens[id(line)] for line in lines}
    everywhere = frozenset[str]().union(*own.values())
    in_head = sum(weights[id(t)] * _cover(t, head) for t in terms)
    # 哪项分最低: what is ranked by is counted in it, and it names no row.
    ranked, units = question.asks("highest", "lowest"), knowledge.lexicon.units.count
    telling = [t for t in terms if not (ranked and len(t.text) == 1 and t.text in units)]
    narrowing = [t for t in telling if _cover(t, head) < 0.6 and _cover(t, everywhere) >= 0.6]
    covers = {id(line): sum(weights[id(t)] * _cover(t, own[id(line)]) for t in narrowing) for line in lines}
    best = max(covers.values(), default=0.0)
    kept = list(lines)
    narrowed = False
    if question.ordinal is not None:
        grouped = [line for line in lines if group_number(line) == question.ordinal]
        if grouped:
            kept, narrowed = grouped, True
            best = max((covers[id(line)] for line in grouped), default=0.0)
    enumerated = [t for t in terms if t.weight >= 1 and _is_enumerated(t, question.plain)]
    if best > 0 and best >= 0.5 * max((weights[id(t)] for t in narrowing), default=0.0):
        fitting = [
            line
            for line in kept
            if covers[id(line)] >= best * NARROWED or any(_cover(t, own[id(line)]) >= WHOLE for t in enumerated)
        ]
        if fitting:
            kept, narrowed = fitting, True
    years = {(p.first, p.last, p.part) for p in question.periods}
    dated = [line for line in kept if len(found := _periods(line)) == 1 and found <= years]
    if dated and len(dated) < len(kept) and len(dated) <= len(years):
        kept, narrowed = dated, True
    levelled = [line for line in kept if any(level in line.level for level in question.levels)]
    if question.levels and levelled:
        kept, narrowed = levelled, True
    if not kept:
        return None
    kept = [line for line in kept if not any(_cover(t, own[id(line)]) >= 0.8 for t in question.excluded)] or kept
    union = frozenset[str]().union(*(own[id(line)] for line in kept))
    covered = sum(weights[id(t)] * _cover(t, union) for t in narrowing) if narrowed else 0.0
    if len(kept) > MANY:
        covered = best if narrowed else 0.0
    single = narrowed and len(kept) == 1 and len(sheet.tables) > 1
    in_head += NAMED * total * single
    share = 1.0 if question.references.tables else (in_head + covered) / total + HEADED * in_head / total
    return Rows(sheet, tuple(kept), share, narrowed)


def _periods(line: Line) -> set[tuple[int, int, str]]:
    """The periods of the line's figures."""
    periods = [e.figure.period for e in line.entries if e.figure is not None]
    return {(p.first, p.last, p.part) for p in periods if p is not None}


def _weight(term: Term, knowledge: Knowledge) -> float:
    return term.weight * max(
        (sum(map(knowledge.evidence.rarity, name)) / len(name) for name in term.names), default=0.0
    )


def _cover(term: Term, tokens: AbstractSet[str]) -> float:
    return max((sum(map(tokens.__contains__, name)) / len(name) for name in term.names), default=0.0)


def _is_enumerated(term: Term, text: str) -> bool:
    """Whether a question names it as one of several (甲、乙和丙)."""
    name = re.escape(term.text)
    return bool(term.text) and bool(re.search(rf"[、和及与]{name}|{name}[^，。、]{{0,3}}[、和及与]", text))


def group_number(line: Line) -> int | None:
    """The number that the group of a row begins with (8.提升学校治理水平)."""
    mark = leading_mark(line.path[0], bare=True) if line.path else None
    return mark.numbers[-1] if mark is not None and mark.numbers else None


def column_entries(line: Line, question: Question) -> list[Statement]:
    """All figures of the line, those first whose header, measure, period and unit the question names."""
    asked = {token for term in question.terms for name in term.names for token in name}
    scored: list[tuple[float, int, Statement]] = []
    for at, entry in enumerate(line.entries):
        if entry.statement is None:
            continue
        figure = entry.statement.figure
        score = 2.0 * (figure.measure in question.measures)
        score += 1.5 * (figure.period in question.periods) if question.periods else 0.0
        score += 0.5 * len(asked & set(text_to_tokens(" ".join(entry.column))))
        score += 1.0 * (figure.unit in question.units)
        scored.append((-score, at, entry.statement))
    scored.sort(key=lambda s: s[:2])
    return [statement for _, _, statement in scored]
