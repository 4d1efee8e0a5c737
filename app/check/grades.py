"""The report's own rule for the words in its status columns (80%以上、不足100%为“推进中”), against the rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from app.ask.knowledge import Knowledge
from app.ask.sheets import Line, Sheet
from app.ask.writing import decimal_text
from app.check.checked import Judgement, Spot, holds
from app.check.finding import make_finding, place_of, stated_at
from app.check.vocabulary import check_words
from index.statements import Statement
from ingest.records import Place
from prompts import message

_QUOTED = re.compile(r"([^“”\"。；]*)[“\"]([^“”\"]{1,8})[”\"]")
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Grade:
    """A word and the values (percent or points) that it stands for."""

    word: str
    low: Decimal | None = None
    low_included: bool = True
    high: Decimal | None = None
    high_included: bool = False

    def holds(self, value: Decimal) -> bool:
        if self.low is not None and (value < self.low or (value == self.low and not self.low_included)):
            return False
        return self.high is None or value < self.high or (value == self.high and self.high_included)


@dataclass(frozen=True, slots=True)
class Rule:
    """The grades that one sentence defines, for percentages or for points."""

    document: int
    place: Place
    unit: str
    grades: tuple[Grade, ...]

    def grade(self, value: Decimal) -> Grade | None:
        """The one grade of a value; None if none or several hold it."""
        found = [grade for grade in self.grades if grade.holds(value)]
        return found[0] if len(found) == 1 else None


def check_grades(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """Rows whose word is not the one that the rule gives for their rate, in sheets that use the rule's words."""
    rules = list(_rules(knowledge))
    for sheet in knowledge.sheets:
        for rule in rules:
            words = {grade.word for grade in rule.grades}
            column = _column_of(sheet, words) if rule.document == sheet.document else None
            if column is None or not _mostly_holds(sheet, column, rule):
                continue
            for line in sheet.body:
                yield from _check_line(line, column, rule, knowledge, language)


def _rules(knowledge: Knowledge) -> Iterator[Rule]:
    for piece in knowledge.snapshot.evidence:
        if piece.place.table is not None:
            continue
        grades: list[Grade] = []
        units: set[str] = set()
        for m in _QUOTED.finditer(piece.text):
            bounds = list(re.finditer(check_words().grades.bound, m[1]))
            if bounds:
                grades.append(_grade(m[2], bounds))
                units.update(b["unit"] for b in bounds)
        if len(grades) >= _FEWEST and len(units) == 1:
            yield Rule(piece.document, piece.place, units.pop(), tuple(grades))


def _grade(word: str, bounds: list[re.Match[str]]) -> Grade:
    grade = Grade(word)
    low, low_in, high, high_in = grade.low, grade.low_included, grade.high, grade.high_included
    words = check_words().grades
    for bound in bounds:
        value, before, after = Decimal(bound["value"]), bound["over"] or "", bound["after"] or ""
        if before in words.below or after in words.at_most:
            high, high_in = value, after in words.and_below
        elif before in words.equal or (not before and not after):
            low, low_in, high, high_in = value, True, value, True
        else:
            low, low_in = value, before not in words.above
    return Grade(word, low, low_in, high, high_in)


def _column_of(sheet: Sheet, words: set[str]) -> tuple[str, ...] | None:
    """The column in which most rows have one of the words."""
    for column in sheet.columns:
        entries = [e for line in sheet.body for e in line.entries if e.column == column]
        if len(entries) >= _FEWEST and sum(e.text.strip() in words for e in entries) * 3 > len(entries) * 2:
            return column
    return None


def _mostly_holds(sheet: Sheet, column: tuple[str, ...], rule: Rule) -> bool:
    """Whether the rule is of this sheet: most rows follow it."""
    judged = [
        grade.word == next((e.text.strip() for e in line.entries if e.column == column), "")
        for line in sheet.body
        if (rate := line.first("rate", "score")) is not None and (grade := rule.grade(rate.figure.value)) is not None
    ]
    return len(judged) > _FEWEST and sum(judged) * 3 >= len(judged) * 2


def _check_line(
    line: Line, column: tuple[str, ...], rule: Rule, knowledge: Knowledge, language: str
) -> Iterator[Judgement]:
    rate = line.first("rate", "score")
    entry = next((e for e in line.entries if e.column == column), None)
    grade = rule.grade(rate.figure.value) if rate is not None else None
    if rate is None or entry is None or grade is None or not entry.text.strip():
        return
    stated = entry.text.strip()
    if stated == grade.word:
        yield holds("status", [rate], spots=[Spot(line.document, entry.place, stated)])
        return
    summary = message(
        language,
        "check.status_rule",
        name=line.name,
        status=stated,
        rate=f"{decimal_text(rate.figure.value)}{rate.figure.unit}",
        expected=grade.word,
    )
    places = [
        place_of(knowledge.snapshot, line.document, entry.place, stated),
        stated_at(knowledge.snapshot, rate),
        place_of(knowledge.snapshot, rule.document, rule.place, grade.word),
        *(stated_at(knowledge.snapshot, s) for s in _distances(line.name, knowledge)),
    ]
    yield make_finding("status", "high", summary, places, confidence="0.85")


def _distances(name: str, knowledge: Knowledge) -> Iterator[Statement]:
    """How far sentences say that a thing is from its target."""
    aims = knowledge.lexicon.measures["target"].phrases
    for statement in knowledge.snapshot.figures:
        words = "".join(statement.figure.subject)
        if statement.figure.measure == "difference" and name in words and any(aim in words for aim in aims):
            yield statement
