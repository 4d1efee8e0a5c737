"""Titles of documents that are drawn up here and revised there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.ask.knowledge import Knowledge
from app.ask.writing import figure_text
from app.check.checked import Judgement
from app.check.finding import Severity, make_finding, place_of, stated_at
from app.check.vocabulary import check_words
from index.statements import Statement
from ingest.records import Place
from prompts import message

_TITLE = re.compile(r"[《〈]([^《》〈〉\n]{4,60})[》〉]")
_BETWEEN = re.compile(r"[，。；：]")
_YEAR = re.compile(r"20\d{2}\s*年")
_AND = re.compile(r"\s*[、和与及]?\s*")
_AROUND = 20
_BEHIND = 8
"""How far behind the last of several titles what was done to them may stand."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A title where it stands, and the verb before or behind it."""

    name: str
    document: int
    place: Place
    verb: str = ""
    years: frozenset[str] = frozenset()


def check_titles(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """Over all documents."""
    reader = _Reader()
    titles = list(reader.titles(knowledge))
    yield from _two_verbs(titles, reader, knowledge, language)
    yield from _deeds_counted(titles, reader, knowledge, language)


class _Reader:
    """Finds titles and what was done to them."""

    def __init__(self) -> None:
        words = check_words().titles
        self.drawn_up = re.compile(f"已?(?:{'|'.join(words.drawn_up)})(?:了|并)?")
        self.revised = re.compile(f"已?(?:{'|'.join(words.revised)})(?:了|并)?")
        self.either = re.compile(f"(?:{self.drawn_up.pattern})|(?:{self.revised.pattern})")

    def titles(self, knowledge: Knowledge) -> Iterator[Mention]:
        """Titles in running text; of several in a row (《甲》、《乙》) all have the verb behind the last, or, if there
        is none, that before the first."""
        for piece in knowledge.snapshot.evidence:
            found = list(_TITLE.finditer(piece.text))
            for run in _runs(found, piece.text):
                verb = self._verb(run, piece.text)
                for m in run:
                    quote = " ".join(piece.text[max(0, m.start() - _AROUND) : run[-1].end() + _BEHIND].split())
                    place = Place(piece.place.section, quote, piece.place.regions, piece.place.table, piece.place.row)
                    years = frozenset(_YEAR.findall(piece.text[max(0, m.start() - _AROUND) : m.start()]))
                    yield Mention("".join(m[1].split()), piece.document, place, verb, years)

    def _verb(self, run: Sequence[re.Match[str]], text: str) -> str:
        behind = _BETWEEN.split(text[run[-1].end() : run[-1].end() + _BEHIND])[0]
        if found := self.either.search(behind):
            return found.group()
        before = _BETWEEN.split(text[max(0, run[0].start() - _AROUND) : run[0].start()])[-1]
        verbs = list(self.either.finditer(before.split("》")[-1]))
        return verbs[-1].group() if verbs else ""


def _runs(titles: Sequence[re.Match[str]], text: str) -> list[list[re.Match[str]]]:
    """Titles with nothing but 、 or 和 between them."""
    runs: list[list[re.Match[str]]] = []
    for m in titles:
        if runs and _AND.fullmatch(text[runs[-1][-1].end() : m.start()]):
            runs[-1].append(m)
        else:
            runs.append([m])
    return runs


def _deeds_counted(
    titles: Sequence[Mention], reader: _Reader, knowledge: Knowledge, language: str
) -> Iterator[Judgement]:
    """修订制度 5 项 where the project's own titles are three that were revised and two that were drawn up."""
    by_project: dict[tuple[int, int], dict[str, Mention]] = defaultdict(dict)
    for mention in titles:
        project = knowledge.projects.get((mention.document, mention.place.section or 0))
        if project is not None and mention.verb:
            by_project[project].setdefault(mention.name, mention)
    for s in knowledge.snapshot.figures:
        project = knowledge.projects.get((s.document, s.figure.place.section or 0))
        if project is None or not reader.revised.search("".join(s.figure.subject[-1:]) + _near(s)):
            continue
        if not any(word in "".join(s.figure.subject[-1:]) for word in check_words().titles.kinds):
            continue
        known = list(by_project[project].values())
        drawn = [m for m in known if reader.drawn_up.fullmatch(m.verb)]
        revised = [m for m in known if reader.revised.fullmatch(m.verb)]
        if not drawn or not revised or len(drawn) + len(revised) != s.figure.value:
            continue
        summary = message(language, "check.deeds", stated=figure_text(s.figure), revised=len(revised), drawn=len(drawn))
        places = [stated_at(knowledge.snapshot, s)]
        places += [place_of(knowledge.snapshot, m.document, m.place, f"《{m.name}》") for m in (*revised, *drawn)]
        formula = f"{len(revised)} + {len(drawn)} = {len(known)}"
        yield make_finding("parts", "low", summary, places, recomputed=formula, confidence="0.6")


def _near(statement: Statement) -> str:
    """The words right before and behind the number."""
    quote, text = statement.figure.place.quote, statement.figure.text.strip()
    at = quote.find(text)
    return quote[max(0, at - 4) : at] if at >= 0 else ""


def _two_verbs(titles: Sequence[Mention], reader: _Reader, knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """One title that is drawn up here and revised there, with no years to tell the two apart."""
    by_title: dict[tuple[int, str], list[Mention]] = defaultdict(list)
    for mention in titles:
        if mention.verb:
            by_title[mention.document, mention.name].append(mention)
    for (_, name), mentions in by_title.items():
        drawn = [m for m in mentions if reader.drawn_up.fullmatch(m.verb)]
        revised = [m for m in mentions if reader.revised.fullmatch(m.verb)]
        if not drawn or not revised or any(m.years for m in mentions):
            continue
        a, b = drawn[0], revised[0]
        summary = message(language, "check.two_verbs", name=name, a=b.verb, b=a.verb)
        places = [place_of(knowledge.snapshot, m.document, m.place, m.verb.rstrip("了并")) for m in (b, a)]
        severity: Severity = "low"
        yield make_finding("status", severity, summary, places, confidence="0.6")
