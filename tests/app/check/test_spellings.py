"""One name in two spellings is found; names that tell two things apart are not."""

from __future__ import annotations

import pytest

from tests.app.check.conftest import Find


def names(find: Find, text: str) -> list[str]:
    return [finding.summary for finding in find(text) if finding.kind == "name"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("装配式建筑培训中心", "装配式建设培训中心"),
        ("目标愿景实现情况", "目标景愿实现情况"),
        ("德国双元制资质培训师", "德国二元制资质培训师"),
    ],
)
def test_a_character_other_or_two_swapped_is_found(find: Find, one: str, other: str) -> None:
    text = f"# 一、{one}\n\n学校重视{one}。\n\n# 二、进展\n\n今年继续推进{other}的有关工作。"
    (summary,) = names(find, text)
    assert one in summary and other in summary


@pytest.mark.parametrize(
    ("one", "other"), [("省级高水平专业群建设", "市级高水平专业群建设"), ("第一附属医院住院楼", "第二附属医院住院楼")]
)
def test_characters_that_tell_apart_are_no_slip(find: Find, one: str, other: str) -> None:
    assert names(find, f"# 一、{one}\n\n学校重视{one}。\n\n# 二、进展\n\n推进{other}。") == []


def test_two_names_side_by_side_are_two_things(find: Find) -> None:
    text = "# 一、优秀教学案例评选\n\n开展优秀教学案例评选、优秀教育案例评选。\n\n# 二、优秀教育案例评选\n\n略。"
    assert names(find, text) == []


def test_an_acronym_a_letter_off_is_found_where_one_is_used_often(find: Find) -> None:
    text = "通过IEET认证。\n\n开展IEET认证。\n\n借鉴IEET认证。\n\n准备IEET认证。\n\n参照IJET认证规范。"
    (summary,) = names(find, f"# 一、认证\n\n{text}")
    assert "IJET" in summary


def test_a_body_whose_name_lacks_a_character_is_found(find: Find) -> None:
    titles = "制定《云山职业技术学院章程》，修订《云山职业技术学院内控办法》《云山职业技术学院资产办法》。"
    (summary,) = names(find, f"# 一、制度\n\n{titles}\n\n印发《中共云职业技术学院委员会议事规则》。")
    assert "云职业技术学院" in summary


def test_a_header_that_one_table_spells_otherwise_is_found(find: Find) -> None:
    table = "表{n} 情况表\n\n| 任务 | {header} |\n|---|---|\n| 任务甲 | 论文发表有序 |\n| 任务乙 | 课程建设有序 |"
    headers = ["标志性成果"] * 5 + ["标质性成果"]
    text = "\n\n".join(f"# {n}. 项目\n\n" + table.format(n=n, header=h) for n, h in enumerate(headers, 1))
    assert any("标质性成果" in summary for summary in names(find, text))
