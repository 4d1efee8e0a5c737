"""Summaries: of the whole where nothing is named, of a project by its short name."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from app.answer import Answer
from app.ask.knowledge import Knowledge
from app.ask.overview import project_sections

Ask = Callable[..., Answer]


def test_the_whole_has_totals_money_and_what_is_unfinished(ask: Ask) -> None:
    answer = ask("给领导说个大概")
    values = {figure.value for figure in answer.figures}
    assert {Decimal(80), Decimal(42), Decimal(1500), Decimal(1350), Decimal(1215)} <= values
    for words in ("推迟了评审", "用地没有批复", "暴雨"):
        assert words in answer.answer


def test_a_project_is_meant_by_its_short_name(ask: Ask) -> None:
    answer = ask("概括一下产教融合")
    assert "2. 深化产教融合" in answer.answer
    assert "12家企业" in answer.answer
    assert "推迟了评审" not in answer.answer


def test_every_point_is_cited(ask: Ask) -> None:
    answer = ask("总结一下产教融合")
    points = [line for line in answer.answer.splitlines() if line.startswith("- ")]
    assert points
    assert all(line.endswith("]") for line in points)


def test_sections_with_like_parts_are_projects_from_three_on(knowledge: Knowledge) -> None:
    assert project_sections(knowledge.snapshot) == {}


def test_how_the_money_was_spent_is_told_by_the_section_of_the_money(ask: Callable[..., Answer]) -> None:
    answer = ask("钱花得怎么样")
    assert not answer.refused
    assert "（二）经费情况" in answer.answer and "1215 万元" in answer.answer
    assert "精品课程" not in answer.answer


def test_how_a_project_went_is_its_gist(ask: Callable[..., Answer]) -> None:
    assert "2. 深化产教融合" in ask("产教融合做得怎么样").answer


def test_a_part_tells_its_weak_points_with_reasons(library: Ask) -> None:
    answer = library("数字服务四句话概括，带上短板")
    for words in ("248.40", "审批未通过", "接口不统一"):
        assert words in answer.answer


def test_as_many_points_as_were_asked_for(library: Ask) -> None:
    def points(question: str) -> int:
        _, _, told = library(question).answer.partition("主要工作：")
        return sum(line.startswith("- ") for line in told.strip().split("\n\n")[0].splitlines())

    assert points("馆藏资源用两句话概括") == 2
    assert points("概括一下馆藏资源") > 2
