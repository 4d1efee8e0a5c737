"""Numbered items of table cells and of sections: a number twice, a number left out, and an item that lacks the count
that all the others have."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from app.ask.knowledge import Knowledge
from app.check.checked import Judgement
from app.check.finding import make_finding, place_of
from ingest.marks import leading_mark
from ingest.records import Cell, DocumentRecords, PassageKind, Place, Table
from prompts import message

_ITEM = re.compile(r"(?:^|[\n。；;：:])\s*[（(](?P<n>\d{1,2})[）)]")
_FEWEST = 4
"""Items of which all but one must state a count for the one to lack it."""
_COUNTED = re.compile(r"\d\s*\S{0,3}$")
_BARE = re.compile(r"\S{3,12}")
_SHOWN = 30


def check_numbering(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """Of all documents."""
    for document in knowledge.snapshot.documents:
        records = knowledge.snapshot.records[document.id]
        for table in records.tables:
            for cell in table.cells:
                yield from _check_cell(document.id, table, cell, knowledge, language)
            yield from _check_rows(document.id, table, knowledge, language)
        yield from _check_sections(document.id, records, knowledge, language)


def _check_cell(document: int, table: Table, cell: Cell, knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    starts = list(_ITEM.finditer(cell.text))
    items = [
        (int(m["n"]), cell.text[m.start() : after.start() if after else len(cell.text)].strip("\n。；;：: "))
        for m, after in zip(starts, [*starts[1:], None], strict=False)
    ]
    for (before, first), (number, second) in pairwise(items):
        # A number that is left out may stand in the middle of a line: then it is not one that begins an item.
        if number == before > 1 or (number == before + 2 and not _is_inside(before + 1, cell.text)):
            key = "check.item_twice" if number == before else "check.item_gap"
            summary = message(language, key, number=number, before=first[:_SHOWN], after=second[:_SHOWN])
            yield _finding(document, table, cell, (first, second), f"（{number}）", summary, knowledge, language)
    yield from _check_counts(document, table, cell, [text for _, text in items], knowledge, language)


def _check_counts(
    document: int, table: Table, cell: Cell, items: Sequence[str], knowledge: Knowledge, language: str
) -> Iterator[Judgement]:
    """An item that is only a name where all the others end with a count."""
    lacking = [item for item in items if not _COUNTED.search(item)]
    if len(items) <= _FEWEST or len(lacking) != 1:
        return
    mark = leading_mark(lacking[0])
    value = lacking[0][mark.end if mark is not None else 0 :]
    if _BARE.fullmatch(value):
        summary = message(language, "check.item_count", item=lacking[0], count=len(items) - 1)
        yield _finding(document, table, cell, lacking, value, summary, knowledge, language)


def _finding(
    document: int,
    table: Table,
    cell: Cell,
    items: Sequence[str],
    value: str,
    summary: str,
    knowledge: Knowledge,
    language: str,
) -> Judgement:
    column = table.columns[cell.column] if cell.column < len(table.columns) else ()
    row = table.rows[cell.row] if cell.row < len(table.rows) else ()
    places = [
        place_of(
            knowledge.snapshot,
            document,
            Place(table.section, item, cell.regions[:1], table.key, row, column),
            value,
        )
        for item in items
    ]
    return make_finding("missing", "low", summary, places, confidence="0.7")


def _is_inside(number: int, text: str) -> bool:
    return re.search(rf"[（(]\s*{number}\s*[）)]", text) is not None


def _check_sections(
    document: int, records: DocumentRecords, knowledge: Knowledge, language: str
) -> Iterator[Judgement]:
    """Items of one kind that follow one another under a heading."""
    runs: dict[tuple[int | None, str], list[tuple[int, Place]]] = defaultdict(list)
    for passage in records.passages:
        mark = leading_mark(passage.text)
        if passage.kind is not PassageKind.ITEM or passage.place.table is not None or mark is None:
            continue
        if len(mark.numbers) == 1:
            runs[passage.place.section, mark.kind].append((mark.numbers[0], passage.place))
    for run in runs.values():
        for (before, first), (number, second) in pairwise(run):
            if number != before + 2 and not number == before > 1:
                continue
            key = "check.item_twice" if number == before else "check.item_gap"
            quotes = [" ".join(place.quote.split())[:_SHOWN] for place in (first, second)]
            summary = message(language, key, number=number, before=quotes[0], after=quotes[1])
            places = [place_of(knowledge.snapshot, document, place, str(number)) for place in (first, second)]
            yield make_finding("missing", "low", summary, places, confidence="0.6")


def _check_rows(document: int, table: Table, knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """Rows that are numbered as those of another chapter: 3.1.1, 3.1.2 … in table 4-1."""
    own = re.search(r"\d+", table.number)
    marked = [
        (path, mark)
        for path in dict.fromkeys(table.rows[table.header_rows :])
        if path and (mark := leading_mark(path[-1])) is not None and mark.kind == "decimal" and len(mark.numbers) > 1
    ]
    chapters = {mark.numbers[0] for _, mark in marked}
    if own is None or "-" not in table.number or len(marked) < _FEWEST or len(chapters) != 1:
        return
    (chapter,) = chapters
    if chapter == int(own.group()):
        return
    first, last = marked[0], marked[-1]
    summary = message(
        language, "check.row_numbers", table=table.number, first=first[1].text, last=last[1].text, chapter=own.group()
    )
    places = [
        place_of(
            knowledge.snapshot, document, Place(table.section, path[-1], table.regions[:1], table.key, path), mark.text
        )
        for path, mark in (first, last)
    ]
    yield make_finding("name", "low", summary, places, confidence="0.7")
