"""Which tasks are unfinished: what the documents say so of, and the indicators that are below their target."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.answer import AnswerTable
from app.ask.columns import Kind, listed_kind
from app.ask.dialogue import KEPT
from app.ask.knowledge import Knowledge
from app.ask.lists import write_rows
from app.ask.overview import bare_heading
from app.ask.question import Question
from app.ask.references import section_with_parts
from app.ask.rows import Rows
from app.ask.vocabulary import AskWords
from app.ask.writing import Writing, decimal_text, place_words
from index.indicators import Statement
from index.matching import Term
from index.snapshot import Snapshot
from index.tokens import plain, text_to_tokens
from ingest.lexicon import Lexicon
from ingest.records import Status
from ingest.statuses import UNFINISHED, status_of_clause


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A table row whose actual value is below its target."""

    target: Statement
    actual: Statement


def answer_unfinished(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """The whole list: total, tasks named as unfinished with the reason given, indicators below target as a table.

    A question that names a project, a level or a year gets what falls under it; False if that is nothing.
    """
    words, snapshot, lexicon = knowledge.words, knowledge.snapshot, knowledge.lexicon
    wanted = _wanted(question, words, listed_kind(question, knowledge))
    if not wanted and not question.references.sections and write_listing(question, writing, knowledge):
        return True
    entries = _asked(unfinished_statuses(snapshot, lexicon), wanted, question, knowledge)
    shortfalls = [s for s in table_shortfalls(snapshot, lexicon) if _is_asked(s, wanted, question)]
    if wanted and not entries and not shortfalls and question.asks("all_of"):
        wanted = []
        entries = _asked(unfinished_statuses(snapshot, lexicon), wanted, question, knowledge)
        shortfalls = [s for s in table_shortfalls(snapshot, lexicon) if _is_asked(s, wanted, question)]
    named = wanted or question.references.tables
    if named and not entries and not shortfalls:
        return False
    if not wanted and not question.levels:
        _write_overall(writing, snapshot)
    if entries:
        writing.say("unfinished.listed", count=writing.computed(_decimal(len(entries)), "", _count_formula(writing)))
    rows = []
    for number, (document, status) in enumerate(entries, 1):
        at = writing.cite(document, status.place)
        _register_figures(document, status, writing, snapshot)
        reason = status.reason and writing.text("unfinished.entry_reason", reason=status.reason)
        if status.reason and status.reason in status.place.quote:
            reason = ""
        headings = snapshot.records[document].section_path(status.place.section)
        project = _project(headings, lexicon)
        writing.entries.append(status.subject[-1] if status.subject else status.place.quote)
        rows.append(
            writing.text(
                "unfinished.entry",
                index=number,
                project=f"**{project}**："
                if project and writing.language == "zh"
                else f"**{project}**: "
                if project
                else "",
                text=" ".join(status.place.quote.split()) + reason,
                mark=writing.mark(at),
            )
        )
    if rows:
        writing.lines.append("\n".join(rows))
    if shortfalls:
        period = shortfalls[0].target.figure.period
        writing.say(
            "unfinished.short",
            count=writing.computed(_decimal(len(shortfalls)), "", _count_formula(writing)),
            period=period or "—",
        )
        writing.tabulate(_shortfall_table(shortfalls, writing, snapshot))
    if not entries and not shortfalls:
        writing.say("unfinished.none")
    return True


def write_listing(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """The rows of a table that is itself the list of what is unfinished; False if there is none."""
    for sheet in knowledge.sheets:
        if len(sheet.lines) > 1 and _lists_unfinished(sheet.title, knowledge.lexicon):
            rows = Rows(sheet, sheet.lines, 1.0, narrowed=False)
            write_rows(rows, sheet.body, question, writing, knowledge)
            return True
    return False


def unfinished_statuses(snapshot: Snapshot, lexicon: Lexicon) -> list[tuple[int, Status]]:
    """Statuses under headings that list what is unfinished, or in status cells of tables; where the documents have
    neither, every sentence that calls something unfinished."""
    statuses = [(d, s) for d, s in snapshot.statuses() if s.kind in UNFINISHED]
    listed = [
        (d, s)
        for d, s in statuses
        if (s.passage is None)
        or _lists_unfinished((snapshot.records[d].section_path(s.place.section) or ("",))[-1], lexicon)
    ]
    return listed or statuses


def table_shortfalls(snapshot: Snapshot, lexicon: Lexicon) -> list[Shortfall]:
    """Rows of result tables whose actual count is below the target; a row that two tables repeat counts once."""
    found: dict[tuple[str, ...], Shortfall] = {}
    for document, table in snapshot.tables():
        rows: dict[tuple[str, ...], dict[str, Statement]] = {}
        for figure in snapshot.records[document].figures:
            if figure.place.table == table.key and figure.measure in ("target", "actual") and not figure.end:
                rows.setdefault(figure.place.row, {}).setdefault(figure.measure, Statement(document, figure))
        for row, pair in rows.items():
            if set(pair) != {"target", "actual"} or not row:
                continue
            shortfall = Shortfall(pair["target"], pair["actual"])
            total = any(word in row[-1] for word in lexicon.tables.total)
            if not total and shortfall.actual.figure.value < shortfall.target.figure.value:
                key = tuple(re.sub(r"\s+", "", plain(part)) for part in shortfall.target.figure.subject)
                found.setdefault(key, shortfall)
    return list(found.values())


def _write_overall(writing: Writing, snapshot: Snapshot) -> None:
    """One line with the totals of the first one-row table that has target, actual and rate for the narrowest period."""
    for document, table in snapshot.tables():
        if table.row_count - table.header_rows != 1:
            continue
        statements = [Statement(document, f) for f in snapshot.records[document].figures if f.place.table == table.key]
        targets = [s for s in statements if s.figure.measure == "target"]
        actuals = [s for s in statements if s.figure.measure == "actual"]
        if not targets or not actuals:
            continue
        target, actual = targets[-1], actuals[-1]
        if actual.figure.value >= target.figure.value:
            return
        gap = target.figure.value - actual.figure.value
        formula = f"{decimal_text(target.figure.value)} − {decimal_text(actual.figure.value)} = {decimal_text(gap)}"
        label = " › ".join(part for part in target.figure.place.column)
        writing.say(
            "unfinished.overall",
            label=f"{label} ",
            target=writing.stated(target),
            actual=writing.stated(actual),
            gap=writing.computed(gap, target.figure.unit, formula),
            formula=formula,
        )
        return


def _asked(
    entries: list[tuple[int, Status]], wanted: Sequence[Term], question: Question, knowledge: Knowledge
) -> list[tuple[int, Status]]:
    """Entries of the project, place or year that the question names; all of them if it names none."""
    snapshot = knowledge.snapshot
    kept = [
        (document, status)
        for document, status in entries
        if not wanted
        or _covers(wanted, (*snapshot.records[document].section_path(status.place.section), status.place.quote))
    ]
    if question.references.sections:
        within = {
            (document, key)
            for document, section in question.references.sections
            for key in section_with_parts(snapshot, document, section)
        }
        kept = [(d, s) for d, s in kept if s.place.section is not None and (d, s.place.section) in within]
    if question.references.tables:
        own = {_project_of(document, key, knowledge) for document, key in question.references.tables}
        kept = [
            (d, s)
            for d, s in kept
            if (d, s.place.table) in question.references.tables
            or (s.place.section is not None and knowledge.projects.get((d, s.place.section)) in own)
        ]
    if question.periods:
        dated = [e for e in kept if e[1].period is None or e[1].period in question.periods]
        kept = dated or kept
    return kept


def _project_of(document: int, table: int, knowledge: Knowledge) -> tuple[int, int] | None:
    """The project whose table it is; a value that no section has for a table of the whole."""
    section = knowledge.snapshot.records[document].tables[table].section
    return knowledge.projects.get((document, section), (document, -1)) if section is not None else (document, -1)


def _is_asked(shortfall: Shortfall, wanted: Sequence[Term], question: Question) -> bool:
    figure = shortfall.target.figure
    if question.levels and not any(level in figure.level for level in question.levels):
        return False
    if question.references.tables:
        return (shortfall.target.document, figure.place.table) in question.references.tables
    return not question.references.sections and (not wanted or _covers(wanted, figure.subject))


def _wanted(question: Question, words: AskWords, kind: Kind | None) -> list[Term]:
    """Asked terms that narrow the list down: not the words for tasks in general, nor what is asked of them (谁负责)."""
    general = {tuple(text_to_tokens(word)) for word in words.task_words}
    asked = {word for group in words.detail_words.values() for word in group}
    wanted = [
        term
        for term in question.terms
        if term.weight >= KEPT
        and not general & set(term.names)
        and term.text not in asked
        and not (kind is not None and term.text and term.text in kind.text)
    ]
    return [term for term in wanted if term.weight >= 1] or wanted


def _covers(wanted: Sequence[Term], texts: Sequence[str]) -> bool:
    """Whether most of the wanted terms are named in the texts."""
    tokens = set(text_to_tokens(" ".join(texts)))
    shares = [max(sum(t in tokens for t in name) / len(name) for name in term.names) for term in wanted]
    return sum(shares) / len(shares) >= 0.6


def _lists_unfinished(heading: str, lexicon: Lexicon) -> bool:
    named = status_of_clause(heading, lexicon)
    return named is not None and named[0] in UNFINISHED


def _project(headings: tuple[str, ...], lexicon: Lexicon) -> str:
    """The innermost heading that is not itself about what is unfinished."""
    named = [h for h in headings if not _lists_unfinished(h, lexicon)]
    return bare_heading(named[-1]) if named else ""


def _register_figures(document: int, status: Status, writing: Writing, snapshot: Snapshot) -> None:
    for figure in snapshot.records[document].figures:
        same_place = figure.place.section == status.place.section and figure.place.quote in status.place.quote
        if same_place and figure.place.table == status.place.table:
            writing.stated(Statement(document, figure))


def _shortfall_table(shortfalls: list[Shortfall], writing: Writing, snapshot: Snapshot) -> AnswerTable:
    columns = [
        writing.text(f"unfinished.column_{name}")
        for name in ("project", "name", "level", "target", "actual", "gap", "place")
    ]
    rows = []
    for shortfall in shortfalls:
        target, actual = shortfall.target, shortfall.actual
        gap = target.figure.value - actual.figure.value
        formula = f"{decimal_text(target.figure.value)} − {decimal_text(actual.figure.value)} = {decimal_text(gap)}"
        subject = target.figure.subject
        rows.append(
            [
                subject[0] if len(subject) > 1 else "",
                subject[-1],
                target.figure.level,
                writing.stated(target, cite=False),
                writing.stated(actual, cite=False),
                writing.computed(gap, target.figure.unit, formula),
                place_words(snapshot, target.document, target.figure.place, writing.language),
            ]
        )
    return AnswerTable(columns=columns, rows=rows)


def _count_formula(writing: Writing) -> str:
    return writing.text("tally.count_formula")


def _decimal(count: int) -> Decimal:
    return Decimal(count)
