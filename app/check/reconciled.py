"""Two counts of one thing that are no contradiction: one is a part of the other, the text itself leads from one to the
other, or each is followed by its own list of names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from app.ask.knowledge import Knowledge
from app.check.enumerations import listed_rightly
from app.check.things import time_of
from app.check.vocabulary import check_words
from index.restatements import plain_name, statement_name
from index.statements import Statement
from ingest.records import StatusKind

_MOST_PARTS = 3
_END = 2
_TELLING = 6
_SENTENCE = re.compile(r"[。；\n]")


def counts_some(statement: Statement, knowledge: Knowledge) -> bool:
    """Whether it counts only some: those that 其中 leads in, or of one of several table rows of one label."""
    figure = statement.figure
    records = knowledge.snapshot.records[statement.document]
    if figure.place.table is not None and figure.end:
        return records.tables[figure.place.table].rows.count(figure.place.row) > 1
    if figure.passage is None:
        return False
    before = records.passages[figure.passage].text[: figure.start].strip()
    words = tuple(word.rstrip("：:") for word in knowledge.lexicon.tables.part)
    sentence = _SENTENCE.split(before)[-1].strip()
    return before.endswith(words) or (sentence.startswith(words) and not any(c.isdigit() for c in sentence))


def counts_undone(statement: Statement, knowledge: Knowledge) -> bool:
    """Whether its sentence says that what it counts was not done, or is left to be done."""
    figure = statement.figure
    if figure.place.table is not None:
        return False
    if figure.passage is not None:
        text, words = knowledge.snapshot.records[statement.document].passages[figure.passage].text, check_words()
        before, behind = text[: figure.start], text[figure.end :]
        if re.search(words.reconciled.left, before) and re.search(words.reconciled.left_behind, behind):
            return True
    quote = "".join(statement.figure.place.quote.split())
    kinds = (StatusKind.NOT_DONE, StatusKind.NOT_STARTED, StatusKind.NOT_APPROVED)
    return any(word in quote for kind in kinds for word in knowledge.lexicon.statuses.get(kind, ()))


def meant_for_later(a: Statement, b: Statement, knowledge: Knowledge) -> bool:
    """Whether one is what there is to be by a year that the other place does not speak of: 到 2025 年达到 900 间."""
    return any(
        by is not None and by not in _passage_text(y, knowledge)
        for x, y in ((a, b), (b, a))
        for by in [_meant_year(x, knowledge)]
    )


def _meant_year(statement: Statement, knowledge: Knowledge) -> str | None:
    text = _passage_text(statement, knowledge)[: statement.figure.start]
    found = re.search(check_words().reconciled.by_year, _SENTENCE.split(text)[-1])
    return found[1] if found else None


def _passage_text(statement: Statement, knowledge: Knowledge) -> str:
    passage = statement.figure.passage
    return "" if passage is None else knowledge.snapshot.records[statement.document].passages[passage].text


class Reconciler:
    """Knows what the documents say of two counts that differ."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        lexicon = knowledge.lexicon
        self._names: dict[tuple[int, int], str] = {}
        self._by_end: dict[tuple[int, str, str], list[Statement]] = defaultdict(list)
        for s in knowledge.snapshot.figures:
            name = plain_name(statement_name(s.figure, lexicon) or "", lexicon)
            if name:
                self._names[s.document, s.figure.key] = name
                if s.figure.place.table is None:
                    self._by_end[s.document, s.figure.unit, name[-_END:]].append(s)

    def agree(self, ones: Sequence[Statement], others: Sequence[Statement]) -> bool:
        """Whether the documents say how counts of one value and counts of another can all be right."""
        return any(
            self._agree(a, b)
            for first in ones
            for second in others
            if first.figure.value != second.figure.value
            for a in self._repeated(first)
            for b in self._repeated(second)
        )

    def _repeated(self, statement: Statement) -> list[Statement]:
        """The count, and those of its value, unit and name in running text."""
        name = self._names.get((statement.document, statement.figure.key), "")
        if len(name) < _TELLING:
            return [statement]
        return [
            statement,
            *(
                s
                for s in self._by_end.get((statement.document, statement.figure.unit, name[-_END:]), ())
                if s.figure.value == statement.figure.value
                and s is not statement
                and self._names[s.document, s.figure.key].endswith(name[-_TELLING:])
            ),
        ]

    def _agree(self, a: Statement, b: Statement) -> bool:
        if meant_for_later(a, b, self.knowledge):
            return True
        if listed_rightly(a, self.knowledge) and listed_rightly(b, self.knowledge):
            return True
        small, great = sorted((a, b), key=lambda s: s.figure.value)
        return any(_leads_to(x, y, self.knowledge) for x, y in ((a, b), (b, a))) or self._is_part(small, great)

    def _is_part(self, small: Statement, great: Statement) -> bool:
        """Whether the smaller adds up to the greater with others of its name and time, each of another section."""
        name = self._names.get((small.document, small.figure.key), "")
        alike: dict[int | None, Statement] = {}
        for s in self._by_end.get((small.document, small.figure.unit, name[-_END:]), ()) if name else ():
            if s.figure.value >= great.figure.value or not self._names[s.document, s.figure.key].endswith(
                name[-_TELLING:]
            ):
                continue
            if _years(s, self.knowledge) == _years(small, self.knowledge):
                alike.setdefault(s.figure.place.section, s)
        in_words = small.figure.place.table is None
        own = small.figure.value if in_words else Decimal(0)
        others = [
            s.figure.value for section, s in alike.items() if not in_words or section != small.figure.place.section
        ]
        return any(
            own + sum(values, Decimal(0)) == great.figure.value
            for count in range(1 if own else 2, _MOST_PARTS + 1)
            for values in combinations(others, count)
        )


def _leads_to(a: Statement, b: Statement, knowledge: Knowledge) -> bool:
    """Whether the passage of `b` also states the value of `a`: for another year, or as what was added (新增 20 个,
    扩容后 30 台)."""
    if b.figure.passage is None:
        return False
    text = knowledge.snapshot.records[b.document].passages[b.figure.passage].text
    for other in knowledge.figures_of.get((b.document, b.figure.passage), ()):
        if other.key == b.figure.key or other.value != a.figure.value or other.unit == "%":
            continue
        words = text[max(0, other.start - check_words().reconciled.reach) : other.start]
        if any(word in words for word in check_words().reconciled.added):
            return True
        same = other.unit == b.figure.unit and _ends(other.subject[-1:]) == _ends(b.figure.subject[-1:])
        if same and None not in (other.period, b.figure.period) and other.period != b.figure.period:
            return True
    return False


def _ends(subject: Sequence[str]) -> str:
    return "".join(subject)[-_END:]


def _years(statement: Statement, knowledge: Knowledge) -> tuple[int, int] | None:
    period = time_of(statement, knowledge)
    return None if period is None else (period.first, period.last)
