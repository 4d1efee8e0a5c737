"""Why a finding may have come about: what the documents say of it, and the slips that lead from one value to the other.
Each is a guess for a person to judge, the likeliest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, permutations

from app.ask.knowledge import Knowledge
from app.ask.writing import decimal_text, figure_text
from app.check.arithmetic import printed
from app.check.evidence import Evidence
from app.check.finding import Finding
from app.check.slips import slip_between
from index.statements import Statement
from ingest.clauses import text_to_sentences
from prompts import message

MOST = 2
_LONGEST_QUOTE = 90


def explain(finding: Finding, evidence: Evidence, language: str) -> list[str]:
    """The likely explanations, at most MOST, each one sentence; none if nothing is at hand."""
    found: dict[str, None] = {}
    for words in _explanations(finding, evidence, language):
        found.setdefault(words)
        if len(found) == MOST:
            break
    return list(found)


def _explanations(finding: Finding, evidence: Evidence, language: str) -> Iterator[str]:
    statements = evidence.statements(finding)
    if not statements:
        return
    yield from _said(statements, evidence.knowledge, language)
    expected = evidence.expected(finding)
    if finding.kind in ("derived", "parts") and expected is not None:
        yield from _computed(statements, expected, evidence, language)
    elif finding.kind == "restated":
        yield from _stated(statements, evidence, language)


def _said(statements: Sequence[Statement], knowledge: Knowledge, language: str) -> Iterator[str]:
    """Sentences at the places, and notes under their tables, that speak of scope, time or rounding."""
    words = knowledge.lexicon.reasons.scope
    for statement in statements:
        records, place = knowledge.snapshot.records[statement.document], statement.figure.place
        texts: list[str] = []
        if place.table is not None:
            texts += records.tables[place.table].notes
        if statement.figure.passage is not None:
            texts += [s.text for s in text_to_sentences(records.passages[statement.figure.passage].text)]
        for text in texts:
            if any(word in text for word in words):
                quote = " ".join(text.split())
                short = quote if len(quote) <= _LONGEST_QUOTE else f"{quote[:_LONGEST_QUOTE]}…"
                yield message(language, "check.explain_said", quote=short)
                break


def _computed(statements: Sequence[Statement], expected: Decimal, evidence: Evidence, language: str) -> Iterator[str]:
    """From the value that follows to the one that is written."""
    stated, inputs = statements[0], statements[1:]
    gap = abs(stated.figure.value - expected)
    if len(inputs) > 2:
        part = next((s for s in inputs if gap and s.figure.value == gap), None)
        if part is not None:
            more = stated.figure.value > expected
            key = "check.explain_twice" if more else "check.explain_left_out"
            yield message(language, key, value=decimal_text(gap), name=figure_label_words(part))
    yield from _other_inputs(stated, inputs, evidence, language)
    yield from _slip(stated.figure.value, expected, language)
    for other, holder in evidence.beside(stated):
        if other.figure.value == stated.figure.value:
            yield message(language, "check.explain_copied", value=figure_text(stated.figure), name=holder)
            return


def _other_inputs(stated: Statement, inputs: Sequence[Statement], evidence: Evidence, language: str) -> Iterator[str]:
    """Two other figures of the row whose quotient is what is written: another numerator or denominator was meant."""
    if stated.figure.unit != "%":
        return
    given = [s for s in evidence.in_row(stated) if s.figure.unit != "%" and s.figure.value > 0]
    used = {s.figure.key for s in inputs}
    for part, whole in permutations(given, 2):
        if {part.figure.key, whole.figure.key} == used or part.figure.unit != whole.figure.unit:
            continue
        found = printed(part.figure).ratio(printed(whole.figure))
        if found is not None and found.meets(printed(stated.figure, whole=False)):
            names = [" › ".join(s.figure.place.column[-1:]) for s in (part, whole)]
            yield message(
                language, "check.explain_inputs", part=names[0], whole=names[1], value=figure_text(stated.figure)
            )
            return


def _stated(statements: Sequence[Statement], evidence: Evidence, language: str) -> Iterator[str]:
    """From one value of a thing to another."""
    values = {s.figure.value: s for s in statements}
    for statement in values.values():
        for other in evidence.in_row(statement):
            named = other.figure.measure
            if other.figure.value in values and other.figure.value != statement.figure.value:
                if named == "target" and statement.figure.measure != "target":
                    yield message(language, "check.explain_target", value=figure_text(other.figure))
                elif other.figure.period is not None and other.figure.period != statement.figure.period:
                    year = str(other.figure.period)
                    yield message(language, "check.explain_year", value=figure_text(other.figure), year=year)
    dated = [s for s in values.values() if s.figure.period is not None]
    if dated and len(dated) < len(values):
        undated = next(s for s in values.values() if s.figure.period is None)
        yield message(language, "check.explain_undated", value=figure_text(undated.figure))
    for a, b in combinations(values.values(), 2):
        if a.figure.unit == b.figure.unit:
            yield from _slip(a.figure.value, b.figure.value, language)


def _slip(a: Decimal, b: Decimal, language: str) -> Iterator[str]:
    slip = slip_between(a, b)
    if slip is not None:
        yield message(language, f"check.explain_{slip}", a=decimal_text(a), b=decimal_text(b))


def figure_label_words(statement: Statement) -> str:
    """What a part is called: its row, or the words at it."""
    figure = statement.figure
    words = figure.place.row[-1:] or figure.subject[-1:]
    return " ".join("".join(words).split())
