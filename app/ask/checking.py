"""Whether figures hold: rates recomputed from their inputs, sums against totals, counts against what is listed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from app.ask.addends import check_addends
from app.ask.claims import check_claims, rates_stated, refute_claims
from app.ask.knowledge import Knowledge
from app.ask.listed_counts import check_enumerations, check_items
from app.ask.question import Question
from app.ask.rates import INPUTS, check_line, check_wholes, ratio_fits, write_ratio
from app.ask.rows import Rows, meant_rows
from app.ask.select import Selected, asked_tokens
from app.ask.siblings import check_siblings
from app.ask.totals import check_row_totals, check_total_years, check_totals, write_weighted
from app.ask.writing import Writing, decimal_text, figure_name
from app.ask.years import percent
from index.indicators import Statement
from index.tokens import text_to_tokens

LEAST_COVER = 0.3
NAMED_COVER = 0.5
"""Share of the question that a table covers whose totals are meant."""
RATES = ("rate", "share", "spent_rate", "received_rate")


def answer_check(question: Question, selected: Sequence[Selected], writing: Writing, knowledge: Knowledge) -> bool:
    """Writes the recomputations that the question is about; False if nothing can be recomputed."""
    if question.asks("of_projects") and question.asks("sum", "added") and check_siblings(question, writing, knowledge):
        return True
    listed = question.asks("enumerated") or (question.asks("sum", "added") and len(question.numbers) == 1)
    if listed and (
        check_items(question, writing, knowledge) or check_enumerations(question, selected, writing, knowledge)
    ):
        return True
    if question.asks("sum", "added") and check_siblings(question, writing, knowledge):
        return True
    if check_addends(question, writing, knowledge):
        return True
    done = (
        _check_wholes(question, writing, knowledge)
        or check_claims(question, writing, knowledge)
        or _check_difference(question, writing, knowledge)
        or (question.asks("sum", "added") and check_total_years(question, writing, knowledge))
    )
    rates = rates_stated(question)
    rated = bool(rates) or bool(set(RATES) & set(question.measures)) or question.asks("recompute", "share")
    for rows in meant_rows(question, knowledge, limit=2):
        if rows.cover < LEAST_COVER or done:
            continue
        if question.asks("sum", "added") and (question.references.tables or rows.cover >= NAMED_COVER):
            few = rows.lines if rows.narrowed and not any(line.total for line in rows.lines) else ()
            done = check_row_totals(few[:3], writing, knowledge) or check_totals(rows.sheet.lines, question, writing)
        if not done and {"weight", "score"} & set(question.measures):
            done = write_weighted(rows.sheet.lines, writing)
        wants_rate = rated or (question.references.tables and not question.asks("added", "sum"))
        named = wants_rate and (question.references.tables or (rows.narrowed and rows.cover >= NAMED_COVER))
        if not done and named:
            stated = [
                line for line in rows.sheet.lines if {e.figure.value for e in line.entries if e.figure} & set(rates)
            ]
            done = _check_named_share(rows, question, writing, knowledge) if not stated else False
            done = done or any([check_line(line, writing) for line in (stated or rows.lines)[:3]])
    done = (
        done
        or (rated and _check_overall_rate(question, writing, knowledge))
        or refute_claims(question, writing, knowledge)
    )
    for piece in selected[:2] if rated else ():
        done = _check_sentence(piece, question, writing, knowledge) or done
    return done


def _check_sentence(piece: Selected, question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Each rate of the passage against the counts beside it: that some pair of them gives it; of a share that the
    question states, also that the counts it is said of do not."""
    evidence = piece.evidence
    if evidence.passage is None or evidence.place.table is not None:
        return False
    figures = [
        Statement(evidence.document, f)
        for f in knowledge.snapshot.records[evidence.document].figures
        if f.passage == evidence.passage
    ]
    counts = [s for s in figures if s.figure.unit not in ("%", "个百分点") and s.figure.value > 0]
    done = False
    for rate in (s for s in figures if s.figure.unit == "%" and s.figure.measure in RATES):
        if rate.figure.value == 100 or rate in writing.statements:
            continue
        inputs = next(
            (
                (a, b)
                for a in counts
                for b in counts
                if a is not b and a.figure.unit == b.figure.unit and ratio_fits(a.figure.value, b.figure.value, rate)
            ),
            None,
        )
        name = figure_name(rate.figure, writing)
        if inputs is not None:
            write_ratio("check.line_holds", name, rate, inputs, writing)
            done = True
        elif rate.figure.value in question.numbers and (own := _share_inputs(rate, counts)) is not None:
            writing.conflict = True
            write_ratio("check.line_fails", name, rate, own, writing)
            done = True
    return done


def _share_inputs(rate: Statement, counts: Sequence[Statement]) -> tuple[Statement, Statement] | None:
    """What a share is said of (238 人，其中 … 95 人，占 …): the count right before it, and the one before that which is
    larger and of the same unit."""
    if rate.figure.measure != "share":
        return None
    same = [s for s in counts if s.figure.place.quote == rate.figure.place.quote]
    before = sorted((s for s in same if s.figure.start < rate.figure.start), key=lambda s: -s.figure.start)
    if not before:
        return None
    part = before[0]
    whole = next(
        (s for s in before[1:] if s.figure.unit == part.figure.unit and s.figure.value > part.figure.value), None
    )
    return (part, whole) if whole is not None else None


def _check_difference(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """A balance or a gap that the question states, against what the documents state of its two measures in all: it
    holds if it lies between two of them."""
    if not question.asks("gap"):
        return False
    for whole_measure, part_measure in knowledge.words.gap_pairs(question.plain):
        wholes, parts = _overall(whole_measure, knowledge), _overall(part_measure, knowledge)
        for number in question.numbers:
            pair = next(
                (
                    (w, p)
                    for w in wholes
                    for p in parts
                    if w.figure.unit == p.figure.unit and w.figure.value - p.figure.value == number
                ),
                None,
            )
            if pair is None:
                continue
            whole, part = pair
            formula = f"{decimal_text(whole.figure.value)} − {decimal_text(part.figure.value)} = {decimal_text(number)}"
            marks = tuple(writing.cite(s.document, s.figure.place) for s in pair)
            result = writing.computed(number, whole.figure.unit, formula, marks)
            writing.say("check.difference_holds", formula=f"{formula} {writing.mark(*marks)}", stated=result)
            return True
    return False


def _check_overall_rate(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """A rate that the question states of all together (支出率 87.75%), from what the documents state in all."""
    for measure in (m for m in question.measures if m in INPUTS):
        part_measure, whole_measure = INPUTS[measure]
        parts, wholes = _overall(part_measure, knowledge), _overall(whole_measure, knowledge)
        for rate in (s for s in _overall(measure, knowledge) if s.figure.value in question.numbers):
            pair = next(
                ((p, w) for p in parts for w in wholes if ratio_fits(p.figure.value, w.figure.value, rate)), None
            )
            if pair is not None:
                write_ratio("check.line_holds", figure_name(rate.figure, writing), rate, pair, writing)
                return True
    return False


def _check_named_share(rows: Rows, question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """A share that the question states of a column or a row of the table (馆舍占 45.32%): of which figures of the total
    row, or of the total of its column, it is the ratio."""
    asked = asked_tokens(question)
    totals = [line for line in rows.sheet.lines if line.total]
    for line in totals:
        entries = [e.statement for e in line.entries if e.statement is not None and e.figure and e.figure.unit != "%"]
        named = [s for s in entries if asked & set(text_to_tokens(" ".join(s.figure.place.column)))]
        in_rows = [
            (s, whole)
            for other in rows.lines
            if not other.total
            for s in (e.statement for e in other.entries if e.statement is not None)
            for whole in entries
            if whole.figure.place.column == s.figure.place.column
        ]
        pairs = [*((part, whole) for part in named for whole in entries if whole is not part), *in_rows]
        for part, whole in pairs:
            for stated in rates_stated(question):
                if whole.figure.value and _fits(part.figure.value, whole.figure.value, stated):
                    result = percent(part.figure.value, whole.figure.value)
                    formula = (
                        f"{decimal_text(part.figure.value)} / {decimal_text(whole.figure.value)}"
                        f" = {decimal_text(result)}%"
                    )
                    marks = tuple(writing.cite(s.document, s.figure.place) for s in (part, whole))
                    text = writing.computed(result, "%", formula, marks)
                    writing.say("check.holds", formula=f"{formula} {writing.mark(*marks)}", stated=text, result=text)
                    return True
    return False


def _overall(measure: str, knowledge: Knowledge) -> list[Statement]:
    """What is stated of this measure in all: in total rows, and in sentences."""
    in_totals = [s for sheet in knowledge.sheets for line in sheet.lines if line.total for s in line.figures(measure)]
    in_words = [
        s
        for s in knowledge.snapshot.figures
        if s.figure.measure == measure and (s.figure.place.table is None or s.figure.end) and not s.holder
    ]
    return [*in_totals, *in_words]


def _check_wholes(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """A rate and several wholes that the question states: of which of them the rate is a share, by its row."""
    rates = rates_stated(question)
    counts = [n for n in question.numbers if n not in rates and n > 2]
    if not rates or not counts or any(_fits(a, b, rates[0]) for a in counts for b in counts if a is not b):
        return False
    for rows in meant_rows(question, knowledge, limit=2):
        for line in rows.lines:
            stated = next((e.statement for e in line.entries if e.figure and e.figure.value == rates[0]), None)
            if stated is not None and check_wholes(line, stated, counts, writing):
                return True
    return False


def _fits(part: Decimal, whole: Decimal, rate: Decimal) -> bool:
    exponent = rate.as_tuple().exponent
    digits = max(0, -exponent) if isinstance(exponent, int) else 0
    return abs(part / whole * 100 - rate) <= Decimal(1).scaleb(-digits) / 2
