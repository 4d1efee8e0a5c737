"""The years, half-years, quarters and months that a text speaks of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.lexicon import Lexicon
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
    state: str = ""
    """The words that make it the time of a state, not a year in which something was done: 截至2023年底, 2022年以来."""


@dataclass(frozen=True, slots=True)
class DurationSpan:
    """A stretch of `years` years that names none (三年来, 近两年, 后两年) and where in the text it stands."""

    start: int
    end: int
    years: int
    last: bool
    """It is the later part of something longer (后两年)."""


def periods_in(text: str) -> list[PeriodSpan]:
    """Periods in the order of the text. 2022、2023年 are two; 2022-2025年 is one; 22年 is 2022.

    A month without a year is not a period; a bare number that looks like a year counts unless a unit follows. A day, or
    the end of a year, says when something was counted: the period is the year, and `state` has the words.
    """
    spans: list[PeriodSpan] = []
    if not any(digit in text for digit in "12"):
        return spans
    for m in _SPAN.finditer(text):
        if m["first"]:
            first, last = int(m["first"]), int(m["last"])
            if first <= last:
                spans.append(
                    PeriodSpan(m.start(), m.end(), Period(first, last), True, _state(text, m.start(), m.end()))
                )
            continue
        if m["year"] and not m["kind1"] and not m["part"] and _NOT_A_YEAR.match(text, m.end("year")):
            continue
        year = int(m["year"]) if m["year"] else 2000 + int(m["short"])
        state = _state(text, m.start(), m.end())
        part = "" if state else _part(re.sub(r"\s+", "", m["part"] or m["part2"] or ""))
        kind = m["kind1"] or m["kind2"] or ""
        spans.append(PeriodSpan(m.start(), m.end(), Period(year, year, part), bool(kind), state))
    return spans


_BEFORE_STATE = re.compile(r"(?:截至|截止到?|(?<![高升降增减长少短缩大扩达移展延迟])[到至])\s*$")
_AFTER_STATE = re.compile(r"\s*(?:年?[底末](?:以?前)?|年?初|以来|起|之?前)")
_ENDS_YEAR = re.compile(r"年?[底末初]$")
_STRETCH = re.compile(
    r"(?P<which>近|前|后|连续|过去|未来|今后|这|头|最近)?\s*(?P<years>[一二两三四五六七八九十]|\d{1,2})\s*(?:个)?年"
    r"(?P<after>来|间|内)?(?!级|制|期|龄|以上|及以上|以下|以内)"
)


def durations_in(text: str, lexicon: Lexicon) -> list[DurationSpan]:
    """Stretches of years that are not named: a numeral with 年 that counts no years (满三年 does); digits only with
    近, 前, 后 … before or 来, 间 behind, since 22年 is a year."""
    spans: list[DurationSpan] = []
    if "年" not in text:
        return spans
    for m in _STRETCH.finditer(text):
        digits = m["years"].isdigit()
        before = text[: m.start()].rstrip()
        if before.endswith(("第", "每", "19", "20", *_HAN_DIGITS)) or before[-1:].isdigit():
            continue
        if (digits or m["years"] == "一") and not (m["which"] or m["after"] == "来"):
            continue
        if not m["which"] and before.endswith(lexicon.numerals.years_counted_after):
            continue
        years = int(m["years"]) if digits else _HAN_DIGITS.index(m["years"]) if m["years"] != "两" else 2
        if 1 <= years <= 10:
            spans.append(DurationSpan(m.start(), m.end(), years, m["which"] in ("后", "未来", "今后")))
    return spans


_HAN_DIGITS = "零一二三四五六七八九十"


def _state(text: str, start: int, end: int) -> str:
    """截至2023年底, 2023年末, 到2025年, 2022年以来: the words, if they give the time of a state; else empty."""
    before = _BEFORE_STATE.search(text, max(0, start - 6), start)
    after = _AFTER_STATE.match(text, end)
    inside = _ENDS_YEAR.search(text[start:end]) or (before and "日" in text[start:end])
    ranged = before is not None and re.search(r"(?:19|20)\d{2}\s*年?\s*$", text[: before.start()])
    if ranged or not (before or after or inside):
        return ""
    return re.sub(r"\s+", "", text[before.start() if before else start : after.end() if after else end])


def part_of_year(text: str) -> str:
    """上半年, 7月, 二季度 … if that is all the text says, else empty. 全年 is no part."""
    m = re.fullmatch(r"\s*((?:1[0-2]|[1-9])\s*月份?|上半年|下半年|第?[一二三四]季度|Q[1-4])\s*", text)
    return _part(re.sub(r"\s+", "", m[1])) if m else ""


def _part(part: str) -> str:
    """Ends and beginnings of a year say when something was counted, not for what part of the year."""
    return "" if part in ("年底", "底", "年末", "末", "年初", "初") else part.removesuffix("份")
