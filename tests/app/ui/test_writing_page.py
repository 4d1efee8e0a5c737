"""The writing tab as people meet it, in a browser: a text is proofread, a file comes back with comments."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.app.ui.conftest import OpenPage, serve
from tests.app.ui.scripted import HOSTILE, ScriptedService
from tests.app.ui.test_corpus_page import PHONE, is_marked, picture

TEXT = "到位资金13253万元，实际支出13031万元，支出占到位的98.19%。食堂采购大米7314吨。"


def proofread(page: Page, words: str) -> Locator:
    """Opens the tab and proofreads these words; the result."""
    page.locator("#top [data-tab=write]").click()
    page.locator("#draft-words textarea").fill(words)
    page.locator("#proofread").click()
    result = page.locator("#proof")
    result.locator(".proof-text, .none:not(:has-text('逐一对照')), .problem").first.wait_for()
    return result


@pytest.mark.parametrize("language", ["zh", "en"])
def test_from_a_wrong_figure_to_what_it_should_be(corpus_page: str, open_page: OpenPage, language: str) -> None:
    page = open_page(f"{corpus_page}/{language}/")
    result = proofread(page, TEXT)
    expect(result.locator(".said-wrong.said")).to_have_text(["13031万元"])
    expect(result.locator(".said-unknown.said")).to_have_text(["7314吨"])
    expect(result.locator(".said-ok.said")).to_have_count(2)
    card = result.locator(".proof-card.said-wrong")
    expect(card).to_contain_text("13013")

    result.locator(".said-wrong.said").click()

    expect(card.locator(".place").first).to_have_attribute("aria-pressed", "true")
    expect(page.locator("html:not(.viewer-loading) #viewer .sheet img")).to_be_visible()
    assert is_marked(picture(page))


def test_a_figure_that_is_right_opens_its_place(corpus_page: str, open_page: OpenPage) -> None:
    page = open_page(corpus_page)
    result = proofread(page, TEXT)
    result.locator(".said-ok.said").first.click()
    expect(page.locator("html:not(.viewer-loading) #viewer .sheet img")).to_be_visible()


def test_a_word_document_comes_back_with_comments(corpus_page: str, open_page: OpenPage, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(TEXT)
    document.save(str(path := tmp_path / "稿.docx"))
    page = open_page(corpus_page)
    page.locator("#top [data-tab=write]").click()
    with page.expect_file_chooser() as chooser:
        page.locator("#proof-upload").click()
    chooser.value.set_files(path)
    page.locator("#proof-download").wait_for(timeout=20_000)
    with page.expect_download() as download:
        page.locator("#proof-download").click()
    saved = tmp_path / "back.docx"
    download.value.save_as(saved)
    comments = [comment.text for comment in docx.Document(str(saved)).comments]
    assert len(comments) == 2 and any("13013" in comment for comment in comments)


def test_a_file_that_cannot_be_read_is_said(corpus_page: str, open_page: OpenPage, tmp_path: Path) -> None:
    (path := tmp_path / "坏.docx").write_bytes(b"PK\x03\x04 not a document")
    page = open_page(corpus_page)
    page.locator("#top [data-tab=write]").click()
    with page.expect_file_chooser() as chooser:
        page.locator("#proof-upload").click()
    chooser.value.set_files(path)
    expect(page.locator("#proof .problem")).to_contain_text("坏.docx", timeout=20_000)


def draft(page: Page, request: str) -> Locator:
    """Opens the tab and asks for a draft; the result."""
    page.locator("#top [data-tab=write]").click()
    page.locator("#draft-request textarea").fill(request)
    page.locator("#write-draft").click()
    result = page.locator("#proof")
    result.locator(".draft, .problem").first.wait_for(timeout=20_000)
    return result


def test_a_section_is_drafted_with_its_sources(corpus_page: str, open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(corpus_page)
    result = draft(page, "写一段经费到位和执行情况，300字以内")
    expect(result.locator(".draft .words")).to_contain_text("13013")
    result.locator(".draft .chip").first.click()
    expect(page.locator("html:not(.viewer-loading) #viewer .sheet img")).to_be_visible()
    assert is_marked(picture(page))
    with page.expect_download() as download:
        page.locator("#proof-download").click()
    download.value.save_as(saved := tmp_path / "draft.docx")
    assert any("13013" in paragraph.text for paragraph in docx.Document(str(saved)).paragraphs)


def test_a_section_that_is_not_there_is_said(corpus_page: str, open_page: OpenPage) -> None:
    expect(draft(open_page(corpus_page), "起草第99.9节").locator(".problem")).to_be_visible()


def test_a_draft_s_words_are_words(scripted_page: str, open_page: OpenPage) -> None:
    page = open_page(scripted_page)
    result = draft(page, HOSTILE)
    expect(result.locator(".draft .words")).to_contain_text("<script>")
    assert result.locator("img, script, a").count() == 0
    assert page.evaluate("window.broken") is None


def test_a_text_without_figures(scripted_page: str, open_page: OpenPage) -> None:
    page = open_page(scripted_page)
    expect(proofread(page, "学校高度重视。").locator(".none")).to_be_visible()


def test_without_documents_it_says_what_to_do(tmp_path: Path, open_page: OpenPage) -> None:
    page = open_page(serve(ScriptedService(tmp_path, filled=False)))
    result = proofread(page, TEXT)
    result.locator("[data-tab=documents]").click()
    expect(page.locator("#documents")).to_be_visible()


def test_words_are_words(scripted_page: str, open_page: OpenPage) -> None:
    """Neither a text that looks like HTML nor what is said of its figures becomes part of the page."""
    page = open_page(scripted_page)
    result = proofread(page, f"{HOSTILE} 到位13000万元，支出13013万元。")
    expect(result.locator(".proof-text")).to_contain_text("<script>")
    assert result.locator("img, script, a").count() == 0
    assert page.evaluate("window.broken") is None


def test_on_a_phone_it_fits(corpus_page: str, open_page: OpenPage) -> None:
    page = open_page(corpus_page, **PHONE)
    proofread(page, TEXT)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("(tab => tab.scrollWidth <= tab.clientWidth)(document.querySelector('#write'))")
