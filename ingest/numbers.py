"""Every number in a text: what it is (figure, date, list number, name part …), its value, unit and bound.

Works on the text as printed; offsets are offsets in that text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from ingest.lexicon import Lexicon
from ingest.numerals import numerals_in
from ingest.periods import durations_in, periods_in
from ingest.records import Bound, NumberUse

# Full-width forms that mean the same, one character for one, so that offsets stay.
_WIDE = str.maketrans("０１２３４５６７８９％．＋－（）：／＝＞＜−﹣", "0123456789%.+-():/=><--")


@dataclass(frozen=True, slots=True)
class Number:
    """A number at `start` to `end` of a text. `text` is as printed, with its unit; value and unit belong to figures."""

    start: int
    end: int
    use: NumberUse
    text: str
    value: Decimal = Decimal(0)
    unit: str = ""
    decimals: int = 0
    bound: Bound = Bound.EXACT


def numbers_in(text: str, lexicon: Lexicon) -> list[Number]:
    """All numbers of a passage in their order. Every digit of the text is in exactly one of them."""
    plain = text.translate(_WIDE)
    taken = bytearray(len(plain))
    found: list[Number] = []
    for start, end, use in _not_figures(plain, lexicon):
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            if any(c.isdigit() for c in plain[start:end]):
                found.append(Number(start, end, use, text[start:end]))
    for number in _figures(plain, text, taken, lexicon):
        taken[number.start : number.end] = b"\1" * (number.end - number.start)
        found.append(number)
    found.sort(key=lambda number: number.start)
    return found


def number_of_cell(text: str, lexicon: Lexicon) -> Number | None:
    """The figure that a table cell holds, if the cell is a number, perhaps with unit and a note in brackets."""
    plain = text.translate(_WIDE).strip()
    m = re.match(r"[+-]?\d[\d,]*(?:\.\d+)?", plain)
    if m is None:
        return None
    offset = len(text) - len(text.lstrip())
    number = _figure_at(plain, m.start(), m.end(), lexicon)
    rest = plain[number.end :].strip()
    if rest and not re.fullmatch(r"[（(].*[)）]|[。；;,，.]", rest, re.S):
        return None
    return replace(number, start=offset, end=number.end + offset, text=text[offset : number.end + offset])


_PATTERNS: tuple[tuple[str, NumberUse], ...] = (
    (
        r"(?:https?|ftp)://[^\s<>，。；、）)》]+|www\.[^\s<>，。；、）)》]+|[\w.+-]+@[\w-]+\.[\w.]+"
        r"|(?<!\d)0\d{2,3}\s*-\s*\d{7,8}(?!\d)|(?:电话|手机|联系方式)\s*[:：]?\s*1[3-9]\d{9}(?!\d)|(?<=邮编)[:\s]*\d{6}(?!\d)",
        NumberUse.ADDRESS,
    ),
    (r"[〔\[(【]\s*(?:19|20)\d{2}\s*[〕\])】]\s*(?:第\s*)?\d+\s*号", NumberUse.DOCUMENT_NUMBER),
    (r"第\s*\d+\s*号(?:令|文件?|公告|通知)?|(?<=字)\s*\d+\s*号|(?<![\d.])\d+\s*号文", NumberUse.DOCUMENT_NUMBER),
    (r"[表图]\s*[A-Za-z]?\d+(?:\s*[-－–—.．]\s*\d+)*|附[件录表图]\s*\d+", NumberUse.NAME_PART),
    (
        r"(?m)^\s*[(\[【]?\d{1,2}[)\]】](?=\D)|(?m:^)\s*\d{1,3}\s*[、.．)](?!\d)|(?m:^)\s*\d{1,2}、(?=(?:19|20)\d\d\D)|(?m:^)\s*\d+(?:\.\d+)+(?=[\s\u4e00-\u9fff“《【])",
        NumberUse.LIST_NUMBER,
    ),
    (r"(?m:^)\s*\d{1,2}[-–]\d{1,2}(?=\s*[\u4e00-\u9fff“])", NumberUse.LIST_NUMBER),
    (r"(?:(?<=[。；;：:，,\s>])|^)[(]\d{1,2}[)](?=\s*[^\s，。；、)）])|[①-⑳]", NumberUse.LIST_NUMBER),
    (r"(?<=[。；;：:])\s*\d{1,2}\s*[、.．](?!\d)", NumberUse.LIST_NUMBER),
    (
        r"(?<![\d.])\d{1,2}(?:\.\d{1,2}){2,4}(?![\d.]|\s*[-–]\s*\d)|(?<![\d.])\d+(?:\.\d+){1,3}(?=\s*(?:节|小节|部分|款|条(?!件)))|第\s*\d+(?:\.\d+)*\s*(?:节|章|部分|条|款|页|行|列)",
        NumberUse.LIST_NUMBER,
    ),
    (r"第\s*\d+\s*(?:届|批|期|轮|类|组|版|季|批次|次|学期)", NumberUse.NAME_PART),
    (
        r"(?<![\d.,])\d{2,4}(?=\s*强(?!度|化))|(?<!\d)1\d{2,4}(?=\s*(?:热线|报警))|(?<![\d.,])\d+(?=\s*号线)",
        NumberUse.NAME_PART,
    ),
    (
        r"(?<![A-Za-z0-9.])\d+\s*[+＋]\s*(?:[A-Za-z]|\d+\s*[+＋])[A-Za-z0-9+＋]*|[A-Za-z]\s*[+＋]\s*\d+",
        NumberUse.NAME_PART,
    ),
    (
        r"\d+(?=\s*号\s*(?:楼|教学楼|实训楼|宿舍|馆|门|线|机|院|厅|室|仓|库|路|店|地块|车间|公寓|院区))",
        NumberUse.NAME_PART,
    ),
    (r"(?<!\d)24\s*小时(?=自助|智能|热线|值守|值班|无人|便民|服务|营业|不打烊)", NumberUse.NAME_PART),
    (
        r"(?<![比例为是达约])(?<![\d.])(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?![\d:.])",
        NumberUse.DATE,
    ),
    (
        r"(?<![\d.,])(?:19|20)\d{2}\s*[./-]\s*(?:1[0-2]|0?[1-9])(?:\s*[./-]\s*(?:3[01]|[12]\d|0?[1-9]))?(?![\d年])(?!\s*[%‰项个门万亿千元名位人家间所次期件篇部台套张册例份天分米亩吨公平倍])",
        NumberUse.DATE,
    ),
    (
        r"(?:(?<![\d.,])(?:19|20)\d{2}\s*年)?\s*(?<!\d)(?:1[0-2]|[1-9]|0[1-9])\s*月\s*(?:3[01]|[12]\d|0?[1-9])\s*[日号]",
        NumberUse.DATE,
    ),
    (
        r"(?<![\d.])(?:1[0-2]|0?[1-9])\s*[-—至到~]?\s*(?:1[0-2]|0?[1-9])?\s*月(?!薪|均)(?:份|底|初|末|中旬|上旬|下旬)?",
        NumberUse.DATE,
    ),
    (
        r"(?<=月)\s*(?:3[01]|[12]\d|0?[1-9])\s*[日号]|(?<![\d.])(?:3[01]|[12]\d|0?[1-9])\s*日(?=[，。；、至前起\s]|$)",
        NumberUse.DATE,
    ),
)
_COMPILED = tuple((re.compile(pattern), use) for pattern, use in _PATTERNS)
_LATIN_NAME = re.compile(
    r"[A-Za-z]+[A-Za-z\-–_/.]*\d[\dA-Za-z.\-]*|(?<![\d.,])\d+[A-Za-z]{1,3}\d*[A-Za-z]*(?![A-Za-z])"
)
_TITLE = re.compile(r"《[^《》]*》|〈[^〈〉]*〉")


def _not_figures(plain: str, lexicon: Lexicon) -> Iterator[tuple[int, int, NumberUse]]:
    """Spans that are not figures, the surest first; later ones give way where they overlap."""
    for pattern, use in _COMPILED[:6]:
        for m in pattern.finditer(plain):
            yield m.start(), m.end(), use
    for span in periods_in(plain):
        yield span.start, span.end, NumberUse.DATE
    for stretch in durations_in(plain, lexicon):
        yield stretch.start, stretch.end, NumberUse.DATE
    for m in _TITLE.finditer(plain):
        for part in re.finditer(r"\d[\d.,]*|\D+", m.group()):
            yield m.start() + part.start(), m.start() + part.end(), NumberUse.NAME_PART
    for pattern, use in _COMPILED[6:]:
        for m in pattern.finditer(plain):
            yield m.start(), m.end(), use
    for m in _fully(lexicon.met).finditer(plain):
        yield m.start(), m.end("number"), NumberUse.NAME_PART
    for m in _LATIN_NAME.finditer(plain):
        if not _technical(plain, m, lexicon):
            yield m.start(), m.end(), NumberUse.NAME_PART


@lru_cache(maxsize=4)
def _fully(met: tuple[str, ...]) -> re.Pattern[str]:
    """100%完成的任务点 20 个, 已100%完成 35 个: it says which are counted, and is no rate."""
    deeds = "|".join(map(re.escape, met)) or r"(?!)"
    return re.compile(rf"(?P<number>100)\s*%\s*(?:{deeds})(?:的(?!$|[，。；])|\s*(?=[\d一二三四五六七八九十两]))")


def _technical(plain: str, m: re.Match[str], lexicon: Lexicon) -> bool:
    """100T and 143Gbps are figures; 5G before a noun, B2B and AHK2 are names."""
    number = re.match(r"\d+(?:\.\d+)?", m.group())
    if number is None:
        return False
    unit = m.group()[number.end() :]
    known = any(unit.lower() == known.lower() for known in lexicon.units.technical)
    generation = (
        unit == "G"
        and number.group() in ("2", "3", "4", "5", "6")
        and plain[m.start() - 1 : m.start()] not in ("至", "到", "为", "达")
    )
    return known and not generation


def _figures(plain: str, text: str, taken: bytearray, lexicon: Lexicon) -> Iterator[Number]:
    end_of_last = 0
    for m in _PROPORTION.finditer(plain):
        if not any(taken[m.start() : m.end()]):
            taken[m.start() : m.end()] = b"\1" * (m.end() - m.start())
            yield _proportion(m, text)
    for m in _LASTING.finditer(plain):
        if not any(taken[m.start() : m.end()]):
            taken[m.start() : m.end()] = b"\1" * (m.end() - m.start())
            value = 60 * Decimal(m["long"]) + Decimal(m["short"])
            unit = "秒" if m["of"] == "分" else "分钟"
            yield Number(m.start(), m.end(), NumberUse.FIGURE, text[m.start() : m.end()], value, unit)
    for m in re.finditer(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|[+-]?\d+(?:\.\d+)?", plain):
        start, end = m.span()
        if plain[start] in "+-" and (start > 0 and (plain[start - 1].isalnum() or plain[start - 1] in "-—)）")):
            start += 1
        if any(taken[start:end]) or start < end_of_last:
            continue
        number = _figure_at(plain, start, end, lexicon)
        number = _with_range_unit(plain, number, lexicon)
        if any(taken[end : number.end]):
            number = replace(number, end=end, unit="")
        end_of_last = number.end
        yield _printed(number, text)
    for number in _han_figures(plain, taken, lexicon):
        yield _printed(number, text)


_LASTING = re.compile(r"(?<![\d.])(?P<long>\d+)\s*(?P<of>分|小时)钟?\s*(?P<short>\d{1,2})\s*(?:(?<=\d)秒|分钟?)")
"""6分20秒 is 380 秒, 2小时30分 is 150 分钟."""
_PROPORTION = re.compile(r"(?<![\d.:])(?P<a>\d+(?:\.\d+)?)\s*:\s*(?P<b>\d+(?:\.\d+)?)(?![\d.:])")


def _proportion(m: re.Match[str], text: str) -> Number:
    """0.62:1 is 0.62 in “:1”, 1:16.5 is 16.5 in “1:”: exact, and never mixed with other numbers."""
    a, b = m["a"], m["b"]
    printed, unit = (b, "1:") if a == "1" and b != "1" else (a, f":{b}")
    decimals = len(printed.partition(".")[2])
    return Number(m.start(), m.end(), NumberUse.FIGURE, text[m.start() : m.end()], Decimal(printed), unit, decimals)


def _printed(number: Number, text: str) -> Number:
    return replace(number, text=text[number.start : number.end])


def _figure_at(plain: str, start: int, end: int, lexicon: Lexicon) -> Number:
    """The figure whose digits stand at start..end, with unit and bound read around them."""
    digits = plain[start:end].replace(",", "")
    value, decimals = Decimal(digits), len(digits.partition(".")[2])
    unit, after, over = _unit_after(plain, end, lexicon)
    bound = _bound(plain, start, after, over, lexicon)
    return Number(start, after, NumberUse.FIGURE, plain[start:after], value, unit, decimals, bound)


def _unit_after(plain: str, end: int, lexicon: Lexicon) -> tuple[str, int, bool]:
    """Unit, where it ends, and whether 余, 多 or 来 stood between number and unit."""
    pattern = _unit_pattern(lexicon.all_units, lexicon.bounds.over_after, lexicon.units.never)
    m = pattern.match(plain, end)
    if m is None:
        return "", end, False
    unit = (m["power"] or "") + (m["unit"] or "") + (m["power_alone"] or "")
    over = any(m[name] for name in ("over", "over2", "over_alone", "over_last"))
    return lexicon.same_unit(unit), m.end(), over


@lru_cache(maxsize=8)
def _unit_pattern(units: tuple[str, ...], over: tuple[str, ...], never: tuple[str, ...]) -> re.Pattern[str]:
    words = "|".join(re.escape(unit) for unit in units if unit not in ("万", "亿", "千", "百"))
    more = "|".join(map(re.escape, over))
    words = f"(?!{'|'.join(map(re.escape, never))})(?:{words})" if never else words
    return re.compile(
        rf"\s*(?P<over>{more})?\s*(?:(?P<power>[万亿千])\s*(?P<over2>{more})?\s*)?(?P<unit>{words})(?![A-Za-z])"
        rf"|\s*(?P<over_alone>{more})?\s*(?P<power_alone>[万亿])(?P<over_last>{more})?"
    )


def _bound(plain: str, start: int, end: int, over: bool, lexicon: Lexicon) -> Bound:
    before = plain[:start].rstrip()
    words = lexicon.bounds
    for bound, candidates in (
        (Bound.AT_LEAST, words.at_least_before),
        (Bound.AT_MOST, words.at_most_before),
        (Bound.UNDER, words.under_before),
        (Bound.OVER, words.over_before),
    ):
        if any(before.endswith(word) for word in candidates):
            return bound
    after = plain[end:].lstrip()
    for bound, candidates in (
        (Bound.AT_LEAST, words.at_least_after),
        (Bound.AT_MOST, words.at_most_after),
        (Bound.ABOUT, words.about_after),
    ):
        if any(after.startswith(word) for word in candidates):
            return bound
    if over:
        return Bound.OVER
    return Bound.ABOUT if any(before.endswith(word) for word in words.about_before) else Bound.EXACT


_RANGE = re.compile(r"\s*(?:至|到|[-—–~～])\s*(?=\d)")
_BESIDE = re.compile(r"\s*[和与及、]\s*\d[\d,]*(?:\.\d+)?(?![\d.])")
"""3.2和4.1个百分点: the first has the unit of the second."""
_RANGE_BEFORE = re.compile(
    r"(?P<from>[由从自]?)\s*\d[\d,]*(?:\.\d+)?\s*(?P<unit>[^\s\d，。；、]{0,3}?)\s*(?:至|到|[-—–~～])\s*$"
)


def _with_range_unit(plain: str, number: Number, lexicon: Lexicon) -> Number:
    """The first number of a range (20至30分钟, 3-5人) has the unit of the second and is its lower end.

    由 620 个到 540 个 is no range but a change.
    """
    m = _RANGE.match(plain, number.end)
    if m is None and not number.unit and (beside := _BESIDE.match(plain, number.end)):
        return replace(number, unit=_unit_after(plain, beside.end(), lexicon)[0])
    before = plain[: number.start].rstrip()
    if m is None:
        low = _RANGE_BEFORE.search(plain, max(0, number.start - 24), number.start)
        if low is None or low["from"] or low["unit"] not in ("", number.unit, *lexicon.all_units):
            return number
        return replace(number, bound=Bound.AT_MOST) if number.bound is Bound.EXACT else number
    digits = re.compile(r"\d[\d,]*(?:\.\d+)?").match(plain, m.end())
    if digits is None or before.endswith(lexicon.clauses.origin):
        return number
    unit = number.unit or _unit_after(plain, digits.end(), lexicon)[0]
    return replace(number, unit=unit, bound=Bound.AT_LEAST)


def _han_figures(plain: str, taken: bytearray, lexicon: Lexicon) -> Iterator[Number]:
    for numeral in numerals_in(plain, lexicon):
        start, end = numeral.start, numeral.end
        if any(taken[start:end]):
            continue
        taken[start:end] = b"\1" * (end - start)
        bound = _bound(plain, start, end, numeral.over, lexicon)
        if numeral.about and bound is Bound.EXACT:
            bound = Bound.ABOUT
        unit = lexicon.same_unit(numeral.unit)
        yield Number(start, end, NumberUse.FIGURE, plain[start:end], numeral.value, unit, numeral.decimals, bound)
