"""What went wrong, as one line for a person: what, where, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.errors import StoreError, VectorsError
from ingest.errors import ReadError
from prompts import message

if TYPE_CHECKING:
    from app.answer import Language


def error_line(error: Exception, language: Language) -> str | None:
    """The line for an error that can happen to a person; None for one that is a mistake of the program."""
    from app.check.paper import PaperError
    from app.check.triage import TriageError
    from app.draft.result import DraftError
    from app.model_fetch import model_error_text
    from app.question_files import QuestionFileError
    from app.settings import SettingsError
    from index.model_files import ModelMissing

    if isinstance(error, ReadError):
        return read_error_line(error, language)
    if isinstance(error, StoreError):
        return message(language, f"errors.store.{error.code}", where=error.where, cause=one_line(error.cause))
    if isinstance(error, VectorsError):
        return message(language, f"errors.vectors.{error.code}", where=error.where, cause=one_line(error.cause))
    if isinstance(error, ModelMissing):
        return model_error_text(error, language)
    if isinstance(error, SettingsError):
        return str(error)
    if isinstance(error, QuestionFileError):
        values = {"path": error.path, "line": error.line, "cause": one_line(error.cause)}
        return message(language, f"errors.questions.{error.code}", **values)
    if isinstance(error, PaperError):
        return message(language, f"errors.paper.{error.code}", what=one_line(error.what))
    if isinstance(error, DraftError):
        return message(language, f"errors.draft.{error.code}", what=one_line(error.what), known=error.known)
    if isinstance(error, TriageError):
        return message(language, f"errors.triage.{error.code}", what=one_line(error.what))
    if isinstance(error, OSError):
        return message(
            language, "errors.system", where=error.filename or "-", cause=error.strerror or one_line(str(error))
        )
    return None


def read_error_line(error: ReadError, language: Language) -> str:
    """The line for a document that cannot be read."""
    where = message(language, "errors.page", page=error.page) if error.page is not None else ""
    return message(language, f"errors.{error.code}", path=error.path, where=where, cause=one_line(error.cause))


def mistake(error: Exception) -> str:
    """What a mistake of the program is called, for whoever looks into it."""
    return f"{type(error).__name__}: {one_line(str(error))}"


def one_line(text: str) -> str:
    """The text without line breaks, which libraries put into what they say."""
    return " ".join(text.split())
