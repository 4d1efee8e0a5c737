"""What the sentences of a project say of its tasks against the table that sums them up: counts of the years, what is
finished, rates, and what is told as unfinished though all is counted as done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from app.ask.knowledge import Knowledge
from app.ask.writing import decimal_text, figure_text
from app.check.arithmetic import HUNDRED, printed
from app.check.checked import Judgement, holds, sum_formula
from app.check.finding import FindingPlace, make_finding, place_of, stated_at
from app.check.plans import Plan, Project, same_words
from app.check.vocabulary import check_words
from index.restatements import statement_name
from index.statements import Statement, own_words
from ingest.records import Bound, StatusKind
from ingest.statuses import UNFINISHED
from prompts import message

_FEWEST_YEARS = 2
_MOST_SHOWN = 60
_TELLING = 4
"""Characters up to which a sentence tells of no task."""


def check_plan_counts(projects: Sequence[Project], knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """Of all projects that have a table of their tasks."""
    for project in projects:
        told = _passages_of_tasks(project)
        for passage, years, plan in told:
            yield from _check_years(passage, years, plan, project, knowledge, language)
            yield from _check_states(passage, years, plan, project, knowledge, language)
            yield from _check_item_rates(passage, project, knowledge, language)
        yield from _check_rates(project, [passage for passage, _, _ in told], knowledge, language)
        yield from _check_unfinished(project, knowledge, language)


def _passages_of_tasks(project: Project) -> list[tuple[tuple[Statement, ...], list[Statement], Plan]]:
    """The passages that count tasks by years or as a whole: all their figures, the counts of the years, the plan."""
    found: list[tuple[tuple[Statement, ...], list[Statement], Plan]] = []
    for passage in project.passages:
        targets = [s for s in passage if s.figure.measure == "target" and s.figure.unit != "%"]
        plan = project.plan_of(own_words(targets[0].figure)) if targets else None
        if plan is None or len(plan.targets) != 1 or len(plan.actuals) != 1:
            continue
        counts = same_words(targets, targets[0])
        years = [s for s in counts if (p := s.figure.period) is not None and p.first == p.last and not p.part]
        if len({s.figure.period for s in years}) == len(years) >= _FEWEST_YEARS:
            found.append((passage, years, plan))
        elif any(s.figure.value == plan.targets[0].figure.value for s in counts):
            found.append((passage, [], plan))
    return found


def _check_years(
    passage: Sequence[Statement],
    years: Sequence[Statement],
    plan: Plan,
    project: Project,
    knowledge: Knowledge,
    language: str,
) -> Iterator[Judgement]:
    """The counts of the years must make what the table says is to be done."""
    if not years:
        return
    target = plan.targets[0]
    value = sum((s.figure.value for s in years), Decimal(0))
    formula = sum_formula(years, value)
    if value == target.figure.value:
        yield holds("parts", [target, *years], formula)
        return
    summary = message(
        language,
        "check.plan_years",
        name=_title(project, knowledge),
        stated=decimal_text(target.figure.value),
        expected=decimal_text(value),
    )
    finished = [s for s in passage if s.figure.measure in ("actual", "rate") and s not in years]
    places = [stated_at(knowledge.snapshot, s) for s in (target, *years, *finished, *plan.actuals)]
    yield make_finding("parts", "high", summary, places, recomputed=formula, confidence="0.8")


def _check_states(
    passage: Sequence[Statement],
    years: Sequence[Statement],
    plan: Plan,
    project: Project,
    knowledge: Knowledge,
    language: str,
) -> Iterator[Judgement]:
    """What is finished, finished in part and not begun must make the whole, or what is finished the table's count."""
    target, actual = plan.targets[0], plan.actuals[0]
    counts = [
        s
        for s in passage
        if s not in years
        and s.figure.unit == (years or same_words(passage, passage[0]))[0].figure.unit
        and s.figure.bound is Bound.EXACT
        and s.figure.measure in ("actual", "rate", "")
    ]
    if not counts or counts[0].figure.measure != "actual":
        return
    total = Decimal(0)
    for at, s in enumerate(counts, 1):
        total += s.figure.value
        if total in (target.figure.value, actual.figure.value):
            yield holds("parts", [target, *counts[:at]], sum_formula(counts[:at], total))
            break
    else:
        if any(target.figure.value + s.figure.value == total for s in passage if s not in counts):
            return
        summary = message(
            language,
            "check.plan_states",
            name=_title(project, knowledge),
            stated=decimal_text(total),
            target=decimal_text(target.figure.value),
            actual=decimal_text(actual.figure.value),
        )
        places = [stated_at(knowledge.snapshot, s) for s in (*counts, target, actual)]
        yield make_finding("parts", "high", summary, places, recomputed=sum_formula(counts, total), confidence="0.7")


def _check_item_rates(
    passage: Sequence[Statement], project: Project, knowledge: Knowledge, language: str
) -> Iterator[Judgement]:
    """The rates of what was finished in part, as the sentence about all tasks tells them and as the tasks do."""
    told = [s for s in passage if _in_part(s) and (statement_name(s.figure, knowledge.lexicon) or "") not in _overall()]
    items = [s for other in project.passages if other is not passage for s in other if _in_part(s)]
    rates = {rate.figure.value for plan in project.plans for rate in plan.rates}
    items = [s for s in items if s.figure.value not in rates and own_words(s.figure) in _names_of_rates(knowledge)]
    apart = [s for s in items if s.figure.value not in {t.figure.value for t in told}]
    if not told or not apart:
        return
    values = message(language, "answers.and").join(dict.fromkeys(figure_text(s.figure) for s in (*told, *items)))
    summary = message(language, "check.item_rates", name=_title(project, knowledge), values=values)
    places = [stated_at(knowledge.snapshot, s) for s in (*told, *items)]
    yield make_finding("restated", "medium", summary, places, confidence="0.6")


def _in_part(statement: Statement) -> bool:
    figure = statement.figure
    return figure.measure == "rate" and figure.unit == "%" and 0 < figure.value < HUNDRED


def _overall() -> tuple[str, ...]:
    return check_words().plans.overall


def _names_of_rates(knowledge: Knowledge) -> tuple[str, ...]:
    return knowledge.lexicon.measures["rate"].phrases


def _check_rates(
    project: Project, told: Sequence[Sequence[Statement]], knowledge: Knowledge, language: str
) -> Iterator[Judgement]:
    """Rates of all tasks or targets in sentences against the table's."""
    overall = check_words().plans.overall
    for plan in project.plans:
        if len(plan.rates) != 1:
            continue
        rate = plan.rates[0]
        others: list[Statement] = []
        for passage in project.passages:
            for s in passage:
                if s.figure.measure != "rate" or s.figure.unit != "%" or s.figure.bound is not Bound.EXACT:
                    continue
                name = (statement_name(s.figure, knowledge.lexicon) or "").removesuffix("的")
                of_all = name in overall and passage in told and plan is project.plans[0]
                if of_all or (len(name) > 2 and project.plan_of(name) is plan and _ends_alike(name, plan.name)):
                    others.append(s)
        apart = [s for s in others if not printed(s.figure, whole=False).meets(printed(rate.figure, whole=False))]
        if not apart:
            if others:
                yield holds("restated", [rate, *others])
            continue
        values = message(language, "answers.and").join(dict.fromkeys(figure_text(s.figure) for s in (rate, *others)))
        summary = message(language, "check.plan_rate", name=_title(project, knowledge), plan=plan.name, values=values)
        places = [stated_at(knowledge.snapshot, s) for s in (rate, *others, *plan.actuals, *plan.targets)]
        yield make_finding("restated", "high", summary, places, confidence="0.85")


def _ends_alike(name: str, header: str) -> bool:
    return header.endswith(name) or name.endswith(header)


def _check_unfinished(project: Project, knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """A table that counts all tasks as done, and a sentence of the project that tells of one as not done."""
    plan = project.plans[0] if project.plans else None
    if plan is None or len(plan.targets) != 1 or len(plan.actuals) != 1 or len(plan.rates) != 1:
        return
    done = plan.actuals[0].figure.value >= plan.targets[0].figure.value and plan.rates[0].figure.value >= HUNDRED
    told = [
        (document, status)
        for document, status in knowledge.snapshot.statuses()
        if done and status.kind in UNFINISHED and status.place.table is None
        if document == project.document and status.place.section in project.sections
        # Under a heading like 尚未完成的任务 the text may say no more than 无.
        if len("".join(status.place.quote.split())) > _TELLING
    ]
    if not told:
        return
    places: list[FindingPlace] = []
    for document, status in told:
        quote = " ".join(status.place.quote.split())
        words = max((w for w in knowledge.lexicon.statuses.get(status.kind, ()) if w in quote), key=len, default=quote)
        places.append(place_of(knowledge.snapshot, document, status.place, words))
    surest = max(told, key=lambda found: (found[1].kind is not StatusKind.PARTLY, len(found[1].place.quote)))[1]
    summary = message(
        language,
        "check.plan_unfinished",
        name=_title(project, knowledge),
        plan=plan.name,
        text=" ".join(surest.place.quote.split())[:_MOST_SHOWN],
    )
    figures = [stated_at(knowledge.snapshot, s) for s in (*plan.rates, *plan.actuals, *plan.targets)]
    yield make_finding("status", "high", summary, [*places, *figures], confidence="0.8")


def _title(project: Project, knowledge: Knowledge) -> str:
    return knowledge.snapshot.records[project.document].sections[project.section].title
