"""What figures of tables and sentences measure."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from ingest import ingest_document
from ingest.lexicon import Lexicon
from ingest.records import DocumentRecords, Figure, NumberUse, Period, StatusKind
from prompts import lexicon_data

REPORT = Path(__file__).parents[1] / "data" / "small_report.md"


@pytest.fixture(scope="module")
def records() -> DocumentRecords:
    return ingest_document(REPORT, Lexicon.model_validate(lexicon_data()))


def cell(records: DocumentRecords, table: str, row: str, column: str, nth: int = 0) -> Figure:
    key = next(t.key for t in records.tables if t.number == table)
    return [
        f
        for f in records.figures
        if f.place.table == key and f.place.row and row == f.place.row[-1] and column in "".join(f.place.column)
    ][nth]


def in_text(records: DocumentRecords, text: str) -> Figure:
    return next(f for f in records.figures if f.place.table is None and f.text.replace(" ", "") == text)


def test_a_table_figure_has_the_unit_of_the_unit_line(records: DocumentRecords) -> None:
    figure = cell(records, "表3", "合计", "实际支出")
    assert (figure.value, figure.unit, figure.measure) == (Decimal(1215), "万元", "spent")


def test_a_rate_does_not_take_the_unit_line(records: DocumentRecords) -> None:
    figure = cell(records, "表3", "学校自筹", "支出率")
    assert (figure.value, figure.unit, figure.measure, figure.decimals) == (Decimal("85.56"), "%", "spent_rate", 2)


def test_targets_and_actuals_are_told_apart_with_their_periods(records: DocumentRecords) -> None:
    target = next(f for f in records.figures if "校企合作教材（部）" in f.subject and f.measure == "target")
    actual = next(f for f in records.figures if "校企合作教材（部）" in f.subject and f.measure == "actual")
    assert (target.value, target.period, target.level) == (Decimal(12), Period(2021, 2024), "市级")
    assert (actual.value, actual.period, actual.unit) == (Decimal(7), Period(2021, 2022), "部")
    assert target.subject == ("2.深化产教融合", "校企合作教材（部）")


def test_years_in_columns_and_unit_in_the_row_label(records: DocumentRecords) -> None:
    figure = next(f for f in records.figures if f.value == Decimal("93.02"))
    assert (figure.period, figure.unit, figure.measure) == (Period(2022, 2022), "%", "satisfaction")


def test_figures_after_respectively_are_paired_with_their_years(records: DocumentRecords) -> None:
    assert in_text(records, "91.50%").period == Period(2021, 2021)
    assert in_text(records, "93.20%").period == Period(2022, 2022)
    assert in_text(records, "88.40%").subject[-1] == "教职工满意度"


def test_every_number_is_accounted_for(records: DocumentRecords) -> None:
    assert records.numbers[NumberUse.FIGURE] == len(records.figures)
    assert not records.unplaced


def test_statuses_have_kind_subject_and_reason(records: DocumentRecords) -> None:
    found = {(s.kind, s.reason) for s in records.statuses}
    assert found == {
        (StatusKind.NOT_DONE, "2022年省里推迟了评审"),
        (StatusKind.NOT_STARTED, "新校区用地没有批复"),
        (StatusKind.NOT_DONE, "暴雨"),
    }
