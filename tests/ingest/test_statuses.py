"""Where tasks stand, as sentences and status cells say it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest import ingest_document
from ingest.lexicon import Lexicon
from ingest.records import DocumentRecords, Status, StatusKind
from ingest.statuses import reason_of_sentence, status_of_clause, task_of_sentence
from prompts import lexicon_data

LEXICON = Lexicon.model_validate(lexicon_data())


def read(tmp_path: Path, text: str) -> DocumentRecords:
    path = tmp_path / "report.md"
    path.write_text(text, encoding="utf-8")
    return ingest_document(path, LEXICON)


def statuses(tmp_path: Path, text: str) -> list[Status]:
    return list(read(tmp_path, f"# 自评报告\n\n## 一、进展\n\n{text}\n").statuses)


@pytest.mark.parametrize(
    ("clause", "kind"),
    [
        ("图书馆改造已完成", StatusKind.DONE),
        ("老旧小区改造基本完成", StatusKind.PARTLY),
        ("智慧平台正在建设中", StatusKind.IN_PROGRESS),
        ("年会未能召开", StatusKind.NOT_DONE),
        ("任务未能按期完成", StatusKind.NOT_DONE),
        ("海外分校未如期设立", StatusKind.NOT_DONE),
        ("二期工程尚未开工", StatusKind.NOT_STARTED),
        ("虚拟仿真基地还没有启动", StatusKind.NOT_STARTED),
        ("产业学院建设超额完成", StatusKind.OVERFULFILLED),
        ("下年任务提前完成", StatusKind.AHEAD),
        ("测评暂停", StatusKind.SUSPENDED),
        ("博士点申报未获批准", StatusKind.NOT_APPROVED),
        ("验收未能通过", StatusKind.NOT_APPROVED),
        ("没有未完成的任务", StatusKind.DONE),
        ("无滞后项目", StatusKind.DONE),
        ("各项指标均已完成", StatusKind.DONE),
    ],
)
def test_a_clause_says_where_a_task_stands(clause: str, kind: StatusKind) -> None:
    named = status_of_clause(clause, LEXICON)
    assert named is not None
    assert named[0] is kind
    assert named[1] in clause


@pytest.mark.parametrize(
    "clause", ["确保任务按期完成", "力争2025年全部完成", "完成率为95%", "筹建中外合作学院", "学校概况"]
)
def test_intent_and_names_are_no_status(clause: str) -> None:
    assert status_of_clause(clause, LEXICON) is None


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("年会因疫情未能召开。", "疫情"),
        ("二期因拆迁进度慢而滞后。", "拆迁进度慢"),
        ("实训楼受暴雨影响暂停施工。", "暴雨"),
        ("分校未设立，系签证政策变化所致。", "签证政策变化"),
        ("平台未上线，原因是供应商更换。", "供应商更换"),
        ("平台未上线。", ""),
    ],
)
def test_the_reason_is_in_the_documents_own_words(sentence: str, reason: str) -> None:
    assert reason_of_sentence(sentence, LEXICON) == reason


@pytest.mark.parametrize(
    ("sentence", "named", "task"),
    [
        ("省级精品课程申报没有完成，原因是评审推迟。", "没有完成", "省级精品课程申报"),
        ("互联互通测评暂缓，是因为办法修订。", "暂缓", "互联互通测评"),
        ("2023年未开展学徒制试点。", "未开展", "学徒制试点"),
        ("未达标的是重点专科和博士。", "未达标", "重点专科和博士"),
        ("转诊平台一期已经上线，二期因专网未通而滞后。", "滞后", "转诊平台二期"),
        ("申报的试点1个，因未获批准而没有完成。", "没有完成", "申报的试点"),
        ("该项工作基本完成。", "基本完成", ""),
    ],
)
def test_the_task_is_a_noun_phrase(sentence: str, named: str, task: str) -> None:
    assert task_of_sentence(sentence, named, LEXICON) == task


def test_a_status_has_task_reason_and_planned_time(tmp_path: Path) -> None:
    (status,) = statuses(tmp_path, "图书馆改造工程尚未开工，主要原因是用地手续未办结，计划2024年9月完成。")
    assert status.kind is StatusKind.NOT_STARTED
    assert status.subject[-1] == "图书馆改造工程"
    assert status.reason == "用地手续未办结"
    assert status.planned == "2024年9月"
    assert status.period is None


def test_two_tasks_of_one_sentence_are_two_statuses(tmp_path: Path) -> None:
    found = statuses(tmp_path, "示范课程建设基本完成，虚拟仿真基地尚未启动。")
    assert {(s.kind, s.subject[-1]) for s in found} == {
        (StatusKind.PARTLY, "示范课程"),
        (StatusKind.NOT_STARTED, "虚拟仿真基地"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "12项任务已完成，3项未完成，2项推进中。",
        "其中超额完成的有8个，未完成的有2个。",
        "达到100%为“达标”，不足80%为“未达标”。",
        "学校将确保全部任务于2025年完成。",
    ],
)
def test_counts_definitions_and_plans_are_no_statuses_of_tasks(tmp_path: Path, text: str) -> None:
    assert statuses(tmp_path, text) == []


def test_under_a_heading_of_what_is_unfinished_every_sentence_is(tmp_path: Path) -> None:
    text = "# 报告\n\n## 一、实训基地\n\n### 1.1 尚未完成的任务\n\n公共实训中心只建成主体。其原因是资金到位晚。\n"
    (status,) = read(tmp_path, text).statuses
    assert status.kind is StatusKind.NOT_DONE
    assert status.subject[0] == "实训基地"
    assert status.reason == "资金到位晚"
    assert status.place.quote == "公共实训中心只建成主体。其原因是资金到位晚。"


TABLE = """# 报告

**表1 重点项目进展**

<table>
<thead><tr><th>项目</th><th>状态</th><th>滞后原因</th><th>计划完成</th></tr></thead>
<tbody>
<tr><td>日间手术中心</td><td>已完成</td><td>—</td><td></td></tr>
<tr><td>影像平台</td><td>滞后</td><td>设备未到货</td><td>2024年6月</td></tr>
<tr><td>东院区</td><td>未启动</td><td>用地未批</td><td>2025年</td></tr>
</tbody>
</table>
"""


def test_status_cells_have_the_rows_task_reason_and_plan(tmp_path: Path) -> None:
    found = {s.subject[-1]: (s.kind, s.reason, s.planned) for s in read(tmp_path, TABLE).statuses}
    assert found["日间手术中心"][0] is StatusKind.DONE
    assert found["影像平台"] == (StatusKind.NOT_DONE, "设备未到货", "2024年6月")
    assert found["东院区"] == (StatusKind.NOT_STARTED, "用地未批", "2025年")


def test_rows_of_a_table_of_unfinished_tasks_need_no_status_cell(tmp_path: Path) -> None:
    text = TABLE.replace("重点项目进展", "未完成任务清单").replace("<th>状态</th>", "<th>部门</th>")
    for word in ("已完成", "滞后</td>", "未启动"):
        text = text.replace(f"<td>{word}", "<td>后勤处" + ("</td>" if "<" in word else ""))
    found = read(tmp_path, text).statuses
    assert [(s.kind, s.subject[-1]) for s in found] == [
        (StatusKind.NOT_DONE, "日间手术中心"),
        (StatusKind.NOT_DONE, "影像平台"),
        (StatusKind.NOT_DONE, "东院区"),
    ]


def test_a_reason_without_a_subject_tells_more_of_the_sentence_before(tmp_path: Path) -> None:
    text = "# 自评报告\n\n## 一、未完成的任务\n\n2023年，合作试点专业1个，完成率为50%。{}\n"
    (found,) = read(tmp_path, text.format("由于合作学校缩减招生，将原有两个专业缩减为1个，未完成任务。")).statuses
    assert (found.subject[-1], found.reason) == ("合作试点专业", "合作学校缩减招生")
    other = read(tmp_path, text.format("由于资金未到位，实训楼二期未开工。")).statuses
    assert [status.subject[-1] for status in other] == ["合作试点专业", "实训楼二期"]
