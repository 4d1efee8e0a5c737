"""One figure or name with two scopes, and levels that two sentences count otherwise."""

from __future__ import annotations

from app.check.finding import Finding
from tests.app.check.conftest import Find


def of_kind(findings: list[Finding], kind: str) -> list[Finding]:
    return [finding for finding in findings if finding.kind == kind]


def test_a_school_year_here_and_calendar_years_there_are_found(find: Find) -> None:
    text = "# 一、科研\n\n2022年以来，市级以上科研项目累计77项。\n\n# 二、对标\n\n"
    text += "2022-2023学年，我院市级以上科研项目为77项。"
    (finding,) = of_kind(find(text), "year")
    assert [place.value for place in finding.places[:2]] == ["学年", "2022年以来"]


def test_a_programme_with_two_qualifiers_is_found(find: Find) -> None:
    text = "# 一、科研\n\n获教育部人文社会科学项目（高校辅导员专项）立项。\n\n# 二、对标\n\n"
    text += "入选教育部人文社会科学项目（高校辅导员研究）。"
    (finding,) = of_kind(find(text), "name")
    assert {place.value for place in finding.places} == {"高校辅导员专项", "高校辅导员研究"}


def test_a_level_that_two_sentences_count_otherwise_is_found(find: Find) -> None:
    text = "# 一、概况\n\n2022-2023年取得国家级标志性成果3项4个。\n\n# 二、成果\n\n2022-2023年完成国家级项目成果{n}项。"
    assert len(of_kind(find(text.format(n=5)), "restated")) == 1
    assert of_kind(find(text.format(n=4)), "restated") == []


def test_one_years_count_that_stands_for_all_is_explained(find: Find) -> None:
    text = "# 一、概况\n\n省级技能大赛获奖60项。\n\n# 二、竞赛\n\n师生省级技能大赛获奖142项。"
    text += "2022年，省级技能大赛获奖60项。2023年，省级技能大赛获奖82项。"
    (finding,) = of_kind(find(text), "restated")
    assert finding.recomputed == "60 + 82 = 142"
