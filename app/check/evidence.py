"""What the rest of the documents holds about the figures of a finding: who states them too, what was computed from them
and came out right, and what stands beside them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from app.ask.knowledge import Knowledge
from app.check.checked import Checked
from app.check.finding import Finding
from index.restatements import statement_name
from index.statements import Statement, is_specific

_RESULT = re.compile(r"=\s*(-?[\d,.]+)\s*\S{0,3}\s*$")

FigureKey = tuple[int, int]
"""(document, figure key)."""


class Evidence:
    """Answers about one knowledge and the checks that held over it."""

    def __init__(self, knowledge: Knowledge, checked: Sequence[Checked]) -> None:
        self.knowledge = knowledge
        self._reckonings: dict[FigureKey, list[Checked]] = defaultdict(list)
        for check in checked:
            if check.outcome == "holds" and check.formula:
                for s in check.statements:
                    self._reckonings[s.document, s.figure.key].append(check)
        self._columns: dict[tuple[int, int | None, tuple[str, ...]], list[Statement]] = defaultdict(list)
        self._rows: dict[tuple[int, int | None, tuple[str, ...]], list[Statement]] = defaultdict(list)
        self._named: dict[tuple[str, str, Decimal], list[Statement]] = defaultdict(list)
        for s in knowledge.snapshot.figures:
            name = self._name(s)
            if name is not None:
                self._named[name].append(s)
            place = s.figure.place
            if place.table is not None and not s.figure.end:
                self._columns[s.document, place.table, place.column].append(s)
                self._rows[s.document, place.table, place.row].append(s)

    def statements(self, finding: Finding) -> list[Statement]:
        """The figures at the finding's places, in their order."""
        position = self.knowledge.snapshot.figure_position
        keys = [(p.document, p.figure) for p in finding.places if p.document is not None and p.figure is not None]
        return [self.knowledge.snapshot.figures[position[key]] for key in keys if key in position]

    def expected(self, finding: Finding) -> Decimal | None:
        """What the finding's reckoning comes to."""
        found = _RESULT.search(finding.recomputed or "")
        return Decimal(found[1].replace(",", "")) if found else None

    def reckonings(self, statement: Statement) -> list[Checked]:
        """The reckonings with this figure that came out right."""
        return self._reckonings.get((statement.document, statement.figure.key), [])

    def others(self, statement: Statement) -> list[Statement]:
        """Other places that state the same value of the same thing, at the same time as far as they say."""
        name = self._name(statement)
        alike = [
            s
            for s in (self._named[name] if name is not None else ())
            if None in (s.figure.period, statement.figure.period) or s.figure.period == statement.figure.period
            if s.figure.level == statement.figure.level and s.holder == statement.holder
        ]
        joined = self.knowledge.snapshot.same_indicator(statement)
        same = {(s.document, s.figure.key): s for s in (*joined, *alike) if s.figure.value == statement.figure.value}
        same.pop((statement.document, statement.figure.key), None)
        return list(same.values())

    def _name(self, statement: Statement) -> tuple[str, str, Decimal] | None:
        """What the figure is of, if its name tells by itself, with its base unit and value."""
        figure, lexicon = statement.figure, self.knowledge.lexicon
        name = statement_name(figure, lexicon)
        if not name or not is_specific(name, figure.measure, lexicon):
            return None
        unit, factor = lexicon.base_unit(figure.unit)
        return name, unit, figure.value * factor

    def in_row(self, statement: Statement) -> list[Statement]:
        """The other figures of its table row."""
        place = statement.figure.place
        if place.table is None or statement.figure.end:
            return []
        return [s for s in self._rows[statement.document, place.table, place.row] if s is not statement]

    def beside(self, statement: Statement) -> Iterator[tuple[Statement, str]]:
        """The figures right above and below it in its column, with the names of their rows."""
        place = statement.figure.place
        if place.table is None or statement.figure.end:
            return
        column = self._columns[statement.document, place.table, place.column]
        at = next((i for i, s in enumerate(column) if s is statement or s.figure.key == statement.figure.key), None)
        if at is None:
            return
        for other in (*column[max(0, at - 1) : at], *column[at + 1 : at + 2]):
            yield other, " ".join("".join(other.figure.place.row[-1:]).split())
