"""The panel beside the tabs that shows a cited page, or an excerpt of a document without pages."""

from __future__ import annotations

import base64
import itertools
import logging
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from app.answer import Citation, Language
from app.pictures import PictureError, TableExcerpt, cited_excerpt, page_picture
from app.ui.framework import gr
from app.ui.rendering import render, static
from app.ui.service import Service
from ingest.records import Region

PICTURE_SCALE = 2.0
IN_ORDER: dict[str, Any] = {"trigger_mode": "multiple", "concurrency_limit": 1, "concurrency_id": "source"}
"""How events that open a source are run: every one counts, and the browser sends one after another. One at a time costs
nothing, as PDFium draws one page at a time."""
_shown = itertools.count(1)
"""Makes each rendering differ, so that the browser also hears of a source that is opened again."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Source:
    """What the panel shows: a page of a document, with the citation and its number if one was opened. `document` is
    the stored document's id, None if the citation names none."""

    document: int | None
    page: int | None = None
    citation: Citation | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Viewer:
    """The panel's components. `source` holds the Source that is shown to this reader, None at first."""

    panel: gr.HTML
    source: gr.State


def build_viewer(language: Language) -> Viewer:
    """The panel, empty."""
    panel = gr.HTML(
        opening_html(language),
        elem_id="viewer",
        apply_default_css=False,
        js_on_load=static("viewer.js"),
    )
    return Viewer(panel, gr.State(None))


def register_viewer(viewer: Viewer, service: Service, language: Language) -> None:
    """Previous and next page."""

    def show_page(source: Source | None, event: gr.EventData) -> tuple[Any, Any]:
        page = _whole_number(getattr(event, "page", None))
        if source is None or page is None:
            return gr.skip(), gr.skip()
        source = replace(source, page=page)
        return source_html(service, language, source), source

    viewer.panel.turn(
        show_page,
        [viewer.source],
        [viewer.panel, viewer.source],
        show_progress="hidden",
        api_visibility="private",
        **IN_ORDER,
    )


def register_cited(listing: gr.HTML, viewer: Viewer, service: Service, language: Language) -> None:
    """Opening the places whose buttons carry their citation."""

    def open_cited(event: gr.EventData) -> tuple[Any, Any]:
        source = citation_source(getattr(event, "citation", None))
        if source is None:
            return gr.skip(), gr.skip()
        return source_html(service, language, source), source

    listing.cited(
        open_cited,
        None,
        [viewer.panel, viewer.source],
        show_progress="hidden",
        api_visibility="private",
        **IN_ORDER,
    )


def citation_source(citation: object) -> Source | None:
    """What a button that carries its citation means; None if it carries none."""
    try:
        cited = Citation.model_validate(citation)
    except ValidationError:
        return None
    return Source(cited.document, cited.page, cited)


def opening_html(language: Language) -> str:
    """The panel until its first source has arrived; the browser shows no panel before one is opened."""
    return render(language, "viewer.html", state="opening", shown=next(_shown))


def source_html(service: Service, language: Language, source: Source) -> str:
    """The panel with this source; what cannot be shown is said in its place, the quoted words stay."""
    citation = source.citation
    values: dict[str, object] = {
        "state": "source",
        "shown": next(_shown),
        "number": source.number,
        "document": source.document,
        "name": citation.doc if citation else "",
        "path": citation.section_path if citation else [],
        "cell": " · ".join(p for p in (citation.table, citation.row, citation.column) if p) if citation else "",
        "quote": citation.quote if citation else "",
        "picture": None,
        "table": None,
        "passage": None,
        "problem": None,
        "elsewhere": [],
        "paged": False,
    }
    known = next((document for document in service.documents() if document.id == source.document), None)
    if known is None:
        values |= {"problem": "removed"}
    elif source.page is None:
        values |= {"name": known.name, "paged": known.pages is not None} | _excerpt_values(service, known.id, citation)
    else:
        values |= {"name": known.name} | _picture_values(service, known.id, source.page, citation)
    return render(language, "viewer.html", **values)


def _picture_values(service: Service, document: int, page: int, citation: Citation | None) -> dict[str, object]:
    regions = [Region(*region) for region in citation.regions] if citation else []
    if citation and not regions and citation.page is not None and citation.bbox is not None:
        regions = [Region(citation.page, *citation.bbox)]
    path = service.document_file(document)
    if path is None:
        return {"problem": "file-missing"}
    try:
        picture = page_picture(path, page, regions, PICTURE_SCALE)
    except PictureError as error:
        _log.warning("page not shown: %s", error)
        return {"problem": error.code}
    marked = sorted({region.page for region in regions})
    return {
        "picture": picture,
        "png": base64.b64encode(picture.png).decode(),
        "anchor": min((mark.top for mark in picture.marks), default=0),
        "elsewhere": marked if page not in marked else [],
    }


def _excerpt_values(service: Service, document: int, citation: Citation | None) -> dict[str, object]:
    records = service.records(document) if citation else None
    excerpt = cited_excerpt(records, citation) if records and citation else None
    return {"table" if isinstance(excerpt, TableExcerpt) else "passage": excerpt}


def _whole_number(value: object) -> int | None:
    """What the browser sent, if it is a whole number."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None
