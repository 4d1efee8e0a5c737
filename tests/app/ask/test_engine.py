"""Questions about a small report are answered with its figures and their places, or refused."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from app.answer import Answer

Ask = Callable[..., Answer]


def values(answer: Answer) -> set[Decimal]:
    return {figure.value for figure in answer.figures}


def tables(answer: Answer) -> set[str | None]:
    return {citation.table for citation in answer.citations}


def test_unfinished_tasks_are_all_listed_with_their_reasons(ask: Ask) -> None:
    answer = ask("哪些任务没有完成？")
    assert not answer.refused
    for words in ("精品课程", "推迟了评审", "实训基地尚未启动", "用地没有批复", "年会", "暴雨"):
        assert words in answer.answer
    assert Decimal(4) in values(answer)
    assert answer.table is not None
    assert [row[1] for row in answer.table.rows] == ["技能大赛获奖", "精品课程（门）", "实训基地", "校企合作教材（部）"]


def test_unfinished_tasks_in_english(ask: Ask) -> None:
    answer = ask("Which tasks are unfinished?")
    assert "Unfinished tasks that the report names: 3" in answer.answer


def test_unfinished_tasks_of_one_project(ask: Ask) -> None:
    answer = ask("深化产教融合还有哪些没做完")
    assert "年会" in answer.answer
    assert "精品课程" not in answer.answer


def test_money_received_and_spent_are_the_totals(ask: Ask) -> None:
    answer = ask("到位了多少钱、花了多少？")
    assert {Decimal(1350), Decimal(1215)} <= values(answer)
    assert [figure.unit for figure in answer.figures[:2]] == ["万元", "万元"]
    assert "表3" in tables(answer)


def test_a_cell_is_found_by_table_row_and_column(ask: Ask) -> None:
    answer = ask("表3里学校自筹实际支出多少？")
    (figure,) = [f for f in answer.figures if f.text.startswith("385")][:1]
    assert figure.value == 385
    citation = answer.citations[figure.citations[0]]
    assert (citation.table, citation.row, citation.column) == ("表3", "学校自筹", "实际支出")


def test_results_of_a_level_are_counted_and_summed(ask: Ask) -> None:
    answer = ask("国家级的标志性成果完成了几项？")
    assert "1" in answer.answer
    assert tables(answer) == {"表2"}
    total = next(f for f in answer.figures if f.computed and f.formula and "+" in f.formula)
    assert total.value == 1


def test_a_reason_is_given_in_the_documents_words(ask: Ask) -> None:
    answer = ask("年会为什么没开成？")
    assert "暴雨" in answer.answer
    assert not answer.refused


def test_both_values_are_shown_where_the_report_disagrees(ask: Ask) -> None:
    answer = ask("2022年学生满意度是多少？")
    assert answer.conflict
    assert {Decimal("93.20"), Decimal("93.02")} <= values(answer)


def test_agreeing_values_are_no_conflict(ask: Ask) -> None:
    answer = ask("2022年教职工满意度是多少？")
    assert not answer.conflict
    assert Decimal("90.10") in values(answer)


def test_a_follow_up_keeps_what_was_asked(ask: Ask) -> None:
    answer = ask("2021年呢？", "2022年教职工满意度是多少？")
    assert Decimal("88.40") in values(answer)
    assert Decimal("90.10") not in {f.value for f in answer.figures[:1]}


@pytest.mark.parametrize("question", ["2015年的经费是多少？", "校长叫什么名字", "表9里写了什么", "今天天气怎么样"])
def test_what_the_documents_do_not_say_is_refused(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer.refused
    assert answer.answer


@pytest.mark.parametrize(
    "question",
    ["", "   ", "？？？", "a" * 100_000, "\x00\x01", "'; DROP TABLE figures; --", "<script>alert(1)</script>"],
)
def test_any_input_gets_a_clear_reply(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer.refused
    assert answer.answer


def test_every_figure_of_an_answer_is_cited_or_computed(ask: Ask) -> None:
    for question in (
        "哪些任务没有完成？",
        "到位了多少钱",
        "国家级的标志性成果完成了几项？",
        "2022年学生满意度是多少？",
    ):
        answer = ask(question)
        for figure in answer.figures:
            assert (figure.computed and figure.formula) or figure.citations
            assert all(0 <= at < len(answer.citations) for at in figure.citations)


def test_rows_under_each_other_do_not_dispute_one_another(ask: Callable[..., Answer]) -> None:
    answer = ask("学校自筹实际支出多少？")
    assert not answer.conflict
    assert "385 万元" in answer.answer and "830" not in answer.answer


def test_a_figure_of_others_is_no_other_value_of_the_asked_one(ask: Callable[..., Answer]) -> None:
    answer = ask("2022年教职工满意度是多少？")
    assert not answer.conflict
    assert "90.10" in answer.answer
