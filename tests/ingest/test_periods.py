"""The years and parts of years that a text speaks of."""

from __future__ import annotations

import pytest

from ingest.periods import part_of_year, periods_in
from ingest.records import Period


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023年完成", [Period(2023, 2023)]),
        ("2022—2025 年", [Period(2022, 2025)]),
        ("2022 年至 2023 年", [Period(2022, 2023)]),
        ("2022、2023年", [Period(2022, 2022), Period(2023, 2023)]),
        ("22年引进7人", [Period(2022, 2022)]),
        ("2023届毕业生", [Period(2023, 2023)]),
        ("2023年上半年", [Period(2023, 2023, "上半年")]),
        ("2023年7月", [Period(2023, 2023, "7月")]),
        ("截至2023年底", [Period(2023, 2023)]),
        ("2022-2023 完成情况", [Period(2022, 2023)]),
        ("2000 人参加", []),
        ("工作20年以上", []),
        ("没有年份", []),
    ],
)
def test_periods(text: str, expected: list[Period]) -> None:
    assert [span.period for span in periods_in(text)] == expected


@pytest.mark.parametrize(
    ("text", "part"), [("上半年", "上半年"), ("7月", "7月"), ("一季度", "一季度"), ("全年", ""), ("合计", "")]
)
def test_part_of_a_year(text: str, part: str) -> None:
    assert part_of_year(text) == part
