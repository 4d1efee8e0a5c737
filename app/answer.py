"""What an answer is: the contract of `ziping ask --json`, of the page and of the API."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Language = Literal["zh", "en"]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Citation(Frozen):
    """Where a figure or a statement stands. `page` and `bbox` are null for documents without pages.

    `bbox` is in PDF points from the page's top left corner; `document` is the stored document's identity.
    """

    doc: str
    page: int | None = None
    section: str = ""
    section_path: list[str] = Field(default_factory=list)
    table: str | None = None
    row: str | None = None
    column: str | None = None
    quote: str = ""
    bbox: tuple[float, float, float, float] | None = None
    document: int | None = None
    regions: list[tuple[int, float, float, float, float]] = Field(default_factory=list)
    """All marked rectangles: (page, x0, top, x1, bottom)."""
    recognised: int | None = None
    """How sure, in percent, the least sure digit of a scanned page was recognised; null where the file has the text."""


class AnswerFigure(Frozen):
    """A number that the answer states. `text` as it stands in the answer; `citations` index the answer's citations."""

    text: str
    value: Decimal
    unit: str = ""
    computed: bool = False
    formula: str | None = None
    citations: list[int] = Field(default_factory=list)


class AnswerTable(Frozen):
    columns: list[str]
    rows: list[list[str]]


class Chart(Frozen):
    """Data of a chart; the page draws it. One value per label in each series; None where nothing is known."""

    kind: Literal["bar", "line"]
    title: str
    labels: list[str]
    series: dict[str, list[Decimal | None]]
    unit: str = ""


class Answer(Frozen):
    """`answer` is Markdown in the question's language. A citation mark [n] in it is citation n - 1."""

    answer: str
    figures: list[AnswerFigure] = Field(default_factory=list)
    citations: list[Citation] = Field(default_factory=list)
    table: AnswerTable | None = None
    chart: Chart | None = None
    refused: bool = False
    conflict: bool = False
    followups: list[str] = Field(default_factory=list)
    seconds: float = 0.0


class Turn(Frozen):
    """An earlier question of the same session."""

    q: str
