"""Web pages, and what office programs save as such."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.document import read_document
from ingest.errors import ReadError
from ingest.records import DocumentKind, DocumentRecords

PAGE = """<!DOCTYPE html><html><head><title>自评 报告</title><style>p {color: red}</style></head><body>
<nav>首页 上一页</nav><h1>一、基本情况</h1><p>2023 年完成 <b>98</b>&nbsp;个<sup>①</sup>，
<span style="display:none">隐藏</span>超额。</p>
<div>直接写在层里的<i>文字</i>。<p>下一段。</p>层尾的文字。</div><script>var x = 1;</script>
<h2>（一）经费</h2><table border="1"><caption>表1-2 经费情况</caption><thead><tr><th rowspan="2">来源</th>
<th colspan="2">2023 年</th></tr><tr><th>到位</th><th>支出</th></tr></thead>
<tr><td>财政</td><td>5,352</td><td>5 267</td></tr></table><ul><li>第一项</li><li>第二项</li></ul></body></html>"""


def read(path: Path, content: bytes) -> DocumentRecords:
    path.write_bytes(content)
    return read_document(path)


@pytest.fixture
def records(tmp_path: Path) -> DocumentRecords:
    return read(tmp_path / "a.html", PAGE.encode())


def test_headings_are_sections(records: DocumentRecords) -> None:
    assert [(s.heading, s.level) for s in records.sections] == [("一、基本情况", 1), ("（一）经费", 2)]
    assert (records.document.kind, records.document.title) == (DocumentKind.HTML, "自评 报告")


def test_visible_text_is_read_once_and_in_order(records: DocumentRecords) -> None:
    texts = [passage.text for passage in records.passages if passage.place.table is None]
    assert texts == [
        "2023 年完成 98 个①，超额。",
        "直接写在层里的文字。",
        "下一段。",
        "层尾的文字。",
        "第一项",
        "第二项",
    ]


def test_tables_have_their_merged_headers_and_caption(records: DocumentRecords) -> None:
    (table,) = records.tables
    assert (table.number, table.header_rows) == ("表1-2", 2)
    assert table.columns == (("来源",), ("2023 年", "到位"), ("2023 年", "支出"))
    assert [cell.text for cell in table.cells][-3:] == ["财政", "5,352", "5 267"]


def test_tables_that_lay_out_a_page_are_not_tables(tmp_path: Path) -> None:
    inner = "<table><tr><td>项目</td><td>完成</td></tr><tr><td>党课</td><td>98</td></tr></table>"
    page = f"<html><body><table><tr><td>左栏</td><td><p>正文。</p>{inner}</td></tr></table></body></html>"
    records = read(tmp_path / "a.htm", page.encode())
    assert [[cell.text for cell in table.cells] for table in records.tables] == [["项目", "完成", "党课", "98"]]
    assert [p.text for p in records.passages if p.place.table is None] == ["左栏", "正文。"]


@pytest.mark.parametrize(
    ("encoding", "meta"), [("gb18030", "gb2312"), ("gb18030", ""), ("big5", "big5"), ("utf-16", "")]
)
def test_encodings(tmp_path: Path, encoding: str, meta: str) -> None:
    head = f'<head><meta charset="{meta}"></head>' if meta else ""
    records = read(tmp_path / "a.html", f"<html>{head}<body><p>完成九十八個項目。</p></body></html>".encode(encoding))
    assert [passage.text for passage in records.passages] == ["完成九十八個項目。"]


def test_a_table_saved_as_xls_that_is_html(tmp_path: Path) -> None:
    page = "<html><table><tr><td>项目</td><td>完成</td></tr><tr><td>党课</td><td>98</td></tr></table></html>"
    (table,) = read(tmp_path / "a.xls", page.encode("gb18030")).tables
    assert [cell.text for cell in table.cells] == ["项目", "完成", "党课", "98"]


def test_a_page_without_text_is_empty(tmp_path: Path) -> None:
    with pytest.raises(ReadError) as caught:
        read(tmp_path / "a.html", b"<html><body><script>1</script></body></html>")
    assert caught.value.code == "empty"
