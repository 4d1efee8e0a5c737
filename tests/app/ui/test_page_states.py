"""What the page shows in every state, in a browser, over a service whose answers are written down."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.app.ui.conftest import OpenPage, ask, serve
from tests.app.ui.scripted import HOSTILE, ScriptedService


def test_a_conflict_is_seen_at_a_glance_with_all_values(scripted_page: str, open_page: OpenPage) -> None:
    page = open_page(scripted_page)
    ask(page, "在校生满意度有没有矛盾？")
    expect(page.locator(".card-conflict .banner")).to_contain_text("文件说法不一")
    expect(page.locator(".card-conflict")).to_contain_text("63.61%")
    expect(page.locator(".card-conflict")).to_contain_text("63.62%")
    assert page.locator(".card-conflict").evaluate("e => getComputedStyle(e).borderTopColor") == "rgb(224, 160, 48)"


def test_a_table_and_its_chart_are_drawn(scripted_page: str, open_page: OpenPage) -> None:
    page = open_page(scripted_page)
    ask(page, "各来源的经费是多少？")
    expect(page.locator(".card table tbody tr")).to_have_count(4)
    expect(page.locator(".card td .chip")).to_have_count(4)
    expect(page.locator(".chart .bar")).to_have_count(6)
    widths = page.locator(".chart .bar").evaluate_all("bars => bars.map(bar => bar.getBoundingClientRect().width)")
    assert max(widths) == widths[4] and min(widths) == widths[3] > 0


def test_a_wide_table_scrolls_in_its_own_box(scripted_page: str, open_page: OpenPage) -> None:
    page = open_page(scripted_page, viewport={"width": 390, "height": 844})
    ask(page, "各来源的经费是多少？")
    assert page.locator(".wide").evaluate("box => box.scrollWidth > box.clientWidth")
    assert page.locator("#conversation").evaluate("box => box.scrollWidth <= box.clientWidth")


def test_computed_figures_show_their_formula(scripted_page: str, open_page: OpenPage) -> None:
    page = open_page(scripted_page)
    ask(page, "到位了多少钱、花了多少？")
    expect(page.locator(".card > .figures")).to_contain_text("13013 / 13253 × 100% = 98.19%")


def test_a_follow_up_is_asked_with_what_was_asked_before(
    scripted: ScriptedService, scripted_page: str, open_page: OpenPage
) -> None:
    page = open_page(scripted_page)
    ask(page, "到位了多少钱、花了多少？")
    page.get_by_role("button", name="学生满意度有没有矛盾？").click()
    expect(page.locator(".exchange")).to_have_count(2)
    expect(page.locator(".card-conflict")).to_be_visible()
    assert scripted.asked[-1] == ("学生满意度有没有矛盾？", ["到位了多少钱、花了多少？"])


def test_a_question_that_breaks_says_so_and_the_next_one_works(scripted_page: str, open_page: OpenPage) -> None:
    page = open_page(scripted_page)
    ask(page, "出错")
    expect(page.locator(".card-failed")).to_contain_text("请再试一次")
    ask(page, "到位了多少钱？")
    expect(page.locator(".card:not(.card-failed)")).to_contain_text("13253")


def test_enter_while_composing_characters_does_not_send(scripted_page: str, open_page: OpenPage) -> None:
    page = open_page(scripted_page)
    line = page.locator("#question textarea")
    line.fill("daowei")
    line.dispatch_event("keydown", {"key": "Enter", "keyCode": 229, "isComposing": True, "bubbles": True})
    page.wait_for_timeout(300)
    expect(page.locator(".exchange")).to_have_count(0)
    expect(line).to_have_value("daowei")


def test_a_source_that_was_closed_stays_closed_until_one_is_opened(scripted_page: str, open_page: OpenPage) -> None:
    page = open_page(scripted_page)
    expect(page.locator("#viewer")).to_be_hidden()
    ask(page, "到位了多少钱？")
    expect(page.locator("#viewer .sheet img")).to_be_visible()

    page.get_by_role("button", name="关闭").click()
    ask(page, "到位了多少钱？")

    expect(page.locator("#viewer")).to_be_hidden()
    page.locator(".exchange").nth(1).locator(".chip").first.click()
    expect(page.locator("#viewer .sheet img")).to_be_visible()


def test_a_citation_in_a_spreadsheet_shows_the_marked_cell(scripted_page: str, open_page: OpenPage) -> None:
    page = open_page(scripted_page)
    ask(page, "到位了多少钱？")
    page.locator(".source").nth(2).click()
    expect(page.locator("#viewer mark")).to_have_text(["7140"])
    expect(page.locator("#viewer table")).to_contain_text("财政专项")


def test_of_quick_clicks_the_last_one_is_shown(scripted_page: str, open_page: OpenPage) -> None:
    page = open_page(scripted_page)
    ask(page, "到位了多少钱？")
    for at in (2, 0, 1, 0, 2):
        page.locator(".source").nth(at).click()
    expect(page.locator("#viewer mark")).to_have_text(["7140"])
    page.wait_for_timeout(500)
    expect(page.locator("#viewer mark")).to_have_text(["7140"])
    expect(page.locator(".source[aria-pressed=true]")).to_contain_text("经费台账.xlsx")


def test_the_answer_is_copied_with_its_sources(scripted_page: str, open_page: OpenPage) -> None:
    page = open_page(scripted_page, permissions=["clipboard-read", "clipboard-write"])
    ask(page, "各来源的经费是多少？")
    page.get_by_role("button", name="复制").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "财政专项经费\t5352\t5267\t98.41%" in copied
    assert "[2] report.pdf 第 9 页 · 表1-6 · 总计 › 实际支出资金" in copied


@pytest.mark.parametrize("language", ["zh", "en"])
def test_hostile_words_are_words(scripted_page: str, open_page: OpenPage, language: str) -> None:
    """Names, questions and answers that look like HTML, links, images and Gradio's own templates."""
    page = open_page(f"{scripted_page}/{language}/")
    ask(page, f"{HOSTILE} <script>")
    for place in (".question", ".card .words", ".card th", ".followups .suggestion", "#viewer .viewer-title"):
        expect(page.locator(place).first).to_contain_text(HOSTILE)
    page.locator(".source").nth(1).click()
    expect(page.locator("#viewer mark")).to_have_text("满意率 <b>95%</b>。")
    page.locator("#top [data-tab=documents]").click()
    expect(page.locator(".document").nth(2)).to_contain_text(HOSTILE)
    page.locator("#top [data-tab=check]").click()
    hostile = page.locator(".finding").nth(1)
    for place in (".finding-summary", ".recomputed", ".place b", ".place-words", ".unsure"):
        expect(hostile.locator(place).first).to_contain_text(HOSTILE)

    areas = page.locator("#conversation, #listing, #viewer, #findings")
    ours = "a:not([href^='../file/']):not([href^='../check/'])"
    assert areas.locator(f"script, img:not([src^='data:']):not([src^='../check/']), iframe, {ours}").count() == 0
    assert page.evaluate("window.broken") is None


def test_a_document_is_removed_only_after_it_was_confirmed(tmp_path: Path, open_page: OpenPage) -> None:
    service = ScriptedService(tmp_path)
    page = open_page(serve(service))
    page.get_by_role("tab", name="资料").click()
    ledger = page.locator(".document", has_text="经费台账.xlsx")

    ledger.get_by_role("button", name="移除", exact=True).click()

    expect(ledger.get_by_text("确定移除？")).to_be_visible()
    assert 2 in service.known
    ledger.get_by_role("button", name="确定移除").click()
    expect(page.locator(".done")).to_have_text("已移除：经费台账.xlsx")
    assert 2 not in service.known


def test_progress_is_seen_while_a_document_is_read(tmp_path: Path, open_page: OpenPage) -> None:
    page = open_page(serve(ScriptedService(tmp_path, filled=False, delay=1)))
    expect(page.locator(".welcome")).to_contain_text("还没有资料")
    page.get_by_role("tab", name="资料").click()
    note = tmp_path / "说明.md"
    note.write_text("# 说明", encoding="utf-8")
    page.locator("#upload input[type=file]").set_input_files(note)
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.locator(".reading-what")).to_contain_text("说明.md")
    expect(page.locator(".report-read")).to_contain_text("说明.md")
    expect(page.locator(".document")).to_contain_text("说明.md")


@pytest.mark.parametrize(("language", "said"), [("zh", "不是能读的文件"), ("en", "cannot be read")])
def test_a_file_that_cannot_be_taken_is_turned_away(
    tmp_path: Path, scripted: ScriptedService, scripted_page: str, open_page: OpenPage, language: str, said: str
) -> None:
    page = open_page(f"{scripted_page}/{language}/")
    page.locator("#top [data-tab=documents]").click()
    archive, note = tmp_path / "a.zip", tmp_path / "turned-away.md"
    archive.write_bytes(b"PK")
    note.write_text("# note", encoding="utf-8")
    page.locator("#upload input[type=file]").set_input_files([note, archive])
    expect(page.locator("#upload-problem")).to_contain_text(said)
    expect(page.locator("#upload-problem")).to_contain_text("a.zip")
    page.wait_for_timeout(300)
    assert "turned-away.md" not in scripted.uploaded


def test_what_people_should_know_is_said_in_both_tabs(scripted_page: str, open_page: OpenPage) -> None:
    page = open_page(scripted_page)
    expect(page.locator(".welcome .notice")).to_contain_text("没有嵌入模型")
    page.get_by_role("tab", name="资料").click()
    expect(page.locator("#listing .notice")).to_contain_text("没有嵌入模型")
