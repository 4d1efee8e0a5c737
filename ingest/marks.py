"""The marks that number headings and items: 第一章, 一、, （一）, 1., 2.2.1, 1、, （1）, ①.

A mark has a kind (how it is written) and a number, so that marks can be seen to follow one another.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_DIGITS = "零〇一二三四五六七八九"
_CJK = "[零〇一二三四五六七八九十百]"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"

KINDS = (
    "part",
    "chapter",
    "clause",
    "cjk",
    "cjk-bracket",
    "decimal",
    "dash",
    "number",
    "comma",
    "bracket",
    "half",
    "circled",
)
"""From the outermost to the innermost, as documents usually nest them."""

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("part", re.compile(rf"(?P<mark>第\s*(?P<n>{_CJK}+|\d+)\s*[部篇编]分?)(?:[\s:：、]+|(?=\S))")),
    ("chapter", re.compile(rf"(?P<mark>第\s*(?P<n>{_CJK}+|\d+)\s*章)(?:[\s:：、]*)")),
    ("clause", re.compile(rf"(?P<mark>第\s*(?P<n>{_CJK}+|\d+)\s*[节条])(?:[\s:：、]*)")),
    ("cjk-bracket", re.compile(rf"[（(]\s*(?P<n>{_CJK}+)\s*[）)](?:[\s:：、.．]*)")),
    ("cjk", re.compile(rf"(?P<mark>(?P<n>{_CJK}+))\s*[、.．:：]\s*")),
    ("decimal", re.compile(r"(?P<mark>(?P<n>\d{1,2}(?:[.．]\d{1,2}){1,4}))(?:[.．、]\s*|\s+|(?=[^\d\s.．%％,，]))")),
    ("dash", re.compile(r"(?P<mark>(?P<n>\d{1,2}[-－]\d{1,2}))\s+(?=[^\d\s年月日周天个项人名次万亿%])")),
    ("number", re.compile(r"(?P<mark>(?P<n>\d{1,2}))(?:[.．](?!\d)\s*)")),
    ("comma", re.compile(r"(?P<mark>(?P<n>\d{1,2}))\s*、\s*")),
    ("bracket", re.compile(r"[（(]\s*(?P<n>\d{1,2})\s*[）)](?:[\s:：、.．]*)")),
    ("half", re.compile(r"(?P<mark>(?P<n>\d{1,2}))\s*[）)]\s*")),
    ("circled", re.compile(rf"(?P<n>[{_CIRCLED}])\s*")),
)
_YEAR_LEAD = re.compile(r"(?P<year>(?:19|20)\d{2})\s*年?(?:度|底|末|上半年|下半年)?\s*[:：]")
_BARE_MARK = re.compile(r"^\d{1,2}(?:[.．]\d{1,2})*[.．]?$")
_BARE = re.compile(r"(?P<mark>(?P<n>\d{1,2}))(?:\s+)(?=[^\d\s%％])")


@dataclass(frozen=True, slots=True)
class Mark:
    """`text` as printed without the delimiter after it; `numbers` one per level (2.2.1 is 2, 2, 1); `end` where the
    title begins."""

    kind: str
    text: str
    numbers: tuple[int, ...]
    end: int

    def follows(self, before: Mark) -> bool:
        """Whether this is the next mark of the same kind and level."""
        return (
            self.kind == before.kind
            and len(self.numbers) == len(before.numbers)
            and self.numbers[:-1] == before.numbers[:-1]
            and self.numbers[-1] == before.numbers[-1] + 1
        )

    @property
    def first(self) -> bool:
        return self.numbers[-1] == 1


def leading_mark(text: str, bare: bool = False) -> Mark | None:
    """The mark at the start of `text`; with `bare` also a number that only a space parts from its title (1 总则)."""
    for kind, pattern in _PATTERNS:
        found = pattern.match(text)
        if found:
            mark = found.groupdict().get("mark") or found[0].strip(" \t:：、.．")
            return Mark(kind, mark, _numbers(found["n"]), found.end())
    found = _BARE.match(text) if bare else None
    return Mark("decimal", found["mark"], _numbers(found["n"]), found.end()) if found else None


def begins_item(text: str) -> bool:
    """Whether a numbered item or what a year introduces (2022年：) begins here."""
    return leading_mark(text) is not None or bool(_YEAR_LEAD.match(text))


def leading_year(text: str) -> int | None:
    """The year that leads in what follows it: 2022 of 2022年：…."""
    found = _YEAR_LEAD.match(text)
    return int(found["year"]) if found else None


def is_bare_mark(text: str) -> bool:
    """Whether `text` is nothing but the number of a heading or item: 4, 2., 2.1."""
    return bool(_BARE_MARK.match(text))


def _numbers(text: str) -> tuple[int, ...]:
    if text in _CIRCLED:
        return (_CIRCLED.index(text) + 1,)
    if text[0].isdigit():
        return tuple(int(part) for part in re.split("[.．－-]", text))
    return (_cjk_number(text),)


def _cjk_number(text: str) -> int:
    """十二 is 12, 二十 is 20, 一百零三 is 103."""
    total, digit = 0, 0
    for letter in text:
        if letter in _DIGITS:
            digit = max(0, _DIGITS.index(letter) - 1)
        else:
            total += (digit or 1) * (10 if letter == "十" else 100)
            digit = 0
    return total + digit
