"""Follow-ups to a list that was just given: narrowed (只要没完成的), counted (一共几个), added up (共花了多少), or its
first or last (最少的是哪个)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from app.ask.columns import columns_of, names_header, stub_headers
from app.ask.dialogue import subject_terms
from app.ask.filters import Filter, asked_numbers, sheet_filters
from app.ask.knowledge import Knowledge
from app.ask.lists import write_rows
from app.ask.queries import Query, write_query
from app.ask.question import Question, read_question
from app.ask.recall import Answering, scratch_of
from app.ask.reckoning import Reckoner, reckoner_of
from app.ask.rows import Rows
from app.ask.sheets import Line, Sheet
from app.ask.writing import Writing
from index.matching import Term

LEAST = 2
"""Entries that make a list."""
_COUNTED = re.compile(r"(?:几|多少)(?:个|项|条|种|类|家|门|件|块|处|所|座|台)?(?:$|[，。？?了呢啊吗])|how many")
NARROWING = ("which_list", "which_one", "who", "all_of", "unfinished", "level_asked")


def answer_recalled_list(question: Question, answering: Answering, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes what is asked of the list that the last answer gave; False if it gave none, or the question speaks of
    something else."""
    if not question.follows or question.asks("why", "how", "verify", "conflict", "chart", "difference", "gap"):
        return False
    own = read_question(question.text, knowledge)
    if own.periods or own.references.tables or own.references.sections or own.unknown or own.ordinal is not None:
        return False
    counts = _counts(own, knowledge)
    ranked = own.asks("highest", "lowest")
    adds = own.asks("sum", "how_many", "number", "average") and not counts
    narrows = bool(own.conditions or own.levels) or own.asks(*NARROWING)
    if not (counts or ranked or adds or narrows or own.terms):
        return False
    earlier = scratch_of(question.before[0], answering, knowledge, question)
    if counts and len(earlier.entries) >= LEAST:
        return _write_count(earlier.entries, writing)
    sheet = _sheet_of(earlier.rows, knowledge)
    if sheet is None:
        return False
    filters = sheet_filters(sheet, own, asked_numbers(own, knowledge), True, knowledge) or _said_in_cells(sheet, own)
    used = [span for f in filters for span in f.spans]
    if not _all_told(sheet, own, filters, knowledge):
        return False
    reckoner = reckoner_of(sheet, own, used, [f.column for f in filters if f.column], knowledge)
    kept = [line for i, line in enumerate(sheet.body) if all(i in f.kept for f in filters)]
    if ranked or (adds and reckoner is not None):
        return _write_reckoned(sheet, kept, filters, reckoner, own, writing, knowledge)
    if (filters and not kept) or (not filters and own.conditions):
        return _write_none(sheet, own, question, writing, knowledge)
    if not filters and not (narrows and any(_heads(sheet, own))):
        return False
    write_rows(Rows(sheet, tuple(kept), 1.0, narrowed=True), kept, replace(own, kinds=own.kinds | {"which_list"}),
               writing, knowledge)  # fmt: skip
    return True


def _counts(own: Question, knowledge: Knowledge) -> bool:
    """Whether the number of entries is asked for, and nothing that they have."""
    named = own.units or own.measures or subject_terms(own, knowledge) or own.conditions or own.levels
    return (
        not named and own.asks("how_many", "count") and not own.asks("each") and _COUNTED.search(own.plain) is not None
    )


def _sheet_of(rows: Sequence[Line], knowledge: Knowledge) -> Sheet | None:
    """The sheet that the listed rows are of, with these rows only."""
    if len(rows) < LEAST:
        return None
    first = rows[0]
    found = next((s for s in knowledge.sheets if s.document == first.document and first.table in s.tables), None)
    if found is None or any(line.table not in found.tables for line in rows):
        return None
    return replace(found, lines=tuple(rows))


def _said_in_cells(sheet: Sheet, own: Question) -> list[Filter]:
    """The rows of which a cell says what the question does, word for word: of a short list that is enough."""
    said = {
        i: [m.span() for m in re.finditer(re.escape(e.text.strip()), own.plain)]
        for i, line in enumerate(sheet.body)
        for e in line.entries
        if e.statement is None and len(e.text.strip()) > 1 and e.text.strip() in own.plain
    }
    whole = 0 < len(said) < len(sheet.body)
    return [Filter(frozenset(said), tuple(span for spans in said.values() for span in spans))] if whole else []


def _heads(sheet: Sheet, own: Question) -> list[str]:
    """The headers that the question names."""
    heads = [" ".join(column) for column in columns_of(sheet)]
    return [head for head in heads if any(names_header(t, head) for t in own.terms)]


def _all_told(sheet: Sheet, own: Question, filters: Sequence[Filter], knowledge: Knowledge) -> bool:
    """Whether the list's own headers and cells say all that the question names."""
    spans = [span for f in filters for span in f.spans]
    heads = [" ".join(column) for column in columns_of(sheet)] + stub_headers(sheet)

    def told(term: Term) -> bool:
        said = (m.span() for m in re.finditer(re.escape(term.text), own.plain))
        inside = any(start < end and first < last for first, end in said for start, last in spans)
        return inside or any(names_header(term, head) for head in heads)

    return all(told(term) for term in subject_terms(own, knowledge))


def _write_reckoned(
    sheet: Sheet,
    kept: Sequence[Line],
    filters: Sequence[Filter],
    reckoner: Reckoner | None,
    own: Question,
    writing: Writing,
    knowledge: Knowledge,
) -> bool:
    if reckoner is None or len(kept) < LEAST:
        return False
    return bool(write_query(Query(sheet, tuple(kept), tuple(filters), reckoner, 1.0), own, writing, knowledge))


def _write_none(sheet: Sheet, own: Question, question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """That no entry of the list fits, or all do; False where another condition takes the place of the earlier one."""
    if question.before[0].conditions:
        return False
    whole = next(s for s in knowledge.sheets if s.document == sheet.document and s.tables == sheet.tables)
    if not sheet_filters(whole, own, asked_numbers(own, knowledge), True, knowledge):
        return False
    writing.say("recall.none_of_them")
    return True


def _write_count(entries: Sequence[str], writing: Writing) -> bool:
    count = writing.computed(Decimal(len(entries)), "", writing.text("tally.count_formula"))
    writing.say("recall.counted", count=count, names=writing.text("list.and_names").join(entries))
    return True
