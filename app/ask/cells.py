"""Rows counted by what a column says, rows of one group counted, and kinds that are columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from app.ask.columns import (
    Kind,
    asked_kind,
    columns_of,
    kinds_as_columns,
    names_header,
    stub_headers,
)
from app.ask.dialogue import subject_terms
from app.ask.filters import LONGEST_VALUE, NOTHING
from app.ask.knowledge import Knowledge
from app.ask.lists import write_rows
from app.ask.question import Question
from app.ask.rows import Rows
from app.ask.sheets import Line, Sheet
from app.ask.writing import Writing, place_words, table_name
from index.tokens import text_to_tokens
from ingest.marks import leading_mark

SHOWN = 12
Groups = dict[str, list[Line]]


def answer_cells(question: Question, writing: Writing, knowledge: Knowledge) -> str:
    """Writes which text most rows have, counts rows or lists kinds; how it was answered, empty if not."""
    if question.asks("verify", "recompute", "conflict", "chart", "why", "summary", "level_asked"):
        return ""
    if question.asks("highest", "lowest"):
        return "ranking" if _write_groups(question, writing, knowledge) else ""
    if question.asks("spent_on", "which_list") and _write_kinds(question, writing, knowledge):
        return "list"
    counted = question.asks("count", "how_many")
    if counted and question.asks("rows_counted") and _write_group(question, writing, knowledge):
        return "list"
    return ""


def _referred(question: Question, knowledge: Knowledge) -> list[Sheet]:
    tables = set(question.references.tables)
    return [s for s in knowledge.sheets if not tables or any((s.document, table) in tables for table in s.tables)]


def _write_groups(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Which text of a column most rows (or fewest) have: 哪个科牵头的项目最多. False if the question asks for no such
    column, or if some table has rows of that kind, whose figures tell."""
    kind = asked_kind(question, knowledge)
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
            if entry.text.strip() not in NOTHING:
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
