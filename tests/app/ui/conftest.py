"""Servers with the page, and a browser to look at it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from app.ui.page import serve_page
from app.ui.service import Service
from tests.app.ui.scripted import ScriptedService
from tests.conftest import CI

CHROMIUM = shutil.which("chromium")
BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
STARTING = 60
"""Seconds after which a server that does not answer is given up."""

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    if CHROMIUM is None:
        reason = "no chromium here; on Debian: apt-get install chromium fonts-noto-cjk"
        if CI:
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=BROWSER_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Opens an address in a fresh window and waits until the page can be used; keywords are those of a browser context.

    When the test is over it fails if the page asked another host for anything, or if a script of the page failed.
    """
    asked: list[str] = []
    broken: list[str] = []
    contexts = []

    def open_page(url: str, **options: object) -> Page:
        context = browser.new_context(**{"locale": "zh-CN", "viewport": {"width": 1440, "height": 900}} | options)
        contexts.append(context)
        context.on("request", lambda request: asked.append(request.url))
        context.on("weberror", lambda error: broken.append(str(error.error)))
        page = context.new_page()
        page.on("websocket", lambda websocket: asked.append(websocket.url))
        page.goto(url)
        page.locator("#conversation").locator(".welcome, .exchange").first.wait_for()
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert asked
    assert [url for url in asked if not stays_here(url)] == []
    assert broken == []


def stays_here(url: str) -> bool:
    """Whether nothing leaves this machine for the address."""
    return urlsplit(url).scheme in ("data", "blob") or urlsplit(url).hostname == "127.0.0.1"


def ask(page: Page, question: str) -> None:
    """Types the question, presses Enter and waits for the answer."""
    earlier = page.locator(".exchange").count()
    page.locator("#question textarea").fill(question)
    page.locator("#question textarea").press("Enter")
    page.locator(".exchange").nth(earlier).locator(".card:not(.card-pending)").wait_for()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(service: Service) -> str:
    """Serves the page over this service until the tests end; its address."""
    port, ready = free_port(), threading.Event()
    threading.Thread(target=serve_page, args=(service, "127.0.0.1", port, "zh", ready.set), daemon=True).start()
    assert ready.wait(STARTING)
    return f"http://127.0.0.1:{port}"


@contextmanager
def ziping_serve(home: Path) -> Iterator[str]:
    """Runs `ziping serve` over the home folder as people do; its address."""
    port = free_port()
    environment = os.environ | {"ZIPING_OFFLINE": "1", "ZIPING_LANGUAGE": "zh"}
    command = [sys.executable, "-m", "app.cli", "serve", "--home", str(home), "--port", str(port)]
    process = subprocess.Popen(command, env=environment)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_for_answer(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(20)


def wait_for_answer(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + STARTING
    while True:
        assert process.poll() is None, "ziping serve ended"
        try:
            urlopen(f"{url}/favicon.ico", timeout=5).close()
            return
        except OSError:
            assert time.monotonic() < end, "ziping serve does not answer"
            time.sleep(0.1)


@pytest.fixture(scope="session")
def corpus_page(corpus_home: Path) -> Iterator[str]:
    """Address of `ziping serve` over the sample corpus."""
    with ziping_serve(corpus_home) as url:
        yield url


@pytest.fixture(scope="session")
def scripted(tmp_path_factory: pytest.TempPathFactory) -> ScriptedService:
    """Shared: tests that change its documents make their own."""
    return ScriptedService(tmp_path_factory.mktemp("scripted"))


@pytest.fixture(scope="session")
def scripted_page(scripted: ScriptedService) -> str:
    """Address of the page over `scripted`."""
    return serve(scripted)
