"""Chinese numerals: what they are worth, and where in a text they are numbers rather than parts of words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from ingest.lexicon import Lexicon

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000}
_HAN = "零〇一二两三四五六七八九十百千"
_FRACTION = re.compile(rf"百分之(?P<percent>[{_HAN}点]+)|(?P<low>[{_HAN}]+)分之(?P<high>[{_HAN}]+)")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral with its unit at `start` to `end`. `over`: 余 or 多 stands with it; `about`: it is a rough share."""

    start: int
    end: int
    value: Decimal
    unit: str
    decimals: int = 0
    over: bool = False
    about: bool = False


def han_value(text: str) -> Decimal | None:
    """The value of a Chinese numeral (两, 十五, 三百二十), None if it is not one."""
    total, digit = 0, None
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c] if digit is None else digit * 10 + _DIGITS[c]
        elif c in _POWERS:
            total += (1 if digit is None else digit) * _POWERS[c]
            digit = None
        else:
            return None
    return Decimal(total + (digit or 0)) if text else None


def numerals_in(text: str, lexicon: Lexicon) -> Iterator[Numeral]:
    """Fractions (五分之一, 百分之九十五点五), halves, tenths (三成) and counts (两部), in no certain order.

    A numeral counts only before a unit of the lexicon and outside its fixed words; 一 only where it does not mean 某;
    数十, 若干 have no value and are no numbers.
    """
    yield from _fractions(text)
    words = lexicon.numerals
    forbidden = [hit.span() for hit in _fixed_words(words.never).finditer(text)]
    for m in _counted(words.before, lexicon.bounds.over_after).finditer(text):
        value = han_value(m["han"])
        if not value or any(a < m.end() and b > m.start() for a, b in forbidden):
            continue
        if len(m["han"]) > 1 and not set(m["han"]) & set("十百千零〇"):
            continue
        before = text[: m.start()].rstrip()
        if m["unit"] == "年" and not _years_counted(before, text[m.end() :], words.years_counted_after):
            continue
        if before.endswith(("数", "几")) or (m["han"] in _POWERS and not before.endswith(words.over_begins)):
            continue
        over = bool(m["over"] or m["over2"])
        if m["han"] == "一" and not over and not before.endswith(words.one_after):
            continue
        more = next((word for word in words.over_begins if before.endswith(word)), "") if m["han"] in _POWERS else ""
        start = before.rindex(more) if more else m.start()
        if m["unit"] == "成":
            yield Numeral(start, m.end(), value * 10, "%", over=over, about=True)
        else:
            yield Numeral(start, m.end(), value, m["unit"], over=over or bool(more))
    for m in re.finditer("一半", text):
        if text[: m.start()].rstrip().endswith(words.half_after):
            yield Numeral(m.start(), m.end(), Decimal(50), "%", about=True)


def _fractions(text: str) -> Iterator[Numeral]:
    for m in _FRACTION.finditer(text):
        if m["percent"]:
            whole, _, part = m["percent"].partition("点")
            value = han_value(whole)
            if value is None:
                continue
            digits = "".join(str(_DIGITS.get(c, "")) for c in part)
            yield Numeral(m.start(), m.end(), Decimal(f"{value}.{digits}") if digits else value, "%", len(digits))
            continue
        low, high = han_value(m["low"]), han_value(m["high"])
        if low and high is not None:
            yield Numeral(m.start(), m.end(), (high * 100 / low).quantize(Decimal(1)), "%", about=True)


def _years_counted(before: str, after: str, counted_after: tuple[str, ...]) -> bool:
    """三年 in 满三年, 三年以上 counts years; in 三年共, 近三年 it names a stretch of them."""
    return before.endswith(counted_after) or after.lstrip().startswith(("以上", "及以上", "以下", "以内"))


@lru_cache(maxsize=8)
def _counted(units: tuple[str, ...], over: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(units, key=len, reverse=True)))
    more = "|".join(map(re.escape, over))
    return re.compile(
        rf"(?<![第{_HAN}\d.])(?P<han>[{_HAN}]+)\s*(?P<over>{more})?\s*(?P<unit>{words})(?P<over2>略多|多)?"
    )


@lru_cache(maxsize=8)
def _fixed_words(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)) or r"(?!)")
