"""Rows that a cell of a named column tells apart (考核拿A的, 按0.5项计入的), rows counted by what a column says, rows
of one group counted, and kinds that are columns."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from app.ask.columns import (
    Kind,
    asked_kind,
    columns_of,
    header_named,
    header_spans,
    kinds_as_columns,
    names_header,
    stub_headers,
)
from app.ask.dialogue import subject_terms
from app.ask.knowledge import Knowledge
from app.ask.lists import write_rows
from app.ask.question import Condition, Question
from app.ask.rows import Rows, compares
from app.ask.sheets import Entry, Line, Sheet
from app.ask.writing import Writing, place_words, table_name
from index.tokens import text_to_tokens
from ingest.marks import leading_mark
from ingest.numbers import Number, numbers_in
from ingest.records import NumberUse

LONGEST_VALUE = 12
NEAR = 6
NEAR_EN = 14
"""Characters that may stand between a column's name and what its cell is to say."""
SHOWN = 12
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ONLY = re.compile(rf"\b(?:only|just|exactly) ({'|'.join(_WORDS)})\b")
_DENIED = re.compile(r"(?:不|非|没)(?:是|为|得|拿|到)*\s*$|\bnot\s+$")
Groups = dict[str, list[Line]]
_NOTHING = ("", "-", "—", "–", "/", "无")


def answer_cells(question: Question, writing: Writing, knowledge: Knowledge) -> str:
    """Writes the rows that the question tells apart by a cell, or counts rows; how it was answered, empty if not."""
    if question.asks("verify", "recompute", "conflict", "chart", "why", "summary", "level_asked"):
        return ""
    if question.asks("highest", "lowest"):
        return "ranking" if _write_groups(question, writing, knowledge) else ""
    if question.asks("spent_on", "which_list") and _write_kinds(question, writing, knowledge):
        return "list"
    counted = question.asks("count", "how_many")
    if counted and question.asks("rows_counted") and _write_group(question, writing, knowledge):
        return "list"
    listed = counted or question.asks("which_list", "who")
    if not listed or question.asks("unfinished") or any(c.kind not in ("less", "more") for c in question.conditions):
        return ""
    found = _filtered(question, knowledge)
    if found is None:
        return ""
    sheet, lines = found
    write_rows(Rows(sheet, tuple(lines), 1.0, narrowed=True), lines, question, writing, knowledge)
    return "list"


def _referred(question: Question, knowledge: Knowledge) -> list[Sheet]:
    tables = set(question.references.tables)
    return [s for s in knowledge.sheets if not tables or any((s.document, table) in tables for table in s.tables)]


def _filtered(question: Question, knowledge: Knowledge) -> tuple[Sheet, list[Line]] | None:
    """The rows whose cell in a named column says what the question says beside the column's name; the sheet that says
    most of the question, None if the question tells no rows apart so."""
    numbers = [n for n in numbers_in(question.plain, knowledge.lexicon) if n.use is NumberUse.FIGURE]
    numbers += [
        Number(*m.span(), NumberUse.FIGURE, m[1], Decimal(_WORDS.index(m[1]) + 1))
        for m in _ONLY.finditer(question.plain)
    ]
    best: tuple[float, Sheet, list[Line]] | None = None
    for sheet in _referred(question, knowledge):
        if len(sheet.body) < 2 or any(_names_row(line, question) for line in sheet.body):
            continue
        title = " ".join((sheet.title, *stub_headers(sheet)))
        context = sum(t.weight for t in question.terms if names_header(t, title))
        said = {column: header_named(column[-1], question) for column in columns_of(sheet)}
        for column in (c for c in said if said[c] and said[c] == max(said.values())):
            spans = header_spans(question, column[-1])
            cells = [(line, entry) for line in sheet.body for entry in line.entries if entry.column == column]
            lines = _lines_saying(cells, spans, numbers, question, knowledge)
            if not lines or len(lines) == len(sheet.body):
                continue
            score = context + said[column]
            if best is None or score > best[0]:
                best = score, sheet, lines
    return best[1:] if best else None


def _lines_saying(
    cells: Sequence[tuple[Line, Entry]],
    spans: Sequence[tuple[int, int]],
    numbers: Sequence[Number],
    question: Question,
    knowledge: Knowledge,
) -> list[Line]:
    words = {entry.text.strip() for _, entry in cells if entry.statement is None} - set(_NOTHING)
    said = {w: told for w in words if len(w) <= LONGEST_VALUE and (told := _is_said(w, spans, question)) is not None}
    if said:
        longest = max(said, key=len)
        filled = [(line, entry.text.strip()) for line, entry in cells if entry.text.strip() not in _NOTHING]
        return [line for line, text in filled if (text == longest) == said[longest]]
    for number in numbers:
        if not _is_near((number.start, number.end), spans, question):
            continue
        condition = next((c for c in question.conditions if c.value == number.value), None)
        condition = condition or Condition("equal", number.value, number.unit)
        lines = [
            line
            for line, entry in cells
            if entry.figure is not None and compares(entry.figure, condition, knowledge.lexicon)
        ]
        if lines:
            return lines
    return []


def _is_said(word: str, spans: Sequence[tuple[int, int]], question: Question) -> bool | None:
    """Whether the question says a cell's text beside the column's name, False if it denies it (不是A), None if it says
    neither; letters only as words of their own."""
    text = word.casefold()
    if len(text) < 2 and not text.isascii():
        return None
    pattern = rf"(?<![a-z0-9]){re.escape(text)}(?![a-z0-9])" if text.isascii() else re.escape(text)
    for m in re.finditer(pattern, question.plain):
        if _is_near(m.span(), spans, question):
            return not _DENIED.search(question.plain[: m.start()])
    return None


def _is_near(span: tuple[int, int], spans: Sequence[tuple[int, int]], question: Question) -> bool:
    """Whether nothing much, and no end of a clause, stands between two spans."""
    most = NEAR_EN if question.language == "en" else NEAR
    for start, end in spans:
        between = question.plain[min(end, span[1]) : max(start, span[0])]
        apart = not (span[0] < end and start < span[1])
        if apart and len(between) <= most and not re.search(r"[，。；,;?？]|哪|几|多少|\bwhich\b|\bhow\b", between):
            return True
    return False


def _names_row(line: Line, question: Question) -> bool:
    name = line.name.strip().casefold()
    return len(name) > 3 and name in question.plain


def _write_groups(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Which text of a column most rows (or fewest) have: 哪个科牵头的项目最多. False if the question asks for no such
    column, or if some table has rows of that kind, whose figures tell."""
    kind = asked_kind(question, knowledge.sheets)
    if kind is None or question.measures or not question.asks("highest"):
        return False
    best: tuple[int, Sheet, str, Groups] | None = None
    for sheet in _referred(question, knowledge):
        for header, groups in (*_by_cell(kind, sheet, question, knowledge), *_by_path(kind, sheet, question)):
            size = sum(map(len, groups.values()))
            if best is None or size > best[0]:
                best = size, sheet, header, groups
    if best is None:
        return False
    _, sheet, header, groups = best
    most = max(map(len, groups.values()))
    first = [text for text, lines in groups.items() if len(lines) == most]
    where = table_name(writing.snapshot, sheet.document, sheet.tables[0])
    formula = writing.text("tally.count_formula")

    def counted(text: str) -> str:
        cited = [writing.cite(line.document, line.entries[0].place) for line in groups[text]]
        return writing.computed(Decimal(len(groups[text])), "", formula, cited)

    writing.say(
        "ranking.most_rows",
        column=header,
        name=writing.text("and").join(first),
        count=counted(first[0]),
        place=where,
    )
    ordered = sorted(groups, key=lambda text: -len(groups[text]))[:SHOWN]
    shown = []
    for text in ordered:
        names = writing.text("list.and_names").join(line.name for line in groups[text])
        mark = writing.mark(*(writing.cite(line.document, line.entries[0].place) for line in groups[text][:1]))
        shown.append(writing.text("ranking.rows_of", name=text, count=counted(text), names=names, mark=mark))
    writing.lines.append("\n".join(shown))
    writing.entries += first
    return True


def _by_cell(kind: Kind, sheet: Sheet, question: Question, knowledge: Knowledge) -> Iterator[tuple[str, Groups]]:
    """The rows by what a column of the asked kind says, where the question says all that the sheet lists."""
    undone = question.asks("unfinished")
    if undone != knowledge.words.has("unfinished", sheet.title):
        return
    rest = [t for t in question.terms if t.weight >= 1 and t.text != kind.text]
    for column in columns_of(sheet):
        if not any(name in column[-1] for name in kind.names):
            continue
        entries = [(line, e) for line in sheet.body for e in line.entries if e.column == column]
        groups: Groups = defaultdict(list)
        for line, entry in entries:
            if entry.text.strip() not in _NOTHING:
                groups[entry.text.strip()].append(line)
        if any(e.figure for _, e in entries) or max(map(len, groups.values()), default=0) < 2:
            continue
        own = any(names_header(t, column[-1]) for t in rest)
        head = " ".join((column[-1], sheet.title, *stub_headers(sheet)))
        said = sum(names_header(t, head) for t in rest)
        elsewhere = any(kind.of(other) for other in knowledge.sheets if other is not sheet)
        short = max(map(len, groups)) <= LONGEST_VALUE
        if short and said >= len(rest) * (0.5 if undone else 1) and (own or undone or not elsewhere):
            yield column[-1], groups


def _by_path(kind: Kind, sheet: Sheet, question: Question) -> Iterator[tuple[str, Groups]]:
    """The rows by the group they stand under, where the groups are of the asked kind and the rows what is counted."""
    headers = stub_headers(sheet)
    if len(headers) < 2 or len(sheet.tables) > 1 or not any(name in headers[0] for name in kind.names):
        return
    rest = [t for t in question.terms if t.weight >= 1 and t.text not in kind.text]
    said = sum(names_header(t, headers[1]) for t in rest)
    figured = max((sum(names_header(t, " ".join(c)) for t in rest) for c in columns_of(sheet)), default=0)
    groups: Groups = defaultdict(list)
    for line in sheet.body:
        if len(line.path) > 1:
            groups[line.path[0]].append(line)
    if said and said == len(rest) and said > figured and len(groups) > 1:
        yield headers[0], groups


def _write_group(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """How many rows a table has under the group that the question names by its label or its number."""
    for sheet in _referred(question, knowledge):
        groups: dict[str, list[Line]] = defaultdict(list)
        for line in sheet.body:
            if len(line.path) > 1:
                groups[line.path[0]].append(line)
        label = _named_group(list(groups), sheet, question)
        if label is None:
            continue
        if not question.references.tables and not any(
            names_header(t, header) for t in question.terms for header in stub_headers(sheet)
        ):
            continue
        lines = groups[label]
        write_rows(Rows(sheet, tuple(lines), 1.0, narrowed=True), lines, question, writing, knowledge)
        return True
    return False


def _named_group(labels: Sequence[str], sheet: Sheet, question: Question) -> str | None:
    """The label that the question says most of, if no other is said as much of."""
    if len(labels) < 2:
        return None
    if question.ordinal is not None:
        for label in labels:
            mark = leading_mark(label, bare=True)
            if mark is not None and mark.numbers and mark.numbers[-1] == question.ordinal:
                return label
    asked = {token for t in question.terms if t.weight >= 1 for name in t.names for token in name if len(token) > 1}
    asked -= set(text_to_tokens(" ".join((sheet.title, *stub_headers(sheet)))))
    scored = []
    for label in labels:
        tokens = {token for token in text_to_tokens(label) if len(token) > 1}
        scored.append((len(tokens & asked), label))
    scored.sort(key=lambda s: -s[0])
    (best, label), (second, _) = scored[:2]
    return label if best >= 2 and best > second else None


def _write_kinds(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Where the money went, in a table that has a column for each kind: the kinds with the figures of one row."""
    if "元" not in question.units or not (question.asks("spent_on") or "spent" in question.measures):
        return False
    if question.conditions or question.references.tables or subject_terms(question, knowledge):
        return False
    found = kinds_as_columns(question, knowledge)
    if found is None:
        return False
    sheet, line = found
    kinds = [e for e in line.entries if e.statement and e.column[-1].strip() not in knowledge.lexicon.tables.total]
    count = writing.computed(Decimal(len(kinds)), "", writing.text("tally.count_formula"))
    writing.say("list.head", table=table_name(writing.snapshot, sheet.document, sheet.tables[0]), count=count)
    colon = writing.text("colon")
    writing.lines.append(
        "\n".join(f"- {e.column[-1]}{colon}{writing.stated(e.statement)}" for e in kinds if e.statement is not None)
    )
    writing.entries += [e.column[-1] for e in kinds]
    totals = [e.statement for e in line.entries if e.statement and e not in kinds]
    for statement in totals:
        place = place_words(writing.snapshot, sheet.document, statement.figure.place, writing.language)
        writing.say("lookup.one", label=line.name, figures=writing.stated(statement), place=place)
    return True
