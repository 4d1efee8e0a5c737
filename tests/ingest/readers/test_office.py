"""Formats that LibreOffice converts, and what is said where that is missing or fails."""

from __future__ import annotations

import os
from pathlib import Path

import openpyxl
import pytest

from ingest.document import read_document
from ingest.errors import ReadError
from ingest.file_kinds import FileKind
from ingest.readers import office
from ingest.readers.office import convert, find_soffice, read_office
from ingest.records import DocumentRecords

DATA = Path(__file__).parents[2] / "data"
RTF = rb"{\rtf1\ansi\ansicpg936 {\b 98} of 100.\par}"


@pytest.fixture(scope="module")
def soffice() -> Path:
    found = find_soffice()
    if found is None:
        if os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail("LibreOffice must be installed here")
        pytest.skip("no LibreOffice on this machine")
    return found


def shape(records: DocumentRecords) -> list[tuple[str, list[str]]]:
    return [(table.caption, [cell.text for cell in table.cells]) for table in records.tables]


@pytest.mark.parametrize("ending", ["doc", "odt", "rtf"])
def test_texts_are_read_as_the_docx_that_they_were_made_of(soffice: Path, tmp_path: Path, ending: str) -> None:
    source = DATA / "report.docx"
    made = convert(source, ending, tmp_path)
    expected, records = read_document(source), read_document(made)
    assert shape(records) == shape(expected)
    assert [section.heading for section in records.sections] == [section.heading for section in expected.sections]
    assert records.document.path == str(made)


@pytest.mark.parametrize(("ending", "name"), [("doc", "report.wps"), ("doc", "报告 (1).doc")])
def test_names_do_not_matter(soffice: Path, tmp_path: Path, ending: str, name: str) -> None:
    made = convert(DATA / "report.docx", ending, tmp_path).rename(tmp_path / name)
    assert shape(read_document(made)) == shape(read_document(DATA / "report.docx"))


@pytest.mark.parametrize(("ending", "name"), [("ods", "账.ods"), ("xls", "账.et")])
def test_workbooks(soffice: Path, tmp_path: Path, ending: str, name: str) -> None:
    book = openpyxl.Workbook()
    for row in (["项目", "完成率"], ["党课", 0.985], ["教材", 1]):
        book.active.append(row)
    for cell in ("B2", "B3"):
        book.active[cell].number_format = "0.0%"
    book.save(tmp_path / "a.xlsx")
    records = read_document(convert(tmp_path / "a.xlsx", ending, tmp_path).rename(tmp_path / name))
    assert [cell.text for cell in records.tables[0].cells] == ["项目", "完成率", "党课", "98.5%", "教材", "100.0%"]
    assert records.document.title == "账"


def test_nothing_is_left_beside_the_file(soffice: Path, tmp_path: Path) -> None:
    (tmp_path / "a.rtf").write_bytes(RTF)
    assert "98 of 100." in read_document(tmp_path / "a.rtf").passages[0].text
    assert [path.name for path in tmp_path.iterdir()] == ["a.rtf"]


def test_a_conversion_that_takes_too_long_is_given_up(soffice: Path, tmp_path: Path) -> None:
    (tmp_path / "a.rtf").write_bytes(RTF)
    with pytest.raises(ReadError) as caught:
        read_office(tmp_path / "a.rtf", FileKind.OFFICE_TEXT, time_limit=0.01)
    assert (caught.value.code, caught.value.path) == ("office-failed", tmp_path / "a.rtf")
    assert "0 s" in caught.value.cause


def test_without_libreoffice_the_error_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(office, "_PLACES", ())
    (tmp_path / "a.rtf").write_bytes(RTF)
    with pytest.raises(ReadError) as caught:
        read_document(tmp_path / "a.rtf")
    assert (caught.value.code, caught.value.path) == ("office-missing", tmp_path / "a.rtf")
