"""What there is on average for each piece: one count by another that the same row or passage states."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from app.ask.groups import Group, Told, figure_groups
from app.ask.knowledge import Knowledge
from app.ask.question import Question
from app.ask.select import Selected, fits_period
from app.ask.writing import Writing, decimal_text, figure_name, in_base_unit
from index.indicators import Statement
from index.matching import Term
from ingest.lexicon import Lexicon
from ingest.records import Bound

HELD = 0.6
_HUNDREDTH = Decimal("0.01")
LIKELY = 4
LONGEST = 3
"""Words that may make up the name of the pieces."""
MORE = ("highest", "lowest", "which_list", "verify", "why", "conflict", "summary")
"""Kinds that want something else than a mean."""
PEOPLE = ("人", "名", "位")
COUNTS = ("次", "数", "数量")
"""What a header over a number of pieces ends with."""
PLANNED = ("target", "budget", "baseline", "difference")
ANY = ("个", "项", "人", "")
"""Units that say nothing of what is counted: its name must stand there."""


@dataclass(frozen=True, slots=True)
class Quotient:
    """How many of one there are for each of the other."""

    part: Told
    pieces: Told
    score: float


def lacks_average(question: Question, selected: Sequence[Selected], knowledge: Knowledge) -> bool:
    """Whether a mean by the piece is asked for that could not be reckoned, and no likely evidence states a mean."""
    if not question.asks("average") or question.asks(*MORE) or _piece(question, knowledge) is None:
        return False
    return not any(knowledge.words.has("average", s.evidence.text) for s in selected[:LIKELY])


def answer_average(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes both figures and their quotient; False if no row or passage states both."""
    piece = _piece(question, knowledge)
    if piece is None or not question.asks("number", "how_many", "count") or question.asks(*MORE):
        return False
    unit, nouns = piece
    best: Quotient | None = None
    for group in figure_groups(replace(question, units=()) if nouns else question, knowledge, totals=True):
        for at in range(max(1, len(nouns))):
            for quotient in _quotients(group, unit, nouns[at : at + 1], question, knowledge):
                if best is None or quotient.score > best.score + 1e-9:
                    best = quotient
    if best is None:
        return False
    _write(best.part.statement, best.pieces.statement, unit, knowledge.lexicon, writing)
    return True


def _piece(question: Question, knowledge: Knowledge) -> tuple[str, tuple[Term, ...]] | None:
    """The unit that pieces are counted in, and the words behind it, some of which say what they are called."""
    m = knowledge.words.pattern("per_piece", question.plain)
    if m is None:
        return None
    found = {name: text for name, text in m.groupdict().items() if text is not None}
    unit = found.get("unit") or found.get("unit2") or found.get("unit3") or ""
    named = found.get("noun") or found.get("noun2") or found.get("noun_en") or ""
    chain: list[Term] = []
    while len(chain) < LONGEST:
        starting = [t for t in question.terms if t.weight >= 1 and t.text and named.startswith(t.text)]
        if not starting:
            break
        chain.append(max(starting, key=lambda t: len(t.text)))
        named = named[len(chain[-1].text) :].lstrip()
    return (unit, tuple(chain)) if unit or chain else None


def _quotients(
    group: Group, unit: str, noun: Sequence[Term], question: Question, knowledge: Knowledge
) -> Iterator[Quotient]:
    general = {*knowledge.words.operation_words, *knowledge.lexicon.units.count}
    rest = [t for t in question.terms if t.weight >= 1 and t not in noun and t.text not in general]
    told = [t for t in group.figures if t.statement.figure.unit not in ("%", "‰")]
    timely = [t for t in told if not question.periods or _fits(t.statement, question)]
    for pieces in timely:
        figure = pieces.statement.figure
        if not figure.value or not _counts(pieces, unit, noun):
            continue
        for part in timely:
            own = part.statement.figure
            if (
                part is pieces
                or own.unit == figure.unit
                or own.bound is not Bound.EXACT
                or not _same_time(own.period, figure.period)
            ):
                continue
            total = any("".join(own.place.row[-1:]).startswith(word) for word in knowledge.lexicon.tables.total)
            asked = _is_asked(part.statement, question, knowledge)
            named = sum(part.names(t) for t in rest)
            around = sum(_over(part, t) for t in rest)
            planned = own.measure in PLANNED and own.measure not in question.measures
            if planned or not (asked or named) or (rest and not around + named):
                continue
            exact = 0.3 * any(pieces.names(t) for t in noun)
            recent = own.period.last / 20000 if own.period else 0.0
            yield Quotient(
                part, pieces, group.score + asked + 0.3 * named + 0.1 * around + exact + recent + 0.1 * total
            )


def _fits(statement: Statement, question: Question) -> bool:
    period = statement.figure.period
    return period is None or fits_period(period, question.periods)


def _same_time(one: object, other: object) -> bool:
    return one is None or other is None or one == other


def _counts(told: Told, unit: str, noun: Sequence[Term]) -> bool:
    """Whether a figure counts the pieces: in their unit or under a header that is it, called what they are called."""
    figure = told.statement.figure
    header = "".join(figure.place.column[-1:]) if figure.place.table is not None and not figure.end else ""
    by_unit = bool(unit) and (
        figure.unit == unit
        or (figure.unit in PEOPLE and unit in PEOPLE)
        or (header.startswith(unit) and figure.unit in ("", "次"))
    )
    if unit and not by_unit and figure.unit:
        return False
    called = all(_over(told, t) for t in noun)
    plain = unit in ANY or not by_unit
    by_header = not unit and header.endswith(COUNTS)
    return called and (not plain or by_header or any(told.names(t) for t in noun))


def _over(told: Told, term: Term) -> bool:
    return any(sum(t in told.over for t in name) >= HELD * len(name) for name in term.names if name)


def _is_asked(statement: Statement, question: Question, knowledge: Knowledge) -> bool:
    """Whether the figure is in the unit that is asked for, by name (多少平方米) or by a word for it."""
    unit = statement.figure.unit
    base = knowledge.lexicon.base_unit(unit)[0]
    words = knowledge.words.pattern("asked_unit", question.plain)
    printed = words["unit"] if words else ""
    if printed and any(u and printed.startswith(u) for u in (unit, base)):
        return True
    return base in question.units


def _write(part: Statement, pieces: Statement, unit: str, lexicon: Lexicon, writing: Writing) -> None:
    base = lexicon.base_unit(part.figure.unit)[0]
    number = in_base_unit(pieces, lexicon, writing)
    if base in lexicon.units.money and part.figure.value >= number:
        # 502 万元 says more than 5020000 元, but 30.5 元 more than 0.00305 万元.
        base, value = part.figure.unit, part.figure.value
    else:
        value = in_base_unit(part, lexicon, writing)
    mean = (value / number).quantize(_HUNDREDTH, ROUND_HALF_UP)
    formula = f"{decimal_text(value)} / {decimal_text(number)} = {decimal_text(mean)}"
    marks = tuple(writing.cite(s.document, s.figure.place) for s in (part, pieces))
    writing.say(
        "compute.per_unit",
        first_name=figure_name(part.figure, writing),
        first=writing.stated(part),
        second_name=figure_name(pieces.figure, writing),
        second=writing.stated(pieces),
        unit=unit or pieces.figure.unit,
        share=writing.computed(mean, base, formula, marks),
        formula=formula,
    )
