"""When the documents do not answer: what was looked for, what of it they do not have, and what near it is known."""

from __future__ import annotations

from collections.abc import Sequence

from app.ask.knowledge import Knowledge
from app.ask.question import LED_UP, Question
from app.ask.scopes import is_of_asked
from app.ask.select import Selected, periods_known
from app.ask.writing import Writing, place_words

NEAR = 0.3
"""Coverage from which evidence is worth showing as near."""
LONGEST = 160
ASKED = 1
"""Names that a question must hold, beside orders to the assistant, to be one about the documents."""


def introduce(question: Question, writing: Writing, knowledge: Knowledge) -> None:
    """What can be asked, and what was read; how much of each only where that is asked."""
    snapshot = knowledge.snapshot
    if question.asks("capability", "greeting"):
        writing.say("capability.text")
    if question.asks("greeting"):
        return
    entry = "capability.document" if question.asks("documents") else "capability.named"
    writing.say("capability.documents", count=len(snapshot.documents))
    writing.lines.append(
        "\n".join(
            writing.text(
                entry,
                name=document.name,
                title=document.title,
                tables=len(snapshot.records[document.id].tables),
                figures=len(snapshot.records[document.id].figures),
            )
            for document in snapshot.documents
        )
    )


def out_of_scope(question: Question, knowledge: Knowledge) -> bool:
    """Whether it wants something else than what the documents say: a program, a translation, other rules.

    What it orders beside a real question is left out of its terms, and does not count.
    """
    if question.asks("command"):
        return True
    return question.asks("injection") and sum(len(t.text) > 1 for t in question.terms if t.weight >= LED_UP) < ASKED


def refuse(
    question: Question, selected: Sequence[Selected], writing: Writing, knowledge: Knowledge, reason: str = ""
) -> None:
    """Writes the refusal."""
    snapshot = knowledge.snapshot
    writing.refused = True
    if question.references.missing:
        writing.say("refuse.table", tables=writing.text("comma").join(question.references.missing))
    elif reason in ("number", "detail"):
        writing.say(f"refuse.{reason}")
    elif question.periods and selected and selected[0].coverage >= NEAR and reason in ("", "period"):
        writing.say("refuse.period", period=writing.text("and").join(str(p) for p in question.periods))
        known = periods_known(selected[:5], snapshot)
        if known:
            writing.say("refuse.near_periods", periods=writing.text("and").join(str(p) for p in known))
    else:
        writing.say("refuse.nothing")
        if question.unknown:
            writing.say("refuse.unknown", words=writing.text("comma").join(question.unknown))
    near_by = next(
        (s for s in selected[:3] if s.coverage >= NEAR and is_of_asked(question, s.evidence, knowledge)), None
    )
    if near_by is not None:
        evidence = near_by.evidence
        at = writing.cite(evidence.document, evidence.place)
        near = " ".join(evidence.text.split())
        writing.say(
            "refuse.near",
            near=near if len(near) <= LONGEST else near[: LONGEST - 1] + "…",
            place=place_words(snapshot, evidence.document, evidence.place, writing.language),
            mark=writing.mark(at),
        )
