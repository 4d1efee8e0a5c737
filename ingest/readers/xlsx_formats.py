"""A cell's value as the workbook shows it: its number format applied, exactly, without binary rounding."""

from __future__ import annotations

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal

_CONDITION = re.compile(r"\[[^\]]*\]")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_(.)|\*(.)')
_DATE = re.compile(r"[ymdhs]", re.IGNORECASE)
_DATE_PART = re.compile(r"y+|m+|d+|h+|s+|a+", re.IGNORECASE)
_NUMBER_PART = re.compile(r"[#0?][#0?,.]*(?:E\+0+)?", re.IGNORECASE)
_GENERAL_DIGITS = 11
"""Significant digits that the format General shows."""


def value_as_shown(value: object, number_format: str) -> str:
    """`value` of a cell as a person sees it under `number_format` (98.19% for 0.9819 under 0.00%)."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return _date_as_shown(value, number_format)
    if isinstance(value, int | float | Decimal):
        return number_as_shown(Decimal(str(value)), number_format)
    return str(value)


def number_as_shown(value: Decimal, number_format: str) -> str:
    """Percent, thousands, decimals and literal text of the format's section for the value's sign."""
    sections = _CONDITION.sub("", number_format or "General").split(";")
    section = sections[0]
    if value < 0 and len(sections) > 1 and sections[1].strip():
        section, value = sections[1], -value
    elif value == 0 and len(sections) > 2 and sections[2].strip():
        section = sections[2]
    literals: list[str] = []

    def keep(found: re.Match[str]) -> str:
        literals.append(found[1] if found[1] is not None else found[2] or "")
        return "\u0000" if literals[-1] else ""

    pattern = _LITERAL.sub(keep, section)
    if "general" in pattern.lower() or pattern.strip() == "@" or not pattern:
        shown = re.sub("(?i)general|@", lambda _: _general(value), pattern) or _general(value)
    else:
        digits = _NUMBER_PART.search(pattern)
        if not digits:
            shown = pattern
        else:
            scaled = value * 100 if "%" in pattern else value
            shown = pattern[: digits.start()] + _digits(scaled, digits[0]) + pattern[digits.end() :]
    for literal in literals:
        shown = shown.replace("\u0000", literal, 1)
    return shown.strip()


def _digits(value: Decimal, pattern: str) -> str:
    if "e" in pattern.lower():
        return f"{value:.{len(pattern.lower().split('e')[0].partition('.')[2])}E}"
    whole, _, part = pattern.partition(".")
    while whole.endswith(","):
        whole, value = whole[:-1], value / 1000
    places = len(part)
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{rounded:,f}" if "," in whole else f"{rounded:f}"
    optional = len(part) - len(part.rstrip("#?"))
    if optional and "." in text:
        kept = text[-optional:].rstrip("0")
        text = (text[:-optional] + kept).rstrip(".")
    return text


def _general(value: Decimal) -> str:
    if value == value.to_integral_value():
        return f"{value.to_integral_value():f}"
    shown = Decimal(f"{value:.{_GENERAL_DIGITS}g}")
    return f"{shown:f}".rstrip("0").rstrip(".") if "." in f"{shown:f}" else f"{shown:f}"


def _date_as_shown(value: datetime.datetime | datetime.date | datetime.time, number_format: str) -> str:
    """A date in the parts that its format names; the ISO form where it names none."""
    pattern = _LITERAL.sub(lambda f: f[1] if f[1] is not None else f[2] or "", _CONDITION.sub("", number_format))
    pattern = pattern.split(";")[0]
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M:%S" if "s" in pattern else "%H:%M")
    if not _DATE.search(pattern):
        return value.isoformat()[:10]
    clock = value if isinstance(value, datetime.datetime) else None
    seen_hour = False

    def part(found: re.Match[str]) -> str:
        nonlocal seen_hour
        letter, length = found[0][0].lower(), len(found[0])
        if letter == "y":
            return f"{value.year % 100:02d}" if length <= 2 else str(value.year)
        if letter == "m" and not seen_hour:
            return f"{value.month:02d}" if length == 2 else str(value.month)
        if letter == "d":
            return f"{value.day:02d}" if length == 2 else str(value.day)
        if letter == "h":
            seen_hour = True
        number = {"h": "hour", "m": "minute", "s": "second"}.get(letter)
        if number is None or clock is None:
            return ""
        return f"{getattr(clock, number):02d}"

    return _DATE_PART.sub(part, pattern).strip()
