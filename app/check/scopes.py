"""One figure or name with two scopes: a school year here and calendar years there, one thing dated to two years, a
programme with two qualifiers, a result whose level and kind the worked-out section calls otherwise."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from app.ask.knowledge import Knowledge
from app.ask.writing import figure_text
from app.check.checked import Judgement
from app.check.finding import FindingPlace, make_finding, place_of, stated_at
from app.check.recounts import own_row, rows_to_sections
from app.check.things import thing_key, time_of
from app.check.vocabulary import check_words
from index.statements import Statement, own_words
from ingest.records import Place
from prompts import message

_BRACKETS = re.compile(r"([\u4e00-\u9fff]{4,24})[（(]([\u4e00-\u9fff]{5,14})[）)]")
_SHARED_QUALIFIER = 4
_SHARED_HEAD = 6
_SHARED_END = 2
_TELLING = 10
_YEAR = re.compile(r"(20\d{2})\s*年")


def check_scopes(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """Of all documents."""
    yield from _school_years(knowledge, language)
    yield from _two_years(knowledge, language)
    yield from _qualifiers(knowledge, language)
    yield from _called_otherwise(knowledge, language)


def _school_years(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """A figure given for a school year (2022-2023 学年) that another place gives for calendar years."""
    word = check_words().scopes.school_year
    snapshot = knowledge.snapshot
    by_value: dict[Decimal, list[Statement]] = defaultdict(list)
    for s in snapshot.figures:
        by_value[s.figure.value * knowledge.lexicon.base_unit(s.figure.unit)[1]].append(s)
    for document in snapshot.documents:
        for passage in snapshot.records[document.id].passages:
            at = passage.text.find(word)
            if at < 0 or passage.place.table is not None:
                continue
            pairs: list[tuple[Statement, Statement]] = []
            for figure in knowledge.figures_of.get((document.id, passage.key), ()):
                position = snapshot.figure_position[document.id, figure.key]
                s = snapshot.figures[position]
                if figure.start < at or s.holder or (figure.value < _TELLING and not figure.decimals):
                    continue
                same = by_value[figure.value * knowledge.lexicon.base_unit(figure.unit)[1]]
                pairs += [(s, o) for o in same[:] if _is_of_calendar_years(s, o, knowledge)][:1]
            if pairs:
                yield _school_year_finding(pairs, document.id, passage.place, knowledge, language)


def _is_of_calendar_years(s: Statement, other: Statement, knowledge: Knowledge) -> bool:
    """Whether the other place says the same of calendar years: a like name, in words, without the school year."""
    if other.figure.passage is None or (other.document, other.figure.passage) == (s.document, s.figure.passage):
        return False
    if (
        check_words().scopes.school_year in other.figure.place.quote
        or other.holder
        or other.figure.place.table is not None
    ):
        return False
    return own_words(other.figure)[-_SHARED_END:] == own_words(s.figure)[-_SHARED_END:] and bool(
        _YEAR.search(knowledge.snapshot.records[other.document].passages[other.figure.passage].text)
    )


def _school_year_finding(
    pairs: list[tuple[Statement, Statement]], document: int, place: Place, knowledge: Knowledge, language: str
) -> Judgement:
    word = check_words().scopes.school_year
    values = message(language, "answers.and").join(dict.fromkeys(figure_text(s.figure) for s, _ in pairs))
    summary = message(language, "check.school_year", values=values)
    quote = pairs[0][0].figure.place.quote
    places = [place_of(knowledge.snapshot, document, Place(place.section, quote, place.regions), word)]
    for _, other in pairs:
        text = knowledge.snapshot.records[other.document].passages[other.figure.passage or 0].text[: other.figure.start]
        dated = list(re.finditer(rf"20\d{{2}}\s*年(?:{check_words().things.since})?", text))
        shown = stated_at(knowledge.snapshot, other)
        places.append(shown.model_copy(update={"value": "".join(dated[-1].group().split())}) if dated else shown)
    places += [stated_at(knowledge.snapshot, s) for pair in pairs for s in pair]
    return make_finding("year", "low", summary, places, confidence="0.6")


def _two_years(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """A count of one year in a table row that the section dates to another: 2022 in the table, 2023 in the text."""
    snapshot = knowledge.snapshot
    by_section: dict[tuple[int, int], list[Statement]] = defaultdict(list)
    by_row: dict[tuple[int, int, int], list[Statement]] = defaultdict(list)
    for s in snapshot.figures:
        place = s.figure.place
        if not s.figure.end or s.figure.measure not in ("", "actual"):
            continue
        if place.table is None and place.section is not None:
            by_section[s.document, place.section].append(s)
        elif place.table is not None and (row := own_row(s, knowledge)) is not None:
            by_row[s.document, place.table, row].append(s)
    done: set[tuple[str, int]] = set()
    for document, table, row, section in rows_to_sections(knowledge):
        cells = [(s, p) for s in by_row[document, table, row] if (p := time_of(s, knowledge)) and p.first == p.last]
        for told in by_section[document, section]:
            key = thing_key(told, knowledge.lexicon)
            same = [(s, p) for s, p in cells if key and thing_key(s, knowledge.lexicon) == key]
            text = snapshot.records[document].passages[told.figure.passage or 0].text
            years = {int(year) for year in _YEAR.findall(text)}
            if len(same) != 1 or len(years) != 1 or same[0][0].figure.value != told.figure.value:
                continue
            cell, period = same[0]
            (year,) = years
            if year == period.first or str(period.first) in text or (key, year) in done:
                continue
            done.add((key, year))
            summary = message(language, "check.two_years", name=own_words(cell.figure), table=period.first, text=year)
            dated = Place(told.figure.place.section, _clause_with(text, str(year)), told.figure.place.regions)
            places = [
                stated_at(snapshot, cell).model_copy(update={"value": str(period.first)}),
                place_of(snapshot, document, dated, str(year)),
                stated_at(snapshot, told),
            ]
            yield make_finding("year", "medium", summary, places, confidence="0.6")


def _clause_with(text: str, words: str) -> str:
    return next((clause for clause in re.split(r"(?<=[。；\n])", text) if words in clause), text)


def _qualifiers(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """A programme whose qualifier in brackets is worded in two ways: （高校辅导员专项）, （高校辅导员研究）."""
    found: dict[str, list[tuple[str, str, int, Place]]] = defaultdict(list)
    for piece in knowledge.snapshot.evidence:
        for m in _BRACKETS.finditer(piece.text):
            place = Place(piece.place.section, m.group(), piece.place.regions, piece.place.table, piece.place.row)
            found[m[2][:_SHARED_QUALIFIER]].append((m[1], m[2], piece.document, place))
    for uses in found.values():
        first = {qualifier: (head, document, place) for head, qualifier, document, place in reversed(uses)}
        for a, b in combinations(first, 2):
            if a in b or b in a or not _share(first[a][0], first[b][0]):
                continue
            summary = message(language, "check.two_names", a=f"{first[a][0]}（{a}）", b=f"{first[b][0]}（{b}）")
            places = [place_of(knowledge.snapshot, *first[q][1:], q) for q in (a, b)]
            yield make_finding("name", "low", summary, places, confidence="0.6")


def _share(a: str, b: str) -> bool:
    return any(a[i : i + _SHARED_HEAD] in b for i in range(len(a) - _SHARED_HEAD + 1))


def _called_otherwise(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """省级精品课程 in a table row, and 省级优质网络课程 where the section tells of that year: one result, two names."""
    snapshot = knowledge.snapshot
    cells: dict[tuple[int, int, int], list[Statement]] = defaultdict(list)
    for s in snapshot.figures:
        place = s.figure.place
        if place.table is None or not s.figure.end or not s.figure.level or s.figure.value != 1:
            continue
        if (row := own_row(s, knowledge)) is not None:
            cells[s.document, place.table, row].append(s)
    for document, table, row, section in rows_to_sections(knowledge):
        passages = [
            p for p in snapshot.records[document].passages if p.place.section == section and p.place.table is None
        ]
        whole = "".join("".join(p.text.split()) for p in passages)
        for cell in cells[document, table, row]:
            name, period = own_words(cell.figure), time_of(cell, knowledge)
            level = cell.figure.level
            if not name.startswith(level) or name in whole or period is None or period.first != period.last:
                continue
            kind = re.compile(rf"{level}([\u4e00-\u9fff]{{2,14}}{re.escape(name[-_SHARED_END:])})")
            told: dict[str, FindingPlace] = {}
            for p in passages:
                for clause in re.split(r"(?<=[。；])", p.text):
                    m = kind.search("".join(clause.split()))
                    years = {int(year) for year in _YEAR.findall(clause)}
                    if m and period.first in years:
                        place = Place(section, clause.strip(), p.place.regions)
                        told.setdefault(m.group(), place_of(snapshot, document, place, m.group()))
            if len(told) != 1:
                continue
            ((other, there),) = told.items()
            summary = message(language, "check.called_otherwise", a=name, b=other)
            here = stated_at(snapshot, cell).model_copy(update={"value": name})
            yield make_finding("restated", "medium", summary, [here, there], confidence="0.5")
