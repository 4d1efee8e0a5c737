"""The writing tab: a section is drafted; a text or a file is proofread, with its figures in colour and what is wrong
beside them."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from app.answer import Language
from app.draft.commented import write_commented
from app.draft.proof import Proof, ProofFigure, Status
from app.draft.result import Draft
from app.ui.drafts import PLACE, draft_file, draft_shown
from app.ui.framework import gr
from app.ui.rendering import render, static, text
from app.ui.service import Service
from app.ui.viewer import IN_ORDER, Source, Viewer, source_html
from ingest.endings import READABLE
from ingest.errors import ReadError

LONGEST_TEXT = 100_000
LONGEST_REQUEST = 1000
SHOWN_PLACES = 4
"""How many places of one figure are shown before the rest is folded away."""
STATUSES: dict[Status, str] = {
    "wrong": "writing.wrong",
    "ambiguous": "writing.ambiguous",
    "unknown": "writing.unknown",
    "ok": "writing.ok",
}
"""What a figure can be, the gravest first, and the text for how many are."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Writing:
    """The tab's components. `shown` holds the draft or proof that this reader was shown last, None before."""

    request: gr.Textbox
    draft: gr.Button
    words: gr.Textbox
    check: gr.Button
    upload: gr.UploadButton
    download: gr.DownloadButton
    result: gr.HTML
    shown: gr.State


def build_writing(language: Language) -> Writing:
    """What is to be proofread over what was found."""
    with gr.Column(elem_id="write"):
        with gr.Row(elem_id="asking-draft"):
            request = gr.Textbox(
                elem_id="draft-request",
                show_label=False,
                label=text(language, "writing.request"),
                placeholder=text(language, "writing.request_placeholder"),
                container=False,
                lines=1,
                max_lines=4,
                max_length=LONGEST_REQUEST,
                scale=1,
            )
            draft = gr.Button(text(language, "writing.draft"), elem_id="write-draft", variant="primary", scale=0)
        with gr.Column(elem_id="writing"):
            words = gr.Textbox(
                elem_id="draft-words",
                show_label=False,
                label=text(language, "writing.words"),
                placeholder=text(language, "writing.placeholder"),
                container=False,
                lines=4,
                max_lines=16,
                max_length=LONGEST_TEXT,
            )
            with gr.Row(elem_id="writing-actions"):
                check = gr.Button(text(language, "writing.check"), elem_id="proofread", variant="primary", scale=0)
                upload = gr.UploadButton(
                    text(language, "writing.upload"), elem_id="proof-upload", file_types=list(READABLE), scale=0
                )
                download = gr.DownloadButton(
                    text(language, "writing.download"), elem_id="proof-download", visible=False, scale=0
                )
        result = gr.HTML(
            render(language, "proof.html", state="start"),
            elem_id="proof",
            apply_default_css=False,
            js_on_load=static("writing.js"),
        )
    return Writing(request, draft, words, check, upload, download, result, gr.State(None))


def register_writing(tab: Writing, viewer: Viewer, service: Service, language: Language) -> None:
    """Drafting, proofreading what was typed or uploaded, and opening a place."""

    def write(request: str) -> Iterator[tuple[Any, ...]]:
        yield working_html(language), None, gr.update(visible=False)
        shown, draft = draft_shown(service, language, request)
        yield shown, draft, taken_away(draft_file(draft, language) if draft is not None else None)

    def check_words(words: str) -> Iterator[tuple[Any, ...]]:
        yield working_html(language), None, gr.update(visible=False)
        yield (*proof_shown(service, language, words), gr.update(visible=False))

    def check_file(path: str) -> Iterator[tuple[Any, ...]]:
        yield working_html(language), None, gr.update(visible=False)
        shown, proof = proof_shown(service, language, Path(path))
        commented = commented_copy(Path(path), proof, language) if proof is not None else None
        yield shown, proof, taken_away(commented)

    def taken_away(path: str | None) -> Any:
        return gr.update(value=path, visible=path is not None)

    def open_place(shown: Proof | Draft | None, event: gr.EventData) -> tuple[Any, ...]:
        source = written_source(shown, str(getattr(event, "place", "")))
        if source is None:
            return gr.skip(), gr.skip()
        return source_html(service, language, source), source

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    shown = [tab.result, tab.shown, tab.download]
    gr.on([tab.request.submit, tab.draft.click], write, [tab.request], shown, concurrency_limit=4, **quiet)
    tab.check.click(check_words, [tab.words], shown, concurrency_limit=4, **quiet)
    tab.upload.upload(check_file, [tab.upload], shown, concurrency_limit=2, **quiet)
    tab.result.place(open_place, [tab.shown], [viewer.panel, viewer.source], **IN_ORDER, **quiet)


def proof_shown(service: Service, language: Language, given: str | Path) -> tuple[str, Proof | None]:
    """The result as HTML, and what it shows; a file that cannot be read is said in its place."""
    from app.error_lines import read_error_line

    if isinstance(given, str) and not given.strip():
        return render(language, "proof.html", state="start"), None
    if not service.documents():
        return render(language, "proof.html", state="empty"), None
    try:
        proof = service.lint(given, language)
    except ReadError as error:
        error.path = Path(error.path.name)
        return render(language, "proof.html", state="problem", problem=read_error_line(error, language)), None
    except Exception:
        _log.exception("proofreading failed")
        return render(language, "proof.html", state="problem", problem=text(language, "writing.failed")), None
    return proof_html(language, proof), proof


def proof_html(language: Language, proof: Proof) -> str:
    """The text with its figures in colour, and a card for each that is not right, in their order.

    Marks carry the position of their figure, from 0; places those of figure and place, joined by a point.
    """
    figures = list(enumerate(proof.figures))
    return render(
        language,
        "proof.html",
        state="proof",
        counts=[(status, proof.count(status), text(language, key)) for status, key in STATUSES.items()],
        total=len(figures),
        paragraphs=[
            _marked(paragraph, [(at, f) for at, f in figures if f.paragraph == number])
            for number, paragraph in enumerate(proof.paragraphs)
        ],
        cards=[(at, f, list(enumerate(f.citations))) for at, f in figures if f.status != "ok"],
        shown=SHOWN_PLACES,
    )


def working_html(language: Language) -> str:
    return render(language, "proof.html", state="working")


def commented_copy(path: Path, proof: Proof, language: Language) -> str | None:
    """A copy of an uploaded DOCX with comments, to be taken away; None for other files."""
    if path.suffix.lower() != ".docx":
        return None
    name = text(language, "writing.commented", name=path.stem)
    copy = Path(tempfile.mkdtemp(prefix="ziping-proof-")) / f"{name}.docx"
    try:
        write_commented(path, proof, copy, language)
    except Exception:
        _log.exception("comments not written: %s", path.name)
        return None
    return str(copy)


def written_source(shown: Proof | Draft | None, place: str) -> Source | None:
    """What a place's button means, None if there is none such; `place` is a figure of a proof, or `draft`, and one of
    its places, from 0, joined by a point."""
    of, _, at = place.partition(".")
    if shown is None or not at.isdecimal():
        return None
    if isinstance(shown, Draft):
        citations = shown.citations if of == PLACE else []
    else:
        citations = shown.figures[int(of)].citations if of.isdecimal() and int(of) < len(shown.figures) else []
    if int(at) >= len(citations):
        return None
    cited = citations[int(at)]
    return Source(cited.document, cited.page, cited, int(at) + 1)


def _marked(paragraph: str, figures: list[tuple[int, ProofFigure]]) -> Markup:
    """A paragraph, escaped, with a mark around each of its figures."""
    parts: list[Markup] = []
    position = 0
    for at, figure in sorted(figures, key=lambda pair: pair[1].start):
        if figure.start < position:
            continue
        parts.append(escape(paragraph[position : figure.start]))
        parts.append(
            Markup('<button type="button" class="said said-{}" data-figure="{}" title="{}">{}</button>').format(
                figure.status, at, figure.said, paragraph[figure.start : figure.end]
            )
        )
        position = figure.end
    return Markup("").join([*parts, escape(paragraph[position:])])
