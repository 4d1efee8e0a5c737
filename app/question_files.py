"""Questions and texts from files: earlier questions of a conversation, and many questions or texts at once. Checked
whole before any is answered."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from app.answer import Turn

STANDARD_INPUT = Path("-")


class QuestionFileError(Exception):
    """A file of questions that cannot be used.

    `code` is stable: `missing`, `history`, `batch`, `cases`, `no-cases`. `line` counts from 1, None where it is not
    about one line.
    """

    def __init__(self, code: str, path: Path, cause: str = "", line: int | None = None) -> None:
        self.code, self.path, self.cause, self.line = code, path, cause, line
        super().__init__(f"{code}: {path}{f', line {line}' if line else ''}{': ' + cause if cause else ''}")


class BatchQuestion(BaseModel):
    """One line of a batch. `id` is given back with the answer as it is; other keys are left alone."""

    model_config = ConfigDict(frozen=True)

    id: Any = None
    question: str = Field(min_length=1)
    history: list[Turn] | None = None


class BatchText(BaseModel):
    """One line of a batch of texts to be proofread."""

    model_config = ConfigDict(frozen=True)

    id: Any = None
    text: str


class BatchRequest(BaseModel):
    """One line of a batch of requests for drafts."""

    model_config = ConfigDict(frozen=True)

    id: Any = None
    request: str


Line = TypeVar("Line", bound=BaseModel)
_TURNS = TypeAdapter(list[Turn])


def read_history(path: Path) -> list[Turn]:
    """The earlier questions in a JSON list [{"q": "…"}]. Raises QuestionFileError `missing`, `history`."""
    try:
        return _TURNS.validate_json(_text(path))
    except ValidationError as error:
        raise QuestionFileError("history", path, _first(error)) from error
    except ValueError as error:
        raise QuestionFileError("history", path, str(error)) from error


def read_batch(path: Path, kind: type[Line]) -> list[Line]:
    """The lines of a file of JSON lines; "-" reads standard input. Raises QuestionFileError `missing`, `batch`."""
    lines = []
    for number, line in enumerate(_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            lines.append(kind.model_validate(json.loads(line)))
        except ValidationError as error:
            raise QuestionFileError("batch", path, _first(error), number) from error
        except ValueError as error:
            raise QuestionFileError("batch", path, str(error), number) from error
    return lines


def _text(path: Path) -> str:
    if path == STANDARD_INPUT:
        return sys.stdin.read()
    if not path.is_file():
        raise QuestionFileError("missing", path)
    # Windows' editors put a byte order mark before UTF-8.
    return path.read_text(encoding="utf-8-sig")


def _first(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{place}: {first['msg']}" if place else first["msg"]
