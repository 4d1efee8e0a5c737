"""What proofreading tells people, and the comments that it leaves in a Word document."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from app.service import Ziping
from app.settings import Settings

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Ziping:
    service = Ziping(Settings(home=tmp_path_factory.mktemp("home"), offline=True))
    service.ingest([DATA / "small_report.md"])
    return service


def test_a_wrong_figure_has_what_it_should_be_and_where_that_stands(service: Ziping) -> None:
    proof = service.lint("项目总预算2300万元。")
    [figure] = proof.figures
    assert (figure.text, figure.status, figure.correct, figure.reason) == ("2300万元", "wrong", "3200万元", "value")
    assert figure.said == "数值不符，应为 3200万元"
    assert proof.paragraphs[figure.paragraph or 0][figure.start : figure.end] == "2300万元"
    assert "总预算3200万元" in figure.citations[0].quote


def test_where_the_documents_disagree_all_values_are_given(service: Ziping) -> None:
    [figure] = service.lint("2022年学生满意度93.20%。").figures
    assert figure.status == "ambiguous"
    assert sorted(figure.values) == ["93.02%", "93.20%"]
    assert len(figure.citations) == 2


@pytest.mark.parametrize(
    ("text", "reason", "correct"),
    [
        ("2022年开设焊接机器人课程3门。", "year", "5门"),
        ("2021年开设焊接机器人课程3门，2022年5门，减少2门。", "direction", "增加 2门"),
        ("财政拨款到位900万元、学校自筹到位450万元，两项合计1530万元。", "sum", "1350万元"),
    ],
)
def test_it_says_what_is_wrong(service: Ziping, text: str, reason: str, correct: str) -> None:
    [wrong] = [figure for figure in service.lint(text).figures if figure.status == "wrong"]
    assert (wrong.reason, wrong.correct) == (reason, correct)


def test_a_figure_of_an_earlier_edition_is_told_to_be_one(tmp_path: Path) -> None:
    report = tmp_path / "report.md"
    text = (DATA / "small_report.md").read_text(encoding="utf-8")
    report.write_text(text, encoding="utf-8")
    ziping = Ziping(Settings(home=tmp_path / "home", offline=True))
    ziping.ingest([report])
    report.write_text(text.replace("<td>830</td>", "<td>838</td>"), encoding="utf-8")
    ziping.ingest([report])
    (figure,) = ziping.lint("财政拨款实际支出830万元。").figures
    assert (figure.status, figure.reason, figure.correct) == ("wrong", "stale", "838 万元")
    assert "旧版" in figure.said


def test_it_speaks_the_reader_s_language(service: Ziping) -> None:
    [figure] = service.lint("项目总预算2300万元。", "en").figures
    assert figure.said == "another value: should be 3200万元"


@pytest.mark.parametrize("text", ["", "  \n ", "学校高度重视自评工作。"])
def test_a_text_without_figures(service: Ziping, text: str) -> None:
    assert service.lint(text).figures == []


class TestComments:
    @pytest.fixture
    def source(self, tmp_path: Path) -> Path:
        document = docx.Document()
        document.add_heading("经费情况", 1)
        paragraph = document.add_paragraph("项目总预算")
        paragraph.add_run("2300").bold = True
        paragraph.add_run("万元，2021—2022年到位1350万元。")
        document.add_paragraph("兼职教师库在库教师86人。")
        document.save(str(path := tmp_path / "稿.docx"))
        return path

    def test_each_wrong_figure_has_one(self, service: Ziping, source: Path, tmp_path: Path) -> None:
        from app.draft.commented import write_commented

        out = tmp_path / "批注.docx"
        assert write_commented(source, service.lint(source), out, "zh") == 2
        comments = [comment.text for comment in docx.Document(str(out)).comments]
        assert any("应为 3200万元" in text for text in comments) and any("应为 88人" in text for text in comments)

    def test_the_text_and_its_formatting_stay(self, service: Ziping, source: Path, tmp_path: Path) -> None:
        from app.draft.commented import write_commented

        out = tmp_path / "批注.docx"
        write_commented(source, service.lint(source), out, "zh")
        before, after = docx.Document(str(source)), docx.Document(str(out))
        assert [p.text for p in after.paragraphs] == [p.text for p in before.paragraphs]
        bold = [run.text for p in after.paragraphs for run in p.runs if run.bold]
        assert bold == ["2300"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The school received 13.5 million yuan in funds and spent 12.15 million yuan.", ["ok", "ok"]),
        ("Staff satisfaction rose from 88.40% in 2021 to 90.10% in 2022, up 1.70 percentage points.", ["ok"] * 3),
        ("Staff satisfaction rose from 88.40% in 2021 to 91.10% in 2022.", ["ok", "wrong"]),
    ],
)
def test_an_english_text_is_proofread_against_chinese_documents(
    service: Ziping, text: str, expected: list[str]
) -> None:
    proof = service.lint(text, "en")
    assert [figure.status for figure in proof.figures] == expected
    assert all(
        proof.paragraphs[figure.paragraph or 0][figure.start : figure.end] == figure.text for figure in proof.figures
    )
