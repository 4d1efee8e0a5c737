"""An answer as a card, and what a chip in it means."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

from app.answer import Answer, AnswerFigure, AnswerTable, Citation
from app.ui.answers import Exchange, answer_html, answer_to_plain_text, shown_figures
from app.ui.asking import LONGEST_QUESTION, ask_steps, cited_source, history
from app.ui.rendering import citation_words
from app.ui.viewer import Source
from tests.app.ui.scripted import HOSTILE, ScriptedService

PAID = Citation(doc="report.pdf", document=1, page=9, table="表1-6", row="总计", column="支出", quote="总计｜支出：12")
TOLD = Citation(doc="说明.docx", document=4, section="要点", quote="支出 12 万元。")


def answer(text: str, *citations: Citation, **more: object) -> Answer:
    return Answer.model_validate({"answer": text, "citations": list(citations)} | more)


def figure(text: str, unit: str = "", at: tuple[int, ...] = (), formula: str | None = None) -> AnswerFigure:
    return AnswerFigure(
        text=text, value=Decimal(1), unit=unit, citations=list(at), formula=formula, computed=formula is not None
    )


def test_marks_and_figures_open_their_citations() -> None:
    html = answer_html("zh", answer("支出 12 万元[1][2][3]", PAID, TOLD, figures=[figure("12 万元", at=(0, 1, 7))]), 4)
    assert re.findall(r'class="chip" data-cite="([\d.]+)"', html) == ["4.0", "4.1", "4.0", "4.1"]
    assert re.findall(r'class="source" data-cite="([\d.]+)"', html) == ["4.0", "4.1"]
    assert "[3]" in html


def test_an_answer_without_citations_offers_no_source() -> None:
    html = answer_html("zh", answer("没有[1]", figures=[figure("1", at=(0,))]), 0)
    assert "data-cite" not in html and 'data-first-source=""' in html


def test_a_refusal_opens_no_source_by_itself() -> None:
    assert 'data-first-source=""' in answer_html("zh", answer("没有", PAID, refused=True), 0)
    assert 'data-first-source="0.0"' in answer_html("zh", answer("12", PAID), 0)


def test_a_figure_is_listed_once_with_all_its_places() -> None:
    figures = [figure("12 万元", "万元", (0,)), figure("12 万元", "万元", (1, 0)), figure("12", "万元", (2,))]
    [shown] = shown_figures(figures)
    assert (shown.text, shown.citations) == ("12 万元", (0, 1, 2))


def test_a_formula_that_the_text_says_already_is_not_shown_twice() -> None:
    computed = figure("98%", formula="12 / 13 = 98%")
    assert '<ul class="figures">' in answer_html("zh", answer("98%", figures=[computed]), 0).split("card-foot")[0]
    said = answer("98%（12 / 13 = 98%）", figures=[computed])
    assert '<ul class="figures">' not in answer_html("zh", said, 0).split("card-foot")[0]


def test_many_formulas_are_folded_away() -> None:
    many = [figure(f"{n} 项", formula=f"{n + 1} − 1 = {n}") for n in range(2, 20)]
    shown, folded = answer_html("zh", answer("见下表。", figures=many), 0).split("card-foot")
    assert "figure-computed" not in shown and folded.count("figure-computed") == 18


def test_a_table_that_the_text_has_is_shown_once() -> None:
    table = AnswerTable(columns=["来源", "支出"], rows=[["甲", "12"]])
    assert answer_html("zh", answer("如下：", table=table), 0).count("<table") == 1
    said = answer("如下：\n\n| 来源 | 支出 |\n|---|---|\n| 甲 | 12 |", table=table)
    assert answer_html("zh", said, 0).count("<table") == 1
    assert answer_to_plain_text("zh", said) == "如下：\n\n来源\t支出\n甲\t12"


def test_hostile_cells_are_words() -> None:
    html = answer_html("zh", answer("如下：", table=AnswerTable(columns=[HOSTILE], rows=[[HOSTILE]])), 0)
    assert "<script" not in html and "<img" not in html and html.count("&lt;script&gt;") >= 2


def test_where_a_citation_points_in_both_languages() -> None:
    assert citation_words("zh", PAID) == "第 9 页 · 表1-6 · 总计 › 支出"
    assert citation_words("en", PAID) == "p. 9 · 表1-6 · 总计 › 支出"
    assert citation_words("zh", TOLD) == "要点"
    assert citation_words("zh", Citation(doc="x")) == ""


def test_the_copied_text_has_table_and_sources() -> None:
    table = AnswerTable(columns=["来源", "支出"], rows=[["甲", "12"]])
    assert answer_to_plain_text("zh", answer("> **支出**[1]", PAID, table=table)) == (
        "支出[1]\n\n来源\t支出\n甲\t12\n\n出处:\n[1] report.pdf 第 9 页 · 表1-6 · 总计 › 支出"
    )


def test_what_a_chip_means() -> None:
    exchanges = [
        Exchange("甲", answer("a", TOLD)),
        Exchange("乙", failed=True),
        Exchange("丙", answer("c", TOLD, PAID)),
    ]
    assert cited_source(exchanges, "2.1") == Source(1, 9, PAID, 2)
    for place in ("2.2", "1.0", "3.0", "-1.0", "0", "", "a.b", "0.-1", "0.0.0", "²0.0"):
        assert cited_source(exchanges, place) is None, place


def test_the_question_is_shown_before_its_answer(tmp_path: Path) -> None:
    steps = list(ask_steps(ScriptedService(tmp_path), "zh", "  到位了多少钱？ ", ()))
    assert [len(exchanges) for _, exchanges in steps] == [0, 1]
    assert "card-pending" in steps[0][0] and "13253" in steps[1][0]
    assert steps[1][1][0].question == "到位了多少钱？"


def test_an_empty_question_is_not_asked(tmp_path: Path) -> None:
    service = ScriptedService(tmp_path)
    assert [exchanges for _, exchanges in ask_steps(service, "zh", " \n", ())] == [()]
    assert service.asked == []


def test_questions_that_failed_are_no_history() -> None:
    turns = history([Exchange("甲", answer("a")), Exchange("乙", failed=True)])
    assert [turn.q for turn in turns] == ["甲"]
    assert LONGEST_QUESTION >= 500
