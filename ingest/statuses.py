"""Where tasks stand: finished, under way, not begun …, as sentences and status cells say it, with the reason given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.clauses import text_to_sentences
from ingest.lexicon import Lexicon
from ingest.periods import periods_in
from ingest.records import (
    DocumentRecords,
    Passage,
    PassageKind,
    Period,
    Region,
    Status,
    StatusKind,
)
from ingest.table_facets import table_facets

UNFINISHED = frozenset(
    {
        StatusKind.PARTLY,
        StatusKind.IN_PROGRESS,
        StatusKind.NOT_DONE,
        StatusKind.NOT_STARTED,
        StatusKind.SUSPENDED,
        StatusKind.NOT_APPROVED,
    }
)
_ENDS_REASON = re.compile(
    r"[，。；;]|导致|使得|以致|而(?=未|没|暂|停|推迟)|未能|未(?=完成|开展|达|启动)|没有(?=完成|开展)"
)


def records_to_statuses(records: DocumentRecords, lexicon: Lexicon) -> tuple[Status, ...]:
    """Statuses of all passages and status cells, keyed in their order.

    Under a heading that itself says “not done” (尚未完成的任务) every sentence is about something unfinished; a sentence
    there that names no status belongs to the one before and tells more of it.
    """
    found: list[Status] = []
    for passage in records.passages:
        if passage.kind in (PassageKind.PARAGRAPH, PassageKind.ITEM, PassageKind.CELL):
            found.extend(_passage_to_statuses(passage, records, lexicon))
    for table in records.tables:
        reasons = [c for c, path in enumerate(table.columns) if path and path[-1] in lexicon.tables.reason_column]
        grid = table.grid()
        for facets in table_facets(table, records, lexicon):
            kind = _status_of_cell(facets.text, lexicon)
            if facets.header or kind is None:
                continue
            row = next(r for r, path in enumerate(table.rows) if path == facets.place.row)
            reason = next((cell.text for c in reasons if (cell := grid[row][c]) is not None and cell.text), "")
            found.append(Status(0, kind, facets.subject, facets.period, reason, facets.place))
    return tuple(replace(status, key=key) for key, status in enumerate(found))


def status_of_clause(text: str, lexicon: Lexicon) -> tuple[StatusKind, str] | None:
    """The status that a clause names by its longest status word, and that word."""
    best: tuple[StatusKind, str] | None = None
    for kind, words in lexicon.statuses.items():
        for word in words:
            if word in text and (best is None or len(word) > len(best[1])):
                best = kind, word
    return best


def reason_of_sentence(text: str, lexicon: Lexicon) -> str:
    """The reason that a sentence gives, in its own words, empty if it gives none."""
    for first, last in lexicon.reasons.between:
        m = re.search(rf"{first}([^，。；、]{{2,40}}){last}", text)
        if m:
            return m[1]
    starts = [
        (m.start(), word)
        for word in lexicon.reasons.before
        if (m := re.search(rf"(?<![基]){word}(?!此|而|地|材|素)", text))
    ]
    if not starts:
        return ""
    at, word = min(starts, key=lambda pair: (pair[0], -len(pair[1])))
    rest = text[at + len(word) :]
    end = _ENDS_REASON.search(rest, 2)
    return rest[: end.start()].strip("：: ，,") if end else rest.strip("：: ，。")


def _passage_to_statuses(passage: Passage, records: DocumentRecords, lexicon: Lexicon) -> Iterator[Status]:
    keys: list[int] = []
    key = passage.place.section
    while key is not None:
        keys.append(key)
        key = records.sections[key].parent
    headings = [records.sections[k].title for k in reversed(keys)]
    listed = _is_unfinished_heading(headings[-1] if headings else "", lexicon)
    pending: Status | None = None
    for sentence in text_to_sentences(passage.text):
        text = sentence.text.strip()
        named = status_of_clause(text, lexicon)
        if named is not None and named[0] is StatusKind.DONE and not listed:
            continue
        reason = reason_of_sentence(text, lexicon)
        goes_on = pending is not None and text.startswith(lexicon.reasons.continues)
        if named is None or goes_on or (listed and named[0] is StatusKind.DONE and pending is not None):
            if not listed:
                continue
            if pending is not None:
                quote = pending.place.quote + text
                pending = replace(pending, reason=pending.reason or reason, place=replace(pending.place, quote=quote))
                continue
        kind = named[0] if named is not None else StatusKind.NOT_DONE
        if listed and kind is StatusKind.DONE:
            kind = StatusKind.NOT_DONE
        if pending is not None:
            yield pending
        subject = (*headings[-2:-1], text) if listed else (*headings[-1:], text)
        if not listed and kind in UNFINISHED and passage.place.row:
            subject = (*passage.place.row, text)
        place = replace(
            passage.place, quote=text, regions=_regions(passage, sentence.start, sentence.end) or passage.place.regions
        )
        spans = periods_in(text)
        period: Period | None = spans[0].period if spans else None
        pending = Status(0, kind, subject, period, reason, place, passage.key)
    if pending is not None:
        yield pending


def _is_unfinished_heading(heading: str, lexicon: Lexicon) -> bool:
    named = status_of_clause(heading, lexicon)
    return named is not None and named[0] in (StatusKind.NOT_DONE, StatusKind.NOT_STARTED)


def _status_of_cell(text: str, lexicon: Lexicon) -> StatusKind | None:
    """The status that a cell holds if it holds nothing else."""
    word = text.strip().strip("。；")
    for kind, words in lexicon.statuses.items():
        if word in words:
            return kind
    return None


def _regions(passage: Passage, start: int, end: int) -> tuple[Region, ...]:
    return tuple(line.region for line in passage.lines if line.start < end and line.end > start)
