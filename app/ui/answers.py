"""An answer as a card: text, table, chart, figures and numbered citations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.answer import Answer, AnswerFigure, Language
from app.ui.charts import chart_html
from app.ui.markdown import columns_of_numbers, markdown_to_html, markdown_to_inline_html, markdown_to_plain_text
from app.ui.rendering import citation_words, render, text

SHOWN_SOURCES = 5
"""How many are shown before the rest is folded away."""
MOST_FORMULAS = 4
"""Up to so many formulas are shown at once; more, as of the rows of a table, are folded away."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what came of it: an answer with its card, none while it is being looked for, or `failed`.

    The card is kept because all are sent with each new question.
    """

    question: str
    answer: Answer | None = None
    card: str = ""
    failed: bool = False


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """A figure as listed: its text with unit, its formula if it was computed, positions of its citations."""

    text: str
    formula: str
    computed: bool
    citations: tuple[int, ...]


def conversation_html(language: Language, exchanges: Sequence[Exchange]) -> str:
    """All exchanges, oldest first."""
    return render(
        language,
        "conversation.html",
        exchanges=[
            {"number": number, "question": exchange.question, "failed": exchange.failed,
             "card": Markup(exchange.card),
             "followups": exchange.answer.followups if exchange.answer else [],
             "last": number == len(exchanges) - 1}
            for number, exchange in enumerate(exchanges)
        ],
    )  # fmt: skip


def answer_html(language: Language, answer: Answer, exchange: int) -> str:
    """The card of an answer. Its chips carry `exchange` and the citation's position, joined by a point.

    The table is shown once, in the text if that has it.
    """

    def mark(number: int) -> str:
        if not 1 <= number <= len(answer.citations):
            return ""
        return render(language, "chip.html", exchange=exchange, at=number - 1, citation=answer.citations[number - 1])

    words = markdown_to_html(answer.answer, mark)
    table = None if "<table" in words else answer.table
    figures = shown_figures(answer.figures)
    reckoned = [f for f in figures if "=" in f.formula and f.formula not in answer.answer]
    return render(
        language,
        "answer.html",
        answer=answer,
        exchange=exchange,
        words=Markup(words),
        columns=table.columns if table else [],
        rows=[[Markup(markdown_to_inline_html(cell, mark)) for cell in row] for row in table.rows] if table else [],
        of_numbers=columns_of_numbers(table.rows) if table else frozenset(),
        chart=Markup(chart_html(language, answer.chart)) if answer.chart else None,
        reckoned=reckoned if len(reckoned) <= MOST_FORMULAS else [],
        figures=figures,
        sources=list(enumerate(answer.citations))[:SHOWN_SOURCES],
        more_sources=list(enumerate(answer.citations))[SHOWN_SOURCES:],
        plain=answer_to_plain_text(language, answer),
    )


def shown_figures(figures: Sequence[AnswerFigure]) -> list[ShownFigure]:
    """Each figure once, in their order, with the citations of all places that state it."""
    shown: dict[tuple[str, str, bool], list[int]] = {}
    for figure in figures:
        words = figure.text if not figure.unit or figure.unit in figure.text else f"{figure.text} {figure.unit}"
        shown.setdefault((words, figure.formula or "", figure.computed), []).extend(figure.citations)
    return [
        ShownFigure(words, formula, computed, tuple(dict.fromkeys(at)))
        for (words, formula, computed), at in shown.items()
    ]


def answer_to_plain_text(language: Language, answer: Answer) -> str:
    """The answer for the clipboard: its text, its table with tabs, and its sources by number."""
    words = markdown_to_plain_text(answer.answer)
    parts = [words]
    if answer.table and "\t" not in words:
        rows = ["\t".join(row) for row in [answer.table.columns, *answer.table.rows]]
        parts.append(markdown_to_plain_text("\n".join(rows)))
    if answer.citations:
        sources = [f"[{n}] {c.doc} {citation_words(language, c)}".rstrip() for n, c in enumerate(answer.citations, 1)]
        parts.append("\n".join([f"{text(language, 'answer.sources')}:", *sources]))
    return "\n\n".join(parts)
