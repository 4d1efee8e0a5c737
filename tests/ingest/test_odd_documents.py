"""No document, however odd, does more than not be read: --odd-documents says how many are tried."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest import ingest_document
from ingest.errors import ReadError
from ingest.lexicon import Lexicon
from prompts import lexicon_data
from tests.ingest.odd_documents import odd_documents, read_all
from tests.ingest.odd_structures import QUICK, STRUCTURES, page_pdf

LEXICON = Lexicon.model_validate(lexicon_data())
KNOWN = {"read", "missing", "empty", "encrypted", "unreadable", "unsupported", "too-long", "too-large", "crashed"}
OFFICE = {"office-missing", "office-failed"}

WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20) | st.sampled_from(
    [
        "一、基本情况",
        "表1-1 经费",
        "单位：万元",
        "合计",
        "2023年",
        "98.5%",
        "1,230.50万元",
        "完成12项",
        "（一）",
        "——",
        "1.",
        "①",
    ]
)

DRAWN = [
    "BT /F 12 Tf {0} {1} Td (Total 12.5) Tj ET",
    "BT /F {0} Tf {2} {1} Td (2023) Tj ({3}%) Tj ET",
    "{0} {1} m {2} {3} l S",
    "{0} {1} m {0} {3} l S",
    "{0} {1} {2} {3} re S",
    "{0} {1} {2} {3} re f",
    "q",
    "Q",
    "{0} 0 0 {1} 0 0 cm",
    "BT",
    "/None Do",
    "[({0}) {1}] TJ",
]
"""What a page may draw: numbers are put in."""


def test_odd_documents_are_read_or_refused(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    wanted = int(request.config.getoption("--odd-documents"))
    slow = 0 if wanted >= 100 else len(STRUCTURES) - QUICK
    documents = odd_documents(wanted + slow)
    skipped = list(STRUCTURES)[QUICK:] if slow else []
    chosen = (document for document in documents if document.name not in skipped)
    outcomes = list(read_all(chosen, tmp_path))
    assert len(outcomes) == wanted
    assert {outcome.code for outcome in outcomes} <= KNOWN | OFFICE, [o for o in outcomes if o.code == "document"]
    assert {"read", "unreadable", "empty"} <= {outcome.code for outcome in outcomes}


def read_or_refused(name: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            records = ingest_document(path, LEXICON)
        except ReadError as error:
            assert error.code in KNOWN
        else:
            assert all(figure.text for figure in records.figures)


class TestMadeUp:
    @settings(max_examples=40, suppress_health_check=list(HealthCheck))
    @given(
        blocks=st.lists(WORDS | st.lists(st.lists(WORDS, min_size=1, max_size=4), min_size=1, max_size=4), max_size=8)
    )
    def test_docx(self, blocks: list[str | list[list[str]]]) -> None:
        document = docx.Document()
        for block in blocks:
            if isinstance(block, str):
                document.add_paragraph(block)
                continue
            table = document.add_table(len(block), max(map(len, block)))
            for r, row in enumerate(block):
                for c, text in enumerate(row):
                    table.cell(r, c).text = text
            if len(block) > 1:
                table.cell(0, 0).merge(table.cell(1, 0))
        read_or_refused("a.docx", saved(document))

    @settings(max_examples=40, suppress_health_check=list(HealthCheck))
    @given(
        cells=st.dictionaries(
            st.tuples(st.integers(1, 12), st.integers(1, 6)),
            WORDS.filter(lambda text: not text.startswith("="))
            | st.floats(allow_nan=False)
            | st.dates()
            | st.booleans(),
            max_size=20,
        ),
        merged=st.lists(st.tuples(*[st.integers(1, 8)] * 4), max_size=2),
        shown=st.sampled_from(["General", "0.0%", "#,##0.00", "yyyy-mm", '0"项"', "@"]),
    )
    def test_xlsx(
        self, cells: dict[tuple[int, int], object], merged: list[tuple[int, int, int, int]], shown: str
    ) -> None:
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        for (row, column), value in cells.items():
            sheet.cell(row, column, value).number_format = shown
        for top, left, height, width in merged:
            sheet.merge_cells(start_row=top, start_column=left, end_row=top + height, end_column=left + width)
        read_or_refused("a.xlsx", saved(book))

    @settings(max_examples=100, suppress_health_check=list(HealthCheck))
    @given(
        content=st.binary(max_size=200)
        | st.lists(WORDS | st.just("|---|---|"), max_size=20).map("\n".join).map(str.encode)
    )
    def test_text(self, content: bytes) -> None:
        read_or_refused("a.md", content)

    @settings(max_examples=60, suppress_health_check=list(HealthCheck))
    @given(drawn=st.lists(st.tuples(st.sampled_from(DRAWN), st.tuples(*[st.integers(-50, 900)] * 4)), max_size=30))
    def test_pdf(self, drawn: list[tuple[str, tuple[int, int, int, int]]]) -> None:
        drawing = "\n".join(words.format(*numbers) for words, numbers in drawn)
        read_or_refused("a.pdf", page_pdf(drawing.encode()))


def saved(made: object) -> bytes:
    buffer = io.BytesIO()
    made.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()
