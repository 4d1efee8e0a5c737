"""What is said of words that were recognised on a scanned page."""

from __future__ import annotations

from app.answer import Citation, Language
from prompts import message

SURE = 95
"""Percent below which a recognised digit is to be compared with the page."""


def recognition_words(citation: Citation, language: Language) -> str:
    """How sure the words of a scanned page were recognised; empty where the file has the text itself."""
    if citation.recognised is None:
        return ""
    key = "recognised" if citation.recognised >= SURE else "doubtful"
    return message(language, f"answers.{key}", percent=citation.recognised)
