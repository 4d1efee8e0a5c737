"""The texts of the product: message catalogues (zh, en), answer templates, the lexicon of the trade.

`zh/NAME.toml` and `en/NAME.toml` hold the same keys with the same variables; the message `ask` of `answers.toml` is
`message("zh", "answers.ask", …)`. Nothing here decides anything.
"""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
LANGUAGES = ("zh", "en")


def message(language: str, key: str, **values: object) -> str:
    """The text of `key` (file.name, tables joined by points) in `language`, with {variables} filled in.

    Raises KeyError for a key or a variable that is not there: both are mistakes of the caller.
    """
    return catalogue(language)[key].format(**values)


@cache
def catalogue(language: str) -> dict[str, str]:
    """All messages of a language by key."""
    texts: dict[str, str] = {}
    for path in sorted((FOLDER / language).glob("*.toml")):
        _flatten(path.stem, tomllib.loads(path.read_text(encoding="utf-8")), texts)
    return texts


@cache
def lexicon_data() -> dict[str, Any]:
    """The lexicon of the trade as written in lexicon.toml."""
    return tomllib.loads((FOLDER / "lexicon.toml").read_text(encoding="utf-8"))


@cache
def asking_data() -> dict[str, Any]:
    """How people ask, as written in asking.toml."""
    return tomllib.loads((FOLDER / "asking.toml").read_text(encoding="utf-8"))


@cache
def proofreading_data() -> dict[str, Any]:
    """How a text relates its figures to one another, as written in proofreading.toml."""
    return tomllib.loads((FOLDER / "proofreading.toml").read_text(encoding="utf-8"))


@cache
def checking_data() -> dict[str, Any]:
    """How the cross-check reads a report, as written in checking.toml."""
    return tomllib.loads((FOLDER / "checking.toml").read_text(encoding="utf-8"))


@cache
def drafting_data() -> dict[str, Any]:
    """How a draft is asked for, as written in drafting.toml."""
    return tomllib.loads((FOLDER / "drafting.toml").read_text(encoding="utf-8"))


@cache
def lexicon_digest() -> str:
    """A name for the lexicon as it is now: what was read with another one is read anew."""
    return hashlib.blake2b((FOLDER / "lexicon.toml").read_bytes(), digest_size=6).hexdigest()


def _flatten(prefix: str, data: dict[str, Any], into: dict[str, str]) -> None:
    for key, value in data.items():
        if isinstance(value, dict):
            _flatten(f"{prefix}.{key}", value, into)
        else:
            into[f"{prefix}.{key}"] = str(value).strip("\n")
