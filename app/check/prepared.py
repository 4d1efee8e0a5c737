"""What a table counts as achieved and the text still prepares, what a table counts as nothing and the text calls fully
done, and items that claim 100 % of what they say is going on."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from app.ask.knowledge import Knowledge
from app.ask.sheets import Line
from app.ask.writing import figure_text
from app.check.arithmetic import HUNDRED
from app.check.checked import Judgement
from app.check.finding import FindingPlace, make_finding, place_of, stated_at
from app.check.vocabulary import check_words
from index.statements import Statement, normal_label, own_words
from ingest.records import Place
from prompts import message

_SHORTEST = 4
_FEWEST_ROWS = 10
"""Rows from which a table is a list of results."""
_CLAUSE = re.compile(r"[^。；\n]+")
_YEAR = re.compile(r"(20\d{2})\s*年")
_QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]")
_TITLE = 36
_SHOWN = 60
_MOST = 3


@dataclass(frozen=True, slots=True)
class Result:
    """A row of a list of results: what is to be achieved, bare, and how many of it are."""

    name: str
    line: Line
    actual: Statement


def check_prepared(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """Of all documents."""
    reader = _Reader(knowledge)
    yield from _still_prepared(reader, language)
    yield from _nothing_but_done(reader, language)
    yield from _going_on(reader, language)


class _Reader:
    """Rows of lists of results, clauses, and items that claim 100 %."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        words = check_words().prepared
        self.achieved = re.compile(f"^(?:{'|'.join(words.achieved)})")
        self.begun = re.compile(words.begun)
        self.going_on = re.compile(words.going_on)

    @cached_property
    def results(self) -> list[Result]:
        found: list[Result] = []
        for sheet in self.knowledge.sheets:
            if len(sheet.lines) < _FEWEST_ROWS:
                continue
            for line in sheet.body:
                actual = line.first("actual")
                name = normal_label(line.name)
                if actual is not None and len(self.achieved.sub("", name)) >= _SHORTEST:
                    found.append(Result(name, line, actual))
        return found

    @cached_property
    def claims(self) -> list[tuple[Statement, str]]:
        """Rates of 100 % of items, each with the text of its passage but for what is quoted."""
        found: list[tuple[Statement, str]] = []
        names = self.knowledge.lexicon.measures["rate"].phrases
        for s in self.knowledge.snapshot.figures:
            figure = s.figure
            if figure.measure != "rate" or figure.value != HUNDRED or figure.passage is None:
                continue
            if figure.place.table is None and own_words(figure).endswith(names):
                text = self.knowledge.snapshot.records[s.document].passages[figure.passage].text
                found.append((s, _QUOTED.sub("", "".join(text.split()))))
        return found

    def title_of(self, claim: Statement, text: str) -> str:
        """What an item is about: the words that it begins with, and the heading over it."""
        sections = self.knowledge.snapshot.records[claim.document].sections
        section = claim.figure.place.section
        heading = sections[section].title if section is not None else ""
        return normal_label(text[:_TITLE]) + "\n" + (normal_label(heading) if "、" not in heading else "")


def _still_prepared(reader: _Reader, language: str) -> Iterator[Judgement]:
    """成立某学院 1 in the table; 筹建某学院的前期工作 in the text. Rows that one clause names are one finding."""
    knowledge = reader.knowledge
    by_clause: dict[str, list[tuple[Result, int, Place, str]]] = defaultdict(list)
    for result in reader.results:
        if not reader.achieved.match(result.name) or result.actual.figure.value <= 0:
            continue
        name = reader.achieved.sub("", result.name)
        last = result.actual.figure.period.last if result.actual.figure.period is not None else None
        for piece in knowledge.snapshot.evidence:
            if name not in piece.text or piece.document != result.line.document:
                continue
            for m in _CLAUSE.finditer(piece.text):
                clause = "".join(m.group().split())
                found = reader.begun.search(clause) if name in clause else None
                years = [int(year) for year in _YEAR.findall(piece.text[: m.end()])]
                if found is None or (years and last is not None and years[-1] < last):
                    continue
                place = Place(piece.place.section, clause, piece.place.regions, piece.place.table, piece.place.row)
                by_clause[clause].append((result, piece.document, place, found.group()))
                break
    done: set[str] = set()
    for told in sorted(by_clause.values(), key=len, reverse=True):
        fresh = list({r.name: (r, d, p, w) for r, d, p, w in told if r.name not in done}.values())
        if not fresh:
            continue
        done.update(result.name for result, *_ in fresh)
        _, document, place, words = fresh[0]
        names = message(language, "check.and_name").join(result.name for result, *_ in fresh)
        summary = message(language, "check.prepared", name=names, text=place.quote[:_SHOWN])
        told_too = [(d, p, w) for others in by_clause.values() for r, d, p, w in others if r.name == fresh[0][0].name]
        places = [place_of(knowledge.snapshot, d, p, w) for d, p, w in ((document, place, words), *told_too[:_MOST])]
        places = list({(p.section, p.quote): p for p in places}.values())
        places += [stated_at(knowledge.snapshot, result.actual) for result, *_ in fresh]
        places += [stated_at(knowledge.snapshot, rate) for r, *_ in fresh if (rate := r.line.first("rate"))]
        yield make_finding("status", "high", summary, places, confidence="0.6")


def _nothing_but_done(reader: _Reader, language: str) -> Iterator[Judgement]:
    """A row with none achieved, and an item that begins with its name and claims 100 %."""
    knowledge = reader.knowledge
    told: dict[str, list[FindingPlace]] = {}
    for result in reader.results:
        if result.actual.figure.value != 0 or result.line.level[:1] not in ("", *check_words().prepared.own_levels):
            continue
        name = reader.achieved.sub("", result.name)
        for claim, text in reader.claims:
            if claim.document == result.line.document and name in reader.title_of(claim, text):
                places = told.setdefault(name, [])
                for s in (claim, result.actual):
                    place = stated_at(knowledge.snapshot, s)
                    if place not in places:
                        places.append(place)
    for name, places in told.items():
        zero = next(place.value for place in places if not place.value.startswith("100"))
        summary = message(language, "check.none_but_done", name=name, value=zero)
        yield make_finding("status", "high", summary, places, confidence="0.6")


def _going_on(reader: _Reader, language: str) -> Iterator[Judgement]:
    """正在组建 and 完成率 100% in one item."""
    snapshot = reader.knowledge.snapshot
    seen: set[tuple[int, int | None]] = set()
    for claim, text in reader.claims:
        found = reader.going_on.search(text)
        if found is None or (claim.document, claim.figure.passage) in seen:
            continue
        seen.add((claim.document, claim.figure.passage))
        clause = next((m.group() for m in _CLAUSE.finditer(text) if found.group() in m.group()), found.group())
        summary = message(language, "check.going_on", text=clause[:_SHOWN], rate=figure_text(claim.figure))
        passage = snapshot.records[claim.document].passages[claim.figure.passage or 0]
        place = Place(passage.place.section, clause, passage.place.regions)
        places = [place_of(snapshot, claim.document, place, found.group()), stated_at(snapshot, claim)]
        yield make_finding("status", "medium", summary, places, confidence="0.6")
