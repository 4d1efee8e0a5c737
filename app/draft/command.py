"""What `ziping draft` does with what it was given."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.answer import Language
from app.draft.result import Draft, DraftError
from app.draft.saved import draft_markdown, read_saved, refreshed
from app.question_files import BatchRequest, read_batch
from app.terminal import place_words, print_json
from prompts import message

if TYPE_CHECKING:
    from app.service import Ziping

WORD, MARKDOWN = ".docx", ".md"


@dataclass(frozen=True, slots=True)
class Drafting:
    """The command line of one drafting."""

    request: str
    batch: Path | None
    out: Path | None
    refresh: Path | None
    as_json: bool


def run_draft(service: Ziping, asked: Drafting, language: Language) -> bool:
    """Drafts, or looks again at a kept draft; whether something is to be looked into: gaps, unverified or changed
    figures. Raises DraftError, QuestionFileError, OSError."""
    if asked.refresh is not None:
        return _refresh(service, asked, language)
    if asked.batch is not None:
        for line in read_batch(asked.batch, BatchRequest):
            try:
                draft = service.draft(line.request)
            except DraftError as error:
                print_json({"id": line.id, "text": "", "figures": [], "error": error.code}, one_line=True)
                continue
            print_json({"id": line.id, **draft.model_dump(mode="json")}, one_line=True)
        return False
    if not asked.request.strip():
        raise DraftError("empty")
    if asked.out is not None and asked.out.suffix.lower() not in (WORD, MARKDOWN):
        raise DraftError("ending", str(asked.out))
    draft = service.draft(asked.request)
    if asked.out is not None:
        _write(draft, asked.out)
        print(message(language, "drafts.cli.written", path=asked.out, figures=len(draft.figures)), file=sys.stderr)
    if asked.as_json:
        print_json(draft.model_dump(mode="json"))
    elif asked.out is None:
        _print(draft, language)
    return bool(draft.gaps or draft.unverified)


def _write(draft: Draft, out: Path) -> None:
    if out.suffix.lower() == MARKDOWN:
        out.write_text(draft_markdown(draft), encoding="utf-8")
        return
    from app.draft.word import write_word

    write_word(draft, out)


def _print(draft: Draft, language: Language) -> None:
    if draft.title:
        print(f"# {draft.title}\n")
    print(draft.text)
    if draft.citations:
        print(f"\n{message(language, 'cli.sources')}")
        for at, citation in enumerate(draft.citations, 1):
            print(f"[{at}] {place_words(citation, language)}")
    length = message(language, "drafts.cli.length", length=draft.length, limit=draft.limit or "—")
    print(f"\n{length}")
    for text in draft.unverified:
        print(message(language, "drafts.cli.unverified", text=text))


def _refresh(service: Ziping, asked: Drafting, language: Language) -> bool:
    assert asked.refresh is not None
    draft = read_saved(asked.refresh)
    found = refreshed(draft, service.knowledge().snapshot)
    changed = [one for one in found if one.change != "same"]
    if asked.as_json:
        print_json(
            [
                {
                    "text": one.figure.text,
                    "change": one.change,
                    "now": one.now,
                    "citation": one.citation.model_dump(mode="json") if one.citation else None,
                }
                for one in found
            ]
        )
        return bool(changed)
    print(message(language, "drafts.cli.refreshed", count=len(found), changed=len(changed)))
    for one in changed:
        where = place_words(one.citation, language) if one.citation else ""
        key = "drafts.cli.changed" if one.now else f"drafts.cli.{one.change}_unknown"
        print(message(language, key, text=one.figure.text, now=one.now, where=where))
    return bool(changed)
