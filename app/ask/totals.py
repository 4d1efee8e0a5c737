"""Sums held against what is stated: columns against total rows and other tables, weights times scores."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from app.ask.knowledge import Knowledge
from app.ask.question import Question
from app.ask.select import asked_tokens
from app.ask.sheets import Line, Sheet
from app.ask.writing import Writing, decimal_text, place_words
from index.indicators import Statement
from index.tokens import text_to_tokens

NEARLY = Decimal("0.1")
"""Share of a sum by which a number that is meant to be the same may be off."""
SUMMED = ("target", "actual", "budget", "received", "spent")
_ADDED = re.compile(r"(?:按|用|取|以)[^，。；)\d]{0,8}(\d+(?:\.\d+)?)(?:\s*/\s*(\d+(?:\.\d+)?))?")


def check_totals(lines: Sequence[Line], question: Question, writing: Writing) -> bool:
    """Each column of the sheet, or those that the question names, against its total row; False if it has none."""
    totals = [line for line in lines if line.total]
    parts = [line for line in lines if not line.total and len(line.path) == len(totals[0].path)] if totals else []
    if len(parts) < 2:
        return False
    asked = asked_tokens(question)
    named = [e for e in totals[0].entries if asked & set(text_to_tokens(" ".join(e.column[-1:])))]
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


def check_total_years(lines: Sequence[Line], question: Question, writing: Writing) -> bool:
    """A number that the question states against the total row's figures of single years, added up under one header;
    False if none of these sums is near it."""
    for line in (line for line in lines if line.total):
        by_header: dict[str, list[Statement]] = defaultdict(list)
        for entry in line.entries:
            period = entry.figure.period if entry.figure else None
            if entry.statement and entry.figure and entry.figure.unit != "%" and period and period.first == period.last:
                by_header[entry.column[-1]].append(entry.statement)
        for header, years in by_header.items():
            result = sum((s.figure.value for s in years), Decimal(0))
            stated = next((n for n in question.numbers if abs(n - result) <= result * NEARLY), None)
            if len(years) < 2 or stated is None:
                continue
            formula = " + ".join(decimal_text(s.figure.value) for s in years) + f" = {decimal_text(result)}"
            marks = tuple(writing.cite(s.document, s.figure.place) for s in years)
            writing.computed(result, years[0].figure.unit, formula, marks)
            known = any(s.figure.value == stated for s in writing.snapshot.figures)
            writing.conflict = writing.conflict or (known and result != stated)
            key = "check.sum_stated_holds" if result == stated else "check.sum_stated_fails"
            writing.say(key, formula=f"{header} {formula} {writing.mark(*marks)}", stated=decimal_text(stated))
            return True
    return False


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


def check_siblings(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Columns of tables of one shape (one for each project) summed, and held against the total that another table of
    the question states; False unless both are named, by this question or the one before it."""
    asked = (question, *question.before[:1])
    tables = [table for q in asked for table in q.references.tables]
    sheets = [
        sheet
        for sheet in knowledge.sheets
        if len(sheet.tables) > 2 and (not tables or _among(sheet, tables) or _speaks_of(sheet, question))
    ]
    named = [sheet for sheet in sheets if _among(sheet, tables)] or sheets
    if not named:
        return False
    sheet = named[0]
    others = [t for t in tables if t[1] not in sheet.tables]
    done = False
    for measure in [m for m in SUMMED if m in question.measures]:
        column = _column(sheet, measure, question, knowledge)
        parts = [s for line in sheet.lines for s in line.figures(measure) if s.figure.place.column == column]
        total = _stated_total(others, measure, question, knowledge)
        if len(parts) > 2 and total is not None:
            _write_sum(measure, parts, _added(asked, measure), total, writing)
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


def _among(sheet: Sheet, tables: Sequence[tuple[int, int]]) -> bool:
    return sum((sheet.document, table) in tables for table in sheet.tables) > 1


def _speaks_of(sheet: Sheet, question: Question) -> bool:
    """Whether the headers hold what most of the asked measures are called."""
    return any(line.figures(m) for line in sheet.lines for m in question.measures)


def _column(sheet: Sheet, measure: str, question: Question, knowledge: Knowledge) -> tuple[str, ...]:
    """The header path of this measure that says most of what is asked; of equals the first."""
    columns = list(dict.fromkeys(s.figure.place.column for line in sheet.lines for s in line.figures(measure)))
    return max(columns, key=lambda path: _told(path, question, knowledge), default=())


def _told(column: Sequence[str], question: Question, knowledge: Knowledge) -> float:
    asked = asked_tokens(question)
    return sum(knowledge.evidence.rarity(token) for token in asked & set(text_to_tokens(" ".join(column))))


def _stated_total(
    tables: Sequence[tuple[int, int]], measure: str, question: Question, knowledge: Knowledge
) -> Statement | None:
    """The figure of the tables that is the total: of few rows, with the header that says most of what is asked."""
    found = [
        (line, statement)
        for sheet in knowledge.sheets
        for line in sheet.lines
        if (line.document, line.table) in tables and (line.total or len(sheet.lines) == 1)
        for statement in line.figures(measure)
    ]
    stated = [s for _, s in found if s.figure.value in question.numbers]
    candidates = stated or [s for _, s in found]
    return max(candidates, key=lambda s: _told(s.figure.place.column, question, knowledge), default=None)


def _added(questions: Sequence[Question], measure: str) -> list[Decimal]:
    """What the question adds by itself: 党建按正文27项; of 27/30 the first is for what is done."""
    for question in questions:
        found = _ADDED.search(question.plain)
        if found:
            whole = found[2] or found[1]
            return [Decimal(whole if measure in ("target", "budget") else found[1])]
    return []


def _write_sum(
    measure: str, parts: Sequence[Statement], added: Sequence[Decimal], total: Statement, writing: Writing
) -> None:
    values = [*(s.figure.value for s in parts), *added]
    result = sum(values, Decimal(0))
    formula = " + ".join(decimal_text(v) for v in values) + f" = {decimal_text(result)}"
    marks = tuple(writing.cite(s.document, s.figure.place) for s in (*parts, total))
    holds = result == total.figure.value
    writing.conflict = writing.conflict or not holds
    writing.say(
        "check.total_holds" if holds else "check.sum_fails",
        name=parts[0].figure.place.column[-1] if parts[0].figure.place.column else writing.text(f"measure.{measure}"),
        formula=formula,
        stated=writing.stated(total),
        place=place_words(writing.snapshot, total.document, total.figure.place, writing.language),
        result=writing.computed(result, total.figure.unit, formula, marks),
    )
