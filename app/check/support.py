"""Which of the values of a finding the rest of the documents supports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.ask.writing import decimal_text, figure_text
from app.check.evidence import Evidence
from app.check.finding import Finding
from index.statements import Statement
from prompts import message


@dataclass(frozen=True, slots=True)
class Support:
    """The value, as printed or as it should be, and in words what speaks for it."""

    value: str
    words: str


def supported_value(finding: Finding, evidence: Evidence, language: str) -> Support | None:
    """The value that more places and reckonings speak for than for any other; None where they balance or are silent."""
    statements = evidence.statements(finding)
    if not statements:
        return None
    if finding.kind in ("derived", "parts"):
        return _of_reckoning(finding, statements, evidence, language)
    if finding.kind in ("restated", "unit"):
        return _of_values(statements, evidence, language)
    return None


@dataclass(slots=True)
class _Votes:
    """What speaks for one value: places that state it, of how many documents, and reckonings that hold with it."""

    first: Statement
    places: set[tuple[int, int]]
    reckonings: set[str]

    @property
    def weight(self) -> int:
        # A reckoning ties a value to figures that somebody else may have written: it weighs more than a repetition.
        return len(self.places) + 2 * len(self.reckonings)


def _of_values(statements: Sequence[Statement], evidence: Evidence, language: str) -> Support | None:
    lexicon = evidence.knowledge.lexicon
    votes: dict[tuple[Decimal, str], _Votes] = {}
    for shown in statements:
        for s in (shown, *evidence.others(shown)):
            unit, factor = lexicon.base_unit(s.figure.unit)
            known = votes.setdefault((s.figure.value * factor, unit), _Votes(s, set(), set()))
            known.places.add((s.document, s.figure.key))
            known.reckonings.update(check.formula for check in evidence.reckonings(s))
    ranked = sorted(votes.values(), key=lambda v: -v.weight)
    if len(ranked) < 2 or ranked[0].weight == ranked[1].weight:
        return None
    return _support(figure_text(ranked[0].first.figure), ranked[0], language)


def _support(value: str, votes: _Votes, language: str) -> Support:
    documents = len({document for document, _ in votes.places})
    parts = [message(language, "check.support_places", count=len(votes.places), documents=documents)]
    if votes.reckonings:
        example = min(votes.reckonings, key=len)
        parts.append(message(language, "check.support_reckonings", count=len(votes.reckonings), formula=example))
    return Support(value, message(language, "answers.semicolon").join(parts))


def _of_reckoning(
    finding: Finding, statements: Sequence[Statement], evidence: Evidence, language: str
) -> Support | None:
    """What follows from the inputs, if these are confirmed elsewhere; what is written, if that is and they are not."""
    expected = evidence.expected(finding)
    if expected is None:
        return None
    stated, inputs = statements[0], statements[1:]
    confirmed = [s for s in inputs if evidence.others(s) or evidence.reckonings(s)]
    again = len(evidence.others(stated)) + len(evidence.reckonings(stated))
    elsewhere = _states_expected(stated, expected, evidence)
    unit = "%" if stated.figure.unit == "%" else f" {stated.figure.unit}".rstrip()
    value = f"{decimal_text(expected)}{unit}"
    if elsewhere:
        words = message(language, "check.support_elsewhere", count=len(elsewhere), value=value)
        return Support(value, words)
    if inputs and len(confirmed) == len(inputs) and not again:
        return Support(value, message(language, "check.support_inputs", count=len(inputs)))
    # That a wrong rate is repeated once says little: it may have been copied.
    if again > 1 and not confirmed:
        return Support(figure_text(stated.figure), message(language, "check.support_stated", count=again))
    return None


def _states_expected(stated: Statement, expected: Decimal, evidence: Evidence) -> list[Statement]:
    """Other places that state the expected value of the same thing."""
    return [
        s for s in evidence.knowledge.snapshot.same_indicator(stated) if s is not stated and s.figure.value == expected
    ]
