"""Two quantities that a question names and puts in relation: a share, a multiple, a ratio, what one has more.

Each quantity is looked for by its own name, among the figures of the sentences and of the tables that the question
means; two of one table or sentence go together before two of different places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from app.ask.knowledge import Knowledge
from app.ask.labels import abbreviates
from app.ask.question import Question
from app.ask.rows import meant_rows
from app.ask.select import fits_period, select_evidence
from app.ask.writing import Writing, decimal_text, figure_name, in_base_unit, place_words
from app.ask.years import percent
from index.indicators import Statement
from index.matching import Term
from index.statements import own_words
from index.tokens import text_to_tokens
from ingest.lexicon import Lexicon
from ingest.periods import periods_in
from ingest.records import Period

ENOUGH = 0.7
"""Share of a quantity's name that the words at its figure must hold."""
PRECISE = 0.3
"""How much it counts that a figure's label holds little beside the name."""
DATED = 0.3
"""How much better a figure of an asked period is; one of another period is as much worse."""
WANTED = 0.3
"""How much better a figure of an asked measure or unit is; one that is planned is worse if no plan is asked for."""
ALIKE = 0.4
"""How much better two figures of one measure go together."""
ALL_OF_IT = 0.5
"""How much better a total is where the whole is asked for."""
PLANNED = ("target", "budget", "baseline")
RATES = ("share", "rate")
TOGETHER = 0.35
"""How much better a pair is that stands in one row, one column or one sentence."""
HEADED = 0.1
"""How much it counts that the question says a part of a figure's header."""
BESIDE = 0.6
"""How much a word of a name counts that stands beside the figure and not at it."""
CONTEXT = 0.5
"""How much what the question says beside both names counts."""
MOST = 24
"""Candidates that are tried for each name."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure that may be what a name means: its innermost label, all words at it and in its sentence or table, and
    whether it is a total of its table."""

    statement: Statement
    name: str
    label: frozenset[str]
    words: frozenset[str]
    around: frozenset[str]
    total: bool
    table: tuple[int, int] | None


def answer_relation(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes both figures and their relation; False unless the question names two quantities that the documents state.

    A share is in percent, half up to two decimals; a multiple and a ratio have two decimals too.
    """
    found = knowledge.words.relation(question.plain)
    if found is None or question.asks("each", "which_list", "why"):
        return False
    kind, first, second = found
    pair = _best_pair(kind, first, second, question, knowledge)
    if pair is None:
        return False
    _write(kind, pair, knowledge.lexicon, writing)
    return True


def _best_pair(
    kind: str, first: str, second: str, question: Question, knowledge: Knowledge
) -> tuple[Statement, Statement] | None:
    english = question.language == "en"
    names = [knowledge.terms.find(_without_periods(name), english) for name in (first, second)]
    # 总支出 is the whole of a measure, whatever the documents call it.
    if any(not knowledge.words.measures_asked(word) for terms in names for word in terms.unknown):
        return None
    one, other = (_naming(terms.known, knowledge) for terms in names)
    whole = kind == "share" and any(word in second for word in knowledge.words.whole_words)
    planned = set(knowledge.words.measures_asked(second)) & set(PLANNED) if kind in ("more", "share") else set()
    if not one or not (other or whole or planned):
        return None
    both = {term.names for term in (*one, *other)}
    beside = [term for term in question.terms if term.names not in both]
    candidates = list(_candidates(question, knowledge))
    if kind == "which" and question.asks("performance"):
        # How well something was done is told by its rate.
        candidates = [c for c in candidates if c.statement.figure.unit == "%"]
    # 占百分之几 asks for a rate; the quantities have units of their own.
    units = question.units if kind in ("more", "which") else ()
    question = replace(question, units=units, measures=tuple(m for m in question.measures if m not in RATES))
    firsts = _fitting(candidates, one, first, question, knowledge)
    # 比目标多几个: the other quantity is the same thing's target.
    seconds = _fitting(candidates, one if planned else other, second, question, knowledge, whole)
    best: tuple[float, tuple[Statement, Statement]] | None = None
    for a, a_score in firsts:
        for b, b_score in seconds:
            if not _comparable(kind, a.statement, b.statement, knowledge):
                continue
            if whole and not b.total and not other:
                continue
            if planned and (b.statement.figure.measure not in planned or not _in_one_row(a, b)):
                continue
            score = a_score + b_score + TOGETHER * _together(a, b) + CONTEXT * _cover(beside, a.around | b.around)
            score += ALL_OF_IT * (whole and b.total and not _in_other_total(a, b))
            score += ALIKE * (a.statement.figure.measure == b.statement.figure.measure)
            if best is None or score > best[0] + 1e-9:
                best = score, (a.statement, b.statement)
    return best[1] if best else None


def _naming(terms: Sequence[Term], knowledge: Knowledge) -> list[Term]:
    """The terms that name what is counted, not money or numbers in general, nor the measure."""
    words = knowledge.words
    general = {*words.sum_words, *(word for kind in words.units for word in kind.words)}
    named = [t for t in terms if t.weight >= 1 and t.text not in general]
    return [t for t in named if not any(s == 0 and e == len(t.text) for s, e in words.measure_spans(t.text))]


def _in_other_total(a: Candidate, b: Candidate) -> bool:
    """Whether b is the total of other columns and rows than a stands in."""
    one, other = a.statement.figure.place, b.statement.figure.place
    return a.table is not None and a.table == b.table and one.column != other.column and one.row != other.row


def _without_periods(name: str) -> str:
    for span in reversed(periods_in(name)):
        name = name[: span.start] + " " + name[span.end :]
    return name


def _candidates(question: Question, knowledge: Knowledge) -> Iterator[Candidate]:
    """Figures of the evidence for the question, and of all rows of the tables that it means."""
    seen: set[tuple[int, int]] = set()
    for rows in meant_rows(question, knowledge, limit=3):
        for line in rows.sheet.lines:
            for entry in line.entries:
                if entry.statement is not None:
                    statement = entry.statement
                    seen.add((statement.document, statement.figure.key))
                    unit = statement.figure.unit
                    words = frozenset(text_to_tokens(" ".join((*line.path, *entry.column, unit))))
                    total = line.total or entry.column[-1].strip() in knowledge.lexicon.tables.total
                    around = words | frozenset(text_to_tokens(rows.sheet.title))
                    label = frozenset(text_to_tokens(line.name))
                    yield Candidate(statement, line.name, label, words, around, total, (line.document, line.table))
    for piece in select_evidence(question, knowledge, limit=MOST):
        around = frozenset(text_to_tokens(" ".join((piece.evidence.text, *piece.evidence.context))))
        for at in piece.evidence.figures:
            statement = knowledge.snapshot.figures[at]
            if (statement.document, statement.figure.key) not in seen:
                figure = statement.figure
                told = (*figure.subject, *figure.place.row, *figure.place.column, figure.unit)
                words = frozenset(text_to_tokens(" ".join(told)))
                label = frozenset(text_to_tokens(" ".join(figure.subject[-1:])))
                yield Candidate(statement, own_words(figure), label, words, around, False, None)


def _fitting(
    candidates: Sequence[Candidate],
    terms: Sequence[Term],
    name: str,
    question: Question,
    knowledge: Knowledge,
    whole: bool = False,
) -> list[tuple[Candidate, float]]:
    """The candidates that a name may mean, best first, with how well they fit."""
    found = []
    for candidate in candidates:
        figure = candidate.statement.figure
        cover = _cover_at(terms, candidate) if terms else 1.0
        if whole and candidate.total:
            # 全市 may be called 合计: the row of the total is meant by any word for the whole.
            cover = max(cover, ENOUGH)
        if figure.value in question.numbers and re.search(rf"(?<![\d.]){re.escape(decimal_text(figure.value))}", name):
            cover += 1
        if cover < ENOUGH:
            continue
        own = {token for term in terms for tokens in term.names for token in tokens}
        precision = len(own & candidate.label) / len(candidate.label) if candidate.label else 0.0
        if candidate.name and candidate.name in name:
            precision = 1.0
        score = cover + PRECISE * precision
        score += _timely(figure.period, question, candidate.total)
        score += HEADED * (candidate.table is not None and _header_said(figure.place.column, question))
        score += WANTED * (knowledge.lexicon.base_unit(figure.unit)[0] in question.units)
        if question.measures:
            score += WANTED * (figure.measure in question.measures)
        else:
            score -= WANTED * (figure.measure in PLANNED)
        found.append((candidate, score))
    found.sort(key=lambda pair: -(pair[1] + ALL_OF_IT * (whole and pair[0].total)))
    return found[:MOST]


def _header_said(column: Sequence[str], question: Question) -> bool:
    """Whether the question says two characters on end of the column's header: 到馆 of 到馆量."""
    header = column[-1] if column else ""
    return any(header[i : i + 2].isalpha() and header[i : i + 2] in question.plain for i in range(len(header) - 1))


def _timely(period: Period | None, question: Question, total: bool) -> float:
    """How well a period fits: an asked one; without any that of all years, then the newest; years before parts."""
    if period is None:
        return 0.2 if total and not question.periods else 0.0
    if question.periods:
        return DATED if fits_period(period, question.periods) else -DATED
    return 0.1 * (not period.part) + period.last / 20000


def _cover(terms: Sequence[Term], words: frozenset[str]) -> float:
    """How much of the terms the words hold, 0 to 1."""
    total = sum(term.weight for term in terms)
    held = sum(
        term.weight * max((sum(t in words for t in name) / len(name) for name in term.names if name), default=0.0)
        for term in terms
    )
    return held / total if total else 0.0


def _cover_at(terms: Sequence[Term], candidate: Candidate) -> float:
    """The same for a figure: what its sentence or table says beside it counts less, an abbreviation of its name as much
    as the name."""
    held = 0.0
    for term in terms:
        own = _cover([term], candidate.words)
        if own < 1 and abbreviates(term.text, candidate.name):
            own = 1.0
        held += term.weight * max(own, BESIDE * _cover([term], candidate.around))
    total = sum(term.weight for term in terms)
    return held / total if total else 0.0


def _together(a: Candidate, b: Candidate) -> float:
    one, other = a.statement.figure.place, b.statement.figure.place
    if a.statement.document != b.statement.document:
        return 0.0
    if a.table is not None and a.table == b.table:
        return 1.0 if one.column == other.column or one.row == other.row else 0.3
    passage = a.statement.figure.passage
    return 0.8 if passage is not None and passage == b.statement.figure.passage else 0.0


def _in_one_row(a: Candidate, b: Candidate) -> bool:
    one, other = a.statement.figure, b.statement.figure
    return a.table is not None and a.table == b.table and one.place.row == other.place.row and one.unit == other.unit


def _comparable(kind: str, a: Statement, b: Statement, knowledge: Knowledge) -> bool:
    """Two different figures that the relation can hold between."""
    if (a.document, a.figure.key) == (b.document, b.figure.key):
        return False
    lexicon = knowledge.lexicon
    one, other = (lexicon.base_unit(s.figure.unit)[0] for s in (a, b))
    if kind in ("more", "which"):
        return one == other and a.figure.unit == b.figure.unit and a.figure.period == b.figure.period
    if kind in ("share", "ratio") and one != other and "元" in (one, other):
        return False
    if "%" in (one, other) or (kind == "share" and a.figure.value > b.figure.value):
        return False
    return b.figure.value != 0 and (a.figure.value != 0 or kind == "share")


def _write(kind: str, pair: tuple[Statement, Statement], lexicon: Lexicon, writing: Writing) -> None:
    first, second = pair
    values = first.figure.value, second.figure.value
    if lexicon.base_unit(first.figure.unit)[1] != lexicon.base_unit(second.figure.unit)[1]:
        values = in_base_unit(first, lexicon, writing), in_base_unit(second, lexicon, writing)
    marks = tuple(writing.cite(s.document, s.figure.place) for s in pair)
    names = {"first_name": figure_name(first.figure, writing), "second_name": figure_name(second.figure, writing)}
    stated = {"first": writing.stated(first), "second": writing.stated(second)}
    if kind in ("more", "which"):
        high, low = max(values), min(values)
        formula = f"{decimal_text(high)} − {decimal_text(low)} = {decimal_text(high - low)}"
        unit = writing.text("points") if first.figure.unit == "%" else first.figure.unit
        key = "more" if values[0] > values[1] else "less" if values[0] < values[1] else "equal"
        gap = writing.computed(high - low, unit, formula, marks)
        place = place_words(writing.snapshot, first.document, first.figure.place, writing.language)
        writing.say(f"compute.{key}", **names, **stated, gap=gap, formula=formula, place=place)
        return
    division = f"{decimal_text(values[0])} / {decimal_text(values[1])}"
    if kind == "share":
        share = percent(*values)
        formula = f"{division} = {decimal_text(share)}%"
        text = writing.computed(share, "%", formula, marks)
        writing.say("compute.share_of", **names, **stated, share=text, formula=formula)
        return
    times = _rounded(values[0] / values[1])
    formula = f"{division} = {decimal_text(times)}"
    if kind == "times":
        text = writing.computed(times, writing.text("times"), formula, marks)
        writing.say("compute.times_of", **names, **stated, share=text, formula=formula)
        return
    inverse = _rounded(values[1] / values[0])
    inverse_formula = f"{decimal_text(values[1])} / {decimal_text(values[0])} = {decimal_text(inverse)}"
    writing.say(
        "compute.ratio_of",
        **names,
        **stated,
        share=writing.computed(times, "", formula, marks),
        formula=formula,
        inverse=writing.computed(inverse, "", inverse_formula, marks),
        inverse_formula=inverse_formula,
    )


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)
