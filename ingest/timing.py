"""For when a figure of a sentence is stated: the year that governs it, and what a stretch of years (三年来) means."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ingest.clauses import HIDDEN, quotes_hidden, sentence_to_layers
from ingest.lexicon import Lexicon
from ingest.numbers import Number
from ingest.periods import DurationSpan, PeriodSpan, durations_in, periods_in
from ingest.records import DocumentRecords, Period

_COMPARED = re.compile(r"(?<![占同环对评])[比较]\s*(?:上一?)?$")
_FROM = re.compile(r"[由从]\s*$")
_THEN = re.compile(r"[于在]\s*$")
_SIDE_BY_SIDE = re.compile(r"\s*年?度?\s*[、和与及]\s*")
_BY_NOW = re.compile(r"\s*(?:现(?!场|金|代|状|行|役|有|任|职)|目前|如今)")
_PART_ALONE = re.compile(r"上半年|下半年|第?[一二三四]季度|(?<![\d年])(?:1[0-2]|[1-9])\s*月份?(?!\s*\d{1,2}\s*[日号])")
_SINCE = "以来"
_MONTH = re.compile(r"月")
_LEADS = re.compile(
    r"(?:^|[，,；;：:。(（\n])[\s“]*(?:[（(]?\d{1,2}[)）、.．]\s*)?(?:其中|另外|此外)?[：:，,]?\s*(?:到|至|在|自|从|于|截至|截止到?)?\s*$"
)


@dataclass(frozen=True, slots=True)
class Stretches:
    """The spans of years that a document names, the most frequent first."""

    ranges: tuple[tuple[int, int], ...] = ()

    def concerns(self, period: Period) -> bool:
        """Whether a period is of the years that the document is about, not of what was long before."""
        return not self.ranges or period.last >= self.ranges[0][0] - 1

    def period(self, stretch: DurationSpan) -> Period | None:
        """The range of as many years that the document names; for 后两年 the end of a longer one, of that first which
        another range (前三年) leaves so many years of. None without one."""
        longer = [r for r in self.ranges if r[1] - r[0] + 1 > stretch.years]
        if stretch.last:
            parted = [r for r in longer if (r[0], r[1] - stretch.years) in self.ranges]
            last = (parted or longer)[0][1] if longer else 0
            return Period(last - stretch.years + 1, last) if last else None
        same = [r for r in self.ranges if r[1] - r[0] + 1 == stretch.years]
        return Period(*same[0]) if same else None

    def since(self, span: PeriodSpan) -> PeriodSpan:
        """2022年以来 is to the end of the shortest range that the document names from that year on."""
        year = span.period.first
        ends = [last for first, last in self.ranges if first == year]
        if not (span.state.endswith(_SINCE) and ends and year == span.period.last):
            return span
        return replace(span, period=Period(year, min(ends)))


def document_stretches(records: DocumentRecords) -> Stretches:
    """Counts ranges in headings, captions, headers and paragraphs; those in titles of documents (《》) count less."""
    found: Counter[tuple[int, int]] = Counter()
    for text in _texts(records):
        for span in periods_in(text):
            if span.period.first < span.period.last and not span.period.part:
                found[span.period.first, span.period.last] += 1 if _in_title(text, span.start) else 3
    return Stretches(tuple(r for r, _ in found.most_common()))


def _texts(records: DocumentRecords) -> Iterable[str]:
    yield records.document.title
    yield from (section.title for section in records.sections)
    for table in records.tables:
        yield table.caption
        yield from (text for path in table.columns for text in path)
    yield from (p.text for p in records.passages if p.place.table is None)


def sentence_periods(sentence: str, stretches: Stretches, lexicon: Lexicon) -> list[PeriodSpan]:
    """The periods that a sentence names, in their order, with the stretches of years whose meaning is known; none of
    those in titles of documents."""
    spans = [stretches.since(span) for span in periods_in(sentence) if not _in_title(sentence, span.start)]
    for stretch in durations_in(sentence, lexicon):
        period = None if _in_title(sentence, stretch.start) else stretches.period(stretch)
        if period is not None:
            spans.append(PeriodSpan(stretch.start, stretch.end, period, written_as_years=False))
    return sorted(spans, key=lambda span: span.start)


def governing_period(
    number: Number, spans: Sequence[PeriodSpan], sentence: str, numbers: Sequence[Number] = ()
) -> PeriodSpan | None:
    """The last period named before the number, or the one behind it in its clause (三家企业于2023年……), within the
    sentence; of years listed side by side (2022年、2023年) all. `numbers` are all of the sentence.

    Years that something is compared with (比2020年) do not govern what is compared; dates of events in an earlier
    clause (2022年2月印发，…) govern only where they open it; what stands in brackets ends with them.
    """
    outer = sentence_to_layers(sentence)[0]
    inside = outer[number.start] == HIDDEN
    opened = sentence.rfind("（", 0, number.start) if inside else -1
    fitting = []
    for span in spans:
        base = _COMPARED.search(sentence[: span.start]) or _origin(sentence, span, numbers)
        compared = base and not _base_value(sentence, span, number)
        if span.end > number.start or compared or _is_measured_by(sentence, span, number):
            continue
        if outer[span.start] == HIDDEN and (span.start < opened or not inside):
            continue
        clause_over = re.search(r"[，；。]", quotes_hidden(sentence[span.end : number.start]))
        one_year = span.period.first == span.period.last
        if clause_over and one_year and _now(sentence, span.end, number.start):
            continue
        if span.period.part and clause_over and not _LEADS.search(sentence[: span.start]):
            continue
        fitting.append(span)
    if fitting:
        return _joined(fitting, sentence)
    behind = [span for span in spans if span.start >= number.end and _tells_when(sentence[number.end : span.start])]
    if behind:
        return behind[0]
    behind = [span for span in spans if re.fullmatch(r"[\s（(]*", sentence[number.end : max(number.end, span.start)])]
    return next((span for span in behind if span.start >= number.end), None)


def _joined(spans: Sequence[PeriodSpan], sentence: str) -> PeriodSpan:
    last = spans[-1]
    for before in reversed(spans[:-1]):
        if not _SIDE_BY_SIDE.fullmatch(sentence[before.end : last.start]) or before.period.part or last.period.part:
            break
        last = replace(last, start=before.start, period=Period(before.period.first, last.period.last))
    return last


def _now(sentence: str, start: int, end: int) -> bool:
    """2022年……，现减为 1 个: the clause of the number tells of now."""
    clause = re.split(r"[，；。：]", quotes_hidden(sentence[start:end]))[-1]
    return bool(_BY_NOW.match(clause))


def _tells_when(between: str) -> bool:
    """Whether words between a number and a year behind it say that it happened then."""
    return bool(_THEN.search(between)) and not re.search(r"[，。；：\d]", between)


def _origin(sentence: str, span: PeriodSpan, numbers: Sequence[Number]) -> bool:
    """由2020年的 98 分钟缩短到……: the year is of that value only."""
    of = any(number.start >= span.end and _base_value(sentence, span, number) for number in numbers)
    return of and bool(_FROM.search(sentence[: span.start]))


def part_at(number: Number, since: int, sentence: str) -> str:
    """The part of a year (一季度, 7月) that the clause names before a number, behind `since`, without its year; empty
    if it names none."""
    start = max(since, *(m.end() for m in re.finditer(r"[，；。：]", sentence[: number.start])), 0)
    for m in reversed(list(_PART_ALONE.finditer(sentence, start, number.start))):
        before = sentence[: m.start()].rstrip()
        if not before.endswith(("年", "年度")) and not _COMPARED.search(before):
            return re.sub(r"\s+|份|^第", "", m.group())
    return ""


def _is_measured_by(sentence: str, span: PeriodSpan, number: Number) -> bool:
    """2023年为2020年的 2.64 倍: the later year is what the number is a multiple or share of."""
    before = re.search(r"(?:为|是|相当于)\s*$", sentence[: span.start])
    of = re.fullmatch(r"\s*的\s*", sentence[span.end : number.start])
    return number.unit in ("倍", "%") and bool(before and of)


def leading_periods(spans: Sequence[PeriodSpan], sentence: str) -> list[PeriodSpan]:
    """The one period of the sentence, or those that open a clause of it; years that something is compared with are
    none, and stretches (三年来) hold only where the sentence goes on behind a semicolon."""
    goes_on = sentence.rstrip().endswith(("；", ";"))
    own = [span for span in spans if not _COMPARED.search(sentence[: span.start]) and span.written_as_years]
    if len({span.period for span in own}) == 1 and not _MONTH.search(own[0].period.part):
        return [replace(own[0], start=0, end=0)]
    return [
        replace(span, start=0, end=0)
        for span in spans
        if _LEADS.search(sentence[: span.start])
        and not _COMPARED.search(sentence[: span.start])
        and (goes_on or span.written_as_years or re.match(r"\d{4}", sentence[span.start :]))
    ]


def carried_periods(leading: Sequence[PeriodSpan], carried: tuple[PeriodSpan, ...]) -> tuple[PeriodSpan, ...]:
    """What the next sentence may take its period from: the one that opened a clause of this; none if several did."""
    periods = list(dict.fromkeys(span.period for span in leading))
    if not periods:
        return carried
    return (leading[0],) if len(periods) == 1 and not _MONTH.search(periods[0].part) else ()


def whole_period(spans: Iterable[PeriodSpan]) -> Period | None:
    """From the first to the last year that the spans name; a part of a year only if all name the same."""
    periods = [span.period for span in spans]
    if not periods:
        return None
    if len(set(periods)) == 1 and not _MONTH.search(periods[0].part):
        return periods[0]
    return Period(min(p.first for p in periods), max(p.last for p in periods))


def _base_value(sentence: str, span: PeriodSpan, number: Number) -> bool:
    """比2020年的 6.54 亿元: the figure right behind is of that year."""
    return bool(re.fullmatch(r"\s*(?:的|为)?\s*", sentence[span.end : number.start]))


def _in_title(sentence: str, at: int) -> bool:
    return sentence.rfind("《", 0, at) > sentence.rfind("》", 0, at)
