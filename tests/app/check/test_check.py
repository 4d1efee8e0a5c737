"""The cross-check finds what does not follow or agree, and says nothing about what holds."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from app.check.arithmetic import Range, printed, rounded
from app.check.engine import check_index
from app.check.export import write_findings
from app.check.finding import Finding
from app.check.paper import Paper
from app.service import Ziping
from app.settings import Settings
from ingest.records import Bound, Figure, Place

Check = Callable[[str], list[Finding]]
TABLE = """| 来源 | 预算 | 到位资金 | 实际支出 | 支出率 |
|---|---|---|---|---|
| 财政 | 900 | 900 | 830 | {rate} |
| 自筹 | 600 | 450 | {own} | 85.56% |
| 合作 | 300 | 280 | 210 | 75.00% |
| 合计 | 1800 | 1630 | {total} | {whole} |
"""


@pytest.fixture
def check(tmp_path: Path) -> Check:
    def run(text: str) -> list[Finding]:
        path = tmp_path / "report.md"
        path.write_text(f"# 中期自评报告\n\n# 一、总体情况\n\n{text}\n", encoding="utf-8")
        service = Ziping(Settings(home=tmp_path / "home", offline=True))
        service.ingest([path])
        return check_index(service.knowledge())

    return run


def table(rate: str = "92.22%", own: str = "385", total: str = "1425", whole: str = "87.42%") -> str:
    return f"表1 经费情况表\n\n单位：万元\n\n{TABLE.format(rate=rate, own=own, total=total, whole=whole)}"


def kinds(findings: list[Finding]) -> set[str]:
    return {finding.kind for finding in findings}


def test_a_sound_table_gives_no_finding(check: Check) -> None:
    assert check(table()) == []


def test_a_rate_that_does_not_follow_is_found_with_its_inputs(check: Check) -> None:
    (finding,) = [f for f in check(table(rate="93.22%")) if f.kind == "derived"]
    assert finding.recomputed == "830 / 900 = 92.22%"
    assert {place.value for place in finding.places} == {"93.22%", "830 万元", "900 万元"}


def test_a_total_that_its_rows_do_not_add_up_to_is_found(check: Check) -> None:
    findings = check(table(total="1435", whole="88.04%"))
    (finding,) = [f for f in findings if f.kind == "parts"]
    assert finding.severity == "high"
    assert finding.recomputed == "830 + 385 + 210 = 1425"


def test_a_sentence_and_a_table_that_disagree_are_found(check: Check) -> None:
    findings = check(
        "| 指标 | 2022年 | 2023年 |\n|---|---|---|\n| 读者满意度（%） | 91.2 | 92.4 |\n\n2023年，读者满意度为94.2%。"
    )
    (finding,) = [f for f in findings if f.kind == "restated"]
    assert {place.value for place in finding.places} == {"92.4%", "94.2%"}


def test_the_same_year_written_twice_is_found(check: Check) -> None:
    findings = check("学分认定共1750人次，其中，2022年达到930人次，2022年达到820人次。")
    assert "year" in kinds(findings)


def test_a_table_that_is_referred_to_and_not_there_is_found(check: Check) -> None:
    text = (
        "表1-1 经费情况\n\n| 来源 | 预算 |\n|---|---|\n| 财政 | 900 |\n| 自筹 | 600 |\n\n完成情况见表1-3，经费见表1-1。"
    )
    (finding,) = [f for f in check(text) if f.kind == "missing"]
    assert finding.places[0].value == "表1-3"


def test_a_doubled_character_is_found_and_a_word_is_not(check: Check) -> None:
    assert "name" in kinds(check("学校开展技技术培训。"))
    assert "name" not in kinds(check("学校开展教师师德教育，人人参与。"))


def test_an_id_stays_when_the_report_is_read_again(check: Check) -> None:
    first = check(table(rate="93.22%"))
    again = check(table(rate="93.22%"))
    assert [finding.id for finding in first] == [finding.id for finding in again]


@pytest.mark.parametrize("name", ["paper.xlsx", "paper.docx", "paper.md"])
def test_findings_are_written_as_a_working_paper(check: Check, tmp_path: Path, name: str) -> None:
    findings = check(table(rate="93.22%"))
    path = tmp_path / name
    write_findings(Paper(findings, {}), path, "zh")
    if name.endswith(".xlsx"):
        text = " ".join(str(cell) for row in load_workbook(path).active.iter_rows(values_only=True) for cell in row)
    elif name.endswith(".docx"):
        text = "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)
    else:
        text = path.read_text(encoding="utf-8")
    assert "830 / 900 = 92.22%" in text


def count(value: Decimal, decimals: int = 0) -> Figure:
    return Figure(0, value, "人", str(value), decimals, Bound.EXACT, ("人",), "", None, "", Place(None, ""))


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 4))
def test_a_rate_that_was_rounded_rightly_is_never_flagged(part: int, whole: int, decimals: int) -> None:
    rate = rounded(Decimal(part) / Decimal(whole) * 100, decimals)
    found = printed(count(Decimal(part))).ratio(printed(count(Decimal(whole))))
    assert found is not None
    assert found.meets(printed(count(rate, decimals), whole=False))


@given(st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6))
def test_ranges_add_up_and_come_apart_again(a: int, b: int) -> None:
    first, second = Range(Decimal(a), Decimal(a)), Range(Decimal(b), Decimal(b))
    assert (first + second) - second == first
