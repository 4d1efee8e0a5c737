"""Sentences that tell of something as unfinished, against what calls the same finished: status cells of tables, and
items that claim 100 %."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.ask.knowledge import Knowledge
from app.check.arithmetic import HUNDRED
from app.check.checked import Judgement
from app.check.finding import FindingPlace, make_finding, place_of, stated_at
from index.statements import Statement, normal_label
from ingest.lexicon import Lexicon
from ingest.records import Period, Place, StatusKind
from ingest.statuses import UNFINISHED
from prompts import message

SHORTEST_NAME = 5
_TELLING = 7
"""Characters from which a name in an item is what the item is about, not only mentioned."""
_CLAUSES = re.compile(r"[^；。！？\n]+")
_YEAR = re.compile(r"20\d{2}\s*年")
_MOST_SHOWN = 60
_YEARS_NEAR = 2
"""Years farther off are history, not what the item is about."""


@dataclass(frozen=True, slots=True)
class Told:
    """A clause outside tables that tells of something as unfinished, and the words in it that say so."""

    document: int
    text: str
    place: Place
    words: str


def told_unfinished(name: str, knowledge: Knowledge) -> Iterator[Told]:
    """The clauses that hold the name (or all of it but its last two letters) and say after it that it is not done."""
    for piece in knowledge.snapshot.evidence:
        if piece.place.table is not None or name[:-2] not in piece.text:
            continue
        for m in _CLAUSES.finditer(piece.text):
            clause = "".join(m.group().split())
            at = clause.find(name if name in clause or len(name) <= SHORTEST_NAME + 1 else name[:-2])
            if at >= 0 and (words := _unfinished_words(clause[at:], knowledge.lexicon)):
                yield Told(piece.document, clause, Place(piece.place.section, clause, piece.place.regions), words)


def _unfinished_words(text: str, lexicon: Lexicon) -> str:
    """The words that say that something goes on (还在安装) or is meant for a year to come (计划 2024 年 9 月投用)."""
    words = lexicon.status_words
    for part in re.split(r"[，,]", text):
        at = min((at for word in words.ongoing if (at := part.find(word)) >= 0), default=-1)
        if at >= 0:
            return part[at:]
    meant = min((at for word in words.meant if len(word) > 1 and (at := text.find(word)) >= 0), default=-1)
    later = text[meant:] if meant >= 0 else ""
    return later if _YEAR.search(later) and any(word in later for word in words.done_deeds) else ""


def check_unfinished(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """Items that claim 100 % of what another sentence says was not done."""
    claims = _claims(knowledge)
    done: set[tuple[str, int, int]] = set()
    for document, status in knowledge.snapshot.statuses():
        name = normal_label(status.subject[-1]) if status.subject else ""
        if status.kind not in UNFINISHED or status.place.table is not None or len(name) < _TELLING:
            continue
        for claim, text in claims:
            same = claim.document == document and claim.figure.passage == status.passage
            if same or not _is_about(name, text) or not _of_one_time(status.period, text):
                continue
            key = (name, claim.document, claim.figure.key)
            if key in done:
                continue
            done.add(key)
            quote = " ".join(status.place.quote.split())
            summary = message(language, "check.status_claim", name=name, text=quote[:_MOST_SHOWN])
            said = _said(quote, status.kind, knowledge.lexicon)
            first: FindingPlace = place_of(knowledge.snapshot, document, status.place, said)
            places = [first, stated_at(knowledge.snapshot, claim)]
            yield make_finding("status", "high", summary, places, confidence="0.6")


def _said(quote: str, kind: StatusKind, lexicon: Lexicon) -> str:
    """The words of the sentence that say where it stands: 没有召开."""
    words = [word for word in lexicon.statuses.get(kind, ()) if word in quote]
    return max(words, key=len, default=quote[:_MOST_SHOWN])


def _claims(knowledge: Knowledge) -> list[tuple[Statement, str]]:
    """Rates of 100 % in sentences, each with the text of its passage."""
    found: list[tuple[Statement, str]] = []
    for statement in knowledge.snapshot.figures:
        figure = statement.figure
        if figure.measure == "rate" and figure.value == HUNDRED and figure.passage is not None:
            text = knowledge.snapshot.records[statement.document].passages[figure.passage].text
            found.append((statement, normal_label(text)))
    return found


def _is_about(name: str, text: str) -> bool:
    """Whether the text holds the name, or what it is of and, apart from that, its last word (委员会以来，召开年会)."""
    return name in text or (len(name) > SHORTEST_NAME + 1 and name[:-2] in text and name[-2:] in text)


def _of_one_time(period: Period | None, text: str) -> bool:
    """Whether the item may be about the time in which the other was not done: it names it, or no year near it."""
    if period is None:
        return True
    years = {int(year[:4]) for year in _YEAR.findall(text)}
    near = {year for year in years if period.first - _YEARS_NEAR <= year <= period.last + _YEARS_NEAR}
    return not near or bool(near & set(range(period.first, period.last + 1)))
