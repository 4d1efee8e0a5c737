"""Numbers to figures: what each number in a cell or a sentence measures, for when, at which level, in which unit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.clauses import item_title, number_subject, text_to_sentences
from ingest.lexicon import Lexicon
from ingest.numbers import Number, number_of_cell, numbers_in
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
from ingest.table_facets import CellFacets, table_facets

_OPENING_PERIOD = re.compile(r"\s*(?:19|20)\d{2}\s*年度?\s*[：:]")
"""“2022年：” at the head of items in a cell holds for all of them."""


@dataclass
class FigureReading:
    """What reading all numbers of a document gives."""

    figures: list[Figure] = field(default_factory=list)
    numbers: Counter[NumberUse] = field(default_factory=Counter)
    unplaced: list[Place] = field(default_factory=list)


def records_to_figures(records: DocumentRecords, lexicon: Lexicon) -> FigureReading:
    """Figures of all tables and all passages that are not table rows, and the account of every number."""
    reading = FigureReading()
    for table in records.tables:
        for facets in table_facets(table, records, lexicon):
            _cell_to_figures(facets, lexicon, reading)
    for passage in records.passages:
        if passage.place.table is None and passage.kind in (PassageKind.PARAGRAPH, PassageKind.ITEM, PassageKind.NOTE):
            _passage_to_figures(passage, records, lexicon, reading)
    reading.figures = [replace(figure, key=key) for key, figure in enumerate(reading.figures)]
    return reading


def _cell_to_figures(facets: CellFacets, lexicon: Lexicon, reading: FigureReading) -> None:
    text = facets.text
    number = None if facets.header else number_of_cell(text, lexicon)
    for other in numbers_in(text, lexicon):
        inside = number is not None and other.start < number.end
        if number is not None and other.start == number.start:
            reading.numbers[NumberUse.FIGURE] += 1
        elif not inside:
            reading.numbers[other.use] += 1
    if facets.header:
        return
    if number is not None:
        reading.figures.append(_cell_figure(number, facets))
        rest = text[number.end :]
        if any(n.use is NumberUse.FIGURE for n in numbers_in(rest, lexicon)):
            reading.figures.extend(_sentence_figures(rest, facets.place, facets.subject, facets.periods, lexicon))
        return
    carried: tuple[Period, ...] = ()
    for sentence in text_to_sentences(text):
        place = replace(facets.place, quote=sentence.text.strip())
        fallback = carried or facets.periods
        for figure in _sentence_figures(sentence.text, place, facets.subject, fallback, lexicon):
            if facets.measure in ("target", "actual") and not figure.measure:
                figure = replace(figure, measure=facets.measure)
            reading.figures.append(figure)
        opening = _OPENING_PERIOD.match(sentence.text)
        if opening:
            carried = tuple(span.period for span in periods_in(opening.group()))


def _cell_figure(number: Number, facets: CellFacets) -> Figure:
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
    )


def _passage_to_figures(passage: Passage, records: DocumentRecords, lexicon: Lexicon, reading: FigureReading) -> None:
    headings = [records.sections[k].title for k in _section_keys(records, passage.place.section)]
    context = tuple(headings[-2:])
    title = item_title(passage.text)
    if title:
        context = (*context, title)
    inherited = _periods_of(*reversed(headings))
    for number in numbers_in(passage.text, lexicon):
        reading.numbers[number.use] += 1
    carried: tuple[PeriodSpan, ...] = ()
    for sentence in text_to_sentences(passage.text):
        place = replace(
            passage.place, quote=sentence.text.strip(), regions=_regions(passage, sentence.start, sentence.end)
        )
        spans = tuple(periods_in(sentence.text))
        fallback = tuple(span.period for span in carried) or inherited
        for figure in _sentence_figures(sentence.text, place, context, fallback, lexicon):
            start = sentence.start + figure.start
            reading.figures.append(replace(figure, passage=passage.key, start=start, end=sentence.start + figure.end))
        carried = spans or carried


def _sentence_figures(
    sentence: str, place: Place, context: tuple[str, ...], fallback: Sequence[Period], lexicon: Lexicon
) -> Iterator[Figure]:
    """Figures of one sentence; `start` and `end` are offsets in the sentence."""
    numbers = [n for n in numbers_in(sentence, lexicon) if n.use is NumberUse.FIGURE]
    spans = periods_in(sentence)
    paired = _paired_periods(sentence, numbers, spans, lexicon)
    for at, number in enumerate(numbers):
        topic, words = number_subject(sentence, numbers, at, lexicon)
        phrase = words or topic
        near = sentence[max(0, number.start - 24) : number.start]
        measure = lexicon.measure_of_phrase(words) or lexicon.measure_of_phrase(near if not words else "")
        measure = measure or (lexicon.measure_of_phrase(topic) if not words else "")
        unit = number.unit
        if unit in ("万", "亿") and lexicon.is_money(phrase + topic + "".join(context[-1:])):
            unit += "元"
        period = paired.get(at) or _period_before(spans, number, sentence) or (fallback[0] if fallback else None)
        level = lexicon.level_of(words) or lexicon.level_of(topic if not words else "")
        subject = tuple(part for part in (*context, topic, words) if part)
        yield Figure(
            key=0,
            value=number.value,
            unit=unit,
            text=number.text,
            decimals=number.decimals,
            bound=number.bound,
            subject=_without_repeats(subject),
            measure=measure,
            period=period,
            level=level,
            place=replace(place, quote=place.quote or sentence.strip()),
            start=number.start,
            end=number.end,
        )


def _paired_periods(
    sentence: str, numbers: Sequence[Number], spans: Sequence[PeriodSpan], lexicon: Lexicon
) -> dict[int, Period]:
    """“2022-2023 年……分别为 A、B”: as many figures as years, paired in order."""
    paired: dict[int, Period] = {}
    for m in re.finditer("|".join(lexicon.pairing), sentence):
        before = [span for span in spans if span.end <= m.start()]
        years: list[Period] = []
        for span in before:
            if span.period.first != span.period.last and len(before) == 1:
                years = [Period(year, year) for year in range(span.period.first, span.period.last + 1)]
            else:
                years.append(span.period)
        end = re.search(r"[。；;]", sentence[m.end() :])
        limit = m.end() + end.start() if end else len(sentence)
        after = [at for at, n in enumerate(numbers) if m.end() <= n.start < limit]
        after = [at for at in after if numbers[at].unit == numbers[after[0]].unit][: len(years)]
        if len(years) >= 2 and len(after) == len(years):
            paired.update(zip(after, years, strict=True))
    return paired


def _period_before(spans: Sequence[PeriodSpan], number: Number, sentence: str) -> Period | None:
    """The last period named before the number, or the one in the words right after it, within the sentence."""
    before = [span for span in spans if span.end <= number.start]
    if before:
        return before[-1].period
    after = [span for span in spans if span.start >= number.end and span.start - number.end <= 3]
    return after[0].period if after else None


def _periods_of(*texts: str) -> tuple[Period, ...]:
    for text in texts:
        spans = periods_in(text)
        if spans:
            return tuple(span.period for span in spans)
    return ()


def _regions(passage: Passage, start: int, end: int) -> tuple[Region, ...]:
    regions = tuple(line.region for line in passage.lines if line.start < end and line.end > start)
    return regions or passage.place.regions


def _section_keys(records: DocumentRecords, key: int | None) -> list[int]:
    keys: list[int] = []
    while key is not None:
        keys.append(key)
        key = records.sections[key].parent
    return keys[::-1]


def _without_repeats(parts: Sequence[str]) -> tuple[str, ...]:
    """Of parts that are the same only the innermost stays."""
    return tuple(part for i, part in enumerate(parts) if part not in parts[i + 1 :])
