"""The report itself with every finding marked at its places: highlights with notes, and bookmarks to each finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Highlight
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, FloatObject, NameObject, TextStringObject

from app.answer import Language
from app.check.finding import Finding, FindingPlace
from app.check.paper import Paper, PaperError
from app.check.words import place_line, triage_words
from app.place_pictures import number_regions
from ingest.records import Region
from prompts import message

COLOURS = {"high": "ff9a8f", "medium": "ffd36b", "low": "b9d4e8"}
EDGE = 2.0
"""Points around a marked box."""
_MOST_OTHERS = 6


def write_annotated(paper: Paper, document: int, path: Path, language: Language) -> None:
    """Writes a copy of the document's PDF with the findings that nobody dismissed; nothing else of it is changed.

    Raises PaperError (`no-file`, `unreadable`), and OSError if the file cannot be written.
    """
    name = next((view.name for view in paper.documents if view.id == document), str(document))
    original = paper.original(document)
    if original is None or not original.is_file():
        raise PaperError("no-file", name)
    try:
        reader = PdfReader(original)
        if reader.is_encrypted and not reader.decrypt(""):
            raise PaperError("unreadable", name)
        writer = PdfWriter(clone_from=reader)
    except (PyPdfError, ValueError, OSError) as error:
        raise PaperError("unreadable", name) from error
    chapter = None
    for number, finding in enumerate(paper.findings, 1):
        if paper.standing_of(finding).state == "dismissed":
            continue
        pages = [
            page
            for at, place in enumerate(finding.places)
            if place.document == document
            for page in _mark(writer, original, finding, at, _note(finding, at, paper, language), language)
        ]
        if pages:
            if chapter is None:
                title = message(language, "check.title")
                chapter = writer.add_outline_item(title=title, page_number=pages[0] - 1, bold=True)
            writer.add_outline_item(title=f"{number}. {finding.summary}", page_number=pages[0] - 1, parent=chapter)
    writer.write(path)


def pdf_document(paper: Paper, words: str = "") -> int:
    """The PDF that is meant: the one whose name holds `words`, else the first. Raises PaperError `no-pdf`."""
    for view in paper.documents:
        if view.kind == "pdf" and words in view.name:
            return view.id
    raise PaperError("no-pdf", words)


def _mark(writer: Any, original: Path, finding: Finding, at: int, note: str, language: Language) -> list[int]:
    """Adds the highlight of one place, one annotation per page; the pages."""
    place = finding.places[at]
    regions = number_regions(original, [Region(*region) for region in place.regions], place.value)
    pages = [page for page in dict.fromkeys(r.page for r in regions) if 1 <= page <= len(writer.pages)]
    for page in pages:
        sheet = writer.pages[page - 1]
        quads = [_quad(sheet, _wider(region)) for region in regions if region.page == page]
        xs, ys = [x for quad in quads for x in quad[::2]], [y for quad in quads for y in quad[1::2]]
        annotation = Highlight(
            rect=(min(xs), min(ys), max(xs), max(ys)),
            quad_points=ArrayObject([FloatObject(value) for quad in quads for value in quad]),
            highlight_color=COLOURS[finding.severity],
            printing=True,
        )
        stamp = datetime.now(UTC).strftime("D:%Y%m%d%H%M%SZ")
        annotation.update(
            {
                NameObject("/Contents"): TextStringObject(note),
                NameObject("/T"): TextStringObject(message(language, "ui.title")),
                NameObject("/Subj"): TextStringObject(message(language, f"check.kind_{finding.kind}")),
                NameObject("/NM"): TextStringObject(f"{finding.id}.{at}.{page}"),
                NameObject("/M"): TextStringObject(stamp),
                NameObject("/CreationDate"): TextStringObject(stamp),
            }
        )
        writer.add_annotation(page - 1, annotation)
    return pages


def _wider(region: Region) -> Region:
    """A box as narrow as a digit is hardly seen, and hardly hit with the mouse."""
    return replace(region, x0=region.x0 - EDGE, top=region.top - EDGE, x1=region.x1 + EDGE, bottom=region.bottom + EDGE)


def _quad(sheet: Any, region: Region) -> Sequence[float]:
    """The four corners of a region in the page's own space: upper left, upper right, lower left, lower right."""
    box = sheet.mediabox
    left, bottom, right, top = box.left, box.bottom, box.right, box.top
    turn = int(sheet.get("/Rotate", 0)) % 360

    def corner(x: float, y: float) -> tuple[float, float]:
        if turn == 90:
            return left + y, bottom + x
        if turn == 180:
            return right - x, bottom + y
        if turn == 270:
            return right - y, top - x
        return x, top - y

    corners = [(region.x0, region.top), (region.x1, region.top), (region.x0, region.bottom), (region.x1, region.bottom)]
    return [value for x, y in corners for value in corner(x, y)]


def _note(finding: Finding, at: int, paper: Paper, language: Language) -> str:
    """What the note at one place says: the finding, its reckoning, and where the other places are."""
    kind = message(language, f"check.kind_{finding.kind}")
    severity = message(language, f"check.severity_{finding.severity}")
    lines = [f"[{severity} · {kind} · {finding.id}] {finding.summary}"]
    for key, words in (
        ("recomputed", finding.recomputed or ""),
        ("supported", f"{finding.supported}: {finding.support}" if finding.supported else ""),
        ("explanations", " ".join(finding.explanations)),
        ("state", triage_words(paper.standing_of(finding), language)),
    ):
        if words:
            lines.append(f"{message(language, f'check.column_{key}')}: {words}")
    others: list[FindingPlace] = [place for i, place in enumerate(finding.places) if i != at]
    if others:
        lines.append(f"{message(language, 'check.other_places')}:")
        lines += [f"– {place_line(place, language)}: {place.value}" for place in others[:_MOST_OTHERS]]
    return "\n".join(lines)
