"""How well scanned tables are read: pages of a PDF with text are printed, scanned, read, and compared with their text.

    python -m tests.bench.scans corpus/report.pdf [pages]

Prints, for clean and for askew and noisy scans, the share of cells and of numeric cells that are equal, and how sure
the recognition was of those that are not.
"""

from __future__ import annotations

import re
import sys
import tempfile
import time
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pdfplumber
import pypdfium2
from PIL import Image

from ingest.blocks import Grid
from ingest.document import read_blocks
from ingest.file_kinds import FileKind
from ingest.records import Cell
from tests.ingest.readers.printed_pages import DOTS, scanned, to_pdf

_NUMBER = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?[%％]?")
_PAGES = 6


@dataclass
class Comparison:
    """Cells by whether they were read alike."""

    cells: int = 0
    equal: int = 0
    numbers: int = 0
    equal_numbers: int = 0
    wrong: list[tuple[str, str, float]] = field(default_factory=list)
    unsure: int = 0

    def add(self, cell: Cell, other: Cell | None) -> None:
        numeric = bool(_NUMBER.fullmatch(_plain(cell.text)))
        alike = other is not None and _plain(cell.text) == _plain(other.text)
        sure = (other.regions[0].confidence or 0.0) if other else 0.0
        self.cells += 1
        self.equal += alike
        self.numbers += numeric
        self.equal_numbers += numeric and alike
        self.unsure += numeric and alike and sure < 0.9
        if not alike:
            self.wrong.append((cell.text, other.text if other else "(no such cell)", sure))


def main(arguments: Sequence[str]) -> None:
    path = Path(arguments[0])
    pages = [int(page) for page in arguments[1].split(",")] if len(arguments) > 1 else pages_with_most_cells(path)
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "text.pdf"
        with pypdfium2.PdfDocument(path) as source, pypdfium2.PdfDocument.new() as chosen:
            chosen.import_pages(source, [page - 1 for page in pages])
            chosen.save(text)
            images = [source[page - 1].render(scale=DOTS / 72).to_pil().convert("RGB") for page in pages]
        dirty = [scanned(image, degrees=0.7 * (-1) ** at) for at, image in enumerate(images)]
        for name, scans in (("clean", images), ("0.7 degrees, noise", dirty)):
            started = time.perf_counter()
            found = compare(text, to_pdf(Path(folder) / "scan.pdf", *scans))
            seconds = (time.perf_counter() - started) / len(pages)
            print(
                f"{name}: pages {pages}, {seconds:.1f} s a page; cells {found.equal}/{found.cells} "
                f"= {found.equal / found.cells:.4f}, numbers {found.equal_numbers}/{found.numbers} "
                f"= {found.equal_numbers / max(1, found.numbers):.4f}; right numbers below 0.9: {found.unsure}"
            )
            for expected, got, sure in found.wrong:
                print(f"    {expected!r} -> {got!r} ({sure:.2f})")


def pages_with_most_cells(path: Path) -> list[int]:
    with pdfplumber.open(path) as pdf:
        counts = {page.page_number: sum(len(table.cells) for table in page.find_tables()) for page in pdf.pages}
    return sorted(sorted(counts, key=lambda page: -counts[page])[:_PAGES])


def compare(text: Path, scan: Path) -> Comparison:
    """The cells of a text PDF with those of its scan, page by page and table by table."""
    found = Comparison()
    expected, got = _grids(text), _grids(scan)
    for key, grid in expected.items():
        cells = {(c.row, c.column, c.row_span, c.column_span): c for c in got[key].cells} if key in got else {}
        for cell in grid.cells:
            found.add(cell, cells.get((cell.row, cell.column, cell.row_span, cell.column_span)))
    return found


def _grids(path: Path) -> dict[tuple[int, int], Grid]:
    """Grids by page and order on it."""
    grids: dict[tuple[int, int], Grid] = {}
    for block in read_blocks(path, FileKind.PDF).blocks:
        if isinstance(block, Grid):
            page = block.regions[0].page
            grids[page, sum(known == page for known, _ in grids)] = block
    return grids


def _plain(text: str) -> str:
    """Without spaces and without the difference of wide and narrow marks."""
    return re.sub(r"[—–]", "-", "".join(unicodedata.normalize("NFKC", text).split()))


if __name__ == "__main__":
    Image.MAX_IMAGE_PIXELS = None
    main(sys.argv[1:])
