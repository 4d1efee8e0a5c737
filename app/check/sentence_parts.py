"""Parts against the whole in one sentence: 共 A 项，其中 a 项、b 项和 c 项; 计划 A 所，已建 a 所，在建 b 所."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from app.ask.knowledge import Knowledge
from app.ask.writing import decimal_text
from app.check.checked import Judgement, holds, sum_formula
from app.check.finding import make_finding, stated_at
from app.check.vocabulary import check_words
from index.statements import Statement
from ingest.records import Bound, Passage
from prompts import message

_FEWEST_STATES = 3
_CLOSE = "、和及与以及"


def check_sentence_parts(
    statements: Sequence[Statement], passage: Passage, knowledge: Knowledge, language: str
) -> Iterator[Judgement]:
    """Of the figures of one sentence; at most one finding."""
    for at, whole in enumerate(statements):
        parts = _parts_behind(statements[at + 1 :], whole, passage)
        if len(parts) < 2 or whole.figure.bound is not Bound.EXACT or _is_one_of_years(statements[:at], whole):
            continue
        led_in = _led_in(whole, parts[0], passage, knowledge)
        exhaustive = _told_as_states(whole, parts, passage, led_in) or _told_as_rest(parts, passage)
        if not exhaustive and not led_in:
            continue
        total = sum((s.figure.value for s in parts), Decimal(0))
        tail = passage.text[parts[-1].figure.end : parts[-1].figure.end + 2]
        short = total < whole.figure.value and not _ranks(parts) and not exhaustive
        used = _some_add_up(whole, parts, passage)
        if used:
            yield holds("parts", [whole, *parts[:used]], sum_formula(parts[:used], whole.figure.value))
        if used or short or "等" in tail or any(s.figure.unit != whole.figure.unit for s in parts):
            continue
        summary = message(
            language,
            "check.parts",
            name=" ".join(whole.figure.subject[-1:]),
            stated=decimal_text(whole.figure.value),
            expected=decimal_text(total),
        )
        places = [stated_at(knowledge.snapshot, s) for s in (whole, *parts)]
        yield make_finding("parts", "medium", summary, places, recomputed=sum_formula(parts, total), confidence="0.7")
        return


def _is_one_of_years(before: Sequence[Statement], whole: Statement) -> bool:
    """Whether it counts one year beside another's (2022 年 17 个，2023 年 12 个): what follows is of both."""
    period = whole.figure.period
    return period is not None and any(
        s.figure.unit == whole.figure.unit
        and s.figure.measure == whole.figure.measure
        and s.figure.period is not None
        and s.figure.period.first == s.figure.period.last != period.last
        for s in before[-1:]
    )


def _parts_behind(behind: Sequence[Statement], whole: Statement, passage: Passage) -> list[Statement]:
    """The counts behind the whole in units like its own, up to what is told besides."""
    parts: list[Statement] = []
    for other in behind:
        if not _counts_alike(other.figure.unit, whole.figure.unit) or whole.figure.unit in ("%", ""):
            break
        before = (parts[-1] if parts else whole).figure.end
        between = passage.text[before : other.figure.start]
        if any(word in between for word in check_words().parts.beside):
            break
        parts.append(other)
    return parts


def _led_in(whole: Statement, first: Statement, passage: Passage, knowledge: Knowledge) -> bool:
    """Whether words like 其中 or 分别为 lead from the whole to its parts, or 中 stands behind what is counted."""
    between = passage.text[whole.figure.end : first.figure.start]
    if re.match(check_words().parts.among, between):
        return True
    words = (*knowledge.lexicon.tables.part, *check_words().parts.leading)
    return "，" in between and any(word.rstrip("：:") in between for word in words)


def _told_as_states(whole: Statement, parts: Sequence[Statement], passage: Passage, led_in: bool) -> bool:
    """Whether what there is to be is told by how far it is: 已建成, 在建, 未开工; at least three states."""
    if (whole.figure.measure != "target" and not led_in) or len(parts) < _FEWEST_STATES:
        return False
    return all(re.search(check_words().parts.states, _clause(s, passage)) for s in parts)


def _told_as_rest(parts: Sequence[Statement], passage: Passage) -> bool:
    """Whether the last part is the rest: 另 2 个, 其余 2 个."""
    before = passage.text[parts[-2].figure.end : parts[-1].figure.start].rstrip()
    return before.endswith(check_words().parts.rest)


def _clause(statement: Statement, passage: Passage) -> str:
    start = max(passage.text.rfind(mark, 0, statement.figure.start) for mark in "，；。：、") + 1
    ends = [end for mark in "，；。" if (end := passage.text.find(mark, statement.figure.end)) >= 0]
    return passage.text[start : min(ends, default=len(passage.text))]


def _counts_alike(one: str, other: str) -> bool:
    """Whether parts in one unit can be of a whole in the other: the same, or heads of what is counted in heads (人 of
    人次)."""
    return one == other or (min(one, other, key=len) != "" and {one, other} <= {"人", "名", "人次"})


def _some_add_up(whole: Statement, parts: Sequence[Statement], passage: Passage) -> int:
    """How many of the first parts are the whole, what follows them saying something else; 0 if none are. What follows a
    、 or 和 still is of the same list."""
    total = Decimal(0)
    for count, part in enumerate(parts, 1):
        total += part.figure.value
        if total != whole.figure.value:
            continue
        behind = passage.text[part.figure.end : part.figure.end + 2].strip()
        if count == len(parts) or not behind.startswith(tuple(_CLOSE)):
            return count
    return 0


def _ranks(parts: Sequence[Statement]) -> bool:
    """Parts that are first, second and third prizes, or levels: nothing is left out of such a list."""
    words = "".join(part for s in parts for part in s.figure.subject[-1:])
    return words.count("等") >= len(parts) or words.count("级") >= len(parts)
