"""Totals that are gathered from several places: what a section lists year by year, what the rows of a table tell each
by itself, and parts that are called otherwise than their total."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from app.ask.knowledge import Knowledge
from app.ask.writing import decimal_text, figure_text
from app.check.checked import Judgement, sum_formula
from app.check.finding import make_finding, stated_at
from app.check.recounts import own_row, rows_in_sections
from app.check.things import own_name, unit_kind
from app.check.vocabulary import check_words
from index.statements import Statement
from ingest.records import Bound
from prompts import message

_FEWEST_PARTS = 3
_NEAREST = Decimal("0.85")
"""A total of rows and their sum are this near, or the rows tell of something else."""
_REACH = 14
_SHARED_END = 2


def check_gathered(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """Of all documents."""
    yield from _sections(knowledge, language)
    yield from _rows(knowledge, language)
    yield from _named_parts(knowledge, language)


def _sections(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """各项合计 T behind the counts of single years that the same section lists."""
    by_section: dict[tuple[int, int], list[Statement]] = defaultdict(list)
    for s in knowledge.snapshot.figures:
        if s.figure.place.table is None and s.figure.place.section is not None and s.figure.bound is Bound.EXACT:
            by_section[s.document, s.figure.place.section].append(s)
    for figures in by_section.values():
        for at, total in enumerate(figures):
            period = total.figure.period
            if period is None or period.first == period.last or not _is_sum(total, knowledge):
                continue
            # Sums of money are told by their greatest, not all of them.
            if unit_kind(total.figure.unit) == "money":
                continue
            parts = [
                s
                for s in figures[:at]
                if s.figure.unit == total.figure.unit != "%"
                and (p := s.figure.period) is not None
                and p.first == p.last
                and s.figure.passage != total.figure.passage
            ]
            years = {s.figure.period.first for s in parts if s.figure.period is not None}
            if len(parts) < _FEWEST_PARTS or years != set(range(period.first, period.last + 1)):
                continue
            value = sum((s.figure.value for s in parts), Decimal(0))
            if value != total.figure.value:
                yield _finding(total, parts, "check.listed_years", "0.5", knowledge, language)


def _is_sum(statement: Statement, knowledge: Knowledge) -> bool:
    figure = statement.figure
    if figure.passage is None:
        return False
    before = knowledge.snapshot.records[statement.document].passages[figure.passage].text[: figure.start]
    return any(word in before[-_REACH:] for word in check_words().gathered.sums)


def _rows(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """A count in a cell that stands for several rows against what these count in cells of their own."""
    by_table: dict[tuple[int, int], list[tuple[Statement, int | None]]] = defaultdict(list)
    for s in knowledge.snapshot.figures:
        place = s.figure.place
        if place.table is not None and s.figure.end and s.figure.bound is Bound.EXACT and s.figure.unit != "%":
            by_table[s.document, place.table].append((s, own_row(s, knowledge)))
    for found in by_table.values():
        own = [(s, row) for s, row in found if row is not None and _of_a_year(s)]
        totals = [s for s, row in found if row is None and not _of_a_year(s)]
        for total in totals:
            if any(
                other.figure.value != total.figure.value and _is_counted(other, total, knowledge) for other in totals
            ):
                continue
            parts = [(s, row) for s, row in own if _is_counted(s, total, knowledge)]
            value = sum((s.figure.value for s, _ in parts), Decimal(0))
            low, high = sorted((value, total.figure.value))
            if len({row for _, row in parts}) < 2 or len(parts) < _FEWEST_PARTS or low == high:
                continue
            if low >= _NEAREST * high:
                yield _finding(total, [s for s, _ in parts], "check.row_parts", "0.6", knowledge, language)


def _of_a_year(statement: Statement) -> bool:
    period = statement.figure.period
    return period is not None and period.first == period.last


def _is_counted(part: Statement, total: Statement, knowledge: Knowledge) -> bool:
    a, b = own_name(part.figure, knowledge.lexicon), own_name(total.figure, knowledge.lexicon)
    level = part.figure.level[:1] == total.figure.level[:1]
    return level and part.figure.unit == total.figure.unit and a[-_SHARED_END:] == b[-_SHARED_END:] != ""


def _named_parts(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """各类（纵向、横向）经费 T where T is made of 纵向, 横向 and 校内: the sum is right and is called wrong."""
    found: list[tuple[Statement, list[Statement]]] = []
    for cells, told in rows_in_sections(knowledge):
        for total in cells:
            if not any(mark in total.figure.place.quote for mark in check_words().gathered.enumerated):
                continue
            same = [
                s
                for s in told
                if s.figure.unit == total.figure.unit and s.figure.period == total.figure.period
                if unit_kind(s.figure.unit) == "money"
            ]
            value = sum((s.figure.value for s in same), Decimal(0))
            inside = [s for s in same if _kind_of(s, knowledge) in total.figure.place.quote]
            if value == total.figure.value and len(same) > 1 and 0 < len(inside) < len(same):
                found.append((total, same))
    if not found:
        return
    statements = [s for total, parts in found for s in (total, *parts)]
    outside = [s for total, parts in found for s in parts if _kind_of(s, knowledge) not in total.figure.place.quote]
    names = message(language, "check.and_name").join(
        dict.fromkeys(own_name(s.figure, knowledge.lexicon) for s in outside)
    )
    values = message(language, "answers.and").join(figure_text(total.figure) for total, _ in found)
    summary = message(language, "check.named_parts", values=values, names=names)
    places = [stated_at(knowledge.snapshot, s) for s in statements]
    formula = "；".join(sum_formula(parts, total.figure.value) for total, parts in found)
    yield make_finding("derived", "medium", summary, places, recomputed=formula, confidence="0.6")


def _kind_of(statement: Statement, knowledge: Knowledge) -> str:
    """What a part is called by: its first two letters (纵向, 横向, 校内)."""
    return own_name(statement.figure, knowledge.lexicon)[:_SHARED_END]


def _finding(
    total: Statement, parts: Sequence[Statement], key: str, confidence: str, knowledge: Knowledge, language: str
) -> Judgement:
    value = sum((s.figure.value for s in parts), Decimal(0))
    summary = message(
        language,
        key,
        name=own_name(total.figure, knowledge.lexicon),
        stated=figure_text(total.figure),
        expected=decimal_text(value),
    )
    places = [stated_at(knowledge.snapshot, s) for s in (total, *parts)]
    return make_finding("parts", "medium", summary, places, recomputed=sum_formula(parts, value), confidence=confidence)
