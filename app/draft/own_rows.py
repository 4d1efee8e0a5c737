"""What a request names in the words of column headers, taken from the table that it is about: the one that it refers
to, or the small one that a project has for its counts and rates."""

from __future__ import annotations

from collections.abc import Iterator

from app.ask.knowledge import Knowledge
from app.ask.sheets import Line
from app.draft.request import Particular, Request, inside
from app.draft.resolving import Pick
from index.snapshot import EvidenceKind
from index.statements import Statement

SMALL = 3
"""Rows of a table that is one project's own."""
LEAST = 0.6
"""Share of the particular that a column's headers must say."""
MOST = 4


def own_rows(particular: Particular, request: Request, knowledge: Knowledge) -> list[Pick]:
    """The figures whose headers say most of the particular; none if no table of the request's own has such."""
    terms = [term.text for term in particular.question.terms if len(term.text) > 1]
    if not request.tables and not any(_tells(term, knowledge) for term in terms):
        return []
    best: tuple[float, Line, list[Statement]] | None = None
    for line in _own_lines(request, knowledge):
        headers = {"".join(" ".join((*line.path, *e.column)).split()): e.statement for e in line.entries if e.statement}
        heard = [term for term in terms if any(term in header for header in headers)]
        if not heard or (not request.tables and len("".join(heard)) < LEAST * len("".join(terms))):
            continue
        whole = len("".join(heard))
        covers = {header: sum(len(term) for term in heard if term in header) / whole for header in headers}
        most = max(covers.values())
        if best is None or most > best[0]:
            told = [(header, s) for header, s in headers.items() if covers[header] >= LEAST]
            literal = [s for header, s in told if _says(particular.text, s)]
            best = most, line, (literal or [s for _, s in told])[:MOST]
    if best is None:
        return []
    _, line, statements = best
    for piece in knowledge.snapshot.evidence:
        place = piece.place
        same = (piece.document, place.table, place.row) == (line.document, line.table, statements[0].figure.place.row)
        if piece.kind is EvidenceKind.ROW and same:
            return [Pick(piece, frozenset(), tuple(statements), first=True)]
    return []


def _tells(term: str, knowledge: Knowledge) -> bool:
    """Whether a term is more than a word for tasks and their being done."""
    return not any(term in word or word in term for word in knowledge.words.task_words) or len(term) > 2


def _says(text: str, statement: Statement) -> bool:
    header = "".join(statement.figure.place.column[-1].split())
    text = "".join(text.split())
    return len(header) > 1 and (header in text or text in header)


def _own_lines(request: Request, knowledge: Knowledge) -> Iterator[Line]:
    within = inside(request, knowledge) if request.project else None
    for sheet in knowledge.sheets:
        for line in sheet.lines:
            table = knowledge.snapshot.records[line.document].tables[line.table]
            small = table.row_count - table.header_rows <= SMALL
            referred = (line.document, line.table) in request.tables and small
            own = within is not None and request.section is not None and line.document == request.section[0]
            if referred or (own and within is not None and small and table.section in within):
                yield line
