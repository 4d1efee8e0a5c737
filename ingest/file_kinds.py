"""What a file is: told by its content, and by its name's ending only where content leaves it open (text)."""

from __future__ import annotations

import enum
import io
import re
import zipfile
from pathlib import Path

from ingest.errors import ReadError

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM", b"GIF8")
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]|<table[\s>]|<body[\s>]", re.IGNORECASE)
_OFFICE_XML = re.compile(
    rb"<\?mso-application|<(?:\w+:)?(?:Workbook|wordDocument|document-content|office:document)[\s>]"
)
_MHTML = re.compile(rb"^(?:MIME-Version:|From:|Content-Type:\s*multipart/related)", re.IGNORECASE)
_HTML_NAMES = (".htm", ".html", ".xhtml", ".xls", ".doc", ".et", ".wps")
"""Endings under which a file that is HTML is read as that; in a text or Markdown file HTML is a part of the text."""


class FileKind(enum.StrEnum):
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    XLS = "xls"
    PPTX = "pptx"
    OFFICE_TEXT = "office text"
    """A text that only an office program can open: DOC, WPS, RTF, ODT."""
    OFFICE_SHEET = "office sheet"
    OFFICE_SLIDES = "office slides"
    HTML = "html"
    CSV = "csv"
    IMAGE = "image"
    TEXT = "text"


def file_kind(content: bytes, path: Path) -> FileKind:
    """What the file of this content is. Raises ReadError: `encrypted`, `unsupported`, `unreadable`."""
    if b"%PDF-" in content[:1024]:
        return FileKind.PDF
    if content.startswith(b"PK\x03\x04"):
        return _archive_kind(content, path)
    if content.startswith(_OLE):
        return _compound_kind(content, path)
    if content.startswith(b"{\\rtf"):
        return FileKind.OFFICE_TEXT
    if content.startswith(_PICTURES) or (content.startswith(b"RIFF") and content[8:12] == b"WEBP"):
        return FileKind.IMAGE
    return _text_kind(content, path)


def _archive_kind(content: bytes, path: Path) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            kind = archive.read("mimetype").decode("ascii", "replace") if "mimetype" in names else ""
    except (zipfile.BadZipFile, OSError, RuntimeError, ValueError) as error:
        raise ReadError("unreadable", path, cause=str(error)) from error
    parts = {name.replace("\\", "/").partition("/")[0] for name in names}
    if "word" in parts:
        return FileKind.DOCX
    if "xl" in parts:
        return FileKind.OFFICE_SHEET if "xl/workbook.bin" in names else FileKind.XLSX
    if "ppt" in parts:
        return FileKind.PPTX
    if "opendocument.text" in kind:
        return FileKind.OFFICE_TEXT
    if "opendocument.spreadsheet" in kind:
        return FileKind.OFFICE_SHEET
    if "opendocument.presentation" in kind:
        return FileKind.OFFICE_SLIDES
    raise ReadError("unsupported", path)


def _compound_kind(content: bytes, path: Path) -> FileKind:
    """By the names of the streams in an OLE file, which its directory holds in UTF-16."""

    def has(name: str) -> bool:
        return (name + "\0").encode("utf-16-le") in content

    if has("EncryptedPackage"):
        raise ReadError("encrypted", path)
    if has("WordDocument"):
        return FileKind.OFFICE_TEXT
    if has("Workbook") or has("Book"):
        return FileKind.XLS
    if has("PowerPoint Document"):
        return FileKind.OFFICE_SLIDES
    raise ReadError("unsupported", path)


def _text_kind(content: bytes, path: Path) -> FileKind:
    suffix = path.suffix.lower()
    start = content[:4096]
    if _OFFICE_XML.search(start):
        return FileKind.OFFICE_TEXT if b"ord" in start.split(b">", 3)[1][:80] else FileKind.OFFICE_SHEET
    if _MHTML.match(start):
        return FileKind.OFFICE_SHEET if suffix in (".xls", ".et") else FileKind.OFFICE_TEXT
    if suffix in _HTML_NAMES and (_HTML.search(start.replace(b"\0", b"")) or suffix.endswith(("html", "htm"))):
        return FileKind.HTML
    if suffix in (".csv", ".tsv", ".xls", ".xlsx", ".et"):
        return FileKind.CSV
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" not in content:
        return FileKind.TEXT
    raise ReadError("unsupported", path)
