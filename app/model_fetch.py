"""Getting the embedding model onto this machine, with a progress bar and a line that says how it went.

`python -m app.model_fetch` does so by the settings; what cannot be fetched is said, and is no failure.
"""

from __future__ import annotations

import sys
from pathlib import Path

from app.answer import Language
from app.language import system_language
from app.settings import Settings, SettingsError, load_settings
from index.model_files import DEFAULT_MODEL, ModelMissing, damaged_files, fetch_default_model
from prompts import message


def fetch_model(settings: Settings, language: Language) -> str:
    """Fetches the model of the settings if it is not there whole; a line for a person. Raises ModelMissing."""
    model, cache = settings.embedding_model, settings.model_cache
    if model != DEFAULT_MODEL:
        from index.embedding import load_embeddings

        load_embeddings(model, cache, offline=settings.offline)
        return message(language, "model.ready", model=model)
    folder = _fetch_with_bar(cache, settings.offline, language)
    return message(language, "model.ready_in", model=model, folder=folder)


def model_error_text(error: ModelMissing, language: Language) -> str:
    """What is wrong and what to do, in one line."""
    return message(language, "model.line", what=missing_what(error, language), mend=missing_mend(error, language))


def missing_what(error: ModelMissing, language: Language) -> str:
    """What is wrong with the model."""
    return message(language, f"model.{error.code}.what", **_values(error))


def missing_mend(error: ModelMissing, language: Language) -> str:
    """What can be done about it."""
    return message(language, f"model.{error.code}.mend", **_values(error))


def _values(error: ModelMissing) -> dict[str, str]:
    return {"model": error.model, "tried": "; ".join(error.tried), "cause": error.cause}


def _fetch_with_bar(cache: Path, offline: bool, language: Language) -> Path:
    from tqdm import tqdm

    text = message(language, "model.fetching", model=DEFAULT_MODEL)
    with tqdm(desc=text, unit="B", unit_scale=True, file=sys.stderr, disable=None, leave=False) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        return fetch_default_model(cache, show, offline=offline)


def fetch_default(settings: Settings, language: Language) -> None:
    """Fetches the default model the first time that it is needed, and says so on standard error.

    Where it cannot be had that is said, and everything goes on without it. Silent where there is nothing to fetch, or
    fetching is forbidden.
    """
    if settings.embedding_model != DEFAULT_MODEL or settings.offline or not damaged_files(settings.model_cache):
        return
    try:
        print(fetch_model(settings, language), file=sys.stderr)
    except ModelMissing as error:
        print(model_error_text(error, language), file=sys.stderr)


def main() -> int:
    try:
        settings = load_settings()
    except SettingsError as error:
        print(error, file=sys.stderr)
        return 2
    language = system_language(settings.language)
    try:
        print(fetch_model(settings, language), file=sys.stderr)
    except ModelMissing as error:
        print(model_error_text(error, language), file=sys.stderr)
        print(message(language, "model.without"), file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
