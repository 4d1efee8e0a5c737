"""Findings in words, as terminal, papers and page say them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from app.answer import Language
from app.check.finding import Finding, FindingPlace
from app.check.triage import Triage
from prompts import message


def finding_words(finding: Finding, number: int, language: Language) -> str:
    """A finding in a few lines."""
    lines = [
        message(
            language,
            "check.row",
            number=number,
            kind=message(language, f"check.kind_{finding.kind}"),
            severity=message(language, f"check.severity_{finding.severity}"),
            summary=finding.summary,
        )
    ]
    if finding.recomputed:
        lines.append(message(language, "check.recomputed", formula=finding.recomputed))
    lines += [
        message(language, "check.place", where=place_line(place, language), value=place.value or place.quote)
        for place in finding.places
    ]
    return "\n".join(lines)


def count_words(findings: Sequence[Finding], language: Language) -> str:
    """How many findings there are, by severity."""
    counts = Counter(finding.severity for finding in findings)
    return message(
        language, "check.count", count=len(findings), high=counts["high"], medium=counts["medium"], low=counts["low"]
    )


def after_reading(findings: Sequence[Finding], language: Language) -> str:
    """What the cross-check found in what was just read, and where to see it."""
    words = count_words(findings, language) if findings else message(language, "check.none")
    return message(language, "check.after_reading", words=words)


def place_line(place: FindingPlace, language: Language) -> str:
    """Document, page, section, table, row and column in one line."""
    page = message(language, "answers.page", page=place.page) if place.page is not None else ""
    parts = (place.doc, page, place.section, place.table, place.row, place.column)
    return " · ".join(part for part in parts if part)


def findings_to_markdown(findings: Sequence[Finding], language: Language) -> str:
    """One item for each finding, with its places and its recomputation."""
    if not findings:
        return message(language, "check.none") + "\n"
    lines = [count_words(findings, language), ""]
    for number, finding in enumerate(findings, 1):
        lines.append(finding_words(finding, number, language))
    return "\n".join(lines) + "\n"


def triage_words(triage: Triage, language: Language) -> str:
    """Where a finding stands, who decided and when, and why."""
    words = message(language, f"check.state_{triage.state}")
    if triage.at is not None:
        at = triage.at.astimezone().strftime("%Y-%m-%d %H:%M")
        words = message(language, "check.decided", state=words, who=triage.who, at=at)
        if triage.note:
            words = message(language, "check.noted", words=words, note=triage.note)
    elif triage.before is not None:
        state = message(language, f"check.state_{triage.before.state}")
        words = message(language, "check.before", words=words, state=state, values=triage.before.values)
    return words
