"""The documents tab: what is indexed, uploading, removing."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.answer import Language
from app.ui.answers import Exchange
from app.ui.asking import Asking, welcome_html
from app.ui.framework import LARGEST_UPLOAD, gr
from app.ui.rendering import render, static, text
from app.ui.service import DocumentReport, Service
from app.ui.viewer import IN_ORDER, Source, Viewer, source_html
from ingest.endings import READABLE

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Documents:
    """The tab's components."""

    upload: gr.File
    reading: gr.HTML
    listing: gr.HTML


def build_documents(language: Language) -> Documents:
    """Upload over its progress and results over the list."""
    with gr.Column(elem_id="documents"):
        upload = gr.File(
            label=text(language, "documents.upload"),
            show_label=False,
            file_count="multiple",
            file_types=list(READABLE),
            height=150,
            elem_id="upload",
        )
        note = render(language, "upload_note.html", endings=READABLE, largest=LARGEST_UPLOAD)
        gr.HTML(note, elem_id="upload-note", apply_default_css=False)
        reading = gr.HTML("", elem_id="reading", apply_default_css=False)
        listing = gr.HTML("", elem_id="listing", apply_default_css=False, js_on_load=static("documents.js"))
    return Documents(upload, reading, listing)


def register_documents(
    page: gr.Blocks,
    header: gr.HTML,
    tab: Documents,
    asking: Asking,
    viewer: Viewer,
    service: Service,
    language: Language,
) -> None:
    """Reading what is uploaded, opening and removing a document, and keeping the list as the index is."""

    def read_uploaded(paths: list[str] | None, exchanges: tuple[Exchange, ...]) -> Iterator[tuple[Any, ...]]:
        for shown in reading_steps(service, language, [Path(path) for path in paths or []]):
            yield gr.skip(), shown, gr.skip(), gr.skip()
        yield None, gr.skip(), documents_html(service, language), fresh_welcome(exchanges)

    def remove(exchanges: tuple[Exchange, ...], event: gr.EventData) -> tuple[Any, ...]:
        done = remove_document(service, language, getattr(event, "document", None))
        return done, documents_html(service, language), fresh_welcome(exchanges)

    def open_document(event: gr.EventData) -> tuple[Any, ...]:
        document = getattr(event, "document", None)
        if not isinstance(document, int):
            return gr.skip(), gr.skip()
        source = Source(document, page=1)
        return source_html(service, language, source), source

    def fresh_welcome(exchanges: tuple[Exchange, ...]) -> Any:
        return gr.skip() if exchanges else welcome_html(service, language)

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    tab.upload.upload(
        read_uploaded,
        [tab.upload, asking.exchanges],
        [tab.upload, tab.reading, tab.listing, asking.conversation],
        concurrency_limit=1,
        **quiet,
    )
    tab.listing.remove(
        remove, [asking.exchanges], [tab.reading, tab.listing, asking.conversation], concurrency_limit=1, **quiet
    )
    tab.listing.open(open_document, None, [viewer.panel, viewer.source], **IN_ORDER, **quiet)
    for shown in (page.load, header.documents):
        shown(lambda: documents_html(service, language), None, [tab.listing], **quiet)


def documents_html(service: Service, language: Language) -> str:
    """The list of what is indexed."""
    documents = service.documents()
    return render(
        language, "documents.html", documents=documents, notices=service.notices(language) if documents else []
    )


def reading_steps(service: Service, language: Language, paths: Sequence[Path]) -> Iterator[str]:
    """Reads uploaded files into the index, one after the other: HTML of each step of progress, then of the results.

    A file whose reading breaks does not stop the others. The uploaded copies are deleted, as the service keeps its own.
    """
    steps: queue.SimpleQueue[tuple[float, str] | None] = queue.SimpleQueue()
    reports: list[DocumentReport] = []
    failures: list[str] = []

    def read_all() -> None:
        try:
            for at, path in enumerate(paths):
                read(path, at)
        finally:
            steps.put(None)

    def read(path: Path, at: int) -> None:
        def progress(share: float, what: str) -> None:
            steps.put(((at + min(max(share, 0), 1)) / len(paths), what))

        try:
            reports.extend(service.ingest([path], progress, language, uploaded=True))
        except Exception:
            _log.exception("uploaded file not read: %s", path.name)
            failures.append(text(language, "documents.failed", name=path.name))
        finally:
            path.unlink(missing_ok=True)

    threading.Thread(target=read_all, name="reading", daemon=True).start()
    yield _reading(language, working=True)
    while (step := steps.get()) is not None:
        yield _reading(language, working=True, percent=round(step[0] * 100), what=step[1])
    yield _reading(language, reports=reports, failures=failures)


def remove_document(service: Service, language: Language, document: object) -> str:
    """Removes the document with this id, if there is one, and says so as HTML."""
    names = {known.id: known.name for known in service.documents()}
    if not isinstance(document, int) or document not in names:
        return ""
    try:
        service.remove(document)
    except Exception:
        _log.exception("document %s not removed", document)
        return _reading(language, failures=[text(language, "documents.remove_failed", name=names[document])])
    return _reading(language, done=text(language, "documents.removed", name=names[document]))


def _reading(
    language: Language,
    *,
    working: bool = False,
    percent: int = 0,
    what: str = "",
    reports: Sequence[DocumentReport] = (),
    failures: Sequence[str] = (),
    done: str = "",
) -> str:
    return render(
        language,
        "reading.html",
        working=working,
        percent=percent,
        what=what,
        reports=reports,
        failures=failures,
        done=done,
    )
