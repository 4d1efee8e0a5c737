"""The command line. Heavy parts are imported by the command that needs them."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

from app.language import asked_language, system_language
from prompts import catalogue, message

if TYPE_CHECKING:
    from app.service import Ziping

DONE, FINDINGS, CANNOT = 0, 1, 2
"""Exit statuses: done; done, with something unanswered or unread; cannot."""

LANGUAGE = system_language(asked_language(sys.argv[1:]))
"""Of help and messages. Help is made when the commands are declared, before the command line is read."""


def _help(key: str) -> str:
    return message(LANGUAGE, f"cli.help.{key}")


class _OwnHelp:
    """Says in the reader's language what --help does."""

    def get_help_option(self, context: Any) -> Any:
        option = super().get_help_option(context)  # type: ignore[misc]
        if option is not None:
            option.help = _help("help")
        return option


class _Command(_OwnHelp, TyperCommand):
    pass


class _Commands(_OwnHelp, TyperGroup):
    pass


app = typer.Typer(
    name="ziping",
    cls=_Commands,
    help=_help("ziping"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
Home = Annotated[Path | None, typer.Option("--home", help=_help("home"), metavar=_help("folder"))]
Json = Annotated[bool, typer.Option("--json", help=_help("json"))]
Lang = Annotated[str | None, typer.Option("--lang", help=_help("lang"), metavar="zh|en")]
FileName = _help("file")


@app.command(cls=_Command, help=_help("ingest"))
def ingest(
    paths: Annotated[list[Path] | None, typer.Argument(help=_help("ingest_paths"), metavar=_help("paths"))] = None,
    prune: Annotated[bool, typer.Option("--prune", help=_help("ingest_prune"))] = False,
    yes: Annotated[bool, typer.Option("--yes", help=_help("ingest_yes"))] = False,
    home: Home = None,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    from app.model_fetch import fetch_default
    from app.service import files_of
    from app.terminal import confirm_removal, print_records, print_reports, progress_bar

    if not paths and not prune:
        _cannot(message(LANGUAGE, "errors.usage.MissingParameter", name=_help("paths"), command="ziping ingest"))
    unanswered = False
    with _plain_errors():
        service = _service(home, lang)
        gone = service.gone(paths or ()) if prune else []
        # What is to be removed may be named by a path that is no more.
        named = {Path(document.path) for document in gone}
        present = [p for p in paths or () if p.exists() or not any(n.is_relative_to(p.resolve()) for n in named)]
        files_of(present)
        reports = []
        if present:
            fetch_default(service.settings, LANGUAGE)
            reports = service.ingest(present, progress_bar(), LANGUAGE)
        if gone:
            answer = yes or confirm_removal([document.path for document in gone], LANGUAGE)
            unanswered = answer is None
            reports += service.prune(gone, LANGUAGE) if answer else []
        elif prune and not present:
            print(message(LANGUAGE, "cli.nothing_gone"), file=sys.stderr)
    if as_json:
        print_records(reports)
    print_reports([report for report in reports if report.state == "failed" or not as_json])
    if service.vectors is None and any(report.state in ("read", "unchanged") for report in reports):
        print(message(LANGUAGE, "cli.lexical_only"), file=sys.stderr)
    failed = sum(report.state == "failed" for report in reports)
    if failed and failed == len(reports):
        raise typer.Exit(CANNOT)
    partly = any(report.unread for report in reports)
    raise typer.Exit(FINDINGS if failed or partly or unanswered else DONE)


@app.command(cls=_Command, help=_help("ask"))
def ask(
    question: Annotated[str, typer.Argument(help=_help("ask_question"), metavar=_help("question"))] = "",
    history: Annotated[Path | None, typer.Option(help=_help("ask_history"), metavar=FileName)] = None,
    batch: Annotated[Path | None, typer.Option(help=_help("ask_batch"), metavar=FileName)] = None,
    home: Home = None,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    from app.terminal import print_answer, print_json

    with _plain_errors():
        from app.question_files import read_batch, read_history

        if batch is not None:
            questions = read_batch(batch)
            service = _service(home, lang)
            for asked in questions:
                answer = service.ask(asked.question, asked.history or [])
                print_json({"id": asked.id, **answer.model_dump(mode="json")}, one_line=True)
            raise typer.Exit(DONE)
        if not question.strip():
            _cannot(message(LANGUAGE, "errors.no-question"))
        turns = read_history(history) if history is not None else []
        answer = _service(home, lang).ask(question, turns)
    if as_json:
        print_json(answer.model_dump(mode="json"))
    else:
        print_answer(answer, LANGUAGE)
    raise typer.Exit(FINDINGS if answer.refused else DONE)


@app.command(cls=_Command, help=_help("serve"))
def serve(
    home: Home = None,
    host: Annotated[str | None, typer.Option(help=_help("serve_host"), metavar=_help("address"))] = None,
    port: Annotated[int | None, typer.Option(help=_help("serve_port"), metavar=_help("number"))] = None,
    opened: Annotated[bool, typer.Option("--open", help=_help("serve_open"))] = False,
    lang: Lang = None,
) -> None:
    with _plain_errors():
        service = _service(home, lang, host=host, port=port)
        # An index that cannot be opened is said now, not on the page.
        service.documents()
        from app.terminal import open_browser
        from app.ui.page import PortInUse, serve_page

        host, port = service.settings.host, service.settings.port
        url = f"http://{f'[{host}]' if ':' in host else host}:{port}"

        def ready() -> None:
            # Not before all is imported: two threads that import one library at once break each other's import.
            service.renew_vectors_meanwhile()
            print(message(LANGUAGE, "cli.serving", url=url), file=sys.stderr, flush=True)
            if opened:
                open_browser(url)

        try:
            serve_page(service, host, port, LANGUAGE, ready)
        except PortInUse:
            _cannot(message(LANGUAGE, "errors.port-in-use", host=host, port=port))
        except OSError as error:
            _cannot(message(LANGUAGE, "errors.address", host=host, port=port, cause=error.strerror or error))


@app.command(cls=_Command, help=_help("check"))
def check(
    out: Annotated[Path | None, typer.Option(help=_help("check_out"), metavar=FileName)] = None,
    coverage: Annotated[bool, typer.Option("--coverage", help=_help("check_coverage"))] = False,
    triage: Annotated[list[str] | None, typer.Option(help=_help("check_triage"), metavar="ID=STATE")] = None,
    note: Annotated[str, typer.Option(help=_help("check_note"), metavar=_help("words"))] = "",
    by: Annotated[str, typer.Option(help=_help("check_by"), metavar=_help("words"))] = "",
    only: Annotated[str, typer.Option(help=_help("check_only"), metavar="STATE")] = "",
    home: Home = None,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    from app.check.command import Checking, run_check

    with _plain_errors():
        told = Checking(out, coverage, tuple(triage or ()), note, by, only, as_json)
        try:
            found = run_check(_service(home, lang), told, LANGUAGE)
        except BrokenPipeError:
            raise
        except OSError as error:
            _cannot(message(LANGUAGE, "indicators.unwritable", path=out, cause=error.strerror or error))
    raise typer.Exit(FINDINGS if found else DONE)


@app.command(cls=_Command, help=_help("indicators"))
def indicators(
    words: Annotated[str, typer.Argument(help=_help("indicators_words"), metavar=_help("words"))] = "",
    measure: Annotated[str, typer.Option(help=_help("indicators_measure"), metavar=_help("words"))] = "",
    period: Annotated[str, typer.Option(help=_help("indicators_period"), metavar=_help("words"))] = "",
    level: Annotated[str, typer.Option(help=_help("indicators_level"), metavar=_help("words"))] = "",
    document: Annotated[str, typer.Option(help=_help("indicators_document"), metavar=_help("words"))] = "",
    conflict: Annotated[bool, typer.Option("--conflict", help=_help("indicators_conflict"))] = False,
    explain: Annotated[str, typer.Option(help=_help("indicators_explain"), metavar="ID")] = "",
    out: Annotated[Path | None, typer.Option(help=_help("indicators_out"), metavar=FileName)] = None,
    home: Home = None,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    from app.indicator_table import IndicatorFilter, explain_indicator, indicator_rows, write_rows
    from app.terminal import print_explanation, print_json, print_records, print_rows

    with _plain_errors():
        snapshot = _service(home, lang).knowledge().snapshot
        if explain:
            found = explain_indicator(snapshot, explain, LANGUAGE)
            if found is None:
                _cannot(message(LANGUAGE, "indicators.unknown_id", id=explain))
            if as_json:
                print_json(asdict(found))
            else:
                print_explanation(found, LANGUAGE)
            raise typer.Exit(DONE)
        rows = indicator_rows(snapshot, IndicatorFilter(words, measure, period, level, document, conflict), LANGUAGE)
        if out is not None:
            try:
                write_rows(rows, out, LANGUAGE)
            except OSError as error:
                _cannot(message(LANGUAGE, "indicators.unwritable", path=out, cause=error.strerror or error))
            print(message(LANGUAGE, "indicators.written", path=out, count=len(rows)), file=sys.stderr)
        elif as_json:
            print_records(rows)
        else:
            print_rows(rows, LANGUAGE)


@app.command("eval", cls=_Command, help=_help("eval"))
def evaluate(
    cases: Annotated[Path, typer.Argument(help=_help("eval_cases"), metavar=FileName)],
    home: Home = None,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    with _plain_errors():
        from app.evaluation import score_answer, summarise
        from app.evaluation_cases import read_cases
        from app.evaluation_report import evaluation_data, evaluation_lines
        from app.evaluation_texts import documents_numbers
        from app.terminal import print_json

        asked = read_cases(cases)
        service = _service(home, lang)
        known = documents_numbers(service.store.contents().records.values())
        # Loaded before the clock runs.
        service.knowledge()
        verdicts = [score_answer(case, service.ask(case.question, case.history), known) for case in asked]
        evaluation = summarise(verdicts)
    if as_json:
        print_json(evaluation_data(evaluation, LANGUAGE))
    else:
        print("\n".join(evaluation_lines(evaluation, LANGUAGE)))
    raise typer.Exit(FINDINGS if evaluation.failures else DONE)


@app.command(cls=_Command, help=_help("doctor"))
def doctor(home: Home = None, as_json: Json = False, lang: Lang = None) -> None:
    with _plain_errors():
        from app.doctor import diagnose
        from app.terminal import print_checks, print_records

        service = _service(home, lang)
        checks = diagnose(service.settings, LANGUAGE, service.counts)
    if as_json:
        print_records(checks)
    else:
        print_checks(checks)
    raise typer.Exit(CANNOT if any(check.state == "failed" for check in checks) else DONE)


def main() -> None:
    """The console command."""
    from app.terminal import use_utf8

    use_utf8()
    logging.basicConfig(level=logging.WARNING, format="ziping: %(message)s", stream=sys.stderr)
    # It remarks on every peculiarity of a PDF; what cannot be read is said without it.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    if LANGUAGE == "zh":
        import typer.rich_utils as titles

        titles.ARGUMENTS_PANEL_TITLE, titles.OPTIONS_PANEL_TITLE, titles.COMMANDS_PANEL_TITLE = "参数", "选项", "命令"
    try:
        status = app(standalone_mode=False)
    except typer.TyperException as error:
        print(_usage_line(error), file=sys.stderr)
        status = CANNOT
    except typer.Abort:
        status = 130
    except BrokenPipeError:
        # Whoever read our output has seen enough; Python would complain once more when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = FINDINGS
    sys.exit(status)


def _service(home: Path | None, lang: str | None, **given: Any) -> Ziping:
    from app.service import Ziping
    from app.settings import load_settings

    return Ziping(load_settings(home=home, language=lang, **given))


@contextmanager
def _plain_errors() -> Iterator[None]:
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
        _cannot(line)


def _usage_line(error: typer.TyperException) -> str:
    """What is wrong with the command line. Typer's errors are known by the names of their classes only."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "ziping"
    key = f"errors.usage.{type(error).__name__}"
    if key not in catalogue(LANGUAGE):
        key = "errors.usage.other"
    parameter = getattr(error, "param", None)
    name = getattr(error, "option_name", "") or getattr(parameter, "metavar", "") or getattr(parameter, "name", "")
    cause = error.format_message().rstrip(".")
    return message(LANGUAGE, key, name=name, cause=cause, command=command)


def _cannot(line: str) -> NoReturn:
    print(line, file=sys.stderr)
    raise typer.Exit(CANNOT)


if __name__ == "__main__":
    main()
