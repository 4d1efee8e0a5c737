"""The findings as a Word report: what was checked, how far people have come, and each finding with its places."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from app.answer import Language
from app.check.coverage import STANDINGS
from app.check.coverage_words import checked_share, coverage_words
from app.check.finding import Finding, FindingPlace, Kind, Severity
from app.check.paper import Paper
from app.check.triage import STATES, count_states
from app.check.words import count_words, place_line, triage_words
from app.pictures import PictureError
from app.place_pictures import place_picture
from ingest.records import Region
from prompts import message

MOST_PICTURES = 240
"""Pictures in one report, so that it can still be mailed; the gravest findings have theirs."""
PICTURED_PLACES = 3
_PICTURE_WIDTH, _TEXT_WIDTH = Cm(7.4), Cm(16.4)
_GRID = "Light Grid Accent 1"
_COLOURS: dict[Severity, RGBColor] = {
    "high": RGBColor(0xA8, 0x32, 0x2A),
    "medium": RGBColor(0x9A, 0x5B, 0x00),
    "low": RGBColor(0x55, 0x63, 0x6E),
}


def write_report(paper: Paper, path: Path, language: Language) -> None:
    """Dismissed findings stand at the end, in one line each. Raises OSError if the file cannot be written."""
    document = Document()
    _set_fonts(document)
    for section in document.sections:
        section.left_margin = section.right_margin = Cm(2.2)
        section.top_margin = section.bottom_margin = Cm(2)
    document.add_heading(message(language, "check.title"), level=0)
    _add_summary(document, paper, language)
    shown = [f for f in paper.findings if paper.standing_of(f).state != "dismissed"]
    pictures = [MOST_PICTURES]
    number = 0
    for severity in get_args(Severity):
        same = [finding for finding in shown if finding.severity == severity]
        if same:
            words = message(language, f"check.severity_{severity}")
            document.add_heading(message(language, "check.report_part", severity=words, count=len(same)), level=1)
        for finding in same:
            number += 1
            _add_finding(document, finding, number, paper, pictures, language)
    _add_dismissed(document, [f for f in paper.findings if f not in shown], paper, language)
    document.save(str(path))


def _set_fonts(document: Any) -> None:
    """A Latin and a Chinese font that every office program has or replaces well."""
    for style in ("Normal", "Title", "Heading 1", "Heading 2", "List Bullet"):
        font = document.styles[style].font
        font.name = "Calibri"
        document.styles[style].element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "微软雅黑")
        font.color.rgb = RGBColor(0x1C, 0x27, 0x30)
    document.styles["Normal"].font.size = Pt(10.5)


def _add_summary(document: Any, paper: Paper, language: Language) -> None:
    names = message(language, "answers.comma").join(view.name for view in paper.documents)
    day = datetime.now().astimezone().strftime("%Y-%m-%d")
    document.add_paragraph(message(language, "check.report_of", documents=names or "–", day=day))
    document.add_paragraph(count_words(paper.findings, language) if paper.findings else message(language, "check.none"))
    if paper.findings:
        counts = count_states(paper.findings, paper.triage)
        document.add_paragraph(message(language, "check.progress", count=len(paper.findings), **counts))
        kinds: list[Kind] = [k for k in get_args(Kind) if any(f.kind == k for f in paper.findings)]
        rows = [
            [
                message(language, f"check.kind_{kind}"),
                *(
                    str(sum(f.kind == kind and f.severity == severity for f in paper.findings))
                    for severity in get_args(Severity)
                ),
                *(str(_in_state(paper, kind, state)) for state in STATES),
            ]
            for kind in kinds
        ]
        head = [
            message(language, "check.column_kind"),
            *(message(language, f"check.severity_{s}") for s in get_args(Severity)),
            *(message(language, f"check.state_{s}") for s in STATES),
        ]
        _add_table(document, head, rows)
    if paper.coverage.sections:
        document.add_paragraph()
        document.add_paragraph(coverage_words(paper.coverage.counts(), language))
        head = [
            message(language, "check.column_doc"),
            message(language, "check.column_figures"),
            message(language, "check.column_share"),
            *(message(language, f"check.figure_{s}") for s in STANDINGS),
        ]
        rows = []
        for view in paper.documents:
            counted = paper.coverage.of_document(view.id).counts()
            rows.append(
                [view.name, str(sum(counted.values())), checked_share(counted), *(str(counted[s]) for s in STANDINGS)]
            )
        _add_table(document, head, rows)


def _in_state(paper: Paper, kind: Kind, state: str) -> int:
    return sum(f.kind == kind and paper.standing_of(f).state == state for f in paper.findings)


def _add_finding(
    document: Any, finding: Finding, number: int, paper: Paper, pictures: list[int], language: Language
) -> None:
    """`pictures` holds how many may still be added."""
    heading = document.add_heading(f"{number}. {finding.summary}", level=2)
    heading.paragraph_format.keep_with_next = True
    line = document.add_paragraph()
    line.paragraph_format.space_after, line.paragraph_format.keep_with_next = Pt(2), True
    tag = line.add_run(message(language, f"check.severity_{finding.severity}"))
    tag.bold, tag.font.color.rgb = True, _COLOURS[finding.severity]
    line.add_run(f" · {message(language, f'check.kind_{finding.kind}')} · {finding.id}")
    facts = [("recomputed", finding.recomputed), ("explanations", "\n".join(finding.explanations))]
    if finding.supported:
        facts.insert(1, ("supported", f"{finding.supported}: {finding.support}"))
    facts.append(("state", triage_words(paper.standing_of(finding), language)))
    facts.append(("reason", finding.reason))
    for key, words in facts:
        if words:
            fact = document.add_paragraph()
            fact.paragraph_format.space_after, fact.paragraph_format.keep_with_next = Pt(2), True
            fact.add_run(f"{message(language, f'check.column_{key}')}: ").bold = True
            fact.add_run(words)
    _add_places(document, finding.places, paper, pictures, language)


def _add_places(
    document: Any, places: Sequence[FindingPlace], paper: Paper, pictures: list[int], language: Language
) -> None:
    table = _new_table(document, 0, (Cm(0.9), Cm(7.3), Cm(8.2)), "Table Grid")
    for at, place in enumerate(places):
        row = table.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        cells = row.cells
        cells[0].text = str(at + 1)
        cells[1].paragraphs[0].add_run(place.value or place.quote).bold = True
        where = cells[1].add_paragraph().add_run(place_line(place, language))
        where.font.size, where.font.color.rgb = Pt(9), _COLOURS["low"]
        picture = _picture(place, paper) if at < PICTURED_PLACES and pictures[0] else None
        if picture is not None:
            pictures[0] -= 1
            cells[2].paragraphs[0].paragraph_format.space_before = Pt(3)
            cells[2].paragraphs[0].paragraph_format.space_after = Pt(3)
            cells[2].paragraphs[0].add_run().add_picture(io.BytesIO(picture), width=_PICTURE_WIDTH)
        elif place.quote and place.value:
            cells[2].paragraphs[0].add_run(place.quote[:160]).font.size = Pt(9)
    document.add_paragraph()


def _picture(place: FindingPlace, paper: Paper) -> bytes | None:
    path = paper.original(place.document) if place.document is not None and place.regions else None
    if path is None:
        return None
    try:
        return place_picture(path, [Region(*region) for region in place.regions], place.value).png
    except PictureError:
        return None


def _add_dismissed(document: Any, findings: Sequence[Finding], paper: Paper, language: Language) -> None:
    if not findings:
        return
    words = message(language, "check.state_dismissed")
    document.add_heading(message(language, "check.report_part", severity=words, count=len(findings)), level=1)
    for finding in findings:
        line = f"{finding.summary} {triage_words(paper.standing_of(finding), language)}"
        document.add_paragraph(line, style="List Bullet")


def _add_table(document: Any, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    first = Cm(4.2)
    table = _new_table(document, 1, (first, *[(_TEXT_WIDTH - first) // (len(head) - 1)] * (len(head) - 1)), _GRID)
    for cell, words in zip(table.rows[0].cells, head, strict=True):
        cell.text = words
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words


def _new_table(document: Any, rows: int, widths: Sequence[int], style: str) -> Any:
    """A table whose columns are as wide as they are told to be, in every program."""
    table = document.add_table(rows=rows, cols=len(widths))
    table.style, table.alignment, table.autofit = style, WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    return table
