"""Keyed cases: a question, and what its answer must and must not hold. One JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.answer import Turn
from app.question_files import QuestionFileError


class Keyed(BaseModel):
    model_config = ConfigDict(frozen=True)


class KeyFigure(Keyed):
    """A figure of a key. The unit is for people: answers may give another one that means the same."""

    value: str
    unit: str = ""


class Key(Keyed):
    """What the answer must hold: all `figures`, one group of `any_of_figures`, all `items` (`a|b`: one of them is
    enough), none of `not_items` and `not_figures`; whether it refuses and whether it says that the report disagrees;
    one of the places of `cite_any` (表5-3, 二1, a heading's words)."""

    figures: tuple[KeyFigure, ...] = ()
    any_of_figures: tuple[tuple[KeyFigure | str, ...], ...] = ()
    items: tuple[str, ...] = ()
    not_items: tuple[str, ...] = ()
    not_figures: tuple[KeyFigure | str, ...] = ()
    refuse: bool = False
    conflict: bool = False
    cite_any: tuple[str, ...] = ()


class Case(Keyed):
    """A question with its key. `type` groups the results; other fields (role, why) are for people."""

    id: str = Field(min_length=1)
    type: str = Field(min_length=1)
    lang: Literal["zh", "en"] = "zh"
    history: tuple[Turn, ...] = ()
    question: str = Field(min_length=1)
    expect: Key


def read_cases(path: Path) -> list[Case]:
    """The cases of a file, in its order. Raises QuestionFileError `missing`, `cases` (with the line) and `no-cases`."""
    if not path.is_file():
        raise QuestionFileError("missing", path)
    cases: dict[str, Case] = {}
    for number, line in _lines(path):
        if not line.strip():
            continue
        case = _read_case(path, number, line)
        if case.id in cases:
            raise QuestionFileError("cases", path, f"id: {case.id}", number)
        cases[case.id] = case
    if not cases:
        raise QuestionFileError("no-cases", path)
    return list(cases.values())


def value_of(figure: KeyFigure | str) -> str:
    """The value of a figure in either of the forms that keys have."""
    return figure if isinstance(figure, str) else figure.value


def _lines(path: Path) -> Iterable[tuple[int, str]]:
    # Windows' editors put a byte order mark before UTF-8. Only a line feed ends a case: a text may hold U+2028.
    return enumerate(path.read_text(encoding="utf-8-sig").split("\n"), 1)


def _read_case(path: Path, number: int, line: str) -> Case:
    try:
        return Case.model_validate(json.loads(line))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        cause = f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
        raise QuestionFileError("cases", path, cause, number) from error
    except ValueError as error:
        raise QuestionFileError("cases", path, str(error), number) from error
