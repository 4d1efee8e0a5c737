"""The source panel: a page, an excerpt, or why neither can be shown, with the quoted words."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.answer import Citation, Language
from app.ui.viewer import Source, source_html
from tests.app.ui.scripted import ScriptedService, funds_citations

WORDS = "到位 13253 万元"


def shown(folder: Path, source: Source, language: Language = "zh") -> str:
    return source_html(ScriptedService(folder), language, source)


def test_a_page_is_shown_with_its_document_section_and_cell(tmp_path: Path) -> None:
    cited = funds_citations()[1]
    html = shown(tmp_path, Source(1, cited.page, cited, 2))
    for part in ("report.pdf", "2. 项目经费执行情况", "表1-6 · 总计 · 实际支出资金", "第 9 / 77 页", "data:image/png"):
        assert part in html
    assert "viewer-elsewhere" not in html


def test_another_page_says_where_the_mark_is(tmp_path: Path) -> None:
    cited = funds_citations()[1]
    html = shown(tmp_path, Source(1, 10, cited, 2))
    assert "标记在第 9 页" in html and 'data-page="9"' in html
    assert 'class="anchor"' not in html


def test_a_mark_without_regions_is_its_box(tmp_path: Path) -> None:
    cited = Citation(doc="report.pdf", document=1, page=9, bbox=(90, 100, 300, 120))
    assert 'class="anchor"' in shown(tmp_path, Source(1, 9, cited, 1))


def test_words_of_a_document_with_pages_that_name_none_are_quoted(tmp_path: Path) -> None:
    cited = Citation(doc="report.pdf", document=1, quote=WORDS)
    html = shown(tmp_path, Source(1, None, cited, 1))
    assert f"<mark>{WORDS}</mark>" in html and "不分页" not in html and 'href="../file/1"' in html


def test_a_document_without_pages_shows_the_cell_marked(tmp_path: Path) -> None:
    html = shown(tmp_path, Source(2, None, funds_citations()[2], 3))
    assert "<mark>7140</mark>" in html and "不分页" in html


def test_words_that_are_not_found_are_quoted(tmp_path: Path) -> None:
    html = shown(tmp_path, Source(2, None, Citation(doc="经费台账.xlsx", document=2, quote=WORDS), 1))
    assert f"<mark>{WORDS}</mark>" in html


@pytest.mark.parametrize(
    ("document", "page", "said"),
    [(3, 1, "找不到这份文件的原件"), (1, 99, "没有这一页"), (7, 1, "已被移除"), (None, None, "已被移除")],
)
def test_what_cannot_be_shown_says_why_and_keeps_the_words(
    tmp_path: Path, document: int | None, page: int | None, said: str
) -> None:
    html = shown(tmp_path, Source(document, page, Citation(doc="x.pdf", document=document, page=page, quote=WORDS), 1))
    assert said in html and WORDS in html and "data:image" not in html


def test_it_speaks_the_readers_language(tmp_path: Path) -> None:
    assert "has been removed" in shown(tmp_path, Source(7, 1), "en")


def test_each_rendering_differs(tmp_path: Path) -> None:
    assert shown(tmp_path, Source(7, 1)) != shown(tmp_path, Source(7, 1))
