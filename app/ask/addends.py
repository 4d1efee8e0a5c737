"""What a number that a question states is the sum of: figures beside it, of its row, or of the years of a row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from app.ask.knowledge import Knowledge
from app.ask.mentions import asked_thing, same_kind
from app.ask.question import Question
from app.ask.references import section_with_parts
from app.ask.sheets import Line
from app.ask.writing import Writing, decimal_text, figure_name
from index.indicators import Statement
from index.tokens import text_to_tokens
from ingest.records import Place

MOST = 8
"""Figures that are added up at most."""
NAMED = 0.4
"""Share of what the question names that must stand at the figures."""
PEOPLE = frozenset(("人", "名", "位", "人次"))


def check_addends(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes what adds up to a number that the question states, if some figures that stand together do; False if none
    do, and where the question gives the addends itself."""
    numbers = [n for n in question.numbers if n > 2]
    if not numbers or not question.asks("added", "sum") or len(numbers) > 2:
        return False
    total = max(numbers)
    best: tuple[float, Sequence[Statement], Statement | None] | None = None
    for whole, parts in _candidates(total, question, knowledge):
        share = said_at((*parts, *((whole,) if whole else ())), question, knowledge)
        if share >= NAMED and (best is None or share > best[0]):
            best = share, parts, whole
    if best is None:
        return False
    _, parts, whole = best
    if whole is None:
        inside = _inside(question, knowledge)
        stating = [
            s for s in knowledge.snapshot.figures if s.figure.value == total and inside(s.document, s.figure.place)
        ]
        whole = next((s for s in stating if _alike(s, parts[0], knowledge)), None)
        if stating and whole is None:
            # 人 and 人日: what adds up is not what is stated.
            return False
    formula = " + ".join(decimal_text(s.figure.value) for s in parts) + f" = {decimal_text(total)}"
    marks = tuple(writing.cite(s.document, s.figure.place) for s in parts)
    unit = (whole or parts[0]).figure.unit
    result = writing.computed(total, unit, formula, marks)
    rows = [f"- {figure_name(s.figure, writing)}{writing.text('colon')}{writing.stated(s)}" for s in parts]
    writing.lines.append("\n".join(rows))
    if whole is None:
        writing.say("check.sum_stated_holds", formula=formula)
    else:
        name = figure_name(whole.figure, writing)
        writing.say("check.line_holds", name=name, stated=writing.stated(whole), formula=formula, result=result)
    return True


def said_at(statements: Sequence[Statement], question: Question, knowledge: Knowledge) -> float:
    """How much of what the question names stands at these figures, 0 to 1; all of it if it names nothing."""
    terms = [t for t in asked_thing(question, knowledge) if any(t.names)]
    weights = [t.weight * max(sum(map(knowledge.evidence.rarity, name)) for name in t.names) for t in terms]
    if not sum(weights):
        return 1.0
    words: list[str] = []
    for s in statements:
        place = s.figure.place
        caption = ""
        if place.table is not None:
            caption = knowledge.snapshot.records[s.document].tables[place.table].caption
        words += [*s.figure.subject, *place.row, *place.column, caption, *s.headings[-1:], place.quote]
    tokens = set(text_to_tokens(" ".join(words)))
    covers = [max(sum(x in tokens for x in name) / len(name) for name in t.names if name) for t in terms]
    return sum(w * c for w, c in zip(weights, covers, strict=True)) / sum(weights)


def _candidates(
    total: Decimal, question: Question, knowledge: Knowledge
) -> Iterator[tuple[Statement | None, Sequence[Statement]]]:
    """Figures in their order that add up to the total, with the figure that states it where they stand."""
    inside = _inside(question, knowledge)
    by_passage: dict[tuple[int, int], list[Statement]] = defaultdict(list)
    for statement in knowledge.snapshot.figures:
        figure = statement.figure
        if figure.passage is not None and figure.end and inside(statement.document, figure.place):
            by_passage[statement.document, figure.passage].append(statement)
    for beside in by_passage.values():
        whole = next((s for s in beside if s.figure.value == total), None)
        if whole is None:
            continue
        rest = [s for s in sorted(beside, key=lambda s: s.figure.start) if s is not whole]
        alike = [s for s in rest if _alike(s, whole, knowledge)]
        yield from ((whole, run) for run in _runs(alike, total))
    for sheet in knowledge.sheets:
        for line in sheet.lines:
            if line.entries and inside(line.document, line.entries[0].place):
                yield from _of_row(line, total)


def _inside(question: Question, knowledge: Knowledge) -> Callable[[int, Place], bool]:
    """Whether a place of a document is one that the question names; every place if it names none."""
    references = question.references
    sections = {(d, key) for d, s in references.sections for key in section_with_parts(knowledge.snapshot, d, s)}
    tables = set(references.tables)

    def holds(document: int, place: Place) -> bool:
        if not tables and not sections:
            return True
        return (document, place.table) in tables or (document, place.section) in sections

    return holds


def _of_row(line: Line, total: Decimal) -> Iterator[tuple[Statement | None, Sequence[Statement]]]:
    """The years, or the parts of a year, under one header of a row."""
    by_header: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for entry in line.entries:
        if entry.statement is not None and entry.statement.figure.unit != "%":
            figure = entry.statement.figure
            dated = bool(figure.period) and len(entry.column) > 1
            by_header[entry.column[-1] if dated else "", figure.unit].append(entry.statement)
    for statements in by_header.values():
        whole = next((s for s in statements if s.figure.value == total), None)
        yield from ((whole, run) for run in _runs([s for s in statements if s is not whole], total))


def _runs(statements: Sequence[Statement], total: Decimal) -> Iterator[Sequence[Statement]]:
    """Runs of neighbouring figures that add up to the total."""
    for first in range(len(statements)):
        value = Decimal(0)
        for last in range(first, min(len(statements), first + MOST)):
            value += statements[last].figure.value
            if value == total and last > first:
                yield statements[first : last + 1]
            if value >= total:
                break


def _alike(a: Statement, b: Statement, knowledge: Knowledge) -> bool:
    return same_kind(a.figure.unit, b.figure.unit, knowledge) or {a.figure.unit, b.figure.unit} <= PEOPLE
