"""Every error that can happen to a person has one line in both languages, with what, where and what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.error_lines import error_line
from index.errors import StoreError, VectorsError
from index.model_files import ModelMissing
from ingest.errors import ReadError
from prompts import LANGUAGES

ROOT = Path(__file__).parents[2]


def raised(error: str, *folders: str) -> list[str]:
    """The codes with which the program raises an error, and those that the error's own documentation names."""
    files = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    sources = "\n".join(path.read_text(encoding="utf-8") for path in files)
    codes = re.findall(rf'{error}\(\s*"([a-z-]+)"', sources)
    documented = re.search(rf'class {error}\(Exception\):\s+"""(.*?)"""', sources, re.DOTALL)
    assert documented is not None
    named = re.findall(r"`([a-z-]+)`", documented[1].split("`code` is stable", 1)[-1])
    return sorted({*codes, *named} - {"where", "cause", "path", "page", "tried"})


def check(error: Exception, where: str, language: str) -> None:
    line = error_line(error, language)  # type: ignore[arg-type]
    assert line is not None and "\n" not in line
    assert where in line
    # What is wrong, and what to do about it.
    assert len(re.findall(r"[。.](?:\s|$)|。|；|; ", line)) >= 2


@pytest.mark.parametrize("language", LANGUAGES)
class TestLines:
    @pytest.mark.parametrize("code", raised("StoreError", "index"))
    def test_store(self, code: str, language: str) -> None:
        check(StoreError(code, "/home/index", "first line\nsecond"), "/home/index", language)

    @pytest.mark.parametrize("code", raised("VectorsError", "index"))
    def test_vectors(self, code: str, language: str) -> None:
        check(VectorsError(code, "/home/chroma", "cause"), "/home/chroma", language)

    @pytest.mark.parametrize("code", raised("ModelMissing", "index"))
    def test_model(self, code: str, language: str) -> None:
        check(ModelMissing(code, "a-model", ["/cache/a-model"], "cause"), "/cache/a-model", language)

    @pytest.mark.parametrize("code", raised("ReadError", "ingest", "app"))
    def test_documents(self, code: str, language: str) -> None:
        check(ReadError(code, Path("report.pdf"), page=7, cause="cause"), "report.pdf", language)

    def test_the_system(self, language: str) -> None:
        check(PermissionError(13, "Permission denied", "/root/report.pdf"), "/root/report.pdf", language)

    def test_a_mistake_of_the_program_is_none(self, language: str) -> None:
        assert error_line(KeyError("x"), language) is None  # type: ignore[arg-type]


def test_codes_are_found() -> None:
    assert {"missing", "damaged", "locked", "source-changed"} <= set(raised("StoreError", "index"))
    assert {"missing", "encrypted", "unreadable"} <= set(raised("ReadError", "ingest", "app"))
