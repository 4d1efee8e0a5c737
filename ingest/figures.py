"""Numbers to figures: what each number in a cell or a sentence measures, for when, at which level, in which unit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.changes import Role
from ingest.clauses import item_title, text_to_sentences
from ingest.holders import last_holder
from ingest.lexicon import Lexicon
from ingest.numbers import Number, number_of_cell, numbers_in
from ingest.pairing import paired_figures
from ingest.periods import PeriodSpan, periods_in
from ingest.records import (
    DocumentRecords,
    Figure,
    NumberUse,
    Passage,
    PassageKind,
    Period,
    Place,
    Region,
)
from ingest.said import Said, Thread
from ingest.subjects import sentence_subjects
from ingest.table_facets import CellFacets, table_facets
from ingest.timing import (
    Stretches,
    carried_periods,
    document_stretches,
    governing_period,
    leading_periods,
    part_at,
    sentence_periods,
    whole_period,
)
from ingest.years_together import years_together

_OPENING_PERIOD = re.compile(r"\s*(?:19|20)\d{2}\s*年度?\s*[：:]")
"""“2022年：” at the head of items in a cell holds for all of them."""
_WHOLE = ("rate", "received_rate", "spent_rate", "score")
"""Measures that, without a year of their own, are of the whole item rather than of its last sentence's year."""


@dataclass
class FigureReading:
    """What reading all numbers of a document gives."""

    figures: list[Figure] = field(default_factory=list)
    numbers: Counter[NumberUse] = field(default_factory=Counter)
    unplaced: list[Place] = field(default_factory=list)

    def add(self, figure: Figure | None, place: Place) -> None:
        """A figure, or, where nothing tells what the number is, its place among the unplaced."""
        if figure is None:
            self.numbers[NumberUse.UNPLACED] += 1
            self.unplaced.append(place)
        else:
            self.numbers[NumberUse.FIGURE] += 1
            self.figures.append(figure)


def records_to_figures(records: DocumentRecords, lexicon: Lexicon) -> FigureReading:
    """Figures of all tables and all passages that are not table rows, and the account of every number."""
    reading = FigureReading()
    stretches = document_stretches(records)
    for table in records.tables:
        for facets in table_facets(table, records, lexicon):
            _cell_to_figures(facets, stretches, lexicon, reading)
    for passage in records.passages:
        if passage.place.table is None and passage.kind in (PassageKind.PARAGRAPH, PassageKind.ITEM, PassageKind.NOTE):
            _passage_to_figures(passage, records, stretches, lexicon, reading)
    reading.figures = [replace(figure, key=key) for key, figure in enumerate(reading.figures)]
    return reading


def _cell_to_figures(facets: CellFacets, stretches: Stretches, lexicon: Lexicon, reading: FigureReading) -> None:
    text = facets.text
    whole = None if facets.header else number_of_cell(text, lexicon)
    if facets.header or whole is None:
        numbers = numbers_in(text, lexicon)
    else:
        numbers = [n for n in numbers_in(text, lexicon) if n.start >= whole.end]
        reading.add(_cell_figure(whole, facets), facets.place)
    if facets.header:
        label = NumberUse.LIST_NUMBER if text.strip().isdigit() else NumberUse.NAME_PART
        reading.numbers.update(label if n.use is NumberUse.FIGURE else n.use for n in numbers)
        return
    reading.numbers.update(n.use for n in numbers if n.use is not NumberUse.FIGURE)
    if not numbers:
        return
    context = _TextContext(facets.subject, facets.periods, facets.level if whole is not None else "", facets.unit)
    start = whole.end if whole is not None else 0
    for figure, place in _text_figures(text, start, numbers, facets.place, context, stretches, lexicon):
        if figure is not None and facets.measure in ("target", "actual") and not figure.measure:
            figure = replace(figure, measure=facets.measure)
        reading.add(figure, place)


def _cell_figure(number: Number, facets: CellFacets) -> Figure | None:
    """The figure that a cell is; None where no header, no row and no unit tells what it counts."""
    if not (facets.subject or facets.place.column or facets.place.row or number.unit or facets.unit):
        return None
    return Figure(
        key=0,
        value=number.value,
        unit=number.unit or facets.unit,
        text=number.text,
        decimals=number.decimals,
        bound=number.bound,
        subject=facets.subject,
        measure=facets.measure,
        period=facets.period,
        level=facets.level,
        place=facets.place,
        qualifiers=facets.qualifiers,
    )


def _passage_to_figures(
    passage: Passage, records: DocumentRecords, stretches: Stretches, lexicon: Lexicon, reading: FigureReading
) -> None:
    numbers = numbers_in(passage.text, lexicon)
    reading.numbers.update(n.use for n in numbers if n.use is not NumberUse.FIGURE)
    if not any(n.use is NumberUse.FIGURE for n in numbers):
        return
    headings = [records.sections[k].title for k in _section_keys(records, passage.place.section)]
    title = item_title(passage.text)
    subject = (*headings[-2:], title) if title else tuple(headings[-2:])
    # The one heading over all others is the title: its years are the plan's, not of whatever a sentence counts.
    titled = sum(section.parent is None for section in records.sections) == 1
    context = _TextContext(subject, _periods_of(*reversed(headings[titled:])))
    for figure, place in _text_figures(passage.text, 0, numbers, passage.place, context, stretches, lexicon, passage):
        reading.add(figure and replace(figure, passage=passage.key), place)


@dataclass(frozen=True, slots=True)
class _TextContext:
    """What holds for a text as a whole: what it belongs to, its periods if it names none itself, level and unit."""

    subject: tuple[str, ...]
    periods: tuple[Period, ...]
    level: str = ""
    unit: str = ""


def _text_figures(
    text: str,
    start: int,
    numbers: Sequence[Number],
    place: Place,
    context: _TextContext,
    stretches: Stretches,
    lexicon: Lexicon,
    passage: Passage | None = None,
) -> Iterator[tuple[Figure | None, Place]]:
    """The figures of a text from `start` on, sentence by sentence; None, with its place, for a number that nothing
    places."""
    thread = Thread()
    carried: tuple[PeriodSpan, ...] = ()
    named: list[PeriodSpan] = []
    opening: tuple[Period, ...] = ()
    for sentence in text_to_sentences(text[start:]):
        first = start + sentence.start
        inside = [
            replace(n, start=n.start - first, end=n.end - first)
            for n in numbers
            if n.use is NumberUse.FIGURE and first <= n.start < start + sentence.end
        ]
        spans = sentence_periods(sentence.text, stretches, lexicon)
        quote = sentence.text.strip()
        where = replace(place, quote=quote, regions=_regions(passage, sentence.start, sentence.end) or place.regions)
        if not inside:
            scene = thread.scene if quote.endswith(("；", ";")) else ""
            thread = replace(thread, scene=scene, holder=last_holder(sentence.text, lexicon, thread.holder))
        if inside:
            said, thread = sentence_subjects(sentence.text, inside, lexicon, thread)
            reading = _SentenceReading(sentence.text, inside, said, spans, context, lexicon)
            fallback = tuple(span.period for span in carried) or opening or context.periods
            for at, figure in enumerate(reading.figures(where, fallback, named)):
                yield (
                    figure and replace(figure, start=figure.start + first, end=figure.end + first),
                    replace(where, quote=f"{inside[at].text}｜{quote}"),
                )
        lead = _OPENING_PERIOD.match(sentence.text)
        if lead:
            opening = tuple(span.period for span in periods_in(lead.group()))
        leading = [s for s in leading_periods(spans, sentence.text) if stretches.concerns(s.period)]
        carried = carried_periods(leading, carried)
        named += leading


class _SentenceReading:
    """The figures of one sentence, from what each is said of and when."""

    def __init__(
        self,
        sentence: str,
        numbers: Sequence[Number],
        said: Sequence[Said],
        spans: Sequence[PeriodSpan],
        context: _TextContext,
        lexicon: Lexicon,
    ) -> None:
        self._sentence = sentence
        self._numbers = numbers
        self._said = list(said)
        self._spans = spans
        self._context = context
        self._lexicon = lexicon
        self._pairs = paired_figures(sentence, numbers, spans, lexicon)
        self._governing = [governing_period(number, spans, sentence, numbers) for number in numbers]
        self._together = years_together(numbers, said, self._governing, sentence, lexicon)

    def figures(self, place: Place, fallback: Sequence[Period], named: Sequence[PeriodSpan]) -> Iterator[Figure | None]:
        for at, number in enumerate(self._numbers):
            said = self._paired_subject(at)
            if not said.words and not said.topic:
                yield None
                continue
            period, state = self._period(at, said, fallback, named)
            part = part_at(number, self._numbers[at - 1].end if at else 0, self._sentence)
            if part and period is not None and period.first == period.last and not period.part:
                period = replace(period, part=part)
            if said.role is Role.OLD and period is None:
                said = replace(said, measure="baseline")
            qualifiers = (*said.qualifiers, *(word for word in (state, part if period is None else "") if word))
            subject = tuple(part for part in (*self._context.subject, said.holder, said.topic, said.words) if part)
            yield Figure(
                key=0,
                value=number.value,
                unit=self._unit(number, said),
                text=number.text,
                decimals=number.decimals,
                bound=number.bound,
                subject=_without_repeats(subject),
                measure=said.measure,
                period=period,
                level=said.level or self._context.level,
                place=place,
                start=number.start,
                end=number.end,
                qualifiers=tuple(dict.fromkeys(qualifiers)),
            )

    def _paired_subject(self, at: int) -> Said:
        said, pair = self._said[at], self._pairs.get(at)
        if pair is None:
            return said
        if pair.words:
            measure = said.measure or self._lexicon.measure_of_noun(pair.words)
            words = pair.words + (said.change if said.role is Role.CHANGE else "")
            return replace(said, words=words, measure=measure, level=self._lexicon.level_of(words) or said.level)
        if pair.earlier is not None:
            earlier = self._paired_subject(pair.earlier)
            if said.role is Role.SHARE and said.noun and said.words.startswith(said.noun):
                words = earlier.counted + said.words.removeprefix(said.noun)
                return replace(said, topic=earlier.topic, words=words, level=earlier.level)
            if said.role is Role.CHANGE:
                words = earlier.counted + said.change
                return replace(said, topic=earlier.topic, words=words, level=earlier.level)
            return replace(said, topic=earlier.words, level=earlier.level)
        return replace(self._said[pair.first], qualifiers=said.qualifiers) if not said.own else said

    def _unit(self, number: Number, said: Said) -> str:
        about = said.words + said.topic + "".join(self._context.subject[-1:])
        return f"{number.unit}元" if number.unit in ("万", "亿") and self._lexicon.is_money(about) else number.unit

    def _period(
        self, at: int, said: Said, fallback: Sequence[Period], named: Sequence[PeriodSpan]
    ) -> tuple[Period | None, str]:
        """The figure's period and, if it is the time of a state, the words that say so."""
        number, pair = self._numbers[at], self._pairs.get(at)
        if pair is not None and pair.period is not None:
            return pair.period, ""
        if at in self._together:
            return self._together[at], ""
        span = self._governing[at]
        if said.role is Role.OLD and (span is None or number.start - span.end > 3):
            return None, ""
        if span is not None:
            return span.period, span.state
        if said.measure in _WHOLE and named:
            return whole_period(named), ""
        return (fallback[0] if fallback else None), ""


def _periods_of(*texts: str) -> tuple[Period, ...]:
    for text in texts:
        spans = periods_in(text)
        if spans:
            return tuple(span.period for span in spans)
    return ()


def _regions(passage: Passage | None, start: int, end: int) -> tuple[Region, ...]:
    if passage is None:
        return ()
    return tuple(line.region for line in passage.lines if line.start < end and line.end > start)


def _section_keys(records: DocumentRecords, key: int | None) -> list[int]:
    keys: list[int] = []
    while key is not None:
        keys.append(key)
        key = records.sections[key].parent
    return keys[::-1]


def _without_repeats(parts: Sequence[str]) -> tuple[str, ...]:
    """Of parts that are the same only the innermost stays."""
    return tuple(part for i, part in enumerate(parts) if part not in parts[i + 1 :])
