"""Figures of one thing over years.

A series is found in table rows, else in a passage and its neighbours, else among all evidence of the question.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from app.ask.knowledge import Knowledge
from app.ask.labels import best_labelled, label_weight, said_over, words_told
from app.ask.quantities import asked_quantity, with_year_before
from app.ask.question import Question
from app.ask.rows import Rows, asked_statement, meant_rows
from app.ask.select import ENOUGH, Selected, asked_tokens, select_evidence
from app.ask.sheets import Line
from index.indicators import Statement, normal_label
from index.snapshot import EvidenceKind
from index.tokens import text_to_tokens
from ingest.records import Figure

Series = Mapping[int, Statement]
"""Figures of one thing by year, the years in their order."""

MOST_LINES = 6
MOST_SERIES = 4
MOST_UNITS = 2
MOST_PASSAGES = 6
BETTER = 1.15
"""How much more of what is asked a later passage must say than the ones before it."""
ROW_COVER = 0.45
CLOSE = 0.72
LABELLED = 0.6
"""Share of what the best label says of the question that another's must say to be of the same series."""
COUNTED = ("多少", "几", "几多", "好多")
"""Words before the unit of a number that is asked for."""
LEAST_TOLD = 0.12
"""Share of what is asked that a label of a series must say."""
ENDING = 4
"""Characters from which a label that ends another names the same."""
GENERIC = "个"
"""The unit in which people ask for things that documents count in another."""
COUNT = "count"
PEOPLE = "people"
PLANNED = ("target", "budget", "baseline")
"""Measures that make no series with what was reached."""
NAMED = 0.6
"""Share of an asked word that a label must hold to be what the word names."""


def year_series(question: Question, knowledge: Knowledge, in_words: bool = False) -> list[Series]:
    """The series that the question means, best first; only of sentences, if `in_words`."""
    question = asked_quantity(with_year_before(question, knowledge), knowledge)
    return (
        ([] if in_words else row_series(question, knowledge))
        or _passage_series(question, knowledge)
        or _scattered_series(question, knowledge)[:MOST_UNITS]
    )


def row_series(question: Question, knowledge: Knowledge, least: float = ROW_COVER) -> list[Series]:
    """Figures of single years in the rows that are meant: beside one another in a row, or in rows that are years; of
    tables that cover at least so much of the question."""
    question = asked_quantity(with_year_before(question, knowledge), knowledge)
    years = _years(question)
    for rows in meant_rows(question, knowledge, limit=3):
        if rows.cover < least:
            continue
        named = rows.narrowed or question.asks("each") or question.excluded
        lines = rows.lines if named else tuple(line for line in rows.lines if line.total)
        found: list[Series] = [
            series
            for line in (lines if len(lines) <= MOST_LINES else ())
            if len(series := _by_year(_in_asked_unit(line, question, knowledge), years)) > 1
        ]
        if not found and len(by_year := _year_rows(rows, years, question, knowledge)) > 1:
            found = [by_year]
        if found:
            return found
    return []


def _in_asked_unit(line: Line, question: Question, knowledge: Knowledge) -> list[Statement]:
    """The row's figures in a unit that is asked for, or of the header that is; all of them if it has none."""
    own = [e.statement for e in line.entries if e.statement is not None]
    asked = [s for s in own if knowledge.lexicon.base_unit(s.figure.unit)[0] in question.units]
    counted = [s for s in own if s.figure.place.column and _asks_for(s.figure.place.column[-1], question)]
    return next((found for found in (counted, asked) if len({s.figure.period for s in found}) > 1), own)


def _asks_for(header: str, question: Question) -> bool:
    """Whether a header is the word for a number of pieces that is asked for: 场次 of 多少场."""
    return (
        any(f"{word}{header[:1]}" in question.plain for word in COUNTED) and len(header) == 2 and header[-1] in "次数量"
    )


def _year_rows(rows: Rows, years: set[int], question: Question, knowledge: Knowledge) -> Series:
    """The asked column of a sheet whose rows are years."""
    if any(len(line.path) != 1 for line in rows.sheet.lines):
        return {}
    asked = [s for line in rows.sheet.lines if not line.total and (s := asked_statement(line, question, knowledge))]
    named = asked_tokens(question)
    if asked and not any(named & set(text_to_tokens(" ".join(s.figure.place.column))) for s in asked):
        # No column is named: what is meant is the whole, if a column has it.
        asked = [s for line in rows.sheet.lines if not line.total and (s := _in_total_column(line, knowledge))] or asked
    series = _by_year(asked, years)
    return series if len({s.figure.place.column for s in series.values()}) == 1 else {}


def _in_total_column(line: Line, knowledge: Knowledge) -> Statement | None:
    """The row's figure in the column 合计, if it has one."""
    totals = knowledge.lexicon.tables.total
    return next(
        (e.statement for e in line.entries if e.statement and any(word in totals for word in e.column[-1:])), None
    )


def _passage_series(question: Question, knowledge: Knowledge) -> list[Series]:
    """Series in the passages that answer best: those of the passage whose figures all are most of what is asked."""
    asked = asked_tokens(question)
    best: tuple[float, list[Series]] = 0.0, []
    seen: set[tuple[int, int]] = set()
    for piece in select_evidence(replace(question, periods=()), knowledge, limit=MOST_PASSAGES):
        evidence = piece.evidence
        if piece.coverage < ENOUGH or evidence.passage is None or evidence.kind is EvidenceKind.ROW:
            continue
        if (evidence.document, evidence.passage) in seen:
            continue
        seen.add((evidence.document, evidence.passage))
        found = _series_of_passage(question, piece, asked, knowledge)
        told = min((said_over(s, asked, knowledge) for s in found[0].values()), default=0.0) if found else 0.0
        if told > best[0] * BETTER:
            best = told, found
    return best[1]


def _series_of_passage(question: Question, piece: Selected, asked: set[str], knowledge: Knowledge) -> list[Series]:
    """Series whose own words the question names, else the best of each unit."""
    named = _named_series(question, piece, knowledge)
    told = {s.figure.unit for by_year in named for s in by_year.values()}
    if named and not _units_counted(question, piece, knowledge) - told:
        return named[:MOST_SERIES]
    dated = _dated_figures(question, piece, (0,), knowledge)
    by_unit: dict[str, dict[int, list[Statement]]] = defaultdict(lambda: defaultdict(list))
    for statement in (s for s in _of_asked_units(dated, question, knowledge) if s.figure.unit not in told):
        unit = PEOPLE if counting(statement.figure.unit, knowledge) == PEOPLE else statement.figure.unit
        by_unit[unit][_year(statement.figure)].append(statement)
    whole = sum(map(knowledge.evidence.rarity, asked)) or 1.0
    series: list[Series] = []
    for by_year in (by_year for by_year in by_unit.values() if len(by_year) > 1):
        best_of = {year: best_labelled(statements, asked) for year, statements in sorted(by_year.items())}
        if max(label_weight(s, asked, knowledge) for s in best_of.values()) >= whole * LEAST_TOLD:
            series.append(best_of)
    series.sort(key=lambda by_year: -max(words_told(s, asked) for s in by_year.values()))
    split = _same_split(dated, asked, knowledge)
    if split and not named:
        return [split]
    paired = _across_units(dated, question, asked, knowledge)
    best = max((words_told(s, asked) for by_year in series for s in by_year.values()), default=0)
    if named:
        return [*named, *series][:MOST_SERIES]
    if paired and (not series or min(words_told(s, asked) for s in paired.values()) > best):
        return [paired]
    return series


def _named_series(question: Question, piece: Selected, knowledge: Knowledge) -> list[Series]:
    """Figures that bear one label in several years, in the passage or in those beside it, for each label that an asked
    word names which not every label holds."""
    by_label: dict[tuple[str, str], dict[int, Statement]] = defaultdict(dict)
    for statement in _of_asked_units(_dated_figures(question, piece, (0, 1, -1), knowledge), question, knowledge):
        figure = statement.figure
        label = _without_year(normal_label(figure.subject[-1] if figure.subject else ""))
        if label:
            by_label[label, counting(figure.unit, knowledge)].setdefault(_year(figure), statement)
    _join_longer(by_label)
    series = {key: dict(sorted(years.items())) for key, years in by_label.items() if len(years) > 1}
    named: dict[tuple[str, str], Series] = {}
    for term in question.terms:
        if term.weight < 0.5:
            continue
        holding = [
            key
            for key in series
            if any(sum(t in text_to_tokens(key[0]) for t in name) >= NAMED * len(name) for name in term.names if name)
        ]
        if holding and (len(holding) < len(series) or len(series) == 1):
            named.update({key: series[key] for key in holding})
    if len(named) > 1 and not question.asks("each", "sum"):
        most = max(words_told(next(iter(s.values())), asked_tokens(question)) for s in named.values())
        named = {k: s for k, s in named.items() if words_told(next(iter(s.values())), asked_tokens(question)) == most}
    return list(named.values())


def _join_longer(by_label: dict[tuple[str, str], dict[int, Statement]]) -> None:
    """Gives a label the years of longer ones that end like it: 省级…计划项目 is …计划项目."""
    for (label, unit), years in by_label.items():
        for (other, other_unit), more in by_label.items():
            if other != label and unit == other_unit and len(label) >= ENDING and other.endswith(label):
                for year, statement in more.items():
                    years.setdefault(year, statement)


def _across_units(statements: Sequence[Statement], question: Question, asked: set[str], knowledge: Knowledge) -> Series:
    """The count that the question means in each of two years, though it is counted in other words (60 项, 82 队)."""
    base = knowledge.lexicon.base_unit
    counted = [s for s in statements if counting(s.figure.unit, knowledge) == COUNT and base(s.figure.unit)[1] == 1]
    found: dict[int, Statement] = {}
    for statement in counted:
        if not words_told(statement, asked):
            continue
        year = _year(statement.figure)
        if year not in found or words_told(statement, asked) > words_told(found[year], asked):
            found[year] = statement
    return dict(sorted(found.items())) if len(found) > 1 and len(_years(question)) in (0, len(found)) else {}


def _same_split(statements: Sequence[Statement], asked: set[str], knowledge: Knowledge) -> Series:
    """The count that the question means in each year, known by what it is split into; empty if it is not split."""
    counted = [s for s in statements if counting(s.figure.unit, knowledge) == COUNT]
    parents = _same_parents(counted)
    anchor = max(counted, key=lambda s: words_told(s, asked), default=None)
    if anchor is None or not words_told(anchor, asked) or anchor not in parents:
        return {}
    return dict(sorted(parents[anchor].items()))


def _same_parents(statements: Sequence[Statement]) -> dict[Statement, dict[int, Statement]]:
    """Counts that are split into kinds of the same names in each of several years count the same thing, whatever they
    are called: for each of them the count of every year."""
    kinds: dict[tuple[int, str], set[str]] = defaultdict(set)
    for s in statements:
        if len(s.figure.subject) > 1:
            kinds[_year(s.figure), s.figure.subject[-2]].add(s.figure.subject[-1])
    wholes = [s for s in statements if s.figure.subject and (_year(s.figure), s.figure.subject[-1]) in kinds]
    found: dict[Statement, dict[int, Statement]] = {}
    for s in wholes:
        own = kinds[_year(s.figure), s.figure.subject[-1]]
        same = {
            _year(o.figure): o
            for o in reversed(wholes)
            if _year(o.figure) != _year(s.figure) and len(own & kinds[_year(o.figure), o.figure.subject[-1]]) > 1
        }
        if same and len(own) > 1:
            found[s] = {_year(s.figure): s, **same}
    return found


def counting(unit: str, knowledge: Knowledge) -> str:
    """The base unit; one name for all units in which things are counted one by one (个, 项, 队), one for people."""
    base = knowledge.lexicon.base_unit(unit)[0]
    if len(base) != 1 or base not in knowledge.lexicon.units.count:
        return base
    return PEOPLE if base in knowledge.words.units_asked("人数") else COUNT


def _dated_figures(question: Question, piece: Selected, beside: Iterable[int], knowledge: Knowledge) -> list[Statement]:
    """Figures of single asked years in the passage of the evidence and those so many passages after it."""
    records = knowledge.snapshot.records[piece.evidence.document]
    at = piece.evidence.passage
    if at is None:
        return []
    section = piece.evidence.place.section
    passages = {
        at + step
        for step in beside
        if 0 <= at + step < len(records.passages) and records.passages[at + step].place.section == section
    }
    years = _years(question)
    return [
        Statement(piece.evidence.document, figure)
        for passage in sorted(passages)
        for figure in knowledge.figures_of.get((piece.evidence.document, passage), ())
        if figure.period is not None
        and figure.period.first == figure.period.last
        and (not years or figure.period.first in years)
    ]


def _of_asked_units(statements: Sequence[Statement], question: Question, knowledge: Knowledge) -> list[Statement]:
    """Those in a unit that the question asks for, by a word for it or as printed (多少期); all if it asks for none."""
    counted = _counted(statements, question)
    units = set(question.units) - ({"%"} if counted else set())
    if len(counted) > 1 or (counted and not units):
        return [s for s in statements if s.figure.unit in counted]
    if not units:
        return list(statements)
    return [s for s in statements if s.figure.unit in counted or knowledge.lexicon.base_unit(s.figure.unit)[0] in units]


def _units_counted(question: Question, piece: Selected, knowledge: Knowledge) -> set[str]:
    """Units of the passage's dated figures that the question asks for as they are printed."""
    return _counted(_dated_figures(question, piece, (0,), knowledge), question)


def _counted(statements: Iterable[Statement], question: Question) -> set[str]:
    if any(f"{word}{GENERIC}" in question.plain for word in COUNTED):
        return set()
    return {
        s.figure.unit
        for s in statements
        if s.figure.unit and any(f"{word}{s.figure.unit}" in question.plain for word in COUNTED)
    }


def _scattered_series(question: Question, knowledge: Knowledge) -> list[Series]:
    """Per unit, the best figure for each single year that the question asks for (all years where it names none)."""
    asked = asked_tokens(question)
    years = _years(question)
    found: dict[str, dict[int, tuple[float, Statement]]] = {}
    selected = select_evidence(replace(question, periods=()), knowledge, limit=16)
    if not selected or selected[0].coverage < ENOUGH:
        return []
    floor = selected[0].score * CLOSE
    weights = {token: knowledge.evidence.rarity(token) for token in asked}
    best_share = 0.0
    for piece in selected:
        if piece.score < floor:
            continue
        for at in piece.evidence.figures:
            statement = knowledge.snapshot.figures[at]
            figure = statement.figure
            period = figure.period
            if period is None or period.first != period.last or (years and period.first not in years):
                continue
            base = knowledge.lexicon.base_unit(figure.unit)[0]
            if (question.units and base not in question.units) or figure.measure in ("target", "budget"):
                continue
            label = set(text_to_tokens(" ".join((*figure.subject[-2:], *figure.place.row, *figure.place.column))))
            score = piece.score + 0.15 * len(label & asked)
            share = sum(weights.get(token, 0.0) for token in label & asked)
            best_share = max(best_share, share)
            if share < best_share * LABELLED:
                continue
            known = found.setdefault(figure.unit, {}).get(period.first)
            if known is None or score > known[0]:
                found[figure.unit][period.first] = score, statement
    ranked = sorted(found.items(), key=lambda item: -max(score for score, _ in item[1].values()))
    return [
        {year: statement for year, (_, statement) in sorted(by_year.items())}
        for _, by_year in ranked
        if len(by_year) > 1
    ]


def _by_year(statements: Sequence[Statement], years: set[int]) -> dict[int, Statement]:
    """The first figure of each single year, all of one unit; years that nobody asked for are left out."""
    found: dict[int, Statement] = {}
    for statement in statements:
        period = statement.figure.period
        if period is None or period.first != period.last or period.part or (years and period.first not in years):
            continue
        if statement.figure.measure in PLANNED and len({s.figure.measure for s in statements}) > 1:
            continue
        if found and next(iter(found.values())).figure.unit != statement.figure.unit:
            continue
        found.setdefault(period.first, statement)
    return dict(sorted(found.items()))


def _without_year(label: str) -> str:
    return label.lstrip("0123456789年")


def _year(figure: Figure) -> int:
    return figure.period.first if figure.period is not None else 0


def _years(question: Question) -> set[int]:
    return {year for p in question.periods for year in range(p.first, p.last + 1)}
