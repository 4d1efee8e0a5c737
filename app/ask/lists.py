"""Whole lists: the rows of a table that fit what was asked, counted, each with its figures and its place."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from app.answer import AnswerTable
from app.ask.dialogue import subject_terms
from app.ask.fitting import meets, named_rate
from app.ask.knowledge import Knowledge
from app.ask.question import Question
from app.ask.rows import Rows, column_entries, meant_rows
from app.ask.select import Selected, fits_period
from app.ask.sheets import Entry, Line
from app.ask.writing import Writing, decimal_text, place_words, table_name, without_unit
from index.indicators import normal_label
from index.snapshot import EvidenceKind

MOST_BULLETS = 12
"""Lists of more entries are written as a table."""
MOST_FIGURES = 8
FEWER_FIGURES = 5
FEW_LINES = 3
"""Figures shown of each row: of few rows more than of many."""
LONGEST_CELL = 40
LEAST_COVER = 0.3
MEANT = 0.55
FEW = 8
"""Rows up to which a question that names no list may mean several of a table."""


def answer_list(question: Question, selected: Sequence[Selected], writing: Writing, knowledge: Knowledge) -> str:
    """Writes the rows that fit: `list` if a condition or a table named them, `rows` if sentences may say more; empty if
    no table holds what the question narrows the list down to, or sentences say it better."""
    sources = _sources(question, knowledge)
    if sources is not None:
        write_rows(sources, sources.lines, question, writing, knowledge)
        return "list"
    said = max((s.coverage for s in selected), default=0.0)
    candidates = [rows for rows in meant_rows(question, knowledge, limit=6) if rows.cover >= LEAST_COVER]
    status = next((c.unit for c in question.conditions if c.kind == "status"), "")
    if status and not candidates and not subject_terms(question, knowledge):
        candidates = _with_status(status, knowledge)
    best: tuple[Rows, list[Line]] | None = None
    bare = status and candidates and not subject_terms(question, knowledge) and not question.references.tables
    for rows in [*candidates, *(_with_status(status, knowledge) if bare else ())]:
        fitting = _fitting(rows, question, knowledge)
        if fitting is None:
            continue
        if best is None or (not best[1] and fitting):
            best = rows, fitting
        if best[1]:
            break
    if best is None:
        return ""
    rows, lines = best
    named = question.conditions or question.references.tables or question.ordinal is not None
    if (not lines and not question.conditions) or (not named and rows.cover < said):
        return ""
    told = any(s.leads and s.evidence.kind is EvidenceKind.CELL for s in selected)
    if not named and len(lines) == 1 and (told or not _shown_entries(lines[0], question, most=1)):
        # The name of what is asked about is no answer; its cells are.
        return ""
    write_rows(rows, lines, question, writing, knowledge)
    return "list" if named else "rows"


def _with_status(status: str, knowledge: Knowledge) -> list[Rows]:
    """The sheets that have this word in a cell, whole."""
    return [
        Rows(sheet, sheet.lines, 1.0, narrowed=False)
        for sheet in knowledge.sheets
        if any(entry.text.strip() == status for line in sheet.lines for entry in line.entries)
    ]


def answer_rows(question: Question, selected: Sequence[Selected], writing: Writing, knowledge: Knowledge) -> str:
    """Writes the few rows that the question names, where they cover more of it than any sentence does."""
    said = max((s.coverage for s in selected), default=0.0)
    for rows in meant_rows(question, knowledge, limit=1):
        lines = [line for line in rows.lines if not line.total] or list(rows.lines)
        told = any(_shown_entries(line, question, most=1) for line in lines)
        if told and not question.asks("who") and rows.narrowed and rows.cover > max(said, MEANT) and len(lines) <= FEW:
            write_rows(rows, lines, question, writing, knowledge)
            return "rows"
    return ""


def holds_level(question: Question, knowledge: Knowledge) -> bool:
    """Whether a table has several rows of the level that the question counts (国家级的成果完成了几项)."""
    if not question.levels or not question.asks("count", "which_list"):
        return False
    return any(
        rows.narrowed and len(rows.lines) > 1 and rows.cover >= MEANT
        for rows in meant_rows(question, knowledge, limit=1)
    )


def _sources(question: Question, knowledge: Knowledge) -> Rows | None:
    """For a question that asks which money there is and names nothing it is of (钱从哪几路来): the rows of the first
    table of the whole that sums money up."""
    money = "元" in question.units and question.asks("which_list") and not question.conditions
    if not money or question.references.tables or question.references.sections or question.periods:
        return None
    if subject_terms(question, knowledge):
        return None
    for sheet in knowledge.sheets:
        sums = any(line.total and line.first("budget", "received", "spent") for line in sheet.lines)
        if sums and len(sheet.body) > 1 and len(sheet.tables) == 1:
            return Rows(sheet, tuple(sheet.body), 1.0, narrowed=False)
    return None


def write_rows(rows: Rows, lines: Sequence[Line], question: Question, writing: Writing, knowledge: Knowledge) -> None:
    """One row in a line of its own; several counted, then each of them; long lists as a table."""
    where = sheet_name(rows, writing)
    if not lines:
        writing.say("list.none", table=where)
        return
    written = [line_words(line, question, writing, few=len(lines) <= FEW_LINES) for line in lines]
    writing.rows += lines
    writing.entries += [
        next((part for part in reversed(line.path) if part != line.level), name)
        for line, (name, _, _) in zip(lines, written, strict=True)
    ]
    if len(lines) == 1 and not question.conditions and not question.asks("which_list", "count"):
        (line,), ((name, figures, mark),) = lines, written
        place = place_words(writing.snapshot, line.document, line.entries[0].place, writing.language)
        writing.say("list.one", name=name or where, figures=figures, place=place, mark=mark)
        return
    count = writing.computed(Decimal(len(lines)), "", writing.text("tally.count_formula"))
    writing.say("list.head", table=where, count=count)
    if question.asks("count", "sum") and not question.conditions:
        _write_sum(lines, writing)
    if len(lines) <= MOST_BULLETS:
        colon = writing.text("colon")
        writing.lines.append(
            "\n".join(f"- {colon.join(p for p in (name, figures) if p)} {mark}" for name, figures, mark in written)
        )
    else:
        columns = [writing.text("list.name"), writing.text("list.figures"), writing.text("list.source")]
        body = [[name, figures, mark] for name, figures, mark in written]
        writing.tabulate(AnswerTable(columns=columns, rows=body))


def sheet_name(rows: Rows, writing: Writing) -> str:
    """What a sheet is called in an answer: its table's number, its caption, or what the captions of all share."""
    sheet = rows.sheet
    if sheet.number:
        return table_name(writing.snapshot, sheet.document, sheet.tables[0])
    return sheet.title.replace("…", writing.text("list.each")) or table_name(
        writing.snapshot, sheet.document, sheet.tables[0]
    )


def _write_sum(lines: Sequence[Line], writing: Writing) -> None:
    """What the entries have reached together, and how many of them have reached nothing."""
    actuals = [s for line in lines if (s := line.first("actual"))]
    if len(actuals) < 2 or len({s.figure.unit for s in actuals}) > 1:
        return
    values = [s.figure.value for s in actuals]
    total = sum(values, Decimal(0))
    formula = " + ".join(decimal_text(v) for v in values) + f" = {decimal_text(total)}"
    counted = writing.text("tally.count_formula")
    reached = sum(value > 0 for value in values)
    writing.say(
        "tally.sum",
        total=writing.computed(total, "", formula, tuple(writing.cite(s.document, s.figure.place) for s in actuals)),
        reached=writing.computed(Decimal(reached), "", counted),
        zero=writing.computed(Decimal(len(values) - reached), "", counted),
    )


def _fitting(rows: Rows, question: Question, knowledge: Knowledge) -> list[Line] | None:
    """The lines that fit all conditions; None if the sheet cannot tell, or if nothing narrows it down."""
    # Of several statuses the rows narrowed down hold one only.
    several = any(c.others for c in question.conditions)
    lines = [line for line in (rows.sheet.lines if several else rows.lines) if not line.total]
    if not question.conditions:
        narrowed = rows.narrowed or question.references.tables
        return (
            lines
            if (narrowed and len(lines) < len(rows.sheet.lines)) or (question.references.tables and lines)
            else None
        )
    heads = " ".join(part for column in rows.sheet.columns for part in column)
    # 已完成几项 of a row asks for a column, and narrows nothing down.
    by_status = any(c.kind == "status" and c.unit not in heads for c in question.conditions)
    if rows.narrowed and len(lines) == 1 and not question.asks("which_list") and not by_status:
        return lines
    rate = named_rate(lines, question)
    for condition in question.conditions:
        told = [(line, meets(line, condition, question, knowledge, rate)) for line in lines]
        if all(verdict is None for _, verdict in told):
            return None
        lines = [line for line, verdict in told if verdict]
    return lines


def line_words(line: Line, question: Question, writing: Writing, few: bool = True) -> tuple[str, str, str]:
    """Name with group and level; its figures under their headers; the mark of its place."""
    path = [part for part in line.path if part != line.level] or list(line.path)
    name = normal_label(path[-1]) if len(path) == 1 else path[-1] if path else ""
    group = path[0] if len(path) > 1 else ""
    aside = writing.text("comma").join(part for part in (group, line.level) if part)
    shown = _shown_entries(line, question, most=MOST_FIGURES if few else FEWER_FIGURES)
    figures: list[str] = []
    places = []
    head = ""
    for entry in shown:
        outer, own = " ".join(entry.column[-2:-1]), " ".join(entry.column[-1:])
        label = own if outer == head or not outer else f"{outer} {own}"
        head = outer
        if entry.statement is not None:
            label = without_unit(label, entry.statement.figure.unit)
            figures.append(f"{label} {writing.stated(entry.statement, cite=False)}")
            places.append(entry.place)
        else:
            figures.append(f"{label} {entry.text.strip()}")
    place = places[-1] if places else (line.entries[0].place if line.entries else None)
    mark = writing.mark(writing.cite(line.document, place)) if place is not None else ""
    name = " ".join(name.split())
    return writing.text("list.aside", name=name, aside=aside) if aside and name else name, "；".join(figures), mark


def _shown_entries(line: Line, question: Question, most: int) -> list[Entry]:
    """The cells to show, in the order of the columns: those that were asked for first, where there are many."""
    told = [
        entry
        for entry in line.entries
        if entry.statement is not None
        or (not _says_nothing(entry.text) and len(entry.text) <= LONGEST_CELL and entry.text.strip() != line.level)
    ]
    dated = [e for e in told if e.figure is not None and fits_period(e.figure.period, question.periods)]
    if question.periods and dated and not question.conditions:
        words = [e for e in told if e.statement is None]
        told = [e for e in told if e in dated or e in words]
    if len(told) <= most:
        return told
    asked = column_entries(line, question)
    best = [e for s in asked for e in told if e.statement is s][:most]
    rest = [e for e in told if e not in best]
    chosen = [*best, *rest][:most]
    return [entry for entry in told if entry in chosen]


def _says_nothing(text: str) -> bool:
    return text.strip() in ("", "-", "—", "–", "/", "无")
