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
from app.check.checked import Judgement, holds
from app.check.finding import make_finding, stated_at
from app.check.ratios import INPUTS
from app.check.sentence_parts import check_sentence_parts
from app.check.stated_shares import check_stated_shares
from app.check.year_runs import check_year_runs
from index.statements import Statement
from ingest.records import Bound, Figure
from prompts import message

_WHOLE_SENTENCE = re.compile(r"[^。！？\n]*[。！？\n]?")
"""Of sums of money the whole is often told before a semicolon."""
_SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]?")
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
            yield from check_year_runs([[Statement(document.id, f) for f in figures]], knowledge, language)
            yield from check_stated_shares([Statement(document.id, f) for f in figures], passage, knowledge, language)
            for m in _WHOLE_SENTENCE.finditer(passage.text):
                inside = [Statement(document.id, f) for f in figures if m.start() <= f.start < m.end()]
                yield from _check_rate(inside, ("received_rate", "spent_rate"), knowledge, language)
            for m in _SENTENCE.finditer(passage.text):
                inside = [Statement(document.id, f) for f in figures if m.start() <= f.start < m.end()]
                if len(inside) > 1:
                    yield from _check_rate(inside, ("rate",), knowledge, language)
                    yield from check_sentence_parts(inside, passage, knowledge, language)
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
