"""What a file is, its content says, whatever its name."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import read_document
from ingest.errors import ReadError
from ingest.file_kinds import FileKind, file_kind
from ingest.records import DocumentKind

DATA = Path(__file__).parents[1] / "data"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def archive(*names: str, mimetype: str = "") -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        if mimetype:
            made.writestr("mimetype", mimetype)
        for name in names:
            made.writestr(name, "<x/>")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (b"%PDF-1.7\n", "a.docx", FileKind.PDF),
        (b"\xef\xbb\xbf\n%PDF-1.4\n", "a.pdf", FileKind.PDF),
        (archive("word/document.xml"), "a.pdf", FileKind.DOCX),
        (archive("xl/workbook.xml"), "a.xls", FileKind.XLSX),
        (archive("xl/workbook.bin"), "a.xlsb", FileKind.OFFICE_SHEET),
        (archive("ppt/presentation.xml"), "a.zip", FileKind.PPTX),
        (archive(mimetype="application/vnd.oasis.opendocument.text"), "a.odt", FileKind.OFFICE_TEXT),
        (archive(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "a.ods", FileKind.OFFICE_SHEET),
        (archive(mimetype="application/vnd.oasis.opendocument.presentation"), "a.odp", FileKind.OFFICE_SLIDES),
        (OLE + "WordDocument\0".encode("utf-16-le"), "a.wps", FileKind.OFFICE_TEXT),
        (OLE + "Workbook\0".encode("utf-16-le"), "a.et", FileKind.XLS),
        (OLE + "PowerPoint Document\0".encode("utf-16-le"), "a.dps", FileKind.OFFICE_SLIDES),
        (b"{\\rtf1\\ansi", "a.doc", FileKind.OFFICE_TEXT),
        (b"\x89PNG\r\n\x1a\n", "a.jpg", FileKind.IMAGE),
        (b"\xff\xd8\xff\xe0", "a.pdf", FileKind.IMAGE),
        (b"<html><table><tr><td>1</td></tr></table></html>", "a.xls", FileKind.HTML),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook>', "a.xls", FileKind.OFFICE_SHEET),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument>', "a.doc", "office text"),
        ("项目\t完成数\n".encode("gb18030"), "a.xls", FileKind.CSV),
        ("项目,完成数\n".encode("utf-16"), "a.csv", FileKind.CSV),
        ("说明<table></table>".encode(), "a.md", FileKind.TEXT),
        ("完成98个。".encode(), "a.pdf", FileKind.TEXT),
    ],
)
def test_kind(content: bytes, name: str, kind: FileKind) -> None:
    assert file_kind(content, Path(name)) == kind


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (OLE + "EncryptedPackage\0".encode("utf-16-le"), "encrypted"),
        (OLE, "unsupported"),
        (archive("readme.txt"), "unsupported"),
        (archive("word/document.xml")[:40], "unreadable"),
        (b"\x7fELF\x02\x01\x01\x00\x00", "unsupported"),
    ],
)
def test_what_cannot_be_read_says_why(content: bytes, code: str) -> None:
    with pytest.raises(ReadError) as caught:
        file_kind(content, Path("a.docx"))
    assert caught.value.code == code


@given(st.binary(min_size=1, max_size=300), st.sampled_from([".pdf", ".docx", ".xls", ".csv", ".png", ""]))
def test_any_content_is_of_a_kind_or_cannot_be_read(content: bytes, ending: str) -> None:
    try:
        assert isinstance(file_kind(content, Path("a" + ending)), FileKind)
    except ReadError as error:
        assert error.code in ("encrypted", "unsupported", "unreadable")


def test_a_docx_that_is_called_pdf_is_read_as_docx(tmp_path: Path) -> None:
    renamed = shutil.copyfile(DATA / "report.docx", tmp_path / "report.pdf")
    assert read_document(renamed).document.kind is DocumentKind.DOCX


def test_an_xlsx_that_is_called_xls_is_read_as_xlsx(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["项目", "完成数"])
    book.active.append(["党课", 98])
    book.save(tmp_path / "a.xlsx")
    (table,) = read_document((tmp_path / "a.xlsx").rename(tmp_path / "a.xls")).tables
    assert [cell.text for cell in table.cells] == ["项目", "完成数", "党课", "98"]


@pytest.mark.parametrize("keep", [60, 200, 1000])
def test_a_cut_off_docx_is_unreadable_and_says_which_file(tmp_path: Path, keep: int) -> None:
    path = tmp_path / "cut.docx"
    path.write_bytes((DATA / "report.docx").read_bytes()[:keep])
    with pytest.raises(ReadError) as caught:
        read_document(path)
    assert (caught.value.code, caught.value.path) == ("unreadable", path)
    assert caught.value.cause
