"""What the cross-check knows to be disputed is told where a question asks for that very thing, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.answer import Answer
from app.service import Ziping
from app.settings import Settings

DATA = Path(__file__).parents[1] / "data"
Ask = Callable[[str], Answer]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    ziping = Ziping(Settings(home=tmp_path_factory.mktemp("library")))
    ziping.ingest([DATA / "third_report.md"])
    return ziping.ask


@pytest.mark.parametrize(
    "question",
    [
        "未成年人家长得分是多少",
        "家长得分正文写92.06，表里是多少，一致吗",
        "数字资源总量到底是多少",
        "How many branch libraries are there?",
    ],
)
def test_a_disputed_figure_is_told_with_every_value(library: Ask, question: str) -> None:
    answer = library(question)
    assert answer.conflict
    assert not answer.refused


@pytest.mark.parametrize(
    "question", ["2024年支出多少", "新馆建筑面积多大", "86.84%是33除以38得来的吗", "读者满意度多少分"]
)
def test_what_is_undisputed_is_told_without(library: Ask, question: str) -> None:
    assert not library(question).conflict


def test_what_the_documents_do_not_state_is_still_refused(library: Ask) -> None:
    assert library("馆员平均工资多少").refused
