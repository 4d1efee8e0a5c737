"""Separated text files, as programs and people save them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import read_document
from ingest.errors import ReadError
from ingest.readers.csv import text_to_rows
from ingest.records import DocumentKind, DocumentRecords

ROWS = [["项目", "目标", "完成"], ["党课, 团课", "98", "1,024"], ["教材", "12", "11.5%"]]


def read(path: Path, content: bytes) -> DocumentRecords:
    path.write_bytes(content)
    return read_document(path)


def written(rows: list[list[str]], separator: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue()


def texts(records: DocumentRecords) -> list[list[list[str]]]:
    return [[[cell.text if cell else "" for cell in row] for row in table.grid()] for table in records.tables]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_encodings_and_separators(tmp_path: Path, encoding: str, separator: str) -> None:
    records = read(tmp_path / "a.csv", written(ROWS, separator).encode(encoding))
    assert texts(records) == [ROWS]
    assert (records.document.kind, records.document.title) == (DocumentKind.CSV, "a")


def test_tables_that_empty_lines_part_are_several(tmp_path: Path) -> None:
    text = "经费表\n单位：万元\n" + written(ROWS, ",") + ",,\n\n" + written(ROWS[:2], ",")
    records = read(tmp_path / "a.csv", text.encode())
    assert texts(records) == [ROWS, ROWS[:2]]
    assert records.tables[0].unit == "万元"


def test_a_column_that_is_empty_below_its_header_stays(tmp_path: Path) -> None:
    rows = [["项目", "", "完成"], ["党课", "", "98"], ["教材", "", "12"]]
    assert texts(read(tmp_path / "a.csv", written(rows, ",").encode())) == [rows]


def test_line_breaks_in_cells_stay_in_them(tmp_path: Path) -> None:
    rows = [["项目", "完成"], ["党课\n（含团课）", "98"]]
    assert texts(read(tmp_path / "a.csv", written(rows, ",").encode())) == [rows]


@pytest.mark.parametrize("content", [b",,,\n,,,\n", "\ufeff\n\n".encode()])
def test_nothing_but_separators_is_empty(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        read(tmp_path / "a.csv", content)
    assert caught.value.code == "empty"


CELL = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=8)


@given(st.integers(2, 5).flatmap(lambda n: st.lists(st.lists(CELL, min_size=n, max_size=n), min_size=2, max_size=6)))
def test_what_is_written_with_tabs_is_read_again(rows: list[list[str]]) -> None:
    assert text_to_rows(written(rows, "\t")) == rows
