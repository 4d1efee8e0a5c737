"""What a report says of all its projects together against the sum of what it says of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from app.ask.knowledge import Knowledge
from app.ask.writing import decimal_text, figure_text
from app.check.arithmetic import HUNDRED
from app.check.checked import Judgement, cannot_check, holds, sum_formula
from app.check.finding import make_finding, stated_at
from app.check.plans import Plan, Project
from index.statements import Statement
from prompts import message

_FEWEST = 3
"""Projects from which on their sum may be the whole."""
_NEAREST = Decimal("0.8")
_SHARED = 2
Counts = tuple[Statement, Statement]
"""What was to be done, and what was."""


def check_wholes(projects: Sequence[Project], knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """Of each document that has projects with tables of their tasks."""
    for document in dict.fromkeys(project.document for project in projects):
        own = [project for project in projects if project.document == document]
        if sum(bool(project.plans) for project in own) >= _FEWEST:
            yield from _check_counts(own, knowledge, language)
            yield from _check_wholes(own, knowledge, language)
            yield from _check_full(own, knowledge, language)


def _check_counts(projects: Sequence[Project], knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """If the projects' tasks make the tasks of the whole, then what is finished must make what is finished of it."""
    parts = [found for project in projects if (found := _counts_of(project)) is not None]
    due = sum((target.figure.value for target, _ in parts), Decimal(0))
    done = sum((actual.figure.value for _, actual in parts), Decimal(0))
    wholes = _wholes(projects, knowledge)
    meant = [counts for counts in wholes if counts[0].figure.value == due]
    if len(parts) < len(projects) or not meant:
        for target, _ in wholes[:1]:
            yield cannot_check("parts", [target], message(language, "check.open_sum"))
        return
    actuals = [actual for _, actual in parts]
    formula = sum_formula(actuals, done)
    wrong = [counts for counts in meant if counts[1].figure.value != done]
    yield holds("parts", [meant[0][0], *(target for target, _ in parts)], sum_formula([t for t, _ in parts], due))
    if not wrong:
        yield holds("parts", [meant[0][1], *actuals], formula)
        return
    summary = message(
        language, "check.whole_counts", stated=figure_text(wrong[0][1].figure), expected=decimal_text(done), due=due
    )
    stated = [s for target, actual in wrong for s in (actual, target)]
    places = [stated_at(knowledge.snapshot, s) for s in (*stated, *actuals)]
    yield make_finding("parts", "high", summary, places, recomputed=formula, confidence="0.75")


def _check_wholes(projects: Sequence[Project], knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """What is to be done of the whole and what was, told in two places with values near each other."""
    wholes = [
        counts
        for counts in _wholes(projects, knowledge)
        if not counts[0].figure.level and _of_tasks(counts[0], projects)
    ]
    for first in wholes:
        others = [
            counts
            for counts in wholes
            if counts is not first and _is_near(first[0], counts[0]) and _is_near(first[1], counts[1])
        ]
        apart = [c for c in others if [s.figure.value for s in c] != [s.figure.value for s in first]]
        if not apart:
            continue
        told = [first, *others]
        values = message(language, "answers.and").join(
            dict.fromkeys(f"{figure_text(done.figure)} / {figure_text(due.figure)}" for due, done in told)
        )
        summary = message(language, "check.whole_twice", values=values)
        figures = [s for counts in told for s in (*counts, *_rates_behind(counts[1], knowledge))]
        places = [stated_at(knowledge.snapshot, s) for s in figures]
        yield make_finding("restated", "high", summary, places, confidence="0.75")
        return


def _of_tasks(target: Statement, projects: Sequence[Project]) -> bool:
    """Whether it is of what the projects' tables call their tasks: the words share more than a letter."""
    words = "".join((*target.figure.place.column, *target.figure.subject[-1:]))
    tasks = next(plan.name for project in projects for plan in project.plans)
    return any(tasks[i : i + _SHARED] in words for i in range(len(tasks) - _SHARED + 1))


def _is_near(a: Statement, b: Statement) -> bool:
    low, high = sorted((a.figure.value, b.figure.value))
    return low >= _NEAREST * high > 0


def _rates_behind(done: Statement, knowledge: Knowledge) -> list[Statement]:
    """The rate that follows what was done, in its sentence or row."""
    behind = [s for s in knowledge.snapshot.beside(done) if s.figure.key > done.figure.key]
    return [s for s in behind if s.figure.measure == "rate"][:1]


def _check_full(projects: Sequence[Project], knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """A whole that is fully done though some of its projects are not, and none of them counts for more than all."""
    names = {plan.name for project in projects for plan in project.plans}
    inside = {id(s) for project in projects for passage in project.passages for s in passage}
    for name in sorted(names):
        rates = [r for p in projects for plan in p.plans if plan.name == name for r in plan.rates]
        short = [rate for rate in rates if rate.figure.value < HUNDRED]
        if not short or any(rate.figure.value > HUNDRED for rate in rates):
            continue
        full = [
            s
            for s in _outside(projects, knowledge)
            if id(s) not in inside
            and s.figure.measure == "rate"
            and s.figure.value == HUNDRED
            and _shares_name(s, name)
        ]
        if full:
            values = message(language, "answers.and").join(figure_text(rate.figure) for rate in short)
            summary = message(language, "check.whole_full", name=name, count=len(short), values=values)
            places = [stated_at(knowledge.snapshot, s) for s in (*full, *short)]
            yield make_finding("restated", "high", summary, places, confidence="0.6")


def _shares_name(statement: Statement, name: str) -> bool:
    """Whether the rate is of what the group is called: 中期绩效指标, in a column or in the sentence."""
    words = "".join((*statement.figure.place.column, statement.figure.place.quote))
    return name in "".join(words.split())


def _counts_of(project: Project) -> Counts | None:
    """What was to be done of its tasks and what was: by its table, else by the first sentence that tells both."""
    for plan in project.plans[:1]:
        return _one_each(plan)
    if project.plans:
        return None
    for passage in project.passages:
        targets = [s for s in passage if s.figure.measure == "target" and s.figure.unit != "%"]
        actuals = [s for s in passage if s.figure.measure == "actual" and s.figure.unit != "%"]
        if targets and actuals and targets[0].figure.unit == actuals[0].figure.unit:
            return targets[0], actuals[0]
    return None


def _one_each(plan: Plan) -> Counts | None:
    return (plan.targets[0], plan.actuals[0]) if len(plan.targets) == len(plan.actuals) == 1 else None


def _wholes(projects: Sequence[Project], knowledge: Knowledge) -> list[Counts]:
    """What was to be done of the whole and what was: pairs of one sentence, or of one group of columns of a row."""
    found: list[Counts] = []
    last: Statement | None = None
    for s in _outside(projects, knowledge):
        figure = s.figure
        if figure.measure == "target" and figure.unit != "%":
            last = s
        elif figure.measure == "actual" and last is not None and _together(last, s):
            found.append((last, s))
            last = None
    return found


def _together(a: Statement, b: Statement) -> bool:
    first, second = a.figure, b.figure
    if first.passage is not None or second.passage is not None:
        return first.passage == second.passage and first.unit == second.unit
    same_row = (first.place.table, first.place.row) == (second.place.table, second.place.row)
    return same_row and first.place.column[:1] == second.place.column[:1]


def _outside(projects: Sequence[Project], knowledge: Knowledge) -> list[Statement]:
    """The figures of the projects' document that are in none of them."""
    document, keys = projects[0].document, {project.section for project in projects}
    sections = knowledge.snapshot.records[document].sections

    def is_inside(section: int | None) -> bool:
        while section is not None:
            if section in keys:
                return True
            section = sections[section].parent
        return False

    return [s for s in knowledge.snapshot.figures if s.document == document and not is_inside(s.figure.place.section)]
