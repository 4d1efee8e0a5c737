"""What can be set, by environment variables ZIPING_… and by the command line. Read once, where the program starts."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.language import system_language
from index.model_files import DEFAULT_MODEL
from prompts import message

PREFIX = "ZIPING_"


class SettingsError(Exception):
    """A setting that cannot be used. `code` is stable: the setting's name. The text is for a person, in one line."""

    def __init__(self, code: str, value: object, text: str) -> None:
        self.code, self.value = code, value
        super().__init__(text)


def default_model_cache() -> Path:
    """The folder for models in the user's cache folder, where the system has such folders."""
    named = os.environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(named):
        base = Path(named)
    elif sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        base = Path.home() / ".cache"
    return base / "ziping" / "models"


Folder = Annotated[Path, AfterValidator(Path.expanduser)]


class Settings(BaseSettings):
    """All settings. An environment variable that is empty counts as not set."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="forbid")

    home: Folder = Path(".ziping")
    """Folder that holds the index."""
    embedding_model: str = Field(default=DEFAULT_MODEL, min_length=1)
    """The default model's name, a folder, or a name on the model hub; see `load_embeddings`."""
    model_cache: Folder = Field(default_factory=default_model_cache)
    """Folder in which models are kept; may be shared by several home folders."""
    offline: bool = False
    """Forbids fetching models."""
    host: str = Field(default="127.0.0.1", min_length=1)
    port: int = Field(default=7860, ge=1, le=65535)
    language: Literal["zh", "en"] | None = None
    """Language of messages; None: that of the system."""


def load_settings(
    *, home: Path | None = None, host: str | None = None, port: int | None = None, language: str | None = None
) -> Settings:
    """The settings: what is given (None: not given), else the environment, else the defaults. Raises SettingsError."""
    given = {"home": home, "host": host, "port": port, "language": language}
    values: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    try:
        return Settings(**values)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = str(first["loc"][0])
        variable = f"--{'lang' if name == 'language' else name}" if name in values else f"{PREFIX}{name.upper()}"
        text = message(system_language(language), f"settings.{name}", variable=variable, value=first["input"])
        raise SettingsError(name, first["input"], text) from error


def unknown_variables(environment: Mapping[str, str] = os.environ) -> list[str]:
    """Environment variables that look like settings but are none: most likely misspelt."""
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    return sorted(name for name in environment if name.upper().startswith(PREFIX) and name.upper() not in known)
