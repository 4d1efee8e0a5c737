"""Drafts as files, which keep with the text what every figure is bound to, and what of a kept draft changed since."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from app.answer import AnswerFigure, Citation
from app.ask.writing import figure_text, place_to_citation
from app.draft.result import Draft, DraftError
from index.snapshot import Snapshot
from index.statements import Statement
from prompts import message

Change = Literal["same", "changed", "gone"]
_NAMESPACE = "urn:ziping:draft"
_PART = "/customXml/zipingDraft.xml"
_KEPT = re.compile(r"<!-- ziping:draft (?P<data>[A-Za-z0-9+/=]+) -->")
_NUMBER = re.compile(r"\d[\d,.]*")


@dataclass(frozen=True, slots=True)
class Refreshed:
    """A figure of a kept draft: as it was written, and what stands at its place now (None if the place is gone)."""

    figure: AnswerFigure
    change: Change
    now: str | None = None
    citation: Citation | None = None


def draft_markdown(draft: Draft) -> str:
    """The draft as Markdown with its sources, and what is needed to look again at its figures as a comment."""
    from app.draft.word import source_lines

    lines = [f"# {draft.title}", "", draft.text, ""] if draft.title else [draft.text, ""]
    if draft.citations:
        lines += [f"## {message(draft.language, 'drafts.word.sources')}", ""]
        lines += [f"- {line}" for line in source_lines(draft.citations, draft.language)]
        lines.append("")
    return "\n".join([*lines, f"<!-- ziping:draft {_packed(draft)} -->", ""])


def embed(document: Any, draft: Draft) -> None:
    """Keeps the draft in a Word document (of python-docx) as a part of its own, which no reader shows."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    blob = f'<draft xmlns="{_NAMESPACE}">{_packed(draft)}</draft>'.encode()
    part = Part(PackURI(_PART), "application/xml", blob, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)


def read_saved(path: Path) -> Draft:
    """The draft that a .docx, .md or .json file keeps. Raises DraftError `saved` if it keeps none, OSError."""
    try:
        if path.suffix.lower() == ".docx":
            return _unpacked(_embedded(path))
        text = path.read_text(encoding="utf-8-sig")
        kept = _KEPT.search(text)
        return _unpacked(kept["data"]) if kept else Draft.model_validate_json(text)
    except (ValueError, ValidationError, KeyError) as error:
        raise DraftError("saved", str(path)) from error


def refreshed(draft: Draft, snapshot: Snapshot) -> list[Refreshed]:
    """Every figure of a kept draft against what stands at its places now."""
    return [_refresh(figure, draft, snapshot) for figure in draft.figures]


def _refresh(figure: AnswerFigure, draft: Draft, snapshot: Snapshot) -> Refreshed:
    citations = [draft.citations[at] for at in figure.citations if at < len(draft.citations)]
    if figure.computed:
        inputs = [f for f in draft.figures if not f.computed and set(f.citations) & set(figure.citations)]
        states = {_refresh(one, draft, snapshot).change for one in inputs}
        change: Change = "gone" if "gone" in states else "changed" if "changed" in states else "same"
        return Refreshed(figure, change, None, citations[0] if citations else None)
    for citation in citations:
        found = list(_standing(citation, snapshot))
        if not found:
            continue
        # A sentence states several: it is the same if one of them still is, else the one in its unit has changed.
        if any(s.figure.value == figure.value and s.figure.unit == figure.unit for s in found):
            return Refreshed(figure, "same", figure.text, citation)
        now = _instead(figure, citation, found)
        return Refreshed(figure, "changed", figure_text(now.figure) if now else None, citation)
    return Refreshed(figure, "gone", None, citations[0] if citations else None)


def _standing(citation: Citation, snapshot: Snapshot) -> Iterator[Statement]:
    """What is stated at this place now: in the same cell, or in the sentence that says the same but for numbers."""
    said = _masked(citation.quote)
    for statement in snapshot.figures:
        now = place_to_citation(snapshot, statement.document, statement.figure.place)
        if now.doc != citation.doc:
            continue
        cell = (now.table, now.row, now.column)
        same_cell = bool(citation.table) and cell == (citation.table, citation.row, citation.column)
        if (same_cell and not statement.figure.end) or (said and _masked(now.quote) == said):
            yield statement


def _instead(figure: AnswerFigure, citation: Citation, found: list[Statement]) -> Statement | None:
    """What stands where the figure stood in its sentence."""
    alike = [s for s in found if s.figure.unit == figure.unit]
    before = [Decimal(n.replace(",", "").rstrip(".")) for n in _NUMBER.findall(citation.quote)]
    at = before.index(figure.value) if figure.value in before else None
    after = _NUMBER.findall(" ".join(found[0].figure.place.quote.split()))
    if at is not None and at < len(after):
        value = Decimal(after[at].replace(",", "").rstrip("."))
        return next((s for s in alike if s.figure.value == value), None)
    return alike[0] if len(alike) == 1 else None


def _masked(text: str) -> str:
    return "".join(_NUMBER.sub("#", text).split()) if len(text) > 6 else ""


def _embedded(path: Path) -> str:
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = docx.Document(str(path))
    except PackageNotFoundError as error:
        raise DraftError("saved", str(path)) from error
    for relation in document.part.rels.values():
        blob = b"" if relation.is_external else relation.target_part.blob
        if _NAMESPACE.encode() in blob[:200]:
            text = blob.decode()
            return text[text.index(">") + 1 : text.rindex("<")]
    raise DraftError("saved", str(path))


def _packed(draft: Draft) -> str:
    return base64.b64encode(draft.model_dump_json().encode()).decode()


def _unpacked(data: str) -> Draft:
    return Draft.model_validate_json(base64.b64decode(data))
