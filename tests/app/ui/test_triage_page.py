"""Deciding about findings, and seeing what was checked, in a browser and over HTTP."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Page, expect

from app.service import Ziping
from app.settings import Settings
from app.ui.page import build_page
from app.ui.server import page_server
from tests.app.ui.conftest import OpenPage, serve, ziping_serve
from tests.app.ui.scripted import HOSTILE, ScriptedService, scripted_findings
from tests.app.ui.test_check_page import choose, open_findings
from tests.app.ui.test_corpus_page import is_marked, picture


@pytest.fixture
def service(tmp_path: Path) -> ScriptedService:
    return ScriptedService(tmp_path)


@pytest.fixture
def client(service: ScriptedService) -> Iterator[TestClient]:
    pages = {"zh": build_page(service, "zh"), "en": build_page(service, "en")}
    with TestClient(page_server(pages, service, "zh"), follow_redirects=False) as client:
        yield client


def decision(**given: str) -> dict[str, str]:
    return {"finding": scripted_findings()[0].id, "state": "confirmed", "note": "", "who": "张三"} | given


def test_a_decision_is_kept_and_its_card_comes_back(client: TestClient, service: ScriptedService) -> None:
    answer = client.post("/check/zh/decisions", json=decision(note="已问财务处")).json()
    assert answer["state"] == "confirmed"
    assert "张三" in answer["triage"] and "已问财务处" in answer["triage"] and "<b>1</b>" in answer["progress"]
    assert [(d.state, d.who, d.note) for d in service.decisions] == [("confirmed", "张三", "已问财务处")]


@pytest.mark.parametrize(
    ("given", "code", "words"),
    [({"state": "explained"}, "note", "要写明理由"), ({"who": " "}, "who", "处理人"), ({"state": "x"}, "state", "x")],
)
def test_what_cannot_be_decided_is_said(client: TestClient, given: dict[str, str], code: str, words: str) -> None:
    answer = client.post("/check/zh/decisions", json=decision(**given))
    assert answer.status_code == 400
    assert answer.json()["code"] == code and words in answer.json()["problem"]


def test_another_site_s_form_decides_nothing(client: TestClient, service: ScriptedService) -> None:
    for kind in ("application/x-www-form-urlencoded", "text/plain", "multipart/form-data"):
        body = '{"finding": "x", "state": "confirmed", "who": "x"}'
        answer = client.post("/check/zh/decisions", content=body, headers={"content-type": kind})
        assert answer.status_code == 404
    assert service.decisions == []


def test_words_of_people_are_words(client: TestClient) -> None:
    answer = client.post("/check/zh/decisions", json=decision(who=HOSTILE[:60], note=HOSTILE)).json()
    assert "<script" not in answer["triage"] and "<img" not in answer["triage"]


@pytest.mark.parametrize(
    "path", ["/check/zh/place/nothing/0.png", "/check/zh/place/{id}/9.png", "/check/fr/place/{id}/0.png"]
)
def test_pictures_of_no_place_are_not_found(client: TestClient, path: str) -> None:
    assert client.get(path.format(id=scripted_findings()[0].id)).status_code == 404


def test_a_place_is_shown_with_its_number_marked(client: TestClient) -> None:
    answer = client.get(f"/check/zh/place/{scripted_findings()[0].id}/0.png")
    assert answer.headers["content-type"] == "image/png" and answer.content.startswith(b"\x89PNG")


def sign(page: Page, name: str) -> None:
    page.locator("[data-reviewer]").fill(name)
    page.locator("[data-reviewer]").press("Tab")


def test_findings_are_decided_about_and_counted(service: ScriptedService, open_page: OpenPage) -> None:
    page = open_page(serve(service))
    open_findings(page)
    sign(page, "李四")
    card = page.locator(".finding").first
    card.locator("[data-decide=confirmed]").click()
    expect(card).to_have_attribute("data-state", "confirmed")
    expect(card.locator(".triage-said")).to_contain_text("李四")
    expect(card.locator("[data-decide=confirmed]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".triage-count.state-open b")).to_have_text("41")
    choose(page, "state", "confirmed")
    expect(page.locator(".finding:not([hidden])")).to_have_count(1)
    card.locator("[data-decide=open]").click()
    expect(page.locator(".triage-count.state-open b")).to_have_text("42")


def test_an_explanation_asks_for_its_words_and_a_decision_for_a_name(
    service: ScriptedService, open_page: OpenPage
) -> None:
    page = open_page(serve(service))
    open_findings(page)
    card = page.locator(".finding").first
    card.locator("[data-decide=dismissed]").click()
    expect(card.locator(".triage-problem")).to_contain_text("处理人")
    expect(page.locator("[data-reviewer]")).to_be_focused()
    sign(page, "李四")
    card.locator("[data-decide=explained]").click()
    expect(card.locator("textarea")).to_be_focused()
    card.locator("textarea").fill("口径不同")
    card.locator("[data-decide=explained]").click()
    expect(card.locator(".triage-note-words")).to_have_text("口径不同")
    assert [d.state for d in service.decisions] == ["explained"]


def test_the_reviewer_s_name_is_remembered(service: ScriptedService, open_page: OpenPage) -> None:
    page = open_page(serve(service))
    open_findings(page)
    sign(page, "李四")
    page.reload()
    open_findings(page)
    expect(page.locator("[data-reviewer]")).to_have_value("李四")


def test_findings_are_sorted_as_in_the_documents(corpus_page: str, open_page: OpenPage) -> None:
    page = open_page(corpus_page)
    open_findings(page)
    page.locator("[data-sort]").select_option("page")
    orders = page.locator(".finding").evaluate_all("all => all.map(one => Number(one.dataset.order))")
    assert orders == sorted(orders) and len(set(orders)) > 3


def test_every_place_on_a_page_has_its_picture(corpus_page: str, open_page: OpenPage) -> None:
    page = open_page(corpus_page)
    open_findings(page)
    image = page.locator(".tile-picture img").first
    image.scroll_into_view_if_needed()
    page.wait_for_function("image => image.complete && image.naturalWidth > 100", arg=image.element_handle())
    assert image.get_attribute("alt")


def test_coverage_goes_from_a_section_to_a_figure_to_its_page(corpus_page: str, open_page: OpenPage) -> None:
    page = open_page(corpus_page)
    open_findings(page)
    page.get_by_role("tab", name="核对范围").click()
    section = page.locator(".cover-section").first
    section.locator("summary").click()
    figure = section.locator(".cover-figure").first
    figure.locator(".cover-open").click()
    expect(page.locator("html:not(.viewer-loading) #viewer .sheet img")).to_be_visible()
    assert is_marked(picture(page))


def test_coverage_shows_one_standing_and_leads_to_the_finding(corpus_page: str, open_page: OpenPage) -> None:
    page = open_page(corpus_page)
    open_findings(page)
    page.get_by_role("tab", name="核对范围").click()
    page.locator(".cover-key[data-standing=conflict]").click()
    for section in page.locator(".cover-section").all()[:12]:
        section.locator("summary").click()
        section.locator(".cover-list").wait_for(state="attached")
    shown = page.locator(".cover-figure:visible")
    assert set(shown.evaluate_all("all => all.map(one => one.dataset.standing)")) == {"conflict"}
    goal = shown.locator("[data-goto]").first
    finding = goal.get_attribute("data-goto")
    goal.click()
    expect(page.locator(f".finding[data-finding='{finding}']")).to_be_in_viewport()


def test_the_views_are_reached_by_the_keyboard(corpus_page: str, open_page: OpenPage) -> None:
    page = open_page(corpus_page)
    open_findings(page)
    page.locator("#view-findings").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#view-coverage")).to_be_focused()
    expect(page.locator("#panel-coverage .cover-row").first).to_be_visible()
    expect(page.locator("#panel-findings")).to_be_hidden()


def test_a_decision_is_there_after_the_server_was_started_anew(
    corpus_home: Path, tmp_path: Path, open_page: OpenPage
) -> None:
    home = tmp_path / "home"
    shutil.copytree(corpus_home, home)
    with ziping_serve(home) as url:
        page = open_page(url)
        open_findings(page)
        sign(page, "王五")
        page.locator(".finding").first.locator("[data-decide=dismissed]").click()
        expect(page.locator(".finding").first).to_have_attribute("data-state", "dismissed")
        page.close()
    service = Ziping(Settings(home=home, offline=True))
    assert [t.who for t in service.triage("zh").values() if t.state == "dismissed"] == ["王五"]


def test_two_editions_are_compared_and_a_change_leads_to_its_place(tmp_path: Path, open_page: OpenPage) -> None:
    texts = {"旧版.md": "92.00%", "新版.md": "93.00%"}
    for name, rate in texts.items():
        text = f"| 来源 | 到位资金 | 实际支出 | 支出率 |\n|---|---|---|---|\n| 财政 | 900 | 830 | {rate} |\n"
        (tmp_path / name).write_text(f"# 报告\n\n# 一、经费\n\n{text}\n", encoding="utf-8")
    service = Ziping(Settings(home=tmp_path / "home", offline=True))
    service.ingest([tmp_path / name for name in texts])
    page = open_page(serve(service))
    open_findings(page)
    page.get_by_role("tab", name="两版对比").click()
    page.locator("[data-before]").select_option(label="旧版.md")
    page.locator("[data-after]").select_option(label="旧版.md")
    page.get_by_role("button", name="比较").click()
    expect(page.locator("[data-changes]")).to_contain_text("同一份文件")
    page.locator("[data-after]").select_option(label="新版.md")
    page.get_by_role("button", name="比较").click()
    figure = page.locator(".change").filter(has_text="92.00% → 93.00%")
    figure.locator(".cover-open").click()
    expect(page.locator("#viewer mark").first).to_contain_text("93.00%")
