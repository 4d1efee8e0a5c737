"""The command line. Heavy parts are imported by the command that needs them."""

from __future__ import annotations

import logging
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.command_options import (
    CANNOT,
    DONE,
    FINDINGS,
    LANGUAGE,
    Command,
    Commands,
    FileName,
    Home,
    Json,
    Lang,
    cannot,
    help_text,
    open_service,
    plain_errors,
)
from app.garbage import collect_seldom
from prompts import catalogue, message

if TYPE_CHECKING:
    from app.service import Ziping

app = typer.Typer(
    name="ziping",
    cls=Commands,
    help=help_text("ziping"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.command(cls=Command, help=help_text("ingest"))
def ingest(
    paths: Annotated[
        list[Path] | None, typer.Argument(help=help_text("ingest_paths"), metavar=help_text("paths"))
    ] = None,
    prune: Annotated[bool, typer.Option("--prune", help=help_text("ingest_prune"))] = False,
    yes: Annotated[bool, typer.Option("--yes", help=help_text("ingest_yes"))] = False,
    home: Home = None,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    from app.model_fetch import fetch_default
    from app.source_files import files_of
    from app.terminal import confirm_removal, print_records, print_reports, progress_bar

    if not paths and not prune:
        cannot(message(LANGUAGE, "errors.usage.MissingParameter", name=help_text("paths"), command="ziping ingest"))
    unanswered = False
    with plain_errors():
        service = open_service(home, lang)
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
        if any(report.state == "read" for report in reports):
            from app.check.words import after_reading

            print(after_reading(service.check(LANGUAGE), LANGUAGE), file=sys.stderr)
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


@app.command(cls=Command, help=help_text("ask"))
def ask(
    question: Annotated[str, typer.Argument(help=help_text("ask_question"), metavar=help_text("question"))] = "",
    history: Annotated[Path | None, typer.Option(help=help_text("ask_history"), metavar=FileName)] = None,
    batch: Annotated[Path | None, typer.Option(help=help_text("ask_batch"), metavar=FileName)] = None,
    home: Home = None,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    from app.terminal import print_answer, print_json

    with plain_errors():
        from app.question_files import BatchQuestion, read_batch, read_history

        if batch is not None:
            questions = read_batch(batch, BatchQuestion)
            service = open_service(home, lang)
            for asked in questions:
                answer = service.ask(asked.question, asked.history or [])
                print_json({"id": asked.id, **answer.model_dump(mode="json")}, one_line=True)
            _renew_wanting_vectors(service)
            raise typer.Exit(DONE)
        if not question.strip():
            cannot(message(LANGUAGE, "errors.no-question"))
        turns = read_history(history) if history is not None else []
        service = open_service(home, lang)
        answer = service.ask(question, turns)
        if as_json:
            print_json(answer.model_dump(mode="json"))
        else:
            print_answer(answer, LANGUAGE)
        _renew_wanting_vectors(service)
    raise typer.Exit(FINDINGS if answer.refused else DONE)


def _renew_wanting_vectors(service: Ziping) -> None:
    """Says that the search went by words, and makes the vectors anew, now that the answer is there."""
    if service.vectors is not None and service.vectors.wanting:
        sys.stdout.flush()
        print(message(LANGUAGE, "cli.vectors_anew"), file=sys.stderr, flush=True)
        service.renew_vectors()


@app.command(cls=Command, help=help_text("serve"))
def serve(
    home: Home = None,
    host: Annotated[str | None, typer.Option(help=help_text("serve_host"), metavar=help_text("address"))] = None,
    port: Annotated[int | None, typer.Option(help=help_text("serve_port"), metavar=help_text("number"))] = None,
    opened: Annotated[bool, typer.Option("--open", help=help_text("serve_open"))] = False,
    lang: Lang = None,
) -> None:
    with plain_errors():
        service = open_service(home, lang, host=host, port=port)
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
            cannot(message(LANGUAGE, "errors.port-in-use", host=host, port=port))
        except OSError as error:
            cannot(message(LANGUAGE, "errors.address", host=host, port=port, cause=error.strerror or error))


@app.command(cls=Command, help=help_text("check"))
def check(
    out: Annotated[Path | None, typer.Option(help=help_text("check_out"), metavar=FileName)] = None,
    coverage: Annotated[bool, typer.Option("--coverage", help=help_text("check_coverage"))] = False,
    triage: Annotated[list[str] | None, typer.Option(help=help_text("check_triage"), metavar="ID=STATE")] = None,
    note: Annotated[str, typer.Option(help=help_text("check_note"), metavar=help_text("words"))] = "",
    by: Annotated[str, typer.Option(help=help_text("check_by"), metavar=help_text("words"))] = "",
    only: Annotated[str, typer.Option(help=help_text("check_only"), metavar="STATE")] = "",
    against: Annotated[
        Path | None, typer.Option(help=help_text("check_against"), metavar=help_text("folder_or_file"))
    ] = None,
    document: Annotated[str, typer.Option(help=help_text("check_document"), metavar=help_text("words"))] = "",
    home: Home = None,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    from app.check.command import Checking, run_check

    with plain_errors():
        told = Checking(out, coverage, tuple(triage or ()), note, by, only, as_json, document, against)
        try:
            found = run_check(open_service(home, lang), told, LANGUAGE)
        except BrokenPipeError:
            raise
        except OSError as error:
            cannot(message(LANGUAGE, "indicators.unwritable", path=out, cause=error.strerror or error))
    raise typer.Exit(FINDINGS if found else DONE)


@app.command(cls=Command, help=help_text("indicators"))
def indicators(
    words: Annotated[str, typer.Argument(help=help_text("indicators_words"), metavar=help_text("words"))] = "",
    measure: Annotated[str, typer.Option(help=help_text("indicators_measure"), metavar=help_text("words"))] = "",
    period: Annotated[str, typer.Option(help=help_text("indicators_period"), metavar=help_text("words"))] = "",
    level: Annotated[str, typer.Option(help=help_text("indicators_level"), metavar=help_text("words"))] = "",
    document: Annotated[str, typer.Option(help=help_text("indicators_document"), metavar=help_text("words"))] = "",
    part: Annotated[str, typer.Option(help=help_text("indicators_part"), metavar=help_text("words"))] = "",
    status: Annotated[str, typer.Option(help=help_text("indicators_status"), metavar=help_text("words"))] = "",
    conflict: Annotated[bool, typer.Option("--conflict", help=help_text("indicators_conflict"))] = False,
    explain: Annotated[str, typer.Option(help=help_text("indicators_explain"), metavar="ID")] = "",
    out: Annotated[Path | None, typer.Option(help=help_text("indicators_out"), metavar=FileName)] = None,
    home: Home = None,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    from app.indicator_table import IndicatorFilter, explain_indicator, indicator_rows, write_rows
    from app.terminal import print_explanation, print_json, print_records, print_rows

    with plain_errors():
        snapshot = open_service(home, lang).knowledge().snapshot
        if explain:
            found = explain_indicator(snapshot, explain, LANGUAGE)
            if found is None:
                cannot(message(LANGUAGE, "indicators.unknown_id", id=explain))
            if as_json:
                print_json(asdict(found))
            else:
                print_explanation(found, LANGUAGE)
            raise typer.Exit(DONE)
        wanted = IndicatorFilter(words, measure, period, level, document, conflict, part, status)
        rows = indicator_rows(snapshot, wanted, LANGUAGE)
        if out is not None:
            try:
                write_rows(rows, out, LANGUAGE)
            except OSError as error:
                cannot(message(LANGUAGE, "indicators.unwritable", path=out, cause=error.strerror or error))
            print(message(LANGUAGE, "indicators.written", path=out, count=len(rows)), file=sys.stderr)
        elif as_json:
            print_records(rows)
        else:
            print_rows(rows, LANGUAGE)


@app.command(cls=Command, help=help_text("draft"))
def draft(
    request: Annotated[str, typer.Argument(help=help_text("draft_request"), metavar=help_text("request"))] = "",
    out: Annotated[Path | None, typer.Option(help=help_text("draft_out"), metavar=FileName)] = None,
    batch: Annotated[Path | None, typer.Option(help=help_text("draft_batch"), metavar=FileName)] = None,
    refresh: Annotated[Path | None, typer.Option(help=help_text("draft_refresh"), metavar=FileName)] = None,
    home: Home = None,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    from app.draft.command import Drafting, run_draft

    with plain_errors():
        found = run_draft(open_service(home, lang), Drafting(request, batch, out, refresh, as_json), LANGUAGE)
    raise typer.Exit(FINDINGS if found else DONE)


@app.command(cls=Command, help=help_text("lint"))
def lint(
    text: Annotated[Path | None, typer.Argument(help=help_text("lint_text"), metavar=FileName)] = None,
    batch: Annotated[Path | None, typer.Option(help=help_text("lint_batch"), metavar=FileName)] = None,
    out: Annotated[Path | None, typer.Option(help=help_text("lint_out"), metavar=FileName)] = None,
    home: Home = None,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    from app.terminal import print_json, print_proof

    with plain_errors():
        from app.question_files import STANDARD_INPUT, BatchText, read_batch

        if batch is not None:
            lines = read_batch(batch, BatchText)
            service = open_service(home, lang)
            for line in lines:
                proof = service.lint(line.text, LANGUAGE)
                print_json({"id": line.id, **proof.model_dump(mode="json")}, one_line=True)
            raise typer.Exit(DONE)
        if text is None:
            cannot(message(LANGUAGE, "errors.no-text"))
        if out is not None and (out.suffix.lower() != ".docx" or text.suffix.lower() != ".docx"):
            cannot(message(LANGUAGE, "errors.comments-docx", path=out))
        proof = open_service(home, lang).lint(sys.stdin.read() if text == STANDARD_INPUT else text, LANGUAGE)
        if out is not None:
            from app.draft.commented import write_commented

            try:
                count = write_commented(text, proof, out, LANGUAGE)
            except OSError as error:
                cannot(message(LANGUAGE, "indicators.unwritable", path=out, cause=error.strerror or error))
            print(message(LANGUAGE, "proof.written", path=out, count=count), file=sys.stderr)
    if as_json:
        print_json(proof.model_dump(mode="json"))
    else:
        print_proof(proof, LANGUAGE)
    raise typer.Exit(FINDINGS if proof.count("wrong") else DONE)


@app.command("eval", cls=Command, help=help_text("eval"))
def evaluate(
    cases: Annotated[Path, typer.Argument(help=help_text("eval_cases"), metavar=FileName)],
    home: Home = None,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    with plain_errors():
        from app.evaluation import score_answer, summarise
        from app.evaluation_cases import read_cases
        from app.evaluation_report import evaluation_data, evaluation_lines
        from app.evaluation_texts import documents_numbers
        from app.terminal import print_json

        asked = read_cases(cases)
        service = open_service(home, lang)
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


@app.command(cls=Command, help=help_text("doctor"))
def doctor(home: Home = None, as_json: Json = False, lang: Lang = None) -> None:
    with plain_errors():
        from app.doctor import diagnose
        from app.terminal import print_checks, print_records

        service = open_service(home, lang)
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
    collect_seldom()
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


if __name__ == "__main__":
    main()
