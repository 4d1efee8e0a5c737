"""The command line: `ziping ingest`, `ask`, `serve`, `doctor`. Heavy parts are imported by the command that needs them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from prompts import message

if TYPE_CHECKING:
    from app.answer import Answer, Language, Turn
    from app.service import Ziping

DONE, FINDINGS, CANNOT = 0, 1, 2
"""Exit statuses: done; done, with something unanswered or unread; cannot."""

app = typer.Typer(
    name="ziping",
    help="自评通 Ziping: exact answers, with their places, from a self-assessment report and its supporting documents.\n\n"
    "从自评报告及佐证材料中给出带出处的准确数字。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
Home = Annotated[
    Path | None, typer.Option("--home", help="Folder that holds the index. 数据文件夹 [ZIPING_HOME; .ziping]")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON on standard output. 输出 JSON")]
Lang = Annotated[str | None, typer.Option("--lang", help="Language of messages: zh or en. 提示语言")]


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders to read. 要读入的文件或文件夹")],
    home: Home = None,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """Read reports and supporting documents into the index; unchanged ones are skipped. 读入报告和佐证材料"""
    with _plain_errors(lang):
        service, language = _service(home, lang)
        reports = service.ingest(paths, _progress_bar(), language)
    failed = [report for report in reports if report.state == "failed"]
    if as_json:
        _print_json([_fields(report) for report in reports])
    else:
        for report in reports:
            print(f"{report.name}: {report.message}", file=sys.stderr if report.state == "failed" else sys.stdout)
    raise typer.Exit(CANNOT if len(failed) == len(reports) else FINDINGS if failed else DONE)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question. 问题")] = "",
    history: Annotated[
        Path | None, typer.Option(help='Earlier questions, a JSON list [{"q": "…"}]. 之前的问题')
    ] = None,
    batch: Annotated[
        Path | None, typer.Option(help='JSON lines {"id", "question", "history"}; prints one answer a line. 批量提问')
    ] = None,
    home: Home = None,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """Ask a question; the answer gives exact figures and their places. 提问，答案附数字和出处"""
    with _plain_errors(lang):
        service, language = _service(home, lang)
        if batch is not None:
            for record, turns in _batch_lines(batch, language):
                answer = service.ask(str(record["question"]), turns)
                print(
                    json.dumps({"id": record.get("id"), **answer.model_dump(mode="json")}, ensure_ascii=False),
                    flush=True,
                )
            return
        if not question:
            _cannot(message(language, "errors.no-question"))
        answer = service.ask(question, _history(history, language))
    if as_json:
        _print_json(answer.model_dump(mode="json"))
    else:
        _print_answer(answer, language)
    raise typer.Exit(FINDINGS if answer.refused else DONE)


@app.command()
def serve(
    home: Home = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on. 监听地址 [127.0.0.1]")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on. 端口 [7860]")] = None,
    lang: Lang = None,
) -> None:
    """Open the web page for questions and documents. 打开网页"""
    with _plain_errors(lang):
        service, language = _service(home, lang)
        settings = service.settings
        service.documents()
        from app.ui.page import PortInUse, serve_page

        host, port = host or settings.host, port or settings.port
        try:
            print(message(language, "cli.serving", url=f"http://{host}:{port}"), file=sys.stderr, flush=True)
            serve_page(service, host, port, language)
        except PortInUse:
            _cannot(message(language, "errors.port-in-use", host=host, port=port))


@app.command()
def doctor(home: Home = None, as_json: Json = False, lang: Lang = None) -> None:
    """Say what is configured, what works, what is missing and how to mend it. 检查环境"""
    from app.doctor import diagnose

    with _plain_errors(lang):
        service, language = _service(home, lang)
        checks = diagnose(service.settings, language, service.counts)
    if as_json:
        _print_json([_fields(check) for check in checks])
    else:
        signs = {"ok": "✓", "warning": "!", "failed": "✗"}
        for check in checks:
            print(f"{signs[check.state]} {check.name}: {check.what}")
            if check.mend:
                print(f"    → {check.mend}")
    raise typer.Exit(CANNOT if any(check.state == "failed" for check in checks) else DONE)


def main() -> None:
    """The console command."""
    app()


def _service(home: Path | None, lang: str | None) -> tuple[Ziping, Language]:
    from app.service import Ziping
    from app.settings import load_settings

    settings = load_settings(home=home, language=lang)
    return Ziping(settings), _language(settings.language or lang)


def _language(lang: str | None) -> Language:
    if lang in ("zh", "en"):
        return lang  # type: ignore[return-value]
    import locale
    import os

    name = os.environ.get("LC_ALL") or os.environ.get("LANG") or (locale.getlocale()[0] or "")
    return "en" if name.startswith("en") else "zh"


@contextmanager
def _plain_errors(lang: str | None) -> Iterator[None]:
    """Turns what can go wrong into one clear line on standard error and exit status 2."""
    from app.settings import SettingsError
    from index.errors import StoreError
    from ingest.errors import ReadError

    language = _language(lang)
    try:
        yield
    except ReadError as error:
        from app.service import read_error_text

        _cannot(read_error_text(error, language))
    except StoreError as error:
        _cannot(message(language, f"errors.{error.code}", path=error.where, cause=error.cause))
    except SettingsError as error:
        _cannot(str(error))
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def _cannot(line: str) -> None:
    print(line, file=sys.stderr)
    raise typer.Exit(CANNOT)


def _history(path: Path | None, language: Language) -> list[Turn]:
    from app.answer import Turn

    if path is None:
        return []
    try:
        return [Turn.model_validate(item) for item in json.loads(path.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError) as error:
        _cannot(message(language, "errors.history", path=path, cause=_first_line(error)))
        return []


def _batch_lines(path: Path, language: Language) -> Iterator[tuple[dict[str, Any], list[Turn]]]:
    from app.answer import Turn

    if not path.is_file():
        _cannot(message(language, "errors.missing", path=path))
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            record["question"]
            turns = [Turn.model_validate(turn) for turn in record.get("history") or []]
        except (ValueError, KeyError, TypeError) as error:
            _cannot(message(language, "errors.batch", path=path, line=number, cause=_first_line(error)))
            return
        yield record, turns


def _print_answer(answer: Answer, language: Language) -> None:
    print(answer.answer)
    if answer.table is not None:
        print()
        print("| " + " | ".join(answer.table.columns) + " |")
        print("|" + "---|" * len(answer.table.columns))
        for row in answer.table.rows:
            print("| " + " | ".join(row) + " |")
    if answer.citations:
        print(f"\n{message(language, 'cli.sources')}:")
    for number, citation in enumerate(answer.citations, 1):
        parts = [
            citation.doc,
            *citation.section_path[-1:],
            citation.table or "",
            citation.row or "",
            citation.column or "",
        ]
        if citation.page is not None:
            parts.insert(1, message(language, "answers.page", page=citation.page))
        print(f"[{number}] " + " · ".join(part for part in parts if part))


def _progress_bar() -> Any:
    """A progress callback that draws on a terminal and stays silent elsewhere."""
    if not sys.stderr.isatty():
        return None
    from tqdm import tqdm

    bar = tqdm(total=100, unit="%", bar_format="{desc} {bar} {n:.0f}%", file=sys.stderr, leave=False)

    def show(share: float, what: str) -> None:
        bar.set_description_str(what)
        bar.n = round(share * 100)
        bar.refresh()
        if share >= 1:
            bar.close()

    return show


def _fields(value: object) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(value)  # type: ignore[call-overload, no-any-return]


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


if __name__ == "__main__":
    main()
