"""A question that asks several numbers at once (想核三个数：甲、乙多少台、丙有多少项) to one question for each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from app.ask.focus import is_naming
from app.ask.knowledge import Knowledge
from app.ask.question import LED_UP, Question, read_question
from index.matching import Term

LED = 0.25
"""Weight that what stands before the list has for each part."""
BEFORE = 0.9
"""Weight that the part before has for one that names nothing itself (多少人拿到证)."""
LEAST = 3
"""Characters of the shortest part."""
TOGETHER = ("verify", "conflict", "why", "recompute", "compare", "difference", "share", "unfinished", "alternatives")
"""Kinds of questions whose parts are asked of one another."""
_NUMBER = re.compile(r"多少|(?<!第)几(?!何|乎)|多大|多高|多长|多久|几多")
_BRACKETED = re.compile(r"[（(“《][^（）()“”《》]*[）)”》]")
_PART = re.compile(r"[^、；;。？！!?]+")


def separate_questions(question: Question, knowledge: Knowledge) -> tuple[Question, ...]:
    """One question for each number that is asked in a list of its own words; empty if it is not such a list.

    Each part takes what it leaves out (the project, the year) from what stands before the list.
    """
    if question.language != "zh" or question.asks(*TOGETHER):
        return ()
    lead, texts = _listed(question.plain)
    if not texts:
        return ()
    before = read_question(lead, knowledge) if lead else None
    own = [read_question(text, knowledge) for text in texts]
    if not all(any(t.weight >= LED_UP for t in part.terms) for part in own):
        return ()
    units = frozenset(knowledge.lexicon.all_units)
    return tuple(_completed(part, before, own[:at], question, units) for at, part in enumerate(own))


def _listed(text: str) -> tuple[str, list[str]]:
    """What stands before the list, and its parts; no parts if there are not two that ask for a number."""
    # What stands in brackets belongs to the word before them.
    hidden = _BRACKETED.sub(lambda m: "〇" * len(m.group()), text)
    for m in reversed(list(re.finditer(r"[:：]", hidden))):
        parts = _parts(hidden, m.end())
        if sum(_asks_number(hidden, *span) for span in parts) > 1:
            return text[: m.start()].strip(), [text[slice(*span)] for span in parts]
    end = hidden.find("、")
    start = max((hidden.rfind(mark, 0, max(end, 0)) for mark in "，,。；"), default=-1) + 1
    parts = _parts(hidden, start)
    if len(parts) < 2 or not all(_asks_number(hidden, *span) for span in parts):
        return "", []
    return text[:start].strip("，, "), [text[slice(*span)] for span in parts]


def _parts(text: str, start: int) -> list[tuple[int, int]]:
    """Where the parts of a list stand that begins here; none if one of them is too short to be one."""
    found = [(m.start(), m.end()) for m in _PART.finditer(text, start)]
    return found if all(end - at >= LEAST for at, end in found) else []


def _asks_number(text: str, start: int, end: int) -> bool:
    return _NUMBER.search(text, start, end) is not None


def _completed(
    part: Question, before: Question | None, earlier: Sequence[Question], whole: Question, units: frozenset[str]
) -> Question:
    """The part with what the lead names, and with less weight what the parts before it name. A unit names nothing."""
    terms: list[Term] = list(part.terms)
    names = any(term.weight >= 1 and is_naming(term.text) and term.text not in units for term in terms)
    for other, weight in ((before, LED), *((e, BEFORE) for e in earlier[-1:] if not names)):
        own = {term.names for term in terms}
        terms += [replace(t, weight=t.weight * weight) for t in (other.terms if other else ()) if t.names not in own]
    # 三年一共办了多少场、来了多少人次: the years and the sum are meant of both.
    spans = frozenset(kind for e in earlier[-1:] for kind in e.kinds & {"sum", "added", "years_named", "whole_named"})
    return replace(
        part,
        terms=tuple(terms),
        periods=part.periods
        or (before.periods if before else ())
        or next((e.periods for e in reversed(earlier) if e.periods and not names), ()),
        kinds=part.kinds | (spans if not names else frozenset()),
        references=part.references if part.references.tables or part.references.sections else whole.references,
        parts=(),
        before=whole.before,
        brief=True,
    )
