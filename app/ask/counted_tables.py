"""Tables that a question tells by how many things it asks each of: 五类人群两年的满意度, the six districts' grades."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.ask.columns import Column, columns_of
from app.ask.knowledge import Knowledge
from app.ask.lists import sheet_name
from app.ask.question import Question
from app.ask.references import tables_within
from app.ask.rows import Rows
from app.ask.sheets import Line, Sheet
from app.ask.tabulations import are_of_other_times, named_columns, tabulate_lines
from app.ask.writing import Writing
from index.matching import Term
from index.snapshot import EvidenceKind
from index.tokens import text_to_tokens
from ingest.records import Figure

LEAST = 0.5
"""Share of what the question names, by how telling it is, that the table must say."""
COVERED = 0.6
MOST = 20
RATED = {"score": "satisfaction"}
"""What is measured may be given as another measure."""
ELSE = (
    "verify", "recompute", "conflict", "why", "summary", "chart", "highest", "lowest", "average", "sum", "difference",
    "share", "gap", "unfinished", "benchmark", "count",
)  # fmt: skip
"""What is asked of things beside their figures."""


@dataclass(frozen=True, slots=True)
class _Fit:
    sheet: Sheet
    lines: tuple[Line, ...]
    columns: tuple[Column, ...]
    cover: float
    measured: int


def answer_counted_table(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes what is asked of each row of the table that has as many rows as the question counts; False without one."""
    if question.conditions or question.levels or question.asks(*ELSE):
        return False
    if not question.asks("each", "as_table", "which_list", "enumerated"):
        return False
    counts = set(counted(question, knowledge))
    fits = [fit for sheet in _sheets(question, knowledge) if (fit := _fit(sheet, counts, question, knowledge))]
    if not fits:
        return False
    best = max(fits, key=lambda fit: (fit.measured, round(fit.cover, 1)))
    writing.say("list.table", table=sheet_name(Rows(best.sheet, best.lines, 1.0, narrowed=False), writing))
    tabulate_lines(best.sheet, best.lines, best.columns, writing)
    return True


def counted(question: Question, knowledge: Knowledge) -> Iterator[int]:
    """How many of something the question says that there are."""
    for m in knowledge.words.patterns_in("counted_things", question.plain):
        value = knowledge.words.numeral(next(word for word in m.groups() if word))
        if 1 < value <= MOST:
            yield value


def _sheets(question: Question, knowledge: Knowledge) -> list[Sheet]:
    tables = set(question.references.tables) or tables_within(question.references.sections, knowledge.snapshot)
    if question.references.sections and not tables:
        return []
    return [s for s in knowledge.sheets if not tables or any((s.document, table) in tables for table in s.tables)]


def _fit(sheet: Sheet, counts: set[int], question: Question, knowledge: Knowledge) -> _Fit | None:
    parts = knowledge.lexicon.tables.part
    lines = tuple(line for line in sheet.body if not line.name.startswith(parts))
    if len(lines) not in counts or len({line.name for line in lines}) < len(lines):
        return None
    columns = named_columns(sheet, question, knowledge)
    figured = {e.column: e.figure for line in lines for e in line.entries if e.figure is not None}
    measured = {m for m in question.measures for figure in figured.values() if _measures(figure, m)}
    if measured == set(question.measures) != set():
        # What is a share of what is asked, or its rate, is not asked.
        exact = [c for c in columns if c in figured and any(_measures(figured[c], m) for m in measured)]
        columns = exact or columns
    cover = _cover(sheet, lines, question, knowledge)
    if are_of_other_times(sheet, columns, question):
        return None
    if not columns or cover < LEAST or (question.measures and not measured):
        return None
    return _Fit(sheet, lines, tuple(columns), cover, len(measured))


def _measures(figure: Figure, measure: str) -> bool:
    return measure in (figure.measure, RATED.get(figure.measure))


def _cover(sheet: Sheet, lines: Sequence[Line], question: Question, knowledge: Knowledge) -> float:
    """How much of what the question names the table says, or a sentence that refers to it: its title, the heading over
    it, headers and rows."""
    words = knowledge.words
    headers = (header for column in columns_of(sheet) for header in column)
    told = " ".join(
        (sheet.title, *sheet.headings[-2:], *headers, *(x.words() for x in lines), *_referring(sheet, knowledge))
    )
    tokens = set(text_to_tokens(told))
    held = total = 0.0
    for term in question.terms:
        if term.weight >= 1 and not words.measures_asked(term.text):
            weight = _rarity(term, knowledge)
            total += weight
            held += weight * any(sum(t in tokens for t in name) >= COVERED * len(name) for name in term.names if name)
    return held / total if total else LEAST


def _referring(sheet: Sheet, knowledge: Knowledge) -> Iterator[str]:
    """Sentences that name the table by its number (见表7)."""
    number = knowledge.snapshot.records[sheet.document].tables[sheet.tables[0]].number
    for piece in knowledge.snapshot.evidence if number else ():
        at = piece.text.find(number) if piece.document == sheet.document and piece.kind is EvidenceKind.SENTENCE else -1
        if at >= 0 and not piece.text[at + len(number) :][:1].isdigit():
            yield piece.text


def _rarity(term: Term, knowledge: Knowledge) -> float:
    return max((sum(map(knowledge.evidence.rarity, name)) / len(name) for name in term.names if name), default=0.0)
