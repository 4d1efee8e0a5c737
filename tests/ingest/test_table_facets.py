"""What the cells of a table are about."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ingest import ingest_document
from ingest.lexicon import Lexicon
from ingest.records import DocumentRecords, Figure, Period
from prompts import lexicon_data

TEXT = """# 高质量发展规划中期评估报告（2021—2025年）

**表1 重点项目支出情况（截至2023年12月31日）**

单位：万元

<table>
<thead><tr><th>项目</th><th>预算</th><th>已支出</th><th>支出率</th></tr></thead>
<tbody>
<tr><td>放疗平台</td><td>1680</td><td>917</td><td>54.58%</td></tr>
<tr><td>合计</td><td>1680</td><td>917</td><td>54.58%</td></tr>
</tbody>
</table>

**表2 主要指标**

<table>
<thead><tr><th>指标</th><th>单位</th><th>目标值</th><th>完成值</th><th>比2021年</th></tr></thead>
<tbody>
<tr><td>平均住院日（天）</td><td>天</td><td>8.0</td><td>7.6</td><td>−1.3</td></tr>
<tr><td>日间手术占比</td><td>%</td><td>25</td><td>26.53</td><td>+14.13</td></tr>
</tbody>
</table>

**表2-1 完成情况**

<table>
<thead><tr><th>指标</th><th>单位</th><th>目标值</th><th>完成值</th><th>完成度（%）</th></tr></thead>
<tbody>
<tr><td>开放床位</td><td>张</td><td>1200</td><td>1180</td><td>98.3</td></tr>
</tbody>
</table>

**表3 人员变化**

<table>
<thead><tr><th>年度</th><th>在岗职工（人）</th><th>博士（人）</th></tr></thead>
<tbody>
<tr><td>2022年</td><td>1775</td><td>28</td></tr>
<tr><td>2023年</td><td>1862</td><td>33</td></tr>
</tbody>
</table>

**表4 课题与满意度**

<table>
<thead><tr><th rowspan="2">项目</th><th rowspan="2">级别</th><th colspan="2">2023年</th></tr>
<tr><th>上半年</th><th>下半年</th></tr></thead>
<tbody>
<tr><td>课题立项</td><td>省级以上</td><td>4</td><td>7</td></tr>
<tr><td>课题立项</td><td>全国</td><td>1</td><td>0</td></tr>
<tr><td>学生满意度（%）</td><td>—</td><td>93.1</td><td>94.2</td></tr>
</tbody>
</table>
"""


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> DocumentRecords:
    path = tmp_path_factory.mktemp("tables") / "report.md"
    path.write_text(TEXT, encoding="utf-8")
    return ingest_document(path, Lexicon.model_validate(lexicon_data()))


def cell(records: DocumentRecords, text: str) -> Figure:
    (figure,) = [f for f in records.figures if f.place.table is not None and f.text == text]
    return figure


def test_the_day_of_a_count_qualifies_the_year(records: DocumentRecords) -> None:
    figure = next(f for f in records.figures if f.text == "917")
    assert (figure.period, figure.qualifiers) == (Period(2023, 2023), ("截至2023年12月31日",))
    assert (figure.unit, figure.measure) == ("万元", "spent")


def test_target_actual_and_unit_come_from_header_and_unit_column(records: DocumentRecords) -> None:
    target, actual = cell(records, "8.0"), cell(records, "7.6")
    assert (target.measure, target.unit, target.subject[-1]) == ("target", "天", "平均住院日（天）")
    assert (actual.measure, actual.value) == ("actual", Decimal("7.6"))


def test_a_rate_is_in_percent_whatever_the_unit_column_says_of_the_row(records: DocumentRecords) -> None:
    assert (cell(records, "98.3").unit, cell(records, "1180").unit) == ("%", "张")


def test_a_column_of_comparison_is_a_difference_and_not_of_that_year(records: DocumentRecords) -> None:
    days, share = cell(records, "−1.3"), cell(records, "+14.13")
    assert (days.measure, days.unit, days.value) == ("difference", "天", Decimal("-1.3"))
    assert (share.measure, share.unit) == ("difference", "个百分点")
    assert days.period is None or days.period.first != days.period.last


def test_years_as_rows(records: DocumentRecords) -> None:
    figure = cell(records, "33")
    assert (figure.period, figure.unit) == (Period(2023, 2023), "人")


def test_a_part_of_a_year_takes_the_year_above_it(records: DocumentRecords) -> None:
    assert cell(records, "4").period == Period(2023, 2023, "上半年")


def test_the_level_is_as_the_level_column_has_it(records: DocumentRecords) -> None:
    assert cell(records, "7").level == "省级以上"
    assert cell(records, "1").level == "全国"


def test_a_row_that_is_a_measure(records: DocumentRecords) -> None:
    figure = cell(records, "94.2")
    assert (figure.measure, figure.unit) == ("satisfaction", "%")
