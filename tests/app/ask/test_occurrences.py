"""All places of one thing: listed with their figures, and said to disagree where they cannot all be right."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from app.answer import Answer, Turn
from app.ask.engine import answer_question
from app.ask.knowledge import Knowledge, contents_to_knowledge
from index.build import Stores, build_index
from index.store import Store
from ingest import ingest_document
from ingest.lexicon import Lexicon

REPORT = Path(__file__).parents[2] / "data" / "museum_report.md"
Ask = Callable[..., Answer]


@pytest.fixture(scope="module")
def museum(lexicon: Lexicon, tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    with Store.open(tmp_path_factory.mktemp("museum")) as store:
        build_index(ingest_document(REPORT, lexicon), Stores(store, lexicon))
        return contents_to_knowledge(store.contents(), None, lexicon)


@pytest.fixture(scope="module")
def ask_museum(museum: Knowledge) -> Ask:
    def ask(question: str, *history: str) -> Answer:
        return answer_question(question, museum, [Turn(q=q) for q in history])

    return ask


def values(answer: Answer) -> set[Decimal]:
    return {figure.value for figure in answer.figures}


@pytest.mark.parametrize(
    "question",
    ["志愿讲解员的人数，全文凡出现处都列出来，哪些打架？", "志愿讲解员前后是不是一致，把各处摆出来"],
)
def test_every_place_of_a_thing_is_listed_and_those_that_dispute_it_are_named(ask_museum: Ask, question: str) -> None:
    answer = ask_museum(question)
    assert {Decimal(86), Decimal(98)} <= values(answer)
    assert answer.conflict
    assert len(answer.citations) >= 2


def test_places_that_agree_are_no_conflict(ask_museum: Ask) -> None:
    answer = ask_museum("馆校合作课程的数量各处写的是多少")
    assert Decimal(9) in values(answer)
    assert not answer.conflict
    assert "4 + 5 = 9" in answer.answer


def test_years_that_do_not_add_up_to_the_whole_are_a_conflict(ask_museum: Ask) -> None:
    answer = ask_museum("原创展览的个数，各处写法列一下")
    assert {Decimal(7), Decimal(9)} <= values(answer)
    assert answer.conflict


def test_of_two_numbers_each_is_shown_with_where_it_stands(ask_museum: Ask) -> None:
    answer = ask_museum("志愿讲解员有86和98两个版本，各是哪里说的")
    assert {Decimal(86), Decimal(98)} <= values(answer)
    assert answer.conflict


def test_a_place_of_a_table_is_held_against_one_of_the_text(ask_museum: Ask) -> None:
    answer = ask_museum("志愿讲解员，1.2节和第三部分（一）各写几名？")
    assert {Decimal(86), Decimal(98)} <= values(answer)
    assert answer.conflict


def test_parts_that_add_up_to_a_stated_number_are_shown(ask_museum: Ask) -> None:
    answer = ask_museum("两年修复藏品640件，三类加起来对吗？")
    assert "210 + 330 + 100 = 640" in answer.answer
    assert not answer.conflict


def test_a_row_is_numbered_and_one_that_is_missing_is_said_to_be(ask_museum: Ask) -> None:
    assert "第 2 行" in ask_museum("团队在表4-1第几行？").answer
    missing = ask_museum("学校师生满意度在表4-1第几行，两年数值各是多少？")
    assert "没有" in missing.answer and not missing.refused
    assert {Decimal("94.30"), Decimal("95.10")} <= values(missing), "and where it stands is told"


def test_a_follow_up_adds_up_and_holds_against_the_table(ask_museum: Ask) -> None:
    answer = ask_museum("加起来跟表里的对得上吗", "表1-1原创展览完成多少", "1.2节写2023年、2024年原创展览各多少个")
    assert "4 + 5 = 9" in answer.answer
    assert answer.conflict and Decimal(7) in values(answer)
