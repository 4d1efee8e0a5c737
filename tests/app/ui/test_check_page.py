"""The cross-check tab as people meet it, in a browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from app.ui.finding_cards import SHOWN_FINDINGS
from tests.app.ui.conftest import OpenPage, serve
from tests.app.ui.scripted import ScriptedService
from tests.app.ui.test_corpus_page import PHONE, is_marked, picture

NOT_HIDDEN = ".finding:not([hidden])"


def open_findings(page: Page) -> Locator:
    """Opens the tab and waits for its findings; those that are shown."""
    page.locator("#top [data-tab=check]").click()
    page.locator(".finding").first.wait_for()
    return page.locator(NOT_HIDDEN)


def choose(page: Page, by: str, value: str) -> Locator:
    button = page.locator(f"[data-by={by}][data-value='{value}']")
    button.click()
    return button


def fits(page: Page) -> bool:
    """Whether neither page nor tab can be scrolled sideways, and the tabs of the header lie beside its other parts, or
    at the bottom under all else."""
    return bool(
        page.evaluate("""(() => {
        const tab = document.querySelector("#check");
        const [brand, tabs, language] = [".brand-icon", ".tabs", ".language"].map(
            (part) => document.querySelector(part).getBoundingClientRect());
        return document.documentElement.scrollWidth <= innerWidth && tab.scrollWidth <= tab.clientWidth
            && brand.right <= language.left && language.right <= innerWidth && tabs.right <= innerWidth
            && (brand.right <= tabs.left && tabs.right <= language.left
                || tab.getBoundingClientRect().bottom <= tabs.top && tabs.bottom <= innerHeight);
    })()""")
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_from_a_finding_to_the_marked_place_on_its_page(corpus_page: str, open_page: OpenPage, language: str) -> None:
    page = open_page(f"{corpus_page}/{language}/")
    open_findings(page)
    choose(page, "kind", "derived")
    reckoned = page.locator(f"{NOT_HIDDEN}[data-kind=derived]").filter(has=page.locator(".recomputed"))
    derived = reckoned.first
    expect(derived.locator(".recomputed")).to_contain_text("=")
    place = derived.locator(".place").first
    value = place.locator("b").inner_text()
    expect(derived.locator(".finding-summary")).to_contain_text(value)

    place.click()

    expect(place).to_have_attribute("aria-pressed", "true")
    expect(page.locator("html:not(.viewer-loading) #viewer .sheet img")).to_be_visible()
    assert is_marked(picture(page))
    expect(page.locator("#viewer .viewer-title .number")).to_have_text("1")


def test_a_heading_is_shown_on_its_page(corpus_page: str, open_page: OpenPage) -> None:
    page = open_page(corpus_page)
    open_findings(page)
    choose(page, "kind", "missing")
    place = page.locator(f"{NOT_HIDDEN} .place").first
    place.click()
    expect(page.locator("#viewer .sheet img")).to_be_visible()
    words = page.locator("#viewer .viewer-position").inner_text().split(" / ")[0]
    expect(place).to_contain_text(f"{words} 页")


def test_findings_are_filtered_in_the_browser(corpus_page: str, open_page: OpenPage) -> None:
    page = open_page(corpus_page)
    shown = open_findings(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.resource_type != "image" else None)

    medium = choose(page, "severity", "medium")

    expect(medium).to_have_attribute("aria-pressed", "true")
    expect(shown).to_have_count(int(medium.locator(".filter-count").inner_text()))
    assert set(shown.evaluate_all("all => all.map(one => one.dataset.severity)")) == {"medium"}
    derived = choose(page, "kind", "derived")
    expect(shown).to_have_count(int(derived.locator(".filter-count").inner_text()))
    assert set(shown.evaluate_all("all => all.map(one => one.dataset.severity + one.dataset.kind)")) == {
        "mediumderived"
    }
    choose(page, "severity", "")
    assert set(shown.evaluate_all("all => all.map(one => one.dataset.kind)")) == {"derived"}
    assert asked == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_on_a_phone_the_findings_fit_and_a_place_covers_them(
    corpus_page: str, open_page: OpenPage, language: str
) -> None:
    page = open_page(f"{corpus_page}/{language}/", **PHONE | {"viewport": {"width": 360, "height": 780}})
    shown = open_findings(page)
    assert fits(page)

    shown.first.locator(".place").first.tap()

    expect(page.locator("#viewer .sheet img")).to_be_visible()
    assert is_marked(picture(page))
    page.go_back()
    expect(page.locator("#viewer .sheet img")).to_be_hidden()
    expect(shown.first).to_be_visible()


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_the_working_paper_is_taken_away(corpus_page: str, open_page: OpenPage, ending: str) -> None:
    page = open_page(corpus_page)
    open_findings(page)
    with page.expect_download() as download:
        page.locator(f".paper[href$={ending}]").click()
    assert download.value.suggested_filename == f"核对底稿.{ending}"
    assert Path(download.value.path()).read_bytes().startswith(b"PK")


def test_the_annotated_report_is_taken_away(corpus_page: str, open_page: OpenPage) -> None:
    page = open_page(corpus_page)
    open_findings(page)
    with page.expect_download() as download:
        page.locator(".paper[href$=pdf]").click()
    assert download.value.suggested_filename == "report（核对标注）.pdf"
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")


def test_nothing_is_checked_before_the_tab_is_opened(tmp_path: Path, open_page: OpenPage) -> None:
    service = ScriptedService(tmp_path)
    page = open_page(serve(service))
    page.get_by_role("tab", name="资料").click()
    page.locator(".document").first.wait_for()
    assert service.checked == []
    open_findings(page)
    assert set(service.checked) == {"zh"}


def test_more_of_a_long_list_is_shown_when_asked_for(scripted_page: str, open_page: OpenPage) -> None:
    page = open_page(scripted_page)
    shown = open_findings(page)
    expect(shown).to_have_count(SHOWN_FINDINGS)
    page.get_by_role("button", name="还有 12 项").click()
    expect(shown).to_have_count(42)
    expect(page.locator("[data-more]")).to_be_hidden()
    choose(page, "severity", "low")
    expect(shown).to_have_count(SHOWN_FINDINGS)
    choose(page, "kind", "missing")
    expect(shown).to_have_count(20)
    expect(page.locator("[data-more]")).to_be_hidden()
    expect(page.locator("[data-by=kind][data-value=derived]")).to_be_disabled()


def test_the_list_follows_the_documents(tmp_path: Path, open_page: OpenPage) -> None:
    service = ScriptedService(tmp_path)
    page = open_page(serve(service))
    open_findings(page)
    service.known.clear()
    page.get_by_role("tab", name="问答").click()
    page.get_by_role("tab", name="核对").click()
    expect(page.locator("#findings .none")).to_contain_text("还没有资料")
    page.get_by_role("button", name="去上传资料").last.click()
    expect(page.locator("#upload")).to_be_visible()


def test_a_place_in_a_workbook_shows_the_marked_cell(scripted_page: str, open_page: OpenPage) -> None:
    page = open_page(scripted_page)
    open_findings(page).first.locator(".place").nth(1).click()
    expect(page.locator("#viewer mark")).to_have_text(["7140"])
