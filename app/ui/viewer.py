"""The panel beside the tabs that shows a cited page, or an excerpt of a document without pages."""

from __future__ import annotations

import base64
import itertools
import logging
from dataclasses import dataclass

from markupsafe import Markup

from app.answer import Citation, Language
from app.pictures import PictureError, cited_excerpt, page_picture
from app.ui.framework import gr
from app.ui.rendering import render, static
from app.ui.service import Service
from ingest.records import Region

PICTURE_SCALE = 2.0
_shown = itertools.count(1)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Source:
    """What the panel shows: a page of a document, with the citation and its number if one was opened."""

    document: int
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
        empty_viewer_html(language),
        elem_id="viewer",
        apply_default_css=False,
        js_on_load=static("viewer.js"),
    )
    return Viewer(panel, gr.State(None))


def register_viewer(viewer: Viewer, service: Service, language: Language) -> None:
    """Previous and next page."""

    def show_page(source: Source | None, event: gr.EventData) -> tuple[str, Source | None]:
        page = _whole_number(getattr(event, "page", None))
        if source is None or page is None:
            return empty_viewer_html(language), source
        source = Source(source.document, page, source.citation, source.number)
        return source_html(service, language, source), source

    viewer.panel.turn(
        show_page,
        [viewer.source],
        [viewer.panel, viewer.source],
        show_progress="hidden",
        api_visibility="private",
        concurrency_limit=4,
    )


def citation_source(citation: Citation, number: int) -> Source | None:
    """Where a citation is shown; None if it names no stored document."""
    if citation.document is None:
        return None
    return Source(citation.document, citation.page, citation, number)


def empty_viewer_html(language: Language) -> str:
    return render(language, "viewer.html", state="empty", shown=next(_shown), icon=Markup(static("icon.svg")))


def source_html(service: Service, language: Language, source: Source) -> str:
    """The panel with this source; what cannot be shown is said in its place, the quoted words stay."""
    citation = source.citation
    names = {document.id: document.name for document in service.documents()}
    values: dict[str, object] = {
        "state": "page",
        "shown": next(_shown),
        "number": source.number,
        "document": source.document,
        "name": names.get(source.document) or (citation.doc if citation else ""),
        "path": citation.section_path if citation else [],
        "cell": " · ".join(p for p in (citation.table, citation.row, citation.column) if p) if citation else "",
        "quote": citation.quote if citation else "",
        "picture": None,
        "table": None,
        "passage": None,
        "problem": None,
        "elsewhere": [],
    }
    if source.document not in names:
        return render(language, "viewer.html", **values | {"state": "failed", "problem": "removed"})
    if source.page is None:
        return render(language, "viewer.html", **values | _excerpt_values(service, source))
    return render(language, "viewer.html", **values | _picture_values(service, source, source.page))


def _picture_values(service: Service, source: Source, page: int) -> dict[str, object]:
    citation = source.citation
    regions = [Region(*region) for region in citation.regions] if citation else []
    if citation and not regions and citation.page is not None and citation.bbox is not None:
        regions = [Region(citation.page, *citation.bbox)]
    path = service.document_file(source.document)
    if path is None:
        return {"state": "failed", "problem": "file-missing"}
    try:
        picture = page_picture(path, page, regions, PICTURE_SCALE)
    except PictureError as error:
        _log.warning("page not shown: %s", error)
        return {"state": "failed", "problem": error.code}
    marked = sorted({region.page for region in regions})
    return {
        "picture": picture,
        "png": base64.b64encode(picture.png).decode(),
        "anchor": min((mark.top for mark in picture.marks), default=0),
        "elsewhere": marked if page not in marked else [],
    }


def _excerpt_values(service: Service, source: Source) -> dict[str, object]:
    records = service.records(source.document) if source.citation else None
    excerpt = cited_excerpt(records, source.citation) if records and source.citation else None
    if excerpt is None:
        return {"state": "excerpt"}
    return {"state": "excerpt", "table" if hasattr(excerpt, "rows") else "passage": excerpt}


def _whole_number(value: object) -> int | None:
    """What the browser sent, if it is a whole number."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None
