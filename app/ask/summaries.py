"""The gist of a section or a project: its key figures, what it says first, what is unfinished."""

from __future__ import annotations

from app.ask.knowledge import Knowledge
from app.ask.question import Question
from app.ask.references import section_with_parts
from app.ask.unfinished import unfinished_statuses
from app.ask.writing import Writing, figure_name
from index.indicators import Statement
from index.matching import Term
from index.tokens import text_to_tokens
from ingest.clauses import text_to_sentences
from ingest.records import PassageKind

LEAST_COVER = 0.5
MOST_POINTS = 9
MOST_UNFINISHED = 8
LONGEST = 220


def answer_summary(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes the gist of the section that the question names; False if it names none."""
    found = _section_meant(question, knowledge)
    if found is None:
        return False
    document, section = found
    records = knowledge.snapshot.records[document]
    inside = section_with_parts(knowledge.snapshot, document, section)
    writing.say("summary.head", heading=records.sections[section].heading)
    _write_key_figures(document, inside, writing, knowledge)
    points: list[str] = []
    for key in sorted(inside):
        first = next(
            (
                p
                for p in records.passages
                if p.place.section == key and p.kind in (PassageKind.PARAGRAPH, PassageKind.ITEM)
            ),
            None,
        )
        if first is None or len(points) >= MOST_POINTS:
            continue
        text = _beginning(" ".join(first.text.split()))
        at = writing.cite(document, first.place)
        for figure in records.figures:
            if figure.passage == first.key and figure.text in text:
                writing.stated(Statement(document, figure), cite=False)
        points.append(f"- {records.sections[key].title}：{text} {writing.mark(at)}")
    writing.lines.append("\n".join(points))
    undone = [
        (d, s)
        for d, s in unfinished_statuses(knowledge.snapshot, knowledge.lexicon)
        if d == document and s.place.section in inside
    ]
    if undone:
        writing.say("summary.unfinished")
        rows = []
        for d, status in undone[:MOST_UNFINISHED]:
            at = writing.cite(d, status.place)
            rows.append(f"- {' '.join(status.place.quote.split())} {writing.mark(at)}")
        writing.lines.append("\n".join(rows))
    return True


def _section_meant(question: Question, knowledge: Knowledge) -> tuple[int, int] | None:
    if question.references.sections:
        return question.references.sections[0]
    best: tuple[float, int, tuple[int, int]] | None = None
    for document in knowledge.snapshot.documents:
        for section in knowledge.snapshot.records[document.id].sections:
            tokens = set(text_to_tokens(section.title))
            cover = sum(_cover(term, tokens) * term.weight for term in question.terms if term.weight >= 1)
            total = sum(term.weight for term in question.terms if term.weight >= 1)
            if total and (best is None or (cover / total, -section.level) > (best[0], -best[1])):
                best = cover / total, section.level, (document.id, section.key)
    return best[2] if best is not None and best[0] >= LEAST_COVER else None


def _write_key_figures(document: int, inside: set[int], writing: Writing, knowledge: Knowledge) -> None:
    """The rows of small tables in the section: its rates and totals."""
    records = knowledge.snapshot.records[document]
    tables = {t.key for t in records.tables if t.section in inside and t.row_count - t.header_rows <= 6}
    parts: list[str] = []
    for sheet in knowledge.sheets:
        for line in sheet.lines:
            if sheet.document == document and line.table in tables:
                statements = [e.statement for e in line.entries if e.statement is not None]
                parts += [f"- {figure_name(s.figure, writing)}：{writing.stated(s)}" for s in statements]
    if parts:
        writing.say("summary.figures")
        writing.lines.append("\n".join(parts[:24]))


def _cover(term: Term, tokens: set[str]) -> float:
    return max((sum(token in tokens for token in name) / len(name) for name in term.names), default=0.0)


def _beginning(text: str) -> str:
    """As many whole sentences as are short enough to be read at a glance; at least one."""
    taken = ""
    for sentence in text_to_sentences(text):
        if taken and len(taken) + len(sentence.text) > LONGEST:
            break
        taken += sentence.text
    return taken
