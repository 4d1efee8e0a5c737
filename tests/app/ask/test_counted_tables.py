"""What is asked of each of so many things is the table that has so many rows."""

from __future__ import annotations

import pytest

from app.answer import Answer
from app.service import Ziping
from app.settings import Settings

REPORT = """# 某馆中期自评报告

## 一、经费

表1 资金情况表（单位：万元）

| 来源 | 预算 | 到位资金 | 到位率 | 实际支出 |
|---|---|---|---|---|
| 市级财政 | 300 | 280 | 93.33% | 260 |
| 其中：专项 | 100 | 90 | 90% | 80 |
| 社会捐赠 | 50 | 60 | 120% | 55 |
| 自筹 | 40 | 40 | 100% | 31 |
| 合计 | 390 | 380 | 97.44% | 346 |

## 二、满意度

第三方对四类人群作了调查（见表2）。

表2 调查结果

| 群体 | 2022年得分 | 2023年得分 |
|---|---|---|
| 成年读者 | 90.1 | 92.4 |
| 少儿家长 | 88.0 | 89.5 |
| 老年读者 | 85.2 | 86.9 |
| 馆员 | 80.0 | 79.1 |

## 三、藏书

全馆有三种期刊停刊。
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Ziping:
    folder = tmp_path_factory.mktemp("counted")
    path = folder / "report.md"
    path.write_text(REPORT, encoding="utf-8")
    service = Ziping(Settings(home=folder / "home", offline=True))
    service.ingest([path])
    return service


def rows(answer: Answer) -> list[list[str]]:
    assert answer.table is not None, answer.answer
    return answer.table.rows


@pytest.mark.parametrize(
    "question",
    ["三种来源的钱各到位多少、各花出去多少", "How much was received and spent from each of the three sources?"],
)
def test_each_source_has_what_is_asked_and_what_is_part_of_one_is_none(service: Ziping, question: str) -> None:
    found = rows(service.ask(question))
    assert [row[0] for row in found] == ["市级财政", "社会捐赠", "自筹"]
    assert ["".join(c for c in cell.split("[")[0] if c.isdigit()) for cell in found[0][1:]] == ["280", "260"]


def test_a_sentence_that_refers_to_the_table_tells_what_its_rows_are(service: Ziping) -> None:
    found = rows(service.ask("四类人群2023年分别打了多少分"))
    assert [row[0] for row in found] == ["成年读者", "少儿家长", "老年读者", "馆员"]
    assert [row[1].split("[")[0].strip() for row in found] == ["92.4", "89.5", "86.9", "79.1"]


def test_a_count_that_no_table_about_it_has_makes_no_table(service: Ziping) -> None:
    assert service.ask("停刊的三种期刊分别叫什么").table is None
