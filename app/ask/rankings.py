"""The highest and the lowest: rows ranked by the asked figure, or figures of sentences that stand side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from app.ask.columns import asked_kind, asked_noun, column_of_kind
from app.ask.coverage import covers
from app.ask.knowledge import Knowledge
from app.ask.lists import line_words
from app.ask.question import Question
from app.ask.reckoning import by_rate
from app.ask.rows import RATES, asked_statement, meant_rows
from app.ask.select import ENOUGH, select_evidence
from app.ask.sheets import Line, Sheet
from app.ask.writing import Writing, figure_name, place_words
from index.indicators import Statement
from index.matching import Term
from index.snapshot import EvidenceKind

SHOWN = 12
MOST_ROWS = 3
LEAST_COVER = 0.35
SPOKEN = 0.6
"""Share of what the best evidence covers that a sentence must cover which says what is highest or lowest."""
_HIGHEST = re.compile(r"最[高多大好快]|居首|首位|第一")
_LOWEST = re.compile(r"最[低少小差慢]|垫底|末位")
_PARTS = re.compile(r"(?:哪|边)一?个?(?:月|季|年)|(?:which|what) (?:month|quarter|year)")
_CLAUSE = re.compile(r"[^，。；：]+")
_ZERO_ASIDE = re.compile(
    r"(?:不算|除了?|去掉|不含|剔除|刨去)(?:完成|数)?(?:为|是)?(?:挂零|零|0)|(?:excluding|apart from|other than) zero"
)


def answer_ranking(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes the best or worst with its figure, then all that were compared; False if nothing can be ranked."""
    of_kind: list[Statement] = []
    rated = by_rate(question)
    if rated is not question:
        question = rated
    elif not _PARTS.search(question.plain):
        of_kind = column_of_kind(question, knowledge)
        if not of_kind and _write_stated(question, writing, knowledge):
            return True
    ranked = (
        _ranked_parts(question, knowledge)
        or of_kind
        or _ranked_rows(question, knowledge)
        or _ranked_sentences(question, knowledge)
    )
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
        _write_lines_of(first, question, writing, knowledge)
    ordered = sorted(ranked, key=lambda s: s.figure.value, reverse=not lowest)[:SHOWN]
    writing.say("ranking.all")
    writing.lines.append("\n".join(f"- {figure_name(s.figure, writing)}：{writing.stated(s)}" for s in ordered))
    writing.chart_of(ordered, figure_name(ordered[0].figure, writing))
    return True


def _write_lines_of(first: Sequence[Statement], question: Question, writing: Writing, knowledge: Knowledge) -> None:
    """The rows of the first, whole, where another clause asks for more of them (权重最大的是哪一行，得了几分)."""
    if len(question.parts) < 2 or len(first) > MOST_ROWS:
        return
    keys = {(s.document, s.figure.key) for s in first}
    for sheet in knowledge.sheets:
        for line in sheet.body:
            own = [e.statement for e in line.entries if e.statement is not None]
            if len(own) > 1 and any((s.document, s.figure.key) in keys for s in own):
                name, figures, mark = line_words(line, question, writing)
                place = place_words(writing.snapshot, line.document, line.entries[0].place, writing.language)
                writing.say("list.one", name=name, figures=figures, place=place, mark=mark)


def _write_stated(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Where the document itself says which is the highest or lowest: its figures and words; False if it does not."""
    selected = select_evidence(question, knowledge, limit=16)
    best = max((s.coverage for s in selected), default=0.0)
    lowest = question.asks("lowest") and not question.asks("highest")
    pattern = _LOWEST if lowest else _HIGHEST
    noun = asked_noun(question)
    for piece in selected:
        evidence = piece.evidence
        m = pattern.search(evidence.text)
        if m is None or evidence.kind is EvidenceKind.ROW or piece.coverage < max(best * SPOKEN, LEAST_COVER):
            continue
        if noun is not None and not covers(evidence, noun, knowledge):
            continue
        clause = next(c for c in _CLAUSE.finditer(evidence.text) if c.start() <= m.start() < c.end())
        own = [knowledge.snapshot.figures[i] for i in evidence.figures]
        own = [s for s in own if s.figure.text in clause.group()]
        if own:
            for statement in own:
                place = place_words(writing.snapshot, evidence.document, evidence.place, writing.language)
                name = figure_name(statement.figure, writing)
                writing.say("lookup.one", label=name, figures=writing.stated(statement), place=place)
            writing.quote(evidence.document, evidence.place, evidence.text, own)
            return True
    return False


def _ranked_parts(question: Question, knowledge: Knowledge) -> list[Statement]:
    """For which month, quarter or year has most: the figures of the one row that is meant, of one part each."""
    m = _PARTS.search(question.plain)
    if m is None:
        return []
    asked = replace(question, periods=())
    for rows in meant_rows(asked, knowledge, limit=2):
        lines = [line for line in rows.lines if not line.total] or list(rows.lines)
        if rows.cover < LEAST_COVER or not lines:
            continue
        own = [e.statement for e in lines[0].entries if e.statement is not None and e.statement.figure.period]
        if "年" in m.group() or "year" in m.group():
            found = [s for s in own if s.figure.period and s.figure.period.first == s.figure.period.last]
            found = [s for s in found if s.figure.period and not s.figure.period.part]
        else:
            found = [s for s in own if s.figure.period and s.figure.period.part]
            found = [s for s in found if s.figure.period and not s.figure.period.part.endswith("半年")]
        measured = [s for s in found if s.figure.measure in question.measures] or found
        alike = [
            s
            for s in measured
            if (s.figure.unit, s.figure.measure) == (measured[0].figure.unit, measured[0].figure.measure)
        ]
        if len(alike) > 1 and len({s.figure.period for s in alike}) == len(alike):
            return alike
    return []


def _ranked_rows(question: Question, knowledge: Knowledge) -> list[Statement]:
    kind, noun = asked_kind(question, knowledge), asked_noun(question)
    for rows in meant_rows(question, knowledge, limit=6 if question.asks("performance") else 3):
        if rows.cover < LEAST_COVER or (kind is not None and not kind.named_in(rows.sheet)):
            continue
        if kind is None and noun is not None and not _speaks_of(rows.sheet, noun, knowledge):
            # 哪个病区得分最高 is not told by the scores of anything else.
            continue
        lines = [line for line in rows.lines if not line.total] or rows.sheet.body
        statements = [s for line in lines if (s := _asked(line, question, knowledge))]
        if question.asks("performance"):
            statements = [s for s in statements if s.figure.measure in question.measures]
        column = _common_column(statements)
        statements = [s for s in statements if s.figure.place.column == column]
        if len(statements) > 1:
            return statements
    return []


def _speaks_of(sheet: Sheet, term: Term, knowledge: Knowledge) -> bool:
    held = knowledge.sheet_tokens[id(sheet)].union(*(knowledge.line_tokens[id(line)] for line in sheet.lines))
    return any(sum(token in held for token in name) * 2 > len(name) for name in term.names if name)


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
    noun = asked_noun(question)
    for selected in select_evidence(question, knowledge, limit=10):
        if selected.coverage < ENOUGH or (noun is not None and not covers(selected.evidence, noun, knowledge)):
            continue
        for statement in selected.statements:
            figure = statement.figure
            unit = unit or figure.unit
            key = (figure.subject[-1:], figure.value, figure.period)
            if figure.unit == unit and key not in seen:
                seen.add(key)
                found.append(statement)
    return found
