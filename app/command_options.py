"""What the commands share: options, help texts, exit statuses, and errors as one clear line."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

from app.language import asked_language, system_language
from prompts import message

if TYPE_CHECKING:
    from app.service import Ziping

DONE, FINDINGS, CANNOT = 0, 1, 2
"""Exit statuses: done; done, with something unanswered or unread; cannot."""

LANGUAGE = system_language(asked_language(sys.argv[1:]))
"""Of help and messages. Help is made when the commands are declared, before the command line is read."""


def help_text(key: str) -> str:
    """A help text of the catalogue, in the reader's language."""
    return message(LANGUAGE, f"cli.help.{key}")


class _OwnHelp:
    """Says in the reader's language what --help does."""

    def get_help_option(self, context: Any) -> Any:
        option = super().get_help_option(context)  # type: ignore[misc]
        if option is not None:
            option.help = help_text("help")
        return option


class Command(_OwnHelp, TyperCommand):
    pass


class Commands(_OwnHelp, TyperGroup):
    pass


Home = Annotated[Path | None, typer.Option("--home", help=help_text("home"), metavar=help_text("folder"))]
Json = Annotated[bool, typer.Option("--json", help=help_text("json"))]
Lang = Annotated[str | None, typer.Option("--lang", help=help_text("lang"), metavar="zh|en")]
FileName = help_text("file")


def open_service(home: Path | None, lang: str | None, **given: Any) -> Ziping:
    """The service over the home folder of the command line, else of the settings."""
    from app.service import Ziping
    from app.settings import load_settings

    return Ziping(load_settings(home=home, language=lang, **given))


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turns what can go wrong into one clear line on standard error and exit status 2."""
    try:
        yield
    except (BrokenPipeError, typer.Exit):
        raise
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    except Exception as error:
        from app.error_lines import error_line, mistake

        line = error_line(error, LANGUAGE)
        if line is None:
            logging.exception("this should not have happened")
            line = message(LANGUAGE, "errors.mistake", cause=mistake(error))
        cannot(line)


def cannot(line: str) -> NoReturn:
    """Ends the command with one line that says why."""
    print(line, file=sys.stderr)
    raise typer.Exit(CANNOT)
