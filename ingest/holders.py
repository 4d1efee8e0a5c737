"""Whose figure it is: another body's that a sentence began to speak of (标杆院校的课题 65 项，专利 139 项)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ingest.clauses import HIDDEN, clauses_of
from ingest.lexicon import Lexicon
from ingest.phrases import plain
from ingest.said import Said

_COMPARED = ("相比", "比", "之间", "的差距")
_LINKS = ("其中", "而", "同期")


def with_holders(
    sentence: str, starts: Mapping[int, int], said: Mapping[int, Said], lexicon: Lexicon, before: str
) -> dict[int, Said]:
    """What is said, with the other body that each figure is of; `starts` are where the figures stand and `before` is
    the other body that the sentences before spoke of."""
    turns = _turns(sentence, lexicon, before)
    held: dict[int, Said] = {}
    for at, one in said.items():
        body = [body for start, body in turns if start <= starts[at]][-1]
        held[at] = replace(one, holder=body) if body and body not in one.topic + one.words else one
    return held


def last_holder(sentence: str, lexicon: Lexicon, before: str) -> str:
    """The other body that a sentence still speaks of at its end, empty if it is the reporting body."""
    return _turns(sentence, lexicon, before)[-1][1]


def _turns(sentence: str, lexicon: Lexicon, before: str) -> list[tuple[int, str]]:
    """Where a clause begins with a body's name, and the other body that holds from there."""
    turns = [(0, before)]
    for clause in clauses_of(sentence):
        text = plain(sentence[clause.start : clause.end].replace(HIDDEN, ""), lexicon)
        for link in _LINKS:
            text = text.removeprefix(link)
        named = next((word for word in lexicon.holders.other if text.startswith(word)), "")
        if named and not text.removeprefix(named).startswith(_COMPARED):
            turns.append((clause.start, named))
        elif text.startswith((*lexicon.holders.own, *lexicon.clauses.actors)):
            turns.append((clause.start, ""))
    return turns
