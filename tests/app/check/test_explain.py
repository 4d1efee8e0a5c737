"""Why a finding may have come about, and which value the rest of the report supports."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.check.finding import Finding
from app.check.slips import Slip, slip_between
from tests.app.check.conftest import FUNDS, Serve


@pytest.mark.parametrize(
    ("a", "b", "slip"),
    [
        ("98.91", "98.19", "swapped"),
        ("9.81", "9.18", "swapped"),
        ("1.234", "2.134", "swapped"),
        ("63.61", "63.62", "digit"),
        ("13013", "1313", "dropped"),
        ("13013", "130013", "dropped"),
        ("1234", "123.4", "shifted"),
        ("12", "120", "shifted"),
        ("3", "5", None),
        ("35", "39", None),
        ("812", "375", None),
        ("0", "5", None),
    ],
)
def test_one_slip_leads_from_one_number_to_another(a: str, b: str, slip: Slip | None) -> None:
    assert slip_between(Decimal(a), Decimal(b)) == slip


@given(st.integers(100, 10**7), st.integers(0, 5))
def test_two_neighbouring_digits_swapped_are_always_seen(number: int, at: int) -> None:
    digits = list(str(number))
    assume(at + 1 < len(digits) and digits[at] != digits[at + 1] and digits[at + 1] != "0")
    digits[at], digits[at + 1] = digits[at + 1], digits[at]
    assert slip_between(Decimal(number), Decimal("".join(digits))) in ("swapped", "shifted")


@given(st.decimals(0, 10**6, places=2), st.decimals(0, 10**6, places=2))
def test_it_does_not_matter_which_number_comes_first(a: Decimal, b: Decimal) -> None:
    assert slip_between(a, b) == slip_between(b, a)


def only(findings: list[Finding], kind: str) -> Finding:
    (finding,) = [f for f in findings if f.kind == kind]
    return finding


def test_a_rate_whose_inputs_are_confirmed_by_the_totals_should_be_what_follows(serve_text: Serve) -> None:
    finding = only(serve_text(FUNDS.format(rate="85.65%")).check("zh"), "derived")
    assert finding.supported == "85.56%"
    assert "2 个数都另有印证" in finding.support
    assert any("相邻两位数字互换" in words for words in finding.explanations)


def test_a_rate_of_another_column_is_recognised(serve_text: Serve) -> None:
    text = (
        "| 来源 | 预算资金（万元） | 到位资金（万元） | 支出资金（万元） | 支出率 |\n|---|---|---|---|---|\n"
        "| 财政 | 900 | 800 | 600 | 75.00% |\n| 自筹 | 600 | 450 | 385 | 85.56% |\n"
        "| 合作 | 300 | 280 | 210 | 93.33% |\n| 捐赠 | 200 | 160 | 120 | 75.00% |\n"
    )
    finding = only(serve_text(text).check("zh"), "derived")
    assert finding.recomputed == "210 / 280 = 75%"
    assert any("“到位资金（万元）”除以“预算资金（万元）”" in words for words in finding.explanations)


def test_a_part_counted_twice_is_named(serve_text: Serve) -> None:
    text = "| 部门 | 人数 |\n|---|---|\n| 甲部 | 120 |\n| 乙部 | 35 |\n| 丙部 | 210 |\n| 合计 | 400 |\n"
    finding = only(serve_text(text).check("zh"), "parts")
    assert any("35" in words and "乙部" in words and "重复计入" in words for words in finding.explanations)


def test_of_two_values_the_one_that_more_places_state_is_supported(serve_text: Serve) -> None:
    text = (
        "| 指标 | 2022年 | 2023年 |\n|---|---|---|\n| 读者满意度（%） | 91.2 | 92.4 |\n\n"
        "2023年，读者满意度为94.2%。\n\n## （二）小结\n\n2023年读者满意度为92.4%。"
    )
    finding = only(serve_text(text).check("zh"), "restated")
    assert finding.supported == "92.4%"
    assert "2 处写法一致" in finding.support


def test_what_the_document_says_of_its_scope_comes_first(serve_text: Serve) -> None:
    text = (
        "| 指标 | 2022年 | 2023年 |\n|---|---|---|\n| 读者满意度（%） | 91.2 | 92.4 |\n\n"
        "2023年，读者满意度为94.2%（统计口径不含少儿读者）。"
    )
    finding = only(serve_text(text).check("zh"), "restated")
    assert "统计口径不含少儿读者" in finding.explanations[0]


def test_values_that_balance_are_left_to_the_person(serve_text: Serve) -> None:
    text = "| 指标 | 2022年 | 2023年 |\n|---|---|---|\n| 读者满意度（%） | 91.2 | 92.4 |\n\n2023年，读者满意度为94.2%。"
    finding = only(serve_text(text).check("zh"), "restated")
    assert finding.supported is None and finding.support == ""
