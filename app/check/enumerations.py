"""A stated number against the things that are listed right before or after it: 五个中心，分别是甲、乙、丙和丁。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from app.ask.knowledge import Knowledge
from app.check.checked import Judgement, holds
from app.check.finding import make_finding, place_of, stated_at
from app.check.vocabulary import check_words
from index.statements import Statement
from ingest.records import Bound, Passage, Place
from prompts import message

_MARK = re.compile(r"[、，,]")
_LAST = re.compile(r"[和及与]")
_BEFORE = re.compile(r"[^，。；：\n（）()]*$")
_LONGEST = 22
_FEWEST = 2
_MOST = 15
_OFF = 2
"""By how much a number and its list may differ; a greater difference means that the list is of something else."""


def check_enumerations(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """Of all passages."""
    for statement in knowledge.snapshot.figures:
        figure = statement.figure
        if figure.passage is None or figure.bound is not Bound.EXACT or figure.unit in ("%", "元", "万元", "年", "月"):
            continue
        if figure.decimals or not _FEWEST <= figure.value <= _MOST:
            continue
        passage = knowledge.snapshot.records[statement.document].passages[figure.passage]
        for text, counts in _lists(statement, passage):
            if figure.value in {Decimal(n) for n in counts}:
                yield holds("parts", [statement])
            elif all(abs(figure.value - n) <= _OFF for n in counts):
                yield from _finding(statement, passage, text, counts[-1], knowledge, language)


def listed_rightly(statement: Statement, knowledge: Knowledge) -> bool:
    """Whether a list of as many names as it counts stands right behind the number or before it."""
    figure = statement.figure
    if figure.passage is None:
        return False
    passage = knowledge.snapshot.records[statement.document].passages[figure.passage]
    return any(figure.value in {Decimal(n) for n in counts} for _, counts in _lists(statement, passage, led_in=True))


def _lists(statement: Statement, passage: Passage, led_in: bool = False) -> Iterator[tuple[str, list[int]]]:
    """What is listed after the number or right before it, and how many items that may be. `led_in`: other words may
    stand before the first item (通过招标等程序启动甲中心、乙中心)."""
    figure = statement.figure
    if after := re.match(check_words().lists.behind, passage.text[figure.end :]):
        if counts := _counts(after[1]):
            yield after[1].strip(), counts
        return
    before = _BEFORE.search(passage.text[: figure.start])
    text = before[0].strip() if before else ""
    if led_in:
        # 甲、乙、丙等三个: all three are named.
        first, mark, rest = text.rstrip(check_words().lists.closing).partition("、")
        text = f"{re.split(check_words().lists.open, first)[-1][-_LONGEST:]}{mark}{rest}"
    if "、" in text and text[-1:] not in ("、", "和", "及", "与", "的") and (counts := _counts(text)):
        yield text, counts


def _counts(text: str) -> list[int]:
    """How many items the text lists: with 和 between the last two, and without; empty if it is no closed list of
    names."""
    items = [item.strip() for item in _MARK.split(text.strip()) if item.strip()]
    if len(items) < _FEWEST or re.search(check_words().lists.open, text) or any(len(item) > _LONGEST for item in items):
        return []
    lengths = sorted(len(item) for item in items)
    if lengths[0] < 2:
        return []
    joined = len(_LAST.findall(items[-1]))
    return sorted({len(items), len(items) + joined})


def _finding(
    statement: Statement, passage: Passage, text: str, count: int, knowledge: Knowledge, language: str
) -> Iterator[Judgement]:
    figure = statement.figure
    summary = message(
        language,
        "check.listed",
        name="".join(figure.subject[-1:]),
        stated=figure.text.strip(),
        count=count,
    )
    place = Place(passage.place.section, text, passage.place.regions, passage.place.table, passage.place.row)
    places = [stated_at(knowledge.snapshot, statement), place_of(knowledge.snapshot, statement.document, place, text)]
    yield make_finding("parts", "medium", summary, places, confidence="0.6")
