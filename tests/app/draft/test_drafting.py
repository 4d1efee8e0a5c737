"""Drafts: what is asked for is in them, every figure is bound to its place, and proofreading finds nothing in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from app.ask.knowledge import Knowledge
from app.check.engine import check_index
from app.draft.drafting import ONE_PAGE, Sources, draft_request
from app.draft.lint import Proofreader
from app.draft.manuscript import MARK, length_of
from app.draft.proof import text_to_records
from app.draft.request import understand_request
from app.draft.result import Draft, DraftError
from ingest.lexicon import Lexicon
from tests.app.draft.conftest import DATA, read

Drafter = Callable[[str], Draft]
KINDS = (
    "给领导的一页纸摘要",
    "写一段总体概述",
    "写一段任务完成情况",
    "写经费执行情况，表格加一段话",
    "写标志性成果一节",
    "写满意度一节",
    "对标情况，表格加一段话",
    "写尚未完成的任务，条目式，一条一行",
    "提交前需核对的不一致数据",
)


def sources_of(knowledge: Knowledge) -> Sources:
    return Sources(knowledge, check_index(knowledge), Proofreader(knowledge))


@pytest.fixture(scope="session")
def small_report(lexicon: Lexicon, tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    return read(DATA / "small_report.md", lexicon, tmp_path_factory.mktemp("small-draft") / "home")


@pytest.fixture(scope="session")
def small_draft(small_report: Knowledge) -> Drafter:
    sources = sources_of(small_report)
    return lambda request: draft_request(request, sources)


@pytest.fixture(scope="session")
def third_draft(lexicon: Lexicon, tmp_path_factory: pytest.TempPathFactory) -> Drafter:
    sources = sources_of(read(DATA / "third_report.md", lexicon, tmp_path_factory.mktemp("third-draft") / "home"))
    return lambda request: draft_request(request, sources)


def faults(draft: Draft, sources: Sources) -> list[tuple[str, str]]:
    """What proofreading has to say against the figures of a draft."""
    records = text_to_records(MARK.sub("", draft.text), sources.knowledge.lexicon)
    found = sources.proofreader.lint(records)
    return [(linted.figure.text, linted.figure.place.quote) for linted in found if linted.verdict != "ok"]


def requests_for(knowledge: Knowledge) -> list[str]:
    """Every kind for the whole, and an overview and what is unfinished for each project."""
    records = knowledge.snapshot.records
    projects = [records[d].sections[s].title for d, s in dict.fromkeys(knowledge.projects.values())]
    if not projects:
        document = knowledge.snapshot.documents[0].id
        projects = [section.title for section in records[document].sections if section.level > 1][:8]
    return [*KINDS, *(f"写一段“{p}”的概述" for p in projects), *(f"写“{p}”没完成的任务和原因" for p in projects)]


class TestUnderstanding:
    @pytest.mark.parametrize(
        ("request_text", "kind", "form", "limit"),
        [
            ("写一段经费执行情况，300 字以内", "funds", "paragraph", 300),
            ("给领导的一页纸摘要", "brief", "paragraph", None),
            ("对标情况，表格加一段话", "benchmark", "table", None),
            ("把没完成的任务列成清单，条目式，不超过二百字", "unfinished", "items", 200),
            ("把满意度写成一段，点出变化，约一百二十字", "satisfaction", "paragraph", 132),
            ("an English abstract of 200 words", "brief", "paragraph", 200),
        ],
    )
    def test_kind_form_and_length(
        self, small_report: Knowledge, request_text: str, kind: str, form: str, limit: int | None
    ) -> None:
        request = understand_request(request_text, small_report)
        assert (request.kind, request.form, request.limit) == (kind, form, limit)

    def test_what_is_named_is_kept_and_the_manner_is_not(self, small_report: Knowledge) -> None:
        request = understand_request(
            "起草技能人才一段，150字以内，语气平实：大赛获奖多少项、焊接机器人课程几门。", small_report
        )
        assert [particular.text for particular in request.particulars] == ["大赛获奖多少项", "焊接机器人课程几门"]

    def test_the_language_is_the_request_s_or_the_one_it_asks_for(self, small_report: Knowledge) -> None:
        assert understand_request("写一段经费执行情况", small_report).language == "zh"
        assert understand_request("写一份英文摘要", small_report).language == "en"


class TestBadRequests:
    @pytest.mark.parametrize("request_text", ["", "   ", "起草一段"])
    def test_an_empty_one(self, small_draft: Drafter, request_text: str) -> None:
        with pytest.raises(DraftError) as caught:
            small_draft(request_text)
        assert caught.value.code == "empty"

    @pytest.mark.parametrize("request_text", ["起草第九章", "起草 7.4 其他工作"])
    def test_a_section_that_is_not_there_says_which_are(self, small_draft: Drafter, request_text: str) -> None:
        with pytest.raises(DraftError) as caught:
            small_draft(request_text)
        assert caught.value.code == "no-section"
        assert "总体情况" in caught.value.known


class TestContent:
    def test_funds_say_budget_received_spent_rates_and_each_source(self, small_draft: Drafter) -> None:
        text = small_draft("写一段经费执行情况").text
        for figure in ("1350万元", "1215万元", "90%", "92.22%", "85.56%"):
            assert figure in text
        assert "财政拨款" in text and "学校自筹" in text

    def test_unfinished_tasks_come_with_the_reason_that_is_given(self, small_draft: Drafter) -> None:
        draft = small_draft("写尚未完成的任务，条目式，一条一行")
        lines = draft.text.split("\n")
        assert len(lines) == 3
        assert any("推迟了评审" in line for line in lines) and any("没有批复" in line for line in lines)

    def test_satisfaction_says_rise_and_fall_and_marks_what_is_contested(self, small_draft: Drafter) -> None:
        draft = small_draft("写满意度一节，点出变化")
        assert draft.conflict
        assert re.search(r"［[^］]*93\.2", draft.text)
        assert "上升" in draft.text or "下降" in draft.text

    def test_a_computed_figure_has_its_formula(self, small_draft: Drafter) -> None:
        computed = [figure for figure in small_draft("写满意度一节").figures if figure.computed]
        assert computed and all(figure.formula for figure in computed)

    def test_a_comparison_has_a_table_and_a_paragraph(self, third_draft: Drafter) -> None:
        draft = third_draft("对标情况，表格加一段话")
        assert "| 指标 |" in draft.text and "人均藏书" in draft.text.rpartition("|")[2]

    def test_named_particulars_are_written(self, small_draft: Drafter) -> None:
        text = small_draft("起草技能人才一段：2022年技能大赛获奖多少项、焊接机器人课程开设几门。").text
        assert "35项" in text and "5门" in text

    def test_what_is_not_in_the_documents_is_a_gap(self, small_draft: Drafter) -> None:
        draft = small_draft("起草技能人才一段：技能大赛获奖多少项、食堂菜品价格。")
        assert draft.gaps == ["食堂菜品价格"]
        assert "［待补：食堂菜品价格］" in draft.text

    def test_english_is_written_without_chinese_units(self, small_draft: Drafter) -> None:
        draft = small_draft("Draft an English paragraph on the funds: budget, received, spent.")
        assert draft.language == "en"
        assert not re.search(r"\d(?:万元|项|个)", draft.text)


class TestTopics:
    """What a request is about where it is no kind of section: rows, reasons, changes from year to year."""

    def test_every_row_of_what_is_asked_of_each(self, third_draft: Drafter) -> None:
        text = third_draft("各区县到馆量和考核等次写一段。").text
        assert "临江区到馆量88.40万人次，考核等次A" in text and "湖口县" in text
        assert "流通服务点" not in text

    def test_rows_of_one_status_and_why_they_have_it(self, third_draft: Drafter) -> None:
        text = third_draft("核心指标滞后的两项是什么、为什么滞后，写一段说明。").text
        assert "86.20%" in text and "85.71%" in text
        assert "注册志愿者滞后，原因是" in text and "认证系统" in text

    def test_changes_of_years_are_reckoned(self, lexicon: Lexicon, tmp_path: Path) -> None:
        sources = sources_of(read(DATA / "port_report.md", lexicon, tmp_path / "home"))
        draft = draft_request("各站培训量写一段，2023和2024对比，增加了多少。", sources)
        assert "东湾站2024年比2023年增加60人日" in draft.text and "西湾站2024年比2023年增加70人日" in draft.text
        assert any(figure.computed and figure.value == 60 and figure.formula for figure in draft.figures)
        assert not draft.unverified

    def test_what_no_document_tells_is_a_gap(self, third_draft: Drafter) -> None:
        draft = third_draft("写一下第六宿舍楼的建设情况。")
        assert draft.gaps and "［待补：" in draft.text and not draft.figures

    def test_a_brief_has_the_parts_that_are_named(self, third_draft: Drafter) -> None:
        text = third_draft("给分管副市长的一页纸汇报，任务、资金、满意度、问题都要有。").text
        headings = [line.removeprefix("## ") for line in text.split("\n") if line.startswith("## ")]
        assert headings == ["一、任务完成情况", "二、经费执行情况", "三、满意度", "四、尚未完成的任务"]

    def test_english_tells_tasks_and_money(self, small_draft: Drafter) -> None:
        text = small_draft("Prepare an English abstract of 200 words covering tasks, funds and satisfaction.").text
        assert "36 of 40 completed (90%)" in text and "13.5 million yuan" in text


class TestLength:
    def test_a_page_is_a_page(self, third_draft: Drafter) -> None:
        assert third_draft("给领导的一页纸摘要").length <= ONE_PAGE

    @pytest.mark.parametrize("limit", [60, 120, 300])
    def test_it_is_kept(self, third_draft: Drafter, limit: int) -> None:
        draft = third_draft(f"给领导的一页纸摘要，{limit}字以内")
        assert 0 < length_of(draft.text, "zh") <= limit


class TestBinding:
    def test_every_number_of_the_text_is_a_field_or_a_word_of_the_documents(self, third_draft: Drafter) -> None:
        draft = third_draft("写一段经费执行情况")
        numbers = re.findall(r"\d[\d.]*%?", MARK.sub("", re.sub(r"20\d\d(?:—20\d\d)?年?", "", draft.text)))
        fields = " ".join(figure.text for figure in draft.figures)
        assert numbers and all(number in fields for number in numbers)

    def test_marks_are_those_of_the_sources(self, third_draft: Drafter) -> None:
        draft = third_draft("给领导的一页纸摘要")
        marks = {int(mark) for mark in re.findall(r"\[(\d+)\]", draft.text)}
        assert marks <= set(range(1, len(draft.citations) + 1))
        assert all(figure.citations for figure in draft.figures)


class TestSelfProof:
    def test_of_invented_reports(self, knowledge: Knowledge) -> None:
        sources = sources_of(knowledge)
        found = {r: f for r in requests_for(knowledge) if (f := faults(draft_request(r, sources), sources))}
        assert not found

    def test_of_the_small_report(self, small_report: Knowledge) -> None:
        sources = sources_of(small_report)
        found = {r: f for r in requests_for(small_report) if (f := faults(draft_request(r, sources), sources))}
        assert not found

    @pytest.mark.parametrize("edition", ["corpus/report.docx", "report/original.txt"])
    def test_of_both_editions(self, shared: Path, lexicon: Lexicon, tmp_path: Path, edition: str) -> None:
        sources = sources_of(read(shared / edition, lexicon, tmp_path / "home"))
        found = {r: f for r in KINDS[:-1] if (f := faults(draft_request(r, sources), sources))}
        assert not found

    def test_of_another_body_s_report(self, shared: Path, lexicon: Lexicon, tmp_path: Path) -> None:
        sources = sources_of(read(shared / "evals" / "hospital" / "report.md", lexicon, tmp_path / "home"))
        found = {r: f for r in KINDS[:-1] if (f := faults(draft_request(r, sources), sources))}
        assert not found
