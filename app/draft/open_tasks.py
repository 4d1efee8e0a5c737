"""What is unfinished: each task with the reason and the next step that the documents give."""

from __future__ import annotations

from collections.abc import Sequence

from app.answer import Language
from app.ask.knowledge import Knowledge
from app.ask.overview import bare_heading
from app.ask.sheets import Line
from app.ask.unfinished import unfinished_statuses
from app.draft.lines import line_name
from app.draft.manuscript import Block, Part, Sentence, tidy
from app.draft.phrasing import joined, phrase, words
from app.draft.restating import evidence_to_clauses, restate
from index.snapshot import Evidence, EvidenceKind
from ingest.records import Status
from ingest.statuses import UNFINISHED, status_of_clause

Told = tuple[int, Status]
MANY = 24


def open_tasks_blocks(
    language: Language, knowledge: Knowledge, within: tuple[int, set[int]] | None, *, items: bool
) -> list[Block]:
    """A sentence for each unfinished task, of the sections `within` if given; as a list if `items`."""
    sentences = open_tasks(language, knowledge, within, named=True)
    if not sentences:
        return []
    if items:
        numbered = [
            Sentence((f"{at}. ", *s.parts), s.places, asked=True, weight=s.weight) for at, s in enumerate(sentences, 1)
        ]
        return [Block("items", tuple(numbered))]
    opening = Sentence(phrase(language, "open.opening"), weight=1, open=True)
    return [Block("paragraph", (opening, *sentences) if len(sentences) > 1 else tuple(sentences))]


def open_tasks(
    language: Language, knowledge: Knowledge, within: tuple[int, set[int]] | None, *, named: bool
) -> list[Sentence]:
    """A sentence for each unfinished task; with the project's name if `named`."""
    entries = unfinished_entries(knowledge)
    if within is not None:
        document, sections = within
        entries = [(d, s) for d, s in entries if d == document and s.place.section in sections]
    sentences = [_sentence(d, s, language, knowledge, named and within is None) for d, s in entries[:MANY]]
    return [sentence for sentence in sentences if sentence is not None]


def unfinished_entries(knowledge: Knowledge) -> list[Told]:
    """Of tables that are lists of what is unfinished their rows; else what headings and sentences say so of."""
    statuses = unfinished_statuses(knowledge.snapshot, knowledge.lexicon)
    listing = {
        (sheet.document, table)
        for sheet in knowledge.sheets
        if len(sheet.lines) > 1 and _lists_unfinished(sheet.title, knowledge)
        for table in sheet.tables
    }
    rows = [(d, s) for d, s in statuses if (d, s.place.table) in listing]
    said = [(d, s) for d, s in statuses if s.place.table is None]
    return rows or said or statuses


def _lists_unfinished(title: str, knowledge: Knowledge) -> bool:
    named = status_of_clause(title, knowledge.lexicon)
    return named is not None and named[0] in UNFINISHED


def _sentence(document: int, status: Status, language: Language, knowledge: Knowledge, named: bool) -> Sentence | None:
    stop = words(language, "stop")
    if status.place.table is not None:
        line = _line(document, status, knowledge)
        name = line_name(line) if line is not None else status.subject[-1]
        over = status.subject[0] if len(status.subject) > 1 and status.subject[0] != name else ""
        head: tuple[Part, ...] = phrase(language, "open.of", project=over) if over and named else ()
        parts = (*head, *phrase(language, "open.row", task=name), *_after(status, language, ""))
        return Sentence((*parts, stop), ((document, status.place),), asked=True, weight=5)
    evidence = _evidence(document, status, knowledge)
    if evidence is None:
        return None
    clauses = evidence_to_clauses(evidence, knowledge)
    kept = [
        c for c in clauses if not (status.reason and status.reason in c.words and len(c.words) < len(status.reason) + 8)
    ]
    said = restate(kept or clauses, evidence, weight=5, asked=True)
    if said is None:
        return None
    body = said.parts[:-1]
    told = tidy("".join(part for part in body if isinstance(part, str)))
    project = task_project(document, status, knowledge) if named else ""
    head = phrase(language, "open.of", project=project) if project else ()
    return Sentence((*head, *body, *_after(status, language, told), stop), said.places, asked=True, weight=5)


def _after(status: Status, language: Language, told: str) -> tuple[Part, ...]:
    """Reason and time, where the sentence has not said them."""
    pieces: list[tuple[Part, ...]] = []
    if status.reason and status.reason not in told:
        pieces.append(phrase(language, "open.reason", reason=status.reason.rstrip("。；，")))
    if status.planned and tidy(status.planned) not in told:
        pieces.append(phrase(language, "open.planned", time=status.planned))
    return ("".join(words(language, "comma")), *joined(language, pieces)) if pieces else ()


def _line(document: int, status: Status, knowledge: Knowledge) -> Line | None:
    lines: Sequence[Line] = [
        line
        for sheet in knowledge.sheets
        if sheet.document == document
        for line in sheet.lines
        if line.table == status.place.table and line.path == status.place.row
    ]
    return lines[0] if lines else None


def _evidence(document: int, status: Status, knowledge: Knowledge) -> Evidence | None:
    quote = "".join(status.place.quote.split())
    for piece in knowledge.snapshot.evidence:
        if piece.document == document and piece.kind is EvidenceKind.SENTENCE and piece.passage == status.passage:
            text = "".join(piece.text.split())
            if text in quote or quote in text:
                return piece
    return None


def task_project(document: int, status: Status, knowledge: Knowledge) -> str:
    """The project, or the section, that the task belongs to; empty if nothing tells."""
    section = status.place.section
    if section is None:
        return ""
    at = knowledge.projects.get((document, section))
    if at is not None:
        return bare_heading(knowledge.snapshot.records[at[0]].sections[at[1]].heading)
    headings = knowledge.snapshot.records[document].section_path(section)
    named = [h for h in headings if not _lists_unfinished(h, knowledge)]
    return bare_heading(named[-1]) if named else ""
