"""What is counted as achieved and still prepared, counted as nothing and called done, or going on and called done."""

from __future__ import annotations

from tests.app.check.conftest import Find

ROWS = "\n".join(f"| 示范项目{letter} | {n} | {n} |" for n, letter in enumerate("甲乙丙丁戊己庚辛壬癸", 3))
TABLE = f"表1 成果一览表\n\n| 成果名称 | 目标 | 完成数 |\n|---|---|---|\n{ROWS}\n| {{name}} | 1 | {{count}} |"


def statuses(find: Find, text: str) -> list[str]:
    return [finding.summary for finding in find(f"# 一、成果\n\n{text}") if finding.kind == "status"]


def test_what_is_counted_and_still_prepared_is_found(find: Find) -> None:
    text = TABLE.format(name="成立海洋学院", count=1) + "\n\n# 二、合作\n\n海洋学院筹建的前期工作正在开展。"
    (summary,) = statuses(find, text)
    assert "成立海洋学院" in summary


def test_what_is_counted_and_there_is_sound(find: Find) -> None:
    text = TABLE.format(name="成立海洋学院", count=1) + "\n\n# 二、合作\n\n海洋学院已经揭牌，运行良好。"
    assert statuses(find, text) == []


def test_nothing_in_the_table_and_all_in_the_text_is_found(find: Find) -> None:
    text = TABLE.format(name="建成终身学习平台", count=0)
    text += "\n\n# 二、平台\n\n1、终身学习平台建设有序。对标任务点，完成率为100%。"
    (summary,) = statuses(find, text)
    assert "终身学习平台" in summary


def test_what_goes_on_in_an_item_that_claims_all_is_found(find: Find) -> None:
    text = "1、订单班正在积极组建。对标任务点，完成率为100%。"
    (summary,) = statuses(find, text)
    assert "正在积极组建" in summary


def test_words_in_quotation_marks_are_not_the_items_own(find: Find) -> None:
    assert statuses(find, "1、完成率达到100%的为“达标”，低于的为“推进中”，本项完成率为100%。") == []
