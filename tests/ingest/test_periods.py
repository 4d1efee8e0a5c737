"""The years and parts of years that a text speaks of."""

from __future__ import annotations

import pytest

from ingest.lexicon import Lexicon
from ingest.periods import durations_in, part_of_year, periods_in
from ingest.records import Period
from prompts import lexicon_data

LEXICON = Lexicon.model_validate(lexicon_data())


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


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("截至2023年底，床位达 1200 张", "截至2023年底"),
        ("截至2023年12月31日", "截至2023年12月31日"),
        ("2023年末在园企业 236 家", "2023年末"),
        ("2022年以来立项 50 项", "2022年以来"),
        ("应在2024年底前完成", "2024年底前"),
        ("由2021年的 89% 提高到2023年的 93%", ""),
        ("2021年至2023年开展", ""),
        ("2023年开展", ""),
    ],
)
def test_the_time_of_a_state_is_told_from_a_year_of_deeds(text: str, state: str) -> None:
    spans = periods_in(text)
    assert spans[-1].state == state
    assert not state or spans[-1].period == Period(spans[-1].period.first, spans[-1].period.last)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("三年来", [3]),
        ("近两年共", [2]),
        ("前3年", [3]),
        ("五年共设", [5]),
        ("满三年", []),
        ("三年以上", []),
        ("22年", []),
    ],
)
def test_stretches_of_years(text: str, years: list[int]) -> None:
    assert [span.years for span in durations_in(text, LEXICON)] == years
