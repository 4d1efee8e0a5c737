"""At which level something is, as each place says, and whether the places agree: 省级 in a table, 校级 in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.ask.knowledge import Knowledge
from app.ask.question import Question
from app.ask.rows import meant_rows
from app.ask.writing import Writing, place_words
from index.statements import normal_label
from index.tokens import han_pairs
from ingest.records import Place

_MARKS = re.compile(r"[\s、，“”\"‘’《》]+")
START = 3
LIKE = 0.6
"""Share of a name that a place must have to mean it; its first characters it must have as they are."""
BEFORE, AFTER = 10, 8
"""Characters before and behind a name in which its level may stand."""


@dataclass(frozen=True, slots=True)
class StatedLevel:
    level: str
    document: int
    place: Place


def write_levels(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Each place's level for what the question names, and whether they differ; False if fewer than two state one.

    A table that has the same name at several levels has rows of several things: nothing is held against it.
    """
    rows = next(iter(meant_rows(question, knowledge, limit=1)), None)
    if rows is None or not rows.narrowed:
        return False
    names = {normal_label(line.name) for line in rows.lines}
    if len(names) != 1:
        return False
    name = names.pop()
    found = _levels_in_tables(name, knowledge)
    if found is None:
        return False
    found += _levels_in_words(name, knowledge)
    levels = list(dict.fromkeys(f.level for f in found))
    if len(found) < 2:
        return False
    if len(levels) == 1:
        writing.say("places.levels_same", level=levels[0])
    else:
        writing.conflict = True
        writing.say("places.levels")
    rows_of_text = [
        writing.text(
            "places.level",
            level=f.level,
            place=place_words(writing.snapshot, f.document, f.place, writing.language),
            mark=writing.mark(writing.cite(f.document, f.place)),
        )
        for f in found
    ]
    writing.lines.append("\n".join(dict.fromkeys(rows_of_text)))
    return True


def _levels_in_tables(name: str, knowledge: Knowledge) -> list[StatedLevel] | None:
    """The level of the row of this name in each table; None if a table has it at several levels."""
    found: list[StatedLevel] = []
    for sheet in knowledge.sheets:
        lines = [line for line in sheet.lines if normal_label(line.name) == name and line.level]
        if len({line.level for line in lines}) > 1:
            return None
        if lines and lines[0].entries:
            found.append(StatedLevel(lines[0].level, lines[0].document, lines[0].entries[0].place))
    return found


def _levels_in_words(name: str, knowledge: Knowledge) -> list[StatedLevel]:
    """Levels that sentences give right at the name."""
    found: list[StatedLevel] = []
    for piece in knowledge.snapshot.evidence:
        if piece.place.table is not None and not piece.place.column:
            continue
        text = _MARKS.sub("", piece.text)
        span = _span_of(name, text)
        if span is None:
            continue
        near = text[max(0, span[0] - BEFORE) : span[0]] + " " + text[span[1] : span[1] + AFTER]
        level = next((level for level, words in knowledge.lexicon.levels.items() if words[0] in near), None)
        if level is not None:
            found.append(StatedLevel(level, piece.document, piece.place))
    return found


def _span_of(name: str, text: str) -> tuple[int, int] | None:
    """Where the text names it, be it in slightly other words (培养基地, 培育基地); None if it does not."""
    at = text.find(name)
    if at >= 0:
        return at, at + len(name)
    start = text.find(name[:START])
    if start < 0:
        return None
    window = text[start : start + len(name)]
    like = sum(pair in window for pair in han_pairs(name)) / max(1, len(name) - 1)
    return (start, start + len(name)) if like >= LIKE else None
