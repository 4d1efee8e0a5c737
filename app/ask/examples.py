"""Example questions made from what the index holds."""

from __future__ import annotations

from app.answer import Language
from app.ask.knowledge import Knowledge
from app.ask.unfinished import unfinished_statuses
from index.indicators import normal_label
from prompts import message


def example_questions(knowledge: Knowledge, language: Language) -> list[str]:
    """Up to six questions that this index can answer, of different kinds; none if nothing was read."""
    snapshot, lexicon = knowledge.snapshot, knowledge.lexicon
    questions: list[str] = []
    measures = {s.figure.measure for s in snapshot.figures}
    if unfinished_statuses(snapshot, lexicon):
        questions.append(message(language, "answers.followup.unfinished"))
    if {"received", "spent"} <= measures:
        questions.append(message(language, "answers.followup.spent"))
    for statement in snapshot.figures:
        figure = statement.figure
        label = normal_label(figure.subject[-1]) if figure.subject else ""
        if figure.measure == "satisfaction" and figure.period and figure.place.table is not None and label:
            questions.append(message(language, "answers.example.figure", name=label, period=str(figure.period)))
            break
    for _, table in snapshot.tables():
        row = next((path for path in table.rows[table.header_rows :] if path), None)
        column = table.columns[-1]
        if table.number and row and column and language == "zh":
            questions.append(
                message(
                    language, "answers.example.cell", table=table.number, row=normal_label(row[-1]), column=column[-1]
                )
            )
            break
    levels = [s.figure.level for s in snapshot.figures if s.figure.level and s.figure.place.table is not None]
    if levels:
        questions.append(message(language, "answers.example.level", level=levels[0]))
    return questions[:6]
