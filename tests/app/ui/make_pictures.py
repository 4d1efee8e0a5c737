"""Renews the pictures of the README: `python -m tests.app.ui.make_pictures`, with Chromium and the sample corpus."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from app.service import Ziping
from app.settings import Settings
from tests.app.conftest import CORPUS
from tests.app.ui.conftest import BROWSER_FLAGS, CHROMIUM, ask, serve

FOLDER = Path(__file__).parent / "pictures"
WINDOW = {"width": 1280, "height": 800}
SCALE = 1.5
"""Pixels of a picture for each of the page."""
COLOURS = 256
LARGEST = 300_000
"""Bytes of a picture file."""


def answer(page: Page) -> None:
    ask(page, "到位了多少钱、花了多少？")


def unfinished(page: Page) -> None:
    ask(page, "哪些任务没有完成？")


def conflict(page: Page) -> None:
    ask(page, "2023 年在校生满意度是多少？")
    page.locator(".card-conflict").wait_for()


def overview(page: Page) -> None:
    page.get_by_role("tab", name="总览").click()
    page.locator(".stand-part").first.wait_for()


def ledger(page: Page) -> None:
    page.get_by_role("tab", name="指标台账").click()
    page.locator("[data-filter=words]").fill("满意度")
    page.locator(".ledger-row", has_text="满意度").first.wait_for()
    page.locator(".ledger-row").first.get_by_text("满意度").first.wait_for()
    page.locator("[data-row]").first.click()
    page.locator(".ledger-statements").wait_for()


def check(page: Page) -> None:
    page.get_by_role("tab", name="核对").click()
    page.locator(".finding").first.locator(".place").nth(1).click()
    page.locator("#viewer .sheet img").wait_for()


def writing(page: Page) -> None:
    page.get_by_role("tab", name="起草").click()
    page.locator("#draft-words textarea").fill(
        "到位资金13253万元，实际支出13031万元，支出占到位的98.19%。毕业生满意度由90.54%升至93.23%，"
        "在校生2023年为63.61%，家长2022年为95.35%，2023年又上升1.15个百分点。"
    )
    page.locator("#proofread").click()
    page.locator(".proof-cards").wait_for()


def documents(page: Page) -> None:
    page.get_by_role("tab", name="资料").click()
    page.locator(".document").first.wait_for()


SCENES: dict[str, Callable[[Page], None]] = {
    "answer": answer,
    "unfinished": unfinished,
    "conflict": conflict,
    "overview": overview,
    "ledger": ledger,
    "check": check,
    "writing": writing,
    "documents": documents,
}


def make_pictures(folder: Path) -> None:
    """Writes one PNG per scene into the folder, each in a fresh window."""
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        service = Ziping(Settings(home=Path(home), offline=True))
        service.ingest([CORPUS])
        url = serve(service)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=BROWSER_FLAGS)
        for name, act in SCENES.items():
            page = browser.new_page(locale="zh-CN", viewport=WINDOW, device_scale_factor=SCALE)
            page.goto(url)
            page.locator(".welcome .suggestion").first.wait_for()
            act(page)
            page.wait_for_timeout(1000)
            png = small_png(page.screenshot())
            assert len(png) < LARGEST, f"{name}: {len(png)} bytes"
            (folder / f"{name}.png").write_bytes(png)
            print(f"{name}.png: {len(png)} bytes")
            page.close()
        browser.close()


def small_png(png: bytes) -> bytes:
    """The picture in fewer colours; those of small marks are kept."""
    out = io.BytesIO()
    image = Image.open(io.BytesIO(png)).convert("RGB")
    image.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    make_pictures(FOLDER)
