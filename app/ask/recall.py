"""What the earlier answers of a session stated, for follow-ups that count on it: 一共呢, 少了多少, 第二个呢."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from app.ask.dialogue import COMBINES, REPLACED
from app.ask.knowledge import Knowledge
from app.ask.lookup import whole_first
from app.ask.question import Question
from app.ask.writing import Writing, decimal_text, figure_name, place_words
from index.indicators import Statement
from index.matching import Term
from index.tokens import text_to_tokens
from ingest.records import Period

Answering = Callable[[Question, Writing], None]
"""Answers a question as understood into a writing: the engine."""
_BOTH = re.compile(r"这俩|那俩|这两|那两|二者|两者|前后两|\b(?:both|the two|of the two)\b")
_THREE = re.compile(r"这三|那三|三者|\b(?:all three|the three|of the three)\b")
MOST_TURNS = 4
FEW = 4
"""Figures of one answer that are counted on; of more it is not clear which are meant."""


def pointed_at(question: Question, answering: Answering, knowledge: Knowledge) -> Question:
    """The question about the entry of the earlier answer's list that it speaks of (第二个呢), named; else as it is."""
    if question.points_at is None or not question.follows:
        return question
    earlier = scratch_of(question.before[0], answering, knowledge, question)
    at = question.points_at - 1 if question.points_at > 0 else question.points_at
    if not -len(earlier.entries) <= at < len(earlier.entries):
        return question
    found = knowledge.terms.find(earlier.entries[at].lower(), english=False).known
    own = [term for term in question.terms if term not in question.before[0].terms]
    rest = [replace(term, weight=term.weight * REPLACED) for term in own if term.weight < 1]
    kinds = question.kinds
    if question.asks("who", "when", "why", "how", "progress"):
        # Who is responsible for the second is asked of it alone: it is no list any more.
        kinds -= {"unfinished", "which_list", "count", "claim"}
    terms = (*found, *(t for t in own if t.weight >= 1), *rest)
    return replace(question, terms=terms, kinds=kinds, points_at=None, conditions=())


def answer_from_recall(question: Question, answering: Answering, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes sum, difference or extreme of what the earlier answers stated; False unless the question names nothing of
    its own and two figures of one unit were stated."""
    if not question.follows or not (question.asks(*COMBINES) or _BOTH.search(question.plain)):
        return False
    if any(term not in question.before[0].terms and not _combines(term, knowledge) for term in question.terms):
        return False
    if question.references != question.before[0].references:
        return False
    turns = _turns_meant(question)
    own_period = question.periods if question.periods != question.before[0].periods else ()
    heads = _heads(turns, own_period, question, answering, knowledge)
    if len(heads) < 2:
        return False
    writing.lines.append("\n".join(_line(head, writing) for head in heads))
    _combine(heads, question, writing)
    if question.asks("year_before") and own_period and question.asks("compare", "difference"):
        _compare_with_year_before(turns, own_period, heads, question, answering, writing, knowledge)
    return True


def _combines(term: Term, knowledge: Knowledge) -> bool:
    """Whether a term only says what is to be done with the figures (一共), or is part of a word."""
    return term.weight < 1 or any(knowledge.words.has(kind, term.text) for kind in COMBINES)


def statements_of(turn: Question, answering: Answering, knowledge: Knowledge, question: Question) -> list[Statement]:
    """The figures that the answer to an earlier question stated, in their order."""
    return list(scratch_of(turn, answering, knowledge, question).statements)


def recalled_statements(question: Question, answering: Answering, knowledge: Knowledge) -> list[Statement]:
    """The figures that the answers to the questions before this one stated, oldest first."""
    found: dict[Statement, None] = {}
    for earlier in reversed(question.before[:MOST_TURNS]):
        found.update(dict.fromkeys(scratch_of(earlier, answering, knowledge, question).statements))
    return list(found)


def _turns_meant(question: Question) -> tuple[Question, ...]:
    """The questions whose answers are meant, oldest first."""
    count = 2 if _BOTH.search(question.plain) else 3 if _THREE.search(question.plain) else MOST_TURNS
    if question.asks("difference", "gap") and not question.asks("sum"):
        count = min(count, 2)
    return tuple(reversed(question.before[:count]))


def _heads(
    turns: Sequence[Question],
    periods: tuple[Period, ...],
    question: Question,
    answering: Answering,
    knowledge: Knowledge,
) -> list[Statement]:
    """The first figure of each turn's answer, all of one unit; of the last answer alone where it states several."""
    asked = [replace(turn, periods=periods) if periods else turn for turn in turns]
    answers = [_of_measure(scratch_of(turn, answering, knowledge, question).statements, turn) for turn in asked]
    if len(answers) > 1:
        told = [
            stated[0] if turn.periods else whole_first(stated, knowledge)
            for stated, turn in zip(answers, asked, strict=True)
            if stated
        ]
        last = told[-1] if told else None
        heads = told
    else:
        last = answers[0][0] if answers and answers[0] else None
        heads = list(answers[0]) if answers else []
        heads = [h for h in heads if last is not None and h.figure.measure == last.figure.measure]
        if len(heads) > FEW or question.asks("highest", "lowest"):
            return []
    if last is None:
        return []
    alike = [h for h in dict.fromkeys(heads) if _same_unit(h.figure.unit, last.figure.unit, knowledge)]
    return [h for h in alike if h is last or _akin(h, last, Writing(question.language, knowledge.snapshot))]


def _of_measure(statements: Sequence[Statement], turn: Question) -> list[Statement]:
    """The figures of the measure that the turn asked for, where there are such."""
    return [s for s in statements if s.figure.measure in turn.measures] or list(statements)


def _same_unit(one: str, other: str, knowledge: Knowledge) -> bool:
    """Whether two figures may be added: 万元 and 元, and words for counting the same things (名, 人; 家, 间)."""
    if knowledge.lexicon.base_unit(one)[0] == knowledge.lexicon.base_unit(other)[0]:
        return True
    counting = [kind.units for kind in knowledge.words.units if one in kind.units and other in kind.units]
    return bool(counting) and len(one) == len(other) == 1


def _akin(a: Statement, b: Statement, writing: Writing) -> bool:
    """Whether two figures can be told together: of one measure, or called alike."""
    names = [set(text_to_tokens(figure_name(s.figure, writing))) for s in (a, b)]
    same = bool(a.figure.measure) and a.figure.measure == b.figure.measure
    return same or (bool(a.figure.unit) or bool(names[0] & names[1]))


def _combine(heads: Sequence[Statement], question: Question, writing: Writing) -> None:
    values = [head.figure.value for head in heads]
    unit = heads[0].figure.unit
    if question.asks("highest", "lowest"):
        lowest = question.asks("lowest") and not question.asks("highest")
        best = (min if lowest else max)(heads, key=lambda head: head.figure.value)
        writing.say(
            "ranking.lowest" if lowest else "ranking.highest",
            name=figure_name(best.figure, writing),
            figure=writing.stated(best),
            place=place_words(writing.snapshot, best.document, best.figure.place, writing.language),
        )
        if question.asks("difference") and len(heads) == 2:
            _write_difference(heads[0], values[0], heads[-1], values[-1], writing)
        return
    if question.asks("sum"):
        total = sum(values, Decimal(0))
        formula = " + ".join(decimal_text(value) for value in values) + f" = {decimal_text(total)}"
        writing.say("compute.total", total=writing.computed(total, unit, formula), formula=formula)
    elif question.asks("difference", "gap", "compare"):
        _write_difference(heads[0], values[0], heads[-1], values[-1], writing)
    elif question.asks("average"):
        mean = sum(values, Decimal(0)) / len(values)
        mean = mean.quantize(Decimal("0.01"))
        formula = f"({' + '.join(map(decimal_text, values))}) ÷ {len(values)} = {decimal_text(mean)}"
        writing.say("recall.mean", mean=writing.computed(mean, unit, formula), formula=formula)


def _write_difference(first: Statement, one: Decimal, last: Statement, other: Decimal, writing: Writing) -> None:
    high, low = max(one, other), min(one, other)
    formula = f"{decimal_text(high)} − {decimal_text(low)} = {decimal_text(high - low)}"
    unit = writing.text("points") if first.figure.unit == "%" else first.figure.unit
    key = "recall.less" if other < one else "recall.more" if other > one else "recall.even"
    writing.say(key, gap=writing.computed(high - low, unit, formula), formula=formula)


def _compare_with_year_before(
    turns: Sequence[Question],
    periods: tuple[Period, ...],
    heads: Sequence[Statement],
    question: Question,
    answering: Answering,
    writing: Writing,
    knowledge: Knowledge,
) -> None:
    """The sum of the year before beside that of the asked year."""
    before = tuple(Period(p.first - 1, p.last - 1, p.part) for p in periods)
    earlier = _heads(turns, before, question, answering, knowledge)
    if len(earlier) != len(heads):
        return
    writing.lines.append("\n".join(_line(head, writing) for head in earlier))
    totals = [sum((s.figure.value for s in part), Decimal(0)) for part in (earlier, heads)]
    formula = " + ".join(decimal_text(s.figure.value) for s in earlier) + f" = {decimal_text(totals[0])}"
    writing.say("compute.total", total=writing.computed(totals[0], heads[0].figure.unit, formula), formula=formula)
    _write_difference(earlier[0], totals[0], heads[0], totals[1], writing)


def _line(head: Statement, writing: Writing) -> str:
    place = place_words(writing.snapshot, head.document, head.figure.place, writing.language)
    return writing.text(
        "recall.line", label=figure_name(head.figure, writing), figure=writing.stated(head), place=place
    )


def scratch_of(earlier: Question, answering: Answering, knowledge: Knowledge, question: Question) -> Writing:
    """The earlier question answered again, for its figures only."""
    writing = Writing(question.language, knowledge.snapshot)
    answering(replace(earlier, kinds=earlier.kinds - {"chart"}), writing)
    return writing
