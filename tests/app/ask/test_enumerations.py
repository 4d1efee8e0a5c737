"""Names that sentences list, taken apart as people would read them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ask.enumerations import sentence_to_enumerations


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("校级专业群4个，为焊接技术、数控技术、物流管理和烹饪工艺。", ("焊接技术", "数控技术", "物流管理", "烹饪工艺")),
        ("与甲公司、乙公司、丙公司等5家企业签约。", ("甲公司", "乙公司", "丙公司")),
        ("共设两个中心，为检测中心和培训中心。", ("检测中心", "培训中心")),
        ("工作室2个，为大学生就业与创业工作室、心理咨询工作室。", ("大学生就业与创业工作室", "心理咨询工作室")),
        ("出台《实习管理办法》《考核办法（试行）》。", ("《实习管理办法》", "《考核办法（试行）》")),
        ("建成名师工作室三个（张明、李强、王芳），新聘教师5人。", ("张明", "李强", "王芳")),
        ("东馆、西馆、南馆被评为省级示范馆。", ("东馆", "西馆", "南馆")),
        ("重点专科由3个增至6个，新增骨科、儿科和眼科。", ("骨科", "儿科", "眼科")),
        ("选取江东市、海西市为对标城市。", ("江东市", "海西市")),
        ("不合格的有生师比、图书（册/生）和用房（平方米/生）。", ("生师比", "图书（册/生）", "用房（平方米/生）")),
    ],
)
def test_names_are_read(sentence: str, names: tuple[str, ...]) -> None:
    assert sentence_to_enumerations(sentence)[0].names == names


def test_the_stated_count_is_kept_where_more_are_meant_than_named() -> None:
    (found,) = sentence_to_enumerations("与甲公司、乙公司、丙公司等5家企业签约。")
    assert found.stated == 5


def test_a_count_that_leaves_no_name_out_is_known() -> None:
    (found,) = sentence_to_enumerations("合作企业5家，分别为甲公司、乙公司、丙公司。")
    assert found.closed and found.stated == 5
    assert not any(e.closed for e in sentence_to_enumerations("合作企业5家，其中有甲公司、乙公司等。"))


@pytest.mark.parametrize(
    "sentence", ["依次为93.86%、93.89%。", "一等奖6项、二等奖12项、三等奖17项。", "没有列举。", ""]
)
def test_figures_are_no_names(sentence: str) -> None:
    assert sentence_to_enumerations(sentence) == []


NAME = st.text(alphabet="甲乙丙丁戊己庚辛壬癸", min_size=2, max_size=6)


@given(st.lists(NAME, min_size=2, max_size=8))
def test_whatever_is_listed_is_read_back(names: list[str]) -> None:
    found = sentence_to_enumerations(f"包括{'、'.join(names)}。")
    assert [e.names for e in found] == [tuple(names)]


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    for found in sentence_to_enumerations(text):
        assert len(found.names) > 1
        assert all(found.names)
