"""What is said of one thing in several places is one finding with all its places; what only sounds alike is none."""

from __future__ import annotations

from app.check.engine import check_index
from app.check.finding import Finding
from tests.app.check.conftest import Serve

RESULTS = """表2 成果一览表

| 成果名称 | 级别 | 2022-2025年目标 | 2022-2023年完成 |
|---|---|---|---|
| 创新创业训练项目 | 省级 | 20 | {projects} |
| 国际技能证书培训师 | 省级 | 4 | 9 |
| 双师型教师培训基地 | 省级 | 1 | 1 |
"""
SECTIONS = "\n\n".join(
    f"## {n}. 建设项目{name}\n\n{{{name}}}" for n, name in enumerate(("甲", "乙", "丙", "丁", "戊"), 1)
)
PARTS = "### {n}.1 基本情况\n\n进展良好。\n\n### {n}.2 尚未完成的任务\n\n无。"


def of_kind(findings: list[Finding], kind: str) -> list[Finding]:
    return [finding for finding in findings if finding.kind == kind]


def check(serve_text: Serve, text: str) -> list[Finding]:
    return check_index(serve_text(text).knowledge())


def test_years_that_make_another_total_are_found(serve_text: Serve) -> None:
    text = RESULTS.format(projects=10)
    text += "\n\n2022年，获省级创新创业训练项目10个。2023年，获省级创新创业训练项目3个。"
    (finding,) = of_kind(check(serve_text, text), "restated")
    assert finding.recomputed == "10 + 3 = 13"


def test_years_that_make_the_total_are_sound(serve_text: Serve) -> None:
    text = RESULTS.format(projects=13)
    text += "\n\n2022年，获省级创新创业训练项目10个。2023年，获省级创新创业训练项目3个。"
    assert of_kind(check(serve_text, text), "restated") == []


def test_a_count_in_a_table_without_units_is_held_against_sentences(serve_text: Serve) -> None:
    text = RESULTS.format(projects=10) + "\n\n# 二、队伍建设\n\n现有国际技能证书培训师10人。"
    (finding,) = of_kind(check(serve_text, text), "restated")
    assert {place.value for place in finding.places} == {"9", "10人"}


def test_one_thing_at_two_levels_is_found(serve_text: Serve) -> None:
    text = RESULTS.format(projects=10) + "\n\n# 二、队伍建设\n\n建成校级双师型教师培训基地1个。"
    (finding,) = of_kind(check(serve_text, text), "restated")
    assert {place.value for place in finding.places} == {"省级", "校级"}


def test_a_section_without_the_parts_of_its_siblings_is_held_against_its_own_table(serve_text: Serve) -> None:
    table = "| 任务数 | 完成数 | 完成率 |\n|---|---|---|\n| 16 | 15 | 93.75% |"
    parts = {name: PARTS.format(n=n) for n, name in enumerate(("甲", "乙", "丙", "丁", "戊"), 1)}
    parts["丁"] = f"表4 完成情况\n\n{table}"
    (finding,) = of_kind(check(serve_text, SECTIONS.format(**parts)), "missing")
    assert finding.severity == "high"
    assert {"16", "15"} <= {place.value for place in finding.places}


def test_the_reports_own_rule_judges_its_status_words(serve_text: Serve) -> None:
    rule = "达到100%为“达标”，80%以上、不足100%为“推进中”，不足80%为“未达标”。"
    table = "| 指标 | 目标 | 完成值 | 完成率 | 状态 |\n|---|---|---|---|---|\n"
    rows = [("甲指标", 50, 50, "100%", "达标"), ("乙指标", 50, 48, "96%", "达标"), ("丙指标", 50, 30, "60%", "未达标")]
    rows += [("丁指标", 40, 36, "90%", "推进中"), ("戊指标", 40, 44, "110%", "达标")]
    text = f"{rule}\n\n{table}" + "\n".join("| " + " | ".join(map(str, row)) + " |" for row in rows)
    (finding,) = of_kind(check(serve_text, text), "status")
    assert finding.places[0].value == "达标"
    assert "推进中" in finding.summary


def test_what_is_still_going_on_is_not_finished(serve_text: Serve) -> None:
    table = "| 项目 | 预算（万元） | 状态 |\n|---|---|---|\n"
    table += "| 静脉药物调配中心 | 280 | 已完成 |\n| 远程会诊中心 | 90 | 已完成 |"
    text = f"{table}\n\n静脉药物调配中心的设备还在安装，计划2024年9月投用。"
    (finding,) = of_kind(check(serve_text, text), "status")
    assert [place.value for place in finding.places] == ["已完成", "还在安装"]


def test_a_change_is_held_against_the_two_values_before_it(serve_text: Serve) -> None:
    found = of_kind(check(serve_text, "耗材占比由31.50%降至26.20%，下降5.70个百分点。"), "derived")
    assert [finding.recomputed for finding in found] == ["31.5 − 26.2 = 5.3"]
    assert of_kind(check(serve_text, "耗材占比由31.50%降至26.20%，下降5.30个百分点。"), "derived") == []


def test_a_rate_beside_a_group_of_columns_is_of_all_that_the_group_holds(serve_text: Serve) -> None:
    head = "<tr><th colspan=2>绩效指标（数量）</th><th colspan=2>全部</th><th rowspan=2>完成率</th></tr>"
    head += "<tr><th>任务数</th><th>完成数</th><th>任务数</th><th>完成数</th></tr>"
    row = "<tr><td>11</td><td>10</td><td>17</td><td>16</td><td>94.12%</td></tr>"
    assert of_kind(check(serve_text, f"<table><thead>{head}</thead><tbody>{row}</tbody></table>"), "derived") == []


def test_a_number_is_held_against_the_names_that_follow_it(serve_text: Serve) -> None:
    names = "电梯技术培训中心、社区教育培训中心、农村电商培训中心和装配式建筑培训中心"
    text = "2022年，{n}个培训中心的建设全面启动，分别是" + names + "。"
    (finding,) = of_kind(check(serve_text, text.format(n="五")), "parts")
    assert finding.places[0].value.startswith("五")
    assert of_kind(check(serve_text, text.format(n="四")), "parts") == []


def test_an_open_list_is_no_count(serve_text: Serve) -> None:
    text = "建成五个培训中心，包括电梯技术培训中心、社区教育培训中心、农村电商培训中心等。"
    assert of_kind(check(serve_text, text), "parts") == []


def test_an_item_that_claims_all_and_a_sentence_that_says_otherwise_are_found(serve_text: Serve) -> None:
    text = "1、校企合作委员会年会定期召开，机制健全。对标任务点，该项工作完成率100%。"
    text += "\n\n2022年，校企合作委员会年会因疫情没有召开。"
    (finding,) = of_kind(check(serve_text, text), "status")
    assert "100%" in {place.value for place in finding.places}


def test_a_title_drawn_up_here_and_revised_there_is_found(serve_text: Serve) -> None:
    text = "（1）已修订《院系部议事规则》，规范议事。\n\n（2）已制定《院系部议事规则》，明确了范围。"
    (finding,) = of_kind(check(serve_text, text), "status")
    assert [place.value for place in finding.places] == ["已修订", "已制定"]


def test_two_spellings_of_one_name_are_found(serve_text: Serve) -> None:
    text = "建成危化行业安全技能培训中心1个。\n\n# 二、培训\n\n危化行业安全技术培训中心1个投入使用。"
    (finding,) = of_kind(check(serve_text, text), "name")
    assert "危化行业安全技能培训中心" in finding.summary and "危化行业安全技术培训中心" in finding.summary
    assert [place.value for place in finding.places] == ["技能", "技术"]


def test_what_one_of_several_branches_counts_is_part_of_the_whole(serve_text: Serve) -> None:
    text = "## 1 概况\n\n2022-2023年聘请校外客座教授27人。\n\n## 2 进展\n\n"
    text += "### 2.1 打造“甲专业”专业群\n\n2023年聘请校外客座教授21人。\n\n"
    text += "### 2.2 打造“乙专业”专业群\n\n2023年聘请校外客座教授6人。"
    assert of_kind(check(serve_text, text), "restated") == []


def test_a_rate_of_money_is_held_against_what_stands_before_the_semicolon(serve_text: Serve) -> None:
    text = "2022-2023年到位资金8803万元；实际支出7858万元，资金支出率为{rate}%。"
    (finding,) = of_kind(check(serve_text, text.format(rate="29.26")), "derived")
    assert finding.recomputed == "7858 / 8803 = 89.27%"
    assert of_kind(check(serve_text, text.format(rate="89.27")), "derived") == []
