"""The doctor says what is configured, what works, what is missing and how to mend it."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.answer import Language
from app.doctor import Check, diagnose
from app.settings import Settings
from index.errors import StoreError
from index.model_files import DEFAULT_MODEL
from ingest.records import NumberUse


@dataclass(frozen=True)
class Held:
    """What an index holds."""

    documents: int = 2
    figures: int = 40
    indicators: int = 30
    without_vectors: int | None = 0
    numbers: dict[str, int] = field(
        default_factory=lambda: {use.value: 0 for use in NumberUse} | {"figure": 40, "date": 7, "unplaced": 3}
    )


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    return Settings(home=tmp_path / "home", model_cache=tmp_path / "models", offline=True, port=port)


def checks(settings: Settings, held: Held | StoreError | None = None, language: Language = "en") -> dict[str, Check]:
    def counts() -> Held:
        if isinstance(held, StoreError):
            raise held
        assert held is not None
        return held

    return {check.code: check for check in diagnose(settings, language, counts if held is not None else None)}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("held", [None, Held(), Held(documents=0), StoreError("damaged", "/home/index", "no database")])
def test_whatever_is_not_well_comes_with_what_to_do(
    settings: Settings, held: Held | StoreError | None, language: Language
) -> None:
    for check in checks(settings, held, language).values():
        assert check.name and check.what
        assert bool(check.mend) == (check.state != "ok")


def test_looking_changes_nothing(settings: Settings) -> None:
    checks(settings, Held())
    assert not settings.home.exists() and not settings.model_cache.exists()


def test_what_the_index_holds_is_counted(settings: Settings) -> None:
    found = checks(settings, Held())
    assert found["index"].counts == {"documents": 2, "figures": 40, "indicators": 30}
    assert found["numbers"].counts["unplaced"] == 3
    assert "50 numbers" in found["numbers"].what and "3 not placed" in found["numbers"].what


@pytest.mark.parametrize(("without", "state"), [(0, "ok"), (1, "warning"), (None, "warning")])
def test_missing_vectors_are_no_failure(settings: Settings, without: int | None, state: str) -> None:
    assert checks(settings, Held(without_vectors=without))["vectors"].state == state


@pytest.mark.parametrize(("code", "state"), [("missing", "warning"), ("damaged", "failed"), ("schema", "failed")])
def test_an_index_that_is_not_there_is_no_failure_and_one_that_cannot_be_opened_is(
    settings: Settings, code: str, state: str
) -> None:
    assert checks(settings, StoreError(code, settings.home))["index"].state == state


def test_a_home_folder_that_cannot_be_is_a_failure(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    check = checks(settings.model_copy(update={"home": tmp_path / "file"}))["home"]
    assert check.state == "failed"
    assert str(tmp_path / "file") in check.what


def test_a_port_in_use_is_said(settings: Settings) -> None:
    assert checks(settings)["port"].state == "ok"
    with socket.create_server(("127.0.0.1", settings.port)):
        assert checks(settings)["port"].state == "warning"


def test_an_address_of_another_machine_is_a_failure(settings: Settings) -> None:
    assert checks(settings.model_copy(update={"host": "192.0.2.1"}))["port"].state == "failed"


def test_misspelt_variables_are_named(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZIPING_MODELS", "x")
    check = checks(settings)["variables"]
    assert (check.state, "ZIPING_MODELS" in check.what) == ("warning", True)


class TestModel:
    def test_one_that_works_is_measured(self, settings: Settings, embedding_model: Path) -> None:
        check = checks(settings.model_copy(update={"model_cache": embedding_model.parent}))["model"]
        assert check.state == "ok"
        assert "512 dimensions" in check.what

    def test_none_yet_is_no_failure(self, settings: Settings) -> None:
        assert checks(settings)["model"].state == "warning"

    def test_a_damaged_one_is_a_failure(self, settings: Settings, embedding_model: Path) -> None:
        for path in embedding_model.rglob("*"):
            if path.is_file():
                copy = settings.model_cache / DEFAULT_MODEL / path.relative_to(embedding_model)
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_bytes(bytes(path.stat().st_size))
        check = checks(settings)["model"]
        assert check.state == "failed"
        assert "tokenizer.json" in check.what

    def test_a_folder_without_one_is_a_failure(self, settings: Settings, tmp_path: Path) -> None:
        check = checks(settings.model_copy(update={"embedding_model": str(tmp_path)}))["model"]
        assert check.state == "failed"
        assert str(tmp_path) in check.what
