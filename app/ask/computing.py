"""Figures that are computed: what is missing or beyond between two measures of a row, shares of it, sums.

Operands are figures of the documents; the result carries its formula and the places of its operands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from app.ask.knowledge import Knowledge
from app.ask.lookup import names_a_subject
from app.ask.quantities import adds_years, asked_quantity, head_terms
from app.ask.question import Question
from app.ask.rows import Rows, meant_rows
from app.ask.select import ENOUGH, select_evidence
from app.ask.sheets import Line
from app.ask.writing import Writing, decimal_text, figure_name
from app.ask.years import answer_years, percent
from index.indicators import Statement
from index.tokens import text_to_tokens
from ingest.records import Figure, Period

_SEVERAL = re.compile(r"[\u3400-\u9fff]{2,}(?:和|与|、|跟|加)[\u3400-\u9fff]{2,}")
MOST_LINES = 6
LEAST_COVER = 0.3
NAMED = 0.6
"""Share of an asked word that a row's name must hold to be what the word names."""
STATED = 0.85
"""Share of what the best evidence covers that a sentence must cover to be held to state it."""
GAP_MEASURES = ("budget", "target", "received", "actual", "spent")
"""Measures that a gap may lie between, from the whole to the part."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The whole and the part of it that a gap lies between."""

    whole: Statement
    part: Statement


def answer_computation(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes what was asked to be computed; False if its operands are not there."""
    named = _named_measures(question)
    if question.asks("gap") or (len(named) > 1 and len(question.periods) < 2):
        clauses = [part.text for part in question.parts if knowledge.words.has("gap", part.text)]
        measures = _pairs_asked(clauses if len(clauses) > 1 else [question.plain], question, knowledge)
        if any([_write_gaps(asked, question, writing, knowledge) for asked in measures]):
            return True
    # 一共 asks for a total that may be stated; what is added up must be several years, or named as such.
    adds = len(question.periods) > 1 or question.asks("years_named", "added")
    over_years = (
        not states_all_years(question, knowledge)
        if adds_years(question) and not question.asks("sum")
        else (adds or not question.asks("sum") or question.asks("difference"))
        and question.asks("difference", "sum", "average", "per_month", "compare", "which_year")
    )
    if over_years and answer_years(question, writing, knowledge):
        return True
    several = question.asks("sum") and _SEVERAL.search(question.plain) is not None
    return (question.asks("added") or several) and _write_column_sum(question, writing, knowledge)


def states_all_years(question: Question, knowledge: Knowledge) -> bool:
    """Whether what answers best states the asked count of several years together: there is nothing to add up."""
    quantity = asked_quantity(question, knowledge)
    heads = {token for term in head_terms(quantity, knowledge) for name in term.names for token in name}
    selected = select_evidence(quantity, knowledge, limit=3)
    best = max((s.coverage for s in selected), default=0.0)
    return any(
        s.figure.period is not None
        and s.figure.period.first != s.figure.period.last
        and (not heads or bool(heads & set(text_to_tokens(" ".join((*s.figure.subject[-2:], *s.figure.place.row))))))
        for piece in selected
        if piece.coverage >= best * STATED
        for s in piece.statements
    )


def _named_measures(question: Question) -> tuple[str, ...]:
    return tuple(m for m in GAP_MEASURES if m in question.measures) if question.asks("difference", "compare") else ()


def _pairs_asked(clauses: Sequence[str], question: Question, knowledge: Knowledge) -> list[tuple[tuple[str, str], ...]]:
    """For each clause the pairs of measures that its gap may be between, best first."""
    named = _named_measures(question)
    found = []
    for clause in clauses:
        pairs = knowledge.words.gap_pairs(clause)
        if len(named) > 1 and len(clauses) == 1:
            pairs = (*combinations(named, 2), *pairs)
        if pairs and knowledge.words.has("whole_period", clause):
            # What is left of the whole period's budget, not of what came in.
            pairs = tuple(sorted(pairs, key=lambda pair: pair[0] not in ("budget", "target")))
        found.append(pairs)
    return list(dict.fromkeys(found))


def gap_pairs(line: Line, measures: Sequence[tuple[str, str]], question: Question) -> list[Pair]:
    """What the question's gap is between: one pair of the line, or one under each of its headers."""
    for whole_measure, part_measure in measures:
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
                return _of_the_whole(pairs, question)
        part = _nearest(parts, question)
        return [Pair(_nearest(wholes, question, like=part), part)]
    return []


def _of_the_whole(pairs: list[Pair], question: Question) -> list[Pair]:
    """Of pairs for years and for all of them, those of the asked periods; without any, that of the whole."""
    if question.periods:
        asked = [pair for pair in pairs if pair.part.figure.period in question.periods]
        return asked or pairs
    whole = [pair for pair in pairs if pair.part.figure.period is None or _years(pair.part.figure) > 1]
    return whole if len(pairs) > 2 and len(whole) == 1 else pairs


def _years(figure: Figure) -> int:
    return figure.period.last - figure.period.first + 1 if figure.period is not None else 0


def write_pair(pair: Pair, name: str, question: Question, writing: Writing) -> None:
    """One line: whole, part, what is missing or beyond, and the formula; the share of it too if that is asked for."""
    whole, part = pair.whole.figure, pair.part.figure
    gap = whole.value - part.value
    marks = (writing.cite(pair.whole.document, whole.place), writing.cite(pair.part.document, part.place))
    high, low = max(whole.value, part.value), min(whole.value, part.value)
    formula = f"{decimal_text(high)} − {decimal_text(low)} = {decimal_text(high - low)}"
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
    if question.asks("share") and gap and whole.value:
        share = percent(abs(gap), whole.value)
        formula = f"{decimal_text(abs(gap))} / {decimal_text(whole.value)} = {decimal_text(share)}%"
        writing.say("compute.share", name=name, share=writing.computed(share, "%", formula, marks), formula=formula)


def _write_gaps(
    measures: Sequence[tuple[str, str]], question: Question, writing: Writing, knowledge: Knowledge
) -> bool:
    """The gap of each row that is meant; of the totals where the question names nothing that it is of."""
    whole = not question.references.tables and not question.asks("each")
    if whole and not names_a_subject(question, knowledge) and not _names_a_row(question, knowledge):
        for pair_measures in measures:
            for line in (line for sheet in knowledge.sheets for line in sheet.lines if line.total):
                pairs = gap_pairs(line, [pair_measures], question)
                for pair in pairs:
                    write_pair(pair, " › ".join(line.path), question, writing)
                if pairs:
                    return True
    found = [rows for rows in meant_rows(question, knowledge, limit=4) if rows.cover >= LEAST_COVER]
    for tried, rows in [(one, rows) for one in ([measures[:1], measures] if measures else []) for rows in found]:
        written = 0
        for line in _lines_meant(rows, question)[:MOST_LINES]:
            for pair in gap_pairs(line, tried, question):
                write_pair(pair, " › ".join(line.path) or rows.sheet.title, question, writing)
                written += 1
        if written:
            return True
    return False


def _lines_meant(rows: Rows, question: Question) -> list[Line]:
    """The rows whose gaps are asked for: each row where each is asked for, else those that are named, else the totals
    and a few more."""
    everything = rows.sheet.lines
    if question.asks("each") and len(everything) <= MOST_LINES:
        return sorted(everything, key=lambda line: not line.total)
    lines = list(rows.lines)
    if rows.narrowed:
        named = [line for line in everything if line not in lines and named_alone(line, everything, question)]
        return [*lines, *named] if len(named) <= MOST_LINES else lines
    totals = [line for line in lines if line.total]
    return [*totals, *(line for line in lines if not line.total)] if len(lines) <= MOST_LINES else totals or lines


def _names_a_row(question: Question, knowledge: Knowledge) -> bool:
    """Whether a row of the likeliest table is named by a word that names no other."""
    rows = next(iter(meant_rows(question, knowledge, limit=1)), None)
    return rows is not None and any(
        named_alone(line, rows.sheet.lines, question) for line in rows.lines if not line.total
    )


def named_alone(line: Line, lines: Sequence[Line], question: Question) -> bool:
    """Whether an asked word names this row and no other."""

    def holds(other: Line, name: Sequence[str]) -> bool:
        tokens = set(text_to_tokens(other.name))
        return sum(t in tokens for t in name) >= NAMED * len(name)

    return any(
        holds(line, name) and sum(holds(other, name) for other in lines) == 1
        for term in question.terms
        if term.weight >= 0.6
        for name in term.names
        if name
    )


def named_share(line: Line, question: Question) -> float:
    """How much of what is asked for a row's name holds, and how little else: the weight of the asked words in it, and
    the share of it that they are."""
    tokens = set(text_to_tokens(line.name))
    asked = {token for term in question.terms for name in term.names for token in name}
    held = sum(
        term.weight * max((sum(t in tokens for t in name) / len(name) for name in term.names if name), default=0.0)
        for term in question.terms
    )
    return held * (0.5 + 0.5 * len(tokens & asked) / max(1, len(tokens)))


def _write_column_sum(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Sum of the figures that the sentences or rows meant state side by side."""
    selected = [s for s in select_evidence(question, knowledge, limit=6) if s.coverage >= ENOUGH]
    statements: list[Statement] = []
    total = knowledge.lexicon.tables.total
    if any(part.strip() in total for s in selected[:1] for x in s.statements for part in x.figure.place.column[-1:]):
        # 合计多少 of a row that states its total: nothing is to be added up.
        return False
    beside = [s for s in selected[:1] if len({x.figure.unit for x in s.statements}) == 1 and len(s.statements) > 1]
    for piece in beside or selected[:3]:
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
    added = sum((s.figure.value for s in statements), Decimal(0))
    formula = " + ".join(decimal_text(s.figure.value) for s in statements) + f" = {decimal_text(added)}"
    marks = tuple(writing.cite(s.document, s.figure.place) for s in statements)
    writing.lines.append("\n".join(f"- {figure_name(s.figure, writing)}：{writing.stated(s)}" for s in statements))
    writing.say(
        "compute.total", total=writing.computed(added, statements[0].figure.unit, formula, marks), formula=formula
    )
    return True


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
