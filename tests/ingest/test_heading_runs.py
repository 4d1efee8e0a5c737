"""Headings that only their marks tell: texts whose marks count on are headings together or not at all."""

from __future__ import annotations

from ingest.blocks import Paragraph
from ingest.heading_runs import heading_indexes
from ingest.sections import blocks_to_headings, headings_to_sections

BODY = "中心按计划完成了全年的工作，各项任务进展顺利，师生反映良好，社会评价较高，经费使用合乎规定。"


def headings(*texts: str) -> list[str]:
    found = heading_indexes(dict(enumerate(texts)))
    return [texts[index] for index in sorted(found)]


def tree(*texts: str) -> list[tuple[int, str]]:
    blocks = [Paragraph(text) for text in texts]
    return [(s.level, s.heading) for s in headings_to_sections(blocks_to_headings(blocks), blocks)]


def test_headings_nest_by_their_marks_over_all_their_numbers() -> None:
    marked = [
        "一、基本情况",
        "（一）概述",
        "1. 任务",
        "2. 指标",
        "（二）经费",
        "1. 到位",
        "2. 支出",
        "二、成效",
        "（一）党建",
    ]
    levels = [1, 2, 3, 3, 2, 3, 3, 1, 2]
    assert tree(*(text for mark in marked for text in (mark, BODY))) == list(zip(levels, marked, strict=True))


def test_decimals_nest_inside_the_number_that_they_begin_with() -> None:
    marked = ["1. 建设", "1.1 概况", "1.1.1 队伍", "1.1.3 设备", "1.2 成效", "2. 服务", "2.1 概况"]
    assert [level for level, _ in tree(*(text for mark in marked for text in (mark, BODY)))] == [1, 2, 3, 3, 2, 1, 2]


def test_a_number_that_only_a_space_parts_is_a_heading_where_its_parts_come_next() -> None:
    assert headings("1 总则", "1.1 范围", BODY, "2 职责", "2.1 部门", BODY, "3 附则", BODY) == [
        "1 总则", "1.1 范围", "2 职责", "2.1 部门", "3 附则",
    ]  # fmt: skip
    assert headings("8 名教师", BODY, "一、成效", BODY) == ["一、成效"]


def test_items_are_no_headings_though_one_looks_like_a_title() -> None:
    assert headings(f"（1）{BODY}", "（2）建立培训制度", f"（3）{BODY}", f"（4）{BODY}") == []


def test_a_heading_that_ends_like_a_sentence_is_one_among_headings() -> None:
    assert headings("1. 条件改善", BODY, "2. 成果提升，数量增加。", BODY, "3. 服务拓展", BODY) == [
        "1. 条件改善", "2. 成果提升，数量增加。", "3. 服务拓展",
    ]  # fmt: skip


def test_lines_directly_under_one_another_are_a_list() -> None:
    assert headings("1. 甲单位", "2. 乙单位", "3. 丙单位", BODY) == []
