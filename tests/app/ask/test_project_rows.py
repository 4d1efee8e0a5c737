"""A project that only sentences tell of stands among those that have a table each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.answer import Answer
from app.ask.engine import answer_question
from app.ask.knowledge import contents_to_knowledge
from index.build import Stores, build_index
from index.store import Store
from ingest import ingest_document
from ingest.lexicon import Lexicon

HEADER = "| 任务数 | 完成数 | 完成率 | 绩效指标完成度 |\n|---|---|---|---|\n"
TABLED = (("智慧灌区", 20, 18, "90%", "100%"), ("农田整治", 16, 16, "100%", "95%"), ("良种繁育", 12, 9, "75%", "100%"))


def report(told: str) -> str:
    """Three projects with a table each, and one before them of which `told` is all that is said."""
    parts = [
        "# 高标准农田建设中期自评报告\n\n# 一、总体情况\n\n共四个项目。\n\n# 二、分项目情况\n\n## 1. 组织保障\n\n"
        + told
    ]
    for number, (name, target, actual, rate, score) in enumerate(TABLED, 2):
        table = f"**表2-{number} {name}项目任务完成情况表**\n\n{HEADER}| {target} | {actual} | {rate} | {score} |"
        parts.append(
            f"## {number}. {name}\n\n### {number}.1 基本情况\n\n{table}\n\n### {number}.2 下一步安排\n\n继续推进。"
        )
    return "\n\n".join(parts) + "\n"


@pytest.fixture
def farms(lexicon: Lexicon, tmp_path: Path) -> Callable[..., Answer]:
    def ask(question: str, told: str) -> Answer:
        path = tmp_path / "farms.md"
        path.write_text(report(told), encoding="utf-8")
        with Store.open(tmp_path / "home") as store:
            build_index(ingest_document(path, lexicon), Stores(store, lexicon))
            knowledge = contents_to_knowledge(store.contents(), None, lexicon)
        return answer_question(question, knowledge)

    return ask


def test_what_a_sentence_states_is_listed_with_the_tables(farms: Callable[..., Answer]) -> None:
    answer = farms("哪几个项目的任务全部完成了", "2023-2024年的任务有27项，完成27项，任务完成率100%。")
    assert all(name in answer.answer for name in ("组织保障", "农田整治"))
    assert "良种繁育" not in answer.answer
    assert any("27项" in (c.quote or "") for c in answer.citations)


def test_a_sentence_whose_rate_is_not_that_of_its_figures_makes_no_row(farms: Callable[..., Answer]) -> None:
    answer = farms("哪几个项目的任务全部完成了", "2023-2024年的任务有27项，完成20项，任务完成率100%。")
    assert "农田整治" in answer.answer
    assert "- 组织保障" not in answer.answer
