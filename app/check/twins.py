"""Two tables that list the same results: rows that only one of them has; numbers that stand in a column of levels."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from app.ask.knowledge import Knowledge
from app.ask.sheets import Entry, Line, Sheet
from app.check.checked import Judgement
from app.check.finding import make_finding, place_of, stated_at
from index.statements import normal_label
from ingest.records import Place
from prompts import message

_FEWEST = 15
_SHARE = 0.8
_MOST_LEFT = 5
_ALIKE = 5


def check_twins(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """Of all documents."""
    for a, b in combinations([sheet for sheet in knowledge.sheets if len(sheet.lines) >= _FEWEST], 2):
        if a.document == b.document:
            yield from _left_out(a, b, knowledge, language)
    yield from _shifted(knowledge, language)


def _left_out(a: Sheet, b: Sheet, knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """Rows of achieved results that one of two lists with mostly the same rows lacks."""
    one, other = ({normal_label(line.name): line for line in sheet.body if line.name} for sheet in (a, b))
    common = one.keys() & other.keys()
    if len(common) < _SHARE * max(len(one), len(other)):
        return
    lacking = [(line, b) for name, line in one.items() if _only_in(name, other)]
    lacking += [(line, a) for name, line in other.items() if _only_in(name, one)]
    found = [(line, sheet) for line, sheet in lacking if (s := line.first("actual")) and s.figure.value > 0]
    if not 0 < len(found) <= _MOST_LEFT:
        return
    names = message(language, "check.and_name").join(
        message(language, "check.lacking_row", name=line.name, table=sheet.number or sheet.title)
        for line, sheet in found
    )
    places = [stated_at(knowledge.snapshot, s) for line, _ in found if (s := line.first("actual"))]
    yield make_finding("missing", "medium", message(language, "check.twins", names=names), places, confidence="0.7")


def _only_in(name: str, others: dict[str, Line]) -> bool:
    """Whether no row of the other table has the name, or one that begins or ends like it."""
    return not any(
        name == other or name[:_ALIKE] == other[:_ALIKE] or name[-_ALIKE:] == other[-_ALIKE:] for other in others
    )


def _shifted(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """Numbers in a column of levels, in few of its rows; the same slip in several tables is one finding."""
    found: dict[tuple[str, ...], list[tuple[Sheet, Line, Entry]]] = defaultdict(list)
    for sheet in knowledge.sheets:
        for column in sheet.columns:
            if "".join(column[-1:]).strip() not in knowledge.lexicon.tables.level_column:
                continue
            filled = [(line, e) for line in sheet.body for e in line.entries if e.column == column and e.text.strip()]
            wrong = [(sheet, line, e) for line, e in filled if e.text.strip().isdigit()]
            if 0 < len(wrong) * 2 <= len(filled):
                found[tuple(normal_label(line.name) for _, line, _ in wrong)].extend(wrong)
    for rows in found.values():
        tables = dict.fromkeys(sheet.number or sheet.title for sheet, _, _ in rows)
        summary = message(
            language,
            "check.shifted",
            column="".join(rows[0][2].column[-1:]),
            count=len(rows),
            first=rows[0][1].name,
            table=message(language, "answers.and").join(tables),
        )
        places = [
            place_of(
                knowledge.snapshot,
                line.document,
                Place(e.place.section, e.text, e.place.regions, e.place.table, e.place.row, e.place.column),
                e.text.strip(),
            )
            for _, line, e in rows
        ]
        yield make_finding("missing", "low", summary, places, confidence="0.8")
