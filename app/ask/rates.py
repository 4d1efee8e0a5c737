"""Rates of table rows recomputed from the row's own figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.ask.sheets import Line
from app.ask.writing import Writing, decimal_text
from app.ask.years import percent
from index.indicators import Statement, normal_label

INPUTS = {"rate": ("actual", "target"), "spent_rate": ("spent", "received"), "received_rate": ("received", "budget")}
"""What a rate is computed from: measure of the part and of the whole."""


@dataclass(frozen=True, slots=True)
class Group:
    """A part and a whole that stand under one header, its path outermost first."""

    header: tuple[str, ...]
    part: Statement
    whole: Statement


def check_line(line: Line, writing: Writing) -> bool:
    """Each rate of the row against its inputs: those under the headers that it names, else those before it under its
    own header, else any of the row. False if the row has no rate with inputs."""
    done = False
    for entry in line.entries:
        statement = entry.statement
        if statement is None or not (statement.figure.measure in INPUTS or statement.figure.unit == "%"):
            continue
        name = " › ".join((*line.path[-1:], *entry.column[-1:]))
        members = _named_groups(line, statement)
        if len(members) > 1:
            _write_combined(name, statement, members, line, writing)
            done = True
            continue
        inputs = _inputs(line, statement)
        if inputs is None or not ratio_fits(inputs[0].figure.value, inputs[1].figure.value, statement):
            # Columns may measure what no word of the lexicon names: 有效 / 发放.
            inputs = _any_inputs(line, statement) or inputs
        if inputs is not None:
            holds = ratio_fits(inputs[0].figure.value, inputs[1].figure.value, statement)
            writing.conflict = writing.conflict or not holds
            write_ratio("check.line_holds" if holds else "check.line_fails", name, statement, inputs, writing)
            done = True
    return done


def check_wholes(line: Line, rate: Statement, wholes: Sequence[Decimal], writing: Writing) -> bool:
    """Of which of the wholes the row's rate is a share: a part of the row by each of them; False if by none."""
    parts = [
        e.statement
        for e in line.entries
        if e.statement and e.statement.figure.unit != "%" and e.statement.figure.value not in wholes
    ]
    part = next((p for p in parts for whole in wholes if ratio_fits(p.figure.value, whole, rate)), None)
    if part is None:
        return False
    for whole in wholes:
        result = percent(part.figure.value, whole, max(2, rate.figure.decimals))
        formula = f"{decimal_text(part.figure.value)} / {decimal_text(whole)} = {decimal_text(result)}%"
        marks = tuple(writing.cite(s.document, s.figure.place) for s in (part, rate))
        fits = ratio_fits(part.figure.value, whole, rate)
        writing.say(
            "check.whole_fits" if fits else "check.whole_other",
            whole=decimal_text(whole),
            formula=formula,
            stated=writing.stated(rate),
            result=writing.computed(result, "%", formula, marks),
        )
    return True


def ratio_fits(part: Decimal, whole: Decimal, rate: Statement) -> bool:
    """Whether part / whole rounds to the rate as printed."""
    half = Decimal(1).scaleb(-rate.figure.decimals) / 2
    return whole != 0 and abs(part / whole * 100 - rate.figure.value) <= half


def write_ratio(key: str, name: str, rate: Statement, inputs: tuple[Statement, Statement], writing: Writing) -> None:
    """One line: the rate as stated, its inputs and what they give."""
    part, whole = inputs
    result = percent(part.figure.value, whole.figure.value, max(2, rate.figure.decimals))
    formula = f"{decimal_text(part.figure.value)} / {decimal_text(whole.figure.value)} = {decimal_text(result)}%"
    marks = tuple(writing.cite(s.document, s.figure.place) for s in (part, whole, rate))
    writing.say(
        key,
        name=name,
        formula=formula,
        stated=writing.stated(rate),
        result=writing.computed(result, "%", formula, marks),
    )


def _named_groups(line: Line, rate: Statement) -> list[Group]:
    """The groups under the outer header that the rate's own header names, if it stands under none itself:
    绩效指标完成度 is the rate of all groups under 绩效指标."""
    column = rate.figure.place.column
    if len(column) != 1:
        return []
    label = normal_label(column[0])
    return [
        group for group in _groups(line) if len(group.header) > 1 and label.startswith(normal_label(group.header[0]))
    ]


def _groups(line: Line) -> list[Group]:
    by_header: dict[tuple[str, ...], dict[str, Statement]] = defaultdict(dict)
    for measure in ("actual", "target"):
        for statement in line.figures(measure):
            by_header[statement.figure.place.column[:-1]].setdefault(measure, statement)
    return [Group(header, found["actual"], found["target"]) for header, found in by_header.items() if len(found) == 2]


def _write_combined(name: str, rate: Statement, groups: Sequence[Group], line: Line, writing: Writing) -> None:
    """The rate against the sums of its groups; where it does not follow, what it follows from instead."""
    part = sum((g.part.figure.value for g in groups), Decimal(0))
    whole = sum((g.whole.figure.value for g in groups), Decimal(0))
    if not whole:
        return
    result = percent(part, whole, max(2, rate.figure.decimals))
    parts = " + ".join(decimal_text(g.part.figure.value) for g in groups)
    wholes = " + ".join(decimal_text(g.whole.figure.value) for g in groups)
    formula = f"({parts}) / ({wholes}) = {decimal_text(result)}%"
    operands = [s for g in groups for s in (g.part, g.whole)]
    marks = tuple(writing.cite(s.document, s.figure.place) for s in (*operands, rate))
    holds = ratio_fits(part, whole, rate)
    writing.conflict = writing.conflict or not holds
    writing.say(
        "check.combined_holds" if holds else "check.combined_fails",
        name=name,
        stated=writing.stated(rate),
        groups=writing.text("and").join(g.header[-1] for g in groups),
        formula=formula,
        result=writing.computed(result, "%", formula, marks),
    )
    if holds:
        return
    for group in _groups(line):
        if ratio_fits(group.part.figure.value, group.whole.figure.value, rate):
            write_ratio("check.only", group.header[-1], rate, (group.part, group.whole), writing)


def _any_inputs(line: Line, rate: Statement) -> tuple[Statement, Statement] | None:
    """The first two counts of the row, of one unit, that give the rate."""
    counts = [
        e.statement for e in line.entries if e.statement and e.statement.figure.unit != "%" and e.statement.figure.value
    ]
    return next(
        (
            (a, b)
            for a in counts
            for b in counts
            if a is not b and a.figure.unit == b.figure.unit and ratio_fits(a.figure.value, b.figure.value, rate)
        ),
        None,
    )


def _inputs(line: Line, rate: Statement) -> tuple[Statement, Statement] | None:
    """The row's part and whole that share most of the header path with the rate; of several wholes as near, the one
    that gives the rate."""
    if rate.figure.measure not in INPUTS:
        return None
    part_measure, whole_measure = INPUTS[rate.figure.measure]

    def shared(statement: Statement) -> int:
        a, b = rate.figure.place.column, statement.figure.place.column
        return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))

    def missed(pair: tuple[Statement, Statement]) -> tuple[bool, int, Decimal]:
        part, whole = pair
        off = abs(part.figure.value / whole.figure.value * 100 - rate.figure.value)
        return not ratio_fits(part.figure.value, whole.figure.value, rate), -shared(part) - shared(whole), off

    pairs = [(p, w) for p in line.figures(part_measure) for w in line.figures(whole_measure) if w.figure.value]
    return min(pairs, key=missed, default=None)
