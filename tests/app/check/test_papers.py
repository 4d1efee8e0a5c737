"""The papers that people take away: workbook, Word report, the report's PDF with notes."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader, PdfWriter

from app.check.annotated_pdf import pdf_document
from app.check.export import write_findings
from app.check.finding import FindingPlace, make_finding
from app.check.paper import Paper, PaperError
from app.check.triage import Triage
from app.service import Ziping
from tests.app.check.conftest import FUNDS, Serve


def rows(sheet: Worksheet) -> list[dict[str, object]]:
    head, *body = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in body]


@pytest.fixture
def service(serve_text: Serve) -> Ziping:
    service = serve_text(FUNDS.format(rate="85.65%"))
    service.decide([f.id for f in service.check("zh")], "explained", "录入时数字颠倒", "张三", "zh")
    return service


@pytest.fixture(scope="module")
def corpus_paper(corpus_service: Ziping) -> Paper:
    return corpus_service.paper("zh")


def test_the_workbook_holds_every_check_with_its_formula_as_text(service: Ziping, tmp_path: Path) -> None:
    path = tmp_path / "paper.xlsx"
    write_findings(service.paper("zh"), path, "zh")
    checks, figures, sections = load_workbook(path).worksheets
    (wrong,) = [row for row in rows(checks) if row["结果"] == "有矛盾"]
    assert wrong["复算"] == "385 / 450 = 85.56%"
    assert (wrong["处理"], wrong["处理说明"], wrong["处理人"]) == ("有说明", "录入时数字颠倒", "张三")
    assert {row["复算"] for row in rows(checks) if row["结果"] == "相符"} >= {"830 / 900 = 92.22%", "900 + 450 = 1350"}
    assert all(row["出处"] for row in rows(checks))
    assert len(rows(figures)) == 9 and {row["核对结果"] for row in rows(figures)} == {"有矛盾", "复算相符"}
    assert rows(sections)[0]["数据数"] == 9


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x.example","y")', "+1+2", "-2+3", "@SUM(A1)", "\t=1", "a\x0bb"])
def test_no_cell_of_the_workbook_is_a_formula(text: str, tmp_path: Path) -> None:
    place = FindingPlace(doc=text, section=text, row=text, value=text, quote=text)
    finding = make_finding("restated", "high", text, [place], recomputed=text, reason=text)
    path = tmp_path / "paper.xlsx"
    write_findings(Paper([finding], {finding.id: Triage("explained", text, text)}), path, "zh")
    for sheet in load_workbook(path).worksheets:
        for row in sheet.iter_rows():
            assert all(cell.data_type in ("s", "n") for cell in row)
            assert not any(str(cell.value or "").startswith(("=", "+", "@", "-")) for cell in row)


def test_the_word_report_tells_of_each_finding_and_what_was_decided(service: Ziping, tmp_path: Path) -> None:
    path = tmp_path / "paper.docx"
    write_findings(service.paper("zh"), path, "zh")
    document = Document(str(path))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for part in ("385 / 450 = 85.56%", "有说明（张三", "录入时数字颠倒", "相邻两位数字互换", "共 9 个数据"):
        assert part in text
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert any("85.65%" in cell and "report.md" in cell for cell in cells)


def test_the_word_report_shows_places_and_keeps_the_dismissed_apart(corpus_paper: Paper, tmp_path: Path) -> None:
    first = corpus_paper.findings[0]
    paper = replace(corpus_paper, triage={first.id: Triage("dismissed", "", "张三")})
    path = tmp_path / "paper.docx"
    write_findings(paper, path, "zh")
    document = Document(str(path))
    assert len(document.inline_shapes) > 20
    headings = [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Heading 2"]
    assert not any(first.summary in heading for heading in headings)
    assert len(headings) == len(paper.findings) - 1
    assert document.paragraphs[-1].text.startswith(first.summary)


def notes(path: Path) -> list[tuple[int, str, tuple[float, ...]]]:
    return [
        (page, str(note["/Contents"]), tuple(note["/Rect"]))
        for page, sheet in enumerate(PdfReader(path).pages, 1)
        for annotation in sheet.get("/Annots", [])
        if (note := annotation.get_object())["/Subtype"] == "/Highlight"
    ]


def test_the_pdf_has_a_note_at_every_place_and_a_bookmark_for_every_finding(
    corpus_paper: Paper, tmp_path: Path
) -> None:
    path = tmp_path / "paper.pdf"
    write_findings(corpus_paper, path, "zh")
    document = pdf_document(corpus_paper)
    found = notes(path)
    for finding in corpus_paper.findings:
        pages = {place.page for place in finding.places if place.document == document and place.regions}
        noted = {page for page, words, _ in found if finding.id in words}
        assert bool(pages) == bool(noted) and len(noted) <= sum(len(p.regions) for p in finding.places)
    outline = str(PdfReader(path).outline)
    assert sum(f.summary[:12] in outline for f in corpus_paper.findings) >= len({w for _, w, _ in found}) / 10
    width, height = PdfReader(path).pages[0].mediabox[2:]
    assert all(0 <= x0 < x1 <= width and 0 <= y0 < y1 <= height for _, _, (x0, y0, x1, y1) in found)


def test_the_pdf_is_otherwise_as_it_was(corpus_paper: Paper, tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    write_findings(corpus_paper, path, "zh")
    original = corpus_paper.original(pdf_document(corpus_paper))
    assert original is not None
    before, after = PdfReader(original), PdfReader(path)
    assert len(after.pages) == len(before.pages)
    assert after.pages[8].extract_text() == before.pages[8].extract_text()


def test_a_dismissed_finding_leaves_no_note(corpus_paper: Paper, tmp_path: Path) -> None:
    dismissed = {finding.id: Triage("dismissed", "", "张三") for finding in corpus_paper.findings}
    path = tmp_path / "paper.pdf"
    write_findings(replace(corpus_paper, triage=dismissed), path, "zh")
    assert notes(path) == []


def test_what_is_no_pdf_cannot_be_annotated(service: Ziping, corpus_paper: Paper, tmp_path: Path) -> None:
    for paper, words in ((service.paper("zh"), ""), (corpus_paper, "没有这样的文件")):
        with pytest.raises(PaperError) as error:
            write_findings(paper, tmp_path / "paper.pdf", "zh", words)
        assert error.value.code == "no-pdf"


def test_an_original_that_is_gone_or_locked_cannot_be_annotated(corpus_paper: Paper, tmp_path: Path) -> None:
    locked = tmp_path / "locked.pdf"
    original = corpus_paper.original(pdf_document(corpus_paper))
    assert original is not None
    writer = PdfWriter(clone_from=original)
    writer.encrypt("secret")
    writer.write(locked)
    damaged = tmp_path / "damaged.pdf"
    shutil.copy(original, damaged)
    damaged.write_bytes(damaged.read_bytes()[:2000])
    for path, code in ((tmp_path / "gone.pdf", "no-file"), (locked, "unreadable"), (damaged, "unreadable")):
        with pytest.raises(PaperError) as error:
            write_findings(replace(corpus_paper, original=lambda _, path=path: path), tmp_path / "paper.pdf", "zh")
        assert error.value.code == code
