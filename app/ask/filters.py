"""Which rows of a table a question tells apart: by what a cell says (考核拿A的), by how much (预算超过500万), by its
status (暂缓的), by the group they stand under, and by several of these at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.ask.columns import Column, columns_of, header_named, header_spans, stub_headers
from app.ask.conditions import Condition, are_joined, compared_numbers
from app.ask.fitting import attained, compares, holds, meets, named_rate
from app.ask.knowledge import Knowledge
from app.ask.question import Question
from app.ask.sheets import Entry, Line, Sheet
from ingest.numbers import Number
from ingest.records import NumberUse
from ingest.statuses import UNFINISHED

LONGEST_VALUE = 12
NEAR = 6
NEAR_EN = 14
"""Characters that may stand between a column's name and what its cell is to say."""
DISTINCT = 3
"""Characters from which what a cell says names its rows without its column being named."""
NOTHING = ("", "-", "—", "–", "/", "无")
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ONLY = re.compile(rf"\b(?:only|just|exactly) ({'|'.join(_WORDS)})\b")
_DENIED = re.compile(r"(?:不|非|没)(?:是|为|得|拿|到)*\s*$|\bnot\s+$")
_UNDONE = "未"
_BREAK = re.compile(r"[，。；,;?？]|哪|几|多少|\bwhich\b|\bhow\b")
_YEARS = re.compile(
    r"(?P<one>20\d{2})年?[\u3400-\u9fff]{0,6}?比(?P<other>20\d{2})年?[\u3400-\u9fff]{0,4}?"
    r"(?:(?P<less>低|少|降|跌|差|回落|减)|(?P<more>高|多|升|涨|好|增))[\u3400-\u9fff]{0,2}?的"
)
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Filter:
    """What one condition keeps: positions in the sheet's body. `spans` are the words of the question that say it;
    `sure` says that they name the column too, or say what stands in these cells only."""

    kept: frozenset[int]
    spans: tuple[Span, ...]
    column: Column | None = None
    sure: bool = True
    values: tuple[tuple[str, frozenset[int]], ...] = ()
    """What the cells say, each with its rows, where the question says several of them."""
    asked: bool = False
    """The question narrows the rows down so in words of its own: that none fits, or all, is an answer."""


def asked_numbers(question: Question, knowledge: Knowledge) -> list[Number]:
    """The figures that the question states, with where it does; 'only one' is one too."""
    return compared_numbers(question.plain, knowledge) + [
        Number(*m.span(), NumberUse.FIGURE, m[1], Decimal(_WORDS.index(m[1]) + 1))
        for m in _ONLY.finditer(question.plain)
    ]


def sheet_filters(
    sheet: Sheet, question: Question, numbers: Sequence[Number], of_kind: bool, knowledge: Knowledge
) -> list[Filter]:
    """The conditions of the question that cells of the sheet can tell, one for each column; `numbers` are its own,
    `of_kind` says that the rows are what it asks which of."""
    found = [*_said_filters(sheet, question, of_kind, knowledge)]
    found += _compared_filters(sheet, question, numbers, knowledge)
    found += _kind_filters(sheet, question, numbers, found[:], of_kind, knowledge)
    found += _year_filters(sheet, question)
    whole = len(sheet.body)
    return [f for f in found if 0 < len(f.kept) < whole or f.asked]


def _said_filters(sheet: Sheet, question: Question, of_kind: bool, knowledge: Knowledge) -> Iterator[Filter]:
    """Columns of words, and the groups over the rows, of which the question says a value."""
    for column, cells in _word_columns(sheet):
        filled = {text for _, text in cells if text not in NOTHING}
        values = [v for v in filled if _can_be_said(v, sheet, knowledge)]
        spans = header_spans(question, column[-1]) if column else []
        said = {
            v: told for v in values if (told := _said(v, question)) and not _within_longer(v, told, values, question)
        }
        near = {v: told for v, told in said.items() if any(_is_near(span, spans, question) for span in told)}
        repeated = len(filled) < sum(text not in NOTHING for _, text in cells)
        chosen = near or {
            v: told
            for v, told in said.items()
            if repeated and (len(v) >= DISTINCT or v in knowledge.status_words or (v.isascii() and of_kind))
        }
        chosen = {v: told for v, told in chosen.items() if near or of_kind or not v.isascii()}
        if repeated:
            chosen |= {v: told for v, told in said.items() if v not in chosen and _joined(told, chosen, question)}
        if not chosen:
            continue
        denied = [v for v, told in chosen.items() if any(_DENIED.search(question.plain[:start]) for start, _ in told)]
        kept = frozenset(
            i for i, text in cells if (text not in denied and text in filled if denied else text in chosen)
        )
        where = tuple(span for told in chosen.values() for span in told)
        sure = bool(near) or any(len(v) >= DISTINCT or v in knowledge.status_words or v.isascii() for v in chosen)
        rows_of = {v: frozenset(i for i, text in cells if text == v) for v in sorted(chosen, key=lambda v: chosen[v])}
        several = tuple(rows_of.items()) if len(rows_of) > 1 and not denied else ()
        yield Filter(kept, where, column or None, sure, several)


def _word_columns(sheet: Sheet) -> Iterator[tuple[Column, list[tuple[int, str]]]]:
    """Each column without figures with its cells, and each level of the names over the rows' own."""
    for column in columns_of(sheet):
        cells = [(i, e.text.strip()) for i, line in enumerate(sheet.body) for e in line.entries if e.column == column]
        figures = sum(e.figure is not None for line in sheet.body for e in line.entries if e.column == column)
        if figures * 2 <= len(cells):
            yield column, cells
    headers = stub_headers(sheet)
    for depth in range(max((len(line.path) for line in sheet.body), default=1) - 1):
        groups = [(i, line.path[depth].strip()) for i, line in enumerate(sheet.body) if len(line.path) > depth + 1]
        if len(sheet.tables) == 1 and groups:
            yield ((headers[depth],) if depth < len(headers) else ()), groups


def _can_be_said(value: str, sheet: Sheet, knowledge: Knowledge) -> bool:
    words = knowledge.words
    if len(value) > LONGEST_VALUE or value in words.idle_words or value in words.sum_words:
        return False
    # A level is asked for by its own name wherever it stands.
    lexicon = knowledge.lexicon
    named = (
        value in lexicon.units.count
        or value.removesuffix("以上").removesuffix("及") in lexicon.levels
        or value in sheet.title
    )
    return value.isascii() or (len(value) > 1 and not named)


def _said(value: str, question: Question) -> list[Span]:
    text = value.casefold()
    pattern = rf"(?<![a-z0-9]){re.escape(text)}(?![a-z0-9])" if text.isascii() else re.escape(text)
    if text.startswith(_UNDONE):
        # 没达标 says 未达标.
        pattern = rf"(?:还|尚)?(?:没有|没能|没|未能|尚未|未){pattern[1:]}"
    return [m.span() for m in re.finditer(pattern, question.plain)]


def _joined(told: Sequence[Span], chosen: Mapping[str, Sequence[Span]], question: Question) -> bool:
    """Whether what says a value is joined by no more than a conjunction to what says one that is meant: 接近和滞后."""
    others = [span for spans in chosen.values() for span in spans]
    return any(are_joined(question.plain, own, other) for own in told for other in others)


def _within_longer(value: str, told: Sequence[Span], values: Sequence[str], question: Question) -> bool:
    """Whether all that says a value is a part of what says a longer one: 达标 in 未达标."""
    longer = [span for other in values if value in other and other != value for span in _said(other, question)]
    return bool(longer) and all(any(s <= start and end <= e for s, e in longer) for start, end in told)


def _compared_filters(
    sheet: Sheet, question: Question, numbers: Sequence[Number], knowledge: Knowledge
) -> Iterator[Filter]:
    """Columns of figures that the question holds against a number of its own."""
    told = [c.span for c in question.conditions if c.value is None]
    for number in numbers:
        own = (number.start, number.end)
        if any(start <= own[0] and own[1] <= end for start, end in told):
            continue
        condition = next((c for c in question.conditions if c.kind in ("less", "more") and c.span == own), None)
        nearest: tuple[tuple[int, float], Column, tuple[Span, ...]] | None = None
        for column in columns_of(sheet):
            if condition is not None and not _can_compare(sheet, column, condition, knowledge):
                continue
            for span in header_spans(question, " ".join(column)):
                between = question.plain[min(span[1], own[1]) : max(span[0], own[0])]
                apart = not (span[0] < own[1] and own[0] < span[1])
                broken = _BREAK.search(between) if condition is None else re.search(r"[，。；,;?？]|哪|几", between)
                most = NEAR_EN if question.language == "en" or condition is not None else NEAR
                # A name behind the number belongs to what follows: 超过500万的项目里支出率….
                behind = most // 2 if span[0] >= own[1] else 0
                order = len(between) + behind, -_named(sheet, column, question)
                if apart and not broken and len(between) <= most and (nearest is None or order < nearest[0]):
                    nearest = order, column, (span, own)
        chosen = (nearest[1], nearest[2]) if nearest else None
        if chosen is None and condition is not None:
            chosen = _of_unit(sheet, condition, knowledge, own)
        if chosen is None and condition is not None and condition.unit == "%":
            # 完成数占目标七成以上, of rows that give no rate.
            shares = [attained(line, question, knowledge) for line in sheet.body]
            kept = frozenset(i for i, share in enumerate(shares) if share is not None and holds(share, condition))
            if kept:
                yield Filter(kept, (own,), None, asked=True)
        if chosen is None:
            continue
        asked = condition or Condition("equal", number.value, number.unit)
        kept = frozenset(
            i
            for i, line in enumerate(sheet.body)
            for e in line.entries
            if e.column == chosen[0] and e.figure is not None and compares(e.figure, asked, knowledge.lexicon)
        )
        if kept or condition is not None:
            yield Filter(kept, chosen[1], chosen[0])


def _named(sheet: Sheet, column: Column, question: Question) -> float:
    """How much of the question names a column: by its own header, by the year of its figures (the latest, if the
    question names none), then by the headers over it and what it measures."""
    figures = [e.figure for line in sheet.body for e in line.entries if e.column == column and e.figure is not None]
    period = next((f.period for f in figures if f.period is not None), None)
    dated = 0.0
    if period is not None:
        dated = 1.0 * (period in question.periods) if question.periods else (period.last - 1900) / 1000
    return 2 * header_named(column[-1], question) + 2 * dated + header_named(" ".join(column), question)


def _can_compare(sheet: Sheet, column: Column, condition: Condition, knowledge: Knowledge) -> bool:
    """Whether the column's figures are in a unit that the condition's number can be of."""
    figures = [e.figure for line in sheet.body for e in line.entries if e.column == column and e.figure is not None]
    return any(compares(figure, condition, knowledge.lexicon) is not None for figure in figures)


def _of_unit(
    sheet: Sheet, condition: Condition, knowledge: Knowledge, own: Span
) -> tuple[Column, tuple[Span, ...]] | None:
    """The only column whose figures are of the condition's unit."""
    base = knowledge.lexicon.base_unit(condition.unit)[0]
    columns = {
        e.column
        for line in sheet.body
        for e in line.entries
        if e.figure is not None and base and knowledge.lexicon.base_unit(e.figure.unit)[0] == base
    }
    return (columns.pop(), (own,)) if len(columns) == 1 else None


def _kind_filters(
    sheet: Sheet,
    question: Question,
    numbers: Sequence[Number],
    said: Sequence[Filter],
    of_kind: bool,
    knowledge: Knowledge,
) -> Iterator[Filter]:
    """Conditions without a number: over or below the target, unfinished, at zero; and the level. Those of an earlier
    question, and statuses in other words, are told by the rows too."""
    stated = {n.value for n in numbers}
    told = {f.column for f in said}
    several = [span for f in said if f.values for span in f.spans]
    rate = named_rate(sheet.body, question)
    for condition in question.conditions:
        if condition.value is not None and condition.value in stated:
            continue
        if condition.kind == "status" and (condition.unit in question.plain or _status_is_told(sheet, told)):
            continue
        if any(start <= condition.span[0] and condition.span[1] <= end for start, end in several):
            continue
        verdicts = [meets(line, condition, question, knowledge, rate) for line in sheet.body]
        if any(v is not None for v in verdicts):
            fitting = frozenset(i for i, v in enumerate(verdicts) if v)
            # Who asks for a status asks for rows that have it.
            named = of_kind or (bool(fitting) and (condition.kind == "status" or condition.value is not None))
            spans = () if condition.value is not None or condition.span == (0, 0) else (condition.span,)
            yield Filter(fitting, spans, None, sure=named, asked=named)
    undone = question.asks("unfinished") and not any(c.kind == "below" for c in question.conditions)
    statuses = [line.status for line in sheet.body]
    if undone and any(statuses) and not _status_is_told(sheet, told):
        yield Filter(frozenset(i for i, s in enumerate(statuses) if s in UNFINISHED), (), None, sure=False)
    levels = [i for i, line in enumerate(sheet.body) if any(level in line.level for level in question.levels)]
    if levels:
        yield Filter(frozenset(levels), (), None, sure=False)


def _status_is_told(sheet: Sheet, told: set[Column | None]) -> bool:
    return any(column is not None and _is_status(sheet, column) for column in told)


def _is_status(sheet: Sheet, column: Column) -> bool:
    return any(
        line.status is not None and any(e.column == column and e.statement is None for e in line.entries)
        for line in sheet.body
    )


def _year_filters(sheet: Sheet, question: Question) -> Iterator[Filter]:
    """Rows whose figure of one year is below or above that of another: 2024年比2023年低的."""
    m = _YEARS.search(question.plain)
    if m is None:
        return
    kept: set[int] = set()
    for i, line in enumerate(sheet.body):
        one, other = (_of_year(line.entries, int(m[name])) for name in ("one", "other"))
        if one is not None and other is not None and (one < other if m["less"] else one > other):
            kept.add(i)
    yield Filter(frozenset(kept), (m.span(),))


def _of_year(entries: Sequence[Entry], year: int) -> Decimal | None:
    figures = [e.figure for e in entries if e.figure is not None and e.figure.period is not None]
    return next((f.value for f in figures if f.period and f.period.first == f.period.last == year), None)


def _is_near(span: Span, spans: Sequence[Span], question: Question) -> bool:
    """Whether nothing much, and no end of a clause, stands between two spans."""
    most = NEAR_EN if question.language == "en" else NEAR
    for start, end in spans:
        between = question.plain[min(end, span[1]) : max(start, span[0])]
        apart = not (span[0] < end and start < span[1])
        if apart and len(between) <= most and not _BREAK.search(between):
            return True
    return False


def names_row(line: Line, question: Question) -> bool:
    """Whether the question names a row in full."""
    name = line.name.strip().casefold()
    return len(name) > 3 and name in question.plain
