"""What the cross-check tab asks the server for besides its list: pictures of places, decisions, coverage, papers."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.answer import Language
from app.check.annotated_pdf import write_annotated
from app.check.export import write_findings
from app.check.paper import PaperError
from app.check.triage import LONGEST_NOTE, TriageError
from app.error_lines import error_line
from app.pictures import PictureError
from app.place_pictures import place_picture
from app.ui.changes_view import changes_html
from app.ui.coverage_view import coverage_html, section_html
from app.ui.finding_cards import progress_values, triage_html
from app.ui.rendering import render
from app.ui.service import Service
from index.errors import StoreError
from ingest.records import Region
from prompts import message

PAPERS = ("xlsx", "docx")
"""What the working paper of the cross-check is offered as."""
KEEP = "private, max-age=600"
"""How long a browser keeps the picture of a place: the finding's id names what stands there."""
LARGEST = 8 * LONGEST_NOTE
"""Bytes of a decision."""
_log = logging.getLogger(__name__)


class Decided(BaseModel):
    """What the page sends of a decision."""

    model_config = ConfigDict(extra="forbid")

    finding: str
    state: str
    note: str = ""
    who: str = Field(default="")


def add_check_routes(app: FastAPI, service: Service, languages: Sequence[Language]) -> None:
    """The addresses below /check/."""

    def known(language: str) -> Language | None:
        return next((each for each in languages if each == language), None)

    @app.get("/check/{code}/coverage")
    def coverage(code: str) -> Response:
        language = known(code)
        return _not_found() if language is None else HTMLResponse(coverage_html(service, language))

    @app.get("/check/{code}/coverage/{document}/{section}")
    def section(code: str, document: int, section: str) -> Response:
        language = known(code)
        if language is None or not (section == "none" or section.isdecimal()):
            return _not_found()
        html = section_html(service, language, document, None if section == "none" else int(section))
        return _not_found() if html is None else HTMLResponse(html)

    @app.get("/check/{code}/changes")
    def changes(code: str, before: int, after: int) -> Response:
        language = known(code)
        if language is None:
            return _not_found()
        try:
            return HTMLResponse(changes_html(service, language, before, after))
        except StoreError:
            return _not_found()

    @app.get("/check/{code}/place/{finding}/{at}.png")
    def place(code: str, finding: str, at: int) -> Response:
        language = known(code)
        picture = _picture(service, language, finding, at) if language is not None else None
        if picture is None:
            return _not_found()
        return Response(picture, media_type="image/png", headers={"cache-control": KEEP})

    @app.post("/check/{code}/decisions")
    async def decide(code: str, request: Request) -> Response:
        language = known(code)
        # A form of another site cannot send this kind of content without asking first, which nobody here allows.
        if language is None or request.headers.get("content-type", "").partition(";")[0] != "application/json":
            return _not_found()
        body = await request.body()
        try:
            decided = Decided.model_validate_json(body[:LARGEST])
        except ValidationError:
            return PlainTextResponse(status_code=400)
        return _decide(service, language, decided)

    @app.get("/check/{code}.{ending}")
    def working_paper(code: str, ending: str) -> Response:
        language = known(code)
        if language is None or ending not in PAPERS:
            return _not_found()
        name = quote(f"{message(language, 'check.title')}.{ending}")
        return attachment(paper(service, language, ending), name)

    @app.get("/check/{code}/annotated/{document}.pdf")
    def annotated(code: str, document: int) -> Response:
        language = known(code)
        made = service.paper(language) if language is not None else None
        name = next((view.name for view in made.documents if view.id == document), None) if made else None
        if language is None or made is None or name is None:
            return _not_found()
        try:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "annotated.pdf"
                write_annotated(made, document, path, language)
                content = path.read_bytes()
        except PaperError as error:
            return PlainTextResponse(error_line(error, language) or "", status_code=404)
        title = message(language, "check.annotated", name=Path(name).stem)
        return attachment(content, quote(f"{title}.pdf"))


def attachment(content: bytes, name: str) -> Response:
    """A file to take away; `name` is percent-encoded."""
    disposition = {"content-disposition": f"attachment; filename*=utf-8''{name}"}
    return Response(content, media_type="application/octet-stream", headers=disposition)


def paper(service: Service, language: Language, ending: str) -> bytes:
    """The findings as a file of this ending."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"findings.{ending}"
        write_findings(service.paper(language), path, language)
        return path.read_bytes()


def _picture(service: Service, language: Language, finding: str, at: int) -> bytes | None:
    """The picture of a place; None if there is no such place, or its page cannot be shown."""
    found = next((f for f in service.check(language) if f.id == finding), None)
    if found is None or not 0 <= at < len(found.places):
        return None
    place = found.places[at]
    path = service.document_file(place.document) if place.document is not None else None
    if path is None:
        return None
    try:
        return place_picture(path, [Region(*region) for region in place.regions], place.value).png
    except PictureError as error:
        _log.warning("place not shown: %s", error)
        return None


def _decide(service: Service, language: Language, decided: Decided) -> Response:
    """Takes the decision; what the card and the progress look like then, or why it cannot be taken."""
    try:
        (finding,) = service.decide([decided.finding], decided.state, decided.note, decided.who, language)
    except TriageError as error:
        problem = {"code": error.code, "problem": error_line(error, language)}
        return JSONResponse(problem, status_code=400)
    except Exception as error:
        _log.exception("decision not taken")
        return JSONResponse({"code": "failed", "problem": error_line(error, language)}, status_code=500)
    triage, findings = service.triage(language), service.check(language)
    progress = render(language, "progress.html", progress=progress_values(language, findings, triage))
    shown = {
        "state": triage[finding.id].state,
        "triage": triage_html(language, finding, triage[finding.id]),
        "progress": progress,
        "said": message(language, f"check.state_{triage[finding.id].state}"),
    }
    return JSONResponse(shown)


def _not_found() -> Response:
    return PlainTextResponse(status_code=404)
