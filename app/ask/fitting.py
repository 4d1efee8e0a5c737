"""Whether a row fits a condition of a question: its status, how far its target was reached, a figure held against a
number, this year's against last year's."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from app.ask.columns import Column, header_named
from app.ask.conditions import Condition
from app.ask.knowledge import Knowledge
from app.ask.question import Question
from app.ask.rows import DONE, column_entries
from app.ask.sheets import Entry, Line
from index.indicators import Statement
from ingest.lexicon import Lexicon
from ingest.records import Figure
from ingest.statuses import UNFINISHED

WHOLE = Decimal(100)
NEARLY = Decimal("0.1")
"""Points by which a stated rate may be off what it is worked out from."""
_SCALES = {"万": Decimal(10**4), "亿": Decimal(10**8)}
"""Units that only say how many times."""


def meets(
    line: Line, condition: Condition, question: Question, knowledge: Knowledge, rate: Column | None = None
) -> bool | None:
    """Whether a line fits the condition; None if it holds nothing to tell by. `rate` is the column of rates that the
    question means, where the table has several."""
    match condition.kind:
        case "status":
            return any(entry.text.strip() in (condition.unit, *condition.others) for entry in line.entries)
        case "zero":
            asked = line.first(*question.measures) if question.measures else None
            counted = asked if asked and asked.figure.measure in ("spent", "received", "actual") else None
            counted = counted or line.first("actual") or line.first("spent", "received") or asked
            return counted.figure.value == 0 if counted else None
        case "fallen" | "risen":
            pair = _last_years(line, question)
            if pair is None:
                return None
            return pair[0] > pair[1] if condition.kind == "fallen" else pair[0] < pair[1]
        case "less" | "more" | "equal":
            return _compared(line, condition, question, knowledge)
    if rate is not None:
        value = next((_value(entry) for entry in line.entries if entry.column == rate), None)
    else:
        value = attained(line, question, knowledge)
    if value is None:
        if line.status is None or condition.kind not in ("below", "met"):
            return None
        return line.status in (UNFINISHED if condition.kind == "below" else DONE)
    match condition.kind:
        case "half":
            return value < WHOLE / 2
        case "doubled":
            return value >= WHOLE * 2
        case "over":
            return value > WHOLE
        case "below":
            return value < WHOLE
        case _:
            return value >= WHOLE


def attained(line: Line, question: Question, knowledge: Knowledge) -> Decimal | None:
    """How much of its target a line has reached, in per cent; less than 100 falls short, also where less is better.

    What the line's target and actual value give, or, where these say the other way round what a stated rate says, that
    rate.
    """
    named = _named_pair(line, question)
    if named is not None:
        return _ratio(*named)
    share = _ratio(line.first("actual"), line.first("target"))
    rate = line.first("rate")
    if rate is not None and len(line.figures("target")) > 1:
        # 规划期任务, 应完成: the rate says which of them counts.
        return rate.figure.value
    if share is None:
        # What is called 推进中 is not done because its money is spent.
        spent = line.first("rate") or (line.first("spent_rate", "received_rate") if line.status is None else None)
        return spent.figure.value if spent else None
    if is_better_lower(line, knowledge):
        return WHOLE * WHOLE / share if share else None
    stated = rate.figure.value if rate is not None else None
    inverse = WHOLE * WHOLE / share if share else None
    if stated is not None and inverse is not None and abs(stated - inverse) < NEARLY < abs(stated - share):
        return stated
    return share


def _named_pair(line: Line, question: Question) -> tuple[Statement, Statement] | None:
    """Actual value and target under the header that the question names (数量指标), where the line has several pairs and
    it is not the first."""
    pairs: dict[tuple[str, ...], dict[str, Statement]] = {}
    for entry in line.entries:
        if entry.statement is not None and entry.statement.figure.measure in ("actual", "target"):
            pairs.setdefault(entry.column[:-1], {}).setdefault(entry.statement.figure.measure, entry.statement)
    whole = {head: pair for head, pair in pairs.items() if len(pair) > 1}
    named = [(header_named(" ".join(head[-1:]), question), pair) for head, pair in whole.items()]
    best = max(named, key=lambda scored: scored[0], default=None)
    if best is None or best[0] <= named[0][0]:
        return None
    return best[1]["actual"], best[1]["target"]


def named_rate(lines: Sequence[Line], question: Question) -> Column | None:
    """The column of rates that the question names, where the lines have several and it is not the first."""
    columns = dict.fromkeys(
        e.column for line in lines for e in line.entries if e.figure is not None and _is_rate(e.figure)
    )
    named = [(header_named(" ".join(column), question), column) for column in columns]
    best = max(named, key=lambda pair: pair[0], default=None)
    return best[1] if best is not None and best[0] > named[0][0] else None


def is_better_lower(line: Line, knowledge: Knowledge) -> bool:
    """Whether less is better of what a row tells: by its remark, or by what it is (死亡率, 投诉)."""
    remarks = "；".join(entry.text for entry in line.entries if entry.statement is None)
    return knowledge.words.is_better_lower(line.name, remarks)


def compares(figure: Figure, condition: Condition, lexicon: Lexicon) -> bool | None:
    """Whether a figure is less or more than the condition's value, or equal to it; None if it is of another unit."""
    if condition.value is None:
        return None
    base, factor = lexicon.base_unit(condition.unit)
    unit, own = lexicon.base_unit(figure.unit)
    if condition.unit in _SCALES:
        # 100万 of whatever the column counts.
        base, factor = unit, _SCALES[condition.unit]
    if not condition.unit:
        factor = own
    elif unit != base and (unit or not (condition.kind == "equal" or base in lexicon.units.count)):
        return None
    return holds(figure.value * own, condition, condition.value * factor)


def holds(value: Decimal, condition: Condition, limit: Decimal | None = None) -> bool:
    """Whether a value is less or more than, or equal to, the condition's number, or the limit that stands for it."""
    limit = limit if limit is not None else condition.value or Decimal(0)
    if condition.kind == "equal":
        return value == limit
    if condition.kind == "less":
        return value <= limit if condition.inclusive else value < limit
    return value >= limit if condition.inclusive else value > limit


def _is_rate(figure: Figure) -> bool:
    return figure.unit == "%" and figure.measure in ("rate", "spent_rate", "received_rate", "budget_rate")


def _value(entry: Entry) -> Decimal | None:
    return entry.figure.value if entry.figure is not None else None


def _ratio(actual: Statement | None, target: Statement | None) -> Decimal | None:
    if actual is None or target is None or target.figure.value == 0:
        return None
    return actual.figure.value / target.figure.value * 100


def _last_years(line: Line, question: Question) -> tuple[Decimal, Decimal] | None:
    """The line's figures of the last asked year and the year before it, under one header but for the year."""
    years = {p.last for p in question.periods}
    found: dict[tuple[str, str], dict[int, Decimal]] = {}
    for entry in line.entries:
        figure = entry.figure
        if figure is None or figure.period is None or figure.period.part or figure.period.first != figure.period.last:
            continue
        if figure.measure in ("target", "budget"):
            continue
        key = "".join(c for part in entry.column for c in part if not c.isdigit()), figure.unit
        found.setdefault(key, {})[figure.period.first] = figure.value
    series = [dated for dated in found.values() if len(dated) > 1]
    if not series:
        return None
    dated = max(series, key=len)
    last = max((year for year in dated if not years or year in years), default=None)
    before = max((year for year in dated if last is not None and year < last), default=None)
    return (dated[before], dated[last]) if last is not None and before is not None else None


def _compared(line: Line, condition: Condition, question: Question, knowledge: Knowledge) -> bool | None:
    if condition.value is None:
        return None
    for statement in column_entries(line, question):
        verdict = compares(statement.figure, condition, knowledge.lexicon)
        if verdict is not None:
            return verdict
    return None
