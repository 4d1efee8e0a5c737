"""What people decided about findings: open, confirmed, explained, dismissed; who and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, get_args

from app.check.finding import Finding
from app.check.identity import finding_key, finding_subject
from index.triage import Decision

State = Literal["open", "confirmed", "explained", "dismissed"]
STATES: tuple[State, ...] = get_args(State)
LONGEST_NOTE = 2000
"""Characters of a note."""
LONGEST_NAME = 80


class TriageError(Exception):
    """A decision that cannot be taken. `code` is stable: `finding` (no such finding), `state` (no such state), `note`
    (an explanation without its words), `who` (nobody's name), `long` (a note or name that is too long)."""

    def __init__(self, code: str, what: str = "") -> None:
        self.code, self.what = code, what
        super().__init__(f"{code}: {what}")


@dataclass(frozen=True, slots=True)
class Triage:
    """Where a finding stands. `before` is the last decision about the same thing with other values, if this finding is
    open and there was one; `decisions` counts those taken on this finding."""

    state: State = "open"
    note: str = ""
    who: str = ""
    at: datetime | None = None
    before: Decision | None = None
    decisions: int = 0


UNDECIDED = Triage()


def triage_findings(findings: Iterable[Finding], decisions: Sequence[Decision]) -> dict[str, Triage]:
    """Finding id -> where it stands."""
    last: dict[str, Decision] = {}
    by_subject: dict[str, Decision] = {}
    counts: dict[str, int] = {}
    for decision in decisions:
        last[decision.key] = by_subject[decision.subject] = decision
        counts[decision.key] = counts.get(decision.key, 0) + 1
    found: dict[str, Triage] = {}
    for finding in findings:
        key = finding_key(finding)
        own = last.get(key)
        if own is None or own.state not in STATES:
            earlier = by_subject.get(finding_subject(finding))
            found[finding.id] = Triage(before=earlier if earlier and earlier.state != "open" else None)
        else:
            found[finding.id] = Triage(own.state, own.note, own.who, own.at, None, counts[key])
    return found


def make_decision(finding: Finding, state: str, note: str, who: str) -> Decision:
    """The decision as it is stored, taken now. Raises TriageError."""
    note, who = note.strip(), " ".join(who.split())
    if state not in STATES:
        raise TriageError("state", state)
    if state == "explained" and not note:
        raise TriageError("note", finding.id)
    if not who:
        raise TriageError("who", finding.id)
    if len(note) > LONGEST_NOTE or len(who) > LONGEST_NAME:
        raise TriageError("long", str(LONGEST_NOTE if len(note) > LONGEST_NOTE else LONGEST_NAME))
    values = " / ".join(finding.values)
    return Decision(finding_key(finding), finding_subject(finding), state, note, who, datetime.now(UTC), values)


def standing(findings: Iterable[Finding], triage: Mapping[str, Triage]) -> list[Finding]:
    """The findings that nobody has dismissed."""
    return [finding for finding in findings if triage.get(finding.id, UNDECIDED).state != "dismissed"]


def count_states(findings: Iterable[Finding], triage: Mapping[str, Triage]) -> dict[State, int]:
    """How many findings stand where, all states named."""
    counts: dict[State, int] = dict.fromkeys(STATES, 0)
    for finding in findings:
        counts[triage.get(finding.id, UNDECIDED).state] += 1
    return counts
