"""A draft as the writing tab shows it: its text with numbered sources, what is missing, and the file to take away."""

from __future__ import annotations

import logging
import re
import tempfile
from pathlib import Path

from markupsafe import Markup

from app.answer import Language
from app.draft.result import Draft, DraftError
from app.draft.word import write_word
from app.error_lines import error_line
from app.ui.markdown import markdown_to_html, markdown_to_plain_text
from app.ui.rendering import render, text
from app.ui.service import Service

PLACE = "draft"
"""What the places of a draft begin with: draft.0 is its first source."""
_NO_NAME = re.compile(r'[\\/:*?"<>|\s]+')
_log = logging.getLogger(__name__)


def draft_shown(service: Service, language: Language, request: str) -> tuple[str, Draft | None]:
    """The draft as HTML, and the draft; what cannot be drafted is said in its place."""
    if not request.strip():
        return render(language, "proof.html", state="start"), None
    if not service.documents():
        return render(language, "proof.html", state="empty"), None
    try:
        draft = service.draft(request)
    except DraftError as error:
        return render(language, "proof.html", state="problem", problem=error_line(error, language)), None
    except Exception:
        _log.exception("drafting failed: %r", request)
        return render(language, "proof.html", state="problem", problem=text(language, "writing.draft_failed")), None
    return draft_html(language, draft), draft


def draft_html(language: Language, draft: Draft) -> str:
    """The draft with its marks as buttons that carry its sources' positions."""

    def mark(number: int) -> str:
        if not 1 <= number <= len(draft.citations):
            return ""
        citation = draft.citations[number - 1]
        return render(language, "draft_chip.html", place=f"{PLACE}.{number - 1}", number=number, citation=citation)

    return render(
        language,
        "draft.html",
        draft=draft,
        words=Markup(markdown_to_html(draft.text, mark)),
        plain=markdown_to_plain_text(re.sub(r"\[\d+\]", "", draft.text)),
        place=PLACE,
        sources=list(enumerate(draft.citations)),
    )


def draft_file(draft: Draft, language: Language) -> str | None:
    """The draft as a Word document, to be taken away; None if it could not be written."""
    name = _NO_NAME.sub("", draft.title)[:40] or text(language, "writing.draft_name")
    path = Path(tempfile.mkdtemp(prefix="ziping-draft-")) / f"{name}.docx"
    try:
        write_word(draft, path)
    except Exception:
        _log.exception("draft not written")
        return None
    return str(path)
