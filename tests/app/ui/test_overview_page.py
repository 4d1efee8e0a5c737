"""The overview tab: one screen of what the documents state, every number opening its source."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.service import Ziping
from app.settings import Settings
from app.ui.overview import overview_html
from tests.app.ui.conftest import OpenPage
from tests.app.ui.scripted import ScriptedService
from tests.app.ui.test_corpus_page import fits_the_window, is_marked, picture

HOSTILE = """# <script>alert(1)</script>报告

| 来源 | 预算（万元） | 到位资金（万元） | 实际支出（万元） |
|---|---|---|---|
| <img src=x onerror=alert(1)> | 30 | 28 | 26 |
| 合计 | 30 | 28 | 26 |
"""


def open_overview(page: Page) -> None:
    page.locator("#top [role=tab][data-tab=overview]").click()
    page.locator(".stand-part").first.wait_for()


def test_every_number_opens_its_source(open_page: OpenPage, corpus_page: str) -> None:
    page = open_page(corpus_page)
    open_overview(page)
    for part in (".stand-rate", ".stand-bars .open-source", ".stand-funds .open-source", ".stand-ratings .open-source"):
        number = page.locator(part).first
        number.click()
        expect(number).to_have_attribute("aria-pressed", "true")
        expect(page.locator("#viewer .sheet img")).to_be_visible()
        assert is_marked(picture(page))


def test_from_the_overview_to_the_cross_check(open_page: OpenPage, corpus_page: str) -> None:
    page = open_page(corpus_page)
    open_overview(page)
    page.locator("#standing [data-tab=check]").click()
    expect(page.locator(".finding").first).to_be_visible()


@pytest.mark.parametrize(("language", "width"), [("zh", 390), ("en", 360), ("zh", 1440)])
def test_nothing_runs_over_the_side(open_page: OpenPage, corpus_page: str, language: str, width: int) -> None:
    page = open_page(f"{corpus_page}/{language}/", viewport={"width": width, "height": 800})
    open_overview(page)
    assert fits_the_window(page)
    assert page.evaluate(
        "(() => { const c = document.querySelector('#overview'); return c.scrollWidth <= c.clientWidth; })()"
    )


def test_words_of_documents_are_words(tmp_path: Path) -> None:
    path = tmp_path / "hostile.md"
    path.write_text(HOSTILE, encoding="utf-8")
    service = Ziping(Settings(home=tmp_path / "home", offline=True))
    service.ingest([path])
    html = overview_html(service, "zh")
    assert "28 万元" in html and "<script" not in html and "<img" not in html


def test_without_documents_it_says_what_to_do(tmp_path: Path) -> None:
    assert 'data-tab="documents"' in overview_html(ScriptedService(tmp_path, filled=False), "zh")


def test_documents_that_state_nothing_of_it_are_said_to(tmp_path: Path) -> None:
    service = Ziping(Settings(home=tmp_path / "home", offline=True))
    note = tmp_path / "note.md"
    note.write_text("# 通知\n\n请各部门周五前提交总结。\n", encoding="utf-8")
    service.ingest([note])
    assert "指标台账" in overview_html(service, "zh")


def test_an_overview_that_breaks_is_said_in_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    service = ScriptedService(tmp_path)
    monkeypatch.setattr(service, "overview", lambda language: 1 / 0)
    assert 'role="alert"' in overview_html(service, "zh")
