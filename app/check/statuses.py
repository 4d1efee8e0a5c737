"""Called finished here and unfinished there: status cells against the row's own figures and against sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from app.ask.knowledge import Knowledge
from app.ask.sheets import Line, Sheet
from app.ask.writing import decimal_text
from app.check.arithmetic import HUNDRED
from app.check.checked import Judgement, Spot, holds
from app.check.finding import make_finding, place_of, stated_at
from app.check.unfinished import SHORTEST_NAME, told_unfinished
from ingest.records import StatusKind
from ingest.statuses import UNFINISHED
from prompts import message

DONE = (StatusKind.DONE, StatusKind.OVERFULFILLED, StatusKind.AHEAD)


def check_statuses(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """Status cells of all tables."""
    for sheet in knowledge.sheets:
        rule = _rule(sheet)
        for line in sheet.lines:
            if line.status is None:
                continue
            yield from _against_figures(line, rule, knowledge, language)
            yield from _against_sentences(line, knowledge, language)


def _rule(sheet: Sheet) -> dict[StatusKind, tuple[Decimal, Decimal]]:
    """Per status the second least and the greatest rate of the rows that have it: one row may be the slip itself."""
    rates: dict[StatusKind, list[Decimal]] = defaultdict(list)
    for line in sheet.lines:
        rate = line.first("rate")
        if line.status is not None and rate is not None:
            rates[line.status].append(rate.figure.value)
    return {status: (sorted(values)[1], max(values)) for status, values in rates.items() if len(values) > 2}


def _against_figures(
    line: Line, rule: dict[StatusKind, tuple[Decimal, Decimal]], knowledge: Knowledge, language: str
) -> Iterator[Judgement]:
    rate = line.first("rate")
    entry = next((e for e in line.entries if e.statement is None and _is_status(e.text, knowledge)), None)
    if rate is None or entry is None or line.status is None:
        return
    value = rate.figure.value
    wrong_done = line.status in DONE and value < HUNDRED and not _others_too(line, rule, value)
    wrong_open = line.status in UNFINISHED and value >= HUNDRED
    if not wrong_done and not wrong_open:
        yield holds("status", [rate], spots=[Spot(line.document, entry.place, entry.text.strip())])
        return
    summary = message(
        language, "check.status_rate", name=line.name, status=entry.text.strip(), rate=f"{decimal_text(value)}%"
    )
    places = [
        place_of(knowledge.snapshot, line.document, entry.place, entry.text.strip()),
        stated_at(knowledge.snapshot, rate),
    ]
    yield make_finding("status", "high", summary, places, confidence="0.75")


def _others_too(line: Line, rule: dict[StatusKind, tuple[Decimal, Decimal]], value: Decimal) -> bool:
    """Whether other rows are called so at no higher a rate: then that is how the document counts."""
    known = rule.get(line.status) if line.status is not None else None
    return known is not None and known[0] < HUNDRED


def _against_sentences(line: Line, knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """A row that is called finished, and a sentence that calls the thing of its name unfinished."""
    name = "".join(line.name.split())
    if line.status not in DONE or len(name) < SHORTEST_NAME:
        return
    entry = next((e for e in line.entries if e.statement is None and _is_status(e.text, knowledge)), None)
    if entry is None:
        return
    unfinished = [
        (document, status.place, "".join(status.place.quote.split()))
        for document, status in knowledge.snapshot.statuses()
        if status.kind in UNFINISHED and status.place.table is None
    ]
    found = [(document, place, text, text[:40]) for document, place, text in unfinished if _names(name, text)]
    found.extend(
        (clause.document, clause.place, clause.text, clause.words) for clause in told_unfinished(name, knowledge)
    )
    for document, place, text, words in found[:1]:
        places = [
            place_of(knowledge.snapshot, line.document, entry.place, entry.text.strip()),
            place_of(knowledge.snapshot, document, place, words),
        ]
        summary = message(language, "check.status_text", name=line.name, status=entry.text.strip(), text=text[:60])
        yield make_finding("status", "high", summary, places, confidence="0.7")


def _names(name: str, text: str) -> bool:
    """Whether the text holds the name, or all but its last two characters (…中心建设)."""
    return name in text or (len(name) > SHORTEST_NAME + 1 and name[:-2] in text)


def _is_status(text: str, knowledge: Knowledge) -> bool:
    word = text.strip().strip("。；")
    return any(word in words for words in knowledge.lexicon.statuses.values())
