"""Which documents were issued or revised, each with what was done with it; nothing of what the texts do not name."""

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

REPORT = """# 城南区消防救援大队三年规划中期自评报告

## 一、制度建设

2022年3月印发《站点值守管理办法》，2023年6月修订。《志愿消防队管理细则》2023年4月实施，各街道按季度考核。

## 二、装备建设

《装备更新三年行动方案》2022年9月出台。新购水罐车6辆。
"""


@pytest.fixture(scope="module")
def ask(lexicon: Lexicon, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Answer]:
    home = tmp_path_factory.mktemp("regulations")
    path = Path(home) / "report.md"
    path.write_text(REPORT, encoding="utf-8")
    with Store.open(home / "store") as store:
        build_index(ingest_document(path, lexicon), Stores(store, lexicon))
        knowledge = contents_to_knowledge(store.contents(), None, lexicon)
    return lambda question: answer_question(question, knowledge)


@pytest.mark.parametrize("question", ["三年里出台或修订了哪些制度", "Which rules did the brigade issue or revise?"])
def test_all_of_them_are_listed_with_their_dates(ask: Callable[[str], Answer], question: str) -> None:
    answer = ask(question)
    for words in ("站点值守管理办法", "志愿消防队管理细则", "装备更新三年行动方案", "2022年9月"):
        assert words in answer.answer


def test_a_topic_narrows_them_down(ask: Callable[[str], Answer]) -> None:
    answer = ask("装备方面出台了哪些制度")
    assert "装备更新三年行动方案" in answer.answer
    assert "站点值守" not in answer.answer


def test_of_what_nothing_is_said_there_are_none(ask: Callable[[str], Answer]) -> None:
    assert ask("食堂管理出台了哪些制度").refused


def test_as_many_are_named_as_are_asked_for_where_one_section_has_so_many(ask: Callable[[str], Answer]) -> None:
    answer = ask("出台或修订了哪2个制度")
    assert "站点值守管理办法" in answer.answer
    assert "志愿消防队管理细则" in answer.answer
    assert "装备更新" not in answer.answer
