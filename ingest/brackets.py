"""What the figures inside a bracket are said of: the figure right before it, or the words before it."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.clauses import HIDDEN, clauses_of
from ingest.lexicon import Lexicon
from ingest.numbers import Number
from ingest.phrases import text_to_phrase
from ingest.said import Context, Said


def bracket_context(
    outer: str, start: int, numbers: Sequence[Number], said: dict[int, Said], lexicon: Lexicon
) -> Context:
    """A bracket tells more of the figure right before it, or of the words before it in its clause."""
    before = [at for at, n in enumerate(numbers) if n.end <= start and at in said]
    if before and not outer[numbers[before[-1]].end : start].strip(HIDDEN + " "):
        last = said[before[-1]]
        history = [(said[at], numbers[at]) for at in before]
        return Context(main=last, parent=last, history=history)
    clause = next((c for c in reversed(clauses_of(outer[:start])) if c.end == start), None)
    first = max([numbers[at].end for at in before], default=0)
    text = outer[max(clause.start, first) : start] if clause else ""
    phrase = text_to_phrase(text, lexicon)
    words = phrase.noun or phrase.deed
    main = Said(words=words, measure=lexicon.measure_of_noun(words), own=True) if words else None
    return Context(main=main or (said[before[-1]] if before else None), history=[])
