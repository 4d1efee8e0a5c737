"""What a term names in the documents (rows, columns, parts of one sentence, projects), and which terms stand beside one
another there: 出院 beside 手术, 到位 beside 预算. Of such terms one takes the other's place in a follow-up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.matching import Term
from index.tokens import text_to_tokens

if TYPE_CHECKING:
    from app.ask.sheets import Sheet
    from index.snapshot import Snapshot

HELD = 0.6
"""Share of the tokens of a name that a label must hold for the name to name it."""
Slot = tuple[str, int, int, str]
"""A place for names of one kind: what it is, the document, the table or passage or section, the unit or heading."""


@dataclass(frozen=True, slots=True)
class Label:
    """One name in a slot: `member` tells it from the others there."""

    slot: Slot
    member: int
    tokens: frozenset[str]


class Roles:
    """The names that stand beside one another in a set of documents. Built once, safe to read from many threads."""

    def __init__(self, snapshot: Snapshot, sheets: Iterable[Sheet]) -> None:
        self._by_token: dict[str, list[Label]] = defaultdict(list)
        self._size: dict[Slot, set[int]] = defaultdict(set)
        self._known: dict[tuple[tuple[str, ...], ...], Mapping[Slot, frozenset[int]]] = {}
        for at, sheet in enumerate(sheets):
            for row, line in enumerate(sheet.body):
                self._add(("row", sheet.document, at, ""), row, " ".join(line.path))
            for column, header in enumerate(dict.fromkeys(e.column for line in sheet.body for e in line.entries)):
                for depth, part in enumerate(header):
                    self._add(("column", sheet.document, at, str(depth)), column, part)
        for document, records in snapshot.records.items():
            for figure in records.figures:
                if figure.passage is not None and figure.place.table is None and figure.subject:
                    slot = ("figure", document, figure.passage, figure.unit)
                    self._add(slot, figure.key, figure.subject[-1])
            for section in records.sections:
                above = -1 if section.parent is None else section.parent
                self._add(("section", document, above, ""), section.key, section.title)

    def of(self, term: Term) -> Mapping[Slot, frozenset[int]]:
        """Per slot the members that the term names, where it does not name all of them."""
        if term.names not in self._known:
            self._known[term.names] = self._named(term.names)
        return self._known[term.names]

    def beside(self, one: Term, other: Term) -> bool:
        """Whether both name something in one slot and nothing in common there, and not one a row, one a column."""
        first, second, crossed = self.of(one), self.of(other), self._crossed(one, other)
        return any(
            not members & second[slot] for slot, members in first.items() if slot in second and slot[1:3] not in crossed
        )

    def across(self, one: Term, other: Term) -> bool:
        """Whether one names rows and the other columns of one table."""
        return bool(self._crossed(one, other))

    def _crossed(self, one: Term, other: Term) -> set[tuple[int, int]]:
        """The tables of which one names rows and the other columns."""

        def tables(term: Term, kind: str) -> set[tuple[int, int]]:
            return {(slot[1], slot[2]) for slot in self.of(term) if slot[0] == kind}

        return (tables(one, "row") & tables(other, "column")) | (tables(one, "column") & tables(other, "row"))

    def _named(self, names: tuple[tuple[str, ...], ...]) -> Mapping[Slot, frozenset[int]]:
        found: dict[Slot, set[int]] = defaultdict(set)
        for name in names:
            for label in {id(x): x for token in name for x in self._by_token.get(token, ())}.values():
                if sum(token in label.tokens for token in name) >= HELD * len(name):
                    found[label.slot].add(label.member)
        return {slot: frozenset(m) for slot, m in found.items() if len(m) < len(self._size[slot])}

    def _add(self, slot: Slot, member: int, text: str) -> None:
        label = Label(slot, member, frozenset(text_to_tokens(text)))
        self._size[slot].add(member)
        for token in label.tokens:
            self._by_token[token].append(label)
