"""Proofreading: every figure of a text against what the documents state and what follows from it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from app.ask.knowledge import Knowledge
from app.draft.alignment import Aligned, align
from app.draft.candidates import BEARING, OTHER_PERIOD, SAME_PERIOD, Candidate, Candidates
from app.draft.earlier import EarlierFigure
from app.draft.likeness import Likeness, Words
from app.draft.reckoning import Reckoned, follows, reckon, sum_of_these
from app.draft.vocabulary import ProofWords
from index.restatements import statement_name
from index.statements import Statement, own_words, records_to_statements
from ingest.clauses import text_to_sentences
from ingest.lexicon import Lexicon
from ingest.periods import periods_in
from ingest.records import DocumentRecords, Figure, Period
from prompts import proofreading_data

Verdict = Literal["ok", "wrong", "unknown"]
SURE = 0.42
"""Fit from which a statement is what a figure was meant to say, so that another value is wrong."""
SURE_OF_OTHER = 0.6
"""… if that value is nothing like the written one: it may as well be something that no document states."""
CLOSE = 0.1
"""How much worse than the best a statement of the right year may fit to bear a value out all the same."""
ENDS = 12
"""Statements that are looked at as what a difference is between."""
TELLING = 0.22
"""Belief in a value that is stated in few places: to have it by chance is unlikely."""
_TABLE = re.compile(r"(?P<table>表\d+(?:[-－.．]\d+)*)[\u3400-\u9fff]{1,2}$")
_HEADED = re.compile(r"“(?P<heading>.{4,})”[\u3400-\u9fff]{1,2}$")
QUOTED = 5
"""Characters of a quotation that cannot stand in the documents by chance."""
LEAST = 0.12
"""Fit below which a statement that happens to have the value bears nothing out."""


@dataclass(frozen=True, slots=True)
class Linted:
    """A written figure and what became of it. `right` is what it should be, or what bears it out."""

    figure: Figure
    verdict: Verdict
    right: Candidate | None = None
    reckoned: Reckoned | None = None
    elsewhere: Candidate | None = None
    """Of a wrong one: what has its value, and is something else or of another year."""
    borne: tuple[Statement, ...] = ()
    """All statements that have the value and may be what is meant."""


@dataclass(frozen=True)
class Proofreader:
    """Proofreads texts against one version of the index."""

    knowledge: Knowledge
    earlier: tuple[EarlierFigure, ...] = ()
    """What earlier editions stated."""

    @cached_property
    def words(self) -> ProofWords:
        return ProofWords.model_validate(proofreading_data())

    @cached_property
    def likeness(self) -> Likeness:
        return Likeness(self.knowledge)

    @cached_property
    def candidates(self) -> Candidates:
        return Candidates(self.knowledge, self.likeness, self.words)

    def lint(self, records: DocumentRecords) -> list[Linted]:
        """A verdict on each figure of a text that was read, in their order."""
        figures = records.figures
        written = [
            replace(s, figure=_with_said_period(s.figure, records))
            for s in records_to_statements(0, records, self.knowledge.lexicon)
        ]
        words = [self.likeness.words(figure, records) for figure in figures]
        anchors = self.candidates.anchors(figures)
        found = []
        for at, figure in enumerate(figures):
            anchored: dict[tuple[int, object], float] = {}
            for other, near in enumerate(anchors):
                if other != at and abs(other - at) <= 8 and figures[other].value != figure.value:
                    for unit, telling in near.items():
                        anchored[unit] = anchored.get(unit, 0.0) + telling
            found.append(self.candidates.find(written[at], words[at], anchored))
        aligned: list[Aligned] = []
        runs = _sentence_runs(records)
        for start, end in runs:
            aligned += align(found[start:end])
        judged: list[Linted] = []
        for at in range(len(figures)):
            start, end = next(run for run in runs if run[0] <= at < run[1])
            others = [a.meant for i, a in enumerate(aligned) if start <= i < end and i != at]
            taken = {(c.value, c.unit) for c in others if c is not None and c.equal}
            free = [c for c in found[at] if c.equal or (c.value, c.unit) not in taken]
            meant = aligned[at].meant
            if meant is not None and meant not in free and not aligned[at].exchanged:
                aligned[at] = replace(aligned[at], meant=max(free, key=lambda c: c.weight, default=None))
            placed = self._of_named_table(figures[at], records)
            if placed is not None or self._is_quoted(figures[at], records):
                judged.append(Linted(figures[at], "ok", borne=(placed,) if placed is not None else ()))
                continue
            linted = self._judge(written[at].figure, words[at], records, aligned[at], judged, found[at], free)
            bearing = tuple(c.statements[0] for c in found[at] if c.equal and c.fit >= BEARING)
            if linted.right is not None and linted.right.equal:
                linted = replace(linted, right=self._first(linted.right, found[at]))
            elsewhere = aligned[at].equal
            if linted.verdict != "wrong" or elsewhere is None or elsewhere.fit < BEARING:
                elsewhere = None
            judged.append(replace(linted, elsewhere=elsewhere, borne=bearing if linted.verdict == "ok" else ()))
        return judged

    @cached_property
    def _printed(self) -> str:
        pieces = (("".join(piece.place.row), piece.text) for piece in self.knowledge.snapshot.evidence)
        return "\n".join("".join(text.split()) for piece in pieces for text in piece)

    @cached_property
    def _by_table(self) -> Mapping[str, list[Statement]]:
        """Statements by the number of the table that they stand in."""
        found: dict[str, list[Statement]] = {}
        for statement in self.knowledge.snapshot.figures:
            table = statement.figure.place.table
            if table is not None:
                number = self.knowledge.snapshot.records[statement.document].tables[table].number
                if number:
                    found.setdefault("".join(number.split()), []).append(statement)
        return found

    def _of_named_table(self, figure: Figure, records: DocumentRecords) -> Statement | None:
        """What bears out a figure right behind the table or the heading that it stands under (表3写为12人)."""
        if figure.passage is None:
            return None
        before = "".join(records.passages[figure.passage].text[: figure.start].split())
        named, headed = _TABLE.search(before), _HEADED.search(before)
        stated = self._by_table.get(named.group("table"), []) if named else []
        if headed:
            heading = headed.group("heading")
            stated = [s for s in self.knowledge.snapshot.figures if self._heading_of(s).endswith(heading)]
        return next((s for s in stated if (s.figure.value, s.figure.unit) == (figure.value, figure.unit)), None)

    def _heading_of(self, statement: Statement) -> str:
        path = self.knowledge.snapshot.records[statement.document].section_path(statement.figure.place.section)
        return "".join(path[-1].split()) if path else ""

    def _is_quoted(self, figure: Figure, records: DocumentRecords) -> bool:
        """Whether the figure stands within quotation marks whose words the documents have as they are."""
        if figure.passage is None:
            return False
        text = records.passages[figure.passage].text
        start, end = text.rfind("“", 0, figure.start), text.find("”", figure.end)
        quote = "".join(text[start + 1 : end].split()) if 0 <= start < end else ""
        return len(quote) >= QUOTED and "”" not in quote and quote in self._printed

    def _judge(
        self,
        figure: Figure,
        words: Words,
        records: DocumentRecords,
        aligned: Aligned,
        before: Sequence[Linted],
        found: Sequence[Candidate],
        free: Sequence[Candidate],
    ) -> Linted:
        meant, equal = aligned.meant, aligned.equal
        reckoned = reckon(
            figure,
            records,
            before,
            self._like(figure, words),
            self.words,
            self.knowledge,
            equal is not None and equal.fit >= BEARING,
        )
        if reckoned is not None:
            return Linted(figure, "ok" if reckoned.holds else "wrong", None, reckoned)
        if aligned.exchanged:
            return Linted(figure, "wrong", meant)
        lexicon = self.knowledge.lexicon
        if meant is not None and (meant.equal or (equal is not None and equal.weight >= meant.weight)):
            borne = meant if meant.equal else equal
            assert borne is not None
            other = self._better_named(words, borne, free)
            return Linted(figure, "wrong", other) if other else self._judge_equal(figure, borne, found)
        follows_from = follows(figure, before, lexicon)
        if follows_from is not None:
            return Linted(figure, "ok", None, follows_from)
        total = sum_of_these(figure, records, before, self.words, lexicon)
        if total is not None:
            return Linted(figure, "ok" if total.holds else "wrong", None, total)
        if meant is None:
            return Linted(figure, "unknown")
        if equal is not None and self._may_be(words, equal, meant):
            return self._judge_equal(figure, equal, found)
        if meant.weight >= (SURE if meant.slip else SURE_OF_OTHER):
            return Linted(figure, "wrong", meant)
        if equal is not None and equal.fit >= SURE / 2:
            return self._judge_equal(figure, equal, found)
        return Linted(figure, "unknown")

    def _first(self, right: Candidate, found: Sequence[Candidate]) -> Candidate:
        """Of statements that bear a figure out about as well the one that is read first: reports before what supports
        them."""
        position = self.knowledge.snapshot.figure_position
        near = [c for c in found if c.equal and c.fit >= right.fit - CLOSE]
        return min(near, key=lambda c: position[c.statements[0].document, c.statements[0].figure.key], default=right)

    def _like(self, figure: Figure, words: Words) -> list[Statement]:
        """What the documents state of things called as a difference is: those that may be its ends, likest first."""
        if figure.measure != "difference":
            return []
        alike = self.likeness.to_all(words)
        order = sorted(range(len(alike)), key=lambda at: -alike[at])[:ENDS]
        return [self.knowledge.snapshot.figures[at] for at in order if alike[at] >= BEARING]

    def _may_be(self, words: Words, equal: Candidate, meant: Candidate) -> bool:
        """Whether the statement with the written value may be what is meant though another fits better."""
        if equal.fit <= LEAST or (equal.other_holder and not meant.other_holder):
            return False
        if equal.fit >= BEARING and equal.belief >= TELLING and not self._tells(words, meant, equal):
            return True
        return self._tells(words, equal, meant) or _one_thing(equal, meant, self.knowledge.lexicon)

    def _tells(self, words: Words, one: Candidate, other: Candidate) -> bool:
        position = self.knowledge.snapshot.figure_position
        stated = [
            self.likeness.stated[position[c.statements[0].document, c.statements[0].figure.key]] for c in (one, other)
        ]
        return self.likeness.tells(words, *stated)

    def _better_named(self, words: Words, equal: Candidate, found: Sequence[Candidate]) -> Candidate | None:
        """A statement beside the one with the written value, of the same table or passage, that the text names
        instead: the value is that of another row."""
        beside = [c for c in found if not c.equal and c.fit >= equal.fit and _beside(c, equal)]
        return next((c for c in beside[:3] if self._tells(words, c, equal)), None)

    def _judge_equal(self, figure: Figure, equal: Candidate, found: Sequence[Candidate]) -> Linted:
        """The value stands in the documents; but it may be that of another year."""
        if equal.fit <= LEAST:
            return Linted(figure, "unknown")
        if equal.other_holder:
            own = next((c for c in found if not c.equal and not c.other_holder and c.fit >= equal.fit), None)
            if own is not None:
                return Linted(figure, "wrong", own)
        years = [s.figure.period for s in equal.statements]
        if figure.period is None or not all(_apart(figure.period, year) for year in years):
            return Linted(figure, "ok", equal)
        same_year = [c for c in found if c.equal and not _apart(figure.period, c.statements[0].figure.period)]
        if any(c.fit >= equal.fit - CLOSE for c in same_year):
            return Linted(figure, "ok", max(same_year, key=lambda c: c.fit))
        for stated in self.knowledge.snapshot.beside(equal.statements[0]):
            if _same_but_year(stated.figure, equal.statements[0].figure, figure.period):
                return Linted(
                    figure, "wrong", Candidate(stated.figure.value, stated.figure.unit, (stated,), 0.0, False)
                )
        least = equal.fit - OTHER_PERIOD + SAME_PERIOD - CLOSE
        meant = next((c for c in found if not c.equal and c.fit >= least), None)
        return Linted(figure, "wrong", meant or equal)


def _same_but_year(figure: Figure, other: Figure, year: Period) -> bool:
    """Whether a figure is of this year and else what the other one is, side by side in a row or a passage."""
    if (
        figure.period is None
        or other.period is None
        or (figure.period.first, figure.period.last) != (year.first, year.last)
    ):
        return False
    same = figure.unit == other.unit and figure.measure == other.measure and figure.period.part == other.period.part
    return same and (figure.place.table is not None or own_words(figure) == own_words(other))


def _with_said_period(figure: Figure, records: DocumentRecords) -> Figure:
    """The figure without a period that its own sentence does not say: in a text that somebody writes, what the sentence
    before said of one year need not be meant of the next."""
    if figure.passage is None or figure.period is None:
        return figure
    sentence = next(s for s in text_to_sentences(records.passages[figure.passage].text) if figure.start < s.end)
    return figure if periods_in(sentence.text) else replace(figure, period=None)


def _one_thing(one: Candidate, other: Candidate, lexicon: Lexicon) -> bool:
    """Whether two statements are called the same and of no different years: of two scopes, the text means one."""
    first, second = one.statements[0].figure, other.statements[0].figure
    names = [statement_name(figure, lexicon) or own_words(figure) for figure in (first, second)]
    short, long = sorted(names, key=len)
    if len(short) < 2 or short not in long:
        return False
    return first.period is None or not _apart(first.period, second.period)


def _beside(one: Candidate, other: Candidate) -> bool:
    """Whether two statements stand in the same table or in the same passage."""
    first, second = one.statements[0], other.statements[0]
    if first.document != second.document:
        return False
    if first.figure.passage is not None or second.figure.passage is not None:
        return first.figure.passage == second.figure.passage
    return first.figure.place.table == second.figure.place.table


def _apart(period: Period, other: Period | None) -> bool:
    """Whether two periods have no year in common."""
    return other is not None and (period.last < other.first or other.last < period.first)


def _sentence_runs(records: DocumentRecords) -> list[tuple[int, int]]:
    """Ranges of figures that stand in one sentence, in their order."""
    runs: list[tuple[int, int]] = []
    last: object = None
    for at, figure in enumerate(records.figures):
        key: object = (figure.place.table, figure.place.row)
        if figure.passage is not None:
            sentences = text_to_sentences(records.passages[figure.passage].text)
            key = figure.passage, next((i for i, s in enumerate(sentences) if s.start <= figure.start < s.end), 0)
        if key == last and runs:
            runs[-1] = runs[-1][0], at + 1
        else:
            runs.append((at, at + 1))
        last = key
    return runs
