"""Columns added up over all the tables that a question names: 表7-1-1至表7-9-1的任务数合计."""

from __future__ import annotations

from app.ask.columns import Column
from app.ask.knowledge import Knowledge
from app.ask.lists import sheet_name
from app.ask.portions import added_up
from app.ask.question import Question
from app.ask.rows import Rows
from app.ask.tabulations import named_columns
from app.ask.writing import Writing, without_unit
from index.statements import Statement
from index.tokens import plain

FEWEST = 3
"""Tables of one kind from which on they are meant together."""
WORD = 2
ELSE = ("verify", "recompute", "conflict", "difference", "share", "average", "highest", "lowest", "why", "which_list")


def answer_column_totals(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes the sum of each column that is named over the rows of the tables; False if the question names no such."""
    referred = set(question.references.tables)
    if len(referred) < FEWEST or question.conditions or not question.asks("sum", "added") or question.asks(*ELSE):
        return False
    for sheet in knowledge.sheets:
        lines = [line for line in sheet.body if (line.document, line.table) in referred]
        if len(lines) < FEWEST or {(line.document, line.table) for line in lines} < referred:
            continue
        sums: list[list[Statement]] = []
        for column in _under_named(named_columns(sheet, question, knowledge), question):
            found = [e.statement for line in lines for e in line.entries if e.column == column and e.statement]
            if len(found) >= FEWEST and found[0].figure.unit != "%":
                sums.append(found)
        if not sums:
            return False
        name = sheet_name(Rows(sheet, tuple(lines), 1.0, narrowed=False), writing)
        for statements in sums:
            column = statements[0].figure.place.column
            label = without_unit(" ".join(column[-2:]), statements[0].figure.unit)
            total, formula = added_up(statements, writing)
            writing.say("query.sum", table=name, count=len(statements), name=label, total=total, formula=formula)
        measures = {s.figure.measure for statements in sums for s in statements}
        if len(sums) > 1 and len(measures) == 1:
            total, formula = added_up([s for statements in sums for s in statements], writing)
            writing.say("compute.total", total=total, formula=formula)
        return True
    return False


def _under_named(columns: list[Column], question: Question) -> list[Column]:
    """Of columns of one name those under the headers that the question says something of, if it does of any: 数量 and
    质量指标 in 数量、质量指标任务数."""

    def said(column: Column) -> bool:
        text = question.plain.replace(plain(column[-1]), " ")
        header = plain("".join(column[-2:-1]))
        return any(header[at : at + WORD] in text for at in range(len(header) - WORD + 1))

    columns = [column for column in columns if plain(column[-1]) in question.plain] or columns
    return [column for column in columns if said(column)] or columns
