"""What is unfinished: each task with the reason and the next step that the documents give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.answer import Language
from app.ask.knowledge import Knowledge
from app.ask.overview import bare_heading
from app.ask.sheets import Line
from app.ask.unfinished import unfinished_statuses
from app.draft.english_names import named as english_named
from app.draft.lines import line_name
from app.draft.manuscript import Block, Part, Printed, Sentence, tidy
from app.draft.phrasing import joined, phrase, words
from app.draft.request_words import draft_words
from app.draft.restating import evidence_to_clauses, restate
from index.snapshot import Evidence, EvidenceKind
from index.statements import Statement
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
    if len(sentences) == 1:
        return [Block("paragraph", tuple(sentences))]
    opening = Sentence(phrase(language, "open.opening"), weight=1, open=True)
    ordinals = words(language, "open.ordinals").split()
    counted = [
        replace(s, parts=(ordinals[at], *s.parts) if at < len(ordinals) else s.parts) for at, s in enumerate(sentences)
    ]
    return [Block("paragraph", (opening, *counted))]


def open_tasks(
    language: Language, knowledge: Knowledge, within: tuple[int, set[int]] | None, *, named: bool
) -> list[Sentence]:
    """A sentence for each unfinished task; with the project's name if `named`."""
    entries = unfinished_entries(knowledge)
    if within is not None:
        document, sections = within
        headings = _headings(document, sections, knowledge)
        entries = [
            (d, s)
            for d, s in entries
            if d == document and (s.place.section in sections or _is_of(d, s, headings, knowledge))
        ]
    found: list[Sentence] = []
    before = ""
    for document, status in entries[:MANY]:
        project = _project_of(document, status, knowledge) if named and within is None else ""
        # What stands under the same project goes on without naming it again.
        sentence = _sentence(document, status, language, knowledge, project if project != before else "")
        if sentence is not None:
            found.append(sentence)
            before = project
    return found


def _headings(document: int, sections: set[int], knowledge: Knowledge) -> set[str]:
    found = knowledge.snapshot.records[document].sections
    return {"".join(found[key].title.split()) for key in sections if found[key].title.strip()}


def _is_of(document: int, status: Status, headings: set[str], knowledge: Knowledge) -> bool:
    """Whether a row of a list says in one of its cells that it is of a section with this heading."""
    line = _line(document, status, knowledge) if status.place.table is not None else None
    if line is None:
        return False
    told = {"".join(text.split()) for text in (*line.path[:-1], *(e.text for e in line.entries if e.statement is None))}
    return bool(told & headings)


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


def _project_of(document: int, status: Status, knowledge: Knowledge) -> str:
    """What the task is part of: the group of its row, or the project that its section is of."""
    if status.place.table is None:
        return task_project(document, status, knowledge)
    line = _line(document, status, knowledge)
    name = line_name(line) if line is not None else status.subject[-1]
    over = status.subject[0] if len(status.subject) > 1 else ""
    return over if over != name else ""


def _sentence(document: int, status: Status, language: Language, knowledge: Knowledge, project: str) -> Sentence | None:
    stop = words(language, "stop")
    head: tuple[Part, ...] = phrase(language, "open.of", project=project) if project else ()
    if status.place.table is not None:
        line = _line(document, status, knowledge)
        name = line_name(line) if line is not None else status.subject[-1]
        after = _after(status, language, "", line)
        parts = (*head, *phrase(language, "open.row", task=english_named(name, language, knowledge)), *after)
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
    if language == "en":
        quote = [Printed(part) if isinstance(part, Statement) else part for part in body]
        return Sentence(phrase("en", "english.quoted_task", quote=quote), said.places, asked=True, weight=5)
    told = tidy("".join(part for part in body if isinstance(part, str)))
    return Sentence((*head, *body, *_after(status, language, told), stop), said.places, asked=True, weight=5)


def _after(status: Status, language: Language, told: str, line: Line | None = None) -> tuple[Part, ...]:
    """Reason, time and who sees to it, where the sentence has not said them."""
    pieces: list[tuple[Part, ...]] = []
    if status.reason and status.reason not in told:
        pieces.append(phrase(language, "open.reason", reason=status.reason.rstrip("。；，")))
    if status.planned and tidy(status.planned) not in told:
        pieces.append(phrase(language, "open.planned", time=status.planned))
    who = _responsible(line) if line is not None else ""
    if who:
        pieces.append(phrase(language, "open.responsible", who=who))
    return ("".join(words(language, "comma")), *joined(language, pieces)) if pieces else ()


def _responsible(line: Line) -> str:
    says = draft_words().says_responsible
    return next((e.text.strip() for e in line.entries if e.statement is None and says("".join(e.column))), "")


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
