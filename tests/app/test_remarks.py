"""An answer says what the cross-check found about the figures that it states."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.service import Ziping
from app.settings import Settings

REPORT = """# 中期自评报告

# 一、经费

表1 经费情况表

单位：万元

| 来源 | 预算 | 到位资金 | 实际支出 | 支出率 |
|---|---|---|---|---|
| 财政拨款 | 900 | 900 | 830 | 93.22% |
| 学校自筹 | 600 | 450 | 385 | 85.56% |
| 企业合作 | 300 | 280 | 210 | 75.00% |
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Ziping:
    folder = tmp_path_factory.mktemp("remarks")
    (folder / "report.md").write_text(REPORT, encoding="utf-8")
    service = Ziping(Settings(home=folder / "home", offline=True))
    service.ingest([folder / "report.md"])
    return service


def test_a_rate_that_does_not_follow_is_remarked_on(service: Ziping) -> None:
    answer = service.ask("财政拨款的支出率是多少？")
    assert answer.conflict
    assert "830 / 900 = 92.22%" in answer.answer
    assert Decimal("92.22") in {figure.value for figure in answer.figures if figure.computed}
    assert all(0 <= at < len(answer.citations) for figure in answer.figures for at in figure.citations)


def test_a_rate_that_follows_is_not(service: Ziping) -> None:
    answer = service.ask("学校自筹的支出率是多少？")
    assert not answer.conflict
    assert "核对" not in answer.answer
