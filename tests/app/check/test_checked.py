"""What holds is kept with its reckoning, as what does not is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.check.engine import Review, review_index
from app.service import Ziping
from app.settings import Settings

ReviewText = Callable[[str], Review]
FUNDS = """| 来源 | 到位资金（万元） | 实际支出（万元） | 支出率 |
|---|---|---|---|
| 财政 | 900 | 830 | 92.22% |
| 自筹 | 450 | 385 | {rate} |
| 合计 | 1350 | 1215 | 90.00% |
"""


@pytest.fixture
def review(tmp_path: Path) -> ReviewText:
    def run(text: str) -> Review:
        path = tmp_path / "report.md"
        path.write_text(f"# 中期自评报告\n\n# 一、总体情况\n\n{text}\n", encoding="utf-8")
        service = Ziping(Settings(home=tmp_path / "home", offline=True))
        service.ingest([path])
        return review_index(service.knowledge())

    return run


def formulas(review: Review) -> set[str]:
    return {checked.formula for checked in review.checked if checked.outcome == "holds" and checked.formula}


def test_rates_and_totals_that_hold_are_kept_with_their_reckoning(review: ReviewText) -> None:
    found = review(FUNDS.format(rate="85.56%"))
    assert found.findings == ()
    assert {"830 / 900 = 92.22%", "385 / 450 = 85.56%", "900 + 450 = 1350", "830 + 385 = 1215"} <= formulas(found)


def test_what_is_found_wrong_is_not_among_what_holds(review: ReviewText) -> None:
    found = review(FUNDS.format(rate="86.56%"))
    assert [finding.recomputed for finding in found.findings] == ["385 / 450 = 85.56%"]
    assert "385 / 450 = 85.56%" not in formulas(found)
    assert "830 / 900 = 92.22%" in formulas(found)


def test_values_that_agree_in_two_places_are_kept(review: ReviewText) -> None:
    text = "| 指标 | 2023年 |\n|---|---|\n| 读者满意度（%） | 92.4 |\n\n2023年，读者满意度为92.4%。"
    (same,) = [checked for checked in review(text).checked if checked.kind == "restated"]
    assert len(same.statements) == 2


def test_a_total_that_counts_something_else_cannot_be_checked(review: ReviewText) -> None:
    text = "| 部门 | 人数 |\n|---|---|\n| 甲部 | 10 |\n| 乙部 | 20 |\n| 合计 | 300 |\n"
    (total,) = [checked for checked in review(text).checked if checked.outcome == "open"]
    assert total.statements[0].figure.value == 300
    assert total.reason
