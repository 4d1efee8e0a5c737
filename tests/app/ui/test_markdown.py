"""An answer's Markdown as HTML: citation marks become chips, and whatever is in the words stays words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ui.markdown import columns_of_numbers, markdown_to_html, markdown_to_inline_html, markdown_to_plain_text
from tests.app.ui.scripted import HOSTILE

OWN_TAGS = re.compile(
    r"</?(?:p|strong|em|s|ul|ol|li|blockquote|h[1-6]|br|table|thead|tbody|tr|th|td|div|code|pre)"
    r"(?: (?:class=\"(?:wide|grid|right|language-[^\"<>&]*)\"|style=\"text-align:(?:left|right|center)\""
    r"|start=\"\d+\"))*"
    r"\s*/?>"
)


def chip(number: int) -> str:
    return f"<b>{number}</b>" if number in (1, 2) else ""


def test_marks_become_chips_where_there_is_a_citation() -> None:
    assert markdown_to_html("到位 13 万元[1]，支出 12 万元 [2]。[3]", chip) == (
        '<p>到位 13 万<span class="kept">元<b>1</b></span>，支出 12 万<span class="kept">元<b>2</b></span>。[3]</p>\n'
    )


@pytest.mark.parametrize("text", ["[0]", "[1", "[-1]", "[1234]", "[a]", "[]"])
def test_other_brackets_stay(text: str) -> None:
    assert markdown_to_html(text, chip) == f"<p>{text}</p>\n"


def test_a_table_stands_in_a_box_of_its_own() -> None:
    html = markdown_to_html("| 指标 | 值 |\n|---|---|\n| 到位 | 13[1] |", chip)
    assert html.startswith('<div class="wide"><table class="grid">')
    assert html.endswith("</table></div>\n")
    assert '<td class="right">1<span class="kept">3<b>1</b></span></td>' in html
    assert "<td>到位</td>" in html


def test_lines_emphasis_lists_and_quotations() -> None:
    html = markdown_to_html("**到位**\n第二行\n\n- 甲\n- 乙\n\n> 原文", chip)
    for part in ("<strong>到位</strong><br />\n第二行", "<li>甲</li>", "<blockquote>\n<p>原文</p>"):
        assert part in html


def test_a_cell_has_no_blocks() -> None:
    assert markdown_to_inline_html("**总计** [1]", chip) == "<strong>总计</strong><b>1</b>"
    assert markdown_to_inline_html("# 1", chip) == "# 1"


@pytest.mark.parametrize(
    "text",
    [
        HOSTILE,
        "[点我](javascript:alert(1))",
        "![图](https://leak.example/x.png)",
        "<https://leak.example>",
        "[引用][a]\n\n[a]: https://leak.example",
        "<div\nonclick=alert(1)>",
        "    <script>",
        "&lt;script&gt;",
    ],
)
def test_html_links_and_images_are_words(text: str) -> None:
    html = markdown_to_html(text, chip)
    assert "<" not in OWN_TAGS.sub("", html)
    assert "href" not in OWN_TAGS.sub("", html).lower() or "href" in text.lower()


@given(st.text(alphabet=st.sampled_from("<>&\"'`*_[]()!|-#:\\/ \n\t123abz甲="), max_size=60) | st.text(max_size=30))
def test_no_words_whatever_become_tags(text: str) -> None:
    for html in (markdown_to_html(text, lambda _: ""), markdown_to_inline_html(text, lambda _: "")):
        assert "<" not in OWN_TAGS.sub("", html)


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["12", "1,234.5", "−3", "98.19%", "45 项"], True),
        (["**12**", "3 [1]", "—", ""], True),
        (["", "—"], False),
        (["2022-2025", "12"], False),
        (["1.1 学生满意度", "12"], False),
        (["表1-3", "第 5 页"], False),
    ],
)
def test_columns_of_numbers(cells: list[str], numbers: bool) -> None:
    assert columns_of_numbers([[cell] for cell in cells]) == (frozenset({0}) if numbers else frozenset())


def test_rows_may_be_short() -> None:
    assert columns_of_numbers([["x"], ["y", "2"]]) == {1}


def test_plain_text_for_pasting() -> None:
    markdown = "**到位**：13[1]\n\n> 原文。\n\n| 指标 | 值 |\n| --- | ---: |\n| 甲\\|乙 | **13** |\n\n- 甲"
    assert markdown_to_plain_text(markdown) == "到位：13[1]\n\n原文。\n\n指标\t值\n甲|乙\t13\n\n- 甲"
