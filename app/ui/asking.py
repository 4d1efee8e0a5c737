"""The question-and-answer tab."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from app.answer import Language, Turn
from app.ui.answers import Exchange, answer_html, conversation_html
from app.ui.framework import gr
from app.ui.rendering import render, static, text
from app.ui.service import Service
from app.ui.viewer import IN_ORDER, Source, Viewer, opening_html, source_html

LONGEST_QUESTION = 1000
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asking:
    """The tab's components. `exchanges` holds this reader's questions and answers of the session."""

    conversation: gr.HTML
    question: gr.Textbox
    send: gr.Button
    new: gr.Button
    exchanges: gr.State


def build_asking(language: Language) -> Asking:
    """Conversation over a line to type in."""
    with gr.Column(elem_id="ask"):
        conversation = gr.HTML(
            "", elem_id="conversation", apply_default_css=False, js_on_load=static("conversation.js")
        )
        with gr.Row(elem_id="composer"):
            new = gr.Button(text(language, "ask.new"), elem_id="new", size="sm", min_width=0, scale=0)
            question = gr.Textbox(
                elem_id="question",
                show_label=False,
                label=text(language, "ask.question"),
                placeholder=text(language, "ask.placeholder"),
                container=False,
                lines=1,
                max_lines=5,
                max_length=LONGEST_QUESTION,
                autofocus=True,
                scale=1,
            )
            send = gr.Button(text(language, "ask.send"), elem_id="send", variant="primary", min_width=0, scale=0)
    return Asking(conversation, question, send, new, gr.State(()))


def register_asking(page: gr.Blocks, tab: Asking, viewer: Viewer, service: Service, language: Language) -> None:
    """Sending a question, opening a citation, starting anew, and what is shown at first."""

    def ask_typed(question: str, exchanges: tuple[Exchange, ...]) -> Iterator[tuple[Any, ...]]:
        for shown, known in ask_steps(service, language, question, exchanges):
            yield "", shown, known

    def ask_suggested(exchanges: tuple[Exchange, ...], event: gr.EventData) -> Iterator[tuple[Any, ...]]:
        question = str(getattr(event, "question", ""))[:LONGEST_QUESTION]
        yield from ask_steps(service, language, question, exchanges)

    def open_citation(exchanges: tuple[Exchange, ...], event: gr.EventData) -> tuple[Any, ...]:
        source = cited_source(exchanges, str(getattr(event, "place", "")))
        if source is None:
            return gr.skip(), gr.skip()
        return source_html(service, language, source), source

    def start_anew() -> tuple[Any, ...]:
        return welcome_html(service, language), (), opening_html(language), None

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    gr.on(
        [tab.question.submit, tab.send.click],
        ask_typed,
        [tab.question, tab.exchanges],
        [tab.question, tab.conversation, tab.exchanges],
        concurrency_limit=8,
        **quiet,
    )
    tab.conversation.ask(
        ask_suggested, [tab.exchanges], [tab.conversation, tab.exchanges], concurrency_limit=8, **quiet
    )
    tab.conversation.cite(
        open_citation,
        [tab.exchanges],
        [viewer.panel, viewer.source],
        **IN_ORDER,
        **quiet,
    )
    tab.new.click(start_anew, None, [tab.conversation, tab.exchanges, viewer.panel, viewer.source], **quiet)
    page.load(lambda: welcome_html(service, language), None, [tab.conversation], **quiet)


def ask_steps(
    service: Service, language: Language, question: str, exchanges: tuple[Exchange, ...]
) -> Iterator[tuple[Any, tuple[Exchange, ...]]]:
    """First the conversation with the question alone, then with its answer. An empty question changes nothing."""
    question = question.strip()
    if not question:
        yield gr.skip(), exchanges
        return
    yield conversation_html(language, [*exchanges, Exchange(question)]), exchanges
    try:
        answer = service.ask(question, history(exchanges))
        exchange = Exchange(question, answer, answer_html(language, answer, len(exchanges)))
    except Exception:
        _log.exception("question failed: %r", question)
        exchange = Exchange(question, failed=True)
    exchanges = (*exchanges, exchange)
    yield conversation_html(language, exchanges), exchanges


def history(exchanges: Sequence[Exchange]) -> list[Turn]:
    """The session's earlier questions that were answered, oldest first."""
    return [Turn(q=exchange.question) for exchange in exchanges if not exchange.failed]


def cited_source(exchanges: Sequence[Exchange], place: str) -> Source | None:
    """What a chip means, None if there is none; `place` is exchange and citation, from 0, joined by a point."""
    exchange, _, citation = place.partition(".")
    if not (exchange.isdecimal() and citation.isdecimal()) or int(exchange) >= len(exchanges):
        return None
    answer = exchanges[int(exchange)].answer
    if answer is None or int(citation) >= len(answer.citations):
        return None
    cited = answer.citations[int(citation)]
    return Source(cited.document, cited.page, cited, int(citation) + 1)


def welcome_html(service: Service, language: Language) -> str:
    """What stands in an empty conversation: example questions, or how to begin where nothing is indexed."""
    documents = len(service.documents())
    return render(
        language,
        "welcome.html",
        documents=documents,
        examples=service.examples(language) if documents else [],
        notices=service.notices(language) if documents else [],
        icon=Markup(static("icon.svg")),
    )
