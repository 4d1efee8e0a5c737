"""In which language people are spoken to. Light, so that the command line's help comes at once."""

from __future__ import annotations

import locale
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from prompts import LANGUAGES

if TYPE_CHECKING:
    from app.answer import Language


def system_language(asked: str | None = None, environment: Mapping[str, str] = os.environ) -> Language:
    """The language asked for, else that of ZIPING_LANGUAGE, else that of the system: en if that is English, else zh."""
    for name in (asked, environment.get("ZIPING_LANGUAGE")):
        if name in LANGUAGES:
            return cast("Language", name)
    system = next((environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), "")
    return "en" if (system or locale.getlocale()[0] or "").lower().startswith("en") else "zh"


def asked_language(arguments: Sequence[str]) -> str | None:
    """What follows --lang on a command line, whether or not there is such a language; None without it."""
    for at, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
        if argument == "--lang":
            return arguments[at + 1] if at + 1 < len(arguments) else None
    return None
