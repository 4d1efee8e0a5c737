"""Whether figures hold: rates recomputed from their inputs, sums against totals, one place against another."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from app.ask.computing import percent
from app.ask.knowledge import Knowledge
from app.ask.question import Question
from app.ask.rows import meant_rows
from app.ask.select import ENOUGH, Selected
from app.ask.sheets import Line
from app.ask.writing import Writing, decimal_text, figure_name, place_words
from index.indicators import Statement, disagree
from index.tokens import text_to_tokens
from ingest.records import Figure

INPUTS = {"rate": ("actual", "target"), "spent_rate": ("spent", "received"), "received_rate": ("received", "budget")}
"""What a rate is computed from: measure of the part and of the whole."""
ALIKE = 0.75
"""Share of what the best place says of the question that another must say to be about the same thing."""
LEAST_COVER = 0.3


def answer_check(question: Question, selected: Sequence[Selected], writing: Writing, knowledge: Knowledge) -> bool:
    """Writes the recomputations that the question is about; False if nothing can be recomputed."""
    done = _check_stated(question, writing, knowledge)
    for rows in meant_rows(question, knowledge, limit=2):
        if rows.cover < LEAST_COVER or done:
            continue
        if question.asks("sum"):
            done = _check_totals(rows.sheet.lines, question, writing)
        if not done and {"weight", "score"} & set(question.measures):
            done = write_weighted(rows.sheet.lines, writing)
        if not done:
            for line in rows.lines[:3] if rows.narrowed or question.references.tables else ():
                done = _check_line(line, writing, knowledge) or done
    for piece in selected[:2]:
        done = _check_sentence(piece, writing, knowledge) or done
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


def _check_sentence(piece: Selected, writing: Writing, knowledge: Knowledge) -> bool:
    """Each rate of the passage against the counts beside it: some pair of them must give it."""
    figures = [knowledge.snapshot.figures[i] for i in piece.evidence.figures]
    if piece.evidence.passage is not None and piece.evidence.place.table is None:
        figures = [
            Statement(piece.evidence.document, f)
            for f in knowledge.snapshot.records[piece.evidence.document].figures
            if f.passage == piece.evidence.passage
        ]
    counts = [s for s in figures if s.figure.unit not in ("%", "个百分点") and s.figure.value > 0]
    done = False
    for rate in (s for s in figures if s.figure.unit == "%" and s.figure.measure in ("rate", "share", "spent_rate")):
        half = Decimal(1).scaleb(-rate.figure.decimals) / 2
        inputs = next(
            (
                (a, b)
                for a in counts
                for b in counts
                if a is not b
                and a.figure.unit == b.figure.unit
                and abs(a.figure.value / b.figure.value * 100 - rate.figure.value) <= half
            ),
            None,
        )
        if inputs is None or rate.figure.value == 100:
            continue
        part, whole = inputs
        result = percent(part.figure.value, whole.figure.value)
        formula = f"{decimal_text(part.figure.value)} / {decimal_text(whole.figure.value)} = {decimal_text(result)}%"
        writing.say(
            "check.line_holds",
            name=figure_name(rate.figure, writing),
            formula=formula,
            stated=writing.stated(rate),
            result=writing.computed(result, "%", formula),
        )
        done = True
    return done


def write_disagreement(
    question: Question, selected: Sequence[Selected], writing: Writing, knowledge: Knowledge
) -> bool:
    """Where places that are about the asked thing state different values, all of them with their places."""
    same = same_thing(question, selected, knowledge)
    values = {(s.figure.value, s.figure.unit) for s in same}
    if len(values) < 2 or not disagree([s.figure for s in same], knowledge.lexicon):
        return False
    writing.conflict = True
    writing.say("lookup.disagrees")
    rows = [
        writing.text(
            "lookup.disagrees_row",
            figure=f"{figure_name(s.figure, writing)} {writing.stated(s)}",
            place=place_words(writing.snapshot, s.document, s.figure.place, writing.language),
        )
        for s in same
    ]
    writing.lines.append("\n".join(dict.fromkeys(rows)))
    return True


def same_thing(question: Question, selected: Sequence[Selected], knowledge: Knowledge) -> list[Statement]:
    """Figures of different places that answer the question alike: one unit, one measure, periods that can be one."""
    best = max((s.coverage for s in selected), default=0.0)
    if best < ENOUGH:
        return []
    asked = {token for term in question.terms for name in term.names for token in name}
    weight = {token: knowledge.evidence.rarity(token) for token in asked}
    shares: list[tuple[float, Statement]] = []
    for piece in selected:
        if piece.coverage < best * ALIKE:
            continue
        for statement in piece.statements:
            label = _label(statement.figure)
            share = sum(weight[t] for t in label & asked)
            if all(
                (s.figure.value, s.figure.place) != (statement.figure.value, statement.figure.place) for _, s in shares
            ):
                shares.append((share, statement))
    if not shares:
        return []
    most, head = max(shares, key=lambda pair: pair[0])
    return [s for share, s in shares if share >= most * ALIKE and _comparable(head.figure, s.figure, knowledge)]


def _label(figure: Figure) -> set[str]:
    return set(text_to_tokens(" ".join((*figure.subject[-2:], *figure.place.row[-1:], *figure.place.column))))


def _comparable(a: Figure, b: Figure, knowledge: Knowledge) -> bool:
    if knowledge.lexicon.base_unit(a.unit)[0] != knowledge.lexicon.base_unit(b.unit)[0] and a.unit and b.unit:
        return False
    opposed = {a.measure, b.measure}
    if len(opposed) == 2 and opposed & {"target", "budget", "difference", "baseline", "weight"}:
        return False
    if (
        a.period is not None
        and b.period is not None
        and (a.period.first, a.period.last) != (b.period.first, b.period.last)
    ):
        return False
    return not (a.level and b.level and a.level != b.level)


def _check_stated(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """A part, a whole and a rate that the question states itself."""
    numbers = list(question.numbers)
    rates = [n for n in numbers if f"{decimal_text(n)}%" in question.plain.replace(" ", "")]
    counts = [n for n in numbers if n not in rates and n > 0]
    if len(counts) < 2 or not rates:
        return False
    done = False
    for rate in rates[:3]:
        part, whole = _inputs_of(counts, rate)
        result = percent(part, whole)
        digits = max(0, -int(rate.as_tuple().exponent))  # type: ignore[arg-type]
        holds = abs(part / whole * 100 - rate) <= Decimal(1).scaleb(-digits) / 2
        formula = f"{decimal_text(part)} / {decimal_text(whole)} = {decimal_text(result)}%"
        writing.say(
            "check.holds" if holds else "check.fails",
            formula=formula,
            stated=f"{decimal_text(rate)}%",
            result=writing.computed(result, "%", formula),
        )
        done = True
    return done


def _inputs_of(counts: Sequence[Decimal], rate: Decimal) -> tuple[Decimal, Decimal]:
    """The two counts whose ratio comes nearest to the rate."""
    pairs = [(a, b) for a in counts for b in counts if a is not b]
    return min(pairs, key=lambda pair: abs(pair[0] / pair[1] * 100 - rate))


def _check_line(line: Line, writing: Writing, knowledge: Knowledge) -> bool:
    """Each rate of the row against its inputs: those before it under the same header, else those of the row."""
    done = False
    for entry in line.entries:
        if entry.figure is None or entry.figure.measure not in INPUTS or entry.statement is None:
            continue
        part_measure, whole_measure = INPUTS[entry.figure.measure]
        inputs = _inputs(line, part_measure, whole_measure, entry.statement)
        if inputs is None:
            continue
        part, whole = inputs
        result = percent(part.figure.value, whole.figure.value, max(2, entry.figure.decimals))
        half = Decimal(1).scaleb(-entry.figure.decimals) / 2
        holds = abs(part.figure.value / whole.figure.value * 100 - entry.figure.value) <= half
        formula = f"{decimal_text(part.figure.value)} / {decimal_text(whole.figure.value)} = {decimal_text(result)}%"
        places = tuple(writing.cite(s.document, s.figure.place) for s in (part, whole, entry.statement))
        if not holds:
            writing.conflict = True
        writing.say(
            "check.line_holds" if holds else "check.line_fails",
            name=" › ".join((*line.path[-1:], *entry.column[-1:])),
            formula=formula,
            stated=writing.stated(entry.statement),
            result=writing.computed(result, "%", formula, places),
        )
        done = True
    return done


def _inputs(line: Line, part_measure: str, whole_measure: str, rate: Statement) -> tuple[Statement, Statement] | None:
    """The row's figures of these measures that share most of the header path with the rate; of several wholes as near,
    the one that gives the rate."""

    def shared(statement: Statement) -> int:
        a, b = rate.figure.place.column, statement.figure.place.column
        return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))

    def missed(pair: tuple[Statement, Statement]) -> tuple[bool, int, Decimal]:
        part, whole = pair
        off = abs(part.figure.value / whole.figure.value * 100 - rate.figure.value)
        fits = off <= Decimal(1).scaleb(-rate.figure.decimals) / 2
        return not fits, -shared(part) - shared(whole), off

    pairs = [(p, w) for p in line.figures(part_measure) for w in line.figures(whole_measure) if w.figure.value]
    return min(pairs, key=missed, default=None)


def _check_totals(lines: Sequence[Line], question: Question, writing: Writing) -> bool:
    """Each column of the sheet against its total row."""
    totals = [line for line in lines if line.total]
    parts = [line for line in lines if not line.total and len(line.path) == len(totals[0].path)] if totals else []
    if len(parts) < 2:
        return False
    done = False
    for at, entry in enumerate(totals[0].entries):
        if entry.statement is None or entry.statement.figure.unit == "%":
            continue
        figures = [line.entries[at].statement for line in parts if at < len(line.entries)]
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
