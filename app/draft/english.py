"""English drafts from Chinese documents: figures go with the words of the request; what only words say is quoted as it
stands, since nothing here translates."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.ask.knowledge import Knowledge
from app.ask.sheets import Line
from app.draft.comparing import Compared
from app.draft.english_names import english_name
from app.draft.lines import bare_header, column_name, line_name
from app.draft.manuscript import NAMED, Part, Printed, Sentence
from app.draft.phrasing import joined, phrase, words
from app.draft.request import Particular
from app.draft.resolving import Pick
from app.draft.restating import evidence_to_clauses, restate
from index.statements import Statement, own_words
from index.tokens import text_to_tokens

MOST_FIGURES = 3
COUNTS = ("target", "actual", "rate")
CALLED = 0.6
"""Share of a label that the particular must say for the label to be what it means."""
LEAST = 0.5
"""Share of a particular that the name of a compared indicator must say."""
_NUMBER_OF = re.compile(r"^(?:the )?(?:total )?(?:number|count) of (?:the |our )?", re.I)


def english_sentence(particular: Particular, picks: Sequence[Pick], knowledge: Knowledge) -> Sentence | None:
    """One sentence for a particular: its figures with its own words, and the clause that says it as a quotation."""
    named = _words_of(particular)
    for pick in picks:
        counted = [s for s in pick.statements if _is_count(s, knowledge)]
        if _NUMBER_OF.search(particular.text) and counted:
            said = phrase("en", "english.counted", figure=counted[0], name=named)
            return Sentence(said, asked=True, weight=NAMED)
    first = picks[0] if picks else None
    if first is None or (not first.clauses and particular.question.unknown):
        # A row that says a part of it is not what is asked.
        return None
    if not first.clauses:
        figures = joined("en", [_dated(s) for s in first.statements[:MOST_FIGURES]], "comma")
        return Sentence(phrase("en", "english.valued", name=_capital(named), figures=figures), asked=True, weight=NAMED)
    clauses = [c for c in evidence_to_clauses(first.evidence, knowledge) if c.at in first.clauses]
    quoted = restate(clauses, first.evidence, weight=NAMED, asked=True, dated=True)
    if quoted is None:
        return None
    body = [Printed(part) if isinstance(part, Statement) else part for part in quoted.parts[:-1]]
    return Sentence(phrase("en", "english.quoted", name=_capital(named), quote=body), quoted.places, True, NAMED)


def english_comparison(particular: Particular, rows: Sequence[Compared]) -> Sentence | None:
    """The own figure and the other body's for a particular that a comparison has."""
    terms = [term for term in particular.question.terms if term.weight >= 1]
    best: tuple[float, Compared] | None = None
    for row in rows:
        tokens = set(text_to_tokens(row.name))
        covers = [max((sum(t in tokens for t in n) / len(n) for n in term.names), default=0.0) for term in terms]
        cover = sum(covers) / len(covers) if covers else 0.0
        if cover >= LEAST and (best is None or cover > best[0]):
            best = cover, row
    if best is None:
        return None
    row = best[1]
    figure = row.others[-1][1]
    name = _capital(_words_of(particular))
    said = phrase("en", "english.compared", name=name, own=row.own, other=figure, direction=_direction(row.own, figure))
    return Sentence(said, asked=True, weight=NAMED)


def english_counts(line: Line, knowledge: Knowledge, *, asked: bool, weight: int) -> Sentence | None:
    """A row of tasks or indicators in English: how many of how many are done, and the rate, by groups of columns."""
    groups: dict[str, dict[str, Statement]] = {}
    for entry in line.entries:
        statement = entry.statement
        if statement is not None and statement.figure.measure in COUNTS:
            column = [part for part in statement.figure.place.column if part]
            over = bare_header(column[0]) if len(column) > 1 else ""
            groups.setdefault(over, {}).setdefault(statement.figure.measure, statement)
    pieces: list[tuple[Part, ...]] = []
    for over, told in groups.items():
        name = english_name(over or line_name(line), knowledge) if over or not line.total else ""
        if "target" in told and "actual" in told:
            rate = phrase("en", "english.rate", figure=told["rate"]) if "rate" in told else ()
            key = "english.counts" if name else "english.counts_bare"
            pieces.append(phrase("en", key, name=name, actual=told["actual"], target=told["target"], rate=rate))
    if not pieces:
        return None
    return Sentence((*joined("en", pieces, "semicolon"), words("en", "stop")), asked=asked, weight=weight)


def english_stated(particular: Particular, knowledge: Knowledge) -> Sentence | None:
    """The figures of what is called just as the particular asks, one for each year; None if nothing is."""
    terms = [term for term in particular.question.terms if term.weight >= 1]
    best: tuple[float, str, list[Statement]] | None = None
    by_label: dict[str, list[Statement]] = {}
    for statement in knowledge.snapshot.figures:
        if (
            not statement.holder
            and statement.figure.subject
            and statement.figure.measure not in ("target", "difference")
        ):
            by_label.setdefault(own_words(statement.figure), []).append(statement)
    for label, statements in by_label.items():
        tokens = set(text_to_tokens(label))
        covered = [next((n for n in term.names if set(n) <= tokens), None) for term in terms]
        if not tokens or not terms or None in covered:
            continue
        share = len({token for name in covered if name for token in name}) / len(tokens)
        if share >= CALLED and (best is None or share > best[0]):
            best = share, label, statements
    if best is None:
        return None
    dated = {s.figure.period: s for s in reversed(best[2]) if s.figure.period is not None}
    told = [dated[period] for period in sorted(dated, key=lambda p: (p.last, p.first))][-2:] or best[2][:1]
    figures = joined("en", [_dated(s) for s in told], "comma")
    name = _capital(_words_of(particular))
    return Sentence(phrase("en", "english.valued", name=name, figures=figures), asked=True, weight=NAMED)


def _dated(statement: Statement) -> tuple[Part, ...]:
    """A figure of a table with its years; with what its column says where it has none."""
    period = statement.figure.period
    return (statement, f" ({period if period is not None else column_name(statement)})")


def _direction(own: Statement, other: Statement) -> str:
    if own.figure.value == other.figure.value:
        return words("en", "english.equal")
    return words("en", "english.above" if own.figure.value > other.figure.value else "english.below")


def _is_count(statement: Statement, knowledge: Knowledge) -> bool:
    return statement.figure.unit not in ("%", "‰") and "元" not in statement.figure.unit


def _words_of(particular: Particular) -> str:
    return _NUMBER_OF.sub("", particular.text).strip()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
