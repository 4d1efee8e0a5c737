"""What is measured of a row: a column's figure, or what the row's own figures give (结余, 馆均面积, 比上年增加)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from app.ask.columns import Column, columns_of, header_spans
from app.ask.computing import gap_pairs
from app.ask.filters import Span
from app.ask.knowledge import Knowledge
from app.ask.question import Question
from app.ask.rows import RATES
from app.ask.sheets import Line, Sheet
from app.ask.writing import Writing, decimal_text, figure_name, without_unit
from index.indicators import Statement
from ingest.lexicon import Lexicon
from ingest.records import Figure

RATE_OF = {"received": "received_rate", "spent": "spent_rate", "actual": "rate", "target": "rate"}
DONE_RATES = ("rate", "received_rate", "spent_rate")
LATER = 0.4
"""How much it tells of a column at most that its figures are of all the time, or of the latest year."""
_YEAR = re.compile(r"(?:19|20)\d{2}\s*年?(?:度|末|底)?")
_HUNDREDTH = Decimal("0.01")
_PIECE = r"(?:个|家|座|所|名|位|间|项|场|期|次|例|张|台|辆|户|篇|册)"
_PER = re.compile(
    rf"每一?{_PIECE}?(?P<a>[\u3400-\u9fff]{{1,5}}?)(?:的)?平均|平均每一?{_PIECE}?(?P<b>[\u3400-\u9fff]{{0,4}})"
    rf"|每一?(?P<c>{_PIECE})[\u3400-\u9fff]{{0,3}}?平均|(?P<d>[人馆场户校院科班期次])均(?!匀|衡|值)|\bper (?P<e>[a-z]+)"
)
_CHANGED = re.compile(
    r"(?:(?:涨|升|提高|增加|增长|进步|增幅|升幅|涨幅|增)|(?P<down>降|跌|减少|下降|回落|降幅|减))"
    r"(?:得|了|幅|的)?(?:幅度)?最"
    r"|(?:improved|grew|rose|increased|(?P<down_en>fell|dropped|declined)) (?:the )?(?:most|least)"
)


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A value of a row with the figures it comes from; `formula` is empty if the row states it."""

    line: Line
    value: Decimal
    unit: str
    formula: str
    inputs: tuple[Statement, ...]

    def written(self, writing: Writing) -> str:
        """The value with its mark, or with its formula and the marks of its inputs; registered with the answer."""
        if not self.formula:
            return writing.stated(self.inputs[0])
        marks = tuple(writing.cite(s.document, s.figure.place) for s in self.inputs)
        for statement in self.inputs:
            writing.stated(statement)
        text = writing.computed(self.value, self.unit, self.formula, marks)
        return writing.text("query.worked_out", value=text, formula=self.formula, mark=writing.mark(*marks))

    def name(self, writing: Writing) -> str:
        return figure_name(self.inputs[0].figure, writing) if not self.formula else " › ".join(self.line.path)


@dataclass(frozen=True, slots=True)
class Reckoner:
    """How a row is measured: the figures of one column, or a difference, quotient or sum of figures of the row."""

    kind: str
    columns: tuple[Column, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    question: Question | None = None

    def of(self, line: Line, lexicon: Lexicon) -> Reckoned | None:
        """The row's value; None if it lacks one of the figures, or they are of different units."""
        if self.kind == "gap":
            assert self.question is not None
            found = gap_pairs(line, self.pairs, self.question)
            return _minus(line, found[0].whole, found[0].part) if len(found) == 1 else None
        figures = [_in_column(line, column) for column in self.columns]
        if any(s is None for s in figures):
            return None
        first, *rest = given = [s for s in figures if s is not None]
        if self.kind == "total":
            return _added(line, given)
        if self.kind == "column":
            return Reckoned(line, first.figure.value, first.figure.unit, "", (first,))
        return _minus(line, first, rest[0]) if self.kind == "change" else _by(line, first, rest[0], lexicon)

    def label(self) -> str:
        shown = 1 if self.kind == "total" else 2
        return " ".join(without_unit(part, "") for part in self.columns[0][-shown:]) if self.columns else ""


def reckoner_of(
    sheet: Sheet, question: Question, used: Sequence[Span], taken: Sequence[Column], knowledge: Knowledge
) -> Reckoner | None:
    """What the question measures the rows of a sheet by; `used` are the words of it that tell rows apart, `taken` the
    columns that do. None if the sheet does not hold it."""
    per = _per_piece(sheet, question, knowledge)
    if per is not None:
        return per
    if _PER.search(question.plain):
        return None
    ranked = question.asks("highest", "lowest")
    if ranked and _CHANGED.search(question.plain):
        return _changed(sheet, question, knowledge)
    left = question.asks("unfinished") and ranked
    if asks_gap(question, knowledge) or left:
        pairs = knowledge.words.gap_pairs(question.plain)
        pairs = (("target", "actual"), *pairs) if left and not question.units else pairs
        for pair in pairs:
            both = [f for line in sheet.body if line.figures(pair[1]) for f in line.figures(pair[0])[:1]]
            bases = {knowledge.lexicon.base_unit(s.figure.unit)[0] for s in both}
            if len(both) * 2 >= len(sheet.body) and (not question.units or bases <= set(question.units)):
                return Reckoner("gap", pairs=(pair,), question=question)
        return None
    column = asked_column(sheet, question, used, taken, knowledge)
    if column is None:
        return None
    years = _years_of(sheet, column, knowledge) if question.asks("years_named") and not question.periods else ()
    return Reckoner("total", years) if len(years) > 1 else Reckoner("column", (column,))


def asks_gap(question: Question, knowledge: Knowledge) -> bool:
    """Whether a gap is asked for, in words that are no condition: 一分钱没花 narrows a list down."""
    text = question.plain
    for condition in question.conditions:
        start, end = condition.span
        text = text[:start] + " " * (end - start) + text[end:]
    return question.asks("gap") and knowledge.words.has("gap", text)


def by_rate(question: Question) -> Question:
    """The question of how well something was done (花得最慢, 完成得最差) as one of its rate: that is not told by how
    large it is."""
    if not question.asks("performance") or set(question.measures) & set(RATES):
        return question
    measures = tuple(m for m in (RATE_OF.get(m, m) for m in question.measures) if m in RATES)
    return replace(question, measures=measures or DONE_RATES)


def asked_column(
    sheet: Sheet, question: Question, used: Sequence[Span], taken: Sequence[Column], knowledge: Knowledge
) -> Column | None:
    """The column of figures that the question names in words that tell no rows apart, or by its measure."""
    best: tuple[float, Column] | None = None
    rated = bool(set(question.measures) & set(RATES))
    for column in columns_of(sheet):
        figures = [e.figure for line in sheet.body for e in line.entries if e.column == column and e.figure]
        if len(figures) * 2 < len(sheet.body) or column in taken:
            continue
        named = [s for s in header_spans(question, column[-1]) if not _overlaps(s, used)]
        measured = is_measured(figures[0], column, question, knowledge)
        if (not named and not measured) or (rated and not (measured or figures[0].unit == "%")):
            continue
        told = {s for s in header_spans(question, " ".join(column)) if not _overlaps(s, used)} | set(named)
        score = 2.0 * measured + sum(end - start for start, end in told) / 2
        score += 0.1 * (figures[0].measure in question.measures)
        if not question.periods:
            score += LATER * _lateness(figures[0], column, knowledge)
        score += 1.0 * (knowledge.lexicon.base_unit(figures[0].unit)[0] in question.units)
        score += 1.5 * (figures[0].period in question.periods)
        if best is None or score > best[0]:
            best = score, column
    return best[1] if best else None


def is_measured(figure: Figure, column: Column, question: Question, knowledge: Knowledge) -> bool:
    """Whether a figure measures what the question wants, be it under another name: satisfaction as a score, how much of
    the money was spent as a share of it."""
    if figure.measure in question.measures:
        return True
    if figure.measure == "score":
        return "satisfaction" in question.measures
    if figure.measure != "share":
        return False
    told = knowledge.words.measures_asked(" ".join(column))
    return any(RATE_OF.get(measure, "") in question.measures for measure in told if measure in ("spent", "received"))


def _lateness(figure: Figure, column: Column, knowledge: Knowledge) -> float:
    """From 0 to 1: figures of all the time before those of the latest year before those of earlier ones."""
    if any(word in part for part in column for word in knowledge.lexicon.tables.total):
        return 1.0
    period = figure.period
    if period is None:
        return 0.0
    return 1.0 if period.first != period.last else (period.last - 1900) / 1000


def _years_of(sheet: Sheet, column: Column, knowledge: Knowledge) -> tuple[Column, ...]:
    """The columns of single years that are called like this one; none if they can't be added up, or one has the sum."""
    alike: dict[Column, Figure] = {}
    for other in columns_of(sheet):
        figures = [e.figure for line in sheet.body for e in line.entries if e.column == other and e.figure is not None]
        if figures and _without_year(other) == _without_year(column):
            alike[other] = figures[0]
    summed = [c for c in columns_of(sheet) if any(w in part for part in c for w in knowledge.lexicon.tables.total)]
    single = all(f.period is not None and f.period.first == f.period.last for f in alike.values())
    pieces = not any(f.unit == "%" or f.measure in ("score", "satisfaction", *RATES) for f in alike.values())
    return tuple(alike) if single and pieces and not summed else ()


def _without_year(column: Column) -> str:
    return _YEAR.sub("", " ".join(column))


def _per_piece(sheet: Sheet, question: Question, knowledge: Knowledge) -> Reckoner | None:
    """One column by another: 馆均面积, 每场平均参加人次."""
    m = _PER.search(question.plain)
    if m is None:
        return None
    word = next(filter(None, m.groups()), "")
    names = [name for t in question.terms if t.text.startswith(word) for tokens in t.names for name in tokens]
    whole: list[Column] = []
    for column in columns_of(sheet):
        figure = next((e.figure for line in sheet.body for e in line.entries if e.column == column and e.figure), None)
        if figure is None or figure.unit == "%" or knowledge.lexicon.base_unit(figure.unit)[1] != 1:
            continue
        header = column[-1]
        counted = figure.unit == word or word in header or any(n in header for n in names if len(n) > 1)
        if counted and (not question.periods or figure.period in question.periods or figure.period is None):
            whole.append(column)
    if not whole:
        return None
    unit = whole[0]
    rest = asked_column(sheet, question, [m.span()], whole, knowledge)
    if rest is None:
        dated = [
            column
            for column in columns_of(sheet)
            if column not in whole
            and any(
                e.figure is not None
                and e.figure.unit != "%"
                and knowledge.lexicon.base_unit(e.figure.unit)[0] in question.units
                and (not question.periods or e.figure.period in question.periods)
                for line in sheet.body
                for e in line.entries
                if e.column == column
            )
        ]
        rest = dated[0] if dated else None
    same = [column for column in whole if rest is not None and column[:-1] == rest[:-1]]
    return Reckoner("per", (rest, (same or [unit])[0])) if rest is not None else None


def _changed(sheet: Sheet, question: Question, knowledge: Knowledge) -> Reckoner | None:
    """The last asked year's column and the first's, under one header but for the year."""
    dated: list[tuple[int, Column]] = []
    for column in columns_of(sheet):
        figure = next((e.figure for line in sheet.body for e in line.entries if e.column == column and e.figure), None)
        period = figure.period if figure else None
        planned = figure is not None and figure.measure in ("target", "budget")
        if figure is not None and period and period.first == period.last and not period.part and not planned:
            dated.append((period.first, column))
    years = {p.first for p in question.periods}
    asked = [pair for pair in dated if not years or pair[0] in years] if len(years) != 1 else dated
    if len({year for year, _ in asked}) < 2:
        return None
    named = [(y, c) for y, c in asked if any(header_spans(question, part) for part in c)] or asked
    first, last = min(named), max(named)
    return Reckoner("change", (last[1], first[1])) if first[0] != last[0] else None


def change_is_down(question: Question) -> bool:
    """Whether it is a fall that the question ranks."""
    m = _CHANGED.search(question.plain)
    return m is not None and bool(m["down"] or m["down_en"])


def _in_column(line: Line, column: Column) -> Statement | None:
    return next((e.statement for e in line.entries if e.column == column and e.statement is not None), None)


def _minus(line: Line, whole: Statement, part: Statement) -> Reckoned | None:
    if whole.figure.unit != part.figure.unit:
        return None
    value = whole.figure.value - part.figure.value
    formula = f"{decimal_text(whole.figure.value)} − {decimal_text(part.figure.value)} = {decimal_text(value)}"
    return Reckoned(line, value, whole.figure.unit, formula, (whole, part))


def _added(line: Line, parts: Sequence[Statement]) -> Reckoned | None:
    if len({s.figure.unit for s in parts}) > 1:
        return None
    total = sum((s.figure.value for s in parts), Decimal(0))
    formula = " + ".join(decimal_text(s.figure.value) for s in parts) + f" = {decimal_text(total)}"
    return Reckoned(line, total, parts[0].figure.unit, formula, tuple(parts))


def _by(line: Line, part: Statement, pieces: Statement, lexicon: Lexicon) -> Reckoned | None:
    if not pieces.figure.value:
        return None
    base, factor = lexicon.base_unit(part.figure.unit)
    exact = part.figure.value * factor / pieces.figure.value
    # 9.82 万人次 says more than 98222.22 人次 where the quotient is large.
    scale, unit = (Decimal(1), base) if exact < 10000 or factor == 1 else (factor, part.figure.unit)
    value = (exact / scale).quantize(_HUNDREDTH, ROUND_HALF_UP)
    shown = part.figure.value * factor / scale
    formula = f"{decimal_text(shown)} / {decimal_text(pieces.figure.value)} = {decimal_text(value)}"
    return Reckoned(line, value, unit, formula, (part, pieces))


def _overlaps(span: Span, spans: Sequence[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in spans)
