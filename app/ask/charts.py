"""Charts that a question asks for, of the figures that its answer states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from app.answer import Chart
from app.ask.question import Question
from app.ask.writing import Writing, figure_name
from index.indicators import Statement

MOST_BARS = 24


def draw_asked(question: Question, recalled: Sequence[Statement], writing: Writing) -> None:
    """Draws the figures of the answer, or those that the session stated before; says so if there are too few."""
    own = _alike(writing.statements, question)
    found = own if len(own) > 1 else _alike([*writing.statements, *recalled], question)
    if len(found) < 2:
        writing.say("chart.none")
        return
    unwritten = [s for s in found if s not in writing.statements]
    if unwritten:
        writing.lines.append("\n".join(f"- {figure_name(s.figure, writing)}：{writing.stated(s)}" for s in unwritten))
    writing.chart = _chart(found, writing)
    unit = found[0].figure.unit
    writing.say(
        "chart.drawn" if unit else "chart.drawn_plain",
        count=writing.computed(Decimal(len(found)), "", writing.text("tally.count_formula")),
        unit=unit,
    )


def _alike(statements: Sequence[Statement], question: Question) -> list[Statement]:
    """The figures of the asked measure, all of the unit that most of them have, each once."""
    measured = [s for s in statements if s.figure.measure in question.measures]
    chosen = measured if len(measured) > 1 else list(statements)
    by_unit: dict[str, dict[tuple[object, ...], Statement]] = defaultdict(dict)
    for s in chosen:
        figure = s.figure
        by_unit[figure.unit].setdefault((figure.subject, figure.measure, figure.period, figure.value), s)
    largest = max(by_unit.values(), key=len, default={})
    return list(largest.values())[:MOST_BARS]


def _chart(statements: Sequence[Statement], writing: Writing) -> Chart:
    """A line where one thing is followed over three years or more; bars else, one series for each measure."""
    figures = [s.figure for s in statements]
    years = {f.period for f in figures if f.period is not None and f.period.first == f.period.last}
    subjects = list(dict.fromkeys(_subject(s) for s in statements))
    measures = list(dict.fromkeys(_measure(s) for s in statements))
    title = writing.text("comma").join(measures if any(measures) else subjects[:1])
    if len(subjects) == 1 and len(years) == len(figures) > 2:
        ordered = sorted(figures, key=lambda f: f.period.first if f.period else 0)
        return Chart(
            kind="line",
            title=subjects[0],
            labels=[str(f.period) for f in ordered],
            series={subjects[0]: [f.value for f in ordered]},
            unit=figures[0].unit,
        )
    values = {(_subject(s), _measure(s)): s.figure.value for s in statements}
    if len(measures) > 1 and len(subjects) > 1 and len(values) == len(statements):
        series = {m: [values.get((subject, m)) for subject in subjects] for m in measures}
        return Chart(kind="bar", title=title, labels=subjects, series=series, unit=figures[0].unit)
    labels = [figure_name(f, writing) for f in figures]
    if len(subjects) == len(statements):
        labels = subjects
    elif len(measures) == len(statements):
        labels, title = measures, subjects[0]
    return Chart(
        kind="bar", title=title or labels[0], labels=labels, series={title or labels[0]: [f.value for f in figures]},
        unit=figures[0].unit,
    )  # fmt: skip


def _subject(statement: Statement) -> str:
    figure = statement.figure
    parts = figure.place.row[-1:] or figure.subject[-1:]
    return " ".join(" ".join(parts).split())


def _measure(statement: Statement) -> str:
    figure = statement.figure
    header = " ".join(part for part in figure.place.column[-2:] if part)
    return header if figure.place.table is not None and not figure.end else str(figure.period or "")
