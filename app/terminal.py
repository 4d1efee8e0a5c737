"""What the command line shows: answers and reports for people, JSON for programs, progress while something is read."""

from __future__ import annotations

import json
import os
import re
import sys
import threading
import webbrowser
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from app.recognition import recognition_words
from prompts import message

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from app.answer import Answer, AnswerTable, Citation, Language
    from app.doctor import Check
    from app.document_report import DocumentReport
    from app.draft.proof import Proof
    from app.indicator_table import Explanation, IndicatorRow

_SIGNS = {"ok": "✓", "warning": "!", "failed": "✗"}
_YES = ("y", "yes", "是", "好")
_MARK = re.compile(r"\[(\d+)\]")


def use_utf8() -> None:
    """What is written to files and other programs is UTF-8, whatever the system's own encoding is."""
    for stream in (sys.stdout, sys.stderr):
        if not stream.isatty():
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        else:
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]


def print_json(value: object, *, one_line: bool = False) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=None if one_line else 2, default=_plain), flush=True)


def _plain(value: object) -> object:
    return value.model_dump(mode="json") if isinstance(value, BaseModel) else str(value)


def print_records(records: Sequence[DataclassInstance]) -> None:
    """Prints a JSON list of the records' fields."""
    print_json([asdict(record) for record in records])


def print_proof(proof: Proof, language: Language) -> None:
    """How many figures are right and wrong, then one line for each that is not right."""
    if not proof.figures:
        print(message(language, "proof.none"))
        return
    counts = {status: proof.count(status) for status in ("ok", "wrong", "ambiguous", "unknown")}
    print(message(language, "proof.heading", count=len(proof.figures), **counts))
    for figure in proof.figures:
        if figure.status != "ok":
            places = [place_words(citation, language) for citation in figure.citations]
            place = message(language, "proof.place", where="; ".join(places[:3])) if places else ""
            sign = _SIGNS["failed" if figure.status == "wrong" else "warning"]
            print(message(language, "proof.line", sign=sign, text=figure.text, said=figure.said, place=place))


def print_rows(rows: Sequence[IndicatorRow], language: Language) -> None:
    """One line for each indicator, then how many there are."""
    for row in rows:
        flag = message(language, "indicators.flag") if row.conflict else ""
        values = message(language, "answers.and").join(row.values)
        text = message(
            language,
            "indicators.row",
            **{**asdict(row), "values": values, "flag": flag, "places": "; ".join(row.places[:3])},
        )
        print(re.sub(r" {3,}", "  ", text))
    conflicts = sum(row.conflict for row in rows)
    print(message(language, "indicators.count", count=len(rows), conflicts=conflicts), file=sys.stderr)


def print_explanation(explanation: Explanation, language: Language) -> None:
    """Why statements are one indicator, and each of them with its place."""
    print_rows([explanation.row], language)
    parts = [
        f"{message(language, f'indicators.{name}')} {text}" for name, text in explanation.joined_by.items() if text
    ]
    print(message(language, "indicators.joined", parts=message(language, "answers.semicolon").join(parts)))
    for statement in explanation.statements:
        print(message(language, "indicators.statement", **asdict(statement)))


def print_reports(reports: Sequence[DocumentReport]) -> None:
    for report in reports:
        if report.state == "failed":
            print(report.message, file=sys.stderr)
        else:
            print(f"{report.name}: {report.message}")


def confirm_removal(paths: Sequence[str], language: Language) -> bool | None:
    """Whether these documents are to be removed, as the person at the terminal says; None if nobody answers."""
    print(message(language, "cli.gone"), *paths, sep="\n  ", file=sys.stderr)
    print(message(language, "cli.prune", count=len(paths)), end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline()
    if answer.strip().lower() in _YES:
        return True
    print(message(language, "cli.kept"), file=sys.stderr)
    return False if answer else None


def print_checks(checks: Sequence[Check]) -> None:
    for check in checks:
        print(f"{_SIGNS[check.state]} {check.name}: {check.what}")
        if check.mend:
            print(f"    → {check.mend}")


def print_answer(answer: Answer, language: Language) -> None:
    """The answer, its table and the places that its text refers to; a long table names its places itself."""
    print(answer.answer)
    if answer.table is not None and " | ".join(answer.table.columns) not in answer.answer:
        print()
        print_table(answer.table)
    marked = {int(mark) for mark in _MARK.findall(answer.answer)}
    shown = [n for n in range(1, len(answer.citations) + 1) if n in marked or not marked]
    if shown:
        print(f"\n{message(language, 'cli.sources')}:")
    for number in shown:
        print(f"[{number}] {place_words(answer.citations[number - 1], language)}")
    more = len(answer.citations) - len(shown)
    if more:
        print(message(language, "cli.more_sources", count=more))


def print_table(table: AnswerTable) -> None:
    """The table in Markdown."""
    for row in (table.columns, ["---"] * len(table.columns), *table.rows):
        print("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |")


def place_words(citation: Citation, language: Language) -> str:
    """Document, page, section, table, row and column in one line."""
    page = message(language, "answers.page", page=citation.page) if citation.page is not None else None
    section = citation.section_path[-1] if citation.section_path else citation.section
    sure = recognition_words(citation, language)
    parts = (citation.doc, page, section, citation.table, citation.row, citation.column, sure)
    return " · ".join(part for part in parts if part)


def progress_bar() -> Callable[[float, str], None] | None:
    """A progress callback that draws on a terminal; None elsewhere."""
    if not sys.stderr.isatty():
        return None
    from tqdm import tqdm

    bar: Any = tqdm(total=100, bar_format="{desc} {bar} {n:.0f}%", file=sys.stderr, leave=False)

    def show(share: float, what: str) -> None:
        bar.set_description_str(what, refresh=False)
        bar.n = share * 100
        bar.refresh()
        if share >= 1:
            bar.close()

    return show


def open_browser(url: str) -> None:
    """Opens the address in the reader's browser if there is a display; that it cannot be opened is no failure."""
    has_display = sys.platform in ("win32", "darwin") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if has_display:
        # Some browsers keep the call until they are closed.
        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
