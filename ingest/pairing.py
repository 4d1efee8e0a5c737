"""“A、B 分别为 1、2”, “2022、2023 年依次为 1、2”: figures that belong to what was listed before, in its order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.clauses import HIDDEN, quotes_hidden, sentence_to_layers
from ingest.lexicon import Lexicon
from ingest.numbers import Number
from ingest.periods import PeriodSpan
from ingest.phrases import plain, statement_head, text_to_phrase
from ingest.records import Period

_BETWEEN = re.compile(r"[\s、，,/;；\0]*(?:和|及|与|以及)?[\s\0]*")
_PLACES = "省市县区镇乡村校院馆所局站厂"
"""Last letters of the names of places and bodies."""
_PARTS = re.compile(r"、|和|与|及|以及")


@dataclass(frozen=True, slots=True)
class Pair:
    """What the list gives a figure: the words of what it is said of, its period; empty or None where it gives none."""

    words: str = ""
    period: Period | None = None
    first: int = 0
    """The first figure of its list, by its place in the sentence."""
    earlier: int | None = None
    """The figure before, by its place in the sentence, whose subject this one shares: 省级 5 项、市级 8 项，分别占……"""


def paired_figures(
    sentence: str, numbers: Sequence[Number], spans: Sequence[PeriodSpan], lexicon: Lexicon
) -> dict[int, Pair]:
    """For each figure (by its place in `numbers`) that a list pairs, what it is paired with.

    As many figures as listed subjects, as listed years, or as both together: then what is listed nearer to the figures
    varies first.
    """
    pairs: dict[int, Pair] = {}
    layer = sentence_to_layers(sentence)[0]
    for m in re.finditer("|".join(map(re.escape, lexicon.pairing)), quotes_hidden(layer)):
        run = _run_after(layer, numbers, m.end())
        if len(run) < 2 or any(at in pairs for at in run):
            continue
        start = _clause_start(layer, m.start())
        subjects = _listed(_before_years(layer, start, m.start(), spans), lexicon)
        if not subjects and not any(start > n.end >= _clause_start(layer, start - 1) for n in numbers):
            before = statement_head(layer[_clause_start(layer, start - 1) : start], lexicon)
            subjects = _things_of(_listed(_without_reason(before, lexicon), lexicon))
        earlier = _run_before(layer, numbers, start, len(run))
        if len(earlier) == len(run) and _of_share(layer[m.end() : numbers[run[0]].start], lexicon):
            pairs.update((at, Pair(earlier=other)) for at, other in zip(run, earlier, strict=True))
            continue
        nearby = [span for span in spans if start <= span.start and span.end <= m.start()]
        years = _years(nearby or [span for span in spans if span.end <= start], len(run))
        if len(run) == len(subjects):
            deed = _deed(layer[m.end() : numbers[run[0]].start], lexicon)
            pairs.update((at, Pair(words=words + deed)) for at, words in zip(run, subjects, strict=True))
        elif len(run) == len(years):
            pairs.update((at, Pair(period=year, first=run[0])) for at, year in zip(run, years, strict=True))
        elif len(subjects) > 1 and len(run) == len(subjects) * len(years):
            near_years = bool(nearby) and nearby[0].start > start + layer[start : m.start()].find(subjects[-1][:2])
            for i, at in enumerate(run):
                s, y = divmod(i, len(years)) if near_years else (i % len(subjects), i // len(subjects))
                pairs[at] = Pair(words=subjects[s], period=years[y], first=run[0])
        else:
            if len(earlier) == len(run):
                pairs.update((at, Pair(earlier=other)) for at, other in zip(run, earlier, strict=True))
    return pairs | _again_by_year(layer, numbers, spans, pairs)


def _again_by_year(
    layer: str, numbers: Sequence[Number], spans: Sequence[PeriodSpan], pairs: dict[int, Pair]
) -> dict[int, Pair]:
    """2022年、2023年分别开展演练 36 次、52 次，参演 4300 人次和 6100 人次: later runs as long go by the same years."""
    years = [pair.period for _, pair in sorted(pairs.items()) if pair.period and not pair.words]
    found: dict[int, Pair] = {}
    at = max(pairs, default=len(numbers)) + 1
    while len(years) > 1 and len(set(years)) == len(years) == len(pairs) and at < len(numbers):
        run = _run_after(layer, numbers, numbers[at].start)
        named = any(numbers[at - 1].end <= span.start < numbers[at].start for span in spans)
        if len(run) == len(years) and run[0] == at and not named:
            found.update((i, Pair(period=year, first=at)) for i, year in zip(run, years, strict=True))
        at += max(1, len(run))
    return found


def _of_share(text: str, lexicon: Lexicon) -> bool:
    """Whether the list is of shares (分别占): of what was counted before, in its order."""
    return text.replace(HIDDEN, "").strip().startswith(lexicon.clauses.share)


def _run_after(layer: str, numbers: Sequence[Number], start: int) -> list[int]:
    """The figures after `start` with nothing but marks and 和 between, all of the first one's unit."""
    run: list[int] = []
    for at, number in enumerate(numbers):
        if number.start < start or layer[number.start] == HIDDEN:
            continue
        if not run and (number.start - start > 14 or re.search(r"[，；。]", layer[start : number.start])):
            break
        if run and (
            not _BETWEEN.fullmatch(layer, numbers[run[-1]].end, number.start)
            or number.unit not in (numbers[run[0]].unit, "")
        ):
            break
        run.append(at)
    return run


def _run_before(layer: str, numbers: Sequence[Number], end: int, count: int) -> list[int]:
    """The last `count` figures before `end`, if all are of one unit."""
    before = [at for at, n in enumerate(numbers) if n.end <= end and layer[n.start] != HIDDEN]
    run: list[int] = []
    for at in reversed(before):
        if len(run) == count or (run and numbers[at].unit != numbers[run[0]].unit):
            break
        run.append(at)
    return run[::-1]


def _clause_start(layer: str, end: int) -> int:
    marks = [m.end() for m in re.finditer(r"[，；：。]", quotes_hidden(layer[:end]))]
    return marks[-1] if marks else 0


def _before_years(layer: str, start: int, end: int, spans: Sequence[PeriodSpan]) -> str:
    """The clause's words without its years (A、B在2022年、2023年分别为)."""
    text = list(layer[start:end])
    for span in spans:
        if start <= span.start and span.end <= end:
            text[span.start - start : span.end - start] = HIDDEN * (span.end - span.start)
    joined = re.sub(rf"{HIDDEN}+[、和与及]{HIDDEN}+", HIDDEN, "".join(text))
    return joined


def _listed(text: str, lexicon: Lexicon) -> list[str]:
    """甲、乙和丙的满意度: 甲的满意度, 乙的满意度, 丙的满意度; one entry where nothing is listed."""
    noun = text_to_phrase(text, lexicon).noun
    shape = quotes_hidden(noun)
    cuts = [0]
    for m in _PARTS.finditer(shape):
        cuts += [m.start(), m.end()]
    parts = [noun[a:b] for a, b in zip([*cuts[::2]], [*cuts[1::2], len(noun)], strict=True)]
    parts = [part for part in parts if plain(part, lexicon)]
    if len(parts) < 2:
        return parts
    shared = _shared_end(parts[-2], parts[-1], lexicon)
    return [part if part.endswith(shared) else part + shared for part in parts]


def _deed(text: str, lexicon: Lexicon) -> str:
    """What they did (分别欠拨 165 万元和 110 万元), where no measure or other reading knows it."""
    deed = plain(text, lexicon)
    words = lexicon.clauses
    known = deed in words.change or deed.startswith((*words.counting, *words.doing, *words.share))
    return "" if len(deed) != 2 or known or deed.endswith(words.change_ends) else deed


def _without_reason(text: str, lexicon: Lexicon) -> str:
    begin = max((word for word in lexicon.reasons.before if text.startswith(word)), key=len, default="")
    return text.removeprefix(begin)


def _things_of(parts: list[str]) -> list[str]:
    """青石县、云岭区财政紧张: the last of a list that a clause tells something of ends where its likes do (县, 区)."""
    ends = re.compile(rf"^.{{1,}}?[{_PLACES}]")
    things = [found.group() for part in parts if (found := ends.match(part))]
    return [] if len(parts) < 2 else things if len(things) == len(parts) else parts


def _shared_end(before: str, last: str, lexicon: Lexicon) -> str:
    """What the last of a list says for all: what stands behind 的 (甲、乙的优良率), behind a level (省级、校级课题), or
    what it has more than the one before (硕士生、博士生就业率)."""
    _, of, tail = last.partition("的")
    if of and tail:
        return of + tail
    if lexicon.is_level(before):
        level = next((name for name in lexicon.levels if last.startswith(name)), "")
        return last.removeprefix(level) if level else ""
    words = sorted((w for m in lexicon.measures.values() for w in m.phrases), key=len, reverse=True)
    known = next((word for word in words if last.endswith(word) and len(last) > len(word)), "")
    more = last[len(before) :]
    return more if len(more) >= max(2, len(known)) else known


def _years(spans: Sequence[PeriodSpan], count: int) -> list[Period]:
    """The years named one by one; a single range of as many years names each of them."""
    if len(spans) == 1 and spans[0].period.last - spans[0].period.first + 1 == count:
        return [Period(year, year) for year in range(spans[0].period.first, spans[0].period.last + 1)]
    years = [span.period for span in spans if span.period.first == span.period.last]
    distinct = list(dict.fromkeys(years))
    if not distinct and spans:
        last = spans[-1].period
        return [Period(year, year) for year in range(last.first, last.last + 1)]
    return distinct
