"""In which row of a table something stands; that it has none there, and where else it is stated."""

from __future__ import annotations

import re
from decimal import Decimal

from app.ask.knowledge import Knowledge
from app.ask.mentions import asked_thing, find_mentions
from app.ask.question import Question
from app.ask.sheets import Line
from app.ask.writing import Writing, figure_name, place_words, table_name
from index.matching import Term
from index.tokens import text_to_tokens

NAMED = 0.85
"""Share of what is asked that a row's name must say."""
MOST = 4
_BEHIND = re.compile(r"(?:第几行|哪一?行|第几条)(?:是|写的?是?|为|有|列了?)(?P<name>[^，。？?,；;]{2,20})")
"""第几行是银行贷款: the name that stands behind."""
LEAST, LONGEST = 2, 20
"""Characters of a name that stands before the table's."""


def answer_row_number(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes the number of the asked row in the named table, counted without the headers, with its figures; or that the
    table has no such row, with what other places state. False unless one table and something to look for are named."""
    terms = [t for t in asked_thing(question, knowledge) if t.weight > 0]
    if len(question.references.tables) != 1 or not (terms or question.unknown):
        return False
    document, table = question.references.tables[0]
    lines = [
        line
        for sheet in knowledge.sheets
        if sheet.document == document and table in sheet.tables
        for line in sheet.lines
        if line.table == table
    ]
    if not lines:
        return False
    weights = [t.weight * max((sum(map(knowledge.evidence.rarity, n)) for n in t.names), default=0.0) for t in terms]
    whole = sum(weights)

    def said(line: Line) -> float:
        tokens = set(text_to_tokens(" ".join(line.path)))
        covers = [max((sum(x in tokens for x in n) / len(n) for n in t.names if n), default=0.0) for t in terms]
        return sum(w * c for w, c in zip(weights, covers, strict=True)) / whole if whole else 0.0

    best = max(lines, key=said)
    where = table_name(writing.snapshot, document, table)
    if said(best) >= NAMED and not question.unknown:
        at = lines.index(best) + 1
        number = writing.computed(Decimal(at), "", writing.text("tally.count_formula"))
        writing.say("rows.number", table=where, name=best.name, number=number)
        stated = [e.statement for e in best.entries if e.statement is not None]
        rows = [f"- {figure_name(s.figure, writing)}{writing.text('colon')}{writing.stated(s)}" for s in stated]
        writing.lines += ["\n".join(rows)] if rows else []
        return True
    writing.say("rows.none", table=where, name=_name(question))
    mentions = [] if question.unknown else find_mentions(question, knowledge)[:MOST]
    for mention in mentions:
        s = mention.statement
        place = place_words(writing.snapshot, s.document, s.figure.place, writing.language)
        writing.say("lookup.one", label=figure_name(s.figure, writing), figures=writing.stated(s), place=place)
    writing.refused = not mentions
    return True


def _name(question: Question) -> str:
    """What the question calls it: its words before the table, else those that name something."""
    start = min((span[0] for span in question.references.spans), default=0)
    before = re.split(r"[，。；,;：:]", question.plain[:start])[-1].strip().rstrip("在于里的 ")
    if LEAST <= len(before) <= LONGEST and question.language == "zh":
        return before
    behind = _BEHIND.search(question.plain)
    if behind is not None:
        return behind["name"]
    return " ".join((*question.unknown, *(t.text for t in _named_words(question))))


def _named_words(question: Question) -> list[Term]:
    return [t for t in question.terms if t.weight >= 1 and len(t.text) > 1]
