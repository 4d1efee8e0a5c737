"""The web page, built from its parts, and serving it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from markupsafe import Markup

from app.answer import Language
from app.ui.asking import build_asking, register_asking
from app.ui.checks import build_checks, register_checks
from app.ui.documents import build_documents, register_documents
from app.ui.framework import gr
from app.ui.ledger import build_ledger, register_ledger
from app.ui.overview import build_overview, register_overview
from app.ui.rendering import render, static, text
from app.ui.server import PortInUse, listen, page_server, run
from app.ui.service import Service
from app.ui.viewer import build_viewer, register_viewer
from app.ui.writing import build_writing, register_writing

__all__ = ["PortInUse", "build_page", "serve_page"]

_log = logging.getLogger(__name__)
KEEP_UPLOADS = (3600, 86400)
"""Every hour, uploaded copies older than a day are deleted; usually they are gone once they were read."""


def build_page(service: Service, language: Language) -> gr.Blocks:
    """The whole page in one language, with its events. Serve it with `serve_page`, which brings style and scripts."""
    page = gr.Blocks(title=text(language, "title"), analytics_enabled=False, fill_width=True, delete_cache=KEEP_UPLOADS)
    with page:
        header = build_header(language)
        asking = build_asking(language)
        overview = build_overview(language)
        checks = build_checks(language)
        ledger = build_ledger(language)
        writing = build_writing(language)
        documents = build_documents(language)
        viewer = build_viewer(language)
        register_asking(page, asking, viewer, service, language)
        register_overview(header, overview, viewer, service, language)
        register_checks(header, checks, viewer, service, language)
        register_ledger(header, ledger, viewer, service, language)
        register_writing(writing, viewer, service, language)
        register_documents(page, header, documents, asking, viewer, service, language)
        register_viewer(viewer, service, language)
    return page


def build_header(language: Language) -> gr.HTML:
    """Name, tabs and the switch to the other language."""
    return gr.HTML(
        render(language, "header.html", icon=Markup(static("icon.svg")), other="en" if language == "zh" else "zh"),
        elem_id="top",
        apply_default_css=False,
        js_on_load=static("header.js"),
    )


def serve_page(
    service: Service, host: str, port: int, language: Language, ready: Callable[[], None] = lambda: None
) -> None:
    """Serves the page until interrupted, in both languages; `language` is for readers whose browser asks for neither.

    `ready` is called once the port is ours and before the first request is answered. Raises PortInUse before that.
    """
    listener = listen(host, port)
    server = page_server({each: build_page(service, each) for each in ("zh", "en")}, service, language)
    warm_up(service, language)
    ready()
    run(server, listener)


def warm_up(service: Service, language: Language) -> None:
    """Asks one question that the index can answer, so that the first reader need not wait for what is loaded once.

    What is loaded is imported here, in one thread, and not by several requests at once.
    """
    try:
        for question in service.examples(language)[:1]:
            service.ask(question)
    except Exception:
        _log.exception("warming up failed")
    threading.Thread(target=_prepare, args=(service,), name="prepare", daemon=True).start()


def _prepare(service: Service) -> None:
    """Builds the rest while the page is already served: a question that needs it meanwhile waits for that part only."""
    try:
        service.prepare()
    except Exception:
        _log.exception("warming up failed")
