"""Templates and catalogue texts as HTML. Everything that is put into a template is escaped there; only what this
project made itself (`Markup`) is not."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.answer import Citation, Language
from app.recognition import recognition_words
from prompts import message

TEMPLATES = Path(__file__).parent / "templates"
STATIC = Path(__file__).parent / "static"


def render(language: Language, template: str, **values: object) -> str:
    """The template filled in; in it, `text(key, …)` is the message `ui.key` in the page's language."""
    return _environment(language).get_template(template).render(**values)


def text(language: Language, key: str, **values: object) -> str:
    """The message `ui.key`, not escaped: for labels that Gradio shows as text."""
    return message(language, f"ui.{key}", **values)


def static(name: str) -> str:
    """The text of a file of `static/`: style sheet, scripts, icon."""
    return (STATIC / name).read_text(encoding="utf-8")


def citation_words(language: Language, citation: Citation) -> str:
    """Where a citation points, in a few words: page, table or section, row and column."""
    place = citation.table or citation.section
    cell = " › ".join(part for part in (citation.row, citation.column) if part)
    page = text(language, "answer.page", page=citation.page) if citation.page is not None else ""
    return " · ".join(part for part in (page, place, cell, recognition_words(citation, language)) if part)


@cache
def _environment(language: Language) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def words(key: str, **values: object) -> str:
        return text(language, key, **values)

    def place(citation: Citation) -> str:
        return citation_words(language, citation)

    environment.globals.update(text=words, language=language)
    environment.filters.update(place=place)
    return environment
