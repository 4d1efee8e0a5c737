"""What a draft is: the contract of `ziping draft --json`, of the page and of the API; and why there may be none."""

from __future__ import annotations

from pydantic import Field

from app.answer import AnswerFigure, Chart, Citation, Frozen, Language


class DraftError(Exception):
    """A request that cannot be drafted from. `code` is stable: `empty`, `nothing-read`, `no-section`, `saved`; `what`
    is what was asked for, `known` what there is."""

    def __init__(self, code: str, what: str = "", known: str = "") -> None:
        self.code, self.what, self.known = code, what, known
        super().__init__(f"{code}: {what}{' | ' + known if known else ''}")


class Draft(Frozen):
    """`text` is Markdown; a mark [n] in it is citation n - 1. Every number that it states is in `figures`.

    `unverified` are figures that proofreading did not find borne out, `gaps` what was asked for and is not in the
    documents, `charts` what its tables show as pictures; `conflict` says that a figure is marked as contested. `length`
    counts characters without spaces and marks, words in English; `limit` is what was asked, None if nothing was.
    """

    request: str
    language: Language
    title: str = ""
    text: str
    figures: list[AnswerFigure] = Field(default_factory=list)
    citations: list[Citation] = Field(default_factory=list)
    charts: list[Chart] = Field(default_factory=list)
    unverified: list[str] = Field(default_factory=list)
    gaps: list[str] = Field(default_factory=list)
    conflict: bool = False
    length: int = 0
    limit: int | None = None
    seconds: float = 0.0
