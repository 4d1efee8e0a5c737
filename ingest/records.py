"""What a document becomes when it is read: sections, passages, tables, figures and statuses, each with its place.

Every record has a `key`, its position in the tuple of its kind in `DocumentRecords`; records refer to one another by
these keys, so that they can be stored and loaded unchanged.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal


class DocumentKind(enum.StrEnum):
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    """A workbook, whatever program saved it."""
    CSV = "csv"
    PPTX = "pptx"
    HTML = "html"
    IMAGE = "image"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class UnreadPage:
    """A page that could not be read though the rest of the document was; `cause` is what the library said."""

    page: int
    cause: str


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle on a page: `page` counts from 1, the rest are PDF points from the page's top left corner.

    `confidence` says, from 0 to 1, how sure the recognition of what is printed there is: that of its least sure digit.
    It is None where the file itself has the text.
    """

    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands. `regions` is empty for documents without pages; `quote` holds the words that stand there.

    `row` and `column` are header paths, outermost first, for what stands in a table.
    """

    section: int | None
    quote: str
    regions: tuple[Region, ...] = ()
    table: int | None = None
    row: tuple[str, ...] = ()
    column: tuple[str, ...] = ()

    @property
    def page(self) -> int | None:
        return self.regions[0].page if self.regions else None

    @property
    def confidence(self) -> float | None:
        """How sure the recognition of what stands here is; None where the file itself has the text."""
        return least_sure(self.regions)


def least_sure(regions: Iterable[Region]) -> float | None:
    """The least confidence of the regions; None if the text of all is the file's own."""
    return min((region.confidence for region in regions if region.confidence is not None), default=None)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what is under it. `number` is its mark as printed (一, （二）, 2.2.1), `heading` the line."""

    key: int
    number: str
    title: str
    heading: str
    level: int
    parent: int | None
    page: int | None


class PassageKind(enum.StrEnum):
    PARAGRAPH = "paragraph"
    ITEM = "item"
    """A numbered item: 1、… or （1）…"""
    CELL = "cell"
    """A table cell of running text (a sentence or more)."""
    ROW = "row"
    """One table row in words: header: cell; header: cell …"""
    NOTE = "note"
    """A note under a table, a unit line, a caption."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Text that is found and cited as one piece. `lines` says where each stretch of the text stands on the pages."""

    key: int
    kind: PassageKind
    text: str
    place: Place
    lines: tuple[TextLine, ...] = ()


@dataclass(frozen=True, slots=True)
class TextLine:
    """Characters `start` to `end` of a passage's text stand in `region`."""

    start: int
    end: int
    region: Region


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as printed, merged cells once: it covers `row_span` × `column_span` grid positions from (row, column).

    `text` has the line breaks inside its paragraphs removed; "\n" stands between paragraphs. `lines` are the printed
    lines, `marks` says where each stretch of `text` stands on the pages. `rows` and `columns` count from 0.
    """

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    regions: tuple[Region, ...] = ()
    lines: tuple[str, ...] = ()
    marks: tuple[TextLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One table, whole, also where it ran over several pages.

    `number` is the caption's mark without spaces (表5-3), empty if it has none; `caption` is the caption's line as
    printed, number included. The first `header_rows` rows and `stub_columns` columns of the grid hold headers.
    `columns[c]` is the header path of column c; `rows[r]` is the row path of grid row r (empty for header rows): the
    texts of its stub cells, labels of merged groups carried down. `unit` is the unit line's unit (万元), empty if none.
    """

    key: int
    number: str
    caption: str
    unit: str
    section: int | None
    regions: tuple[Region, ...]
    cells: tuple[Cell, ...]
    row_count: int
    column_count: int
    header_rows: int
    stub_columns: int
    columns: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()

    def grid(self) -> list[list[Cell | None]]:
        """Row-major grid in which a merged cell stands at every position that it covers."""
        grid: list[list[Cell | None]] = [[None] * self.column_count for _ in range(self.row_count)]
        for cell in self.cells:
            for r in range(cell.row, min(cell.row + cell.row_span, self.row_count)):
                for c in range(cell.column, min(cell.column + cell.column_span, self.column_count)):
                    grid[r][c] = cell
        return grid


class Bound(enum.StrEnum):
    """How a number limits what it measures."""

    EXACT = "exact"
    ABOUT = "about"
    OVER = "over"
    """余, 多, 超过: somewhat more than the number."""
    UNDER = "under"
    """近, 不足: somewhat less."""
    AT_LEAST = "at least"
    AT_MOST = "at most"


@dataclass(frozen=True, slots=True)
class Period:
    """Years `first` to `last`, both included; `part` is a part of the year as printed (上半年, 7月, 一季度)."""

    first: int
    last: int
    part: str = ""

    def __str__(self) -> str:
        years = str(self.first) if self.first == self.last else f"{self.first}-{self.last}"
        return f"{years} {self.part}".strip()


@dataclass(frozen=True, slots=True)
class Figure:
    """One number as stated in one place, and what it measures.

    `text` is the number as printed, with its unit; `value` is what it says, in `unit`; `decimals` is how many digits
    after the point were printed. `subject` goes from the outermost (project) to the innermost (result, qualifier);
    `measure` is a measure of the lexicon (target, actual, rate …) or empty. `passage` and `start`/`end` locate the
    number in a passage's text.
    """

    key: int
    value: Decimal
    unit: str
    text: str
    decimals: int
    bound: Bound
    subject: tuple[str, ...]
    measure: str
    period: Period | None
    level: str
    place: Place
    passage: int | None = None
    start: int = 0
    end: int = 0
    qualifiers: tuple[str, ...] = ()


class StatusKind(enum.StrEnum):
    DONE = "done"
    PARTLY = "partly"
    IN_PROGRESS = "in progress"
    NOT_DONE = "not done"
    NOT_STARTED = "not started"
    OVERFULFILLED = "overfulfilled"
    AHEAD = "ahead of plan"
    SUSPENDED = "suspended"
    NOT_APPROVED = "not approved"


@dataclass(frozen=True, slots=True)
class Status:
    """That a task is finished or not, as one sentence or table row says; `reason` in the document's own words.

    `subject` goes from the project to the task; `planned` is the time by which it is to be finished, as printed.
    """

    key: int
    kind: StatusKind
    subject: tuple[str, ...]
    period: Period | None
    reason: str
    place: Place
    passage: int | None = None
    planned: str = ""


class NumberUse(enum.StrEnum):
    """What a number in the text is, when every number is accounted for."""

    FIGURE = "figure"
    DATE = "date"
    LIST_NUMBER = "list number"
    DOCUMENT_NUMBER = "document number"
    NAME_PART = "name part"
    ADDRESS = "address"
    UNPLACED = "unplaced"


@dataclass(frozen=True, slots=True)
class Document:
    """The file that was read. `title` is its own title if it has one, else the file's name; `pages` is None if it has
    no pages. `contents` are the entries of its contents page, as (heading, page as printed)."""

    path: str
    sha256: str
    title: str
    kind: DocumentKind
    pages: int | None
    contents: tuple[tuple[str, int | None], ...] = ()
    unread: tuple[UnreadPage, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentRecords:
    """Everything that was read from one document."""

    document: Document
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    tables: tuple[Table, ...]
    figures: tuple[Figure, ...] = ()
    statuses: tuple[Status, ...] = ()
    numbers: Mapping[NumberUse, int] = field(default_factory=dict)
    unplaced: tuple[Place, ...] = ()

    def section_path(self, key: int | None) -> tuple[str, ...]:
        """Headings from the outermost section to the one with this key."""
        path: list[str] = []
        while key is not None:
            path.append(self.sections[key].heading)
            key = self.sections[key].parent
        return tuple(reversed(path))
