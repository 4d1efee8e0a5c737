"""Units that cannot both be right."""

from __future__ import annotations

from app.check.finding import Finding
from tests.app.check.conftest import Find


def units(find: Find, text: str) -> list[Finding]:
    return [finding for finding in find(f"# 一、培训\n\n{text}") if finding.kind == "unit"]


def test_a_total_in_days_that_is_the_sum_of_heads_is_found(find: Find) -> None:
    text = "2022年受训社会人员23669人。\n\n2023年受训社会人员33642人。\n\n# 二、合计\n\n2022-2023年培训累计57311人日。"
    (finding,) = units(find, text)
    assert {place.value for place in finding.places} == {"57311人日", "23669人", "33642人"}


def test_a_great_count_with_two_units_is_found(find: Find) -> None:
    text = "全年受训社会人员33642人。\n\n# 二、社会服务\n\n组织职业培训33642人次。"
    (finding,) = units(find, text)
    assert len(finding.places) == 2


def test_a_name_that_says_another_unit_is_found(find: Find) -> None:
    (finding,) = units(find, "2023年，社会培训人次达1200人日。")
    assert finding.places[0].value == "1200人日"


def test_one_unit_is_sound(find: Find) -> None:
    assert units(find, "全年受训社会人员33642人次。\n\n# 二、社会服务\n\n组织职业培训33642人次。") == []
