"""How a number stands to another value: where something changed from and to, by how much, and what share it is."""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.clauses import HIDDEN, quotes_hidden
from ingest.lexicon import ClauseWords, Lexicon
from ingest.periods import periods_in
from ingest.phrases import noun_after, plain

_SHORT_PART = 12
_NOT = re.compile(r"(?:没有|没能|未能|没|未)\s*$")


class Role(enum.Enum):
    """What a figure is to its subject."""

    VALUE = "value"
    OLD = "old"
    """由 A 增至 B: A."""
    BASE = "base"
    """比去年的 A 增长 B%: A."""
    CHANGE = "change"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Relation:
    """`noun_end` is where the words end that name what changed or is a part; `said` is the word for how (增长, 占) and
    `base` what it is compared with (比2020年) or the whole; `marks` qualify the figure; `target`: it is a target."""

    role: Role
    noun_end: int
    said: str = ""
    base: str = ""
    marks: tuple[str, ...] = ()
    target: bool = False


def relation_at(left: str, right: str, lexicon: Lexicon, after_base: bool = False) -> Relation | None:
    """How the number between `left` and `right` stands to another value; None if the words tell of none.

    `after_base`: the figure before in the clause is what this one is compared with (比去年的 A 增长 B%).
    """
    words = _patterns(lexicon.clauses)
    shape = _without_last_period(quotes_hidden(left).replace(HIDDEN, " "))
    behind = quotes_hidden(right).replace(HIDDEN, "")
    compare = _last(words.compare, words.not_compare, shape)
    if to := words.change_to.search(shape):
        missed = _NOT.search(shape[: to.start()])
        begin = missed.start() if missed else to.start()
        return Relation(Role.VALUE, begin, marks=(shape[begin : to.end()].strip(),), target=missed is not None)
    origin = [m for m in words.origin.finditer(shape) if words.former.fullmatch(shape[m.end() :].strip())]
    if origin and words.then_to.match(behind):
        return Relation(Role.OLD, origin[-1].start(), marks=(origin[-1].group(),))
    beyond = words.beyond.search(shape)
    if beyond and beyond["base"].strip():
        than = _close(left[beyond.start() : beyond.end()])
        return Relation(Role.CHANGE, beyond.start(), said=than, marks=(than,))
    change = (words.change if compare or after_base else words.change_alone).search(shape)
    if change:
        start = compare.start() if compare and compare.start() < change.start() else change.start()
        base = _close(left[start : change.start()]).rstrip("又仍还就")
        return Relation(Role.CHANGE, start, said=change["change"], base=base, marks=(base,) if base else ())
    if compare and words.change_later.search(behind):
        than = _close(shape[compare.start() :]).removesuffix("的")
        if than == compare.group():
            than += _close(left[compare.end() :]).removesuffix("的")
        follows = noun_after(right, lexicon)[0][:2]
        target = any(lexicon.measure_of_noun(text) == "target" for text in (than, follows))
        return Relation(Role.BASE, compare.start(), marks=(than + (follows if target else ""),), target=target)
    return None


def share_at(left: str, lexicon: Lexicon, after_share: bool = False) -> Relation | None:
    """The share that a ratio behind `left` is (占总量的; 只有目标的); `base` is the whole, empty for 占 alone.

    `after_share`: the figure before is a share too, of which this may name another whole (相当于甲的 A、乙的 B).
    """
    words = _patterns(lexicon.clauses)
    shape = quotes_hidden(left)
    if mark := _last(words.share, words.not_compare, shape):
        whole = re.sub(r"\s+|的$", "", plain(left[mark.end() :], lexicon))
        return Relation(Role.SHARE, mark.start(), said=mark.group(), base=whole)
    if after_share and shape.rstrip().endswith("的") and re.match(r"[、和及与]", shape.lstrip(HIDDEN + " ")):
        whole = plain(left, lexicon).removesuffix("的")
        return Relation(Role.SHARE, -1, base=whole) if whole else None
    of = words.of_whole.search(shape)
    if of and shape[of.start("whole") : of.end("whole")].strip():
        return Relation(Role.SHARE, of.start(), said=of["mark"], base=_close(left[of.start("whole") : of.end("whole")]))
    return None


def share_part(text: str, lexicon: Lexicon) -> str:
    """The part that a share is of, if it is named after a deed or inside its whole (支出中馆舍建设占), else empty."""
    bare = plain(text, lexicon)
    whole, within, part = bare.partition("中")
    if within and lexicon.measure_of_noun(whole) and part:
        bare = part
    deed = bare.endswith(lexicon.clauses.doing_noun) and len(bare) > 3
    return bare if 1 < len(bare) <= _SHORT_PART and (bare == part or deed) else ""


def _last(pattern: re.Pattern[str], never: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The last match that is no part of one of the words that only look so."""
    spans = [m.span() for m in never.finditer(text)]
    found = [m for m in pattern.finditer(text) if not any(a < m.end() and b > m.start() for a, b in spans)]
    return found[-1] if found else None


def _close(text: str) -> str:
    return re.sub(r"\s+", "", text.replace(HIDDEN, ""))


def _without_last_period(shape: str) -> str:
    """Without a period at the end (由2020年的, 升到2023年的) and the 第 of a rank."""
    text = shape.rstrip().removesuffix("第").rstrip()
    bare = text.removesuffix("的").rstrip()
    span = next((span for span in reversed(periods_in(bare)) if span.end == len(bare)), None)
    return bare[: span.start].rstrip() if span is not None else text


@dataclass(frozen=True, slots=True)
class _Patterns:
    change: re.Pattern[str]
    change_alone: re.Pattern[str]
    change_to: re.Pattern[str]
    then_to: re.Pattern[str]
    change_later: re.Pattern[str]
    origin: re.Pattern[str]
    former: re.Pattern[str]
    compare: re.Pattern[str]
    not_compare: re.Pattern[str]
    share: re.Pattern[str]
    beyond: re.Pattern[str]
    of_whole: re.Pattern[str]


@lru_cache(maxsize=4)
def _patterns(words: ClauseWords) -> _Patterns:
    def either(of: Sequence[str]) -> str:
        return "|".join(map(re.escape, sorted(of, key=len, reverse=True))) or r"(?!)"

    clear = either([word for word in words.change if len(word) > 1])
    change, alone, ends = either(words.change), either(words.change_alone), either(words.change_ends)
    near = r"(?:了|约|近|达|超过|逾|超|不到|不足|\s)*$"
    return _Patterns(
        change=re.compile(rf"(?:又|仍|还|就)?(?P<change>{change}){near}"),
        change_alone=re.compile(rf"(?:又|仍|还|就)?(?P<change>{alone}){near}"),
        change_to=re.compile(rf"(?:{change})(?:{ends}){near}"),
        then_to=re.compile(rf"\s*(?:的?\s*)?[，,]?\s*(?:逐步|逐年|稳步)?(?:{change})?(?:了)?(?:{ends}|达到)"),
        change_later=re.compile(rf"^[^，。；]{{0,12}}(?:{clear}|(?:{change})(?=[\d\s约近了出到至为]))"),
        origin=re.compile(either(words.origin)),
        former=re.compile(rf"(?:(?:{either(words.formerly)})的?)?"),
        compare=re.compile(either(words.compare)),
        not_compare=re.compile(either(words.not_compare)),
        share=re.compile(either(words.share)),
        beyond=re.compile(rf"(?:{either(words.beyond)})(?P<base>[^，。\d]{{2,12}})\s*$"),
        of_whole=re.compile(rf"(?P<mark>{either(words.share_of)})(?P<whole>[^的，。]*)的\s*$"),
    )
