"""Sums: total rows, parts under 其中, columns of parts of a year against the year, columns of years against 合计."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from app.ask.knowledge import Knowledge
from app.ask.sheets import Line, Sheet
from app.ask.writing import decimal_text
from app.check.arithmetic import Range, printed
from app.check.checked import Judgement, cannot_check, holds, sum_formula
from app.check.finding import make_finding, stated_at
from index.statements import Statement
from ingest.lexicon import Lexicon
from ingest.records import Figure
from prompts import message

NOT_SUMMED = (
    "rate",
    "spent_rate",
    "received_rate",
    "budget_rate",
    "share",
    "score",
    "satisfaction",
    "weight",
    "difference",
)
MOST_SHOWN = 12


def check_sums(sheet: Sheet, knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """Totals of the sheet that their parts do not add up to."""
    lexicon = knowledge.lexicon
    yield from _check_total_rows(sheet, lexicon, knowledge, language)
    yield from _check_parts(sheet, lexicon, knowledge, language)
    for line in sheet.lines:
        yield from _check_columns(line, lexicon, knowledge, language)


def _check_total_rows(sheet: Sheet, lexicon: Lexicon, knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    totals = [line for line in sheet.lines if line.total and not _is_part(line, lexicon)]
    if len(totals) != 1 or len(sheet.tables) > 1:
        return
    total = totals[0]
    parts = [line for line in sheet.lines if line is not total and not _is_part(line, lexicon)]
    if len(parts) < 2:
        return
    yield from _compare(total, parts, knowledge, language, "check.total_row")


def _check_parts(sheet: Sheet, lexicon: Lexicon, knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """A row whose parts (其中：…) follow it."""
    parts: dict[int, list[Line]] = defaultdict(list)
    whole = -1
    for at, line in enumerate(sheet.lines):
        if _is_part(line, lexicon):
            if whole >= 0:
                parts[whole].append(line)
        else:
            whole = at
    for at, lines in parts.items():
        if len(lines) > 1 and _exhaust(sheet.lines[at], lines):
            yield from _compare(sheet.lines[at], lines, knowledge, language, "check.parts")


def _exhaust(total: Line, parts: Sequence[Line]) -> bool:
    """Whether the parts add up in some column: 其中 may also name parts that overlap, or only some."""
    for entry in total.entries:
        given = [_in_column(line, entry.column) for line in parts]
        if entry.figure is None or not _summable(entry.figure) or any(s is None for s in given):
            continue
        if sum((s.figure.value for s in given if s is not None), Decimal(0)) == entry.figure.value:
            return True
    return False


def _compare(total: Line, parts: Sequence[Line], knowledge: Knowledge, language: str, key: str) -> Iterator[Judgement]:
    for entry in total.entries:
        if entry.statement is None or not _summable(entry.statement.figure):
            continue
        column = [_in_column(line, entry.column) for line in parts]
        given = [s for s in column if s is not None]
        sure = any(_adds_up(total, parts, other.column) for other in total.entries if other.column != entry.column)
        if len(given) < len(parts) or any(s.figure.unit != entry.statement.figure.unit for s in given):
            yield cannot_check("parts", [entry.statement], message(language, "check.open_parts"))
            continue
        yield from _disagree(
            entry.statement, given, " ".join(entry.column[-2:]), total, knowledge, language, key, sure=sure
        )


def _adds_up(total: Line, parts: Sequence[Line], column: tuple[str, ...]) -> bool:
    """Whether the rows make the total in this column, of which none is empty and not all are one."""
    stated = _in_column(total, column)
    given = [s for line in parts if (s := _in_column(line, column)) is not None]
    if stated is None or len(given) < len(parts) or not _summable(stated.figure) or not stated.figure.value:
        return False
    return sum((s.figure.value for s in given), Decimal(0)) == stated.figure.value


def _check_columns(line: Line, lexicon: Lexicon, knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """A whole in one column (全年, 合计) against its parts in the columns beside it."""
    figures = [e.statement for e in line.entries if e.statement is not None and _summable(e.statement.figure)]
    by_year: dict[int, list[Statement]] = defaultdict(list)
    for statement in figures:
        period = statement.figure.period
        if period is not None and period.first == period.last:
            by_year[period.first].append(statement)
    for year in by_year.values():
        wholes = [s for s in year if s.figure.period and not s.figure.period.part]
        parts = [s for s in year if s.figure.period and s.figure.period.part]
        if len(wholes) == 1 and len(parts) in (2, 4, 12):
            yield from _disagree(
                wholes[0],
                parts,
                " ".join(wholes[0].figure.place.column),
                line,
                knowledge,
                language,
                "check.periods",
                sure=True,
            )
    for statement in figures:
        header = "".join(statement.figure.place.column[-1:]).strip()
        if header not in lexicon.tables.total:
            continue
        parts = [s for s in figures if s is not statement and s.figure.measure == statement.figure.measure]
        parts = [s for s in parts if s.figure.place.column[:-1] == statement.figure.place.column[:-1]]
        if len(parts) > 1:
            yield from _disagree(statement, parts, header, line, knowledge, language, "check.periods")


def _disagree(
    total: Statement,
    parts: Sequence[Statement],
    name: str,
    line: Line,
    knowledge: Knowledge,
    language: str,
    key: str,
    sure: bool = False,
) -> Iterator[Judgement]:
    found = Range(Decimal(0), Decimal(0))
    for part in parts:
        found = found + printed(part.figure)
    value = sum((s.figure.value for s in parts), Decimal(0))
    formula = sum_formula(parts, value)
    if found.meets(printed(total.figure)):
        yield holds("parts", [total, *parts], formula)
        return
    if not sure and _not_a_sum(total.figure.value, value, parts):
        yield cannot_check("parts", [total], message(language, "check.open_sum"))
        return
    summary = message(
        language,
        key,
        name=" › ".join(part for part in (*line.path[-1:], name) if part),
        stated=decimal_text(total.figure.value),
        expected=decimal_text(value),
    )
    places = [stated_at(knowledge.snapshot, s) for s in (total, *parts[:MOST_SHOWN])]
    yield make_finding("parts", "high", summary, places, recomputed=formula)


def _not_a_sum(total: Decimal, value: Decimal, parts: Sequence[Statement]) -> bool:
    """A total that is far from the sum, or smaller than a part, counts something else (heads, months' mean)."""
    largest = max(s.figure.value for s in parts)
    return total < largest or value == 0 or abs(total - value) > abs(value) / 2


def _summable(figure: Figure) -> bool:
    return figure.unit not in ("%", "‰", "个百分点") and figure.measure not in NOT_SUMMED


def _in_column(line: Line, column: tuple[str, ...]) -> Statement | None:
    return next((e.statement for e in line.entries if e.column == column), None)


def _is_part(line: Line, lexicon: Lexicon) -> bool:
    return bool(line.path) and line.path[-1].strip().startswith(tuple(lexicon.tables.part))
