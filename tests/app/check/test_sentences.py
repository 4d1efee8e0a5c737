"""What one sentence or passage adds up, compares and shares out."""

from __future__ import annotations

import pytest

from app.check.finding import Finding
from tests.app.check.conftest import Find


def findings(find: Find, text: str) -> list[Finding]:
    return find(f"# 一、进展\n\n{text}")


@pytest.mark.parametrize(
    ("text", "right", "wrong", "formula"),
    [
        ("24项指标中已提前完成4项、达到进度{n}项、滞后3项。", 17, 16, "4 + 16 + 3 = 23"),
        ("新建学校9所，其中小学5所、初中{n}所、一贯制学校1所。", 3, 4, "5 + 4 + 1 = 10"),
        ("计划建设学校15所，已建成{n}所，在建4所，2所处于前期阶段。", 9, 8, "8 + 4 + 2 = 14"),
        ("原计划建成的3个基地，目前建成1个，另{n}个尚未开工。", 2, 1, "1 + 1 = 2"),
    ],
)
def test_parts_that_exhaust_the_whole_must_make_it(find: Find, text: str, right: int, wrong: int, formula: str) -> None:
    assert findings(find, text.format(n=right)) == []
    (finding,) = findings(find, text.format(n=wrong))
    assert (finding.kind, finding.recomputed) == ("parts", formula)


def test_what_follows_the_counts_of_two_years_is_of_both(find: Find) -> None:
    assert findings(find, "任务点2022年为17个，2023年为12个，其中完成20个、超额完成8个、完成一半1个。") == []


def test_what_is_only_some_of_the_whole_need_not_make_it(find: Find) -> None:
    assert findings(find, "引进高层次人才86人，其中博士12人、硕士60人。") == []


@pytest.mark.parametrize(("last", "found"), [(240, False), (250, True)])
def test_years_behind_a_total_must_make_it(find: Find, last: int, found: bool) -> None:
    text = f"建成智慧教室620间，覆盖率100%。2021年建成180间，2022年建成200间，2023年建成{last}间。"
    assert bool(findings(find, text)) is found


def test_the_state_at_the_end_of_the_last_year_is_a_total_too(find: Find) -> None:
    text = "智慧教室达到620间。2021年智慧教室达到580间，2022年智慧教室达到600间，2023年智慧教室达到620间。"
    assert findings(find, text) == []


def test_a_change_from_the_value_that_it_is_compared_with_is_reckoned(find: Find) -> None:
    text = "在编教师6820人，比2020年的6215人增加{change}人。"
    assert findings(find, text.format(change=605)) == []
    (finding,) = findings(find, text.format(change=615))
    assert finding.recomputed == "6820 − 6215 = 605"


def test_a_rate_that_is_named_after_its_part_is_reckoned(find: Find) -> None:
    text = "平台注册用户1280人，活跃用户960人，活跃率{rate}%。"
    assert findings(find, text.format(rate=75)) == []
    (finding,) = findings(find, text.format(rate=77))
    assert finding.recomputed == "960 / 1280 = 75%"


def test_a_table_with_a_simple_number_that_is_referred_to_and_not_there_is_found(find: Find) -> None:
    table = "表1 情况表\n\n| 项目 | 数量 |\n|---|---|\n| 甲 | 3 |\n| 乙 | 4 |"
    assert findings(find, f"各项情况见表1。\n\n{table}") == []
    (finding,) = findings(find, f"各项情况见表2。\n\n{table}")
    assert (finding.kind, finding.places[0].value) == ("missing", "表2")


def test_units_that_differ_in_a_capital_are_found(find: Find) -> None:
    (finding,) = findings(find, "出口带宽由10Gbps提升至40GBps。")
    assert [place.value for place in finding.places] == ["10Gbps", "40GBps"]


def test_what_there_is_to_be_by_a_later_year_is_no_other_value(find: Find) -> None:
    text = "建成智慧教室620间。\n\n# 二、下一步\n\n到2025年，建成智慧教室900间。"
    assert findings(find, text) == []


def test_the_row_of_all_is_what_a_sentence_about_all_is_held_against(find: Find) -> None:
    rows = "| 成人读者满意度（%） | 96.4 |\n| 少儿读者满意度（%） | 95.9 |\n| 读者总体满意度（%） | 96.0 |"
    text = "2023年读者满意度为{value}%。\n\n表1 满意度\n\n| 类别 | 2023年 |\n|---|---|\n" + rows
    assert findings(find, text.format(value="96.0")) == []
    (finding,) = findings(find, text.format(value="96.2"))
    assert {place.value for place in finding.places} == {"96.0%", "96.2%"}


def test_money_in_words_is_held_against_the_total_row(find: Find) -> None:
    rows = "| 市财政 | 2000 | 1930 |\n| 区财政 | 1000 | 940 |\n| 合计 | 3000 | 2870 |"
    text = "到位资金3000万元，实际支出{spent}万元。\n\n表1 经费（单位：万元）\n\n"
    rows = f"| 来源 | 到位资金 | 支出 |\n|---|---|---|\n{rows}"
    assert findings(find, text.format(spent=2870) + rows) == []
    (finding,) = findings(find, text.format(spent=2780) + rows)
    assert finding.kind == "restated"
