"""The indicator table is filtered, explained and written so that no cell is a formula."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.indicator_table import (
    IndicatorFilter,
    IndicatorRow,
    explain_indicator,
    indicator_rows,
    safe_cell,
    write_rows,
)
from app.service import Ziping
from app.settings import Settings
from index.snapshot import Snapshot

REPORT = Path(__file__).parents[1] / "data" / "small_report.md"


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    service = Ziping(Settings(home=tmp_path_factory.mktemp("home"), offline=True))
    service.ingest([REPORT])
    return service.knowledge().snapshot


def rows(snapshot: Snapshot, **wanted: object) -> list[IndicatorRow]:
    return indicator_rows(snapshot, IndicatorFilter(**wanted), "zh")  # type: ignore[arg-type]


def test_every_figure_is_in_one_row(snapshot: Snapshot) -> None:
    assert len(rows(snapshot)) == len(snapshot.indicators)
    assert sum(len(i.statements) for i in snapshot.indicators) == len(snapshot.figures)


def test_filters_narrow_the_table_down(snapshot: Snapshot) -> None:
    found = rows(snapshot, words="学生满意度", period="2022")
    assert found and all("学生满意度" in row.subject and row.period == "2022" for row in found)
    assert all(row.conflict for row in rows(snapshot, conflict=True))


def test_rows_are_sorted_as_asked(snapshot: Snapshot) -> None:
    by_value = indicator_rows(snapshot, IndicatorFilter(), "zh", "value")
    assert [row.largest for row in by_value] == sorted((row.largest for row in by_value), reverse=True)
    by_places = indicator_rows(snapshot, IndicatorFilter(), "zh", "stated")
    assert by_places[0].stated == max(len(i.statements) for i in snapshot.indicators)
    assert rows(snapshot) == indicator_rows(snapshot, IndicatorFilter(), "zh", "no such order")


def test_a_row_says_what_part_it_belongs_to(snapshot: Snapshot) -> None:
    (part, *_) = (row.part for row in rows(snapshot) if row.part)
    narrowed = rows(snapshot, part=part)
    assert 0 < len(narrowed) < len(snapshot.indicators) and all(part in row.part for row in narrowed)


def test_a_row_says_whether_what_it_measures_is_finished(tmp_path: Path) -> None:
    service = Ziping(Settings(home=tmp_path, offline=True))
    path = tmp_path / "report.md"
    path.write_text(
        "# 总结\n\n| 任务 | 目标 | 完成 | 状态 |\n|---|---|---|---|\n"
        "| 修路 | 5 | 5 | 已完成 |\n| 架桥 | 3 | 0 | 未启动 |\n",
        encoding="utf-8",
    )
    service.ingest([path])
    not_begun = rows(service.snapshot(), status="未启动")
    assert {row.subject for row in not_begun} == {"架桥"} and len(not_begun) == 2


def test_values_that_disagree_stand_in_one_row(snapshot: Snapshot) -> None:
    (row,) = rows(snapshot, conflict=True, words="满意度")
    assert set(row.values) == {"93.20%", "93.02%"}


def test_an_explanation_lists_every_statement_with_its_place(snapshot: Snapshot) -> None:
    (row,) = rows(snapshot, conflict=True, words="满意度")
    explanation = explain_indicator(snapshot, row.id, "zh")
    assert explanation is not None
    assert explanation.joined_by["period"] == "2022"
    assert len(explanation.statements) == 2
    assert {"表4" in statement.place for statement in explanation.statements} == {True, False}
    assert explain_indicator(snapshot, "none", "zh") is None


@pytest.mark.parametrize(
    ("text", "cell"),
    [("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("-5.2%", "-5.2%"), ("+cmd|x", "'+cmd|x"), ("满意度", "满意度")],
)
def test_no_cell_is_a_formula(text: str, cell: str) -> None:
    assert safe_cell(text) == cell


@pytest.mark.parametrize("name", ["table.xlsx", "table.csv"])
def test_the_table_is_written_whole(snapshot: Snapshot, tmp_path: Path, name: str) -> None:
    table = rows(snapshot)
    write_rows(table, tmp_path / name, "zh")
    if name.endswith(".xlsx"):
        lines = [
            [cell or "" for cell in line] for line in load_workbook(tmp_path / name).active.iter_rows(values_only=True)
        ]
    else:
        lines = [line.split(",") for line in (tmp_path / name).read_text(encoding="utf-8-sig").splitlines()]
    assert len(lines) == len(table) + 1
    assert lines[0][1:3] == ["所属项目或章节", "指标"]
    assert lines[1][0] == table[0].id
