"""What the indicator table tab asks the server for: its rows, the places of one of them, and the table to take away."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

from fastapi import FastAPI, Query, Response
from fastapi.responses import HTMLResponse, PlainTextResponse
from markupsafe import Markup
from pydantic import BaseModel, ConfigDict, Field

from app.answer import Language
from app.indicator_table import ORDERS, IndicatorFilter, IndicatorRow, indicator_rows, write_rows
from app.ui.check_routes import attachment
from app.ui.ledger import rows_html, statements_html
from app.ui.service import Service
from prompts import message

FILES = ("xlsx", "csv")
"""What the table is offered as."""
LONGEST = 200
"""Characters of one filter."""


class Wanted(BaseModel):
    """The filters as the page sends them."""

    model_config = ConfigDict(extra="forbid")

    words: str = Field(default="", max_length=LONGEST)
    part: str = Field(default="", max_length=LONGEST)
    measure: str = Field(default="", max_length=LONGEST)
    period: str = Field(default="", max_length=LONGEST)
    level: str = Field(default="", max_length=LONGEST)
    status: str = Field(default="", max_length=LONGEST)
    documents: str = Field(default="", max_length=LONGEST)
    conflict: bool = False
    order: str = ORDERS[0]
    start: int = Field(default=0, ge=0)

    def rows(self, service: Service, language: Language) -> list[IndicatorRow]:
        """The rows that fit. A filter that names a whole value leaves only what is that value."""
        wanted = IndicatorFilter(
            self.words, self.measure, self.period, self.level, self.documents, self.conflict, self.part, self.status
        )
        rows = indicator_rows(service.snapshot(), wanted, language, self.order)
        exact = {"part": self.part, "measure": self.measure, "period": self.period, "level": self.level}
        return [row for row in rows if all(not value or getattr(row, name) == value for name, value in exact.items())]


def add_ledger_routes(app: FastAPI, service: Service, languages: Sequence[Language]) -> None:
    """The addresses below /ledger/."""

    def known(language: str) -> Language | None:
        return next((each for each in languages if each == language), None)

    @app.get("/ledger/{code}/rows")
    def rows(code: str, wanted: Annotated[Wanted, Query()]) -> Response:
        language = known(code)
        if language is None:
            return _not_found()
        return HTMLResponse(Markup(rows_html(wanted.rows(service, language), wanted.start, language)))

    @app.get("/ledger/{code}/places/{id}")
    def places(code: str, id: str) -> Response:
        language = known(code)
        html = statements_html(service, id, language) if language is not None else None
        return _not_found() if html is None else HTMLResponse(html)

    @app.get("/ledger/{code}.{ending}")
    def table(code: str, ending: str, wanted: Annotated[Wanted, Query()]) -> Response:
        language = known(code)
        if language is None or ending not in FILES:
            return _not_found()
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"table.{ending}"
            write_rows(wanted.rows(service, language), path, language)
            content = path.read_bytes()
        return attachment(content, quote(f"{message(language, 'indicators.title')}.{ending}"))


def _not_found() -> Response:
    return PlainTextResponse(status_code=404)
