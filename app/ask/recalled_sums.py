"""Follow-ups that add up what was answered before and hold it against a table: 加起来跟表里的对得上吗."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from app.ask.knowledge import Knowledge
from app.ask.mentions import same_kind
from app.ask.question import Question
from app.ask.recall import Answering, statements_of
from app.ask.writing import Writing, decimal_text, figure_name, place_words
from index.indicators import Statement
from index.tokens import text_to_tokens

MOST_TURNS = 4


def answer_recalled_sum(question: Question, answering: Answering, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes the sum of what the earlier answers stated, of the years of the last or of one figure of each, against
    the total that the named table, or an earlier answer from a table, states; False if there is no such total."""
    if (
        not question.follows
        or question.numbers
        or not question.asks("added")
        or not question.asks("verify", "conflict")
    ):
        return False
    if any(term.weight >= 1 and len(term.text) > 2 and not _says_only(term.text, knowledge) for term in question.terms):
        return False
    turns = [statements_of(turn, answering, knowledge, question) for turn in question.before[:MOST_TURNS]]
    last = _of_years(turns[0]) if turns else []
    if question.references.tables and question.references.tables != question.before[0].references.tables:
        heads = [stated[0] for stated in reversed(turns) if stated]
        parts = last if len(last) > 1 else [s for s in heads if s.figure.measure == heads[-1].figure.measure]
        total = _of_table(set(question.references.tables) - _tables(question.before[0]), parts, knowledge)
    else:
        parts = last
        others = [s for stated in turns[1:] for s in stated if s.figure.place.table is not None]
        total = next((s for s in others if parts and same_kind(s.figure.unit, parts[0].figure.unit, knowledge)), None)
    if len(parts) < 2 or total is None:
        return False
    _write(parts, total, writing)
    return True


def _says_only(word: str, knowledge: Knowledge) -> bool:
    """Whether a word only says what is to be done (对得上)."""
    return any(knowledge.words.has(kind, word) for kind in ("verify", "conflict", "added", "sum"))


def _tables(question: Question) -> set[tuple[int, int]]:
    return set(question.references.tables)


def _of_years(statements: Sequence[Statement]) -> list[Statement]:
    """The figures of single years in the unit of the first of them, each year once."""
    dated = [s for s in statements if s.figure.period is not None and s.figure.period.first == s.figure.period.last]
    found: dict[object, Statement] = {}
    for s in dated:
        if s.figure.unit == dated[0].figure.unit and s.figure.unit != "%":
            found.setdefault(s.figure.period, s)
    return list(found.values())


def _of_table(tables: set[tuple[int, int]], parts: Sequence[Statement], knowledge: Knowledge) -> Statement | None:
    """The figure of the tables that is called most like the parts, of their measure and kind of unit."""
    if not parts:
        return None
    head = parts[-1].figure
    words = set(text_to_tokens(" ".join(head.place.column)))

    def likeness(statement: Statement) -> tuple[float, int]:
        own = set(text_to_tokens(" ".join(statement.figure.place.column)))
        return sum(map(knowledge.evidence.rarity, own & words)), -statement.figure.key

    found = [
        s
        for s in knowledge.snapshot.figures
        if (s.document, s.figure.place.table) in tables
        and s.figure.measure == head.measure
        and same_kind(s.figure.unit, head.unit, knowledge)
    ]
    return max(found, key=likeness, default=None)


def _write(parts: Sequence[Statement], total: Statement, writing: Writing) -> None:
    colon = writing.text("colon")
    writing.lines.append("\n".join(f"- {figure_name(s.figure, writing)}{colon}{writing.stated(s)}" for s in parts))
    result = sum((s.figure.value for s in parts), Decimal(0))
    formula = " + ".join(decimal_text(s.figure.value) for s in parts) + f" = {decimal_text(result)}"
    marks = tuple(writing.cite(s.document, s.figure.place) for s in (*parts, total))
    holds = result == total.figure.value
    writing.conflict = writing.conflict or not holds
    writing.say(
        "recall.sum_holds" if holds else "recall.sum_fails",
        name=figure_name(total.figure, writing),
        formula=formula,
        stated=writing.stated(total),
        place=place_words(writing.snapshot, total.document, total.figure.place, writing.language),
        result=writing.computed(result, total.figure.unit or parts[0].figure.unit, formula, marks),
    )
