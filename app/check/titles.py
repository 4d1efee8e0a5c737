"""Names of one thing that differ by a slip: one character, two swapped, or what was done to a document named twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.ask.knowledge import Knowledge
from app.check.checked import Judgement
from app.check.finding import Severity, make_finding, place_of
from index.restatements import plain_name, statement_name
from ingest.records import Place
from prompts import message

_TITLE = re.compile(r"[《〈]([^《》〈〉\n]{4,60})[》〉]")
_DRAWN_UP = re.compile(r"已?(?:制定|制订)(?:了|并)?")
_REVISED = re.compile(r"已?修订(?:了|并)?")
_BETWEEN = re.compile(r"[，。；：]")
_YEAR = re.compile(r"20\d{2}\s*年")
LONG = 7
"""Characters from which two names a character apart are one name and a slip."""
_APART = frozenset(
    "0123456789一二三四五六七八九十上下前后左右东西南北甲乙丙丁ABCDEFabcdef省市县校国男女新旧内外大小总分"
)
"""Characters in which names differ that are two."""
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
    yield from _near_names([*titles, *_counted_names(knowledge)], knowledge, language)
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


def _counted_names(knowledge: Knowledge) -> Iterator[Mention]:
    """What figures are of."""
    for statement in knowledge.snapshot.figures:
        name = plain_name(statement_name(statement.figure, knowledge.lexicon) or "", knowledge.lexicon)
        if len(name) >= LONG:
            yield Mention(name, statement.document, statement.figure.place)


def _near_names(mentions: Sequence[Mention], knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    by_name: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_name[mention.name].append(mention)
    by_shape: dict[tuple[int, str], list[str]] = defaultdict(list)
    for name in by_name:
        if len(name) >= LONG:
            for half in (name[: len(name) // 2], name[len(name) // 2 :]):
                by_shape[len(name), half].append(name)
    done: set[frozenset[str]] = set()
    for names in by_shape.values():
        for i, a in enumerate(names):
            for b in names[i + 1 :]:
                if frozenset((a, b)) in done or not _is_slip(a, b) or _side_by_side(by_name[a], by_name[b]):
                    continue
                done.add(frozenset((a, b)))
                summary = message(language, "check.two_names", a=a, b=b)
                places = [
                    place_of(knowledge.snapshot, m.document, m.place, name)
                    for name in (a, b)
                    for m in by_name[name][:2]
                ]
                yield make_finding("name", "low", summary, places, confidence="0.6")


def _is_slip(a: str, b: str) -> bool:
    """Whether the names are a character apart, or two neighbours swapped."""
    apart = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    if len(apart) == 2:
        i, j = apart
        return j == i + 1 and a[i] == b[j] and a[j] == b[i]
    return len(apart) == 1 and apart[0] > 0 and not {a[apart[0]], b[apart[0]]} & _APART


def _side_by_side(first: Sequence[Mention], second: Sequence[Mention]) -> bool:
    """Whether one sentence or one table holds both: then they are two things."""
    sites = {(m.document, m.place.table, m.place.section if m.place.table is None else None) for m in first}
    return any(m.place.table is not None and (m.document, m.place.table, None) in sites for m in second) or any(
        a.place.quote == b.place.quote for a in first for b in second
    )


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
