"""What all tests share: the inputs beside the repository, the embedding model, how hypothesis looks for examples."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings

from app.settings import default_model_cache
from index.model_files import ModelMissing, fetch_default_model

CI = os.environ.get("CI", "").lower() in ("1", "true")
SHARED = Path(__file__).parents[2] / "shared"

hypothesis_settings.register_profile("ziping", deadline=None)
hypothesis_settings.register_profile("ziping-ci", deadline=None, derandomize=True)
hypothesis_settings.load_profile("ziping-ci" if CI else "ziping")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--odd-documents", type=int, default=40, help="how many odd documents are tried (hundreds: minutes)"
    )


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reports and keyed questions that lies beside the repository."""
    if not SHARED.is_dir():
        pytest.skip(f"no {SHARED}: its reports and questions are not part of the repository")
    return SHARED


@pytest.fixture(scope="session")
def embedding_model() -> Path:
    """The folder of the default embedding model, fetched into the user's cache if it is not there."""
    try:
        return fetch_default_model(default_model_cache(), offline=os.environ.get("ZIPING_OFFLINE") == "1")
    except ModelMissing as error:
        if CI:
            pytest.fail(f"the embedding model must be had here: {error}")
        pytest.skip(f"the embedding model is not to be had: {error}")
