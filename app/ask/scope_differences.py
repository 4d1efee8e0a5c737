"""Whether two figures that a question holds together are of one scope: of one part, time, level and measure; then they
disagree. Of different scopes (全校, 一个专业群) they are no contradiction, and each is told with its scope."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from app.ask.knowledge import Knowledge
from app.ask.mentions import are_of_one_thing, asked_thing, same_kind
from app.ask.overview import bare_heading
from app.ask.question import Question
from app.ask.references import section_with_parts
from app.ask.writing import Writing, decimal_text, figure_name, place_words
from index.indicators import Statement

NAMED = 0.35
"""Share of what the question names that the words at a figure must say."""
SMALL = 2
MOST = 5
"""Places of one number among which the two that are meant are looked for."""


def write_scopes(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes two of the question's numbers with their scopes, and whether they are the same; False unless the question
    asks for that, and the documents state both."""
    if not question.asks("scope_asked"):
        return False
    found = [stating for n in question.numbers if n > SMALL and (stating := _stating(n, question, knowledge))]
    if len(found) < 2:
        return False
    pairs = [(a, b) for a in found[0] for b in found[1] if same_kind(a.figure.unit, b.figure.unit, knowledge)]
    if not pairs:
        return False
    pair = next((p for p in pairs if _differing(*p, writing, knowledge)), pairs[0])
    same = next((p for p in pairs if are_of_one_thing(*p, question, knowledge)), None)
    facets = _differing(*pair, writing, knowledge)
    if same is not None or not facets:
        _write_same(same or pair, writing)
        return True
    writing.say("scopes.differ", facets=writing.text("enumeration").join(facets))
    writing.lines.append("\n".join(_row(s, writing, knowledge) for s in pair))
    return True


def _stating(number: Decimal, question: Question, knowledge: Knowledge) -> list[Statement]:
    """The figures that state the number of what the question names, those in the places that it names first."""
    mentions = knowledge.mentions.find(asked_thing(question, knowledge), least=NAMED)
    stating = [m.statement for m in mentions if m.statement.figure.value == number]
    references = question.references
    inside = {(d, key) for d, s in references.sections for key in section_with_parts(knowledge.snapshot, d, s)}

    def placed(s: Statement) -> bool:
        return (s.document, s.figure.place.table) in references.tables or (s.document, s.figure.place.section) in inside

    named = [s for s in stating if placed(s)]
    if not named and (references.tables or inside):
        named = [s for s in knowledge.snapshot.figures if s.figure.value == number and placed(s)]
    return (named or stating)[:MOST]


def _differing(a: Statement, b: Statement, writing: Writing, knowledge: Knowledge) -> list[str]:
    """What tells the scopes of two figures apart, in words of the catalogue."""
    first, second = a.figure, b.figure
    facets = []
    if _part(a, knowledge) != _part(b, knowledge):
        facets.append("part")
    if first.period is not None and second.period is not None and first.period != second.period:
        facets.append("period")
    if first.level and second.level and first.level != second.level:
        facets.append("level")
    if {first.measure, second.measure} & {"target", "budget", "baseline"} and first.measure != second.measure:
        facets.append("measure")
    if first.unit != second.unit and first.unit and second.unit:
        facets.append("unit")
    return [writing.text(f"scopes.{facet}") for facet in facets]


def _part(statement: Statement, knowledge: Knowledge) -> tuple[int, int] | None:
    """The part of the plan that the figure's section tells of; none for what tells of the whole."""
    section = statement.figure.place.section
    return knowledge.projects.get((statement.document, section)) if section is not None else None


def _row(statement: Statement, writing: Writing, knowledge: Knowledge) -> str:
    path = writing.snapshot.records[statement.document].section_path(statement.figure.place.section)
    part = _part(statement, knowledge)
    headings = [bare_heading(heading) for heading in path[-3:]]
    scope = " › ".join(headings) if part is not None else " › ".join((writing.text("scopes.whole"), *headings[-1:]))
    return writing.text(
        "scopes.row",
        figure=f"{figure_name(statement.figure, writing)} {writing.stated(statement)}",
        scope=scope,
        place=place_words(writing.snapshot, statement.document, statement.figure.place, writing.language),
    )


def _write_same(pair: Sequence[Statement], writing: Writing) -> None:
    a, b = pair
    high, low = sorted((a.figure.value, b.figure.value), reverse=True)
    rows = [
        writing.text(
            "lookup.disagrees_row",
            figure=f"{figure_name(s.figure, writing)} {writing.stated(s)}",
            place=place_words(writing.snapshot, s.document, s.figure.place, writing.language),
        )
        for s in pair
    ]
    formula = f"{decimal_text(high)} − {decimal_text(low)} = {decimal_text(high - low)}"
    unit = writing.text("points") if a.figure.unit == "%" else a.figure.unit
    writing.conflict = True
    writing.say("scopes.same", gap=writing.computed(high - low, unit, formula), formula=formula)
    writing.lines.append("\n".join(rows))
