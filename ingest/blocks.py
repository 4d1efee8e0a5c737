"""What every reader makes of its format, whatever it is: a document as a row of paragraphs and tables.

Readers know a format and nothing of reports; everything after them knows reports and no format.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.records import Cell, DocumentKind, Region, TextLine, UnreadPage


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a paragraph's letters look: most of them. `size` in points, `face` without weight and subset prefix."""

    face: str = ""
    size: float = 0.0
    bold: bool = False
    color: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, whole, also where a page break cut it. `heading_level` is 1.. where the format says so, 0 where it
    says that this is no heading, None where the format does not know (PDF, plain text). `style` is None where the
    format has none."""

    text: str
    heading_level: int | None = None
    centered: bool = False
    lines: tuple[TextLine, ...] = ()
    style: TextStyle | None = None

    @property
    def page(self) -> int | None:
        return self.lines[0].region.page if self.lines else None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as drawn in one place: on one page of a PDF, or whole in a format that knows tables.

    `sheet` names the sheet of a workbook. `column_edges` are the x positions of the column boundaries
    (`column_count` + 1 of them) where the format draws them. `room` says for each of `cells` how many characters more
    would have fitted into its last printed line; empty where the format has no printed lines.
    """

    cells: tuple[Cell, ...]
    row_count: int
    column_count: int
    regions: tuple[Region, ...] = ()
    sheet: str = ""
    header_rows: int | None = None
    """Rows that the format itself marks as repeated header, None if it does not say."""
    column_edges: tuple[float, ...] = ()
    room: tuple[float, ...] = ()


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class DocumentBlocks:
    """A document as its reader gives it. `contents` are entries of a contents page, taken out of `blocks`; `unread`
    are pages that nothing could be read from, and why."""

    kind: DocumentKind
    title: str
    pages: int | None
    blocks: tuple[Block, ...]
    contents: tuple[tuple[str, int | None], ...] = ()
    unread: tuple[UnreadPage, ...] = ()
