"""Tables that are asked for: of each of a kind (各区县分馆数), with the columns that the question names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.answer import AnswerTable
from app.ask.columns import Column, Kind, columns_of, header_named, header_spans, rows_are_of, spelt
from app.ask.knowledge import Knowledge
from app.ask.lists import sheet_name
from app.ask.question import Question
from app.ask.reckoning import asks_gap, is_measured
from app.ask.rows import Rows
from app.ask.sheets import Entry, Line, Sheet
from app.ask.writing import Writing, without_unit
from index.matching import Term
from index.tokens import text_to_tokens

COVERED = 0.6
"""Share of what the question names that the table of the kind must say."""
FEWEST = 2
_QUOTED = re.compile(r"[“\"「《][^”\"」》]*[”\"」》]")
ITSELF = ("书面", "表格")


def answer_each(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes a table of what is asked of each of a kind; False if no table has rows of the kind and what is asked."""
    if question.asks("verify", "recompute", "conflict", "why", "summary", "chart", "highest", "lowest", "average"):
        return False
    if question.conditions or question.unknown or not question.asks("each", "as_table"):
        return False
    if asks_gap(question, knowledge) or question.asks("share", "difference", "per_month"):
        return False
    kind = each_kind(question, knowledge)
    if kind is None:
        return False
    best: tuple[float, Sheet, list[Column]] | None = None
    for sheet in knowledge.listed_sheets:
        if question.references.tables and not _is_referred(sheet, question):
            continue
        if len(sheet.body) < FEWEST or not rows_are_of(kind, sheet):
            continue
        columns = named_columns(sheet, question, knowledge)
        cover = _cover(sheet, columns, kind, question, knowledge)
        if are_of_other_times(sheet, columns, question):
            continue
        if columns and cover >= COVERED and (best is None or cover > best[0]):
            best = cover, sheet, columns
    if best is None:
        return False
    _, sheet, columns = best
    writing.say("list.table", table=sheet_name(Rows(sheet, tuple(sheet.body), 1.0, narrowed=False), writing))
    tabulate_lines(sheet, sheet.body, columns, writing)
    return True


def each_kind(question: Question, knowledge: Knowledge) -> Kind | None:
    """What a question asks each of: 区县 in 各区县, 救治中心 in 五大救治中心各自."""
    words, text = knowledge.words, _QUOTED.sub("", question.plain)
    m = words.detail("each_of", text)
    m = m or (words.detail("table_of", text) if question.asks("as_table") else None)
    word = next((w for w in m.groups() if w), "") if m else ""
    if not word:
        return None
    if question.language == "en":
        term = next((t for t in question.terms if t.text and t.text in word and not t.text.isdigit()), None)
        return Kind(tuple(spelt(name) for name in term.names), term.text) if term else None
    kinds = [Kind(words.kinds.get(word[:size], (word[:size],)), word[:size]) for size in range(len(word), 1, -1)]
    sheets = knowledge.listed_sheets
    called = (kind for kind in kinds if any(map(kind.of, sheets)))
    return next(called, None) or next((k for k in kinds if any(rows_are_of(k, sheet) for sheet in sheets)), None)


def named_columns(sheet: Sheet, question: Question, knowledge: Knowledge) -> list[Column]:
    """The columns that the question names, of the years that it names; all if it names none."""
    columns = list(columns_of(sheet))
    figured = {e.column: e.figure for line in sheet.body for e in line.entries if e.figure is not None}
    named = [
        c
        for c in columns
        if header_spans(question, c[-1])
        or (c in figured and question.measures and is_measured(figured[c], c, question, knowledge))
    ]
    literal = [c for c in named if header_spans(question, c[-1], literal=True)]
    named = literal if len(literal) > 1 else named
    # 中期任务的任务数和完成数 are those under that header, and no others of the name.
    over = {c: header_named(" ".join(c[:-1]), question) for c in named}
    named = [c for c in named if over[c] == max(over.values()) or len({d[-1] for d in named}) == len(named)]
    dated = [c for c in named or columns if c in figured and figured[c].period in question.periods]
    if question.periods and not dated:
        # Of a year that no column is of, nothing is told.
        return [c for c in named if c in figured] if not any(figured[c].period for c in named if c in figured) else []
    return dated or named or columns


def are_of_other_times(sheet: Sheet, columns: Sequence[Column], question: Question) -> bool:
    """Whether most of the columns' figures are dated, and none of the time that the question names."""
    periods = [e.figure.period for x in sheet.body for e in x.entries if e.figure is not None and e.column in columns]
    dated = [period for period in periods if period is not None]
    return bool(question.periods) and 2 * len(dated) > len(periods) and not set(dated) & set(question.periods)


def tabulate_lines(sheet: Sheet, lines: Sequence[Line], columns: Sequence[Column], writing: Writing) -> None:
    """A table of the lines with these columns, each figure with its mark."""
    figured = {e.column: e.figure for line in sheet.body for e in line.entries if e.figure is not None}
    heads = [writing.text("list.name")]
    heads += [without_unit(" ".join(c[-2:]), figured[c].unit) if c in figured else " ".join(c[-2:]) for c in columns]
    rows = []
    for line in lines:
        cells = {e.column: e for e in line.entries}
        rows.append([line.name, *(_cell(cells[c], writing) if c in cells else "" for c in columns)])
    writing.entries += [line.name for line in lines]
    writing.tabulate(AnswerTable(columns=heads, rows=rows))


def _cell(entry: Entry, writing: Writing) -> str:
    return writing.stated(entry.statement) if entry.statement is not None else entry.text.strip()


def _is_referred(sheet: Sheet, question: Question) -> bool:
    return any((sheet.document, table) in question.references.tables for table in sheet.tables)


def _cover(sheet: Sheet, columns: Sequence[Column], kind: Kind, question: Question, knowledge: Knowledge) -> float:
    """How much of what the question names the sheet says over its rows, or its columns measure."""
    words = knowledge.words
    head = set(text_to_tokens(" ".join((sheet.title, *sheet.headings[-1:], *(h for c in sheet.columns for h in c)))))
    told = total = 0.0
    for term in question.terms:
        if term.weight < 1 or len(term.text) < FEWEST or words.measures_asked(term.text) or term.text in ITSELF:
            continue
        weight = _rarity(term, knowledge)
        total += weight
        held = any(sum(t in head for t in name) >= COVERED * len(name) for name in term.names if name)
        told += weight * (held or term.text in kind.text)
    return told / total if total else 1.0


def _rarity(term: Term, knowledge: Knowledge) -> float:
    return max((sum(map(knowledge.evidence.rarity, name)) / len(name) for name in term.names if name), default=0.0)
