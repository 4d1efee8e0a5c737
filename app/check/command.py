"""What `ziping check` does: decides about findings, and shows findings, coverage or changes."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.answer import Language
from app.check.change_words import change_lines, changes_data
from app.check.coverage_words import coverage_data, coverage_lines
from app.check.edition_sources import document_edition, file_edition, index_edition, is_home
from app.check.editions import EditionChanges, compare_editions
from app.check.export import write_findings
from app.check.finding import Finding
from app.check.identity import finding_key
from app.check.triage import STATES, Triage, TriageError, count_states
from app.check.words import count_words, finding_words, triage_words
from index.errors import StoreError
from prompts import message

if TYPE_CHECKING:
    from app.service import Ziping


@dataclass(frozen=True, slots=True)
class Checking:
    """What the command line asks for. `decisions` are ID=STATE; `only` shows the findings of this state;
    `document` names the PDF that is annotated."""

    out: Path | None = None
    coverage: bool = False
    decisions: Sequence[str] = ()
    note: str = ""
    who: str = ""
    only: str = ""
    as_json: bool = False
    document: str = ""
    against: Path | None = None


def run_check(service: Ziping, told: Checking, language: Language) -> bool:
    """Does what is asked and prints it; whether anything stands that nobody has dismissed.

    Raises TriageError, and then nothing is decided; PaperError; OSError if the file cannot be written.
    """
    if told.against is not None:
        changes = changes_against(service, told.against, told.document, language)
        lines = change_lines(changes, language)
        if told.out is not None:
            told.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
        elif told.as_json:
            _print([changes_data(changes)])
        else:
            _print(lines)
        return bool(changes.finding_counts()["new"])
    decided = decide_as_told(service, told, language)
    if decided:
        print(message(language, "check.decisions", count=decided), file=sys.stderr)
    triage = service.triage(language)
    findings = shown_findings(service.check(language), triage, told.only)
    if told.out is not None:
        write_findings(replace(service.paper(language), findings=findings), told.out, language, told.document)
        print(message(language, "check.written", path=told.out, count=len(findings)), file=sys.stderr)
    elif told.coverage:
        coverage, snapshot = service.coverage(language), service.knowledge().snapshot
        if told.as_json:
            _print(coverage_data(coverage, snapshot))
        else:
            _print(coverage_lines(coverage, snapshot.documents, language))
    else:
        _print(findings_data(findings, triage) if told.as_json else findings_lines(findings, triage, language))
    return any(triage[finding.id].state != "dismissed" for finding in findings)


def changes_against(service: Ziping, other: Path, words: str, language: Language) -> EditionChanges:
    """What changed since another edition: a file against the document whose name holds `words`, else the first one; the
    home folder of another index against this one. Raises ReadError, StoreError."""
    from app.service import Ziping

    if is_home(other):
        earlier = Ziping(service.settings.model_copy(update={"home": other})).knowledge()
        return compare_editions(
            index_edition(earlier, str(other), language),
            index_edition(service.knowledge(), str(service.settings.home), language),
        )
    document = next((d.id for d in service.snapshot().documents if words in d.name), None)
    if document is None:
        raise StoreError("unknown-document", service.settings.home, words)
    later = document_edition(service.store.contents(), document, service.lexicon, language)
    return compare_editions(file_edition(other, service.lexicon, language), later)


def decide_as_told(service: Ziping, told: Checking, language: Language) -> int:
    """Takes the decisions; how many there were. Raises TriageError, and then none is taken."""
    by_state: dict[str, list[str]] = {}
    known = {finding.id for finding in service.check(language)} if told.decisions else set()
    for decision in told.decisions:
        id, _, state = (part.strip() for part in decision.partition("="))
        if state not in STATES:
            raise TriageError("state", state or decision)
        if id not in known:
            raise TriageError("finding", id)
        by_state.setdefault(state, []).append(id)
    who = told.who or user_name()
    return sum(len(service.decide(ids, state, told.note, who, language)) for state, ids in by_state.items())


def user_name() -> str:
    """The name under which this person works here; empty if the system knows none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


def shown_findings(findings: Sequence[Finding], triage: dict[str, Triage], only: str) -> list[Finding]:
    """The findings of the state, all if none is named. Raises TriageError for a state that there is not."""
    if only and only not in STATES:
        raise TriageError("state", only)
    return [finding for finding in findings if not only or triage[finding.id].state == only]


def findings_data(findings: Sequence[Finding], triage: dict[str, Triage]) -> list[dict[str, object]]:
    """The findings as `--json` prints them, each with its stable key and where it stands."""
    return [
        finding.model_dump(mode="json") | {"key": finding_key(finding), "triage": triage_data(triage[finding.id])}
        for finding in findings
    ]


def triage_data(triage: Triage) -> dict[str, object]:
    return {
        "state": triage.state,
        "note": triage.note,
        "who": triage.who,
        "at": triage.at.isoformat() if triage.at else None,
        "before": triage.before.state if triage.before else None,
    }


def findings_lines(findings: Sequence[Finding], triage: dict[str, Triage], language: Language) -> list[str]:
    """The findings for the terminal: counts, then each with its id, where it stands, its reckoning and places."""
    if not findings:
        return [message(language, "check.none")]
    lines = [count_words(findings, language), states_words(findings, triage, language), ""]
    for number, finding in enumerate(findings, 1):
        lines.append(finding_words(finding, number, language))
        words = triage_words(triage[finding.id], language)
        lines.append(message(language, "check.standing", id=finding.id, state=words))
    return lines


def states_words(findings: Sequence[Finding], triage: dict[str, Triage], language: Language) -> str:
    """How far people have come with them."""
    return message(language, "check.progress", **count_states(findings, triage), count=len(findings))


def _print(shown: list[dict[str, object]] | list[str]) -> None:
    """Lines as lines, anything else as one JSON document."""
    from app.terminal import print_json

    if shown and isinstance(shown[0], str):
        print(*shown, sep="\n")
    else:
        print_json(shown)
