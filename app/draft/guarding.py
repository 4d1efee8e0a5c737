"""The proofreading of a draft before anybody sees it: what is not borne out is said more plainly, left out, or told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.answer import Language
from app.draft.lint import Proofreader
from app.draft.manuscript import Block, Manuscript, Sentence, without_bare, without_idle_openings
from app.draft.proof import text_to_records

ROUNDS = 6
_Fault = tuple[int, int, str]
"""Block, sentence and figure."""


def guarded(blocks: Sequence[Block], language: Language, proofreader: Proofreader) -> tuple[list[Block], list[str]]:
    """The blocks with sentences that do not stand up to proofreading in their plainer form; without them where there is
    none and they were not asked for. And the figures of those that were asked for which do not stand up.

    An English text, which the documents' words do not reach, has its figures only as fields and is not read again.
    """
    kept = list(blocks)
    if language == "en":
        return kept, []
    faults = _faults(kept, language, proofreader)
    for _ in range(ROUNDS):
        mended = [_mended(block, {s for at, s, _ in faults if at == b}) for b, block in enumerate(kept)]
        if mended == kept:
            break
        kept = mended
        faults = _faults(kept, language, proofreader)
    return without_bare(kept), [text for _, _, text in faults]


def _mended(block: Block, faulty: set[int]) -> Block:
    if not faulty or block.form == "table":
        return block
    sentences: list[Sentence] = []
    for at, sentence in enumerate(block.sentences):
        if at not in faulty:
            sentences.append(sentence)
        elif sentence.plainer is not None:
            sentences.append(sentence.plainer)
        elif sentence.asked:
            sentences.append(sentence)
    return replace(block, sentences=tuple(without_idle_openings(sentences)))


def _faults(blocks: Sequence[Block], language: Language, proofreader: Proofreader) -> list[_Fault]:
    """What proofreading calls wrong or unknown."""
    manuscript = Manuscript(language, proofreader.knowledge.snapshot)
    paragraphs = list(_paragraphs(blocks, manuscript))
    records = text_to_records("\n\n".join(words for _, words in paragraphs), proofreader.knowledge.lexicon)
    squeezed = [_squeezed(words) for _, words in paragraphs]
    found: list[_Fault] = []
    last = 0
    for linted in proofreader.lint(records):
        figure = linted.figure
        if linted.verdict == "ok" or figure.passage is None:
            continue
        text = records.passages[figure.passage].text
        passage = _squeezed(text)
        # Paragraphs come in their order; a list's numbers are not part of its passages.
        near = (*range(last, len(squeezed)), *range(last))
        at = next((i for i in near if passage in squeezed[i]), None)
        if at is None:
            continue
        last = at
        offset = squeezed[at].find(passage) + len(_squeezed(text[: figure.start]))
        (block, sentences), _ = paragraphs[at]
        found.append((block, _sentence_at(sentences, offset, manuscript), figure.text))
    return found


def _paragraphs(
    blocks: Sequence[Block], manuscript: Manuscript
) -> Iterator[tuple[tuple[int, list[tuple[int, Sentence]]], str]]:
    """The text's paragraphs with their sentences by number."""
    for b, block in enumerate(blocks):
        numbered = list(enumerate(block.sentences))
        if block.form == "items":
            for entry in numbered:
                yield (b, [entry]), manuscript.plain(entry[1])
        elif block.form == "paragraph":
            yield (b, numbered), "".join(manuscript.plain(s) for s in block.sentences)


def _sentence_at(sentences: Sequence[tuple[int, Sentence]], offset: int, manuscript: Manuscript) -> int:
    for number, sentence in sentences:
        offset -= len(_squeezed(manuscript.plain(sentence)))
        if offset < 0:
            return number
    return sentences[-1][0]


def _squeezed(text: str) -> str:
    return "".join(text.split())
