"""A file to records: what it is, is told by its content first and by its name's ending second."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

from ingest.blocks import DocumentBlocks
from ingest.errors import ReadError
from ingest.records import DocumentRecords
from ingest.structure import blocks_to_records

ZIPPED = (".docx", ".xlsx", ".xlsm")
COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an Office file begins that is protected by a password, or of the old kind."""


def read_document(path: Path) -> DocumentRecords:
    """Sections, tables and passages of one document, without figures.

    Raises ReadError: `missing`, `empty`, `encrypted`, `unreadable`, `unsupported`.
    """
    if not path.is_file():
        raise ReadError("missing", path)
    content = path.read_bytes()
    if not content.strip():
        raise ReadError("empty", path)
    if path.suffix.lower() in ZIPPED and not zipfile.is_zipfile(path):
        code = "encrypted" if content.startswith(COMPOUND_FILE) else "unreadable"
        raise ReadError(code, path, cause=f"no {path.suffix[1:].upper()} file")
    try:
        blocks = read_blocks(path)
    except ReadError:
        raise
    except Exception as error:
        # A damaged file leads the libraries to errors of every kind, and none of them means that we could go on.
        raise ReadError("unreadable", path, cause=str(error) or type(error).__name__) from error
    return blocks_to_records(blocks, path, hashlib.sha256(content).hexdigest())


def read_blocks(path: Path) -> DocumentBlocks:
    """The document's paragraphs and grids, by the reader for its kind."""
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        from ingest.readers.pdf import read_pdf

        return read_pdf(path)
    if suffix == ".docx":
        from ingest.readers.docx import read_docx

        return read_docx(path)
    if suffix in (".xlsx", ".xlsm"):
        from ingest.readers.xlsx import read_xlsx

        return read_xlsx(path)
    if suffix in (".txt", ".md", ".markdown"):
        from ingest.readers.text import read_text

        return read_text(path)
    raise ReadError("unsupported", path)
