"""The documents' sentences as clauses whose figures are fields, each said anew: without what only leads on, the words
that only link a number to its name, and with the year that the sentence before gave."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.ask.knowledge import Knowledge
from app.draft.manuscript import Part, Sentence, tidy
from index.snapshot import Evidence, EvidenceKind
from index.statements import Statement

_CLAUSE = re.compile(r"[，,；;。！？!?]")
_OPENING, _CLOSING = "（(“《「【〈", "）)”》」】〉"
_NUMBERING = re.compile(
    r"^\s*(?:[（(]\d{1,2}[)）]|\d{1,2}[)）、.．](?!\d)|[（(][一二三四五六七八九十]+[)）]|[①-⑳]|[一二三四五六七八九十]是)\s*"
)
_LEADING = re.compile(
    r"^(?:其中|以及|此外|同时|另外|并且|而且|因此|从而|由此|以此|目前|据统计|并|而|则|即|也|又|还|另有|另|且|亦|再|为此|对此|到目前为止)[：:，,]?"
)
_LINK = re.compile(r"(?<=[\u3400-\u9fff”》）)])(?:共有|共计|总数为|数为|达到|共|有|为|是)\s*$")
_COUNTED = re.compile(r"(?:总数|总计|合计|人数|规模|数量|比例|[率度数额量])(?:为|是|达到|达)\s*$")
_TIME = re.compile(
    r"(?:截至|截止到?|至|到)?20\d{2}(?:\s*年)?(?:[-—–~至]+20\d{2})?(?:\s*[学年]+)?(?:度|以来|底|末|上半年|下半年|\d{1,2}月(?:\d{1,2}日)?)?"
)
LONGEST = 90
"""Characters of a clause above which nothing of it is used but its figures."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a sentence as words and fields, in the sentence's order; `at` is its number there."""

    at: int
    parts: tuple[Part, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        return tuple(part for part in self.parts if isinstance(part, Statement))

    @property
    def words(self) -> str:
        """What it says, figures as printed."""
        return tidy("".join(part.figure.text if isinstance(part, Statement) else str(part) for part in self.parts))


def evidence_to_clauses(evidence: Evidence, knowledge: Knowledge) -> list[Clause]:
    """The clauses of a sentence, cut at marks outside of brackets and quotation marks; none of a table row."""
    if evidence.kind is EvidenceKind.ROW:
        return []
    text = evidence.text
    placed = placed_statements(text, [knowledge.snapshot.figures[i] for i in evidence.figures])
    clauses: list[Clause] = []
    for start, end in _spans(text):
        parts: list[Part] = []
        at = start
        for first, last, statement in placed:
            if not start <= first < end or first < at:
                continue
            parts += [text[at:first], statement]
            at = last
        parts.append(text[at:end])
        kept = tuple(part for part in parts if not isinstance(part, str) or part.strip())
        if kept:
            clauses.append(Clause(len(clauses), kept))
    return clauses


def restate(
    clauses: Sequence[Clause], evidence: Evidence, weight: int, asked: bool, dated: bool = True
) -> Sentence | None:
    """One sentence of these clauses of a piece of evidence; `dated`: with the time that the clauses before give it.
    None if nothing is left."""
    parts: list[Part] = []
    before: Clause | None = None
    time = ""
    for clause in clauses:
        said = _said(clause, first=before is None)
        if not said:
            continue
        if before is not None:
            parts.append("、" if _brief(before) and _brief(clause) and clause.at == before.at + 1 else "，")
        own = _TIME.findall(clause.words)
        given = _time_before(clause, evidence) if not own and clause.statements and dated else ""
        if given and given != time:
            parts.append(given)
        time = own[-1] if own else given or time
        parts += said
        before = clause
    if before is None:
        return None
    return Sentence((*parts, "。"), ((evidence.document, evidence.place),), asked, weight)


def _time_before(clause: Clause, evidence: Evidence) -> str:
    """The time that the sentence gives before the clause, as printed; else that of the column it stands in."""
    text = tidy(evidence.text)
    at = text.find(clause.words)
    found = _TIME.findall(text[: max(at, 0)])
    if found:
        return str(found[-1])
    header = [match for part in evidence.place.column for match in _TIME.findall(tidy(part))]
    return str(header[-1]).removesuffix("度") if header else ""


def _said(clause: Clause, first: bool) -> list[Part]:
    """The clause without numbering and leading words, and without links between a name and its number."""
    parts = list(clause.parts)
    if isinstance(parts[0], str):
        head = _NUMBERING.sub("", parts[0])
        head = _LEADING.sub("", head.strip(), count=1) if first or len(head.strip()) > 4 else head
        parts[0] = head
    for at, part in enumerate(parts[:-1]):
        if isinstance(part, str) and isinstance(parts[at + 1], Statement) and not _COUNTED.search(part):
            parts[at] = _LINK.sub("", part)
    if isinstance(parts[-1], str):
        parts[-1] = parts[-1].rstrip("，。；、：:;, ")
    return [part for part in parts if part != ""]


def _brief(clause: Clause) -> bool:
    return len(clause.words) <= 16 and bool(clause.statements)


def _spans(text: str) -> Iterable[tuple[int, int]]:
    depth = 0
    start = 0
    for at, character in enumerate(text):
        if character in _OPENING:
            depth += 1
        elif character in _CLOSING:
            depth = max(0, depth - 1)
        elif depth == 0 and _CLAUSE.match(character) and (character != "," or not text[at + 1 : at + 2].isdigit()):
            yield start, at
            start = at + 1
    if text[start:].strip():
        yield start, len(text)


def placed_statements(text: str, statements: Sequence[Statement]) -> list[tuple[int, int, Statement]]:
    """Where in the sentence the figures stand, in its order. Their offsets are those in the passage or the cell that
    the sentence is part of: as many as fit tell where it begins there."""
    best: list[tuple[int, int, Statement]] = []
    for first in statements[:2]:
        for match in re.finditer(re.escape(first.figure.text), text):
            offset = first.figure.start - match.start()
            found = [
                (s.figure.start - offset, s.figure.end - offset, s)
                for s in statements
                if text[max(0, s.figure.start - offset) : max(0, s.figure.end - offset)] == s.figure.text
            ]
            best = max(best, found, key=len)
    return sorted(best, key=lambda entry: entry[:2])
