"""Titles of documents that are drawn up here and revised there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.ask.knowledge import Knowledge
from app.check.checked import Judgement
from app.check.finding import Severity, make_finding, place_of
from ingest.records import Place
from prompts import message

_TITLE = re.compile(r"[《〈]([^《》〈〉\n]{4,60})[》〉]")
_DRAWN_UP = re.compile(r"已?(?:制定|制订)(?:了|并)?")
_REVISED = re.compile(r"已?修订(?:了|并)?")
_BETWEEN = re.compile(r"[，。；：]")
_YEAR = re.compile(r"20\d{2}\s*年")
_AROUND = 20


@dataclass(frozen=True, slots=True)
class Mention:
    """A name where it stands, and the verb before it if it is a title."""

    name: str
    document: int
    place: Place
    verb: str = ""
    years: frozenset[str] = frozenset()


def check_titles(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """Over all documents."""
    titles = list(_titles(knowledge))
    yield from _two_verbs(titles, knowledge, language)


def _titles(knowledge: Knowledge) -> Iterator[Mention]:
    """Titles in running text; of several in a row (《甲》、《乙》) all have the verb before the first."""
    for piece in knowledge.snapshot.evidence:
        verb, last = "", 0
        for m in _TITLE.finditer(piece.text):
            between = piece.text[last : m.start()]
            if last == 0 or _BETWEEN.search(between) or len(between) > _AROUND:
                clause = _BETWEEN.split(between)[-1]
                found = [*_DRAWN_UP.finditer(clause), *_REVISED.finditer(clause)]
                verb = max(found, key=lambda v: v.end()).group() if found else ""
            last = m.end()
            quote = " ".join(piece.text[max(0, m.start() - _AROUND) : m.end()].split())
            place = Place(piece.place.section, quote, piece.place.regions, piece.place.table, piece.place.row)
            years = frozenset(_YEAR.findall(piece.text[max(0, m.start() - _AROUND) : m.start()]))
            yield Mention("".join(m[1].split()), piece.document, place, verb, years)


def _two_verbs(titles: Sequence[Mention], knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """One title that is drawn up here and revised there, with no years to tell the two apart."""
    by_title: dict[tuple[int, str], list[Mention]] = defaultdict(list)
    for mention in titles:
        if mention.verb:
            by_title[mention.document, mention.name].append(mention)
    for (_, name), mentions in by_title.items():
        drawn = [m for m in mentions if _DRAWN_UP.fullmatch(m.verb)]
        revised = [m for m in mentions if _REVISED.fullmatch(m.verb)]
        if not drawn or not revised or any(m.years for m in mentions):
            continue
        a, b = drawn[0], revised[0]
        summary = message(language, "check.two_verbs", name=name, a=b.verb, b=a.verb)
        places = [place_of(knowledge.snapshot, m.document, m.place, m.verb.rstrip("了并")) for m in (b, a)]
        severity: Severity = "low"
        yield make_finding("status", severity, summary, places, confidence="0.6")
