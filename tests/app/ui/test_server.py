"""The HTTP server around the page: languages, headers, originals, ports."""

from __future__ import annotations

import io
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from docx import Document
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from app.ui.page import build_page
from app.ui.server import HEADERS, PortInUse, listen, own_html, page_server, preferred_language
from tests.app.ui.scripted import REPORT, ScriptedService


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    service = ScriptedService(tmp_path_factory.mktemp("server"))
    pages = {"zh": build_page(service, "zh"), "en": build_page(service, "en")}
    with TestClient(page_server(pages, service, "zh"), follow_redirects=False) as client:
        yield client


@pytest.fixture(autouse=True)
def without_cookies(client: TestClient) -> None:
    client.cookies.clear()


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-US,en;q=0.9", "en"),
        ("fr,en;q=0.3,zh;q=0.7", "zh"),
        ("en;q=0,zh;q=0.1", "zh"),
        ("EN", "en"),
        ("en;q=x,fr", "zh"),
        ("fr", "zh"),
        ("", "zh"),
        ("*", "zh"),
    ],
)
def test_the_language_that_the_browser_prefers(accepted: str, chosen: str) -> None:
    assert preferred_language(accepted, "zh") == chosen


def test_the_way_to_a_language(client: TestClient) -> None:
    assert client.get("/", headers={"accept-language": "en"}).headers["location"] == "en/"
    assert client.get("/", headers={"accept-language": "fr"}).headers["location"] == "zh/"
    assert client.get("/en").headers["location"] == "en/"


def test_the_language_chosen_last_is_kept(client: TestClient) -> None:
    cookie = client.get("/en/").headers["set-cookie"]
    assert cookie.startswith("ziping-language=en;")
    kept = {"cookie": cookie.partition(";")[0], "accept-language": "zh-CN"}
    assert client.get("/", headers=kept).headers["location"] == "en/"


@pytest.mark.parametrize(
    "path", ["/", "/zh/", "/en/config", "/file/1", "/file/99", "/check/zh.xlsx", "/nowhere", "/favicon.ico"]
)
def test_nothing_may_be_loaded_from_another_host(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert {name: headers[name] for name in HEADERS} == HEADERS
    assert "http" not in HEADERS["content-security-policy"]


@pytest.mark.parametrize(("language", "title"), [("zh", "自评通"), ("en", "Ziping")])
def test_a_page_is_in_its_language_and_names_no_other_host(client: TestClient, language: str, title: str) -> None:
    html = client.get(f"/{language}/", headers={"accept-encoding": "gzip"}).text
    assert f"<title>{title}</title>" in html
    assert re.search(rf'<html[^>]*\slang="{"zh-CN" if language == "zh" else "en"}"', html)
    loaded = re.findall(r"""<(?:script|link|img|iframe)\b[^>]*?(?:src|href)=["']([^"']+)""", html)
    assert loaded
    assert [address for address in loaded if re.match(r"(?:https?:)?//", address)] == []
    assert "og:" not in html and "manifest.json" not in html


def test_our_style_comes_after_all_others() -> None:
    html = own_html("<html><head><style>a</style></head><body><p></p></body></html>", "zh")
    assert html.rindex("<style>") > html.index("<p>")


def test_the_original_is_downloaded_whole_and_never_shown_as_a_page(client: TestClient) -> None:
    response = client.get("/file/1")
    assert response.content == REPORT.read_bytes()
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["content-disposition"] == 'attachment; filename="report.pdf"'


@pytest.mark.parametrize("path", ["/file/3", "/file/99"])
def test_an_original_that_is_not_there_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(("language", "title"), [("zh", "核对底稿"), ("en", "Cross-check")])
def test_the_working_paper_is_downloaded_in_the_language_of_the_page(
    client: TestClient, language: str, title: str
) -> None:
    workbook = client.get(f"/check/{language}.xlsx")
    assert f"attachment; filename*=utf-8''{quote(title)}.xlsx" == workbook.headers["content-disposition"]
    sheet = load_workbook(io.BytesIO(workbook.content)).active
    assert sheet.title == title and sheet.max_row == 43

    document = client.get(f"/check/{language}.docx")
    assert Document(io.BytesIO(document.content)).paragraphs[0].text == title


@pytest.mark.parametrize("path", ["/check/fr.xlsx", "/check/zh.md", "/check/zh", "/check/zh.xlsx.docx"])
def test_other_working_papers_are_not_found(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_files_of_this_machine_are_not_served(client: TestClient) -> None:
    for path in (Path(__file__), REPORT):
        assert client.get(f"/zh/gradio_api/file={path}").status_code in (403, 404)


def test_a_port_that_is_taken_is_said_so() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortInUse, match=f"port-in-use: 127.0.0.1:{port}"):
            listen("127.0.0.1", port)
