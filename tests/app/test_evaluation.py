"""Answers held against keyed cases: what passes, what does not and why; `ziping eval` over the small report."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.answer import Answer, AnswerFigure, Citation
from app.evaluation import Evaluation, Verdict, score_answer, summarise
from app.evaluation_cases import Case, read_cases
from app.evaluation_report import evaluation_data, evaluation_lines
from app.evaluation_texts import cites, numbers, stated_numbers
from app.question_files import QuestionFileError
from tests.app.console import REPORT, Console

KNOWN = frozenset({Decimal("1350"), Decimal("1500"), Decimal("90"), Decimal("2022"), Decimal("93.2"), Decimal("93.02")})


def case(
    question: str = "到位资金多少？", *, kind: str = "lookup", history: tuple[str, ...] = (), **expect: Any
) -> Case:
    turns = [{"q": q} for q in history]
    return Case.model_validate({"id": "K1", "type": kind, "history": turns, "question": question, "expect": expect})


def verdict(keyed: Case, text: str, **fields: Any) -> Verdict:
    return score_answer(keyed, Answer(answer=text, **fields), KNOWN)


def problems(keyed: Case, text: str, **fields: Any) -> list[tuple[str, str]]:
    return [(problem.kind, problem.what) for problem in verdict(keyed, text, **fields).problems]


def figures(*values: str) -> list[dict[str, str]]:
    return [{"value": value, "unit": "万元"} for value in values]


class TestFigures:
    @pytest.mark.parametrize("text", ["1350 万元[1]", "1,350万元", "到位１３５０万元", "**1350.00** 万元（第 3 页）"])
    def test_a_figure_counts_however_it_is_written(self, text: str) -> None:
        assert problems(case(figures=figures("1350")), text) == []

    def test_all_figures_of_the_key_are_wanted(self) -> None:
        assert problems(case(figures=figures("1350", "1500")), "1350 万元") == [("lacks_figure", "1500万元")]

    @pytest.mark.parametrize("text", ["见第 1350 页", "看这里[1350]", "pp. 1350"])
    def test_numbers_of_pages_and_citations_are_no_figures(self, text: str) -> None:
        assert problems(case(figures=figures("1350")), text) == [("lacks_figure", "1350万元")]

    def test_one_group_has_to_be_whole(self) -> None:
        groups = case(any_of_figures=[["1350", "90"], ["1500"]])
        assert problems(groups, "1350 万元，90%") == []
        assert problems(groups, "1500 万元") == []
        assert problems(groups, "1350 万元") == [("lacks_every_group", "1350 90 | 1500")]

    def test_a_figure_that_is_wrong_must_not_be_stated_unless_it_was_asked_about(self) -> None:
        assert problems(case(not_figures=["1500"]), "1500 万元") == [("has_figure", "1500")]
        assert problems(case("是 1500 万元吗？", not_figures=["1500"]), "不是 1500 万元") == []

    def test_values_that_disagree_are_all_stated(self) -> None:
        keyed = case(not_figures=["93.02"], conflict=True)
        assert problems(keyed, "93.2% 与 93.02%", conflict=True) == []
        assert problems(keyed, "93.2%") == [("no_conflict", "")]


class TestItems:
    def test_one_of_the_alternatives_is_enough(self) -> None:
        keyed = case(items=["财政拨款|财政", "自筹"])
        assert problems(keyed, "来自**财政**和学校自 筹") == []
        assert problems(keyed, "来自财政") == [("lacks_item", "自筹")]

    def test_items_that_do_not_belong(self) -> None:
        assert problems(case(not_items=["企业"]), "财政、企业") == [("has_item", "企业")]

    def test_saying_that_nothing_disagrees_is_no_disagreement(self) -> None:
        assert problems(case(not_items=["不一致"]), "各处相同，未发现不一致") == []


class TestRefusals:
    def test_what_no_document_says_is_refused(self) -> None:
        assert problems(case(refuse=True), "1350 万元") == [("should_refuse", "")]
        assert problems(case(refuse=True), "文件中没有", refused=True) == []

    def test_what_a_document_says_is_not(self) -> None:
        assert problems(case(), "文件中没有", refused=True) == [("should_not_refuse", "")]


class TestSupport:
    def test_a_number_that_stands_nowhere_is_unsupported(self) -> None:
        assert problems(case(), "1350 万元中的 777 万元") == [("unsupported", "777")]

    def test_what_was_computed_is_supported(self) -> None:
        left = AnswerFigure(text="150", value=Decimal("150.0"), computed=True, formula="1500 − 1350")
        assert problems(case(), "还差 150 万元", figures=[left]) == []
        # It says that it looked the figure up; then it has to stand somewhere.
        looked_up = AnswerFigure(text="150", value=Decimal("150"))
        assert problems(case(), "还差 150 万元", figures=[looked_up]) == [("unsupported", "150")]

    def test_what_was_asked_is_supported_and_small_numbers_count_items(self) -> None:
        assert problems(case("777 万元对吗？"), "不是 777 万元，理由有 3 条") == []
        assert problems(case("对吗？", history=("是 777 万元？",)), "不是 777 万元") == []


class TestPlaces:
    PLACE = Citation(
        doc="report.md", section_path=["一、总体情况", "（二）经费情况"], section="（二）经费情况", table="表1-3"
    )

    @pytest.mark.parametrize("place", ["表1-3", "（二）", "一（二）", "一、（二）", "经费情况", "表1-3（一）"])
    def test_places_are_named_as_people_name_them(self, place: str) -> None:
        assert cites([place], [self.PLACE])

    @pytest.mark.parametrize("place", ["表1-30", "表1", "（三）", "二（二）", "表1-3（二）"])
    def test_another_place_is_not_that_place(self, place: str) -> None:
        assert not cites([place], [self.PLACE])

    def test_a_wrong_place_is_counted_and_fails_nothing(self) -> None:
        wrong = verdict(case(figures=figures("1350"), cite_any=["表9"]), "1350", citations=[self.PLACE])
        assert (wrong.passed, wrong.cited) == (True, False)
        assert verdict(case(refuse=True, cite_any=["表9"]), "没有", refused=True).cited is None


class TestNumbers:
    def test_signs_ranges_and_counts_in_characters(self) -> None:
        assert numbers("−0.5、2-3 次、共两项") == {Decimal("-0.5"), Decimal("0.5"), Decimal(2), Decimal(3)}

    @given(st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False), st.sampled_from(["", ","]))
    def test_a_number_is_found_in_a_sentence(self, value: Decimal, grouping: str) -> None:
        assert value.normalize() in stated_numbers(f"到位资金**{value:{grouping}.2f}**万元[1]（第 3 页）")

    def test_an_answer_without_text_states_none(self) -> None:
        assert stated_numbers("") == set()


class TestSummary:
    @pytest.fixture
    def evaluation(self) -> Evaluation:
        asked = case(figures=figures("1350"), cite_any=["表3"])
        return summarise(
            [
                verdict(asked, "1350", seconds=0.01, citations=[Citation(doc="a", table="表3")]),
                verdict(asked, "1500", seconds=0.03, conflict=True),
                verdict(case(kind="unanswerable", refuse=True), "没有", refused=True, seconds=0.02),
            ]
        )

    def test_types_places_and_times_are_counted(self, evaluation: Evaluation) -> None:
        assert (evaluation.total.passed, evaluation.total.cases) == (2, 3)
        assert {name: (t.passed, t.cases) for name, t in evaluation.by_type.items()} == {
            "lookup": (1, 2),
            "unanswerable": (1, 1),
        }
        assert (evaluation.cited.passed, evaluation.cited.cases) == (1, 2)
        assert evaluation.conflicts_beyond_key == 1
        assert (evaluation.p50, evaluation.p95) == (20, 30)

    def test_people_read_the_reason_of_each_failure(self, evaluation: Evaluation) -> None:
        first, why, answer, *_, total = evaluation_lines(evaluation, "zh")
        assert first == "K1 [lookup] 到位资金多少？"
        assert why.strip() == "缺数字 1350万元"
        assert answer.strip() == "> 1500"
        assert total.startswith("通过 2/3（66.7%）")

    def test_programs_read_the_same(self, evaluation: Evaluation) -> None:
        data = json.loads(json.dumps(evaluation_data(evaluation, "en")))
        assert (data["passed"], data["cases"], data["share"]) == (2, 3, "0.6667")
        (failure,) = data["failures"]
        assert failure["problems"] == [{"kind": "lacks_figure", "what": "1350万元"}]
        assert failure["said"] == ["lacks the figure 1350万元"]

    def test_no_case_is_no_failure(self) -> None:
        assert summarise([]).total.share == 0


class TestFiles:
    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ('{"id": "1", "type": "lookup", "question": "问", "expect": {}}\n{"id": "2"}', 2),
            ('{"id": "1", "type": "lookup", "question": "问", "expect": {}}\n\n' * 2, 3),
            ("not JSON", 1),
        ],
    )
    def test_a_line_that_cannot_be_used_is_named(self, tmp_path: Path, text: str, line: int) -> None:
        path = tmp_path / "cases.jsonl"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(QuestionFileError) as caught:
            read_cases(path)
        assert (caught.value.code, caught.value.line) == ("cases", line)

    def test_a_file_of_a_windows_editor(self, tmp_path: Path) -> None:
        path = tmp_path / "cases.jsonl"
        path.write_text('{"id": "1", "type": "lookup", "question": "问", "expect": {}}\r\n', encoding="utf-8-sig")
        assert [keyed.id for keyed in read_cases(path)] == ["1"]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Console:
    """A home folder that holds the small report."""
    console = Console(tmp_path_factory.mktemp("evaluated") / "home")
    assert console("ingest", REPORT).status == 0
    return console


def written(path: Path, *keyed: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in keyed), encoding="utf-8")
    return path


RIGHT = {
    "id": "S1",
    "type": "lookup",
    "question": "2022年教职工满意度是多少？",
    "expect": {"figures": [{"value": "90.10", "unit": "%"}], "cite_any": ["表4", "三"]},
}
REFUSED = {"id": "S2", "type": "unanswerable", "question": "学校的校训是什么？", "expect": {"refuse": True}}
WRONG = {**RIGHT, "id": "S3", "expect": {"figures": [{"value": "12.34", "unit": "%"}]}}


class TestCommand:
    def test_help_explains_it_in_both_languages(self, filled: Console) -> None:
        chinese, english = (replace(filled, language=language)("eval", "--help").out for language in ("zh", "en"))
        assert "标准答案" in chinese
        assert "keyed questions" in english

    def test_all_pass(self, filled: Console, tmp_path: Path) -> None:
        run = filled("eval", written(tmp_path / "cases.jsonl", RIGHT, REFUSED))
        assert run.status == 0, run.out
        assert "passed 2/2 (100.0%); right place cited 1/1; unsupported figures 0" in run.out

    def test_one_fails(self, filled: Console, tmp_path: Path) -> None:
        run = filled("eval", written(tmp_path / "cases.jsonl", RIGHT, WRONG), "--json")
        assert run.status == 1
        assert [failure["id"] for failure in run.json["failures"]] == ["S3"]
        assert run.json["types"] == {"lookup": {"passed": 1, "cases": 2}}

    def test_what_cannot_be_used_is_one_line(self, filled: Console, tmp_path: Path) -> None:
        run = filled("eval", tmp_path / "none.jsonl")
        assert (run.status, "none.jsonl" in run.line) == (2, True)
        empty = filled("eval", written(tmp_path / "empty.jsonl"))
        assert (empty.status, "holds no question" in empty.line) == (2, True)
        broken = tmp_path / "broken.jsonl"
        broken.write_text('{"id": "1"}\n', encoding="utf-8")
        assert "line 1" in filled("eval", broken).line
