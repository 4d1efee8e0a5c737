"""One report in several editions: the tables, sections, passages and figures that are read from them are the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.records import DocumentRecords
from tests.ingest.editions import (
    DATA,
    REPORT_DOCX,
    REPORT_PDF,
    SHAPES_DOCX,
    SHAPES_PDF,
    figures_of,
    passages_of,
    plain,
    read,
    sections_of,
    share_of_rows_found,
    table_cells,
    tables_of,
)

Pair = tuple[DocumentRecords, DocumentRecords]


@pytest.fixture(params=["report", "shapes", "hospital"])
def pdf_and_docx(request: pytest.FixtureRequest) -> Pair:
    if request.param == "hospital":
        folder: Path = request.getfixturevalue("shared") / "evals" / "hospital"
        return read(folder / "report.pdf"), read(folder / "report.docx")
    pdf, docx = {"report": (REPORT_PDF, REPORT_DOCX), "shapes": (SHAPES_PDF, SHAPES_DOCX)}[request.param]
    return read(pdf), read(docx)


def test_every_captioned_table_is_one_table(shared: Path) -> None:
    assert len(read(REPORT_PDF).tables) == 27
    assert len(read(shared / "evals" / "hospital" / "report.pdf").tables) == 14
    assert all(table.number and table.caption for table in read(REPORT_PDF).tables)


def test_two_tables_may_bear_one_number() -> None:
    numbers = [table.number for table in read(REPORT_PDF).tables]
    twice = {number for number in numbers if numbers.count(number) > 1}
    captions = {table.caption for table in read(REPORT_PDF).tables if table.number in twice}
    assert len(twice) == 1 and len(captions) == 2


def test_tables_of_pdf_and_docx_are_equal_cell_by_cell(pdf_and_docx: Pair) -> None:
    pdf, docx = pdf_and_docx
    assert [table_cells(table) for table in pdf.tables] == [table_cells(table) for table in docx.tables]
    assert tables_of(pdf) == tables_of(docx)


def test_sections_and_passages_of_pdf_and_docx_are_equal(pdf_and_docx: Pair) -> None:
    pdf, docx = pdf_and_docx
    assert sections_of(pdf) == sections_of(docx)
    assert passages_of(pdf) == passages_of(docx)


def test_figures_of_pdf_and_docx_are_equal(pdf_and_docx: Pair) -> None:
    pdf, docx = pdf_and_docx
    assert figures_of(pdf) == figures_of(docx)


def test_tables_of_pdf_lie_on_the_pages_they_name(pdf_and_docx: Pair) -> None:
    pdf, _ = pdf_and_docx
    for table in pdf.tables:
        pages = [region.page for region in table.regions]
        assert pages == list(range(pages[0], pages[-1] + 1))
        assert {region.page for cell in table.cells for region in cell.regions} <= set(pages)


def test_markdown_has_the_tables_and_figures_of_the_pdf(shared: Path) -> None:
    folder = shared / "evals" / "hospital"
    pdf, markdown = read(folder / "report.pdf"), read(folder / "report.md")
    assert tables_of(pdf) == tables_of(markdown)
    assert sections_of(pdf) == sections_of(markdown)
    assert figures_of(pdf) == figures_of(markdown)


def test_text_edition_has_the_tables_of_the_pdf(shared: Path) -> None:
    pdf, text = read(REPORT_PDF), read(shared / "report" / "original.txt")
    assert [table.number for table in text.tables] == [table.number for table in pdf.tables]
    assert [table.unit for table in text.tables] == [table.unit for table in pdf.tables]
    assert [table.header_rows for table in text.tables] == [table.header_rows for table in pdf.tables]
    for pdf_table, text_table in zip(pdf.tables, text.tables, strict=True):
        assert text_table.column_count == pdf_table.column_count, pdf_table.number
        pdf_paths = [tuple(map(plain, path)) for path in pdf_table.columns]
        assert [tuple(map(plain, path)) for path in text_table.columns] == pdf_paths, pdf_table.number


def test_text_edition_has_the_rows_of_the_pdf(shared: Path) -> None:
    pdf, text = read(REPORT_PDF), read(shared / "report" / "original.txt")
    assert share_of_rows_found(pdf, text) >= 0.98
    assert share_of_rows_found(text, pdf) >= 0.98


def test_text_edition_has_the_section_tree_of_the_pdf(shared: Path) -> None:
    pdf, text = read(REPORT_PDF), read(shared / "report" / "original.txt")
    assert [(plain(s.heading), s.level, s.parent) for s in text.sections] == [
        (plain(s.heading), s.level, s.parent) for s in pdf.sections
    ]


@pytest.mark.parametrize("name", ["hospital", "third", "port", "museum", "small"])
def test_without_marked_headings_a_text_has_the_same_section_tree(name: str, tmp_path: Path, shared: Path) -> None:
    path = shared / "evals" / "hospital" / "report.md" if name == "hospital" else DATA / f"{name}_report.md"
    lines = path.read_text(encoding="utf-8").split("\n")
    flat = tmp_path / "flat.txt"
    flat.write_text("\n".join(line.lstrip("# ") for line in lines), encoding="utf-8")
    of_markdown = [(s.heading, s.level) for s in read(path).sections if s.number]
    assert [(s.heading, s.level) for s in read(flat).sections] == of_markdown
