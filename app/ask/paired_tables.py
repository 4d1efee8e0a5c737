"""Two tables row by row: which rows of one name differ, and which only one of them has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher

from app.ask.knowledge import Knowledge
from app.ask.mentions import PLANNED, same_kind
from app.ask.question import Question
from app.ask.sheets import Line
from app.ask.writing import Writing, figure_name, place_words, table_name
from index.indicators import Statement, disagree
from index.statements import normal_label

SLIP = 0.8
"""Likeness of two names from which they are one name, written differently."""
MOST = 40
Table = tuple[int, int]
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class RowPair:
    """Two rows of one name, and the figures of both under headers that mean the same, where they differ."""

    first: Line
    second: Line
    differing: tuple[tuple[Statement, Statement], ...]


def write_paired_tables(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes what differs between the rows of the two tables that the question names, and what only one has; False if
    it does not name two, or if they have no row in common."""
    tables = _two_tables(question.references.tables, knowledge)
    if tables is None:
        return False
    rows = [_rows(table, knowledge) for table in tables]
    pairs, renamed = _pairs(rows[0], rows[1], knowledge)
    if not pairs:
        return False
    names = [_where(table, writing) for table in tables]
    differing = [pair for pair in pairs if pair.differing]
    count = writing.text("tally.count_formula")
    if differing:
        writing.conflict = True
        writing.say("tables.differ", count=writing.computed(Decimal(len(differing)), "", count))
        writing.lines.append("\n".join(_differing(pair, writing) for pair in differing[:MOST]))
    else:
        writing.say("tables.same", count=writing.computed(Decimal(len(pairs)), "", count))
    for at, (own, other) in enumerate((rows, rows[::-1])):
        matched = {id(line) for pair in pairs for line in (pair.first, pair.second)}
        alone = [line for line in own.values() if id(line) not in matched and not line.total]
        if alone and other:
            number = writing.computed(Decimal(len(alone)), "", count)
            writing.say("tables.only", table=names[at], count=number)
            writing.lines.append("\n".join(_alone(line, writing) for line in alone[:MOST]))
    if renamed:
        listed = [f"{a.name} / {b.name}" for a, b in renamed]
        writing.say("tables.renamed", names=writing.text("and").join(listed))
    writing.entries += [pair.first.name for pair in differing]
    return True


def _two_tables(tables: Sequence[Table], knowledge: Knowledge) -> tuple[Table, Table] | None:
    """The two tables that are meant; of several that bear one number those that share most rows with the other."""
    groups: dict[tuple[int, str], list[Table]] = defaultdict(list)
    for document, key in tables:
        groups[document, knowledge.snapshot.records[document].tables[key].number or str(key)].append((document, key))
    if len(groups) == 1 and len(tables) == 2:
        return tables[0], tables[1]
    if len(groups) != 2:
        return None
    ones, others = groups.values()
    choices = [(a, b) for a in ones for b in others]
    return max(choices, key=lambda pair: len(_rows(pair[0], knowledge).keys() & _rows(pair[1], knowledge).keys()))


def _rows(table: Table, knowledge: Knowledge) -> dict[Key, Line]:
    """The rows of a table by name and level."""
    lines = [
        line
        for sheet in knowledge.sheets
        if sheet.document == table[0] and table[1] in sheet.tables
        for line in sheet.lines
        if line.table == table[1]
    ]
    found: dict[Key, Line] = {}
    for line in lines:
        found.setdefault((normal_label(line.name), line.level), line)
    return found


def _pairs(
    first: Mapping[Key, Line], second: Mapping[Key, Line], knowledge: Knowledge
) -> tuple[list[RowPair], list[tuple[Line, Line]]]:
    """The rows of one name, or of one name written differently; and the latter by themselves."""
    matched: list[tuple[Line, Line]] = []
    free = dict(second)
    left: list[Key] = []
    for key, line in first.items():
        named = [k for k in free if k[0] == key[0]]
        single = len(named) == 1 and sum(k[0] == key[0] for k in first) == 1
        other = key if key in free else named[0] if single else None
        if other is not None:
            matched.append((line, free.pop(other)))
        else:
            left.append(key)
    renamed: list[tuple[Line, Line]] = []
    for key in left:
        likeness = [(SequenceMatcher(None, key[0], k[0]).ratio(), k) for k in free if k[1] == key[1]]
        score, best = max(likeness, default=(0.0, None))
        if best is not None and score >= SLIP:
            renamed.append((first[key], free.pop(best)))
    order = list(first.values())
    both = sorted((*matched, *renamed), key=lambda pair: order.index(pair[0]))
    return [RowPair(a, b, _differing_figures(a, b, knowledge)) for a, b in both], renamed


def _differing_figures(a: Line, b: Line, knowledge: Knowledge) -> tuple[tuple[Statement, Statement], ...]:
    """Figures of both rows that measure the same at the same time and cannot both be right."""
    own = [e.statement for e in a.entries if e.statement is not None]
    others = [e.statement for e in b.entries if e.statement is not None and not e.statement.holder]
    found: list[tuple[Statement, Statement]] = []
    for one in (s for s in own if not s.holder):
        alike = [s for s in others if _measure_the_same(one, s, knowledge)]
        if alike and all(disagree((one.figure, s.figure), knowledge.lexicon) for s in alike):
            found.append((one, alike[0]))
    return tuple(found)


def _measure_the_same(a: Statement, b: Statement, knowledge: Knowledge) -> bool:
    first, second = a.figure, b.figure
    measures = {first.measure, second.measure} - {"", "actual"}
    if len(measures) > 1 or (measures and first.measure != second.measure and measures & set(PLANNED)):
        return False
    if "%" in (first.unit, second.unit) and first.unit != second.unit:
        return False
    if not same_kind(first.unit, second.unit, knowledge):
        return False
    return first.period == second.period or None in (first.period, second.period)


def _where(table: Table, writing: Writing) -> str:
    document, key = table
    records = writing.snapshot.records[document]
    path = records.section_path(records.tables[key].section)
    return writing.text("tables.of", table=table_name(writing.snapshot, document, key), section=path[0] if path else "")


def _differing(pair: RowPair, writing: Writing) -> str:
    told = [
        writing.text("tables.against", first=_stated(a, writing), second=_stated(b, writing)) for a, b in pair.differing
    ]
    return writing.text("tables.row", name=pair.first.name, told=writing.text("and").join(told))


def _stated(statement: Statement, writing: Writing) -> str:
    place = place_words(writing.snapshot, statement.document, statement.figure.place, writing.language)
    return writing.text("tables.stated", figure=writing.stated(statement), place=place)


def _alone(line: Line, writing: Writing) -> str:
    statements = [e.statement for e in line.entries if e.statement is not None and not e.statement.holder]
    reached = [s for s in statements if s.figure.measure not in PLANNED]
    shown = next((s for s in (*line.figures("actual"), *reached, *statements) if s in statements), None)
    if shown is None:
        return writing.text("tables.name", name=line.name)
    header = figure_name(shown.figure, writing).removeprefix(line.name).strip(" ·")
    return writing.text("tables.row", name=line.name, told=f"{header} {writing.stated(shown)}".strip())
