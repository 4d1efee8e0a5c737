"""The proofreading of a draft before anybody sees it: what is not borne out is said more plainly, left out, or told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from app.answer import Language
from app.draft.fitting import without_bare, without_idle_openings
from app.draft.lint import Proofreader
from app.draft.manuscript import MARK, Block, Manuscript, Sentence
from app.draft.proof import text_to_records

ROUNDS = 6


class _Fault(NamedTuple):
    """A figure that does not stand up: in which block, in which of its sentences or table rows."""

    block: int
    sentence: int
    row: str
    text: str


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
        mended = [
            _mended(block, {f.sentence for f in faults if f.block == b}, {f.row for f in faults if f.block == b})
            for b, block in enumerate(kept)
        ]
        if mended == kept:
            break
        kept = mended
        faults = _faults(kept, language, proofreader)
    return without_bare(kept), [fault.text for fault in faults]


def _mended(block: Block, faulty: set[int], rows: set[str]) -> Block:
    if block.form == "table":
        kept = tuple(row for row in block.rows if "".join(p for p in row[0] if isinstance(p, str)) not in rows)
        return replace(block, rows=kept if len(kept) > 1 else ())
    sentences: list[Sentence] = []
    for at, sentence in enumerate(block.sentences):
        if at not in faulty:
            sentences.append(sentence)
        elif sentence.plainer is not None:
            sentences.append(sentence.plainer)
        elif sentence.asked:
            sentences.append(sentence)
    return (
        block
        if sentences == list(block.sentences)
        else replace(block, sentences=tuple(without_idle_openings(sentences)))
    )


def _faults(blocks: Sequence[Block], language: Language, proofreader: Proofreader) -> list[_Fault]:
    """What proofreading calls wrong or unknown in the text as it is given out."""
    manuscript = Manuscript(language, proofreader.knowledge.snapshot)
    records = text_to_records(MARK.sub("", manuscript.write(blocks)), proofreader.knowledge.lexicon)
    paragraphs = list(_paragraphs(blocks, manuscript))
    squeezed = [_squeezed(words) for _, words in paragraphs]
    tables = [b for b, block in enumerate(blocks) if block.form == "table"]
    found: list[_Fault] = []
    last = 0
    for linted in proofreader.lint(records):
        figure = linted.figure
        if linted.verdict == "ok":
            continue
        if figure.passage is None:
            at = figure.place.table
            if at is not None and at < len(tables):
                found.append(_Fault(tables[at], -1, figure.place.row[0] if figure.place.row else "", figure.text))
            continue
        text = records.passages[figure.passage].text
        passage = _squeezed(text)
        # Paragraphs come in their order; a list's numbers are not part of its passages.
        near = (*range(last, len(squeezed)), *range(last))
        at = next((i for i in near if passage in squeezed[i] or squeezed[i] in passage), None)
        if at is None:
            continue
        last = at
        offset = max(0, squeezed[at].find(passage)) + len(_squeezed(text[: figure.start]))
        (block, sentences), _ = paragraphs[at]
        found.append(_Fault(block, _sentence_at(sentences, offset, manuscript), "", figure.text))
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
