"""Columns are added up over all the tables that a question names, from the first to the last."""

from __future__ import annotations

import pytest

from app.service import Ziping
from app.settings import Settings

PROJECT = """
### 2.{n}.1 完成情况

表2-{n}-1 {name}项目完成情况表

| 验收要点任务数 | 验收要点完成数 | 数量指标任务数 | 数量指标完成数 |
|---|---|---|---|
| {a} | {b} | {c} | {d} |
"""
PROJECTS = (("馆藏", 10, 9, 4, 4), ("阵地", 8, 8, 3, 2), ("队伍", 6, 5, 2, 2), ("推广", 5, 5, 1, 1))


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Ziping:
    folder = tmp_path_factory.mktemp("totals")
    parts = [
        f"\n## 2.{n} {name}\n" + PROJECT.format(n=n, name=name, a=a, b=b, c=c, d=d)
        for n, (name, a, b, c, d) in enumerate(PROJECTS, 1)
    ]
    path = folder / "report.md"
    path.write_text("# 自评报告\n" + "".join(parts), encoding="utf-8")
    service = Ziping(Settings(home=folder / "home", offline=True))
    service.ingest([path])
    return service


def computed(service: Ziping, question: str) -> list[int]:
    return [int(f.value) for f in service.ask(question).figures if f.computed]


@pytest.mark.parametrize(
    ("question", "sums"),
    [
        ("表2-1-1至表2-4-1验收要点任务数合计多少", [29]),
        ("把2-1-1到2-4-1四张表的验收要点完成数加起来", [27]),
        ("表2-1-1至表2-3-1的验收要点任务数之和是多少", [24]),
        ("What is the sum of 验收要点任务数 across Tables 2-1-1 to 2-4-1?", [29]),
    ],
)
def test_a_range_of_tables_is_all_between(service: Ziping, question: str, sums: list[int]) -> None:
    assert computed(service, question) == sums
