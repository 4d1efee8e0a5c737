"""The index of the sample corpus, made once by the real readers and the real stores."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.service import Ziping
from app.settings import Settings

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="session")
def corpus_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder into which corpus/ was read. It is shared: tests that change an index make their own."""
    home = tmp_path_factory.mktemp("corpus-home")
    reports = Ziping(Settings(home=home, offline=True)).ingest([CORPUS])
    assert {report.state for report in reports} == {"read"}, reports
    return home


@pytest.fixture(scope="session")
def corpus_service(corpus_home: Path) -> Ziping:
    """The service over the sample corpus."""
    return Ziping(Settings(home=corpus_home, offline=True))
