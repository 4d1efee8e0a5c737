"""Figures that are computed: what is missing, differences and growth between years, sums, averages, shares.

Operands are figures of the documents; the result carries its formula and the places of its operands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from app.ask.knowledge import Knowledge
from app.ask.lookup import names_a_subject
from app.ask.question import Question
from app.ask.rows import asked_statement, meant_rows
from app.ask.select import ENOUGH, asked_tokens, select_evidence
from app.ask.sheets import Line
from app.ask.writing import Writing, decimal_text, figure_name
from index.indicators import Statement
from index.tokens import text_to_tokens
from ingest.records import Figure, Period

MOST_LINES = 6
MOST_UNITS = 2
ROW_COVER = 0.45
CLOSE = 0.72
LEAST_COVER = 0.3
LABELLED = 0.6
"""Share of what the best label says of the question that another's must say to be of the same series."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The whole and the part of it that a gap lies between."""

    whole: Statement
    part: Statement


def answer_computation(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes what was asked to be computed; False if its operands are not there."""
    done = False
    if question.asks("gap"):
        done = _write_gaps(question, writing, knowledge)
    if not done and question.asks("difference", "sum", "average", "compare", "which_year"):
        done = _write_years(question, writing, knowledge)
    if not done and question.asks("sum"):
        done = _write_column_sum(question, writing, knowledge)
    return done


def gap_pairs(line: Line, question: Question, knowledge: Knowledge) -> list[Pair]:
    """What the question's gap is between: one pair of the line, or one under each of its headers."""
    for whole_measure, part_measure in knowledge.words.gap_pairs(question.plain):
        wholes, parts = line.figures(whole_measure), line.figures(part_measure)
        if not wholes or not parts:
            continue
        if len(wholes) == len(parts) > 1:
            # Two of each under headers of their own (whole period, mid-term): each part with the whole beside it.
            pairs = [
                Pair(w, p)
                for w, p in zip(wholes, parts, strict=True)
                if w.figure.place.column[:-1] == p.figure.place.column[:-1]
            ]
            if len(pairs) == len(parts):
                return pairs
        part = _nearest(parts, question)
        return [Pair(_nearest(wholes, question, like=part), part)]
    return []


def write_pair(pair: Pair, name: str, writing: Writing) -> None:
    """One line: whole, part, what is missing or beyond, and the formula."""
    whole, part = pair.whole.figure, pair.part.figure
    gap = whole.value - part.value
    marks = (writing.cite(pair.whole.document, whole.place), writing.cite(pair.part.document, part.place))
    formula = f"{decimal_text(max(whole.value, part.value))} − {decimal_text(min(whole.value, part.value))} = {decimal_text(abs(gap))}"
    key = "compute.short" if gap > 0 else "compute.beyond" if gap < 0 else "compute.even"
    writing.say(
        key,
        name=name,
        whole_name=" ".join(whole.place.column[-2:]) or writing.text(f"measure.{whole.measure or 'target'}"),
        part_name=" ".join(part.place.column[-2:]) or writing.text(f"measure.{part.measure or 'actual'}"),
        whole=writing.stated(pair.whole),
        part=writing.stated(pair.part),
        gap=writing.computed(abs(gap), whole.unit, formula, marks),
        formula=formula,
    )


def statements_by_year(question: Question, knowledge: Knowledge) -> dict[str, dict[int, Statement]]:
    """Per unit, the best figure for each single year that the question asks for (all years where it names none)."""
    asked = asked_tokens(question)
    years = {year for p in question.periods for year in range(p.first, p.last + 1)}
    found: dict[str, dict[int, tuple[float, Statement]]] = {}
    selected = select_evidence(_undated(question), knowledge, limit=16)
    if not selected or selected[0].coverage < ENOUGH:
        return {}
    floor = selected[0].score * CLOSE
    weights = {token: knowledge.evidence.rarity(token) for token in asked}
    best_share = 0.0
    for piece in selected:
        if piece.score < floor:
            continue
        for at in piece.evidence.figures:
            statement = knowledge.snapshot.figures[at]
            figure = statement.figure
            period = figure.period
            if period is None or period.first != period.last or (years and period.first not in years):
                continue
            base = knowledge.lexicon.base_unit(figure.unit)[0]
            if (question.units and base not in question.units) or figure.measure in ("target", "budget"):
                continue
            label = set(text_to_tokens(" ".join((*figure.subject[-2:], *figure.place.row, *figure.place.column))))
            score = piece.score + 0.15 * len(label & asked)
            share = sum(weights.get(token, 0.0) for token in label & asked)
            best_share = max(best_share, share)
            if share < best_share * LABELLED:
                continue
            known = found.setdefault(figure.unit, {}).get(period.first)
            if known is None or score > known[0]:
                found[figure.unit][period.first] = score, statement
    ranked = sorted(found.items(), key=lambda item: -max(score for score, _ in item[1].values()))
    return {
        unit: {year: statement for year, (_, statement) in sorted(by_year.items())}
        for unit, by_year in ranked
        if len(by_year) > 1
    }


def percent(part: Decimal, whole: Decimal, digits: int = 2) -> Decimal:
    """part / whole in percent, rounded half up."""
    return (part / whole * 100).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _write_gaps(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    if not names_a_subject(question, knowledge) and not question.references.tables:
        for sheet in knowledge.sheets:
            for line in (line for line in sheet.lines if line.total):
                pairs = gap_pairs(line, question, knowledge)
                for pair in pairs:
                    write_pair(pair, " › ".join(line.path), writing)
                if pairs:
                    return True
    for rows in meant_rows(question, knowledge, limit=4):
        if rows.cover < LEAST_COVER:
            continue
        lines = list(rows.lines)
        if not rows.narrowed:
            totals = [line for line in lines if line.total]
            lines = (
                [*totals, *(line for line in lines if not line.total)] if len(lines) <= MOST_LINES else totals or lines
            )
        written = 0
        for line in lines[:MOST_LINES]:
            for pair in gap_pairs(line, question, knowledge):
                write_pair(pair, " › ".join(line.path) or rows.sheet.title, writing)
                written += 1
        if written:
            return True
    return False


def _write_years(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    series = _row_series(question, knowledge)
    if series and question.asks("average") and not question.asks("difference"):
        return _write_average(series, writing)
    for by_year in series[:MOST_LINES]:
        _write_series(by_year, question, writing)
    if series:
        return True
    by_unit = _passage_series(question, knowledge) or statements_by_year(question, knowledge)
    for by_year in list(by_unit.values())[:MOST_UNITS]:
        _write_series(by_year, question, writing)
    return bool(by_unit)


def _row_series(question: Question, knowledge: Knowledge) -> list[dict[int, Statement]]:
    """Figures of single years in the rows that are meant: beside one another in a row, or in rows that are years."""
    years = {year for p in question.periods for year in range(p.first, p.last + 1)}
    for rows in meant_rows(question, knowledge, limit=2):
        if rows.cover < ROW_COVER:
            continue
        found: list[dict[int, Statement]] = []
        for line in rows.lines if rows.narrowed and len(rows.lines) <= MOST_LINES else ():
            by_year = _by_year([e.statement for e in line.entries if e.statement], years)
            if len(by_year) > 1:
                found.append(by_year)
        if not found and all(len(line.path) == 1 for line in rows.sheet.lines):
            asked = [
                s for line in rows.sheet.lines if not line.total and (s := asked_statement(line, question, knowledge))
            ]
            by_year = _by_year(asked, years)
            if len(by_year) > 1 and len({s.figure.place.column for s in by_year.values()}) == 1:
                found.append(by_year)
        if found:
            return found
    return []


def _passage_series(question: Question, knowledge: Knowledge) -> dict[str, dict[int, Statement]]:
    """Per unit the figures of single years that one passage states beside one another: the passage that answers best."""
    years = {year for p in question.periods for year in range(p.first, p.last + 1)}
    asked = asked_tokens(question)
    for piece in select_evidence(_undated(question), knowledge, limit=6):
        if piece.coverage < ENOUGH or piece.evidence.passage is None or piece.evidence.place.table is not None:
            continue
        records = knowledge.snapshot.records[piece.evidence.document]
        found: dict[str, dict[int, list[Statement]]] = {}
        for figure in records.figures:
            period = figure.period
            if figure.passage != piece.evidence.passage or period is None or period.first != period.last:
                continue
            base = knowledge.lexicon.base_unit(figure.unit)[0]
            if (years and period.first not in years) or (question.units and base not in question.units):
                continue
            found.setdefault(figure.unit, {}).setdefault(period.first, []).append(
                Statement(piece.evidence.document, figure)
            )
        series = {
            unit: {year: _best_labelled(statements, asked) for year, statements in sorted(by_year.items())}
            for unit, by_year in found.items()
            if len(by_year) > 1
        }
        if series:
            return series
    return {}


def _best_labelled(statements: Sequence[Statement], asked: set[str]) -> Statement:
    """The one whose label says most of what is asked; of equals the first."""
    return max(statements, key=lambda s: len(asked & set(text_to_tokens(" ".join(s.figure.subject[-2:])))))


def _by_year(statements: Sequence[Statement], years: set[int]) -> dict[int, Statement]:
    """The first figure of each single year, all of one unit; years that nobody asked for are left out."""
    found: dict[int, Statement] = {}
    for statement in statements:
        period = statement.figure.period
        if period is None or period.first != period.last or period.part or (years and period.first not in years):
            continue
        if found and next(iter(found.values())).figure.unit != statement.figure.unit:
            continue
        found.setdefault(period.first, statement)
    return dict(sorted(found.items()))


def _write_average(series: Sequence[Mapping[int, Statement]], writing: Writing) -> bool:
    for by_year in series[:MOST_UNITS]:
        statements = list(by_year.values())
        total = sum((s.figure.value for s in statements), Decimal(0))
        mean = (total / len(statements)).quantize(Decimal("0.01"), ROUND_HALF_UP)
        inputs = " + ".join(decimal_text(s.figure.value) for s in statements)
        formula = f"({inputs}) / {len(statements)} = {decimal_text(mean)}"
        marks = tuple(writing.cite(s.document, s.figure.place) for s in statements)
        value = writing.computed(mean, statements[0].figure.unit, formula, marks)
        writing.say("compute.mean", name=figure_name(statements[-1].figure, writing), mean=value, formula=formula)
    return True


def _write_series(by_year: Mapping[int, Statement], question: Question, writing: Writing) -> None:
    statements = list(by_year.values())
    name = figure_name(statements[-1].figure, writing)
    parts = writing.text("comma").join(
        f"{year}{writing.text('year')} {writing.stated(s)}" for year, s in by_year.items()
    )
    writing.lines.append(f"**{name}**{writing.text('colon')}{parts}")
    marks = tuple(writing.cite(s.document, s.figure.place) for s in statements)
    unit = statements[0].figure.unit
    first, last = statements[0].figure, statements[-1].figure
    if question.asks("sum", "average") and unit != "%":
        total = sum((s.figure.value for s in statements), Decimal(0))
        formula = " + ".join(decimal_text(s.figure.value) for s in statements) + f" = {decimal_text(total)}"
        writing.say("compute.total", total=writing.computed(total, unit, formula, marks), formula=formula)
    if question.asks("difference", "compare", "verify") or not question.asks("sum"):
        change = last.value - first.value
        high, low = max(first.value, last.value), min(first.value, last.value)
        formula = f"{decimal_text(high)} − {decimal_text(low)} = {decimal_text(high - low)}"
        key = "compute.rose" if change > 0 else "compute.fell" if change < 0 else "compute.same"
        points = writing.text("points") if unit == "%" else unit
        growth = ""
        if first.value and unit != "%" and change:
            share = percent(abs(change), first.value)
            text = f"{decimal_text(abs(change))} / {decimal_text(first.value)} = {decimal_text(share)}%"
            growth = writing.text("compute.growth", share=writing.computed(share, "%", text, marks))
        writing.say(
            key,
            first=list(by_year)[0],
            last=list(by_year)[-1],
            change=writing.computed(abs(change), points, formula, marks),
            formula=formula,
            growth=growth,
        )
    writing.chart_of(statements, name)


def _write_column_sum(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Sum of the figures that the sentences or rows meant state side by side."""
    selected = [s for s in select_evidence(question, knowledge, limit=6) if s.coverage >= ENOUGH]
    statements: list[Statement] = []
    for piece in selected[:3]:
        for statement in piece.statements:
            unit = statements[0].figure.unit if statements else statement.figure.unit
            if (
                statement.figure.unit == unit
                and unit != "%"
                and all(s.figure.value != statement.figure.value for s in statements)
            ):
                statements.append(statement)
    if len(statements) < 2:
        return False
    total = sum((s.figure.value for s in statements), Decimal(0))
    formula = " + ".join(decimal_text(s.figure.value) for s in statements) + f" = {decimal_text(total)}"
    marks = tuple(writing.cite(s.document, s.figure.place) for s in statements)
    writing.lines.append("\n".join(f"- {figure_name(s.figure, writing)}：{writing.stated(s)}" for s in statements))
    writing.say(
        "compute.total", total=writing.computed(total, statements[0].figure.unit, formula, marks), formula=formula
    )
    return True


def _undated(question: Question) -> Question:
    from dataclasses import replace

    return replace(question, periods=())


def _nearest(statements: Sequence[Statement], question: Question, like: Statement | None = None) -> Statement:
    """The one whose header and period the question names; else the one of the same period as `like`; else the first."""

    def score(statement: Statement) -> float:
        figure: Figure = statement.figure
        header = "".join(figure.place.column)
        points = 2.0 * (figure.period in question.periods) if question.periods else 0.0
        points += sum(0.6 for term in question.terms if term.text and term.text in header)
        if figure.period is not None:
            years = figure.period.last - figure.period.first
            points += 0.1 * years if question.asks("whole_period") else -0.1 * years
        if like is not None and _same_span(figure.period, like.figure.period):
            points += 0.5
        return points

    return max(statements, key=score)


def _same_span(a: Period | None, b: Period | None) -> bool:
    return a is not None and b is not None and (a.first, a.last) == (b.first, b.last)
