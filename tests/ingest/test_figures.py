"""What figures of tables and sentences measure."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from ingest import ingest_document
from ingest.lexicon import Lexicon
from ingest.records import DocumentRecords, Figure, NumberUse, Period, StatusKind
from prompts import lexicon_data

LEXICON = Lexicon.model_validate(lexicon_data())
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


def read(tmp_path: Path, text: str, title: str = "中期评估报告（2021—2025年）") -> DocumentRecords:
    path = tmp_path / "report.md"
    path.write_text(f"# {title}\n\n## 一、运行情况\n\n{text}\n", encoding="utf-8")
    return ingest_document(path, LEXICON)


def periods(tmp_path: Path, text: str) -> list[str]:
    return [f"{f.text} {f.period or '—'}" for f in read(tmp_path, text).figures]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023年门诊131万人次，比2020年增长33.29%。", ["131万人次 2023", "33.29% 2023"]),
        ("收入9.86亿元，比2020年的6.54亿元增长50%。", ["9.86亿元 —", "6.54亿元 2020", "50% —"]),
        ("2022年招生300人。报到率97%。", ["300人 2022", "97% 2022"]),
        ("2022年招生300人，2023年招生320人。床位1180张。", ["300人 2022", "320人 2023", "1180张 —"]),
        ("2022年招生300人；2023年招生320人。总体完成率为98%。", ["300人 2022", "320人 2023", "98% 2022-2023"]),
        ("《管理办法》2022年2月印发，医务部通报，住院日7.6天。", ["7.6天 —"]),
        ("首次通过率由2021年的89.1%提高到2023年的93.6%。", ["89.1% 2021", "93.6% 2023"]),
        ("平台由3个增至6个。", ["3个 —", "6个 —"]),
        (
            "五年共设任务72项。2021—2023年安排2亿元，三年支出1.9亿元。",
            ["72项 2021-2025", "2亿元 2021-2023", "1.9亿元 2021-2023"],
        ),
        ("后两年安排预算1.6亿元。", ["1.6亿元 2024-2025"]),
        (
            "2021—2023年支出5万元。2021年至2023年的执行情况见表，2021至2023年有9次审计。后两年安排预算1.6亿元。",
            ["5万元 2021-2023", "9次 2021-2023", "1.6亿元 2024-2025"],
        ),
    ],
)
def test_the_period_is_the_one_that_governs_the_clause(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert periods(tmp_path, text) == expected


def test_the_time_of_a_state_is_noted(tmp_path: Path) -> None:
    (figure,) = read(tmp_path, "截至2023年底，在岗职工1862人。").figures
    assert (figure.period, figure.qualifiers) == (Period(2023, 2023), ("截至2023年底",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "住院、门诊满意度分别为93.15分、90.82分。",
            [("住院满意度", "—"), ("门诊满意度", "—")],
        ),
        (
            "硕士生、博士生就业率分别为95.4%和97.05%。",
            [("硕士生就业率", "—"), ("博士生就业率", "—")],
        ),
        (
            "2022、2023年，城区和县域的优良率分别为88.5%、90.1%和93.2%、94.6%。",
            [
                ("城区的优良率", "2022"),
                ("县域的优良率", "2022"),
                ("城区的优良率", "2023"),
                ("县域的优良率", "2023"),
            ],
        ),
        (
            "城区和县域的优良率2022、2023年依次为88.5%、90.1%、93.2%、94.6%。",
            [
                ("城区的优良率", "2022"),
                ("城区的优良率", "2023"),
                ("县域的优良率", "2022"),
                ("县域的优良率", "2023"),
            ],
        ),
        (
            "2021年至2023年，分别举办培训班12期、15期、18期。",
            [("培训班", "2021"), ("培训班", "2022"), ("培训班", "2023")],
        ),
        (
            "教师满意度93.5分，学生满意度90.2分，分别比上年提高1.3分和0.8分。",
            [
                ("教师满意度", "—"),
                ("学生满意度", "—"),
                ("教师满意度比上年提高", "—"),
                ("学生满意度比上年提高", "—"),
            ],
        ),
    ],
)
def test_lists_are_paired_in_their_order(tmp_path: Path, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(f.subject[-1], str(f.period or "—")) for f in read(tmp_path, text).figures] == expected


def test_rates_of_a_list_belong_to_the_counts_before(tmp_path: Path) -> None:
    figures = read(tmp_path, "取得国家级成果5项、省级成果19项，完成率依次为166%和67%。").figures
    assert [(f.subject[-2:], f.level) for f in figures[2:]] == [
        (("国家级成果", "完成率"), "国家级"),
        (("省级成果", "完成率"), "省级"),
    ]


def test_a_number_that_nothing_places_is_no_figure(tmp_path: Path) -> None:
    records = read(tmp_path, "0.618。床位1180张。")
    assert [f.text for f in records.figures] == ["1180张"]
    assert records.numbers[NumberUse.UNPLACED] == 1
    assert "0.618" in records.unplaced[0].quote


def test_a_figure_is_located_in_its_passage(tmp_path: Path) -> None:
    records = read(tmp_path, "第一句没有数。床位1180张（其中重症60张）。")
    for figure in records.figures:
        assert figure.passage is not None
        assert records.passages[figure.passage].text[figure.start : figure.end] == figure.text
        assert figure.place.quote in records.passages[figure.passage].text


def test_what_was_printed_is_kept(tmp_path: Path) -> None:
    (figure,) = read(tmp_path, "经费为１,２３４.５０万元。").figures
    assert (figure.text, figure.value, figure.decimals) == ("１,２３４.５０万元", Decimal("1234.50"), 2)


def test_wan_with_words_of_money_is_money(tmp_path: Path) -> None:
    figures = read(tmp_path, "培训资金不少于1000万，参加培训3.5万人次。").figures
    assert [(f.value, f.unit) for f in figures] == [(Decimal(1000), "万元"), (Decimal("3.5"), "万人次")]


def test_two_lists_of_the_same_years_keep_their_own_subjects(tmp_path: Path) -> None:
    text = "2021、2022年，学生满意度分别为91.50%、93.20%，教职工满意度分别为88.40%、90.10%。"
    found = {(f.subject[-1], str(f.period)): str(f.value) for f in read(tmp_path, text).figures}
    assert found == {
        ("学生满意度", "2021"): "91.50",
        ("学生满意度", "2022"): "93.20",
        ("教职工满意度", "2021"): "88.40",
        ("教职工满意度", "2022"): "90.10",
    }
