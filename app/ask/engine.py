"""From a question to its answer: understand, plan, look up, compose; and refuse where the documents say nothing."""

from __future__ import annotations

import time
from collections.abc import Sequence

from app.answer import Answer, Language, Turn
from app.ask.knowledge import Knowledge
from app.ask.lookup import answer_lookup, answer_why
from app.ask.question import Question, language_of, understand
from app.ask.select import periods_known, select_evidence
from app.ask.tallies import answer_tally
from app.ask.unfinished import answer_unfinished
from app.ask.writing import Writing, place_words
from index.snapshot import Snapshot


def answer_question(
    text: str, knowledge: Knowledge, history: Sequence[Turn] = (), language: Language | None = None
) -> Answer:
    """The answer, in the question's language unless another is given. `history` holds earlier questions, oldest first.

    Never raises for what a person may type: an empty or senseless question is refused with a way on.
    """
    began = time.perf_counter()
    snapshot = knowledge.snapshot
    writing = Writing(language or language_of(text), snapshot)
    if not snapshot.documents:
        writing.say("refuse.nothing_read")
        writing.refused = True
    elif not text.strip():
        writing.say("refuse.empty_question", example=writing.text("followup.unfinished"))
        writing.refused = True
    else:
        question = understand(text, history, snapshot, knowledge.evidence, knowledge.words, knowledge.lexicon)
        _answer(question, writing, knowledge)
    return writing.answer().model_copy(update={"seconds": round(time.perf_counter() - began, 4)})


def _answer(question: Question, writing: Writing, knowledge: Knowledge) -> None:
    snapshot, index, lexicon = knowledge.snapshot, knowledge.evidence, knowledge.lexicon
    if question.intent in ("capability", "documents"):
        _introduce(question, writing, snapshot)
        return
    if question.references.missing and not question.references.tables:
        _refuse(question, writing, knowledge)
        return
    answered = False
    if question.why:
        answered = answer_why(question, writing, snapshot, index, lexicon)
    elif question.intent == "unfinished":
        answered = answer_unfinished(question, writing, knowledge.words, snapshot, lexicon)
    elif question.levels and (question.asks_count or question.asks_which):
        answered = answer_tally(question, writing, snapshot, index, lexicon)
    if not answered:
        answered = answer_lookup(question, writing, knowledge.words, snapshot, index, lexicon)
    if not answered:
        _refuse(question, writing, knowledge)


def _introduce(question: Question, writing: Writing, snapshot: Snapshot) -> None:
    if question.intent == "capability":
        writing.say("capability.text")
    writing.say("capability.documents", count=len(snapshot.documents))
    writing.lines.append(
        "\n".join(
            writing.text(
                "capability.document",
                name=document.name,
                title=document.title,
                tables=len(snapshot.records[document.id].tables),
                figures=len(snapshot.records[document.id].figures),
            )
            for document in snapshot.documents
        )
    )


def _refuse(question: Question, writing: Writing, knowledge: Knowledge) -> None:
    """Says what was looked for, what of it the documents do not have, and what near it is known."""
    snapshot = knowledge.snapshot
    writing.refused = True
    selected = select_evidence(question, snapshot, knowledge.evidence, knowledge.lexicon, limit=5)
    if question.references.missing:
        writing.say("refuse.table", tables=writing.text("comma").join(question.references.missing))
    elif question.periods and selected and selected[0].coverage >= 0.3:
        writing.say("refuse.period", period=writing.text("comma").join(str(p) for p in question.periods))
        known = periods_known(selected, snapshot)
        if known:
            writing.say("refuse.near_periods", periods=writing.text("comma").join(str(p) for p in known))
    else:
        writing.say("refuse.nothing")
        if question.unknown:
            writing.say("refuse.unknown", words=writing.text("comma").join(question.unknown))
    if selected and selected[0].coverage >= 0.3:
        evidence = selected[0].evidence
        at = writing.cite(evidence.document, evidence.place)
        near = " ".join(evidence.text.split())
        writing.say(
            "refuse.near",
            near=near if len(near) <= 160 else near[:159] + "…",
            place=place_words(snapshot, evidence.document, evidence.place, writing.language),
            mark=writing.mark(at),
        )
