"""The quantity that a question is about, apart from what is to be done with it: 博士人数 of 博士人数增加了多少."""

from __future__ import annotations

import re
from dataclasses import replace

from app.ask.knowledge import Knowledge
from app.ask.question import Question
from app.ask.terms import BRIDGE
from index.matching import Term
from ingest.records import Period


def asked_quantity(question: Question, knowledge: Knowledge) -> Question:
    """The question with the terms only that name a quantity: none for an operation, a unit or numbers in general."""
    words = knowledge.words
    operations = set(words.operation_words)
    units = {*knowledge.lexicon.units.count, *knowledge.lexicon.units.money}

    def names(term: Term) -> bool:
        return term.text not in operations and term.text not in units and term.text not in ("人数", "金额", "数量")

    terms = tuple(term for term in question.terms if names(term))
    if any(term.weight >= 1 and term.text not in words.coming for term in terms):
        # 新增几个, 开了几个: documents say it in other words, or not at all.
        terms = tuple(replace(t, weight=BRIDGE) if t.text in words.coming else t for t in terms)
    if not any(term.weight > BRIDGE for term in terms):
        terms = question.terms
    asked = question.units
    if (
        question.asks("difference")
        and "%" in asked
        and not any(words.pattern("rate_name", term.text) for term in terms)
    ):
        # 增长百分之几 asks for a share of what may be counted in anything.
        asked = ()
    unknown = tuple(word for word in question.unknown if word not in operations)
    return replace(question, terms=terms, units=asked, unknown=unknown)


def with_year_before(question: Question, knowledge: Knowledge) -> Question:
    """A change that names one year is one against the year before it (23年多了几个), unless the question holds it
    against something else."""
    if not question.asks("difference", "year_before") or len(question.periods) != 1:
        return question
    (period,) = question.periods
    held = knowledge.words.pattern("held_against", question.plain)
    if period.first != period.last or period.part or held or question.asks("gap", "benchmark", "sum"):
        return question
    last = knowledge.last_year
    if last is not None and last > period.first and knowledge.words.pattern("than_year", question.plain):
        # 比2020年多了多少: the year that the documents report on is meant.
        return replace(question, periods=(period, Period(last, last)))
    return replace(question, periods=(Period(period.first - 1, period.first - 1), period))


def is_against_target(question: Question, knowledge: Knowledge) -> bool:
    """Whether what lies between a figure and what was planned for it is asked for: 超目标几个, 比计划多多少."""
    return knowledge.words.pattern("against_target", question.plain) is not None and question.asks(
        "how_many", "count", "number", "difference"
    )


def adds_years(question: Question) -> bool:
    """Whether a count of several years together is asked for: 两年一共几个, 2022到2023年做了多少."""
    several = (
        len(question.periods) > 1 or any(p.first != p.last for p in question.periods) or question.asks("years_named")
    )
    other = question.asks("each", "difference", "compare", "gap", "average", "share", "verify", "highest", "lowest")
    # A question of several clauses asks for several figures, each by itself.
    return (
        several and not other and (question.asks("sum") or (question.asks("count", "how_many") and not question.parts))
    )


def head_terms(question: Question, knowledge: Knowledge) -> tuple[Term, ...]:
    """The terms that say what is counted: right behind the word for a number, else the last ones before it."""
    m = knowledge.words.pattern("counted_thing", question.plain)
    if m is not None:
        after = tuple(t for t in question.terms if t.text and m["after"].startswith(t.text))
        if after:
            return after
    asked = knowledge.words.pattern("number_word", question.plain)
    if asked is None:
        return ()
    ends = [
        (found.end(), t)
        for t in question.terms
        if t.text and t.weight >= 1
        for found in re.finditer(re.escape(t.text), question.plain[: asked.start()])
    ]
    last = max((end for end, _ in ends), default=0)
    return tuple(dict.fromkeys(t for end, t in ends if end == last))
