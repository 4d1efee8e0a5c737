"""The indicator table tab: filtered, sorted, opened row by row to the marked page, and taken away."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from app.service import Ziping
from app.settings import Settings
from app.ui.ledger import SHOWN
from app.ui.page import build_page
from app.ui.server import page_server
from tests.app.ui.conftest import OpenPage
from tests.app.ui.test_corpus_page import fits_the_window, is_marked, picture

REPORT = Path(__file__).parents[2] / "data" / "small_report.md"
HOSTILE = """# 报告

## 一、<script>alert(1)</script>

=1+1<img src=x onerror=alert(1)>项目完成 12 项。
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("ledger")
    hostile = folder / "hostile.md"
    hostile.write_text(HOSTILE, encoding="utf-8")
    service = Ziping(Settings(home=folder / "home", offline=True))
    service.ingest([REPORT, hostile])
    pages = {"zh": build_page(service, "zh"), "en": build_page(service, "en")}
    with TestClient(page_server(pages, service, "zh"), follow_redirects=False) as client:
        yield client


def test_a_filter_leaves_what_fits(client: TestClient) -> None:
    whole, narrow = (client.get("/ledger/zh/rows", params=p).text for p in ({}, {"words": "满意度", "conflict": True}))
    assert whole.count("ledger-row") > narrow.count("ledger-row") == narrow.count("ledger-conflict") > 0
    assert "93.20%" in narrow and "93.02%" in narrow
    assert "没有符合" in client.get("/ledger/zh/rows", params={"words": "没有的指标"}).text


def test_a_filter_with_a_whole_value_takes_no_longer_one(client: TestClient) -> None:
    found = client.get("/ledger/zh/rows", params={"measure": "完成"}).text
    assert "ledger-row" in found and "<td>完成率</td>" not in found


def test_all_statements_of_a_row_come_with_their_places(client: TestClient) -> None:
    rows = client.get("/ledger/zh/rows", params={"words": "满意度", "conflict": True}).text
    id = rows.split('data-row="')[1].split('"')[0]
    places = client.get(f"/ledger/zh/places/{id}").text
    assert places.count("data-citation") == 2 and "表4" in places


@pytest.mark.parametrize("path", ["/ledger/fr/rows", "/ledger/zh/places/none", "/ledger/zh.exe"])
def test_what_is_not_there_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("given", [{"start": -1}, {"words": "x" * 1000}, {"drop": "table"}])
def test_what_no_page_sends_is_refused(client: TestClient, given: dict[str, object]) -> None:
    assert client.get("/ledger/zh/rows", params=given).status_code == 422


def test_the_filtered_table_is_taken_away_with_safe_cells(client: TestClient) -> None:
    answer = client.get("/ledger/zh.xlsx", params={"documents": "hostile"})
    lines = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    cells = [str(cell) for line in lines[1:] for cell in line if cell]
    assert cells and not any(cell.startswith(("=", "+", "@")) for cell in cells)
    assert "filename*=utf-8''%E6%8C%87%E6%A0%87" in answer.headers["content-disposition"]
    assert client.get("/ledger/zh.csv").content.startswith(b"\xef\xbb\xbf")


def test_words_of_documents_are_words(client: TestClient) -> None:
    found = client.get("/ledger/zh/rows", params={"documents": "hostile"}).text
    assert "ledger-row" in found and "<script" not in found and "<img" not in found


def open_ledger(page: Page) -> None:
    page.locator("[role=tab][data-tab=ledger]").click()
    page.locator(".ledger-row").first.wait_for()


def test_from_the_table_to_the_marked_page(open_page: OpenPage, corpus_page: str) -> None:
    page = open_page(corpus_page)
    open_ledger(page)
    expect(page.locator(".ledger-row")).to_have_count(SHOWN)
    page.locator("[data-more]").click()
    expect(page.locator(".ledger-row")).to_have_count(2 * SHOWN)
    page.locator("[data-filter=words]").fill("满意度")
    expect(page.locator(".ledger-row").first).to_contain_text("满意度")
    page.locator("[data-filter=conflict]").check()
    expect(page.locator(".ledger-row:not(.ledger-conflict)")).to_have_count(0)
    assert "conflict=true" in (page.locator("[data-file]").first.get_attribute("href") or "")
    page.locator("[data-row]").first.click()
    page.locator("#indicators [data-citation]").first.click()
    expect(page.locator("#viewer .sheet img")).to_be_visible()
    assert is_marked(picture(page))
    page.locator("[data-row]").first.click()
    expect(page.locator(".ledger-under")).to_have_count(0)
    page.locator("[data-reset]").click()
    expect(page.locator(".ledger-row")).to_have_count(SHOWN)


@pytest.mark.parametrize("width", [390, 1440])
def test_nothing_runs_over_the_side(open_page: OpenPage, corpus_page: str, width: int) -> None:
    page = open_page(corpus_page, viewport={"width": width, "height": 800})
    open_ledger(page)
    assert fits_the_window(page)
    assert page.evaluate(
        "(() => { const c = document.querySelector('#ledger'); return c.scrollWidth <= c.clientWidth; })()"
    )
