"""Coverage for the terminal and for programs: bars of signs, and one record per figure."""

from __future__ import annotations

from collections.abc import Sequence

from app.answer import Language
from app.check.coverage import CHECKED, STANDINGS, Coverage, Standing, sections_with_parts
from app.check.finding import stated_at
from index.snapshot import DocumentView, Snapshot
from prompts import message

_BAR = 20
_LETTERS: dict[Standing, str] = {"recomputed": "█", "agrees": "▓", "conflict": "!", "once": "·", "open": "?"}


def coverage_lines(coverage: Coverage, documents: Sequence[DocumentView], language: Language) -> list[str]:
    """Section by section how many figures were checked and how they came out, as a bar and in numbers."""
    totals = sections_with_parts(coverage)
    lines = [coverage_words(coverage.counts(), language)]
    lines += [
        "  " + "  ".join(f"{_LETTERS[s]} {message(language, f'check.figure_{s}')}" for s in STANDINGS),
        "",
    ]
    names = {document.id: document.name for document in documents}
    shown: int | None = None
    for section in coverage.sections:
        if section.document != shown and len(names) > 1:
            lines.append(f"\n{names[section.document]}")
        shown = section.document
        counts = totals[section.document, section.section]
        name = f"{'  ' * section.depth}{section.heading}"
        lines.append(f"{_bar(counts)} {checked_share(counts):>4} {sum(counts.values()):>5}  {name}")
    return lines


def coverage_words(counts: dict[Standing, int], language: Language) -> str:
    """How many figures there are and how they came out, in a sentence."""
    return message(language, "check.coverage", count=sum(counts.values()), share=checked_share(counts), **counts)


def checked_share(counts: dict[Standing, int]) -> str:
    """The share of figures that something was held against, in whole percent; – where there are none."""
    total = sum(counts.values())
    return f"{100 * sum(counts[s] for s in CHECKED) // total}%" if total else "–"


def coverage_data(coverage: Coverage, snapshot: Snapshot) -> list[dict[str, object]]:
    """Every figure with its standing, as `--json` prints it."""
    data: list[dict[str, object]] = []
    for figure in coverage.figures:
        place = stated_at(snapshot, figure.statement)
        data.append(
            place.model_dump(mode="json")
            | {
                "standing": figure.standing,
                "others": figure.others,
                "formula": figure.formula or None,
                "reason": figure.reason,
                "findings": list(figure.findings),
            }
        )
    return data


def _bar(counts: dict[Standing, int]) -> str:
    """As many signs for each standing as its share of the figures; every standing that occurs has at least one."""
    total = sum(counts.values())
    if not total:
        return " " * _BAR
    widths = {s: max(1, round(_BAR * counts[s] / total)) if counts[s] else 0 for s in STANDINGS}
    while (excess := sum(widths.values()) - _BAR) != 0:
        widest = max(widths, key=lambda s: widths[s])
        widths[widest] -= 1 if excess > 0 else -1
    return "".join(_LETTERS[s] * widths[s] for s in STANDINGS)
