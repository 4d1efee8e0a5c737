"""The years, half-years, quarters and months that a text speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.records import Period

_YEAR = r"(?:19|20)\d{2}"
_DASH = r"\s*年?\s*(?:[-—–－~～至到]+)\s*"
_PART = (
    r"(?:上半年|下半年|[一二三四]季度|第[一二三四]季度|\d{1,2}\s*月(?:份|底|末)?(?:\s*\d{1,2}\s*[日号])?|年?[底末初])"
)
_SPAN = re.compile(
    rf"(?<![\d.,])(?P<first>{_YEAR}){_DASH}(?P<last>{_YEAR})\s*(?P<kind>学年度?|年度?|届|级)?"
    rf"|(?<![\d.,])(?P<year>{_YEAR})(?![\d])\s*(?P<kind1>学年度?|年度?|届|级)?(?P<part>\s*{_PART})?"
    r"|(?<![\d.])(?P<short>[12]\d)\s*(?P<kind2>年(?!来|以上|以内|间|制|期|后|前|多|级|的?时间)|届|级(?=毕业|学生|招生))(?P<part2>\s*"
    + _PART
    + ")?"
)
_NOT_A_YEAR = re.compile(r"\s*(?:[个项门名人家万亿元次件篇张台套间%％多余]|\.\d|\d)")


@dataclass(frozen=True, slots=True)
class PeriodSpan:
    """A period and where in the text it stands."""

    start: int
    end: int
    period: Period
    written_as_years: bool
    """It was written with 年 or as a range: surely a period, not a number that looks like a year."""


def periods_in(text: str) -> list[PeriodSpan]:
    """Periods in the order of the text. 2022、2023年 are two; 2022-2025年 is one; 22年 is 2022.

    A month without a year is not a period; a bare number that looks like a year counts unless a unit follows.
    """
    spans: list[PeriodSpan] = []
    for m in _SPAN.finditer(text):
        if m["first"]:
            first, last = int(m["first"]), int(m["last"])
            if first <= last:
                spans.append(PeriodSpan(m.start(), m.end(), Period(first, last), True))
            continue
        if m["year"] and not m["kind1"] and not m["part"] and _NOT_A_YEAR.match(text, m.end("year")):
            continue
        year = int(m["year"]) if m["year"] else 2000 + int(m["short"])
        kind = m["kind1"] or m["kind2"] or ""
        part = _part(re.sub(r"\s+", "", m["part"] or m["part2"] or ""))
        spans.append(PeriodSpan(m.start(), m.end(), Period(year, year, part), bool(kind)))
    return spans


def part_of_year(text: str) -> str:
    """上半年, 7月, 二季度 … if that is all the text says, else empty. 全年 is no part."""
    m = re.fullmatch(r"\s*((?:1[0-2]|[1-9])\s*月份?|上半年|下半年|第?[一二三四]季度|Q[1-4])\s*", text)
    return _part(re.sub(r"\s+", "", m[1])) if m else ""


def _part(part: str) -> str:
    """Ends and beginnings of a year say when something was counted, not for what part of the year."""
    return "" if part in ("年底", "底", "年末", "末", "年初", "初") else part.removesuffix("份")
