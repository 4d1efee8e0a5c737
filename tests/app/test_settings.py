"""Settings come from the command line, else the environment, else the defaults; wrong ones are said in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.language import asked_language, system_language
from app.settings import Settings, SettingsError, default_model_cache, load_settings, unknown_variables
from prompts import LANGUAGES, message


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in list(os.environ):
        if name.startswith("ZIPING_"):
            monkeypatch.delenv(name)


class TestOrder:
    def test_by_default_everything_stays_on_this_machine(self) -> None:
        settings = load_settings()
        assert (settings.home, settings.host, settings.port) == (Path(".ziping"), "127.0.0.1", 7860)
        assert settings.embedding_model == "bge-small-zh-v1.5"
        assert not settings.offline

    def test_the_environment_goes_before_the_defaults(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("ZIPING_HOME", "~/reports")
        monkeypatch.setenv("ZIPING_PORT", "8000")
        monkeypatch.setenv("ZIPING_OFFLINE", "1")
        settings = load_settings()
        assert (settings.home, settings.port, settings.offline) == (Path.home() / "reports", 8000, True)

    def test_what_is_given_goes_before_the_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("ZIPING_HOME", "elsewhere")
        monkeypatch.setenv("ZIPING_PORT", "8000")
        settings = load_settings(home=Path("here"), port=9000, language="en")
        assert (settings.home, settings.port, settings.language) == (Path("here"), 9000, "en")

    def test_an_empty_variable_counts_as_not_set(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("ZIPING_HOME", "")
        assert load_settings().home == Path(".ziping")

    def test_models_are_kept_in_the_users_cache(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
        assert default_model_cache() == tmp_path / "ziping" / "models"
        monkeypatch.setenv("XDG_CACHE_HOME", "not/absolute")
        assert default_model_cache().is_absolute()


class TestWrong:
    @pytest.mark.parametrize(
        ("variable", "value"),
        [
            ("ZIPING_PORT", "0"),
            ("ZIPING_PORT", "65536"),
            ("ZIPING_PORT", "http"),
            ("ZIPING_OFFLINE", "perhaps"),
            ("ZIPING_LANGUAGE", "fr"),
        ],
    )
    def test_a_wrong_variable_is_named_with_its_value(
        self, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
    ) -> None:
        monkeypatch.setenv(variable, value)
        with pytest.raises(SettingsError) as error:
            load_settings()
        assert error.value.code == variable.removeprefix("ZIPING_").lower()
        assert variable in str(error.value) and value in str(error.value)
        assert "\n" not in str(error.value)

    def test_a_wrong_option_is_named_as_an_option(self) -> None:
        with pytest.raises(SettingsError, match=r"--port must be .* not 70000"):
            load_settings(port=70000, language="en")

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("name", Settings.model_fields)
    def test_there_is_a_text_for_every_setting(self, name: str, language: str) -> None:
        assert "ZIPING_X" in message(language, f"settings.{name}", variable="ZIPING_X", value=1)

    def test_misspelt_variables_are_found(self) -> None:
        assert unknown_variables({"ZIPING_HOEM": "x", "ZIPING_HOME": "x", "PATH": "x"}) == ["ZIPING_HOEM"]


class TestLanguage:
    @pytest.mark.parametrize(
        ("asked", "environment", "language"),
        [
            ("en", {"ZIPING_LANGUAGE": "zh", "LANG": "zh_CN.UTF-8"}, "en"),
            (None, {"ZIPING_LANGUAGE": "en", "LANG": "zh_CN.UTF-8"}, "en"),
            (None, {"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
            (None, {"LANG": "en_GB.UTF-8"}, "en"),
            (None, {"LANG": "de_DE.UTF-8"}, "zh"),
            ("fr", {"LANG": "C.UTF-8"}, "zh"),
        ],
    )
    def test_what_is_asked_for_goes_before_the_system(
        self, asked: str | None, environment: dict[str, str], language: str
    ) -> None:
        assert system_language(asked, environment) == language

    @pytest.mark.parametrize(
        ("arguments", "language"),
        [
            (["ask", "--lang", "en"], "en"),
            (["ask", "--lang=zh", "x"], "zh"),
            (["ask", "--lang"], None),
            (["ask", "--", "--lang", "en"], None),
            ([], None),
        ],
    )
    def test_the_language_of_help_is_that_of_the_command_line(self, arguments: list[str], language: str | None) -> None:
        assert asked_language(arguments) == language
