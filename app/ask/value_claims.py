"""What a question takes a thing to be (自评90多分, 等级是优秀, 满意度提高了), held against what the documents state."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.ask.knowledge import Knowledge
from app.ask.lookup import names_a_subject
from app.ask.mentions import find_mentions
from app.ask.question import Question
from app.ask.select import Selected
from app.ask.series import year_series
from app.ask.writing import Writing, figure_name, place_words
from app.ask.years import write_series
from index.indicators import Statement
from ingest.numerals import han_value

ALIKE = 0.9
SURE = 0.5
"""Share of the question that evidence must cover to be held against it."""
MOST = 3
ELSE = ("added", "sum", "recompute", "how_many", "which_list", "difference", "alternatives", "conflict", "why", "each")
_ABOUT = re.compile(r"(?P<digits>\d+(?:\.\d+)?)(?P<over>多|余|几|来)?(?=[%分个项人名家门件万亿]|百分点|$)")
_SPOKEN = re.compile(r"(?P<han>[一二两三四五六七八九十百千]{2,})(?P<over>多|余|几|来)?(?=[分个项人名家门件])")


@dataclass(frozen=True, slots=True)
class Span:
    """What a number that a question gives may stand for, both ends included: 九十多 is 90 to 99."""

    low: Decimal
    high: Decimal

    def holds(self, value: Decimal) -> bool:
        return self.low <= value <= self.high


def answer_value_claim(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes whether the one value that the question claims is what the documents state of that very thing, and what
    they state; False unless it claims one, and they state any."""
    if not _claims(question):
        return False
    spans = _claimed(question)
    if len(spans) != 1 or any(c.kind in ("less", "more") for c in question.conditions):
        return False
    stated = _stated(question, knowledge)
    if not stated:
        return False
    fitting = [s for s in stated if spans[0].holds(s.figure.value)]
    writing.say("claims.holds" if fitting else "claims.fails")
    writing.lines.append("\n".join(_row(s, writing) for s in (fitting or stated)[:MOST]))
    return True


def answer_quality_claim(
    question: Question, selected: Sequence[Selected], writing: Writing, knowledge: Knowledge
) -> bool:
    """The same for a grade, for a change that is said to have gone one way, and for a value that is given roughly."""
    if answer_trend_claim(question, writing, knowledge):
        return True
    if not _claims(question):
        return False
    rough = any(span.low != span.high for span in _claimed(question))
    return _write_grade(question, selected, writing, knowledge) or (
        rough and answer_value_claim(question, writing, knowledge)
    )


def _claims(question: Question) -> bool:
    claims = question.asks("verify", "claim", "confirm")
    return claims and not question.asks(*ELSE) and not question.references.missing


def answer_trend_claim(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes whether something rose or fell as the question says, with its years; False unless it says one of both, and
    gives no numbers, and the documents state the years."""
    rising, falling = question.asks("rising"), question.asks("falling")
    if not question.asks("verify") or rising == falling or question.numbers or question.asks("why", "how_many"):
        return False
    series = next(iter(year_series(question, knowledge)), None)
    if series is None or len(series) < 2:
        return False
    values = [s.figure.value for s in series.values()]
    steps = [b - a for a, b in itertools.pairwise(values)]
    steps = steps if question.asks("steadily") else [values[-1] - values[0]]
    holds = all(step > 0 if rising else step < 0 for step in steps)
    writing.say("claims.trend_holds" if holds else "claims.trend_fails")
    write_series(series, question, writing)
    return True


def _claimed(question: Question) -> list[Span]:
    """The numbers that the question claims, digits and spoken ones."""
    found: list[Span] = []
    for m in _ABOUT.finditer(question.plain):
        if Decimal(m["digits"]) in question.numbers:
            found.append(_span(Decimal(m["digits"]), bool(m["over"])))
    for m in _SPOKEN.finditer(question.plain):
        value = han_value(m["han"])
        if value:
            found.append(_span(Decimal(value), bool(m["over"])))
    return list(dict.fromkeys(found))


def _span(value: Decimal, over: bool) -> Span:
    zeros = len(str(int(value))) - len(str(int(value)).rstrip("0"))
    return Span(value, value + 10**zeros - 1 if over and zeros else value)


def _stated(question: Question, knowledge: Knowledge) -> list[Statement]:
    """What is stated of the thing, in the asked unit: by its name, else by the measure that the question names, of all
    together."""
    lexicon = knowledge.lexicon
    mentions = find_mentions(question, knowledge)
    best = max((m.near for m in mentions), default=0.0)
    stated = [m.statement for m in mentions if m.near >= best * ALIKE and m.near >= SURE]
    rows = {(s.figure.place.table, s.figure.place.row) for s in stated if not s.figure.end}
    if (not stated or len(rows) > MOST) and question.measures and not names_a_subject(question, knowledge):
        stated = [
            s
            for s in knowledge.snapshot.figures
            if s.figure.measure in question.measures and s.figure.place.table is None and not s.holder
        ]
        stated = stated if len({s.figure.value for s in stated}) == 1 else []
    if question.units:
        stated = [s for s in stated if lexicon.base_unit(s.figure.unit)[0] in question.units]
    return stated


def _write_grade(question: Question, selected: Sequence[Selected], writing: Writing, knowledge: Knowledge) -> bool:
    """A grade that the question claims and the evidence gives otherwise, or gives."""
    grades = knowledge.words.overall_grades
    claimed = next((grade for grade in grades if grade in question.plain), "")
    if not claimed or not question.asks("grade_asked"):
        return False
    for piece in _graded(question, selected, knowledge):
        text = " ".join(piece.evidence.text.split())
        told = next((m[1] for m in [re.search(rf"[“\"为是：]({'|'.join(grades)})", text)] if m), "")
        if not told:
            continue
        at = writing.cite(piece.evidence.document, piece.evidence.place)
        for position in piece.evidence.figures:
            writing.register_stated(knowledge.snapshot.figures[position], at)
        key = "claims.grade_holds" if told == claimed else "claims.grade_fails"
        writing.say(key, claimed=claimed, text=text, mark=writing.mark(at))
        return True
    return False


def _graded(question: Question, selected: Sequence[Selected], knowledge: Knowledge) -> list[Selected]:
    """Evidence that speaks of a grade in the question's own word for it (等级, 自评), best first."""
    spoken = [question.plain[slice(*span)] for span in knowledge.words.spans("grade_asked", question.plain)]
    named = [piece for piece in selected if any(word in piece.evidence.text for word in spoken)]
    return [*named, *(p for p in selected if p not in named and knowledge.words.has("grade_asked", p.evidence.text))]


def _row(statement: Statement, writing: Writing) -> str:
    where = place_words(writing.snapshot, statement.document, statement.figure.place, writing.language)
    name = figure_name(statement.figure, writing)
    return writing.text("lookup.disagrees_row", figure=f"{name} {writing.stated(statement)}", place=where)
