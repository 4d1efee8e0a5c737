"""Every number of a text is read for what it is."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.lexicon import Lexicon
from ingest.numbers import han_value, number_of_cell, numbers_in
from ingest.records import Bound, NumberUse
from prompts import lexicon_data

LEXICON = Lexicon.model_validate(lexicon_data())


def figures(text: str) -> list[tuple[str, str, Bound]]:
    return [(str(n.value), n.unit, n.bound) for n in numbers_in(text, LEXICON) if n.use is NumberUse.FIGURE]


def uses(text: str) -> list[tuple[str, NumberUse]]:
    return [(n.text.strip(), n.use) for n in numbers_in(text, LEXICON)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("建成基地 12 个", [("12", "个", Bound.EXACT)]),
        ("完成率为95.43%", [("95.43", "%", Bound.EXACT)]),
        ("完成率为９５．４３％", [("95.43", "%", Bound.EXACT)]),
        ("到位 13,253 万元", [("13253", "万元", Bound.EXACT)]),
        ("收入9.86亿元", [("9.86", "亿元", Bound.EXACT)]),
        ("投入374.63多万元", [("374.63", "万元", Bound.OVER)]),
        ("门诊131万余人次", [("131", "万人次", Bound.OVER)]),
        ("近5万人次", [("5", "万人次", Bound.UNDER)]),
        ("开展活动20余场", [("20", "场", Bound.OVER)]),
        ("不少于100人", [("100", "人", Bound.AT_LEAST)]),
        ("获奖55项以上", [("55", "项", Bound.AT_LEAST)]),
        ("约110名", [("110", "名", Bound.ABOUT)]),
        ("提高4.50个百分点", [("4.50", "个百分点", Bound.EXACT)]),
        ("提高4.50百分点", [("4.50", "个百分点", Bound.EXACT)]),
        ("两部教材", [("2", "部", Bound.EXACT)]),
        ("占三成", [("30", "%", Bound.ABOUT)]),
        ("近五分之一", [("20", "%", Bound.UNDER)]),
        ("百分之九十五点五", [("95.5", "%", Bound.EXACT)]),
        ("−0.05", [("-0.05", "", Bound.EXACT)]),
        ("比上年+3.53", [("3.53", "", Bound.EXACT)]),
        ("20至30分钟", [("20", "分钟", Bound.AT_LEAST), ("30", "分钟", Bound.AT_MOST)]),
        ("总带宽达143Gbps", [("143", "Gbps", Bound.EXACT)]),
        ("存储100T", [("100", "T", Bound.EXACT)]),
        (
            "取证1410人（1410/1488）",
            [("1410", "人", Bound.EXACT), ("1410", "", Bound.EXACT), ("1488", "", Bound.EXACT)],
        ),
    ],
)
def test_a_figure_has_value_unit_and_bound(text: str, expected: list[tuple[str, str, Bound]]) -> None:
    assert figures(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022-2023年", NumberUse.DATE),
        ("2023年5月29日", NumberUse.DATE),
        ("截至12月底", NumberUse.DATE),
        ("2021届", NumberUse.DATE),
        ("〔2021〕29号", NumberUse.DOCUMENT_NUMBER),
        ("第29号令", NumberUse.DOCUMENT_NUMBER),
        ("表 1-3", NumberUse.NAME_PART),
        ("1+X", NumberUse.NAME_PART),
        ("B2B", NumberUse.NAME_PART),
        ("5G专网", NumberUse.NAME_PART),
        ("IPv6", NumberUse.NAME_PART),
        ("第7届", NumberUse.NAME_PART),
        ("2号教学楼", NumberUse.NAME_PART),
        ("（1）完成招标", NumberUse.LIST_NUMBER),
        ("3、完善制度", NumberUse.LIST_NUMBER),
        ("2.2.1 深化改革", NumberUse.LIST_NUMBER),
        ("https://example.org/a?id=14090", NumberUse.ADDRESS),
    ],
)
def test_what_is_not_a_figure_is_named(text: str, expected: NumberUse) -> None:
    found = uses(text)
    assert found
    assert {use for _, use in found} == {expected}


def test_words_with_numerals_in_them_are_not_numbers() -> None:
    assert figures("一是推进一体化，落实一流专业、二级学院和五大行动，一方面进一步加强一线教学") == []


def test_a_cell_is_one_number_with_its_note() -> None:
    number = number_of_cell("200%（国家级 1 项）", LEXICON)
    assert number is not None
    assert (number.value, number.unit, number.text) == (Decimal(200), "%", "200%")


@pytest.mark.parametrize("text", ["", "—", "已完成", "2022年：建成 4 间", "1-1 全面加强领导", "四级甲等"])
def test_a_cell_of_words_is_not_a_number(text: str) -> None:
    assert number_of_cell(text, LEXICON) is None


@pytest.mark.parametrize(
    ("text", "value"), [("两", 2), ("十五", 15), ("三百二十", 320), ("一千零五", 1005), ("二〇", 20)]
)
def test_chinese_numerals(text: str, value: int) -> None:
    assert han_value(text) == value


@given(st.decimals(min_value=0, max_value=10**9, places=2), st.sampled_from(["万元", "人", "%", "项", "人次"]))
def test_a_printed_value_reads_back(value: Decimal, unit: str) -> None:
    (found,) = [n for n in numbers_in(f"合计为{value}{unit}。", LEXICON) if n.use is NumberUse.FIGURE]
    assert (found.value, found.unit, found.decimals) == (value, unit, 2)


@given(st.text(alphabet="0123456789年月日（）()、.-+/%万元人项第表号XG 共为余约，。", max_size=40))
def test_every_digit_is_accounted_for_once(text: str) -> None:
    found = numbers_in(text, LEXICON)
    for before, after in zip(found, found[1:], strict=False):
        assert before.end <= after.start
    covered = {i for n in found for i in range(n.start, n.end)}
    assert {i for i, c in enumerate(text) if c.isdigit()} <= covered


@given(st.text(max_size=60))
def test_any_text_is_survived(text: str) -> None:
    for number in numbers_in(text, LEXICON):
        assert text[number.start : number.end] == number.text
