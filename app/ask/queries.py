"""One operation over the rows of a table: those that fit the conditions of a question listed, counted or added up, and
rows ranked by what their own figures give."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from app.ask.columns import Kind, listed_kind, names_header, says_kind, stub_headers
from app.ask.computing import gap_pairs, write_pair
from app.ask.filters import Filter, Span, asked_numbers, names_row, sheet_filters
from app.ask.knowledge import Knowledge
from app.ask.lists import sheet_name, write_rows
from app.ask.question import LED_UP, Question
from app.ask.reckoning import Reckoned, Reckoner, asks_gap, by_rate, change_is_down, is_measured, reckoner_of
from app.ask.references import tables_within
from app.ask.rows import SUPERLATIVE, Rows, group_number
from app.ask.sheets import Line, Sheet
from app.ask.tabulations import answer_each, named_columns, tabulate_lines
from app.ask.writing import Writing, decimal_text, place_words
from index.matching import Term
from ingest.numbers import Number
from ingest.numerals import han_value

COVERED = 0.6
"""Share of what the question names, by how telling it is, that a table and the conditions on its rows must say."""
KIND = 0.3
"""How much better a table is whose rows are called what the question calls them."""
MEASURED = 0.1
"""The same of a table that has a column of the measure that the question names."""
SHOWN = 12
FEW = 5
PIECES_OF = ("元", "人", "人次", "人日")
"""Units whose figures add up to something, where the question says them."""
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


@dataclass(frozen=True, slots=True)
class Query:
    """Rows of a sheet and what is measured of them."""

    sheet: Sheet
    lines: tuple[Line, ...]
    filters: tuple[Filter, ...]
    reckoner: Reckoner | None
    cover: float
    of_kind: bool = False
    """Its rows are what the question asks which of."""


def answer_query(question: Question, writing: Writing, knowledge: Knowledge) -> str:
    """Writes the rows, their sum or the one that has most; how it was answered, empty if no table holds all of it."""
    if question.asks("verify", "recompute", "conflict", "chart", "why", "summary", "level_asked", "benchmark") or (
        question.asks("progress") and not question.conditions
    ):
        return ""
    ranked = question.asks("highest", "lowest")
    question = by_rate(question) if ranked else question
    wanted = question.asks("which_list", "who", "count", "how_many", "number", "sum", "as_table") or ranked
    if not (wanted or question.conditions) or question.unknown:
        return ""
    if answer_each(question, writing, knowledge):
        return "list"
    kind = listed_kind(question, knowledge)
    of_tasks = kind is None or kind.text in knowledge.words.tasks or not any(map(kind.of, knowledge.sheets))
    left_over = question.asks("unfinished") and of_tasks and not (question.references.tables or ranked)
    if left_over and not any(c.kind == "status" for c in question.conditions):
        return ""
    best = told_apart(question, knowledge)
    if left_over and best is not None and not any(f.values for f in best.filters):
        return ""
    return write_query(best, question, writing, knowledge) if best is not None else ""


def told_apart(question: Question, knowledge: Knowledge) -> Query | None:
    """The rows that the question tells apart, of the sheet that holds most of what it says; None if there are none."""
    kind = listed_kind(question, knowledge)
    ranked = question.asks("highest", "lowest")
    numbers = asked_numbers(question, knowledge)
    best: Query | None = None
    for sheet in _referred(question, knowledge):
        if ranked and kind is not None and not kind.named_in(sheet):
            continue
        query = _query(sheet, question, numbers, kind, knowledge)
        if query is not None and (best is None or _rank(query) > _rank(best)):
            best = query
    return best


def write_query(query: Query, question: Question, writing: Writing, knowledge: Knowledge) -> str:
    """Writes the query's rows, with the sum of what is measured of them if that is asked for, or their first or last;
    how it was answered, empty if they cannot be ranked."""
    if question.asks("highest", "lowest"):
        return _write_ranking(query, question, writing, knowledge)
    return _write_rows(query, question, writing, knowledge)


def _rank(query: Query) -> tuple[bool, int, bool, float]:
    return query.of_kind, sum(f.sure for f in query.filters), bool(query.lines), query.cover


def _referred(question: Question, knowledge: Knowledge) -> list[Sheet]:
    tables = set(question.references.tables) or tables_within(question.references.sections, knowledge.snapshot)
    if question.references.sections and not tables:
        return []
    sheets = knowledge.sheets if tables else knowledge.listed_sheets
    return [s for s in sheets if not tables or any((s.document, table) in tables for table in s.tables)]


def _query(
    sheet: Sheet, question: Question, numbers: Sequence[Number], kind: Kind | None, knowledge: Knowledge
) -> Query | None:
    """The rows of the sheet that the question tells apart; None if it tells none apart there, or says of them what the
    sheet does not hold."""
    body = sheet.body
    if len(body) < 2 or any(names_row(line, question) for line in body):
        return None
    of_kind = kind is not None and kind.of(sheet)
    # What no kind is asked of is told by what the question names besides.
    named_only = (
        kind is None and question.asks("which_list", "which_one") and any(t.weight >= 1 for t in question.terms)
    )
    filters = sheet_filters(sheet, question, numbers, of_kind or named_only, knowledge)
    ranked = question.asks("highest", "lowest")
    if not filters and not ranked:
        return None
    if question.ordinal is not None and not any(group_number(line) == question.ordinal for line in body):
        return None
    if not _all_read(filters, question, numbers):
        return None
    used = tuple(span for f in filters for span in f.spans)
    taken = [f.column for f in filters if f.column is not None]
    reckoner = reckoner_of(sheet, question, used, taken, knowledge)
    derived = reckoner is not None and reckoner.kind != "column"
    sure = [f for f in filters if f.sure]
    if ranked:
        named = bool(_naming(sheet, question, used, knowledge))
        answers = reckoner is not None and (derived or bool(sure) or of_kind or named)
    else:
        told_apart = bool(sure) and (len(filters) > 1 or bool(sure[0].spans) or sure[0].asked)
        listed = bool(question.conditions) or question.asks("which_list", "who", "count", "rows_counted")
        answers = told_apart and (reckoner is not None or listed)
    grouped = {i for i, line in enumerate(body) if question.ordinal in (None, group_number(line))}
    kept = [i for i in range(len(body)) if i in grouped and all(i in f.kept for f in filters)]
    aside = [i for i in kept if any(names_header(t, body[i].name) for t in question.excluded)]
    kept = [i for i in kept if i not in aside]
    naming = _naming(sheet, question, used, knowledge) if answers else []
    for term in naming:
        kept = [i for i in kept if names_header(term, " ".join(body[i].path))] or kept
    told = derived or any(f.asked for f in filters)
    cover = _cover(sheet, question, [*used, *_spans_of(naming, question)], told, knowledge) if answers else 0.0
    if cover < COVERED or not (kept or len(filters) == 1 or any(c.value is not None for c in question.conditions)):
        return None
    cover += KIND * says_kind(question, sheet) + MEASURED * _measures(sheet, question, knowledge)
    return Query(sheet, tuple(body[i] for i in kept), tuple(filters), reckoner, cover, of_kind)


def _measures(sheet: Sheet, question: Question, knowledge: Knowledge) -> bool:
    entries = (e for line in sheet.body for e in line.entries if e.figure is not None)
    return any(e.figure is not None and is_measured(e.figure, e.column, question, knowledge) for e in entries)


def _all_read(filters: Sequence[Filter], question: Question, numbers: Sequence[Number]) -> bool:
    """Whether the sheet's cells tell every number that the question compares with, and the status that it names."""
    stated = {n.value for n in numbers}
    valued = {c.value for c in question.conditions if c.value is not None and c.value in stated}
    own = [(n.start, n.end) for n in numbers if n.value in valued]
    read = sum(any((f.column is not None or f.asked) and span in f.spans for f in filters) for span in own)
    status = any(c.kind == "status" for c in question.conditions)
    return read >= len(valued) and (not status or any(f.spans or f.asked for f in filters))


def _naming(sheet: Sheet, question: Question, used: Sequence[Span], knowledge: Knowledge) -> list[Term]:
    """Terms that several rows are named by, and neither a header nor a condition: 患者 of 住院患者, 门诊患者."""
    head = _head(sheet)
    general = {*knowledge.words.task_words, *knowledge.words.sum_words, *question.levels}
    found = []
    for led in question.terms:
        # What a clause before names narrows the rows down too (双师队伍那一项的成果，超额的有哪几个).
        term = replace(led, weight=1.0) if led.weight >= LED_UP else led
        if term.weight < 1 or term.text in general or names_header(term, head) or _in_spans(term, question, used):
            continue
        if 1 < sum(names_header(term, " ".join(line.path)) for line in sheet.body) < len(sheet.body):
            found.append(term)
    return found


def _spans_of(terms: Sequence[Term], question: Question) -> list[Span]:
    return [m.span() for t in terms if t.text for m in re.finditer(re.escape(t.text), question.plain)]


def _head(sheet: Sheet) -> str:
    """All that is said of the rows together: title, heading, headers, the names of their totals (全市)."""
    totals = (line.name for line in sheet.lines if line.total)
    headers = (h for c in sheet.columns for h in c)
    return " ".join((sheet.title, *sheet.headings[-1:], *stub_headers(sheet), *headers, *totals))


def _cover(sheet: Sheet, question: Question, used: Sequence[Span], derived: bool, knowledge: Knowledge) -> float:
    """How much of what the question names the sheet's title and headers, its conditions and its rows say."""
    head = _head(sheet)
    general = {*knowledge.words.task_words, *knowledge.words.sum_words}
    told = total = 0.0
    for term in question.terms:
        if term.weight < 1 or term.text in general or len(term.text) < 2 or SUPERLATIVE.search(term.text):
            continue
        if knowledge.words.measures_asked(term.text) or (derived and knowledge.words.has("gap", term.text)):
            continue
        weight = _weight(term, knowledge)
        total += weight
        said = _in_spans(term, question, used) or names_header(term, head)
        told += weight * said
    return told / total if total else 1.0 * (bool(used) or derived or question.asks("highest", "lowest"))


def _weight(term: Term, knowledge: Knowledge) -> float:
    return max((sum(map(knowledge.evidence.rarity, name)) / len(name) for name in term.names if name), default=0.0)


def _in_spans(term: Term, question: Question, spans: Sequence[Span]) -> bool:
    return any(
        start < m.end() and m.start() < end
        for start, end in spans
        for m in re.finditer(re.escape(term.text), question.plain)
    )


def _write_rows(query: Query, question: Question, writing: Writing, knowledge: Knowledge) -> str:
    """The rows that fit, counted; what was asked of them added up first."""
    rows = Rows(query.sheet, query.lines, 1.0, narrowed=True)
    if query.lines and query.reckoner is not None and _wants_sum(query, question, knowledge):
        values = [r for line in query.lines if (r := query.reckoner.of(line, knowledge.lexicon))]
        if values and len({r.unit for r in values}) == 1 and values[0].unit != "%" and any(r.value for r in values):
            _write_sum(query, values, writing)
    _write_each(query, question, writing)
    if query.lines and question.asks("as_table"):
        count = writing.computed(Decimal(len(query.lines)), "", writing.text("tally.count_formula"))
        writing.say("list.head", table=sheet_name(rows, writing), count=count)
        tabulate_lines(query.sheet, query.lines, named_columns(query.sheet, question, knowledge), writing)
        return "list"
    write_rows(rows, query.lines, question, writing, knowledge)
    if asks_gap(question, knowledge) or question.asks("difference"):
        _write_gaps(query, question, writing, knowledge)
    return "list"


def _write_gaps(query: Query, question: Question, writing: Writing, knowledge: Knowledge) -> None:
    """How far each of a few rows is from what was set for it."""
    pairs = (("target", "actual"), ("budget", "received"), *knowledge.words.gap_pairs(question.plain))
    for line in query.lines[:FEW]:
        for pair in gap_pairs(line, pairs, question):
            write_pair(pair, " › ".join(line.path), question, writing)


def _write_each(query: Query, question: Question, writing: Writing) -> None:
    """How many rows each value has, where the question asks it of several (A和B各有几个)."""
    body = query.sheet.body
    several = next((f for f in query.filters if f.values), None)
    if several is None or not question.asks("each") or not question.asks("count", "how_many"):
        return
    formula = writing.text("tally.count_formula")
    rows = []
    for value, kept in several.values:
        lines = [body[i] for i in sorted(kept) if body[i] in query.lines]
        cited = [writing.cite(line.document, line.entries[0].place) for line in lines]
        names = writing.text("list.and_names").join(line.name for line in lines)
        count = writing.computed(Decimal(len(lines)), "", formula, cited)
        rows.append(writing.text("ranking.rows_of", name=value, count=count, names=names, mark=writing.mark(*cited)))
    writing.lines.append("\n".join(rows))


def _wants_sum(query: Query, question: Question, knowledge: Knowledge) -> bool:
    """Whether a sum of the rows' figures is asked for, and not how many rows there are."""
    reckoner = query.reckoner
    assert reckoner is not None
    if question.asks("which_list", "who") and (query.of_kind or not question.asks("sum")):
        # 哪些做完了，一共几个 counts the rows; 哪些……，一共多少钱 adds up what they cost.
        return reckoner.kind == "column" and bool(set(question.units) & set(PIECES_OF))
    if reckoner.kind == "gap" or not question.asks("count", "how_many", "number", "sum"):
        return reckoner.kind == "gap"
    m = knowledge.words.pattern("rows_or_more", question.plain)
    headers = stub_headers(query.sheet)
    after = m["after"] if m else ""
    counted_rows = bool(after) and any(after[:size] in h for h in headers for size in range(2, len(after) + 1))
    return not counted_rows and (bool(question.units) or question.asks("sum") or bool(after) or bool(question.measures))


def _write_sum(query: Query, values: Sequence[Reckoned], writing: Writing) -> None:
    assert query.reckoner is not None
    total = sum((r.value for r in values), Decimal(0))
    formula = " + ".join(decimal_text(r.value) for r in values) + f" = {decimal_text(total)}"
    marks = tuple(writing.cite(s.document, s.figure.place) for r in values for s in r.inputs)
    for r in values:
        r.written(writing)
    writing.say(
        "query.sum",
        table=sheet_name(Rows(query.sheet, query.lines, 1.0, narrowed=True), writing),
        count=writing.computed(Decimal(len(values)), "", writing.text("tally.count_formula")),
        name=query.reckoner.label() or writing.text("query.gap"),
        total=writing.computed(total, values[0].unit, formula, marks),
        formula=formula,
    )


def top_asked(question: Question, knowledge: Knowledge) -> int:
    """How many of the first or last rows are asked for; 1 if the question gives no number."""
    m = knowledge.words.detail("top", question.plain)
    word = next((w for w in m.groups() if w), "") if m else ""
    if word in _WORDS:
        return _WORDS.index(word) + 1
    return int(word) if word.isdigit() else int(han_value(word) or 1)


def _write_ranking(query: Query, question: Question, writing: Writing, knowledge: Knowledge) -> str:
    """The row that has most or least, then all with what they come from."""
    assert query.reckoner is not None
    values = [r for line in query.lines if (r := query.reckoner.of(line, knowledge.lexicon))]
    units = {r.unit for r in values}
    if len(values) < 2 or len(units) > 1:
        return ""
    lowest = question.asks("lowest") and not question.asks("highest")
    if query.reckoner.kind == "change" and change_is_down(question):
        lowest = not lowest
    ordered = sorted(values, key=lambda r: r.value, reverse=not lowest)
    most = top_asked(question, knowledge)
    last = ordered[min(most, len(ordered)) - 1].value
    first = [r for r in ordered if (r.value <= last if lowest else r.value >= last)]
    place = first[0].inputs[0].figure.place
    name = query.reckoner.label()
    called = {id(r): r.name(writing) if len(query.sheet.tables) == 1 else f"{r.line.name} · {name}" for r in values}
    writing.say(
        "ranking.lowest" if lowest else "ranking.highest",
        name=writing.text("and").join(called[id(r)] for r in first),
        figure=writing.text("and").join(dict.fromkeys(r.written(writing) for r in first)),
        place=place_words(writing.snapshot, first[0].line.document, place, writing.language),
    )
    writing.say("ranking.all")
    colon = writing.text("colon")
    shown = ordered[: max(SHOWN, most)]
    writing.lines.append("\n".join(f"- {called[id(r)]}{colon}{r.written(writing)}" for r in shown))
    writing.entries += [r.line.name for r in first]
    return "ranking"
