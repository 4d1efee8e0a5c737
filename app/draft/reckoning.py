"""Figures of a text that follow from others: sums of what it counts, and by how much something is more or less."""

from __future__ import annotations

import re
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
        base = _base_name(clause, knowledge.lexicon) if compared else ""
        within = _difference(figure, direction, base, compared, before, records, knowledge)
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
    figure: Figure,
    direction: int,
    base: str,
    compared: bool,
    before: Sequence[Linted],
    records: DocumentRecords,
    knowledge: Knowledge,
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
        if abs(right_value(b, lexicon) - right_value(a, lexicon)) == figure.value:
            turned = _stands_first(b, a, base, records, lexicon)
            earlier, later = (b, a) if turned else (a, b)
            told = (compared or _apart(_period(a), _period(b)) or _is_origin(earlier.figure, lexicon)) and not (
                base and turned is None
            )
            values = right_value(earlier, lexicon), right_value(later, lexicon)
            return _directed(figure, *values, direction if told else 0, _inputs(a, b))
    for linted in reversed(same):
        one = right_value(linted, lexicon)
        for stated in linted.borne or (linted.right.statements if linted.right else ()):
            for other in snapshot.beside(stated):
                value = other.figure.value * lexicon.base_unit(other.figure.unit)[1]
                value /= lexicon.base_unit(linted.figure.unit)[1]
                if abs(value - one) == figure.value and _same_kind(other.figure.unit, figure.unit, lexicon):
                    follows_it = _later(other.figure.period, stated.figure.period)
                    first, last = (one, value) if follows_it else (value, one)
                    told = follows_it or _later(stated.figure.period, other.figure.period) or compared
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
    return _of_two_years(figure, direction, alike, lexicon)


def _of_two_years(figure: Figure, direction: int, alike: Sequence[Statement], lexicon: Lexicon) -> Reckoned | None:
    """From two figures that are called the same wherever they stand, of an earlier and a later year."""
    ends = [s for s in alike if s.figure.subject and _same_kind(s.figure.unit, figure.unit, lexicon)]
    for stated in ends:
        for other in ends:
            first, last = stated.figure, other.figure
            same = first.unit == last.unit and first.subject[-1] == last.subject[-1]
            if same and _later(last.period, first.period) and abs(last.value - first.value) == figure.value:
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


def _stands_first(one: Linted, other: Linted, base: str, records: DocumentRecords, lexicon: Lexicon) -> bool | None:
    """Whether `one` is what `other` is held against: it says so, is of an earlier year, or is of what is named as the
    base (比两院均值低); None if nothing tells."""
    if _is_base(one.figure, lexicon) or _is_base(other.figure, lexicon):
        return _is_base(one.figure, lexicon)
    if _apart(_period(one), _period(other)):
        return _later(_period(other), _period(one))
    if base:
        named = [base in clause_at(linted.figure, records)[0] for linted in (one, other)]
        return named[0] if named[0] != named[1] else None
    return False


def _base_name(clause: str, lexicon: Lexicon) -> str:
    """What a clause names as what is held against: the words between 比 and how it differs; empty if a year is."""
    found = max((clause.rfind(word) + len(word) for word in lexicon.clauses.compare if word in clause), default=0)
    name = re.split(r"[多少高低增减升降上下提超\d]", clause[found:].strip(), maxsplit=1)[0].strip(" 的略")
    return name if len(name) > 1 else ""


def _period(linted: Linted) -> Period | None:
    """The years that the text says of a figure, else those that the documents say of what bears it out."""
    borne = linted.right.statements[:1] if linted.right is not None else linted.borne[:1]
    return linted.figure.period or next((s.figure.period for s in borne), None)


def _apart(period: Period | None, other: Period | None) -> bool:
    return _later(period, other) or _later(other, period)


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
