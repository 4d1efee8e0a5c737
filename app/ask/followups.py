"""What to ask next: questions that the answer leads to and the index can answer, in the question's language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.ask.knowledge import Knowledge
from app.ask.overview import bare_heading
from app.ask.question import Question
from app.ask.unfinished import unfinished_statuses
from app.ask.writing import Writing
from index.indicators import Statement, normal_label
from ingest.records import Figure, Period

MOST = 3
LONGEST_NAME = 24
LEAST_NAME = 2
ENOUGH_FOR_CHART = 3


def suggest_followups(question: Question, writing: Writing, knowledge: Knowledge) -> list[str]:
    """Up to three questions, none of which says the same as the question itself."""
    if not knowledge.snapshot.documents:
        return []
    found: dict[str, None] = {}
    for suggestion in _suggestions(question, writing, knowledge):
        if suggestion.strip("？?") != question.text.strip("？?"):
            found.setdefault(suggestion)
        if len(found) == MOST:
            break
    return list(found)


def _suggestions(question: Question, writing: Writing, knowledge: Knowledge) -> Iterator[str]:
    if writing.refused:
        yield from _instead(writing, knowledge)
        return
    head = writing.statements[0] if writing.statements else None
    if question.asks("unfinished") and not question.asks("why"):
        yield from _of_unfinished(writing, knowledge)
    if head is not None:
        yield from _of_figure(head, question, writing, knowledge)
    if writing.chart is None and len(_of_one_unit(writing.statements)) >= ENOUGH_FOR_CHART:
        yield writing.text("followup.chart")
    name = _topic(writing, knowledge)
    if name and not question.asks("summary"):
        yield writing.text("followup.summary", name=name)


def _of_figure(head: Statement, question: Question, writing: Writing, knowledge: Knowledge) -> Iterator[str]:
    """The same figure in another year, the two years against each other, the reason or the gap of what falls short."""
    name = _name(head.figure)
    if not name:
        return
    others = _other_periods(head, knowledge)
    if others and not question.asks("sum", "difference"):
        yield writing.text("followup.figure", name=name, period=others[0])
    if _falls_short(head, knowledge):
        subject = set(head.figure.subject)
        if not question.asks("why") and any(
            status.reason and subject & set(status.subject)
            for _, status in unfinished_statuses(knowledge.snapshot, knowledge.lexicon)
        ):
            yield writing.text("followup.why", subject=name)
        if not question.asks("gap"):
            yield writing.text("followup.gap", name=name)
    if others and head.figure.unit != "%" and not question.asks("sum"):
        yield writing.text("followup.total")
    if others and not question.asks("difference"):
        yield writing.text("followup.difference")


def _of_unfinished(writing: Writing, knowledge: Knowledge) -> Iterator[str]:
    statuses = unfinished_statuses(knowledge.snapshot, knowledge.lexicon)
    if any(status.reason for _, status in statuses):
        yield writing.text("followup.why_unfinished")


def _instead(writing: Writing, knowledge: Knowledge) -> Iterator[str]:
    """What the documents do answer, where they do not answer the question."""
    name = _topic(writing, knowledge)
    if name:
        yield writing.text("followup.summary", name=name)
    if knowledge.snapshot.statuses():
        yield writing.text("followup.unfinished")
    if {"received", "spent"} <= {s.figure.measure for s in knowledge.snapshot.figures}:
        yield writing.text("followup.spent")


def _topic(writing: Writing, knowledge: Knowledge) -> str:
    """What the answer's first place is about: its project, else its section."""
    if not writing.citations:
        return ""
    citation = writing.citations[0]
    projects = {knowledge.snapshot.records[d].sections[key].heading for d, key in knowledge.projects.values()}
    of_project = next((heading for heading in citation.section_path if heading in projects), citation.section)
    return _short(bare_heading(of_project))


def _other_periods(head: Statement, knowledge: Knowledge) -> list[Period]:
    """Other single years of the same subject and measure, in the same document, the nearest first."""
    figure = head.figure
    if figure.period is None or figure.period.first != figure.period.last or figure.period.part or not figure.subject:
        return []
    year = figure.period.first
    found = {
        other.period
        for other in knowledge.snapshot.records[head.document].figures
        if other.subject == figure.subject
        and other.measure == figure.measure
        and other.unit == figure.unit
        and other.period is not None
        and other.period.first == other.period.last != year
        and not other.period.part
    }
    return sorted(found, key=lambda period: abs(period.first - year))


def _falls_short(head: Statement, knowledge: Knowledge) -> bool:
    """Whether the figure's row has a target that its actual value has not reached."""
    figure = head.figure
    if figure.place.table is None:
        return False
    row = [f for f in knowledge.snapshot.records[head.document].figures if f.place.table == figure.place.table]
    row = [f for f in row if f.place.row == figure.place.row]
    target = next((f for f in row if f.measure == "target"), None)
    actual = next((f for f in row if f.measure == "actual"), None)
    return target is not None and actual is not None and actual.value < target.value


def _of_one_unit(statements: Sequence[Statement]) -> list[Statement]:
    units = [s.figure.unit for s in statements]
    most = max(units, key=units.count) if units else ""
    return [s for s in statements if s.figure.unit == most]


def _name(figure: Figure) -> str:
    parts = figure.place.row[-1:] if figure.place.table is not None and not figure.end else figure.subject[-1:]
    return _short(normal_label(parts[0])) if parts else ""


def _short(name: str) -> str:
    name = " ".join(name.split())
    return name if LEAST_NAME <= len(name) <= LONGEST_NAME else ""
