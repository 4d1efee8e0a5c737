"""Sums held against what is stated: columns against total rows and other tables, weights times scores."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from app.ask.addends import said_at
from app.ask.knowledge import Knowledge
from app.ask.question import Question
from app.ask.select import asked_tokens
from app.ask.sheets import Line
from app.ask.writing import Writing, decimal_text
from index.indicators import Statement
from index.tokens import text_to_tokens

NEARLY = Decimal("0.1")
"""Share of a sum by which a number that is meant to be the same may be off."""
NAMED = 0.5
"""Share of what the question names that must stand at the figures of the years."""
LARGE = 10
"""Numbers of a question up to this one are seldom a total that it gives."""


def check_totals(lines: Sequence[Line], question: Question, writing: Writing) -> bool:
    """Each column of the sheet, or those that the question names, against its total row; False if it has none."""
    totals = [line for line in lines if line.total]
    parts = [line for line in lines if not line.total and len(line.path) == len(totals[0].path)] if totals else []
    if len(parts) < 2:
        return False
    asked = asked_tokens(question)
    named = [e for e in totals[0].entries if asked & set(text_to_tokens(" ".join(e.column[-1:])))]
    # A total that the question gives is that of one column, whatever words the others share with it.
    stated = [n for n in question.numbers if n > LARGE]
    near = [e for e in totals[0].entries if e.figure and any(_is_near(n, e.figure.value) for n in stated)]
    if stated and not near:
        return False
    named = near or named
    done = False
    for entry in totals[0].entries:
        if named and entry not in named:
            continue
        if entry.statement is None or entry.statement.figure.unit == "%":
            continue
        figures = [e.statement for line in parts for e in line.entries if e.column == entry.column]
        given = [s for s in figures if s is not None and s.figure.unit == entry.statement.figure.unit]
        if len(given) != len(parts):
            continue
        total = sum((s.figure.value for s in given), Decimal(0))
        formula = " + ".join(decimal_text(s.figure.value) for s in given) + f" = {decimal_text(total)}"
        holds = total == entry.statement.figure.value
        writing.conflict = writing.conflict or not holds
        writing.say(
            "check.total_holds" if holds else "check.total_fails",
            name=" ".join(entry.column[-2:]),
            formula=formula,
            stated=writing.stated(entry.statement),
            result=writing.computed(total, entry.statement.figure.unit, formula),
        )
        done = True
    return done


def _is_near(number: Decimal, value: Decimal) -> bool:
    """Whether a number that a question gives can be meant for this one."""
    return abs(number - value) <= abs(value) * NEARLY


def check_total_years(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """A number that the question states against what the years of a total row add up to under one header; False if
    none of these sums is near it, or the rows are of something else."""
    best: tuple[float, Decimal, str, list[Statement]] | None = None
    for line in (line for sheet in knowledge.sheets for line in sheet.lines if line.total):
        by_header: dict[str, list[Statement]] = defaultdict(list)
        for entry in line.entries:
            period = entry.figure.period if entry.figure else None
            if entry.statement and entry.figure and entry.figure.unit != "%" and period and period.first == period.last:
                by_header[entry.column[-1]].append(entry.statement)
        for header, years in by_header.items():
            result = sum((s.figure.value for s in years), Decimal(0))
            stated = next((n for n in question.numbers if n > LARGE and _is_near(n, result)), None)
            if len(years) < 2 or stated is None:
                continue
            share = said_at(years, question, knowledge)
            if share >= NAMED and (best is None or share > best[0]):
                best = share, stated, header, years
    if best is None:
        return False
    _, stated, header, years = best
    result = sum((s.figure.value for s in years), Decimal(0))
    formula = " + ".join(decimal_text(s.figure.value) for s in years) + f" = {decimal_text(result)}"
    marks = tuple(writing.cite(s.document, s.figure.place) for s in years)
    writing.computed(result, years[0].figure.unit, formula, marks)
    known = any(s.figure.value == stated for s in writing.snapshot.figures)
    writing.conflict = writing.conflict or (known and result != stated)
    key = "check.sum_stated_holds" if result == stated else "check.sum_stated_fails"
    writing.say(key, formula=f"{header} {formula} {writing.mark(*marks)}", stated=decimal_text(stated))
    return True


def check_row_totals(lines: Sequence[Line], writing: Writing, knowledge: Knowledge) -> bool:
    """Each row's total column against the columns of parts of its period before it; False if no row has one."""
    done = False
    for line in lines:
        entries = [e.statement for e in line.entries if e.statement is not None and e.figure and e.figure.unit != "%"]
        if len(entries) < 3:
            continue
        total, parts = entries[-1], entries[:-1]
        header = "".join(total.figure.place.column[-1:])
        totals = (*knowledge.lexicon.tables.total, *knowledge.words.whole_years)
        if not any(word in header for word in totals) or any(s.figure.unit != total.figure.unit for s in parts):
            continue
        result = sum((s.figure.value for s in parts), Decimal(0))
        formula = " + ".join(decimal_text(s.figure.value) for s in parts) + f" = {decimal_text(result)}"
        marks = tuple(writing.cite(s.document, s.figure.place) for s in (*parts, total))
        holds = result == total.figure.value
        writing.conflict = writing.conflict or not holds
        writing.computed(result, total.figure.unit, formula, marks)
        writing.say(
            "check.row_total_holds" if holds else "check.row_total_fails",
            name=line.name,
            formula=formula,
            total=header,
            stated=writing.stated(total),
        )
        done = True
    return done


def write_weighted(lines: Sequence[Line], writing: Writing) -> bool:
    """Weights times scores and their sum, for a sheet that has both; False if it has not."""
    parts = [
        (line, w, s) for line in lines if not line.total and (w := line.first("weight")) and (s := line.first("score"))
    ]
    if len(parts) < 2:
        return False
    hundredth = sum((w.figure.value for _, w, _ in parts), Decimal(0)) == 100
    products = [w.figure.value * s.figure.value / (100 if hundredth else 1) for _, w, s in parts]
    rows = []
    for (line, weight, score), product in zip(parts, products, strict=True):
        formula = f"{decimal_text(weight.figure.value)} × {decimal_text(score.figure.value)} = {decimal_text(product)}"
        rows.append(
            writing.text(
                "weighted.each",
                name=line.name[:40],
                weight=writing.stated(weight),
                score=writing.stated(score, cite=False),
                product=writing.computed(product, "", formula),
            )
        )
    writing.lines.append("\n".join(rows))
    total = sum(products, Decimal(0))
    formula = " + ".join(decimal_text(p) for p in products) + f" = {decimal_text(total)}"
    stated = {
        s.figure.value for s in writing.snapshot.figures if s.figure.measure == "score" and s.figure.place.table is None
    }
    key = "weighted.holds" if total in stated else "weighted.sum"
    writing.say(key, total=writing.computed(total, "", formula), formula=formula)
    return True
