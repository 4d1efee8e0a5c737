"""What the cross-check has to say about the figures of an answer."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from app.answer import Answer, AnswerFigure, Citation, Language
from app.check.finding import Finding, FindingPlace, finding_place_to_citation
from prompts import message

KINDS = ("restated", "derived", "parts", "unit", "year", "status")
MOST = 2
_QUOTE = "\n> "


def with_remarks(
    answer: Answer, findings: Sequence[Finding], language: Language, asked: Sequence[Finding] = ()
) -> Answer:
    """The answer with the findings about figures that it states in its own words, and with those that the question asks
    for; unchanged if there are none."""
    if answer.refused or not answer.citations:
        return answer
    stated = f"\n{answer.answer}".split(_QUOTE, 1)[0]
    about = [f for f in findings if f.kind in KINDS and _is_about(f, answer, stated)]
    told = [f for f in about if not all(value in stated for value in f.values) or f.recomputed]
    told = list({f.id: f for f in (*asked, *told)}.values())[:MOST]
    if not told:
        return answer.model_copy(update={"conflict": True}) if about and not answer.conflict else answer
    citations, lines = list(answer.citations), []
    figures: list[AnswerFigure | None] = list(answer.figures)
    for finding in told:
        marks: list[str] = []
        for place in finding.places[:6]:
            at = _cited(place, citations)
            figures.append(figure_at(place, at))
            marks.append(f"{place.value}[{at + 1}]")
        lines.append(
            message(
                language,
                "answers.remark",
                summary=finding.summary,
                recomputed=message(language, "answers.recomputed", formula=finding.recomputed)
                if finding.recomputed
                else "",
                places=message(language, "answers.and").join(marks),
            )
        )
        if finding.recomputed:
            figures.append(reckoned(finding))
    head, quote, tail = answer.answer.partition(f"\n\n{_intro(answer)}") if _intro(answer) else (answer.answer, "", "")
    text = "\n\n".join([head, *lines]) + (quote + tail if quote else "")
    return answer.model_copy(
        update={
            "answer": text,
            "citations": citations,
            "figures": [f for f in figures if f is not None],
            "conflict": True,
        }
    )


def _intro(answer: Answer) -> str:
    """The line that leads in the quotations, empty if there is none."""
    lines = answer.answer.split("\n\n")
    return next((lines[i - 1] for i, line in enumerate(lines) if line.startswith("> ") and i), "")


def _is_about(finding: Finding, answer: Answer, stated: str) -> bool:
    """Whether a figure that the answer states in its own words stands at one of the finding's places; of a figure that
    was recomputed, at its own, which is the first: its inputs may be right."""
    places = finding.places[:1] if finding.recomputed else finding.places
    for figure in answer.figures:
        if figure.computed or figure.text not in stated:
            continue
        for at in figure.citations:
            if any(place.value == figure.text and _same(place, answer.citations[at]) for place in places):
                return True
    return False


def _same(place: FindingPlace, citation: Citation) -> bool:
    if place.doc != citation.doc or place.table != citation.table:
        return False
    if place.table is not None:
        return place.row == citation.row and (citation.column is None or place.column == citation.column)
    return place.quote == citation.quote or place.quote in citation.quote or citation.quote in place.quote


def _cited(place: FindingPlace, citations: list[Citation]) -> int:
    """The citation of the place, added if the answer has none of it yet."""
    for at, citation in enumerate(citations):
        if _same(place, citation) and citation.column == place.column:
            return at
    citations.append(finding_place_to_citation(place))
    return len(citations) - 1


def figure_at(place: FindingPlace, at: int) -> AnswerFigure | None:
    """What stands at a finding's place, as a figure with that citation; None if it is no number."""
    value = _number(place.value)
    return None if value is None else AnswerFigure(text=place.value, value=value, citations=[at])


def reckoned(finding: Finding) -> AnswerFigure | None:
    """What the finding was recomputed to, as a figure; None if it was not."""
    result = (finding.recomputed or "").rpartition("=")[2].strip()
    value = _number(result)
    return None if value is None else AnswerFigure(text=result, value=value, computed=True, formula=finding.recomputed)


def _number(text: str) -> Decimal | None:
    digits = "".join(c for c in text if c.isdigit() or c in ".-−").replace("−", "-")
    try:
        return Decimal(digits)
    except InvalidOperation:
        return None
