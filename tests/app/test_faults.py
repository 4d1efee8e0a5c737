"""Questions for what is wrong in the documents are answered with what the cross-check found there."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from app.service import Ziping
from app.settings import Settings

REPORT = Path(__file__).parents[1] / "data" / "museum_report.md"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Ziping:
    service = Ziping(Settings(home=tmp_path_factory.mktemp("faults") / "home", offline=True))
    service.ingest([REPORT])
    return service


def test_the_mistakes_of_a_section_are_those_found_in_it(service: Ziping) -> None:
    answer = service.ask("1.2节里年份有没有写错的？")
    assert answer.conflict and not answer.refused
    assert "讲座场次" in answer.answer
    assert {Decimal(18), Decimal(24)} <= {figure.value for figure in answer.figures}
    assert all(0 <= at < len(answer.citations) for figure in answer.figures for at in figure.citations)


def test_a_place_without_mistakes_is_said_to_have_none(service: Ziping) -> None:
    answer = service.ask("表4-1有没有算错的地方？")
    assert not answer.conflict and not answer.refused
    assert answer.citations


def test_contradictions_of_all_documents_are_listed_and_counted(service: Ziping) -> None:
    answer = service.ask("报告里哪些地方自相矛盾？")
    assert answer.conflict
    assert "原创展览" in answer.answer


def test_in_english_too(service: Ziping) -> None:
    answer = service.ask("Are there any errors in section 1.2?")
    assert answer.conflict and "讲座场次" in answer.answer


def test_a_sum_and_its_years_are_checked_at_once(service: Ziping) -> None:
    answer = service.ask("1.2节讲座两年42场，分项相加对吗？年份标注有没有毛病？")
    assert "18 + 24 = 42" in answer.answer
    assert answer.conflict, "both years are the same"


def test_a_rate_that_the_cross_check_reckoned_is_answered_with_its_reckoning(service: Ziping) -> None:
    answer = service.ask("馆校合作课程的完成率45%算得对吗？")
    assert "9 / 20 = 45%" in answer.answer
    assert not answer.conflict
