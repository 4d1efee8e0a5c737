"""Every number of a text is read for what it is."""

from __future__ import annotations

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.lexicon import Lexicon
from ingest.numbers import number_of_cell, numbers_in
from ingest.numerals import han_value
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
        ("第三方抽样，八成以上受访者满意", [("80", "%", Bound.AT_LEAST)]),
        ("少了一成多", [("10", "%", Bound.OVER)]),
        ("占一半", [("50", "%", Bound.ABOUT)]),
        ("上千人次参加", [("1000", "人次", Bound.OVER)]),
        ("8大产业园", [("8", "个", Bound.EXACT)]),
        ("金奖、铜奖各一项", [("1", "项", Bound.EXACT)]),
        ("由620个减到540个", [("620", "个", Bound.EXACT), ("540", "个", Bound.EXACT)]),
        ("从3个到6个", [("3", "个", Bound.EXACT), ("6", "个", Bound.EXACT)]),
        ("2022年为57.04%，2023年升到61.85%", [("57.04", "%", Bound.EXACT), ("61.85", "%", Bound.EXACT)]),
        ("工作满三年的教师", [("3", "年", Bound.EXACT)]),
        ("工程技术中心两个", [("2", "个", Bound.EXACT)]),
        ("护士与床位比为0.62:1", [("0.62", ":1", Bound.EXACT)]),
        ("师生比为1：16.5", [("16.5", "1:", Bound.EXACT)]),
        ("高于平均3.2和4.1个百分点", [("3.2", "个百分点", Bound.EXACT), ("4.1", "个百分点", Bound.EXACT)]),
        ("发生纠纷7起", [("7", "起", Bound.EXACT)]),
        ("支出1990.01万元", [("1990.01", "万元", Bound.EXACT)]),
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
        ("状态划分与1.1.1相同", NumberUse.LIST_NUMBER),
        ("2、2023年完成招标", NumberUse.LIST_NUMBER),
        ("世界500强", NumberUse.NAME_PART),
        ("12345热线", NumberUse.NAME_PART),
        ("《重点企业300家名录》", NumberUse.NAME_PART),
        ("联系电话0755-12345678", NumberUse.ADDRESS),
        ("近2年", NumberUse.DATE),
        ("每日8:30开诊", NumberUse.DATE),
    ],
)
def test_what_is_not_a_figure_is_named(text: str, expected: NumberUse) -> None:
    found = uses(text)
    assert found
    assert expected in {use for _, use in found}
    assert NumberUse.FIGURE not in {use for _, use in found}


def test_words_with_numerals_in_them_are_not_numbers() -> None:
    assert figures("一是推进一体化，落实一流专业、二级学院和五大行动，一方面进一步加强一线教学") == []
    assert figures("“三二分段”培养，第七届三人篮球赛，《三年行动计划》，是一项重要工作") == []


def test_stretches_of_years_are_times_and_no_counts() -> None:
    assert figures("三年来、近两年、后两年共投入 5 亿元") == [("5", "亿元", Bound.EXACT)]


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


@given(st.integers(1, 9999), st.sampled_from(["个", "人", "项", "家"]))
def test_a_chinese_numeral_reads_back(value: int, unit: str) -> None:
    digits = "零一二三四五六七八九"
    text = ""
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // power % 10
        text += f"{digits[digit]}{name}" if digit else "零" if text and not text.endswith("零") else ""
    text = text.rstrip("零")
    assert han_value(text) == value
    if value > 1 and text not in ("十", "百", "千"):
        assert [n.value for n in numbers_in(f"共有{text}{unit}。", LEXICON)] in ([Decimal(value)], [])


@given(st.integers(0, 10**12), st.sampled_from(["", "，", "。", " "]))
def test_thousands_separators_and_wide_digits_change_no_value(value: int, mark: str) -> None:
    wide = str(value).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    for text in (f"收入为{value:,}元{mark}", f"收入为{wide}元{mark}"):
        (found,) = [n for n in numbers_in(text, LEXICON) if n.use is NumberUse.FIGURE]
        assert (found.value, found.unit) == (value, "元")


@given(st.text(alphabet="0123456789年月日（）()、.-+/%万元人项第表号XG 共为余约，。", max_size=40))
def test_every_digit_is_accounted_for_once(text: str) -> None:
    found = numbers_in(text, LEXICON)
    for before, after in itertools.pairwise(found):
        assert before.end <= after.start
    covered = {i for n in found for i in range(n.start, n.end)}
    assert {i for i, c in enumerate(text) if c.isdigit()} <= covered


@given(st.text(max_size=60))
def test_any_text_is_survived(text: str) -> None:
    for number in numbers_in(text, LEXICON):
        assert text[number.start : number.end] == number.text
