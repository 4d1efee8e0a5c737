"""Whether something has reached what was set for it (达标了吗, 床位够了没, 钱到齐了吗): a verdict, then by how much."""

from __future__ import annotations

from collections.abc import Sequence

from app.ask.computing import Pair, gap_pairs, named_alone, named_share
from app.ask.fitting import is_better_lower
from app.ask.knowledge import Knowledge
from app.ask.lookup import names_a_subject
from app.ask.question import Question
from app.ask.rows import DONE, RATES, meant_rows
from app.ask.scopes import covers_all
from app.ask.sheets import Line
from app.ask.writing import Writing, decimal_text
from index.snapshot import EvidenceKind
from ingest.records import Figure
from ingest.statuses import UNFINISHED

LEAST_COVER = 0.4
MOST_SHEETS = 4
NEARLY = 0.9
MOST = 4
"""Rows that a question can mean before it asks for a list."""
MONEY = ("budget", "received", "spent")


def answer_attainment(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes for each row that is meant whether it reached its target; False if nothing was asked so, or no row has
    both."""
    if not question.asks("reached") or question.asks("why", "which_list", "conflict", "recompute", "count"):
        return False
    measures = knowledge.words.gap_pairs(question.plain)
    money = set(question.measures) & set(MONEY)
    if money and not names_a_subject(question, knowledge):
        pairs = [pair for pair in measures if set(pair) <= set(MONEY)]
        totals = [line for sheet in knowledge.sheets for line in sheet.lines if line.total]
        return any(_write_line(line, [pair], question, writing, knowledge) for pair in pairs for line in totals)
    for rows in meant_rows(question, knowledge, limit=MOST_SHEETS):
        if rows.cover < LEAST_COVER or not rows.narrowed:
            continue
        lines = [line for line in rows.lines if not line.total]
        named = [line for line in lines if named_alone(line, rows.sheet.lines, question)]
        meant = [line for line in _best_named(named or lines, question) if _is_of_all(line, question, knowledge)]
        if len(meant) > MOST:
            continue
        if any([_write_line(line, measures, question, writing, knowledge) for line in meant]):
            return True
    return False


def _is_of_all(line: Line, question: Question, knowledge: Knowledge) -> bool:
    """Whether the row is about everything that is asked together: 重症医学科的平均住院日 is no row of the hospital."""
    printed = line.entries[0].place.row
    rows = (
        piece
        for piece in knowledge.snapshot.evidence
        if piece.kind is EvidenceKind.ROW and piece.document == line.document and piece.place.table == line.table
    )
    return any(piece.place.row == printed and covers_all(piece, question, knowledge) for piece in rows)


def _write_line(
    line: Line, measures: Sequence[tuple[str, str]], question: Question, writing: Writing, knowledge: Knowledge
) -> bool:
    pairs = gap_pairs(line, measures, question)
    for pair in pairs:
        _write(line, pair, writing, knowledge)
    return bool(pairs)


def _best_named(lines: Sequence[Line], question: Question) -> list[Line]:
    """Those whose names hold most of what is asked."""
    held = [named_share(line, question) for line in lines]
    if not held:
        return []
    return [line for line, share in zip(lines, held, strict=True) if share >= max(held) * NEARLY]


def _write(line: Line, pair: Pair, writing: Writing, knowledge: Knowledge) -> None:
    whole, part = pair.whole.figure, pair.part.figure
    lower = is_better_lower(line, knowledge)
    gap = part.value - whole.value
    reached = gap <= 0 if lower else gap >= 0
    if line.status in UNFINISHED:
        reached = False
    elif line.status in DONE:
        reached = True
    marks = (writing.cite(pair.whole.document, whole.place), writing.cite(pair.part.document, part.place))
    high, low = max(whole.value, part.value), min(whole.value, part.value)
    formula = f"{decimal_text(high)} − {decimal_text(low)} = {decimal_text(high - low)}"
    unit = writing.text("points") if whole.unit == "%" else whole.unit
    how = "even" if not gap else "above" if gap > 0 else "below"
    rate = next((s for m in RATES if (s := line.first(m)) is not None), None)
    writing.say(
        "attain.reached" if reached else "attain.missed",
        name=" › ".join(line.path),
        whole_name=_header(whole, "target", writing),
        part_name=_header(part, "actual", writing),
        whole=writing.stated(pair.whole),
        part=writing.stated(pair.part),
        gap=writing.text(f"attain.{how}", gap=writing.computed(high - low, unit, formula, marks), formula=formula),
        lower=writing.text("attain.lower") if lower else "",
        rate=writing.text("attain.rate", name=rate.figure.place.column[-1], rate=writing.stated(rate)) if rate else "",
    )


def _header(figure: Figure, measure: str, writing: Writing) -> str:
    """The column header of a figure; what it measures where it stands in the words of a cell."""
    header = "" if figure.end else " ".join(figure.place.column[-2:])
    return header or writing.text(f"measure.{figure.measure or measure}")
