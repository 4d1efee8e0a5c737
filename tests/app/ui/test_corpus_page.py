"""The page as people meet it: `ziping serve` over the sample corpus, in a browser."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from app.pictures import MARK_EDGE
from tests.app.ui.conftest import OpenPage, ask, ziping_serve

SMALL_REPORT = Path(__file__).parents[2] / "data" / "small_report.md"
FUNDS = "到位了多少钱、花了多少？"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def picture(page: Page) -> Image.Image:
    """The page of the document that is shown."""
    source = page.locator("#viewer .sheet img").get_attribute("src")
    assert source is not None
    return Image.open(io.BytesIO(base64.b64decode(source.partition(",")[2]))).convert("RGB")


def shown_page(page: Page) -> int:
    """The number of the page that is shown."""
    words = re.search(r"第 (\d+) / 77 页", page.locator("#viewer .viewer-position").inner_text())
    assert words is not None
    return int(words[1])


def is_marked(image: Image.Image) -> bool:
    return MARK_EDGE in (colour for _, colour in image.getcolors(image.width * image.height) or [])


def fits_the_window(page: Page) -> bool:
    """Whether nothing of the page can be scrolled sideways, other than in boxes of its own."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth")) and bool(
        page.evaluate("(() => { const c = document.querySelector('#conversation');"
                      " return c.scrollWidth <= c.clientWidth; })()")
    )  # fmt: skip


def middle_is_seen(inner: Locator, outer: Locator) -> bool:
    a, b = inner.bounding_box(), outer.bounding_box()
    assert a is not None and b is not None
    return b["y"] <= a["y"] <= b["y"] + b["height"]


def test_from_a_question_to_the_marked_place_on_the_page(corpus_page: str, open_page: OpenPage) -> None:
    page = open_page(corpus_page)
    expect(page.locator(".welcome .suggestion").first).to_be_visible()

    ask(page, FUNDS)

    answer = page.locator(".card")
    expect(answer).to_contain_text("13253")
    expect(answer).to_contain_text("13013")
    assert shown_page(page) in (8, 9)
    answer.locator(".chip").first.click()
    expect(answer.locator(".chip").first).to_have_attribute("aria-pressed", "true")
    expect(page.locator("html:not(.viewer-loading) #viewer .sheet img")).to_be_visible()
    assert is_marked(picture(page))
    assert middle_is_seen(page.locator("#viewer .anchor"), page.locator("#viewer .viewer-body"))


def test_pages_are_turned_beside_the_mark(corpus_page: str, open_page: OpenPage) -> None:
    page = open_page(corpus_page)
    ask(page, FUNDS)
    cited = shown_page(page)

    page.get_by_role("button", name="下一页").click()

    expect(page.locator("#viewer .viewer-position")).to_have_text(f"第 {cited + 1} / 77 页")
    assert not is_marked(picture(page))
    page.get_by_role("button", name="回到标记处").click()
    expect(page.locator("#viewer .viewer-position")).to_have_text(f"第 {cited} / 77 页")
    assert is_marked(picture(page))


def test_an_example_question_is_asked_with_one_click(corpus_page: str, open_page: OpenPage) -> None:
    page = open_page(corpus_page)
    example = page.locator(".welcome .suggestion").first
    words = example.inner_text()
    example.click()
    expect(page.locator(".question")).to_have_text(words)
    expect(page.locator(".card:not(.card-pending):not(.card-refused)")).to_be_visible()


def test_what_the_documents_do_not_say_is_refused_calmly(corpus_page: str, open_page: OpenPage) -> None:
    page = open_page(corpus_page)
    ask(page, "食堂有几个？")
    expect(page.locator(".card-refused .banner")).to_have_text("文件中没有")
    expect(page.locator(".card-refused .chip")).to_have_count(0)


@pytest.mark.parametrize("question", ["哪些任务没有完成？", FUNDS])
def test_on_a_phone_nothing_runs_over_the_edge(corpus_page: str, open_page: OpenPage, question: str) -> None:
    page = open_page(corpus_page, **PHONE)
    assert fits_the_window(page)
    ask(page, question)
    assert fits_the_window(page)

    page.locator(".card .chip").first.tap()

    expect(page.locator("#viewer .sheet img")).to_be_visible()
    assert is_marked(picture(page))
    page.go_back()
    expect(page.locator("#viewer .sheet img")).to_be_hidden()
    expect(page.locator(".card")).to_be_visible()


def test_everything_in_both_languages_without_another_host(corpus_page: str, open_page: OpenPage) -> None:
    """`open_page` fails if anything was asked of another host."""
    for language in ("zh", "en"):
        page = open_page(f"{corpus_page}/{language}/")
        page.locator(".welcome .suggestion").first.click()
        page.locator(".card:not(.card-pending) .chip").first.click()
        expect(page.locator("#viewer .sheet img")).to_be_visible()
        page.locator("[data-tab=documents]").click()
        expect(page.locator(".document")).to_have_count(4)
        with page.expect_download() as download:
            page.locator(".document a[download]").first.click()
        assert download.value.suggested_filename.endswith(".pdf")
        page.locator("[data-tab=ask]").click()
        page.locator("#new").click()
        expect(page.locator(".welcome")).to_be_visible()


def test_the_language_is_that_of_the_browser_until_the_reader_chooses(corpus_page: str, open_page: OpenPage) -> None:
    page = open_page(corpus_page, locale="en-US")
    expect(page.locator("#send")).to_have_text("Ask")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.title() == "Ziping"

    page.get_by_role("link", name="中文").click()

    expect(page.locator("#send")).to_have_text("提问")
    page.goto(corpus_page)
    expect(page.locator("#send")).to_have_text("提问")
    assert page.title() == "自评通"


def test_an_uploaded_document_is_read_asked_about_and_removed(tmp_path: Path, open_page: OpenPage) -> None:
    with ziping_serve(tmp_path / "home") as url:
        page = open_page(url)
        page.get_by_role("button", name="去上传资料").click()
        broken = tmp_path / "坏文件.pdf"
        broken.write_bytes(b"%PDF-1.4 nothing else")

        page.locator("#upload input[type=file]").set_input_files([SMALL_REPORT, broken])

        expect(page.locator(".report-read")).to_contain_text(SMALL_REPORT.name, timeout=60_000)
        expect(page.locator(".report-failed")).to_contain_text("坏文件.pdf")
        expect(page.locator(".document")).to_have_count(1)
        page.locator("[data-tab=ask]").click()
        expect(page.locator(".welcome .suggestion").first).to_be_visible()
        ask(page, "到位资金是多少？")
        expect(page.locator(".card .chip").first).to_be_visible()
        expect(page.locator("#viewer mark").first).to_be_visible()

        page.locator("[data-tab=documents]").click()
        page.get_by_role("button", name="移除", exact=True).click()
        page.get_by_role("button", name="确定移除").click()
        expect(page.locator(".done")).to_contain_text(SMALL_REPORT.name)
        expect(page.locator(".document")).to_have_count(0)


def test_a_server_that_is_gone_is_said_in_the_readers_language(tmp_path: Path, open_page: OpenPage) -> None:
    with ziping_serve(tmp_path / "home") as url:
        page = open_page(url)
    page.locator("#question textarea").fill("到位了多少钱？")
    page.locator("#question textarea").press("Enter")
    expect(page.locator(".toast-body")).to_be_visible(timeout=30_000)
    said = page.locator(".toast-body").evaluate("toast => getComputedStyle(toast, '::before').content")
    assert "暂时连不上服务" in said
    expect(page.get_by_text("Connection")).to_be_hidden()
