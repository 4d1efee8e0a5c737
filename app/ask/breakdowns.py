"""Whether a number that is asked for each of a kind (按二级学院, 十大项目各自) is stated for each of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.ask.columns import columns_of, names_header, stub_headers
from app.ask.coverage import covers
from app.ask.dialogue import subject_terms
from app.ask.focus import is_naming
from app.ask.knowledge import Knowledge
from app.ask.question import Question
from app.ask.references import tables_within
from app.ask.select import Selected
from app.ask.sheets import Line, Sheet
from app.ask.times import wants_figure
from index.matching import Term
from index.tokens import text_to_tokens

LEAST = 2
"""Figures that make a breakdown."""
MONEY = ("budget", "received", "spent")
SAID = 0.6
"""Share of what else is asked that a table or passage must say."""
_LISTED = re.compile(r"、|和|与|及")


def lacks_breakdown(question: Question, selected: Sequence[Selected], knowledge: Knowledge) -> bool:
    """Whether the question wants a number for each of a kind, and the documents state none for several of that kind:
    the number of them all is not what is asked."""
    m = knowledge.words.detail("breakdown", question.plain)
    if m is None or not (wants_figure(question, knowledge) or question.measures) or question.asks("why", "summary"):
        return False
    by = next(filter(None, m.groups()))
    kind = _kind(by, question, knowledge)
    if kind is None:
        return False
    own = set(text_to_tokens(by))
    rest = [
        t
        for t in subject_terms(question, knowledge)
        if not any(set(name) <= own for name in t.names) and t.text not in by
    ]
    if any(_sheet_has(sheet, kind, rest, question, knowledge) for sheet in _referred(question, knowledge)):
        return False
    return len(set(_told_of(kind, rest, selected, question, knowledge))) < LEAST


def _kind(by: str, question: Question, knowledge: Knowledge) -> Term | None:
    """What there is to be a number for each of; None if it is said in general words (按类别), or listed by name."""
    words = knowledge.words
    found = knowledge.terms.find(by, question.language == "en")
    listed = _LISTED.search(by) is not None
    if listed and not found.unknown:
        return None
    heads = [(by.rfind(t.text), t) for t in found.known if len(t.text) > 1 and t.weight >= 1]
    heads += [(by.rfind(word), Term((tuple(text_to_tokens(word)),), 1.0, word)) for word in found.unknown]
    if not heads:
        return None
    _, head = max(heads, key=lambda h: h[0] + len(h[1].text) / 100)
    general = (*words.measuring, *words.selves, *words.idle_words)
    if head.text in general or (question.language == "zh" and not is_naming(head.text)):
        return None
    return head


def _referred(question: Question, knowledge: Knowledge) -> Iterator[Sheet]:
    tables = set(question.references.tables) or tables_within(question.references.sections, knowledge.snapshot)
    for sheet in knowledge.sheets:
        if len(sheet.body) >= LEAST and (
            not tables or any((sheet.document, table) in tables for table in sheet.tables)
        ):
            yield sheet


def _sheet_has(sheet: Sheet, kind: Term, rest: Sequence[Term], question: Question, knowledge: Knowledge) -> bool:
    """Whether the rows or columns of the sheet are of the kind and state what is asked."""
    over = " ".join((sheet.title, *sheet.headings[-1:]))
    rows = [line for line in sheet.body if names_header(kind, line.name)]
    of_kind = any(names_header(kind, header) for header in stub_headers(sheet)) or len(rows) >= LEAST
    worded = [
        c for c in columns_of(sheet) if not any(e.figure for line in sheet.body for e in line.entries if e.column == c)
    ]
    of_kind = of_kind or any(names_header(kind, column[-1]) for column in worded)
    across = [c for c in columns_of(sheet) if names_header(kind, " ".join(c))]
    if not of_kind and len(across) < LEAST:
        return False
    lines = rows if len(rows) >= LEAST else sheet.body
    return any(_column_says(sheet, lines, column, over, rest, question, knowledge) for column in columns_of(sheet))


def _column_says(
    sheet: Sheet,
    lines: Sequence[Line],
    column: tuple[str, ...],
    over: str,
    rest: Sequence[Term],
    question: Question,
    knowledge: Knowledge,
) -> bool:
    figures = [e.figure for line in lines for e in line.entries if e.column == column and e.figure is not None]
    if len(figures) < LEAST:
        return False
    if question.measures and not any(f.measure in question.measures for f in figures):
        return False
    if question.units and knowledge.lexicon.base_unit(figures[0].unit)[0] not in (*question.units, ""):
        return False
    head = " ".join((over, *column, *stub_headers(sheet)))
    said = sum(names_header(t, head) or any(names_header(t, line.name) for line in lines) for t in rest)
    return said >= SAID * len(rest)


def _told_of(
    kind: Term, rest: Sequence[Term], selected: Sequence[Selected], question: Question, knowledge: Knowledge
) -> Iterator[str]:
    """The labels and headings of the kind under which sentences and rows state what is asked."""
    figures = knowledge.snapshot.figures
    for piece in selected:
        evidence = piece.evidence
        own = [figures[i].figure for i in evidence.figures]
        money = bool(set(question.measures) & set(MONEY))
        own = [f for f in own if not question.measures or f.measure in question.measures or not (money or f.measure)]
        own = [f for f in own if not question.units or knowledge.lexicon.base_unit(f.unit)[0] in question.units]
        told = sum(covers(evidence, t, knowledge) for t in rest)
        if not own or told < SAID * len(rest):
            continue
        named = [f.subject[-1] for f in own if f.subject and names_header(kind, f.subject[-1])]
        named += [part for part in (*evidence.place.row[-1:], *evidence.context[-2:]) if names_header(kind, part)]
        if evidence.passage is not None and names_header(kind, evidence.text):
            # 各中心的培训量为：甲3000人日，乙2980人日.
            named += [f"{f.subject[-1:]}" for f in own] if len(own) >= LEAST else []
        yield from named
