"""Counts of one thing under other words; what the text itself reconciles; rows that one of two tables lacks."""

from __future__ import annotations

from app.check.finding import Finding
from tests.app.check.conftest import Find


def restated(find: Find, text: str) -> list[Finding]:
    return [finding for finding in find(text) if finding.kind == "restated"]


def test_parts_of_a_name_in_another_order_name_one_thing(find: Find) -> None:
    text = "# 一、科研\n\n获专利和计算机软件著作权32件。\n\n# 二、成果\n\n获计算机软件著作权与专利27件。"
    (finding,) = restated(find, text)
    assert {place.value for place in finding.places} == {"32件", "27件"}


def test_from_a_level_up_there_may_be_more_never_fewer(find: Find) -> None:
    text = "# 一、竞赛\n\n师生大赛获省级以上奖项{a}项。\n\n# 二、成果\n\n师生大赛获省级奖项143项。"
    assert restated(find, text.format(a=150)) == []
    assert len(restated(find, text.format(a=142))) == 1


def test_more_in_a_year_than_in_all_is_found(find: Find) -> None:
    text = "# 一、党建\n\n2023年，建成名辅导员工作室4个。\n\n# 二、成果\n\n建成名辅导员工作室1个。"
    assert len(restated(find, text)) == 1


def test_what_was_added_leads_to_the_new_count(find: Find) -> None:
    text = "# 一、设备\n\n以20台超融合服务器扩容。\n\n# 二、平台\n\n新增超融合服务器20台，扩容后有超融合服务器30台。"
    assert restated(find, text) == []


def test_two_lists_of_as_many_names_are_two_things(find: Find) -> None:
    text = "# 一、启动\n\n五个培训中心启动，分别是电梯中心、社区中心、农商中心、危化中心、建筑中心。"
    text += "\n\n# 二、建成\n\n已建成的六个培训中心为电梯中心、社区中心、农商中心、危化中心、建筑中心和渔业中心。"
    assert restated(find, text) == []


def table(number: str, names: list[str]) -> str:
    rows = "\n".join(f"| {name} | 2 | 2 |" for name in names)
    return f"表{number} 成果表\n\n| 成果名称 | 目标 | 完成数 |\n|---|---|---|\n{rows}"


def test_a_row_that_one_of_two_tables_lacks_is_found(find: Find) -> None:
    names = [f"{letter}类示范基地{letter}" for letter in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰"]
    text = f"# 一、概况\n\n{table('1', [*names, '行业产教融合共同体'])}\n\n# 二、成果\n\n{table('2', names)}"
    (finding,) = (f for f in find(text) if f.kind == "missing")
    assert "行业产教融合共同体" in finding.summary


def test_parts_that_the_name_of_their_total_leaves_out_are_found(find: Find) -> None:
    sections = "\n\n".join(
        f"## {n}. {name}\n\n### {n}.1 基本情况\n\n{{{name}}}\n\n### {n}.2 任务完成情况\n\n"
        f"#### {n}.2.1 成果推广\n\n{{{name}二}}\n\n"
        f"#### {n}.2.2 制度建设\n\n有序开展。\n\n### {n}.3 尚未完成的任务\n\n无。"
        for n, name in enumerate(("平台", "队伍", "服务"), 1)
    )
    rows = "| 1 成果推广 | 2022年：获各类纵向、横向科研经费68.7万元。 |\n| 2 制度建设 | 有序开展。 |"
    told = "2022年纵向科研经费到账22.7万元，横向科研经费到账15万元，校内科研经费31万元。"
    filled = sections.format(
        平台=f"表1 进展表\n\n| 任务 | 完成情况 |\n|---|---|\n{rows}",
        平台二=told,
        队伍="好。",
        队伍二="好。",
        服务="好。",
        服务二="好。",
    )
    (finding,) = (f for f in find(f"# 一、项目\n\n{filled}") if f.kind == "derived")
    assert finding.recomputed == "22.7 + 15 + 31 = 68.7"
