"""A stated number against what is listed with it: names counted, counts of kinds added up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from app.ask.enumerations import sentence_to_enumerations
from app.ask.knowledge import Knowledge
from app.ask.question import Question
from app.ask.references import section_with_parts
from app.ask.select import ENOUGH, Selected
from app.ask.writing import Writing, decimal_text, figure_name
from index.indicators import Statement
from ingest.records import Figure

MOST = 60
"""Numbers above this are not listed name by name."""
_LEADS = re.compile(
    r"^[^，。；：:]{0,4}[，,：:（(]?\s*(?:它们)?(?:包括|含|有|为|是|即|计|获|分别(?:是|为)?|[：:（(])\s*"
)
_PARTIAL = re.compile(r"^[^。；]{0,6}(?:其中|主要|如)")
_STOP = re.compile(r"[。；]|(?<=[^、])，(?=其中|另)")


def check_enumerations(
    question: Question, selected: Sequence[Selected], writing: Writing, knowledge: Knowledge
) -> bool:
    """For each counted thing in the best passages that is followed by its names or kinds: whether they are as many.

    False if no passage lists anything. Names that end in 等 may be fewer; kinds after 其中 may be a part.
    """
    done: set[tuple[object, ...]] = set()
    for piece in selected[:4]:
        if piece.coverage < ENOUGH or piece.evidence.passage is None:
            continue
        passage = knowledge.snapshot.records[piece.evidence.document].passages[piece.evidence.passage]
        beside = [
            Statement(piece.evidence.document, f)
            for f in knowledge.snapshot.records[piece.evidence.document].figures
            if f.passage == passage.key and f.end
        ]
        asked = {(s.figure.value, s.figure.start) for s in piece.statements}
        for statement in beside:
            figure = statement.figure
            key = (piece.evidence.document, figure.key)
            wanted = figure.value in question.numbers if question.numbers else (figure.value, figure.start) in asked
            if key in done or not wanted or figure.value < 2 or figure.value != int(figure.value):
                continue
            few = figure.value <= MOST
            if _check_kinds(statement, beside, passage.text, writing, knowledge) or (
                few and _check_names(statement, passage.text, writing)
            ):
                done.add(key)
    return bool(done)


def check_items(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """A number that the question states against the items of its unit that the named section gives one by one.

    What is missing is said, but is no contradiction: a section need not give everything. False without such items.
    """
    for document, key in question.references.sections:
        inside = section_with_parts(knowledge.snapshot, document, key)
        figures = [
            f
            for f in knowledge.snapshot.records[document].figures
            if f.place.section in inside and (f.place.table is None or f.end) and f.unit
        ]
        for total in question.numbers:
            units = {f.unit for f in figures if f.value == total} or {u for u in _units_named(question, figures)}
            items = {(f.subject[-1:], f.period, f.value): f for f in figures if f.unit in units and 0 < f.value < total}
            if len(items) < 2 or len({f.unit for f in items.values()}) != 1:
                continue
            statements = [Statement(document, f) for f in items.values()]
            _write_items(total, statements, writing)
            return True
    return False


def _units_named(question: Question, figures: Sequence[Figure]) -> set[str]:
    return {f.unit for f in figures if len(f.unit) > 1 and f.unit in question.plain}


def _write_items(total: Decimal, items: Sequence[Statement], writing: Writing) -> None:
    unit = items[0].figure.unit
    values = [s.figure.value for s in items]
    result = sum(values, Decimal(0))
    formula = " + ".join(decimal_text(v) for v in values) + f" = {decimal_text(result)}"
    marks = tuple(writing.cite(s.document, s.figure.place) for s in items)
    writing.lines.append("\n".join(f"- {figure_name(s.figure, writing)}：{writing.stated(s)}" for s in items))
    if result == total:
        writing.say("check.items_hold", formula=formula, stated=f"{decimal_text(total)} {unit}")
        return
    high, low = max(result, total), min(result, total)
    gap = f"{decimal_text(high)} − {decimal_text(low)} = {decimal_text(high - low)}"
    writing.say(
        "check.items_fail",
        formula=formula,
        stated=f"{decimal_text(total)} {unit}",
        result=writing.computed(result, unit, formula, marks),
        gap=writing.computed(high - low, unit, gap, marks),
        gap_formula=gap,
    )


def _check_kinds(
    statement: Statement, beside: Sequence[Statement], text: str, writing: Writing, knowledge: Knowledge
) -> bool:
    """Counts of kinds right behind the number, in its sentence: their sum against it."""
    figure = statement.figure
    after = text[figure.end :]
    counted = knowledge.lexicon.units.count
    if not _LEADS.match(after):
        return False
    stop = _STOP.search(after)
    end = figure.end + (stop.start() if stop else len(after))
    kinds = [
        s
        for s in beside
        if figure.end <= s.figure.start < end and s.figure.unit in counted and s.figure.value < figure.value
    ]
    if len(kinds) < 2 or knowledge.lexicon.base_unit(figure.unit)[0] in ("", "%", "元"):
        return False
    total = sum((s.figure.value for s in kinds), Decimal(0))
    partial = _PARTIAL.match(after) is not None
    if partial and total < figure.value:
        return False
    formula = " + ".join(decimal_text(s.figure.value) for s in kinds) + f" = {decimal_text(total)}"
    marks = tuple(writing.cite(s.document, s.figure.place) for s in (statement, *kinds))
    holds = total == figure.value
    writing.conflict = writing.conflict or not holds
    writing.say(
        "check.kinds_hold" if holds else "check.kinds_fail",
        name=figure_name(figure, writing),
        stated=writing.stated(statement),
        formula=formula,
        result=writing.computed(total, figure.unit, formula, marks),
    )
    return True


def _check_names(statement: Statement, text: str, writing: Writing) -> bool:
    """The names that the number's sentence lists beside it: how many they are against it."""
    figure = statement.figure
    start = max(text.rfind(mark, 0, figure.start) for mark in "。；\n") + 1
    stop = _STOP.search(text, figure.end)
    sentence = text[start : stop.start() if stop else len(text)]
    printed = text[figure.start : figure.end]
    listed = next((found for found in sentence_to_enumerations(sentence) if printed in found.label), None)
    if listed is None:
        return False
    count = len(listed.names)
    rest = sentence[sentence.find(listed.names[-1]) + len(listed.names[-1]) :]
    open_ended = rest.startswith("等") and count < figure.value
    holds = count == figure.value
    writing.conflict = writing.conflict or not (holds or open_ended)
    writing.say(
        "check.names_hold" if holds else "check.names_open" if open_ended else "check.names_fail",
        name=figure_name(figure, writing),
        stated=writing.stated(statement),
        count=writing.computed(Decimal(count), "", writing.text("tally.count_formula")),
        names=writing.text("and").join(listed.names),
    )
    return True
