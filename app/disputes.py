"""What the cross-check knows to be disputed about the very thing that a question asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.answer import Answer, Language, Turn
from app.ask.knowledge import Knowledge
from app.ask.mentions import RATIOS, asked_thing
from app.ask.question import Question, understand
from app.ask.writing import Writing
from app.check.finding import Finding, FindingPlace, finding_place_to_citation
from app.remarks import figure_at, reckoned
from index.matching import Term
from index.statements import Statement
from index.tokens import text_to_tokens

NAMED = 0.8
"""Share of what the question names that a finding must say to be about it."""
CHECKED = 0.65
"""The same where the question asks whether figures hold."""
OWN = 0.7
"""Share of the disputed thing's name that the question must say."""
GIVEN = 0.5
"""The same for both where the question gives one of the disputed values."""
TELLING = 4
"""Characters of a number that tells by itself what it is of."""
SENTENCE = 80
"""Characters of a sentence up to which all of it is about its figure."""
MOST = 2
CHECKING = ("verify", "conflict", "alternatives", "versions")
ASKING = (*CHECKING, "number", "count", "how_many", "when", "why", "difference")
ELSE = ("which_list", "summary", "highest", "lowest", "unfinished", "average", "benchmark")
ORDERS = ("injection", "command", "summary")
STATED = ("restated", "year", "unit", "status")
WORDING = ("name", "missing")
"""Findings about how things are written: no figure or status is disputed by them."""
_NAME = re.compile(r"[“\"]([^”\"]{2,60})[”\"]")


def disputes_about(
    text: str, history: Sequence[Turn], knowledge: Knowledge, findings: Sequence[Finding], answered: Answer
) -> list[Finding]:
    """The findings about the thing that the question asks for, where it asks whether figures hold, or for a figure of
    which the answer states a disputed value, or for one that was not found."""
    if answered.conflict or not knowledge.snapshot.documents:
        return []
    question = understand(text, history, knowledge)
    checking = question.asks(*CHECKING)
    if not question.asks(*ASKING) or question.asks(*ORDERS) or question.references.missing:
        return []
    if not checking and question.asks(*ELSE):
        return []
    beyond = question.unknown or question.periods or knowledge.words.detail("breakdown", question.plain)
    if answered.refused and not checking and beyond:
        # What was refused for what the documents do not have, or for its time, is no dispute of theirs.
        return []
    kept = (
        [f for f in findings if f.kind not in WORDING]
        if checking
        else [f for f in findings if f.kind in STATED and _tells(f, question, knowledge)]
    )
    terms = [t for t in asked_thing(question, knowledge) if any(t.names)]
    about = [f for f in kept if is_about(f, terms, question, knowledge)]
    if not checking and not answered.refused:
        about = [f for f in about if any(value and value in answered.answer for value in f.values)]
    return about[:MOST]


def is_about(finding: Finding, terms: Sequence[Term], question: Question, knowledge: Knowledge) -> bool:
    """Whether the disputed thing is what the question names, in its unit, level and time; `terms` are what it asks
    about."""
    checking = question.asks(*CHECKING)
    weights = [t.weight * knowledge.evidence.telling(t.names) for t in terms]
    whole = sum(weights)
    if not whole or not _can_be_asked(finding, question, knowledge):
        return False
    asked = {token for t in question.terms for name in t.names for token in name}
    rarity = knowledge.evidence.rarity

    def said(words: str) -> float:
        tokens = set(text_to_tokens(words))
        covers = [max(sum(x in tokens for x in name) / len(name) for name in t.names if name) for t in terms]
        return sum(w * c for w, c in zip(weights, covers, strict=True)) / whole

    def named(name: str) -> float:
        tokens = set(text_to_tokens(name))
        return sum(map(rarity, tokens & asked)) / (sum(map(rarity, tokens)) or 1.0)

    names = [*_NAME.findall(finding.summary), *(p.row.split(" › ")[-1] for p in finding.places if p.row)]
    own = max((named(name) for name in names), default=0.0)
    words = [" ".join((p.row or "", p.column or "", p.quote[:SENTENCE])) for p in finding.places]
    share = said(" ".join((*names, *words)))
    given = {f"{number}" for number in question.numbers if number > MOST}
    # What another figure was reckoned with may be right.
    own_places = finding.places if finding.kind in ("restated", "status", "year") else finding.places[:1]
    stated = [number for number in given if any(number in re.findall(r"[\d.]+", p.value) for p in own_places)]
    if stated:
        # 92.06 is stated of few things, 40 of many.
        return share >= GIVEN and (own >= GIVEN or max(map(len, stated)) >= TELLING)
    if given and checking:
        # What is to be checked is given: other figures of the same thing are not asked for.
        return False
    exact = max((said(w) for w in words if len(w) < SENTENCE), default=0.0)
    return share >= (CHECKED if checking else NAMED) and (own >= OWN or exact >= OWN)


def _tells(finding: Finding, question: Question, knowledge: Knowledge) -> bool:
    """Whether it is about what is asked for: figures, or the time of something."""
    if finding.kind == "year":
        return question.asks("when")
    return any(_statement(place, knowledge) is not None for place in finding.places)


def answer_disputed(findings: Sequence[Finding], knowledge: Knowledge, language: Language) -> Answer:
    """The findings as the answer: every value with its place."""
    writing = Writing(language, knowledge.snapshot)
    writing.conflict = True
    for finding in findings:
        writing.lines.append(finding.summary)
        if finding.recomputed:
            writing.say("recomputed", formula=finding.recomputed)
            result = reckoned(finding)
            writing.figures += [result] if result is not None else []
        writing.lines.append("\n".join(_row(place, writing) for place in finding.places))
    return writing.answer()


def _row(place: FindingPlace, writing: Writing) -> str:
    citation = finding_place_to_citation(place)
    if citation not in writing.citations:
        writing.citations.append(citation)
    at = writing.citations.index(citation)
    figure = figure_at(place, at)
    writing.figures += [figure] if figure is not None else []
    where = writing.text("comma").join(
        part
        for part in (place.table or place.section, writing.text("page", page=place.page) if place.page else "")
        if part
    )
    return writing.text("lookup.disagrees_row", figure=f"{place.value}{writing.mark(at)}", place=where)


def _can_be_asked(finding: Finding, question: Question, knowledge: Knowledge) -> bool:
    """Whether one of the disputed figures is of the unit, level and time that the question asks for."""
    figures = [s.figure for p in finding.places if (s := _statement(p, knowledge)) is not None]
    if not figures:
        return True
    lexicon = knowledge.lexicon
    ratio = bool(set(RATIOS) & set(question.measures)) or "%" in question.units
    units = {lexicon.base_unit(f.unit)[0] for f in figures}
    if units == {"%"} and not ratio and not question.asks("difference", *CHECKING):
        return False
    if ratio and "%" not in units and "分" not in units:
        return False
    if question.units and not question.asks(*CHECKING) and not units & {*question.units, ""}:
        return False
    if question.levels and not any(not f.level or any(a in f.level for a in question.levels) for f in figures):
        return False
    years = [f.period for f in figures if f.period is not None]
    return (
        not question.periods
        or len(years) < len(figures)
        or any(p.first <= year.first and year.last <= p.last for p in question.periods for year in years)
    )


def _statement(place: FindingPlace, knowledge: Knowledge) -> Statement | None:
    if place.document is None or place.figure is None:
        return None
    at = knowledge.snapshot.figure_position.get((place.document, place.figure))
    return knowledge.snapshot.figures[at] if at is not None else None
