"""Table rows as sentences: what the row is called, then its figures with what their columns say."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.answer import Language
from app.ask.knowledge import Knowledge
from app.ask.sheets import Line
from app.ask.writing import without_unit
from app.draft.manuscript import Part, Sentence
from app.draft.phrasing import joined, words
from index.snapshot import Evidence
from index.statements import Statement

_NUMBERING = re.compile(
    r"^\s*(?:\d{1,2}(?:[.\-．]\d+)+[.、．\s]*|[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．])\s*(?=\D)"
)
_UNIT = re.compile(r"\s*[（(][^（）()]{1,8}[)）]\s*[。．.]?$")
_HEADING_MARK = re.compile(r"^\s*(?:\d{1,2}(?:[.．]\d+)+|\d{1,2}[、.．](?!\d)|其中[:：])\s*")


def line_of(evidence: Evidence, knowledge: Knowledge) -> Line | None:
    """The line of a sheet that a row of evidence is."""
    place = evidence.place
    for sheet in knowledge.sheets:
        if sheet.document != evidence.document or place.table not in sheet.tables:
            continue
        for line in sheet.lines:
            if line.table == place.table and (line.path == place.row or len(sheet.lines) == 1):
                return line
        return next((line for line in sheet.lines if line.table == place.table), None)
    return None


def line_name(line: Line) -> str:
    """What the row is called, without its number and without its unit in brackets."""
    return bare_name(line.name)


def bare_name(text: str) -> str:
    """A row's label without its number and without its unit in brackets."""
    name = " ".join(text.split()).rstrip("。；.")
    return _UNIT.sub("", _NUMBERING.sub("", name)).replace("：", "") or name


def of_whole_years(line: Line, statements: Sequence[Statement]) -> list[Statement]:
    """For figures of months and quarters the row's one of all of them, where it has such; the others as they are."""
    whole = [
        e.statement
        for e in line.entries
        if e.statement is not None and not _is_part(e.statement) and not e.statement.figure.end
    ]
    kept: list[Statement] = []
    for statement in statements:
        unit = statement.figure.unit
        sums = [s for s in whole if s.figure.unit == unit] if _is_part(statement) else []
        kept += sums[-1:] or [statement]
    return list({s.figure.key: s for s in kept}.values())


def _is_part(statement: Statement) -> bool:
    period = statement.figure.period
    return period is not None and bool(period.part)


def column_name(statement: Statement, parts: int = 1) -> str:
    """What the last `parts` of the figure's column say, without the unit that the figure is shown with."""
    column = [without_unit(part, statement.figure.unit) for part in statement.figure.place.column if part]
    return "".join(dict.fromkeys(bare_header(part) for part in column[-parts:]))


def line_sentence(
    line: Line, statements: Sequence[Statement], language: Language, *, asked: bool = False, weight: int = 3
) -> Sentence | None:
    """The row's name, then its figures; what several of the columns have over them is said once."""
    if not statements:
        return None
    groups: dict[str, list[Sequence[Part]]] = {}
    middle = ""
    for statement in statements:
        column = [part for part in statement.figure.place.column if part]
        over = bare_header(column[0]) if len(column) > 1 else ""
        own = "".join(bare_header(without_unit(part, statement.figure.unit)) for part in column[1:] or column)
        own = "" if over.endswith(own) else own.removeprefix(over)
        # 数量指标任务数48、数量指标完成数70: what is between is said once.
        within = "".join(bare_header(part) for part in column[1:-1])
        own, middle = (own.removeprefix(within) if within and within == middle else own), within
        groups.setdefault(over, []).append((own, statement))
    pieces: list[tuple[Part, ...]] = []
    for over, figures in groups.items():
        said = joined(language, figures, "and")
        pieces.append((over, *said) if over else tuple(said))
    name = "" if line.total else line_name(line)
    head: tuple[Part, ...] = (name, words(language, "colon")) if name else ()
    return Sentence((*head, *joined(language, pieces), words(language, "stop")), (), asked, weight)


def bare_header(header: str) -> str:
    """A column's header without number and unit; a year stays."""
    return _HEADING_MARK.sub("", _UNIT.sub("", " ".join(header.split())))
