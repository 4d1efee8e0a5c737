"""What proofreading found: the contract of `ziping lint --json`, of the page and of the API."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Literal

from pydantic import Field

from app.answer import Citation, Frozen, Language
from app.ask.knowledge import Knowledge
from app.ask.question import language_of
from app.ask.writing import decimal_text, figure_text, place_to_citation
from app.draft.candidates import Candidate
from app.draft.earlier import EarlierFigure
from app.draft.english_text import render
from app.draft.lint import Linted, Proofreader
from index.statements import Statement
from ingest import ingest_document
from ingest.isolation import IsolatedReader
from ingest.lexicon import Lexicon
from ingest.records import DocumentRecords, Figure
from prompts import message

Status = Literal["ok", "wrong", "ambiguous", "unknown"]
Reason = Literal["value", "year", "unit", "subject", "direction", "sum", "share", "stale"]


class ProofFigure(Frozen):
    """One figure of the text. It is characters `start` to `end` of paragraph `paragraph`, None in a table's cell,
    of which `row` and `column` are the labels.

    `correct` is what it should say, of a wrong one; `values` are all that the documents state for an ambiguous one;
    `formula` shows how a figure follows from others; `reason` is what is wrong (`stale`: an earlier edition had it),
    and `said` says it in words.
    """

    text: str
    status: Status
    correct: str | None = None
    reason: Reason | None = None
    said: str = ""
    values: list[str] = Field(default_factory=list)
    formula: str | None = None
    paragraph: int | None = None
    start: int = 0
    end: int = 0
    row: str | None = None
    column: str | None = None
    citations: list[Citation] = Field(default_factory=list)


class Proof(Frozen):
    """A proofread text: its paragraphs and the figures in them, in their order."""

    paragraphs: list[str]
    figures: list[ProofFigure]
    seconds: float = 0.0

    def count(self, status: Status) -> int:
        return sum(figure.status == status for figure in self.figures)


def text_to_records(text: str, lexicon: Lexicon) -> DocumentRecords:
    """A text as the reader of text files reads it; one without words has no figures."""
    with tempfile.TemporaryDirectory(prefix="ziping-") as folder:
        path = Path(folder) / "text.txt"
        path.write_text(text if text.strip() else ".", encoding="utf-8", errors="replace")
        return ingest_document(path, lexicon)


def file_to_records(path: Path, lexicon: Lexicon) -> DocumentRecords:
    """A file as documents are read, apart and within limits. Raises ReadError."""
    with IsolatedReader(lexicon) as reader:
        return reader.read(path)


def proofread(records: DocumentRecords, proofreader: Proofreader, language: Language) -> Proof:
    """A text that was read, with a verdict on each of its figures."""
    paragraphs = [passage.text for passage in records.passages]
    if language_of("\n".join(paragraphs)) == "en":
        cells = [linted for linted in proofreader.lint(records) if linted.figure.passage is None]
        figures = list(_of_english(paragraphs, proofreader, language))
        figures += [_to_proof(linted, proofreader, language) for linted in cells]
        return Proof(paragraphs=paragraphs, figures=figures)
    figures = [_to_proof(linted, proofreader, language) for linted in proofreader.lint(records)]
    return Proof(paragraphs=paragraphs, figures=figures)


def _of_english(paragraphs: Sequence[str], proofreader: Proofreader, language: Language) -> Iterator[ProofFigure]:
    """The figures of English paragraphs, read in the words of the documents; each stands where the English has it."""
    for number, paragraph in enumerate(paragraphs):
        rendered = render(" ".join(paragraph.split("\n")), proofreader.knowledge, proofreader.words)
        records = text_to_records(rendered.text, proofreader.knowledge.lexicon)
        found = []
        for linted in proofreader.lint(records):
            span = rendered.figures.get(linted.figure.start)
            if span is not None and linted.figure.passage == 0:
                figure = _to_proof(linted, proofreader, language)
                text = paragraph[span[0] : span[1]]
                found.append(
                    figure.model_copy(update={"text": text, "paragraph": number, "start": span[0], "end": span[1]})
                )
        yield from sorted(found, key=lambda figure: figure.start)


def _to_proof(linted: Linted, proofreader: Proofreader, language: Language) -> ProofFigure:
    knowledge = proofreader.knowledge
    figure, right, reckoned = linted.figure, linted.right, linted.reckoned
    statements = [
        *(right.statements if right is not None else reckoned.inputs if reckoned is not None else linted.borne[:1])
    ]
    citations = [place_to_citation(knowledge.snapshot, s.document, s.figure.place) for s in statements]
    status: Status = linted.verdict
    values: list[str] = []
    if status == "ok" and right is not None:
        values = _stated_values(right.statements[0], knowledge)
        if len(values) > 1:
            status = "ambiguous"
            stating = knowledge.snapshot.same_indicator(right.statements[0])
            citations = [place_to_citation(knowledge.snapshot, s.document, s.figure.place) for s in stating]
    correct = reason = None
    if status == "wrong":
        reason = _reason(linted, knowledge.lexicon)
        correct = _correct(linted, reason, language)
    reason, key = _staleness(linted, reason, proofreader.earlier)
    said = message(language, f"proof.{key or reason or status}", correct=correct or "", values=_and(values, language))
    return ProofFigure(
        text=figure.text,
        status=status,
        correct=correct,
        reason=reason,
        said=said,
        values=values if status == "ambiguous" else [],
        formula=reckoned.formula if reckoned is not None else right.formula or None if right is not None else None,
        paragraph=figure.passage,
        start=figure.start,
        end=figure.end,
        row=figure.place.row[-1] if figure.place.row else None,
        column=figure.place.column[-1] if figure.place.column else None,
        citations=citations,
    )


def _staleness(linted: Linted, reason: Reason | None, earlier: Sequence[EarlierFigure]) -> tuple[Reason | None, str]:
    """`stale` with the wording for it where an earlier edition stated the figure; else the reason as it is."""
    said = [one for one in earlier if one.says(linted.figure)]
    if linted.verdict == "wrong" and linted.right is not None:
        right = linted.right.statements[0].figure
        return ("stale", "") if any(one.was(right) for one in said) else (reason, "")
    if linted.verdict == "unknown":
        label = "".join(linted.figure.subject[-1].split()) if linted.figure.subject else ""
        if len(label) > 1 and any(label in one.called for one in said):
            return "stale", "stale_gone"
    return reason, ""


def _stated_values(statement: Statement, knowledge: Knowledge) -> list[str]:
    """What the documents state for one indicator, each value once, if they do not agree."""
    indicator = knowledge.snapshot.indicator(statement)
    if indicator is None or not indicator.conflict:
        return []
    return list(dict.fromkeys(figure_text(s.figure) for s in knowledge.snapshot.same_indicator(statement)))


def _reason(linted: Linted, lexicon: Lexicon) -> Reason:
    if linted.reckoned is not None:
        return "direction" if linted.reckoned.turned else "share" if linted.figure.unit == "%" else "sum"
    assert linted.right is not None
    right = linted.right.statements[0].figure
    if linted.right.equal:
        return "year"
    if right.value == linted.figure.value and right.unit != linted.figure.unit:
        return "unit"
    if linted.elsewhere is None:
        return "value"
    apart = _years_differ(linted.elsewhere.statements[0].figure, right)
    return "year" if apart else "subject"


def _years_differ(one: Figure, other: Figure) -> bool:
    return one.period is not None and other.period is not None and one.period != other.period


def _correct(linted: Linted, reason: Reason, language: Language) -> str:
    """What the text should say: the value with its unit; with its year or direction where that is what is wrong."""
    if linted.reckoned is not None:
        value = linted.reckoned.value
        unit = linted.figure.unit
        if reason == "direction":
            key = "proof.less" if value < 0 else "proof.more"
            return message(language, key, figure=_with_unit(abs(value), unit))
        return _with_unit(value, unit)
    assert linted.right is not None
    return _stated(linted.right, reason, language)


def _stated(right: Candidate, reason: Reason, language: Language) -> str:
    figure = right.statements[0].figure
    text = figure_text(figure)
    if reason == "year" and right.equal and figure.period is not None:
        return message(language, "proof.of_year", figure=text, period=str(figure.period))
    return text


def _with_unit(value: Decimal, unit: str) -> str:
    return f"{decimal_text(value)}{unit}"


def _and(values: list[str], language: Language) -> str:
    return message(language, "answers.and").join(values)
