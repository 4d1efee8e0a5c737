"""Tables with rules over and under the header and at their end only, which run over pages; the sample is made by
tests/data/make_open_tables.py."""

from __future__ import annotations

from tests.ingest.editions import DATA, read, table_cells, tables_of

PDF, DOCX = DATA / "open_tables.pdf", DATA / "open_tables.docx"


def test_every_cell_is_that_of_the_word_file() -> None:
    assert [table_cells(table) for table in read(PDF).tables] == [table_cells(table) for table in read(DOCX).tables]


def test_headers_groups_and_captions_are_those_of_the_word_file() -> None:
    assert tables_of(read(PDF)) == tables_of(read(DOCX))


def test_a_table_over_a_page_break_is_one_table() -> None:
    first, second = read(PDF).tables
    assert [table.row_count for table in (first, second)] == [43, 43]
    assert len({region.page for region in first.regions}) > 1
    assert second.rows[-2] == ("新区区", "新区乡镇分馆")
