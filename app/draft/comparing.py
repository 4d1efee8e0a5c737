"""Against the benchmark: each indicator of the own body beside the other's, in clauses and as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from app.answer import Language
from app.ask.knowledge import Knowledge
from app.draft.english_names import named
from app.draft.lines import column_name, line_name
from app.draft.manuscript import Block, Derived, Part, Sentence
from app.draft.phrasing import joined, phrase, words
from app.draft.restating import evidence_to_clauses, restate
from index.snapshot import Evidence, EvidenceKind
from index.statements import Statement

MOST = 12
FIRST = 8
_MEAN = "均"
BESIDE = 2
"""Sentences between what is said of the other body and what is said of the own one."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One indicator: the own figure and those of others, with what they are called."""

    name: str
    own: Statement
    others: tuple[tuple[str, Statement], ...]


def comparison_blocks(language: Language, knowledge: Knowledge, *, table: bool) -> list[Block]:
    """A sentence for each indicator that is compared, after the table if `table`."""
    rows = [_in(language, row, knowledge) for row in compared(knowledge)]
    if not rows:
        told = list(_told(knowledge))[:MOST]
        return [Block("paragraph", tuple(told))] if told else []
    shown = rows[:MOST]
    # Where the room is short, those stay that are furthest apart, first of all one that is more and one that is less.
    order = sorted(shown, key=_apartness, reverse=True)
    furthest = [next((row for row in order if _is_more(row) is more), None) for more in (True, False)]
    order.sort(key=lambda row: row not in furthest)
    written = [_sentence(row, language, max(FIRST - order.index(row), 1)) for row in shown]
    opening = Sentence(phrase(language, "compared.opening"), weight=1, open=True)
    blocks = [Block("paragraph", (opening, *written))]
    if table:
        blocks.insert(0, _table(rows, language))
    return blocks


def _in(language: Language, row: Compared, knowledge: Knowledge) -> Compared:
    others = tuple((named(body, language, knowledge), statement) for body, statement in row.others)
    return Compared(named(row.name, language, knowledge), row.own, others)


def compared(knowledge: Knowledge) -> list[Compared]:
    """What tables compare, else what neighbouring sentences say of both bodies in the same words."""
    return list(_table_rows(knowledge)) or list(_said_of_both(knowledge))


def _table_rows(knowledge: Knowledge) -> Iterator[Compared]:
    snapshot = knowledge.snapshot
    for sheet in knowledge.sheets:
        for line in sheet.lines:
            keys = [(e.statement.document, e.statement.figure.key) for e in line.entries if e.statement]
            stated = [snapshot.figures[snapshot.figure_position[key]] for key in keys]
            others = tuple((_body(s), s) for s in stated if s.holder)
            own = [s for s in stated if not s.holder and s.figure.measure != "difference"]
            if others and own:
                yield Compared(line_name(line), own[0], others)


def _body(statement: Statement) -> str:
    """What the other body is called; of a mean also what it is the mean of."""
    name = column_name(statement)
    return column_name(statement, 2) if _MEAN in name else name


def _said_of_both(knowledge: Knowledge) -> Iterator[Compared]:
    """Pairs of figures called the same, in sentences beside one another, one of the other body and one of the own."""
    pieces = knowledge.snapshot.evidence
    own_words = knowledge.lexicon.holders.own
    other_words = knowledge.lexicon.holders.other
    for piece in pieces:
        holder = _named(piece.text, other_words)
        if piece.kind is not EvidenceKind.SENTENCE or not holder:
            continue
        theirs = [s for s in _statements(piece, knowledge) if s.holder]
        for other in pieces[max(0, piece.key - BESIDE) : piece.key + BESIDE + 1]:
            if other.passage != piece.passage or other.document != piece.document:
                continue
            ours = [s for s in _statements(other, knowledge) if not s.holder]
            if not ours or not (_named(other.text, own_words) or other.key == piece.key):
                continue
            yield from _pairs(ours, theirs, holder, (*own_words, *other_words))
            break


def _pairs(
    ours: Sequence[Statement], theirs: Sequence[Statement], holder: str, bodies: Sequence[str]
) -> Iterator[Compared]:
    for own in ours:
        name = _label(own, bodies)
        match = next((s for s in theirs if _label(s, bodies) == name and s.figure.unit == own.figure.unit), None)
        if match is not None and len(name) > 1:
            yield Compared(name, own, ((holder, match),))


def _label(statement: Statement, bodies: Sequence[str]) -> str:
    """What the figure is called, without whose it is."""
    label = "".join(statement.figure.subject[-1].split()) if statement.figure.subject else ""
    for body in bodies:
        label = label.removeprefix(body)
    return label.strip("的")


def _named(text: str, names: Sequence[str]) -> str:
    return next((name for name in names if name in text), "")


def _statements(piece: Evidence, knowledge: Knowledge) -> list[Statement]:
    return [knowledge.snapshot.figures[i] for i in piece.figures]


def _told(knowledge: Knowledge) -> Iterator[Sentence]:
    """Sentences that speak of the other body, where nothing can be set side by side."""
    for piece in knowledge.snapshot.evidence:
        if (
            piece.kind is EvidenceKind.SENTENCE
            and piece.figures
            and _named(piece.text, knowledge.lexicon.holders.other)
        ):
            clauses = [c for c in evidence_to_clauses(piece, knowledge) if c.statements]
            sentence = restate(clauses, piece, weight=3, asked=False)
            if sentence is not None:
                yield sentence


def _is_more(row: Compared) -> bool:
    return row.own.figure.value > row.others[0][1].figure.value


def _apartness(row: Compared) -> Decimal:
    """How far the own figure is from the first other one, as a share of that."""
    other = row.others[0][1].figure.value
    return abs(row.own.figure.value - other) / abs(other) if other else Decimal(1)


def _sentence(row: Compared, language: Language, weight: int = 4) -> Sentence:
    """The own figure, that of the body it is held against with the difference, then the other bodies'."""
    # The mean before what it is the mean of: behind them it would seem to be that of all that stands before it.
    (body, figure), *others = sorted(row.others, key=lambda other: _MEAN not in other[0])
    pieces = [
        phrase(language, "compared.own", figure=row.own),
        phrase(language, "compared.other", body=body, figure=figure),
    ]
    rest = [phrase(language, "compared.other", body=name, figure=stated) for name, stated in others]
    gap = _gap(row.own, body, figure, language)

    def said(*figures: tuple[Part, ...]) -> tuple[Part, ...]:
        listed = joined(language, [piece for piece in figures if piece])
        return (*phrase(language, "compared.is", name=row.name, figures=listed), words(language, "stop"))

    plainer = Sentence(said(*pieces, *rest), weight=weight)
    plain_short = replace(plainer, parts=said(*pieces))
    shorter = replace(plain_short, parts=said(*pieces, gap), plainer=plain_short)
    return replace(plainer, parts=said(*pieces, gap, *rest), plainer=plainer, shorter=shorter if rest else None)


def _gap(own: Statement, body: str, other: Statement, language: Language) -> tuple[Part, ...]:
    gap = own.figure.value - other.figure.value
    if gap == 0 or own.figure.unit != other.figure.unit:
        return ()
    high, low = max(own.figure.value, other.figure.value), min(own.figure.value, other.figure.value)
    unit = words(language, "points") if own.figure.unit == "%" else own.figure.unit
    figure = Derived(abs(gap), unit, f"{high} − {low} = {high - low}", (own, other))
    return phrase(language, "compared.more" if gap > 0 else "compared.less", body=body, figure=figure)


def _table(rows: Sequence[Compared], language: Language) -> Block:
    bodies = list(dict.fromkeys(body for row in rows for body, _ in row.others))
    header = [words(language, "compared.column_name"), words(language, "compared.column_own"), *bodies]
    grid: list[tuple[tuple[Part, ...], ...]] = [tuple((text,) for text in header)]
    for row in rows:
        others = dict(row.others)
        grid.append(((row.name,), (row.own,), *((others[b],) if b in others else () for b in bodies)))
    return Block("table", rows=tuple(grid), caption=words(language, "compared.caption"))
