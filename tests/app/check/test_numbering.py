"""Numbers of items that stand twice or are left out, and slips of the pen."""

from __future__ import annotations

from tests.app.check.conftest import Find

TABLE = "# 一、进展\n\n表1 进展表\n\n| 任务 | 完成情况 |\n|---|---|\n| 基础设施 | {cell} |\n| 队伍建设 | 有序开展 |"


def summaries(find: Find, text: str) -> list[str]:
    return [finding.summary for finding in find(text)]


def test_a_number_twice_in_a_cell_is_found(find: Find) -> None:
    cell = "（1）机房建成。（2）存储扩容。（2）邮件系统上线。"
    (summary,) = summaries(find, TABLE.format(cell=cell))
    assert "（2）" in summary


def test_numbers_that_begin_anew_are_sound(find: Find) -> None:
    assert summaries(find, TABLE.format(cell="（1）机房建成。（2）存储扩容。（1）邮件系统上线。")) == []


def test_an_item_without_the_count_that_all_others_have_is_found(find: Find) -> None:
    cell = "（1）订单培养：34个；（2）课程标准：57门；（3）合作教材；（4）实践基地：2个；（5）共同体：11个"
    (summary,) = summaries(find, TABLE.format(cell=cell))
    assert "合作教材" in summary


def test_a_doubled_word_is_found_where_it_stands_once_elsewhere(find: Find) -> None:
    text = "# 一、制度\n\n已修订申诉管理管理办法。\n\n# 二、监督\n\n申诉管理办法运行良好。"
    assert any("管理管理" in summary for summary in summaries(find, text))


def test_titles_in_the_wrong_brackets_are_found(find: Find) -> None:
    (summary,) = summaries(find, "# 一、科研\n\n申报〈农村科技特派员驻镇项目〉，获得立项。")
    assert "〈" in summary


def test_all_wrong_approximations_are_one_finding(find: Find) -> None:
    text = "# 一、培训\n\n外派约419余人次。\n\n# 二、投入\n\n计划投入374.63多万元。"
    (finding,) = find(text)
    assert [place.value for place in finding.places] == ["约419余", "374.63多万元"]


def test_sums_that_lack_their_unit_are_found(find: Find) -> None:
    (finding,) = find("# 一、经费\n\n专利转让费总额为1.03万。")
    assert (finding.kind, finding.places[0].value) == ("unit", "1.03万")
