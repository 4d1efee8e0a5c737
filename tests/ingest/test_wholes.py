"""Figures that are parts of a whole, of several years together, or of another body: what each is said of, and when."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import ingest_document
from ingest.lexicon import Lexicon
from prompts import lexicon_data

LEXICON = Lexicon.model_validate(lexicon_data())
Reading = Callable[[str], list[tuple[str, str, str, str]]]
PLAN = "# 2022—2025年建设计划中期报告\n\n2022—2025年为建设期，2022—2023年为中期。\n\n## 一、进展\n\n"


@pytest.fixture
def figures(tmp_path: Path) -> Reading:
    """Per figure of a sentence: its number, its subject under the heading, its measure and its period."""

    def read(sentence: str) -> list[tuple[str, str, str, str]]:
        path = tmp_path / "report.md"
        path.write_text(PLAN + sentence + "\n", encoding="utf-8")
        records = ingest_document(path, LEXICON)
        return [
            (
                figure.text,
                "›".join(figure.subject[figure.subject.index("进展") + 1 :]),
                figure.measure,
                str(figure.period or ""),
            )
            for figure in records.figures
            if "进展" in figure.subject
        ]

    return read


def subjects(found: list[tuple[str, str, str, str]]) -> list[str]:
    return [subject for _, subject, _, _ in found]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("任务46项，验收完毕19项，推进中8项，未启动1项。", ["任务", "任务›验收完毕", "任务›推进中", "任务›未启动"]),
        ("核心指标12项，5项超额，1项达到，4项接近。", ["核心指标", "核心指标›超额", "核心指标›达到", "核心指标›接近"]),
        ("规划所列任务64项。截至2023年底，已完成33项，进行中4项。", [*["规划所列任务"] * 2, "规划所列任务›进行中"]),
        ("精品课程立项5门，验收通过4门。", ["精品课程", "精品课程›验收通过"]),
        ("12座自助馆中，8座配有智能书柜，3座设在地铁站内。", ["自助馆", "自助馆›配有智能书柜", "自助馆›设在地铁站内"]),
        ("已建成的六个培训中心为社会服务。", ["培训中心"]),
        ("应于2023年底前完成而没有完成的任务共5项。", ["没有完成的任务"]),
        ("团队由教授3人、博士5人组成。", ["团队›教授", "团队›博士"]),
        ("2022年9月建成文献专库，面积320平方米。", ["文献专库›面积"]),
        ("2022年9月建成文献专库，新建实训室12间。", ["实训室"]),
        ("两年来建设力度大，实训室12间。", ["实训室"]),
        ("服务平台2022年12月上线，2023年访问248万次。", ["服务平台›访问"]),
        ("支出中馆舍建设占45%，文献购置占27%。", ["馆舍建设占比", "文献购置占比"]),
        ("到位率偏低，原因是青石县、云岭区财政紧张，分别欠拨165万元和110万元。", ["青石县欠拨", "云岭区欠拨"]),
        ("2022年岸电接驳船舶210艘次；2023年接驳335艘次。", ["岸电接驳船舶", "岸电接驳船舶"]),
        ("全市九个县区中，七个县区达到标准，两个县区未达标。", ["县区", "县区›达到标准", "县区›未达标"]),
        ("建成训练基地1个，占地85亩，投资1.1亿元。", ["训练基地", "训练基地›占地", "训练基地›投资"]),
        ("市级财政80万元、社会捐赠20万元，分别占80%和20%。", ["市级财政", "社会捐赠", "市级财政占比", "社会捐赠占比"]),
        ("安排设备购置经费2600万元。", ["设备购置经费"]),
        ("2022年的6个重点任务点和2023年的8个任务点。", ["重点任务点", "重点任务点"]),
        ("培训中心开展20次以上社区教育活动如学习活动、志愿活动等。", ["培训中心›社区教育活动"]),
        ("社会资金比安排多筹84万元。", ["社会资金比安排多筹"]),
        ("收获粮食320公斤，扫描图纸2万拍。", ["收获粮食", "扫描图纸"]),
    ],
)  # fmt: skip
def test_what_a_figure_is_said_of(figures: Reading, sentence: str, expected: list[str]) -> None:
    assert subjects(figures(sentence)) == expected


def test_what_is_left_of_a_plan_is_no_target(figures: Reading) -> None:
    assert [f[1:3] for f in figures("五年任务还剩30项。")] == [("任务还剩", "")]
    assert [f[1:3] for f in figures("后两年尚有任务31项。")] == [("尚有任务", "")]


def test_money_that_is_allotted_is_budget_and_people_that_are_sent_are_not(figures: Reading) -> None:
    assert [f[2] for f in figures("后两年安排资金3800万元，安排住宿300人次。")] == ["budget", ""]


def test_fully_done_says_which_are_counted_and_is_no_rate(figures: Reading) -> None:
    found = figures("本部分任务点合计40个，完成率为97.5%，其中已100%完成35个，基本完成4个。")
    assert [(f[0], f[2]) for f in found] == [("40个", "target"), ("97.5%", "rate"), ("35个", "actual"), ("4个", "")]
    assert figures("全部任务100%完成。")[0][0] == "100%"


def test_what_was_before_is_a_baseline(figures: Reading) -> None:
    found = figures("专职队由原来的12支增加到21支。")
    assert [f[1:3] for f in found] == [("专职队", "baseline"), ("专职队", "")]
    assert [f[1:3] for f in figures("培训基地原有3个，现增至5个。")] == [("培训基地", "baseline"), ("培训基地", "")]


def test_figures_of_all_years_that_were_counted_before(figures: Reading) -> None:
    found = figures("2022年有6个任务点，2023年有8个任务点，已完成12个，总体完成率80%。")
    assert [f[3] for f in found] == ["2022", "2023", "2022-2023", "2022-2023"]
    found = figures("2022年举办讲座5场，2023年举办讲座7场，合计12场。")
    assert [f[3] for f in found] == ["2022", "2023", "2022-2023"]


def test_what_follows_the_last_year_without_being_more_is_of_that_year(figures: Reading) -> None:
    found = figures("2022年举办讲座5场，2023年举办讲座7场，参加300人次。")
    assert [f[3] for f in found] == ["2022", "2023", "2023"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("2022年培训120人。五名技师于2023年取得资格。", ["2022", "2023"]),
        ("2022年、2023年派出教师3名。", ["2022-2023"]),
        ("2022年、2023年分别演练36次、52次，参演400人次和600人次。", ["2022", "2023"] * 2),
        ("2023年，一季度接警15起，二季度接警12起。", ["2023 一季度", "2023 二季度"]),
        ("2023年合作专业为两个，现减为1个。", ["2023", ""]),
        ("2022年以来，课题立项77项。", ["2022-2023"]),
        ("平均时间由2020年的98分钟缩短到76分钟。", ["2020", ""]),
    ],
)
def test_when_a_figure_is_stated_for(figures: Reading, sentence: str, expected: list[str]) -> None:
    assert [f[3] for f in figures(sentence)] == expected


def test_another_body_that_a_sentence_speaks_of_holds_until_the_reporting_one_comes(figures: Reading) -> None:
    found = figures("标杆院校有科研项目65项，专利授权139项；2023年获奖6项。我院有科研项目77项，专利授权25项。")
    assert ["标杆院校" in subject for subject in subjects(found)] == [True, True, True, False, False]


def test_a_body_that_is_only_compared_with_holds_nothing(figures: Reading) -> None:
    found = subjects(figures("与标杆院校相比，专利授权25项，课题77项。"))
    assert not any(subject.startswith("标杆院校") for subject in found)


def test_parts_of_a_rate_are_rates(figures: Reading) -> None:
    found = figures("资金执行率为98%，其中财政专项98.5%，自筹97%。")
    assert [f[2] for f in found] == ["spent_rate"] * 3


def test_minutes_and_seconds_are_one_figure(figures: Reading) -> None:
    assert [f[0] for f in figures("响应时间为6分20秒。")] == ["6分20秒"]


def test_a_rank_is_of_what_was_told_before(figures: Reading) -> None:
    assert subjects(figures("群众满意度为96.8分，居全省第3位。")) == ["群众满意度"] * 2
