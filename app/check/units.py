"""Units that cannot both be right: one value with two units, a sum of heads given in days, a name that says another
unit than the number has."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from app.ask.knowledge import Knowledge
from app.ask.writing import figure_text
from app.check.checked import Judgement
from app.check.finding import FindingPlace, make_finding, place_of, stated_at
from app.check.vocabulary import check_words
from index.restatements import statement_name
from index.statements import Statement, own_words
from ingest.records import Bound
from prompts import message

_TELLING_VALUE = 1000
"""A count from this on does not stand for two things by chance."""
_NAME_END = 4
_NAME_SHARED = 2
_NUMBER = re.compile(r"[\d.,，]+")
_UNIT = re.compile(r"^[A-Za-z]{2,}$")


def check_units(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """Of all documents."""
    yield from _two_units(knowledge, language)
    yield from _heads_as_days(knowledge, language)
    yield from _named_units(knowledge, language)
    yield from _unlike_capitals(knowledge, language)


def _two_units(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """One label and one value with two units that are no two names of one (4.32 ‰ and 4.32 %); of great counts of
    people the value is enough where both names share a word."""
    lexicon, snapshot = knowledge.lexicon, knowledge.snapshot
    groups: dict[tuple[object, ...], list[Statement]] = defaultdict(list)
    heads: dict[object, list[Statement]] = defaultdict(list)
    for statement in snapshot.figures:
        figure = statement.figure
        name = statement_name(figure, lexicon)
        if name and len(name) >= _NAME_END and figure.unit and (figure.decimals or figure.value > 20):
            groups[name[-_NAME_END:], figure.value].append(statement)
        if figure.unit in check_words().units.heads and figure.value >= _TELLING_VALUE:
            heads[figure.value].append(statement)
    done: set[object] = set()
    for (label, value), statements in groups.items():
        units = {lexicon.same_unit(s.figure.unit): s for s in statements}
        if len(units) > 1 and _confusable([s.figure.unit for s in units.values()]):
            done.add(value)
            name = _printed_name(str(label), list(units.values()))
            yield _finding(list(units.values()), name, knowledge, language, cells=True)
    for value, statements in heads.items():
        found = {s.figure.unit: s for s in statements}
        for a, b in combinations(found.values(), 2):
            if value not in done and _share_word(a, b, knowledge) and {a.figure.unit, b.figure.unit} != {"人", "名"}:
                done.add(value)
                yield _finding([a, b], own_words(a.figure), knowledge, language)


def _share_word(a: Statement, b: Statement, knowledge: Knowledge) -> bool:
    """Whether both are said of a thing of one word (培训), or of one activity."""
    words = [own_words(s.figure) + "".join(s.figure.place.quote.split()) for s in (a, b)]
    return any(all(word in text for text in words) for word in check_words().units.activities)


def _heads_as_days(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """A total of several years in days that is the sum of what the years count in heads."""
    snapshot = knowledge.snapshot
    words = check_words().units
    yearly = [
        s
        for s in snapshot.figures
        if s.figure.unit in words.heads
        and s.figure.unit not in words.days
        and s.figure.value >= _TELLING_VALUE
        and s.figure.bound is Bound.EXACT
        if (p := s.figure.period) is not None and p.first == p.last and not p.part
    ]
    done: set[object] = set()
    for total in snapshot.figures:
        period = total.figure.period
        if total.figure.unit not in words.days or period is None or period.last != period.first + 1:
            continue
        if total.figure.value in done:
            continue
        for a, b in combinations(yearly, 2):
            years = sorted(s.figure.period.first for s in (a, b) if s.figure.period is not None)
            if years == [period.first, period.last] and a.figure.value + b.figure.value == total.figure.value:
                done.add(total.figure.value)
                same = [s for s in snapshot.figures if s.figure.value == total.figure.value]
                summary = message(
                    language,
                    "check.heads_as_days",
                    total=figure_text(total.figure),
                    parts=message(language, "answers.and").join(figure_text(s.figure) for s in (a, b)),
                )
                places = [stated_at(snapshot, s) for s in (*same, a, b)]
                yield make_finding("unit", "high", summary, places, confidence="0.8")
                break


def _named_units(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """社会培训人次 1200 人日: the name ends with one unit, the number with another."""
    words = check_words().units
    found: dict[object, list[Statement]] = defaultdict(list)
    for s in knowledge.snapshot.figures:
        name = own_words(s.figure)
        said = next((unit for unit in words.said if name.endswith(unit)), "")
        if said and s.figure.unit in words.days and said not in words.days:
            found[s.figure.value].append(s)
    for statements in found.values():
        name = min((own_words(s.figure) for s in statements), key=len)
        yield _finding(statements, name, knowledge, language, key="check.named_unit", severity_low=True)


def _unlike_capitals(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """143 GBps and 143 Gbps, or 由 10 Gbps 提升至 40 GBps: units as printed that differ only in a capital, of one value
    or in one sentence, where both names end alike."""
    lettered = [s for s in knowledge.snapshot.figures if _UNIT.search(_printed_unit(s))]
    done: set[object] = set()
    for a, b in combinations(lettered, 2):
        units = {_printed_unit(s) for s in (a, b)}
        if len(units) < 2 or len({unit.lower() for unit in units}) > 1:
            continue
        in_one = (a.document, a.figure.passage) == (b.document, b.figure.passage)
        alike = own_words(a.figure)[-_NAME_SHARED:] == own_words(b.figure)[-_NAME_SHARED:]
        if (a.figure.value == b.figure.value or in_one) and alike and a.figure.value not in done:
            done.add(a.figure.value)
            places = [stated_at(knowledge.snapshot, s).model_copy(update={"value": s.figure.text}) for s in (a, b)]
            values = message(language, "answers.and").join(s.figure.text.strip() for s in (a, b))
            summary = message(language, "check.unit_case", name=own_words(a.figure), values=values)
            yield make_finding("unit", "high", summary, places, confidence="0.8")


def _printed_unit(statement: Statement) -> str:
    return _NUMBER.sub("", statement.figure.text).strip()


def _finding(
    statements: Sequence[Statement],
    name: str,
    knowledge: Knowledge,
    language: str,
    key: str = "check.unit",
    severity_low: bool = False,
    cells: bool = False,
) -> Judgement:
    values = message(language, "answers.and").join(dict.fromkeys(figure_text(s.figure) for s in statements))
    summary = message(language, key, name=name, values=values)
    places = [stated_at(knowledge.snapshot, s) for s in statements]
    if cells:
        places += [place for s in statements if (place := _unit_cell(s, knowledge)) is not None]
    return make_finding("unit", "low" if severity_low else "high", summary, places, confidence="0.8")


def _unit_cell(statement: Statement, knowledge: Knowledge) -> FindingPlace | None:
    """The cell that the unit of a table figure stands in, where the table has a column of units."""
    place = statement.figure.place
    for sheet in knowledge.sheets:
        for line in sheet.lines:
            if (line.document, line.table) != (statement.document, place.table) or place.table is None:
                continue
            for e in line.entries:
                header = "".join(e.column[-1:]).strip()
                if e.place.row == place.row and header in knowledge.lexicon.tables.unit_column:
                    return place_of(knowledge.snapshot, line.document, e.place, e.text.strip())
    return None


def _printed_name(label: str, statements: Sequence[Statement]) -> str:
    """The shortest of the statements' own names that holds the label: 在校生满意度 for 在校生."""
    names = [own_words(s.figure) for s in statements]
    return min((name for name in names if label in name), key=len, default=label)


def _confusable(units: list[str]) -> bool:
    """Units that differ by more than the thing counted: per cent and per mille, bits and bytes, 人次 and 人日."""
    folded = {unit.lower() for unit in units}
    return any(a in units and b in units for a, b in check_words().units.confusable) or len(folded) < len(set(units))
