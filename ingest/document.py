"""A file to records: what it is, is told by its content first and by its name's ending second."""

from __future__ import annotations

import hashlib
from pathlib import Path

from ingest.blocks import DocumentBlocks
from ingest.errors import ReadError
from ingest.file_kinds import FileKind, file_kind
from ingest.records import DocumentRecords
from ingest.structure import blocks_to_records


def read_document(path: Path) -> DocumentRecords:
    """Sections, tables and passages of one document, without figures.

    Raises ReadError: `missing`, `empty`, `encrypted`, `unreadable`, `unsupported`, `office-missing`, `office-failed`.
    """
    if not path.is_file():
        raise ReadError("missing", path)
    content = path.read_bytes()
    if not content.strip():
        raise ReadError("empty", path)
    return blocks_to_records(read_blocks(path, file_kind(content, path)), path, hashlib.sha256(content).hexdigest())


def read_blocks(path: Path, kind: FileKind) -> DocumentBlocks:
    """The document's paragraphs and grids, by the reader for its kind. Raises ReadError."""
    try:
        return _read(path, kind)
    except ReadError:
        raise
    except RecursionError as error:
        raise ReadError("unreadable", path, cause="its parts are nested too deeply") from error
    # What the libraries raise for a damaged file is as various as the damage.
    except Exception as error:
        raise ReadError("unreadable", path, cause=str(error) or type(error).__name__) from error


def _read(path: Path, kind: FileKind) -> DocumentBlocks:
    match kind:
        case FileKind.PDF:
            from ingest.readers.pdf import read_pdf

            return read_pdf(path)
        case FileKind.DOCX:
            from ingest.readers.docx import read_docx

            return read_docx(path)
        case FileKind.XLSX:
            from ingest.readers.xlsx import read_xlsx

            return read_xlsx(path)
        case FileKind.XLS:
            from ingest.readers.xls import read_xls

            return read_xls(path)
        case FileKind.PPTX:
            from ingest.readers.pptx import read_pptx

            return read_pptx(path)
        case FileKind.HTML:
            from ingest.readers.html import read_html

            return read_html(path)
        case FileKind.CSV:
            from ingest.readers.csv import read_csv

            return read_csv(path)
        case FileKind.IMAGE:
            from ingest.readers.image import read_image

            return read_image(path)
        case FileKind.OFFICE_TEXT | FileKind.OFFICE_SHEET | FileKind.OFFICE_SLIDES:
            from ingest.readers.office import read_office

            return read_office(path, kind)
        case FileKind.TEXT:
            from ingest.readers.text import read_text

            return read_text(path)
