"""What a request asks of every row of a table (各分馆的到馆量) or of those of one status, as one sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.answer import Language
from app.ask.fitting import meets
from app.ask.knowledge import Knowledge
from app.ask.rows import Rows, column_entries, meant_rows
from app.ask.sheets import Entry, Line
from app.draft.lines import bare_header, column_name, line_name
from app.draft.manuscript import NAMED, Part, Sentence
from app.draft.phrasing import joined, phrase, words
from app.draft.request import Particular
from index.tokens import text_to_tokens

MOST_ROWS = 14
MOST_COLUMNS = 3
LEAST_COVER = 0.6
"""Share of the particular that the table must say."""
TOLD_FIRST = ("target", "actual", "rate")
"""Measures that say how far something is."""
TITLED, FEW = 0.9, 5
"""What a table must say at least, and have rows at most, to be meant as a whole by what is called like it."""
SUMS = ("合计", "全年", "总计", "累计", "小计")
SHORT = 8
"""Characters of a cell of words that is told beside a row's figures."""
_EACH = re.compile(r"^(?:分别?按?)?[各每]|分(?=[\u3400-\u9fff]{1,3}的)|^(?:each|every|by)\b|\b(?:each|every)\b", re.I)


def rows_sentence(
    particular: Particular, language: Language, knowledge: Knowledge
) -> tuple[Sentence, list[str]] | None:
    """The rows that a particular asks for, each with what the named columns say, and what they are called; None if it
    asks for no rows or no table has them."""
    question = particular.question
    status = any(condition.kind == "status" for condition in question.conditions)
    each = _EACH.search(particular.text) is not None
    for rows in meant_rows(question, knowledge, limit=4):
        titled = rows.cover >= TITLED and len(rows.lines) <= FEW and _sums(rows) and _is_title(rows, particular)
        if rows.cover < LEAST_COVER or (rows.narrowed and not status) or not (status or each or titled):
            continue
        lines = [line for line in rows.lines if not line.total]
        for condition in question.conditions:
            lines = [line for line in lines if meets(line, condition, question, knowledge)]
        if not lines or (len(lines) < 2 and not status) or len(lines) > MOST_ROWS:
            continue
        columns = _columns(rows, lines, particular) if status or each else _sums(rows)
        said = [piece for line in lines if (piece := _line(line, columns, language))]
        if said:
            total = [line for line in rows.lines if line.total and not status]
            said += [piece for line in total[:1] if (piece := _line(line, columns, language))]
            body = joined(language, said, "semicolon")
            sentence = Sentence((*body, words(language, "stop")), (), asked=True, weight=NAMED)
            return sentence, [line_name(line) for line in lines]
    return None


def _is_title(rows: Rows, particular: Particular) -> bool:
    """Whether the table's own title says all that the particular names."""
    title = "".join((rows.sheet.title, *rows.sheet.headings[-1:]))
    terms = [term for term in particular.question.terms if term.weight >= 1 and len(term.text) > 1]
    said = sum(len(term.text) for term in terms)
    return 2 * said >= len(particular.text) and all(term.text in title for term in terms)


def _sums(rows: Rows) -> list[tuple[str, ...]]:
    """The column that sums the others up, where a table has one (a month in each column, then 合计)."""
    figures = [e for line in rows.lines[:1] for e in line.entries if e.statement is not None]
    if len(figures) <= MOST_COLUMNS or figures[-1].figure is None:
        return []
    column = figures[-1].column
    return [column] if any(word in column[-1] for word in SUMS) else []


def _columns(rows: Rows, lines: Sequence[Line], particular: Particular) -> list[tuple[str, ...]]:
    """The columns that the particular names; else those whose figures fit it best."""
    question = particular.question
    asked = {token for term in question.terms for name in term.names for token in name}
    rarely = {token for line in rows.lines for token in text_to_tokens(line.name)}
    named = [
        column
        for column in rows.sheet.columns
        if len((asked - rarely) & set(text_to_tokens(" ".join(column)))) > 0
        or any(e.figure is not None and e.figure.measure in question.measures for e in _of(lines[0], column))
    ]
    told = "".join(particular.text.split())
    last = [column for column in named if (bare := bare_header(column[-1])) and bare in told]
    likely = [s.figure.place.column for s in column_entries(lines[0], question)]
    likely.sort(key=lambda column: all(e.figure.measure not in TOLD_FIRST for e in _of(lines[0], column) if e.figure))
    for columns in (last, named, likely):
        held = [column for column in columns if any(_told(e) for line in lines for e in _of(line, column))]
        if held:
            return held[:MOST_COLUMNS]
    return []


def _line(line: Line, columns: Sequence[tuple[str, ...]], language: Language) -> tuple[Part, ...]:
    pieces: list[tuple[Part, ...]] = []
    for column in columns:
        for entry in _of(line, column):
            if not _told(entry):
                continue
            if entry.statement is not None:
                pieces.append((column_name(entry.statement), words(language, "space"), entry.statement))
            else:
                pieces.append(phrase(language, "rows.cell", column=column[-1], text=entry.text.strip()))
    return (line_name(line), words(language, "space"), *joined(language, pieces)) if pieces else ()


def _of(line: Line, column: tuple[str, ...]) -> list[Entry]:
    return [entry for entry in line.entries if entry.column == column]


def _told(entry: Entry) -> bool:
    """Whether a cell holds a figure or a few words; 36 is a figure that is read as words where it has no unit."""
    text = entry.text.strip()
    return entry.statement is not None or (1 <= len(text) <= SHORT and text not in ("—", "-", "–", "/", "无"))
