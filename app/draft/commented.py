"""A proofread DOCX with a comment at each figure that is not right; its formatting stays. Knows python-docx."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.answer import Citation, Language
from app.draft.comment_places import P, Places, bare
from app.draft.proof import Proof, ProofFigure
from prompts import message

INITIALS = "ZP"


def write_commented(source: Path, proof: Proof, out: Path, language: Language) -> int:
    """Writes the document that was proofread to `out` with its comments; returns how many there are.

    Raises OSError if it cannot be written. A figure whose words are not found again, as in a field, gets none.
    """
    import docx
    from docx.text.paragraph import Paragraph

    document = docx.Document(str(source))
    body = document.element.body
    paragraphs = [Paragraph(element, document) for element in body.iter(P)]
    texts = [bare("".join(run.text for run in paragraph.runs)) for paragraph in paragraphs]
    places = Places(body, texts)
    found: list[tuple[int, int, int, ProofFigure]] = []
    for figure in proof.figures:
        at = places.find(figure, proof.paragraphs)
        if at is not None and figure.status != "ok":
            number, start = at
            found.append((number, start, start + len(bare(figure.text)), figure))
    author = message(language, "ui.title")
    written = 0
    for number, start, end, figure in sorted(found, key=lambda place: place[:2], reverse=True):
        runs = _runs_of(paragraphs[number], start, end)
        if runs:
            document.add_comment(runs, comment_words(figure, language), author, INITIALS)
            written += 1
    document.save(str(out))
    return written


def comment_words(figure: ProofFigure, language: Language) -> str:
    """What a comment says: what is wrong, how it follows, and where it stands."""
    formula = message(language, "proof.formula", formula=figure.formula) if figure.formula else ""
    lines = [f"{figure.said}{formula}"]
    lines += [_where(citation) for citation in figure.citations[:3]]
    return "\n".join(lines)


def _runs_of(paragraph: Any, start: int, end: int) -> list[Any]:
    """The runs that hold characters `start` to `end`, spaces not counted; cut so that they hold nothing else."""
    return [run for run in _cut(paragraph, start, end) if run.text.strip()]


def _cut(paragraph: Any, start: int, end: int) -> Iterator[Any]:
    position = 0
    for run in list(paragraph.runs):
        length = len(bare(run.text))
        first, last = max(start - position, 0), min(end - position, length)
        if first < last:
            yield _middle(run, first, last)
        position += length


def _middle(run: Any, first: int, last: int) -> Any:
    """The part of a run from its `first` to its `last` character, the rest in runs of its own beside it."""
    text = run.text
    at = [i for i, character in enumerate(text) if not character.isspace()]
    begin, finish = at[first], at[last - 1] + 1
    if run.element.xpath("./*[not(self::w:rPr or self::w:t)]") or (begin == 0 and finish == len(text)):
        return run
    for piece, before in ((text[:begin], True), (text[finish:], False)):
        if piece:
            beside = copy.deepcopy(run.element)
            (run.element.addprevious if before else run.element.addnext)(beside)
            type(run)(beside, run._parent).text = piece
    run.text = text[begin:finish]
    return run


def _where(citation: Citation) -> str:
    parts = [citation.doc, citation.table or citation.section, citation.row or "", citation.column or ""]
    page = f"p. {citation.page}" if citation.page is not None else ""
    return " · ".join(part for part in (*parts, page) if part)
