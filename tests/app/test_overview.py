"""The overview takes what the documents state of the whole, of projects, money and satisfaction, and nothing else."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from app.overview import Overview
from app.service import Ziping
from app.settings import Settings

REPORT = """# 某馆建设中期自评报告

## 一、总体情况

表1 任务完成情况表

| 项目 | 应完成（项） | 已完成（项） | 完成率 |
|---|---|---|---|
| 阵地建设 | 8 | 6 | 75% |
| 馆藏建设 | 5 | 5 | 100% |
| 活动推广 | 4 | 3 | 75% |
| 合计 | 17 | 14 | 82.35% |

## 二、经费

表2 资金情况表（单位：万元）

| 来源 | 预算 | 到位资金 | 实际支出 |
|---|---|---|---|
| 市级财政 | 300 | 280 | 260 |
| 社会捐赠 | 50 | 60 | 55 |
| 合计 | 350 | 340 | 315 |

## 三、满意度

表3 满意度调查结果

| 群体 | 2022年 | 2023年 |
|---|---|---|
| 读者满意度 | 90.10% | 92.40% |
| 馆员满意度 | 85.00% | 83.50% |

## 四、尚未完成的任务

书库改造因招标流标没有完成，拟于2025年完成。
"""


@pytest.fixture(scope="module")
def overview(tmp_path_factory: pytest.TempPathFactory) -> Overview:
    return overview_of(tmp_path_factory.mktemp("overview"), REPORT)


def overview_of(folder: Path, text: str) -> Overview:
    path = folder / "report.md"
    path.write_text(text, encoding="utf-8")
    service = Ziping(Settings(home=folder / "home", offline=True))
    service.ingest([path])
    return service.overview("zh")


def test_the_rate_of_the_whole_comes_with_what_it_is_made_of(overview: Overview) -> None:
    (card,) = overview.rates
    assert (card.rate.text, card.rate.value) == ("82.35%", Decimal("82.35"))
    assert [(part.label, part.value) for part in card.of] == [("应完成", 17), ("已完成", 14)]
    assert card.rate.citation.table == "表1"


def test_each_project_has_its_rate(overview: Overview) -> None:
    assert [(p.name, p.figures[0].text) for p in overview.projects] == [
        ("阵地建设", "75%"),
        ("馆藏建设", "100%"),
        ("活动推广", "75%"),
    ]


def test_money_is_the_whole_and_then_each_source(overview: Overview) -> None:
    assert [(f.name, [int(s.value) for s in f.figures]) for f in overview.funds] == [
        ("合计", [350, 340, 315]),
        ("市级财政", [300, 280, 260]),
        ("社会捐赠", [50, 60, 55]),
    ]


def test_satisfaction_is_by_group_and_year(overview: Overview) -> None:
    assert [(r.name, [(s.label, s.text) for s in r.figures]) for r in overview.ratings] == [
        ("读者满意度", [("2022", "90.10%"), ("2023", "92.40%")]),
        ("馆员满意度", [("2022", "85.00%"), ("2023", "83.50%")]),
    ]


def test_what_is_unfinished_is_told_in_the_document_s_words(overview: Overview) -> None:
    (task,) = overview.tasks
    assert "书库改造" in task.words and task.status == "未完成" and task.citation.section == "四、尚未完成的任务"


def test_what_no_document_states_is_not_there(tmp_path: Path) -> None:
    assert overview_of(tmp_path, "# 通知\n\n请各部门周五前提交总结。\n") == Overview()
