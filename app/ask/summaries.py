"""The gist of the whole, of a project or of a section: key figures first, what was done, what is unfinished and why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.ask.dialogue import KEPT
from app.ask.knowledge import Knowledge
from app.ask.lists import line_words
from app.ask.lookup import MONEY, leans, overall_statements
from app.ask.overview import bare_heading
from app.ask.points import write_points
from app.ask.question import Question
from app.ask.references import section_with_parts
from app.ask.setbacks import Setback, setback_words
from app.ask.sheets import Line
from app.ask.topics import answer_topic, topic_of
from app.ask.unfinished import unfinished_statuses, write_listing
from app.ask.writing import Writing, figure_name
from index.indicators import Statement
from index.lexical import text_to_words
from index.matching import Term
from index.snapshot import EvidenceKind
from index.tokens import plain, text_to_tokens
from ingest.records import Status, StatusKind

EXACT = (
    "each",
    "count",
    "how_many",
    "number",
    "why",
    "when",
    "verify",
    "conflict",
    "compare",
    "gap",
    "sum",
    "highest",
    "lowest",
)
"""Kinds of questions that want more than to be told of something."""
BESIDES = (
    "unfinished",
    "how_many",
    "count",
    "verify",
    "conflict",
    "compare",
    "benchmark",
    "which_list",
    "all_of",
    "each",
)
"""Kinds of what may be wanted besides the gist."""
_PART = re.compile(r"(?P<name>[\u3400-\u9fff]{2,10})(?:[这那](?:一)?|的)?(?:章节?|一?节(?!约|点)|部分|板块)")
LEAST_COVER = 0.5
CLEARLY = 0.1
MOST_TOTALS = 3
MOST_ROWS = 6
MOST_UNFINISHED = 8
MOST_CONFLICTS = 3
MOST_REASONS = 3
BROAD = 0.3
"""Weight of a word that stands in many titles."""
SHORTEST_TITLE = 4
NAMED = 1.5
"""Rank of a part whose whole title stands in the question; one that is named by other words has 1 at most."""
TOPICAL = 0.3
"""Share of a part's title that the question must name to mean that part, and not a topic of it."""


def wants_gist(question: Question, knowledge: Knowledge) -> bool:
    """Whether the gist of something is wanted: as such, or what is told of it and no figure or list."""
    if question.asks("summary"):
        return not question.asks("gap")
    if question.follows or question.conditions or not question.asks("tell", "deeds"):
        return False
    # 讲几句 asks for no number.
    words, text = knowledge.words, question.plain
    for start, end in (span for kind in ("tell", "deeds") for span in words.spans(kind, question.plain)):
        text = text[:start] + " " * (end - start) + text[end:]
    return not any(words.has(kind, text) for kind in EXACT)


def gist_of_part(question: Question, knowledge: Knowledge) -> bool:
    """Whether nothing but the gist of one part of the documents is wanted."""
    if question.references.tables or question.numbers or question.periods or question.asks(*BESIDES):
        return False
    return wants_gist(question, knowledge) and section_meant(question, knowledge) is not None


def answer_summary(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes the gist of the section that the question names, or of the whole if it names nothing; False if what it
    names is no section."""
    found = section_meant(question, knowledge)
    whole = question.asks("summary") and not (_subjects(question, knowledge) or question.unknown)
    if found is None and not (whole and knowledge.snapshot.documents):
        return answer_topic(question, writing, knowledge)
    if found is None:
        document = knowledge.snapshot.documents[0]
        writing.say("summary.head", heading=document.title)
        _write_whole(document.id, question, writing, knowledge)
        inside = {s.key for s in knowledge.snapshot.records[document.id].sections}
        if not _write_unfinished(document.id, inside, writing, knowledge):
            write_listing(question, writing, knowledge)
        _write_conflicts(document.id, inside, writing, knowledge)
        return True
    at, section = found
    inside = section_with_parts(knowledge.snapshot, at, section)
    writing.say("summary.head", heading=knowledge.snapshot.records[at].sections[section].heading)
    _write_rows(_key_rows(at, inside, knowledge), question, writing)
    undone = _setbacks_of(at, section, inside, knowledge)
    write_points(at, inside, undone, question, writing, knowledge)
    _write_undone(undone, inside, writing, knowledge)
    _write_conflicts(at, inside, writing, knowledge)
    return True


def _subjects(question: Question, knowledge: Knowledge) -> list[Term]:
    """What the question names; what only leads up to it (…那一节，帮我概括一下), where it names nothing else; the money
    itself (钱花得怎么样) where it names nothing that it is of."""
    words = knowledge.words
    part = _PART.search(question.plain)
    led = [t for t in question.terms if part is not None and t.text in part["name"]]
    named = led or topic_of(question, knowledge)
    return named or [
        term
        for term in question.terms
        if term.text in words.money_words
        or (term.weight >= KEPT and words.measures_asked(term.text) == ("satisfaction",))
    ]


def section_meant(question: Question, knowledge: Knowledge) -> tuple[int, int] | None:
    """The section whose heading says most of what is asked; a project's rather than another of the same words."""
    terms = _subjects(question, knowledge)
    if question.references.sections and not terms:
        return question.references.sections[0]
    broad = [BROAD if knowledge.words.has("broad", t.text) else 1 for t in terms]
    weights = [t.weight * knowledge.evidence.telling(t.names) * b for t, b in zip(terms, broad, strict=True)]
    total = sum(term.weight * knowledge.evidence.telling(term.names) for term in terms)
    ranked: list[tuple[float, bool, int, tuple[int, int]]] = []
    projects = set(knowledge.projects.values())
    for document in knowledge.snapshot.documents:
        for section in knowledge.snapshot.records[document.id].sections:
            tokens = set(text_to_tokens(section.title))
            cover = sum(_cover(t, tokens) * w for t, w in zip(terms, weights, strict=True)) / total if total else 0.0
            key = document.id, section.key
            if _is_named(section.title, question):
                ranked.append((NAMED, key in projects, -section.level, key))
            elif key in projects or _is_about(key, terms, knowledge):
                ranked.append((cover, key in projects, -section.level, key))
    best = max(ranked, key=lambda r: r[:3], default=None)
    if not question.references.sections:
        return best[3] if best is not None and best[0] >= LEAST_COVER else None
    # 第三块创新服务平台: the third of the projects rather than the third part, if its title says so.
    document_of, referred = question.references.sections[0]
    tokens = set(text_to_tokens(knowledge.snapshot.records[document_of].sections[referred].title))
    own = sum(_cover(term, tokens) * term.weight for term in terms) / total if total else 1.0
    return best[3] if best is not None and best[0] > own + CLEARLY else (document_of, referred)


def _is_named(title: str, question: Question) -> bool:
    """Whether the title stands in the question as it is."""
    bare = plain(bare_heading(title)).strip()
    return len(bare) >= SHORTEST_TITLE and bare in question.plain


def _is_about(at: tuple[int, int], terms: Sequence[Term], knowledge: Knowledge) -> bool:
    """Whether the title of the part speaks of what is asked rather than of more than that."""
    title = bare_heading(knowledge.snapshot.records[at[0]].sections[at[1]].title)
    said = [word for word in text_to_words(title) if len(word) > 1]
    named = {token for term in terms for name in term.names for token in name}
    return sum(set(text_to_tokens(word)) <= named for word in said) >= TOPICAL * len(said)


def _write_whole(document: int, question: Question, writing: Writing, knowledge: Knowledge) -> None:
    """Totals of the one-row tables of the whole and of the money, then a row for each project."""
    whole = [
        line
        for sheet in knowledge.sheets
        for line in sheet.lines
        if sheet.document == document
        and len(sheet.lines) == 1
        and len(sheet.tables) == 1
        and (document, _section_of(document, line.table, knowledge)) not in knowledge.projects
    ]
    all_totals = [
        next(line for line in sheet.lines if line.total)
        for sheet in knowledge.sheets
        if sheet.document == document and len(sheet.tables) == 1 and any(line.total for line in sheet.lines)
    ]
    totals = [line for line in all_totals if line.first("budget", "received", "spent") is None]
    if set(question.measures) & set(MONEY) or "元" in question.units:
        _write_rows([line for line in all_totals if line not in totals][:MOST_TOTALS], question, writing)
        return
    _write_rows((*whole[:2], *totals)[:MOST_TOTALS], question, writing)
    money = overall_statements(question, knowledge, MONEY)
    if money:
        writing.lines.append("\n".join(f"- {figure_name(s.figure, writing)}：{writing.stated(s)}" for s in money))
    grouped = next((s for s in knowledge.sheets if s.document == document and len(s.tables) > 2), None)
    if grouped is not None:
        writing.say("summary.projects")
        _write_rows([_rates_only(line) for line in grouped.body[: MOST_ROWS * 3]], question, writing, head=False)


def _rates_only(line: Line) -> Line:
    """The row without its counts, where it has rates: what is read at a glance."""
    rates = tuple(entry for entry in line.entries if entry.figure is not None and entry.figure.unit == "%")
    return replace(line, entries=rates) if rates else line


def _section_of(document: int, table: int, knowledge: Knowledge) -> int:
    section = knowledge.snapshot.records[document].tables[table].section
    return section if section is not None else -1


def _key_rows(document: int, inside: set[int], knowledge: Knowledge) -> list[Line]:
    """The rows of small tables in the section: its rates and totals."""
    records = knowledge.snapshot.records[document]
    tables = {t.key for t in records.tables if t.section in inside and t.row_count - t.header_rows <= MOST_ROWS}
    return [
        line
        for sheet in knowledge.sheets
        if sheet.document == document
        for line in sheet.lines
        if line.table in tables and any(entry.statement is not None for entry in line.entries)
    ]


def _write_rows(lines: Sequence[Line], question: Question, writing: Writing, head: bool = True) -> None:
    rows = []
    for line in lines:
        name, figures, mark = line_words(line, question, writing)
        rows.append(f"- {writing.text('colon').join(part for part in (name, figures) if part)} {mark}")
    if rows:
        if head:
            writing.say("summary.figures")
        writing.lines.append("\n".join(rows[: MOST_ROWS * 3]))


def _setbacks_of(document: int, section: int, inside: set[int], knowledge: Knowledge) -> list[Setback]:
    """What is unfinished of a section: what its own sentences call so, and the rows of other tables that are said to
    belong to it by its title."""
    title = set(text_to_tokens(bare_heading(knowledge.snapshot.records[document].sections[section].title)))

    def belongs(setback: Setback) -> bool:
        if setback.status.place.table is None:
            return setback.status.place.section in inside and setback.status.kind is not StatusKind.PARTLY
        cells = (part.partition("：")[2] for part in setback.pieces[0].text.split("；")[1:])
        return setback.tells and any(title == set(text_to_tokens(cell)) for cell in cells)

    return [s for s in knowledge.setbacks if s.document == document and belongs(s)]


def _write_undone(undone: Sequence[Setback], inside: set[int], writing: Writing, knowledge: Knowledge) -> None:
    """What is unfinished, with reasons and plans; then the other reasons that the section gives."""
    lines = setback_words(undone, writing, knowledge)
    if lines:
        writing.say("summary.unfinished")
        writing.lines.append("\n".join(f"- {line}" for line in lines))
    own = {piece.key for setback in undone for piece in setback.pieces}
    given: list[str] = []
    for key in knowledge.reasons:
        piece = knowledge.snapshot.evidence[key]
        text = " ".join(piece.text.split())
        prose = piece.place.section in inside and piece.kind is EvidenceKind.SENTENCE
        if not prose or key in own or len(given) >= MOST_REASONS or any(text in line for line in lines):
            continue
        if leans(text) and key and knowledge.snapshot.evidence[key - 1].passage == piece.passage:
            text = " ".join(knowledge.snapshot.evidence[key - 1].text.split()) + text
        reason = knowledge.reasons[key]
        if reason not in text:
            text += writing.text("unfinished.entry_reason", reason=reason)
        at = writing.cite(piece.document, piece.place)
        for position in piece.figures:
            writing.register_stated(knowledge.snapshot.figures[position], at)
        given.append(f"- {text} {writing.mark(at)}")
    if given:
        writing.say("summary.reasons")
        writing.lines.append("\n".join(given))


def _write_unfinished(document: int, inside: set[int], writing: Writing, knowledge: Knowledge) -> bool:
    """The sentences that call something unfinished; False if there are none."""
    undone = list(_undone(document, inside, knowledge))
    if not undone:
        return False
    writing.say("summary.unfinished")
    rows = []
    for status in undone[:MOST_UNFINISHED]:
        at = writing.cite(document, status.place)
        text = " ".join(status.place.quote.split())
        if status.reason and status.reason not in text:
            text += writing.text("unfinished.entry_reason", reason=status.reason)
        for figure in knowledge.snapshot.records[document].figures:
            if figure.place.section == status.place.section and figure.place.quote in status.place.quote:
                writing.register_stated(Statement(document, figure), at)
        rows.append(f"- {text} {writing.mark(at)}")
    writing.lines.append("\n".join(rows))
    return True


def _undone(document: int, inside: set[int], knowledge: Knowledge) -> Iterator[Status]:
    for d, status in unfinished_statuses(knowledge.snapshot, knowledge.lexicon):
        if d == document and status.place.section in inside and status.place.table is None:
            yield status


def _write_conflicts(document: int, inside: set[int], writing: Writing, knowledge: Knowledge) -> None:
    """Figures of the section that the documents state differently."""
    snapshot = knowledge.snapshot
    rows: list[str] = []
    for indicator in (i for i in snapshot.indicators if i.conflict):
        statements = [snapshot.figures[snapshot.figure_position[key]] for key in indicator.statements]
        own = [s for s in statements if s.document == document and s.figure.place.section in inside]
        other = next((s for s in statements if own and s.figure.value != own[0].figure.value), None)
        if own and other is not None and len(rows) < MOST_CONFLICTS:
            name = figure_name(own[0].figure, writing)
            rows.append(f"- {name}：{writing.stated(own[0])} / {writing.stated(other)}")
    if rows:
        writing.conflict = True
        writing.say("summary.conflicts")
        writing.lines.append("\n".join(rows))


def _cover(term: Term, tokens: set[str]) -> float:
    return max((sum(token in tokens for token in name) / len(name) for name in term.names), default=0.0)
