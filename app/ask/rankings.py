"""The highest and the lowest: rows ranked by the asked figure, or figures of sentences that stand side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from app.ask.knowledge import Knowledge
from app.ask.question import Question
from app.ask.rows import RATES, asked_statement, meant_rows
from app.ask.select import ENOUGH, select_evidence
from app.ask.sheets import Line
from app.ask.writing import Writing, figure_name, place_words
from index.indicators import Statement

SHOWN = 12
LEAST_COVER = 0.35
_EXTREME = re.compile(r"最[高低多少大小好差]|居首|首位|垫底|末位")
_ZERO_ASIDE = re.compile(
    r"(?:不算|除了?|去掉|不含|剔除|刨去)(?:完成|数)?(?:为|是)?(?:挂零|零|0)|(?:excluding|apart from|other than) zero"
)


def answer_ranking(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes the best or worst with its figure, then all that were compared; False if nothing can be ranked."""
    if not question.measures and question.asks("performance"):
        # How well something was done is told by its rate, not by how large it is.
        question = replace(question, measures=RATES)
    ranked = _ranked_rows(question, knowledge) or _ranked_sentences(question, knowledge)
    if _ZERO_ASIDE.search(question.plain):
        ranked = [s for s in ranked if s.figure.value != 0]
    if len(ranked) < 2:
        return False
    lowest = question.asks("lowest") and not question.asks("highest")
    values = [s.figure.value for s in ranked]
    for kind in ("highest", "lowest"):
        if not question.asks(kind) and (kind == "lowest") != lowest:
            continue
        end = min(values) if kind == "lowest" else max(values)
        first = [s for s in ranked if s.figure.value == end]
        writing.say(
            f"ranking.{kind}",
            name=writing.text("and").join(figure_name(s.figure, writing) for s in first),
            figure=writing.text("and").join(dict.fromkeys(writing.stated(s) for s in first)),
            place=place_words(writing.snapshot, first[0].document, first[0].figure.place, writing.language),
        )
    ordered = sorted(ranked, key=lambda s: s.figure.value, reverse=not lowest)[:SHOWN]
    writing.say("ranking.all")
    writing.lines.append("\n".join(f"- {figure_name(s.figure, writing)}：{writing.stated(s)}" for s in ordered))
    writing.chart_of(ordered, figure_name(ordered[0].figure, writing))
    return True


def _ranked_rows(question: Question, knowledge: Knowledge) -> list[Statement]:
    for rows in meant_rows(question, knowledge, limit=3):
        if rows.cover < LEAST_COVER:
            continue
        lines = [line for line in rows.lines if not line.total] or rows.sheet.body
        statements = [s for line in lines if (s := _asked(line, question, knowledge))]
        column = _common_column(statements)
        statements = [s for s in statements if s.figure.place.column == column]
        if len(statements) > 1:
            return statements
    return []


def _asked(line: Line, question: Question, knowledge: Knowledge) -> Statement | None:
    """The asked figure of the row; a rate, if a rate is asked for."""
    if set(question.measures) & set(RATES):
        rates = tuple(e for e in line.entries if e.figure is not None and e.figure.unit == "%")
        line = replace(line, entries=rates or line.entries)
    return asked_statement(line, question, knowledge)


def _common_column(statements: Sequence[Statement]) -> tuple[str, ...]:
    columns = [s.figure.place.column for s in statements]
    return max(columns, key=columns.count) if columns else ()


def _ranked_sentences(question: Question, knowledge: Knowledge) -> list[Statement]:
    """Figures of one unit and period in the sentences that answer, each for another subject."""
    found: list[Statement] = []
    seen: set[tuple[object, ...]] = set()
    unit = ""
    for selected in select_evidence(question, knowledge, limit=10):
        if selected.coverage < ENOUGH:
            continue
        if _EXTREME.search(selected.evidence.text) and len(selected.evidence.figures) > 1:
            # The document itself says which is the highest or lowest: its words answer.
            return []
        for statement in selected.statements:
            figure = statement.figure
            unit = unit or figure.unit
            key = (figure.subject[-1:], figure.value, figure.period)
            if figure.unit == unit and key not in seen:
                seen.add(key)
                found.append(statement)
    return found
