"""Services over reports of a few lines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.check.engine import check_index
from app.check.finding import Finding
from app.service import Ziping
from app.settings import Settings
from tests.reports.reading import text_to_knowledge

Serve = Callable[..., Ziping]
Find = Callable[[str], list[Finding]]
FUNDS = """表1 经费情况表

| 来源 | 到位资金（万元） | 实际支出（万元） | 支出率 |
|---|---|---|---|
| 财政 | 900 | 830 | 92.22% |
| 自筹 | 450 | 385 | {rate} |
| 合计 | 1350 | 1215 | 90.00% |
"""


@pytest.fixture
def serve_text(tmp_path: Path) -> Serve:
    """Reads a text as the report, or another version of it, into one index; the service over it."""
    service = Ziping(Settings(home=tmp_path / "home", offline=True))

    def serve(text: str, name: str = "report.md") -> Ziping:
        path = tmp_path / name
        path.write_text(f"# 中期自评报告\n\n# 一、总体情况\n\n{text}\n", encoding="utf-8")
        (report,) = service.ingest([path])
        assert report.state == "read", report
        return service

    return serve


@pytest.fixture
def find(tmp_path: Path) -> Find:
    """The findings over a text as the only report."""

    def found(text: str) -> list[Finding]:
        return check_index(text_to_knowledge(f"# 中期自评报告\n\n{text}\n", tmp_path))

    return found
