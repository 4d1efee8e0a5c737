"""A draft made to fit the length that is asked: what matters least is said shorter or left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.draft.manuscript import NAMED, Block, Manuscript, Sentence, length_of

LEEWAY = 1.05
"""How far what is asked may go beyond the length rather than be left out."""
NUMBER = 2
"""Characters of a heading's number."""


def cut_to(blocks: Sequence[Block], limit: int, manuscript: Manuscript) -> list[Block]:
    """The blocks without the sentences that matter least, as many as must go; what the request names stays, said
    shorter where need be."""
    measure = _Measure(manuscript)
    if measure.of(blocks) <= limit:
        return without_bare(blocks)
    whole = [replace(block, sentences=tuple(map(_shortened, block.sentences))) for block in blocks]
    kept = _lightened(whole, limit, measure, asked=False)
    kept = _lightened(_with_shorter_named(kept, limit, measure), limit, measure, asked=True)
    kept = _filled(kept, whole, limit, measure)
    kept = without_bare(kept)
    if len(kept) > 1 and measure.of(kept) > limit:
        # Headings over next to nothing only take the room.
        kept = [block for block in kept if block.form != "heading"]
    kept = _with_shorter_named(kept, limit, measure)
    if measure.of(kept) > limit * LEEWAY and not _names(kept):
        sentences = [s for b in blocks if b.form in ("paragraph", "items") for s in b.sentences if not s.open]
        fitting = [s for s in sentences if measure.of_sentence(s) <= limit]
        if fitting:
            kept = [Block("paragraph", (max(fitting, key=lambda s: s.weight),))]
    return kept


def without_idle_openings(sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """The sentences without those that lead to nothing."""
    for at, sentence in enumerate(sentences):
        if not sentence.open or (at + 1 < len(sentences) and not sentences[at + 1].open):
            yield sentence


def without_bare(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without empty ones and without headings over nothing."""
    full = [block for block in blocks if block.sentences or block.rows]
    return [
        block
        for at, block in enumerate(full)
        if block.form != "heading" or (at + 1 < len(full) and full[at + 1].form != "heading")
    ]


class _Measure:
    """How long sentences are when they are written; each is measured once."""

    def __init__(self, manuscript: Manuscript) -> None:
        self._manuscript = manuscript
        self._known: dict[Sentence, int] = {}

    def of_sentence(self, sentence: Sentence) -> int:
        if sentence not in self._known:
            self._known[sentence] = length_of(self._manuscript.plain(sentence), self._manuscript.language)
        return self._known[sentence]

    def of(self, blocks: Sequence[Block]) -> int:
        """Tables are not counted, headings over nothing neither; those that stay get their numbers."""
        told = [block for block in without_bare(blocks) if block.form != "table"]
        numbers = NUMBER * sum(block.form == "heading" for block in told)
        return numbers + sum(self.of_sentence(s) for block in told for s in block.sentences)


def _lightened(blocks: Sequence[Block], limit: int, measure: _Measure, *, asked: bool) -> list[Block]:
    """Without the sentences of least weight, until the rest fits; with those that were `asked` for, as long as they go
    far beyond."""
    kept = list(blocks)
    while measure.of(kept) > limit * (LEEWAY if asked else 1):
        loose = [
            (sentence.weight, -b, -at)
            for b, block in enumerate(kept)
            if block.form != "heading"
            for at, sentence in enumerate(block.sentences)
            if sentence.weight < NAMED and not sentence.open and (asked or not sentence.asked)
        ]
        if not loose or sum(len(block.sentences) for block in kept if block.form != "heading") == 1:
            break
        _, b, at = min(loose)
        block = kept[-b]
        rest = (*block.sentences[:-at], *block.sentences[-at + 1 :])
        kept[-b] = replace(block, sentences=tuple(without_idle_openings(rest)))
    return kept


def _filled(kept: Sequence[Block], whole: Sequence[Block], limit: int, measure: _Measure) -> list[Block]:
    """With those of the sentences left out that find room after all, the weightiest first."""
    result = list(kept)
    out = [(s.weight, -b, -at) for b, block in enumerate(whole) for at, s in enumerate(block.sentences) if not s.open]
    for _, b, at in sorted(out, reverse=True):
        block, sentence = whole[-b], whole[-b].sentences[-at]
        if block.form == "heading" or sentence in result[-b].sentences:
            continue
        chosen = [s for s in block.sentences if s.open or s is sentence or s in result[-b].sentences]
        filled = [*result[:-b], replace(block, sentences=tuple(without_idle_openings(chosen))), *result[-b + 1 :]]
        if measure.of(filled) <= limit:
            result = filled
    return result


def _shortened(sentence: Sentence) -> Sentence:
    return sentence.shorter if sentence.shorter is not None and sentence.weight < NAMED else sentence


def _with_shorter_named(blocks: Sequence[Block], limit: int, measure: _Measure) -> list[Block]:
    """The blocks with what the request names said shorter, from the end on, as far as the room wants it."""
    kept = list(blocks)
    for b in range(len(kept) - 1, -1, -1):
        for at in range(len(kept[b].sentences) - 1, -1, -1):
            if measure.of(kept) <= limit:
                return kept
            shorter = kept[b].sentences[at].shorter
            if shorter is not None:
                sentences = (*kept[b].sentences[:at], shorter, *kept[b].sentences[at + 1 :])
                kept[b] = replace(kept[b], sentences=sentences)
    return kept


def _names(blocks: Sequence[Block]) -> bool:
    return any(sentence.weight >= NAMED for block in blocks for sentence in block.sentences)
