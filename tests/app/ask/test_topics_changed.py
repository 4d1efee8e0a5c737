"""A short question that asks something else of another thing changes the topic; what leaves something out follows."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.answer import Turn
from app.ask.question import understand
from app.service import Ziping
from app.settings import Settings

LIBRARY = Path(__file__).parents[2] / "data" / "third_report.md"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Ziping:
    service = Ziping(Settings(home=tmp_path_factory.mktemp("topics"), offline=True))
    service.ingest([LIBRARY])
    return service


@pytest.mark.parametrize(
    ("earlier", "question"),
    [
        ("三年到位了多少钱", "有哪些流动图书车"),
        ("三年到位了多少钱", "全市有多少个分馆"),
        ("市级财政到位率多少", "哪些满意度降了"),
    ],
)
def test_another_thing_is_another_topic(service: Ziping, earlier: str, question: str) -> None:
    assert not understand(question, [Turn(q=earlier)], service.knowledge()).follows


@pytest.mark.parametrize(
    ("earlier", "question"),
    [
        ("2024年到馆多少人次", "2023年呢"),
        ("市级财政到位多少", "区县配套呢"),
        ("评价为滞后的指标有几项", "请列出名称及各自的完成度"),
        ("2024年成年读者满意度多少", "老年读者呢"),
    ],
)
def test_what_leaves_something_out_follows(service: Ziping, earlier: str, question: str) -> None:
    assert understand(question, [Turn(q=earlier)], service.knowledge()).follows
