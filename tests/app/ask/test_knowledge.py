"""What questions are answered from is built once, whenever it is first needed."""

from __future__ import annotations

from app.answer import Turn
from app.ask.engine import answer_question
from app.ask.knowledge import Knowledge
from app.ask.question import read_question, understand
from app.ask.select import rank_evidence, select_evidence

QUESTION = "技能大赛一等奖有几项"


def test_a_question_is_read_once(knowledge: Knowledge) -> None:
    question = understand(QUESTION, (), knowledge)
    assert understand(QUESTION, (), knowledge) is question
    assert question == read_question(QUESTION, knowledge)


def test_a_follow_up_is_remembered_with_what_it_follows(knowledge: Knowledge) -> None:
    alone = understand("2022年呢", (), knowledge)
    after = understand("2022年呢", [Turn(q=QUESTION)], knowledge)
    assert after.follows and not alone.follows


def test_evidence_that_is_remembered_can_be_changed_by_whoever_asked(knowledge: Knowledge) -> None:
    question = understand(QUESTION, (), knowledge)
    found = select_evidence(question, knowledge, limit=5)
    assert found == list(rank_evidence(question, knowledge)[:5])
    found.clear()
    assert select_evidence(question, knowledge, limit=5)


def test_an_answer_is_the_same_once_everything_is_built(knowledge: Knowledge) -> None:
    before = answer_question(QUESTION, knowledge)
    knowledge.prepare()
    after = answer_question(QUESTION, knowledge)
    assert before.model_copy(update={"seconds": after.seconds}) == after
