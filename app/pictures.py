"""What a citation looks like in its document: the page as a picture with the place marked, or, for documents without
pages, the words around the place."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from app.answer import Citation
from ingest.readers.page_images import PDFIUM, picture_file_page, visible_corner
from ingest.records import DocumentRecords, Passage, Region, Table

if TYPE_CHECKING:
    from PIL.Image import Image

MARK_FILL = (255, 236, 140)
MARK_EDGE = (226, 128, 0)
MARGIN = 2.0
"""How far a mark reaches beyond its rectangle, in points."""
ROWS_AROUND = 2
"""How many table rows are shown above and below the cited one."""
KEPT_PICTURES = 48


class PictureError(Exception):
    """A page that cannot be shown. `code` is stable: `file-missing`, `page-missing`, `unreadable`."""

    def __init__(self, code: str, path: Path, page: int | None = None, cause: str = "") -> None:
        self.code, self.path, self.page, self.cause = code, path, page, cause
        where = f", page {page}" if page is not None else ""
        super().__init__(f"{code}: {path}{where}{': ' + cause if cause else ''}")


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked rectangle, in shares (0 to 1) of the picture's width and height from its top left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as PNG, `width` × `height` pixels. `page` counts from 1, of `pages`."""

    png: bytes
    width: int
    height: int
    page: int
    pages: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class TableExcerpt:
    """The cited row with its header and its neighbours. `marked` are (row, column) positions in `rows`."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    marked: frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class TextExcerpt:
    """The cited words in their passage: `before` + `marked` + `after` is the passage; `previous` and `following` are
    the passages around it in the same section."""

    previous: str
    before: str
    marked: str
    after: str
    following: str


def page_picture(path: Path, page: int, regions: Sequence[Region] = (), scale: float = 2.0) -> PagePicture:
    """The page of a PDF or picture file with those of `regions` marked that lie on it; `scale` is pixels per point.

    Pictures are kept by file, version of the file, page, rectangles and scale. Raises PictureError.
    """
    try:
        version = path.stat().st_mtime_ns
    except OSError as error:
        raise PictureError("file-missing", path, page, str(error)) from error
    boxes = tuple(sorted({(r.x0, r.top, r.x1, r.bottom) for r in regions if r.page == page}))
    return _rendered(path, version, page, boxes, scale)


def cited_excerpt(records: DocumentRecords, citation: Citation) -> TableExcerpt | TextExcerpt | None:
    """The table rows or the passage that a citation means, None if the document has nothing of the kind."""
    if citation.row or citation.column or citation.table:
        for table in records.tables:
            excerpt = _table_excerpt(table, citation)
            if excerpt is not None:
                return excerpt
    return _text_excerpt(records, citation)


@lru_cache(maxsize=KEPT_PICTURES)
def _rendered(
    path: Path, version: int, page: int, boxes: tuple[tuple[float, float, float, float], ...], scale: float
) -> PagePicture:
    image, pages, (left, top) = _drawn(path, page, scale)
    frames = [
        (
            max(0.0, (x0 - left - MARGIN) * scale),
            max(0.0, (y0 - top - MARGIN) * scale),
            min(float(image.width), (x1 - left + MARGIN) * scale),
            min(float(image.height), (y1 - top + MARGIN) * scale),
        )
        for x0, y0, x1, y1 in boxes
    ]
    frames = [frame for frame in frames if frame[0] < frame[2] and frame[1] < frame[3]]
    if frames:
        image = marked_image(image, frames, scale)
    png = io.BytesIO()
    image.save(png, "PNG", optimize=False, compress_level=6)
    marks = tuple(
        Mark(x0 / image.width, y0 / image.height, x1 / image.width, y1 / image.height) for x0, y0, x1, y1 in frames
    )
    return PagePicture(png.getvalue(), image.width, image.height, page, pages, marks)


def _drawn(path: Path, page: int, scale: float) -> tuple[Image, int, tuple[float, float]]:
    """A page of a PDF or of a picture file, how many there are, and where its visible part begins, in points."""
    import pypdfium2

    with PDFIUM:
        try:
            pdf = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as error:
            drawn = picture_file_page(path, page, scale)
            if drawn is None:
                raise PictureError("unreadable", path, page, str(error)) from error
            image, pages = drawn
            if image is None:
                raise PictureError("page-missing", path, page) from error
            return image, pages, (0.0, 0.0)
        try:
            pages = len(pdf)
            if not 1 <= page <= pages:
                raise PictureError("page-missing", path, page)
            sheet = pdf[page - 1]
            return sheet.render(scale=scale).to_pil().convert("RGB"), pages, visible_corner(sheet)
        except pypdfium2.PdfiumError as error:
            raise PictureError("unreadable", path, page, str(error)) from error
        finally:
            pdf.close()


def marked_image(image: Image, frames: Sequence[tuple[float, float, float, float]], scale: float) -> Image:
    """The picture with one highlighted and outlined area where the frames lie; print under it stays legible."""
    from PIL import Image as Images
    from PIL import ImageChops, ImageDraw, ImageFilter

    area = Images.new("L", image.size, 0)
    draw = ImageDraw.Draw(area)
    for frame in frames:
        draw.rectangle(frame, fill=255)
    highlight = Images.composite(Images.new("RGB", image.size, MARK_FILL), Images.new("RGB", image.size, "white"), area)
    image = ImageChops.multiply(image, highlight)
    width = max(3, round(scale * 1.2) * 2 + 1)
    outline = ImageChops.subtract(area.filter(ImageFilter.MaxFilter(width)), area)
    image.paste(MARK_EDGE, mask=outline)
    return image


def _table_excerpt(table: Table, citation: Citation) -> TableExcerpt | None:
    if citation.table and _bare(citation.table) not in (_bare(table.number), _bare(table.caption)):
        return None
    cited = [
        r
        for r in range(table.header_rows, table.row_count)
        if not citation.row or _bare(" › ".join(table.rows[r])) == _bare(citation.row)
    ]
    columns = [
        c
        for c in range(table.column_count)
        if citation.column and _bare(" › ".join(table.columns[c])) == _bare(citation.column)
    ]
    if not cited or (citation.column and not columns) or not (citation.row or citation.table):
        return None
    grid = table.grid()
    first = max(table.header_rows, cited[0] - ROWS_AROUND)
    last = min(table.row_count, (cited[-1] if citation.row else cited[0]) + ROWS_AROUND + 1)
    rows = tuple(tuple(cell.text if cell is not None else "" for cell in grid[r]) for r in range(first, last))
    marked = frozenset(
        (r - first, c) for r in (cited if citation.row else ()) for c in (columns or range(table.column_count))
    )
    headers = tuple(" › ".join(path) for path in table.columns)
    return TableExcerpt(table.caption, headers, rows, marked)


def _text_excerpt(records: DocumentRecords, citation: Citation) -> TextExcerpt | None:
    quote = _bare(citation.quote)
    if not quote:
        return None
    for at, passage in enumerate(records.passages):
        bare, origins = _bare_with_origins(passage.text)
        start = bare.find(quote)
        if start < 0 or (citation.section_path and not _in_section(records, passage, citation)):
            continue
        begin, end = origins[start], origins[start + len(quote) - 1] + 1
        before, after = passage.text[:begin], passage.text[end:]
        return TextExcerpt(
            _neighbour(records, at, -1), before, passage.text[begin:end], after, _neighbour(records, at, 1)
        )
    return None


def _in_section(records: DocumentRecords, passage: Passage, citation: Citation) -> bool:
    return list(records.section_path(passage.place.section)) == citation.section_path


def _neighbour(records: DocumentRecords, at: int, step: int) -> str:
    """The text of the passage before or after, if it stands in the same section and in no table."""
    if not 0 <= at + step < len(records.passages):
        return ""
    here, other = records.passages[at].place, records.passages[at + step].place
    same = other.section == here.section and other.table is None and here.table is None
    return records.passages[at + step].text if same else ""


def _bare(text: str) -> str:
    return "".join(text.split())


def _bare_with_origins(text: str) -> tuple[str, list[int]]:
    """The text without white space, and where each of its characters stands in the text."""
    origins = [i for i, character in enumerate(text) if not character.isspace()]
    return "".join(text[i] for i in origins), origins
