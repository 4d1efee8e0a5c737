"""A figure that a question wants checked, with the reckoning that the cross-check made of it, right or wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from app.answer import Answer, Language, Turn
from app.ask.addends import said_at
from app.ask.derivations import Reckoning
from app.ask.dialogue import subject_terms
from app.ask.knowledge import Knowledge
from app.ask.question import Question, understand
from app.ask.references import section_with_parts
from app.ask.select import asked_tokens
from app.ask.writing import Writing, decimal_text, figure_name
from app.check.engine import Review
from index.tokens import text_to_tokens
from ingest.records import Figure

NAMED = 0.5
"""Share of what the question names that must stand at the figure or its inputs, where the question gives its value."""
EXACT = 0.2
"""How much a name counts that the question says whole."""
UNGIVEN = 0.8
"""The same where it does not."""
SMALL = 2
ELSE = ("everywhere", "alternatives", "why", "injection", "scope_asked")
ADDED, DIVIDED = ("parts",), ("derived",)


def answer_reckoning(
    text: str, history: Sequence[Turn], knowledge: Knowledge, review: Review, language: Language, answered: Answer
) -> Answer | None:
    """The reckoning of the figure that the question wants checked; None if it wants none, if the cross-check made none,
    or if the answer has it already."""
    if not knowledge.snapshot.documents or not knowledge.words.has("verify", text.lower()):
        return None
    question = understand(text, history, knowledge)
    places = len(question.references.tables) + len(question.references.sections)
    if (
        places > 1
        or question.references.missing
        or question.asks("everywhere", "alternatives", "why", "injection", "scope_asked")
    ):
        return None
    if question.asks("of_projects") and not question.asks("added", "sum"):
        # What is claimed of each of them is no single figure.
        return None
    if question.asks("text_beside", "conflict") or len(_rates(question)) > 1:
        return None
    given = [n for n in question.numbers if n > SMALL or n != n.to_integral()]
    if not question.asks("added", "sum", "recompute") and (not given or question.asks("how_many", "which_list")):
        return None
    if not given and any(figure.computed for figure in answered.figures):
        return None
    best = max(
        ((score, r) for r in _reckonings(review, knowledge) if (score := _fit(r, question, knowledge)) > 0),
        key=lambda pair: pair[0],
        default=None,
    )
    if best is None or best[1].formula in answered.answer:
        return None
    writing = Writing(language, knowledge.snapshot)
    _write(best[1], writing)
    return writing.answer()


def _reckonings(review: Review, knowledge: Knowledge) -> Iterator[Reckoning]:
    snapshot = knowledge.snapshot
    yield from knowledge.derivations
    for checked in review.checked:
        if checked.outcome == "holds" and checked.formula and checked.statements:
            yield Reckoning(checked.kind, checked.statements[0], checked.statements[1:], checked.formula, True)
    for finding in review.findings:
        keys = [(p.document, p.figure) for p in finding.places if p.document is not None and p.figure is not None]
        if finding.recomputed and len(keys) == len(finding.places):
            found = [
                snapshot.figures[snapshot.figure_position[d, f]] for d, f in keys if f is not None and d is not None
            ]
            yield Reckoning(finding.kind, found[0], tuple(found[1:]), finding.recomputed, False)


def _fit(reckoning: Reckoning, question: Question, knowledge: Knowledge) -> float:
    """How surely the question means this figure, 0 if it does not: by its value, its place and its names."""
    figure = reckoning.figure.figure
    rates = _rates(question)
    added = question.asks("added", "sum")
    given = [n for n in question.numbers if n > SMALL or n != n.to_integral()]
    wanted = ADDED if added else DIVIDED if rates or not given else (*ADDED, *DIVIDED)
    if reckoning.kind not in wanted:
        return 0.0
    if given and figure.value not in (rates or given):
        return 0.0
    references = question.references
    inside = {(d, key) for d, s in references.sections for key in section_with_parts(knowledge.snapshot, d, s)}
    document = reckoning.figure.document
    own = (document, figure.place.table) in references.tables or (document, figure.place.section) in inside
    if (references.tables or references.sections) and not own:
        return 0.0
    if (
        question.periods
        and figure.period is not None
        and not any(p.first <= figure.period.first and figure.period.last <= p.last for p in question.periods)
    ):
        return 0.0
    share = said_at((reckoning.figure, *reckoning.inputs), question, knowledge) + EXACT * _exact(figure, question)
    share += EXACT * _by_what(reckoning, question, knowledge)
    if figure.measure in question.measures and not subject_terms(question, knowledge):
        share += 1.0
    sure = given and (rates or added or question.asks("recompute"))
    return share + own if share >= (NAMED if sure else UNGIVEN) else 0.0


def _by_what(reckoning: Reckoning, question: Question, knowledge: Knowledge) -> bool:
    """Whether the parts are of the sort that the question adds up: sources, or years."""
    table = reckoning.inputs[0].figure.place.table if reckoning.inputs else None
    if table is None:
        return question.asks("by_year") and len({s.figure.period for s in reckoning.inputs}) == len(reckoning.inputs)
    found = knowledge.snapshot.records[reckoning.inputs[0].document].tables[table]
    told = " ".join((found.caption, *(part for path in found.columns for part in path)))
    periods = {s.figure.period for s in reckoning.inputs}
    if question.asks("by_source"):
        return knowledge.words.has("by_source", told) and len(periods) < len(reckoning.inputs)
    return question.asks("by_year") == (len(periods) == len(reckoning.inputs))


def _exact(figure: Figure, question: Question) -> float:
    """How much of the figure's own name the question says, 0 to 1: of 手术 and 其中：三四级手术 the first is meant."""
    own = figure.place.row[-1:] if figure.place.table is not None and not figure.end else figure.subject[-1:]
    tokens = set(text_to_tokens(" ".join(own)))
    return len(tokens & asked_tokens(question)) / len(tokens) if tokens else 0.0


def _rates(question: Question) -> list[Decimal]:
    text = question.plain.replace(" ", "")
    return [n for n in question.numbers if any(f"{decimal_text(n)}{sign}" in text for sign in ("%", "个百分点", "‰"))]


def _write(reckoning: Reckoning, writing: Writing) -> None:
    figure = reckoning.figure.figure
    result_text = reckoning.formula.rpartition("=")[2].strip()
    marks = tuple(writing.cite(s.document, s.figure.place) for s in (reckoning.figure, *reckoning.inputs))
    digits = "".join(c for c in result_text if c.isdigit() or c in ".-−").replace("−", "-")
    unit = "%" if result_text.endswith("%") else figure.unit
    result = writing.computed(Decimal(digits), unit, reckoning.formula, marks) if digits else result_text
    for statement in reckoning.inputs:
        writing.register_stated(statement, writing.cite(statement.document, statement.figure.place))
    writing.conflict = not reckoning.holds
    writing.say(
        "check.line_holds" if reckoning.holds else "check.line_fails",
        name=figure_name(figure, writing),
        stated=writing.stated(reckoning.figure),
        formula=f"{reckoning.formula}{writing.mark(*dict.fromkeys(marks[1:]))}",
        result=result,
    )
    if figure.place.table is None or figure.end:
        writing.say("lookup.evidence")
        writing.quote(reckoning.figure.document, figure.place, figure.place.quote)
