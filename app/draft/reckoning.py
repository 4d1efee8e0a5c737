"""Figures of a text that follow from others: sums of what it counts, and by how much something is more or less."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from app.ask.knowledge import Knowledge
from app.check.arithmetic import rounded
from app.draft.slips import slip
from app.draft.vocabulary import ProofWords
from index.statements import Statement
from ingest.clauses import text_to_sentences
from ingest.lexicon import Lexicon
from ingest.records import DocumentRecords, Figure, Period

if TYPE_CHECKING:
    from app.draft.lint import Linted

MOST_PARTS = 8
NEAR = 6
"""Figures of the text before one that it may follow from."""
SURE_SLIP = 0.2
SHARES = ("share", "rate", "spent_rate", "received_rate", "budget_rate")
TELLING = 10
"""Numbers from which following from two others is no chance."""
_ENDS = "，。；：！？,;:!?\n"


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What follows: `value` in the written figure's unit, with its formula; `turned` if only the direction is wrong;
    `inputs` are where the documents state what it follows from."""

    value: Decimal
    formula: str
    holds: bool
    turned: bool = False
    inputs: tuple[Statement, ...] = ()


def reckon(
    figure: Figure,
    records: DocumentRecords,
    before: Sequence[Linted],
    alike: Sequence[Statement],
    words: ProofWords,
    knowledge: Knowledge,
    stated: bool,
) -> Reckoned | None:
    """What a sum, a difference or a share should be; None for a figure that is none, or where nothing tells.

    `before` are the text's figures before this one with their verdicts; `alike` what the documents state of things
    called as a difference is; `stated` that the documents state the value of something like it.
    """
    clause, behind = clause_at(figure, records)
    compared = any(word in clause for word in knowledge.lexicon.clauses.compare)
    if figure.measure == "difference" or (compared and words.direction(clause)):
        direction = words.direction(clause + behind[:6])
        within = _difference(figure, direction, compared, before, knowledge)
        within = within or _stated_difference(figure, direction, alike, knowledge)
        return within or (None if stated else _other_difference(figure, records, before, knowledge.lexicon))
    if figure.unit == "%" and figure.measure in SHARES:
        share = _share(figure, before, knowledge.lexicon)
        return share if share is None or share.holds or not stated else None
    if words.sums_up(clause + behind[:4]):
        return _sum(figure, before, knowledge.lexicon)
    return None


def follows(figure: Figure, before: Sequence[Linted], lexicon: Lexicon) -> Reckoned | None:
    """How a figure for which no words tell follows from two that the text stated before: what is left, or both."""
    if figure.value < TELLING:
        return None
    same = [linted for linted in before if _same_kind(linted.figure.unit, figure.unit, lexicon)][-NEAR:]
    for i, a in enumerate(same):
        for b in same[i + 1 :]:
            one, other = right_value(a, lexicon), right_value(b, lexicon)
            high, low = max(one, other), min(one, other)
            if high - low == figure.value:
                return Reckoned(figure.value, f"{high} − {low} = {high - low}", True, inputs=_inputs(a, b))
            if one + other == figure.value:
                return Reckoned(figure.value, f"{one} + {other} = {one + other}", True, inputs=_inputs(a, b))
    return None


def sum_of_these(
    figure: Figure, records: DocumentRecords, before: Sequence[Linted], words: ProofWords, lexicon: Lexicon
) -> Reckoned | None:
    """The sum of what the figure's sentence counts before it, where the words say that it is just that."""
    clause, behind = clause_at(figure, records)
    if figure.passage is None or not words.sums_up(clause + behind[:4], of_these=True):
        return None
    text = records.passages[figure.passage].text
    sentence = next(s for s in text_to_sentences(text) if figure.start < s.end)
    parts = [
        linted
        for linted in before
        if linted.figure.passage == figure.passage
        and linted.figure.start >= sentence.start
        and _same_kind(linted.figure.unit, figure.unit, lexicon)
    ]
    if len(parts) < 2:
        return None
    values = [right_value(linted, lexicon) for linted in parts]
    total = sum(values, Decimal(0))
    return Reckoned(total, f"{' + '.join(map(str, values))} = {total}", total == figure.value, inputs=_inputs(*parts))


def clause_at(figure: Figure, records: DocumentRecords) -> tuple[str, str]:
    """The words of the clause before and behind a figure, without those before another number."""
    if figure.passage is None:
        return "", ""
    text = records.passages[figure.passage].text
    start = max(text.rfind(mark, 0, figure.start) for mark in _ENDS) + 1
    end = min((e for mark in _ENDS if (e := text.find(mark, figure.end)) >= 0), default=len(text))
    return text[start : figure.start], text[figure.end : end]


def _inputs(*parts: Linted) -> tuple[Statement, ...]:
    """Where the documents state the figures of a text that another one follows from."""
    stated = [(part.right.statements if part.right is not None else part.borne)[:1] for part in parts]
    return tuple(statement for found in stated for statement in found)


def right_value(linted: Linted, lexicon: Lexicon) -> Decimal:
    """What a figure of the text says, or should say if it is wrong."""
    if linted.verdict == "wrong":
        if linted.reckoned is not None:
            return linted.reckoned.value
        if linted.right is not None:
            factor = lexicon.base_unit(linted.right.unit)[1] / lexicon.base_unit(linted.figure.unit)[1]
            return linted.right.value * factor
    return linted.figure.value


def _difference(
    figure: Figure, direction: int, compared: bool, before: Sequence[Linted], knowledge: Knowledge
) -> Reckoned | None:
    """From two figures of the text; else from one of it and what the documents state beside that one."""
    lexicon, snapshot = knowledge.lexicon, knowledge.snapshot
    same = [
        linted
        for linted in before
        if linted.figure.measure != "difference" and _same_kind(linted.figure.unit, figure.unit, lexicon)
    ][-NEAR:]
    pairs = [(a, b) for i, a in enumerate(same) for b in same[i + 1 :]]
    for a, b in reversed(pairs):
        first, last = right_value(a, lexicon), right_value(b, lexicon)
        if abs(last - first) == figure.value:
            if _is_base(b.figure, lexicon):
                first, last = last, first
            told = compared or _later(b.figure.period, a.figure.period) or _is_origin(a.figure, lexicon)
            return _directed(figure, first, last, direction if told else 0, _inputs(a, b))
    for linted in reversed(same):
        one = right_value(linted, lexicon)
        for stated in linted.borne or (linted.right.statements if linted.right else ()):
            for other in snapshot.beside(stated):
                value = other.figure.value * lexicon.base_unit(other.figure.unit)[1]
                value /= lexicon.base_unit(linted.figure.unit)[1]
                if abs(value - one) == figure.value and _same_kind(other.figure.unit, figure.unit, lexicon):
                    later = _later(other.figure.period, stated.figure.period)
                    first, last = (one, value) if later else (value, one)
                    told = later or _later(stated.figure.period, other.figure.period) or compared
                    return _directed(figure, first, last, direction if told else 0, (stated, other))
    return None


def _share(figure: Figure, before: Sequence[Linted], lexicon: Lexicon) -> Reckoned | None:
    """What one of two figures before is of the other, in percent: as written, or a slip away from it."""
    counted = [linted for linted in before if linted.figure.unit != "%"][-NEAR:]
    slipped: Reckoned | None = None
    for i, a in enumerate(counted):
        for b in counted[i + 1 :]:
            if not _same_kind(a.figure.unit, b.figure.unit, lexicon):
                continue
            one, other = right_value(a, lexicon), right_value(b, lexicon)
            low, high = min(one, other), max(one, other)
            if low <= 0:
                continue
            value = rounded(low / high * 100, figure.decimals)
            formula = f"{low} / {high} × 100% = {value}%"
            if value == figure.value:
                return Reckoned(value, formula, True, inputs=_inputs(a, b))
            if slip(figure.value, value) >= SURE_SLIP:
                slipped = Reckoned(value, formula, False, inputs=_inputs(a, b))
    return slipped


def _stated_difference(
    figure: Figure, direction: int, alike: Sequence[Statement], knowledge: Knowledge
) -> Reckoned | None:
    """From two figures that the documents state side by side, of an earlier and a later year."""
    lexicon = knowledge.lexicon
    for stated in alike:
        if not _same_kind(stated.figure.unit, figure.unit, lexicon):
            continue
        for other in knowledge.snapshot.beside(stated):
            first, last = stated.figure, other.figure
            apart = last.unit == first.unit and _later(last.period, first.period)
            if apart and abs(last.value - first.value) == figure.value:
                return _directed(figure, first.value, last.value, direction, (stated, other))
    return None


def _other_difference(
    figure: Figure, records: DocumentRecords, before: Sequence[Linted], lexicon: Lexicon
) -> Reckoned | None:
    """The difference of the last two figures of the same sentence that are of two years, where it is not the one that
    is written."""
    if figure.passage is None:
        return None
    text = records.passages[figure.passage].text
    sentence = next(s for s in text_to_sentences(text) if figure.start < s.end)
    ends = [
        linted
        for linted in before
        if linted.figure.passage == figure.passage
        and linted.figure.start >= sentence.start
        and linted.figure.measure != "difference"
        and _same_kind(linted.figure.unit, figure.unit, lexicon)
    ][-2:]
    if len(ends) < 2 or ends[0].figure.period is None or ends[1].figure.period is None:
        return None
    if ends[0].figure.period == ends[1].figure.period:
        return None
    one, other = (right_value(linted, lexicon) for linted in ends)
    high, low = max(one, other), min(one, other)
    return Reckoned(high - low, f"{high} − {low} = {high - low}", False, inputs=_inputs(*ends))


def _is_origin(figure: Figure, lexicon: Lexicon) -> bool:
    """Whether a figure is where something changed from (由 98 缩短到 76)."""
    return any(mark in lexicon.clauses.origin for mark in figure.qualifiers)


def _is_base(figure: Figure, lexicon: Lexicon) -> bool:
    """Whether a figure is what another is compared with (比建设前的 9 套增加 5 套)."""
    return any(mark.startswith(tuple(lexicon.clauses.compare)) for mark in figure.qualifiers)


def _later(period: Period | None, other: Period | None) -> bool:
    return period is not None and other is not None and period.first > other.last


def _directed(figure: Figure, first: Decimal, last: Decimal, direction: int, inputs: tuple[Statement, ...]) -> Reckoned:
    value = last - first
    turned = bool(direction) and value * direction < 0
    high, low = max(first, last), min(first, last)
    return Reckoned(value if turned else abs(value), f"{high} − {low} = {high - low}", not turned, turned, inputs)


def _same_kind(unit: str, other: str, lexicon: Lexicon) -> bool:
    bare, of = (lexicon.base_unit(u)[0].replace("个百分点", "%").replace("百分点", "%") for u in (unit, other))
    return bare == of


def _sum(figure: Figure, before: Sequence[Linted], lexicon: Lexicon) -> Reckoned | None:
    """The sum of the figures right before, if these make it up; None otherwise: what the documents say counts first."""
    unit = lexicon.base_unit(figure.unit)[0]
    same = [linted for linted in before if lexicon.base_unit(linted.figure.unit)[0] == unit][-MOST_PARTS:]
    for count in range(2, len(same) + 1):
        parts = [right_value(linted, lexicon) for linted in same[-count:]]
        if sum(parts) == figure.value:
            formula = f"{' + '.join(map(str, parts))} = {figure.value}"
            return Reckoned(figure.value, formula, True, inputs=_inputs(*same[-count:]))
    return None
