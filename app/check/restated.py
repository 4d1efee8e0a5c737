"""One thing with several values: in prose, tables, sections and other documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from app.ask.knowledge import Knowledge
from app.ask.writing import figure_text
from app.check.branches import Branches
from app.check.checked import Judgement, holds, sum_formula
from app.check.clusters import Link, links_to_clusters
from app.check.finding import make_finding, stated_at
from app.check.reconciled import Reconciler, counts_some, counts_undone
from app.check.recounts import recounted_links, row_links, years_behind
from app.check.totals import total_links
from app.check.yearly import yearly_links, yearly_members
from index.names import LONG, near
from index.restatements import plain_name, restatements, statement_name
from index.statements import Statement, own_words
from prompts import message

MOST_PLACES = 12
_SURE = Decimal("0.8")
_TELLING = 4
_TWO = 2
SERIOUS = (
    "rate",
    "spent_rate",
    "received_rate",
    "received",
    "spent",
    "budget",
    "target",
    "actual",
    "satisfaction",
    "score",
)


def check_restated(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """Things whose statements cannot all be right, each with all its places."""
    snapshot = knowledge.snapshot
    for indicator in snapshot.indicators:
        if not indicator.conflict and len(indicator.statements) > 1:
            yield holds("restated", [snapshot.figures[snapshot.figure_position[key]] for key in indicator.statements])
    branches, reconciler = Branches(snapshot), Reconciler(knowledge)
    links = [
        *_indicator_links(knowledge, branches, reconciler),
        *_worded_links(knowledge, branches, reconciler),
        *yearly_links(knowledge, branches),
        *recounted_links(knowledge, branches, reconciler),
        *row_links(knowledge),
        *total_links(knowledge),
    ]
    for cluster in links_to_clusters(links):
        statements = cluster.statements
        values = message(language, "answers.and").join(dict.fromkeys(_dated_text(s, statements) for s in statements))
        summary = message(language, "check.restated", name=_common_name(statements, knowledge), values=values)
        years = years_behind(statements, knowledge) if not cluster.formulas else ()
        formulas = cluster.formulas or ((_sum_of(years),) if years else ())
        serious = any(s.figure.measure in SERIOUS for s in statements) or Decimal(cluster.confidence) < _SURE
        yield make_finding(
            "restated",
            "high" if serious else "medium",
            summary,
            [stated_at(snapshot, s) for s in _one_of_each((*statements, *years))],
            recomputed="；".join(formulas) or None,
            confidence=cluster.confidence,
            reason=message(language, cluster.reason) if cluster.reason else "",
        )


def _sum_of(years: Sequence[Statement]) -> str:
    return sum_formula(years, sum((s.figure.value for s in years), Decimal(0)))


def _indicator_links(knowledge: Knowledge, branches: Branches, reconciler: Reconciler) -> Iterator[Link]:
    snapshot = knowledge.snapshot
    for indicator in snapshot.indicators:
        statements = tuple(snapshot.figures[snapshot.figure_position[key]] for key in indicator.statements)
        statements = tuple(s for s in statements if not counts_undone(s, knowledge))
        if len({s.figure.value for s in statements}) < _TWO or _told_apart_by_rows(statements):
            continue
        if not indicator.conflict or _in_one_passage(statements) or _each_its_own(statements, branches):
            continue
        if len({s.figure.value for s in statements}) > _TWO or not reconciler.agree(statements, statements):
            yield Link(statements, "0.85")


def _told_apart_by_rows(statements: Sequence[Statement]) -> bool:
    """Whether one table has several of the values in rows of their own: then they are of several things."""
    rows: dict[tuple[object, ...], set[tuple[str, ...]]] = defaultdict(set)
    for s in statements:
        if s.figure.place.table is not None and not s.figure.end:
            rows[s.document, s.figure.place.table, s.figure.place.column].add(s.figure.place.row)
    return any(len(found) > 1 for found in rows.values())


def _each_its_own(statements: Sequence[Statement], branches: Branches) -> bool:
    """Whether the values differ only between branches that run in parallel."""
    pairs = combinations(statements, 2)
    return all(branches.apart(a, b) for a, b in pairs if a.figure.value != b.figure.value)


def _in_one_passage(statements: Sequence[Statement]) -> bool:
    """What one passage says twice, with two values, it says of two things or times."""
    passages = {(s.document, s.figure.passage) for s in statements}
    return len(passages) == 1 and statements[0].figure.passage is not None


def _worded_links(knowledge: Knowledge, branches: Branches, reconciler: Reconciler) -> Iterator[Link]:
    """One thing that is called a little differently in two places; a value that the row of the other holds too is
    another figure of that row."""
    snapshot = knowledge.snapshot
    rows: dict[tuple[object, ...], set[Decimal]] = defaultdict(set)
    for statement in snapshot.figures:
        rows[_row(statement)].add(statement.figure.value)
    yearly = yearly_members(knowledge)
    same = _same_values(knowledge)
    pairs = list(restatements(snapshot.figures, knowledge.lexicon))
    ambiguous = _ambiguous_rows(pairs, knowledge)
    for a, b in pairs:
        if (id(a), id(b)) in ambiguous:
            continue
        if snapshot.indicator(a) is snapshot.indicator(b) or branches.apart(a, b):
            continue
        if b.figure.value in rows.get(_row(a), ()) or a.figure.value in rows.get(_row(b), ()):
            continue
        if own_words(a.figure) in knowledge.lexicon.levels and (branches.inside(a) or branches.inside(b)):
            continue
        of_a_year = any((s.document, s.figure.key) in yearly for s in (a, b))
        if of_a_year and a.figure.period != b.figure.period:
            continue
        if counts_some(min(a, b, key=lambda s: s.figure.value), knowledge):
            continue
        if any(counts_undone(s, knowledge) for s in (a, b)) or _rates_of_part_and_whole(a, b, knowledge):
            continue
        ones, others = (a, *same(a)), (b, *same(b))
        if not reconciler.agree(ones, others):
            yield Link((*ones, *others), "0.6", "check.worded")


def _ambiguous_rows(pairs: Sequence[tuple[Statement, Statement]], knowledge: Knowledge) -> set[tuple[int, int]]:
    """Pairs of a sentence and a table row where the sentence may as well be about another row of the column that is
    named like it too."""
    lexicon = knowledge.lexicon
    columns: dict[tuple[object, ...], list[Statement]] = defaultdict(list)
    for s in knowledge.snapshot.figures:
        if s.figure.place.table is not None and not s.figure.end:
            columns[s.document, s.figure.place.table, s.figure.place.column].append(s)
    found: set[tuple[int, int]] = set()
    for a, b in pairs:
        told, row = (a, b) if a.figure.place.table is None else (b, a)
        place = row.figure.place
        if told.figure.place.table is not None or place.table is None or row.figure.end:
            continue
        name = statement_name(told.figure, lexicon) or ""
        if not name or name == statement_name(row.figure, lexicon):
            continue
        others = [
            s
            for s in columns[row.document, place.table, place.column]
            if s.figure.place.row != place.row and (statement_name(s.figure, lexicon) or "").endswith(name)
        ]
        if others:
            found.add((id(a), id(b)))
    return found


def _rates_of_part_and_whole(a: Statement, b: Statement, knowledge: Knowledge) -> bool:
    """Whether one rate without a name of its own is a project's and the other of none or of another."""
    if "%" not in (a.figure.unit, b.figure.unit):
        return False
    names = [statement_name(s.figure, knowledge.lexicon) or "" for s in (a, b)]
    projects = [knowledge.projects.get((s.document, s.figure.place.section or 0)) for s in (a, b)]
    phrases = {word for measure in knowledge.lexicon.measures.values() for word in measure.phrases}
    return projects[0] != projects[1] and any(not name or name in phrases for name in names)


def _same_values(knowledge: Knowledge) -> Callable[[Statement], list[Statement]]:
    """Finds the other places that state the same value of what has the same or nearly the same name."""
    lexicon, snapshot = knowledge.lexicon, knowledge.snapshot
    by_value: dict[Decimal, list[tuple[Statement, str]]] = defaultdict(list)
    for statement in snapshot.figures:
        if statement.figure.measure not in ("target", "budget", "difference"):
            name = statement_name(statement.figure, lexicon) or ""
            by_value[statement.figure.value].append((statement, plain_name(name, lexicon)))

    def find(statement: Statement) -> list[Statement]:
        name = plain_name(statement_name(statement.figure, lexicon) or "", lexicon)
        if len(name) < LONG:
            return [s for s in snapshot.same_indicator(statement) if s.figure.value == statement.figure.value]
        percent = statement.figure.unit == "%"
        return [
            other
            for other, other_name in by_value[statement.figure.value]
            if (other_name == name or near(other_name, name))
            and (other.figure.unit == "%") == percent
            and other.holder == statement.holder
        ]

    return find


def _row(statement: Statement) -> tuple[object, ...]:
    place = statement.figure.place
    if place.table is None or statement.figure.end:
        return ("words", statement.document, statement.figure.key)
    return ("row", statement.document, place.table, place.row)


def _dated_text(statement: Statement, others: Sequence[Statement]) -> str:
    """The value; with its time where the others are of other times."""
    text = figure_text(statement.figure)
    period = statement.figure.period
    several = len({s.figure.period for s in others if s.figure.period is not None}) > 1
    return f"{text}（{period}）" if several and period is not None else text


def _common_name(statements: Sequence[Statement], knowledge: Knowledge) -> str:
    """The shortest name that names the thing by itself, as printed; of sums of money of the whole their measure."""
    lexicon = knowledge.lexicon
    labels = [name for s in statements if (name := statement_name(s.figure, lexicon))]
    label = min((name for name in labels if len(name) >= _TELLING), key=len, default=max(labels, key=len, default=""))
    if label:
        return _printed_name(label, statements)
    in_words = [own_words(s.figure) for s in statements if s.figure.place.table is None]
    heads = ["".join(s.figure.place.column[-1:]) for s in statements]
    return min((name for name in (*in_words, *heads) if len(name) > 1), key=len, default="")


def _printed_name(label: str, statements: Sequence[Statement]) -> str:
    """The shortest of the statements' own names that holds the label: 在校生满意度 for 在校生."""
    names = [own_words(s.figure) for s in statements]
    return min((name for name in names if label in name), key=len, default=label)


def _one_of_each(statements: Sequence[Statement]) -> list[Statement]:
    """Of equal values in one section only the first, so that all values are shown before their repetitions."""
    seen: dict[tuple[object, ...], Statement] = {}
    for s in statements:
        seen.setdefault((s.figure.value, s.document, s.figure.place.section, s.figure.place.table), s)
    return list(seen.values())[:MOST_PLACES]
