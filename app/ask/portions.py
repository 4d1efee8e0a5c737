"""Shares of the parts of splits, what is left without some of them, and what some of them make together, in words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from app.ask.splits import Piece, Split
from app.ask.writing import Writing, decimal_text, figure_name, place_words
from app.ask.years import percent
from index.indicators import Statement


def write_shares(named: Sequence[str], splits: Sequence[Split], writing: Writing) -> None:
    names = tuple(named) or tuple(p.name for p in splits[-1].pieces)
    lines = []
    for split in splits:
        whole = split.whole
        if whole is None:
            lines += _of_sum(split, writing)
            continue
        for piece in (p for name in names for p in split.pieces if p.name == name):
            part = piece.statement
            share = percent(part.figure.value, whole.figure.value)
            formula = f"{decimal_text(part.figure.value)} / {decimal_text(whole.figure.value)} = {decimal_text(share)}%"
            marks = tuple(writing.cite(s.document, s.figure.place) for s in (part, whole))
            lines.append(
                writing.text(
                    "compute.share_of",
                    first_name=figure_name(part.figure, writing),
                    first=writing.stated(part),
                    second_name=figure_name(whole.figure, writing),
                    second=writing.stated(whole),
                    share=writing.computed(share, "%", formula, marks),
                    formula=formula,
                )
            )
    writing.lines.append("\n".join(f"- {line}" for line in lines) if len(lines) > 1 else lines[0])
    if len(lines) > 1 and len(splits) == 1:
        writing.chart_of([p.statement for p in splits[0].pieces if p.name in names], names[0])


def _of_sum(split: Split, writing: Writing) -> list[str]:
    """The share of each part in all of them together, where no whole is stated."""
    statements = [p.statement for p in split.pieces]
    total = sum((s.figure.value for s in statements), Decimal(0))
    lines = []
    for part in statements:
        share = percent(part.figure.value, total)
        inputs = " + ".join(decimal_text(s.figure.value) for s in statements)
        formula = f"{decimal_text(part.figure.value)} / ({inputs}) = {decimal_text(share)}%"
        marks = tuple(writing.cite(s.document, s.figure.place) for s in statements)
        text = writing.computed(share, "%", formula, marks)
        name = f"{figure_name(part.figure, writing)} {writing.stated(part)}"
        lines.append(writing.text("compute.share", name=name, share=text, formula=formula))
    return lines


def write_rest(named: Sequence[str], splits: Sequence[Split], writing: Writing) -> None:
    for split in splits:
        whole, parts = split.whole, [p for p in split.pieces if p.name in named]
        if whole is None or not parts:
            continue
        taken = sum((p.statement.figure.value for p in parts), Decimal(0))
        rest = whole.figure.value - taken
        formula = f"{' − '.join(decimal_text(v) for v in (whole.figure.value, *_values(parts)))} = {decimal_text(rest)}"
        marks = tuple(writing.cite(s.document, s.figure.place) for s in (whole, *(p.statement for p in parts)))
        writing.say(
            "compute.rest",
            whole_name=figure_name(whole.figure, writing),
            whole=writing.stated(whole),
            name=writing.text("and").join(p.name for p in parts),
            part=writing.text("and").join(writing.stated(p.statement) for p in parts),
            rest=writing.computed(rest, whole.figure.unit, formula, marks),
            formula=formula,
            place=place_words(writing.snapshot, whole.document, whole.figure.place, writing.language),
        )


def write_sums(named: Sequence[str], splits: Sequence[Split], one_by_one: bool, writing: Writing) -> None:
    """Each named part over the asked times, and all of them together unless they are asked for one by one."""
    own: list[tuple[str, list[Statement]]] = [
        (name, [p.statement for s in splits for p in s.pieces if p.name == name]) for name in named
    ]
    lines = []
    for name, statements in own:
        if len(statements) == 1:
            label = figure_name(statements[0].figure, writing)
            lines.append(f"- {label}{writing.text('colon')}{writing.stated(statements[0])}")
            continue
        parts = writing.text("comma").join(_dated(s, writing) for s in statements)
        total, formula = added_up(statements, writing)
        lines.append(writing.text("compute.kind_total", name=name, parts=parts, total=total, formula=formula))
    writing.lines.append("\n".join(lines))
    everything = [s for _, statements in own for s in statements]
    if len(own) > 1 and not one_by_one:
        total, formula = added_up(everything, writing)
        writing.say("compute.total", total=total, formula=formula)


def _dated(statement: Statement, writing: Writing) -> str:
    period = statement.figure.period
    return f"{period or ''} {writing.stated(statement)}".strip()


def added_up(statements: Sequence[Statement], writing: Writing) -> tuple[str, str]:
    """The sum of the figures, registered as computed, and its formula."""
    total = sum((s.figure.value for s in statements), Decimal(0))
    formula = " + ".join(decimal_text(s.figure.value) for s in statements) + f" = {decimal_text(total)}"
    marks = tuple(writing.cite(s.document, s.figure.place) for s in statements)
    return writing.computed(total, statements[0].figure.unit, formula, marks), formula


def _values(pieces: Sequence[Piece]) -> list[Decimal]:
    return [p.statement.figure.value for p in pieces]
