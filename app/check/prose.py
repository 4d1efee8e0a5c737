"""Sentences held against the figures in them: rates from counts, and parts against the whole."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from app.ask.knowledge import Knowledge
from app.ask.writing import decimal_text
from app.check.arithmetic import HUNDRED, printed, rounded
from app.check.changes import check_stated_change
from app.check.checked import Judgement, holds, sum_formula
from app.check.finding import make_finding, stated_at
from app.check.ratios import INPUTS
from index.statements import Statement
from ingest.records import Bound, Figure, Passage
from prompts import message

_WHOLE_SENTENCE = re.compile(r"[^。！？\n]*[。！？\n]?")
"""Of sums of money the whole is often told before a semicolon."""
_SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]?")
_BESIDE = ("另有", "另外", "此外", "还有", "合计", "共计", "总计", "累计", "同比", "比上年", "增长")
"""What follows these is no part of what was said before."""
_FAR = Decimal(5)
"""How many points a stated rate may be off for its counts to be taken for its inputs at all."""


def check_prose(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """Sentences of all documents."""
    snapshot = knowledge.snapshot
    for document in snapshot.documents:
        records = snapshot.records[document.id]
        by_passage: dict[int, list[Figure]] = defaultdict(list)
        for figure in records.figures:
            if figure.passage is not None:
                by_passage[figure.passage].append(figure)
        for key, figures in by_passage.items():
            passage = records.passages[key]
            for m in _WHOLE_SENTENCE.finditer(passage.text):
                inside = [Statement(document.id, f) for f in figures if m.start() <= f.start < m.end()]
                yield from _check_rate(inside, ("received_rate", "spent_rate"), knowledge, language)
            for m in _SENTENCE.finditer(passage.text):
                inside = [Statement(document.id, f) for f in figures if m.start() <= f.start < m.end()]
                if len(inside) > 1:
                    yield from _check_rate(inside, ("rate",), knowledge, language)
                    yield from _check_parts(inside, passage, knowledge, language)
                    yield from check_stated_change(inside, passage, knowledge, language)


def _check_rate(
    statements: Sequence[Statement], measures: Sequence[str], knowledge: Knowledge, language: str
) -> Iterator[Judgement]:
    """安排 A 项，完成 B 项，完成率 r: the target and the actual count before a rate."""
    for at, rate in enumerate(statements):
        if rate.figure.unit != "%" or rate.figure.measure not in measures:
            continue
        meant = _meant_inputs(statements[:at], rate)
        found = meant or _inputs_before(statements[:at])
        if found is None:
            continue
        part, whole = found
        between = printed(part.figure).ratio(printed(whole.figure))
        if between is None:
            continue
        value = part.figure.value / whole.figure.value * HUNDRED
        expected = rounded(value, rate.figure.decimals)
        formula = f"{decimal_text(part.figure.value)} / {decimal_text(whole.figure.value)} = {decimal_text(expected)}%"
        if between.meets(printed(rate.figure, whole=False)):
            yield holds("derived", [rate, part, whole], formula)
            continue
        capped = rate.figure.value == HUNDRED and value > HUNDRED
        if capped or (meant is None and (abs(value - rate.figure.value) > _FAR or rate.figure.value >= HUNDRED)):
            continue
        summary = message(
            language,
            "check.rate",
            name=" ".join(rate.figure.subject[-1:]),
            stated=f"{decimal_text(rate.figure.value)}%",
            expected=f"{decimal_text(expected)}%",
        )
        places = [stated_at(knowledge.snapshot, s) for s in (rate, part, whole)]
        confidence = "0.85" if meant else "0.7"
        yield make_finding("derived", "medium", summary, places, recomputed=formula, confidence=confidence)


def _meant_inputs(before: Sequence[Statement], rate: Statement) -> tuple[Statement, Statement] | None:
    """The last figures before the rate that measure its part and its whole, if no other rate is between and both are
    of one unit and time, and stated once in the sentence."""
    since = max((i for i, s in enumerate(before) if s.figure.unit == "%"), default=-1)
    if rate.figure.measure != "rate":
        since = -1
    for part_measure, whole_measure in INPUTS[rate.figure.measure]:
        parts = [s for s in before[since + 1 :] if s.figure.measure == part_measure]
        wholes = [s for s in before[since + 1 :] if s.figure.measure == whole_measure]
        if len(parts) != 1 or len(wholes) != 1:
            continue
        a, b = parts[0].figure, wholes[0].figure
        exact = a.bound is Bound.EXACT and b.bound is Bound.EXACT
        if exact and a.unit == b.unit and a.period == b.period and a.level == b.level:
            return parts[0], wholes[0]
    return None


def _inputs_before(before: Sequence[Statement]) -> tuple[Statement, Statement] | None:
    """The two counts right before the rate, whatever they measure; the smaller is the part."""
    counts = [s for s in before if s.figure.unit != "%" and s.figure.bound is Bound.EXACT]
    if len(counts) < 2 or counts[-1].figure.unit != counts[-2].figure.unit:
        return None
    if counts[-1].figure.value == counts[-2].figure.value:
        return None
    whole, part = sorted(counts[-2:], key=lambda s: s.figure.value, reverse=True)
    return part, whole


def _check_parts(
    statements: Sequence[Statement], passage: Passage, knowledge: Knowledge, language: str
) -> Iterator[Judgement]:
    """共 A 项，其中 a 项、b 项 和 c 项: parts that exhaust the kinds named must add up to the whole."""
    words = (*knowledge.lexicon.tables.part, "分别为", "计")
    for at, whole in enumerate(statements):
        parts: list[Statement] = []
        for other in statements[at + 1 :]:
            if not _counts_alike(other.figure.unit, whole.figure.unit) or whole.figure.unit in ("%", ""):
                break
            before = (parts[-1] if parts else whole).figure.end
            if any(word in passage.text[before : other.figure.start] for word in _BESIDE):
                break
            parts.append(other)
        if len(parts) < 2 or whole.figure.bound is not Bound.EXACT:
            continue
        between = passage.text[whole.figure.end : parts[0].figure.start]
        if "，" not in between or not any(word.rstrip("：:") in between for word in words):
            continue
        total = sum((s.figure.value for s in parts), Decimal(0))
        tail = passage.text[parts[-1].figure.end : parts[-1].figure.end + 2]
        short = total < whole.figure.value and not _ranks(parts)
        used = _some_add_up(whole, parts)
        if used:
            yield holds("parts", [whole, *parts[:used]], sum_formula(parts[:used], whole.figure.value))
        if used or short or "等" in tail or any(s.figure.unit != whole.figure.unit for s in parts):
            continue
        formula = sum_formula(parts, total)
        summary = message(
            language,
            "check.parts",
            name=" ".join(whole.figure.subject[-1:]),
            stated=decimal_text(whole.figure.value),
            expected=decimal_text(total),
        )
        places = [stated_at(knowledge.snapshot, s) for s in (whole, *parts)]
        yield make_finding("parts", "medium", summary, places, recomputed=formula, confidence="0.7")
        return


def _counts_alike(one: str, other: str) -> bool:
    """Whether parts in one unit can be of a whole in the other: the same, or heads of what is counted in heads (人 of
    人次)."""
    return one == other or (min(one, other, key=len) != "" and {one, other} <= {"人", "名", "人次"})


def _some_add_up(whole: Statement, parts: Sequence[Statement]) -> int:
    """How many of the first parts are the whole, what follows them saying something else; 0 if none are."""
    total = Decimal(0)
    for count, part in enumerate(parts, 1):
        total += part.figure.value
        if total == whole.figure.value:
            return count
    return 0


def _ranks(parts: Sequence[Statement]) -> bool:
    """Parts that are first, second and third prizes, or levels: nothing is left out of such a list."""
    words = "".join(part for s in parts for part in s.figure.subject[-1:])
    return words.count("等") >= len(parts) or words.count("级") >= len(parts)
