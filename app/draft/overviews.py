"""What was reached: the tasks as a whole and project by project, landmark results, and what a section tells."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from app.answer import Language
from app.ask.knowledge import Knowledge
from app.ask.lookup import leans
from app.ask.sheets import Line, Sheet
from app.draft.english import english_counts
from app.draft.english_names import named
from app.draft.lines import line_name, line_sentence, of_whole_years
from app.draft.manuscript import Block, Part, Sentence
from app.draft.phrasing import joined, phrase, words
from app.draft.restating import LONGEST, evidence_to_clauses, restate
from index.snapshot import Evidence, EvidenceKind
from index.statements import Statement

RATES = ("rate", "spent_rate", "received_rate")
COUNTS = ("target", "actual", "rate")
MOST_WHOLE = 3
MOST_RESULTS = 12
MOST_POINTS = 10
SMALL = 6
REACHED = 100
"""Percent."""


def completion_sentences(language: Language, knowledge: Knowledge, *, asked: bool) -> list[Sentence]:
    """Tasks and indicators as a whole: how many, how many done, the rate."""
    found: list[Sentence] = []
    for line in whole_lines(knowledge)[:MOST_WHOLE]:
        statements = [e.statement for e in line.entries if e.statement and e.statement.figure.measure in COUNTS]
        if language == "en":
            sentence = english_counts(line, knowledge, asked=asked, weight=6)
        else:
            sentence = line_sentence(line, statements, language, asked=asked, weight=6)
        if sentence is not None:
            found.append(sentence)
    return found


def projects_sentence(language: Language, knowledge: Knowledge) -> Sentence | None:
    """The rate of each project in one sentence; None if no table has them."""
    sheet = projects_sheet(knowledge)
    if sheet is None:
        return None
    pieces: list[tuple[Part, ...]] = []
    for line in sheet.body:
        rate = next((s for s in line.figures("rate")), None)
        if rate is not None:
            pieces.append((named(line_name(line), language, knowledge), words(language, "space"), rate))
    said = phrase(language, "whole.projects", rates=joined(language, pieces, "and"))
    return Sentence(said, weight=3) if len(pieces) > 1 else None


def results_sentences(language: Language, knowledge: Knowledge, *, least: int = 0) -> list[Sentence]:
    """Landmark results that are reached, one clause each, the highest level first."""
    sheet = _results_sheet(knowledge)
    if sheet is None:
        return []
    reached: list[tuple[Line, Statement, Statement]] = []
    for line in sheet.body:
        target, actual = line.first("target"), line.first("actual")
        if target and actual and actual.figure.value >= target.figure.value > 0 and target.figure.unit != "%":
            rate = line.first("rate")
            if rate is not None and rate.figure.value < REACHED:
                # Of what is to be low, as days, more than the target is less than reached.
                continue
            reached.append((line, target, actual))
    levels = knowledge.lexicon.levels
    order = {level: at for at, level in enumerate(levels)}
    reached.sort(key=lambda row: order.get(row[0].level, len(order)))
    sentences: list[Sentence] = []
    for level in dict.fromkeys(row[0].level for row in reached):
        rows = [row for row in reached if row[0].level == level][: MOST_RESULTS // 2]
        pieces = [
            phrase(
                language, "results.one", name=named(line_name(line), language, knowledge), target=target, actual=actual
            )
            for line, target, actual in rows
        ]
        head = phrase(language, "results.level", level=named(level, language, knowledge)) if level else ()
        parts = (*head, *joined(language, pieces, "semicolon"), words(language, "stop"))
        sentences.append(Sentence(parts, weight=max(2, 5 - len(sentences))))
    return sentences


def section_lines(within: tuple[int, set[int]], language: Language, knowledge: Knowledge) -> list[Sentence]:
    """The rows of the section's small tables: its counts and rates."""
    document, sections = within
    records = knowledge.snapshot.records[document]
    found: list[Sentence] = []
    named = {"".join(records.sections[key].title.split()) for key in sections}
    for sheet in knowledge.sheets:
        if sheet.document != document:
            continue
        for line in sheet.lines:
            table = records.tables[line.table]
            counts = [s for e in line.entries if (s := e.statement) and s.figure.measure in COUNTS and not s.figure.end]
            if table.section not in sections and "".join(line.name.split()) in named and len(counts) > 1:
                whole = line_sentence(line, counts, language, weight=6)
                found += [whole] if whole is not None else []
            if table.section not in sections or table.row_count - table.header_rows > SMALL:
                continue
            statements = [e.statement for e in line.entries if e.statement is not None and not e.statement.figure.end]
            sentence = line_sentence(line, of_whole_years(line, statements), language, weight=5)
            if sentence is not None:
                found.append(sentence)
    return found


def telling_sentences(
    within: tuple[int, set[int]], knowledge: Knowledge, stated: set[tuple[Decimal, str]]
) -> list[Sentence]:
    """Of each part of the section what tells most beside what is `stated`: its clauses that hold figures."""
    document, sections = within
    parts: dict[int, list[Evidence]] = {}
    for piece in knowledge.snapshot.evidence:
        section = piece.place.section
        if piece.document == document and section in sections and piece.kind is EvidenceKind.SENTENCE:
            assert section is not None
            parts.setdefault(section, []).append(piece)
    found: list[Sentence] = []
    known = set(stated)
    for pieces in parts.values():
        usable = [p for p in pieces if p.figures and not leans(p.text)]
        for piece in sorted(usable, key=lambda p: -len(p.figures))[:2]:
            clauses = [
                c
                for c in evidence_to_clauses(piece, knowledge)
                if c.statements and len(c.words) <= LONGEST
                if not {(s.figure.value, s.figure.unit) for s in c.statements} <= known
            ][:4]
            sentence = restate(clauses, piece, weight=2, asked=False) if clauses else None
            if sentence is not None:
                known |= {(s.figure.value, s.figure.unit) for s in sentence.statements}
                found.append(sentence)
    return found[:MOST_POINTS]


def headed(title: str, sentences: Sequence[Sentence]) -> list[Block]:
    """A heading over a paragraph; nothing if there is nothing under it."""
    if not sentences:
        return []
    return [Block("heading", (Sentence((title,), asked=True),)), Block("paragraph", tuple(sentences))]


def whole_lines(knowledge: Knowledge) -> list[Line]:
    """One-row tables of the whole, and the totals of tables of targets and what was done."""
    single = [
        line
        for sheet in knowledge.sheets
        for line in sheet.lines
        if len(sheet.lines) == 1 and len(sheet.tables) == 1 and line.first("target") and line.first("actual")
        if (line.document, knowledge.snapshot.records[line.document].tables[line.table].section)
        not in knowledge.projects
    ]
    totals = [
        line
        for sheet in knowledge.sheets
        for line in sheet.lines
        if line.total and len(sheet.tables) == 1 and line.first("target") and line.first("actual")
    ]
    return [*single, *totals]


def projects_sheet(knowledge: Knowledge) -> Sheet | None:
    """The table with a row, or the tables with one each, for every project and its rate."""
    grouped = [s for s in knowledge.sheets if len(s.body) > 2 and sum(bool(x.first("rate")) for x in s.body) > 2]
    several = [s for s in grouped if len(s.tables) > 2]
    totalled = [s for s in grouped if any(line.total for line in s.lines)]
    return next(iter(several or totalled), None)


def _results_sheet(knowledge: Knowledge) -> Sheet | None:
    """The table with most rows that have a level, a target and what was reached; else without levels."""

    def rows(sheet: Sheet, levels: bool) -> int:
        pairs = [x for x in sheet.body if x.first("target") and x.first("actual") and (x.level or not levels)]
        return len(pairs)

    with_levels = max(knowledge.sheets, key=lambda s: rows(s, True), default=None)
    if with_levels is not None and rows(with_levels, True) > 2:
        return with_levels
    most = max(knowledge.sheets, key=lambda s: rows(s, False), default=None)
    return most if most is not None and rows(most, False) > 2 and len(most.tables) == 1 else None
