"""Every figure has a standing, and sections are counted with what is under them."""

from __future__ import annotations

from app.check.coverage import STANDINGS, Coverage, Standing, sections_with_parts
from tests.app.check.conftest import FUNDS, Serve


def standing(coverage: Coverage, text: str) -> set[Standing]:
    return {figure.standing for figure in coverage.figures if figure.statement.figure.text == text}


def test_a_table_whose_rates_and_totals_hold_is_recomputed_throughout(serve_text: Serve) -> None:
    coverage = serve_text(FUNDS.format(rate="85.56%")).coverage("zh")
    assert coverage.counts()["recomputed"] == len(coverage.figures) == 9
    assert all(figure.formula for figure in coverage.figures)


def test_a_wrong_rate_and_what_it_is_computed_from_are_in_conflict(serve_text: Serve) -> None:
    service = serve_text(FUNDS.format(rate="86.56%"))
    coverage = service.coverage("zh")
    (finding,) = service.check("zh")
    assert standing(coverage, "86.56%") == {"conflict"} == standing(coverage, "385")
    assert standing(coverage, "92.22%") == {"recomputed"}
    assert {f.findings for f in coverage.figures if f.standing == "conflict"} == {(finding.id,)}


def test_a_dismissed_finding_is_no_conflict(serve_text: Serve) -> None:
    service = serve_text(FUNDS.format(rate="86.56%"))
    service.decide([f.id for f in service.check("zh")], "dismissed", "", "甲", "zh")
    assert service.coverage("zh").counts()["conflict"] == 0


def test_what_is_stated_once_twice_or_without_its_inputs_is_told_apart(serve_text: Serve) -> None:
    text = (
        "| 指标 | 2023年 |\n|---|---|\n| 读者满意度（%） | 92.4 |\n\n2023年，读者满意度为92.4%。"
        "新建实训室12间。设备采购完成率为88.8%。"
    )
    coverage = serve_text(text).coverage("zh")
    assert standing(coverage, "92.4%") == standing(coverage, "92.4") == {"agrees"}
    assert {f.others for f in coverage.figures if f.standing == "agrees"} == {1}
    assert standing(coverage, "12间") == {"once"}
    (alone,) = [f for f in coverage.figures if f.statement.figure.text == "88.8%"]
    assert alone.standing == "open" and alone.reason


def test_a_section_counts_what_is_under_it(serve_text: Serve) -> None:
    coverage = serve_text(
        f"## （一）经费\n\n{FUNDS.format(rate='85.56%')}\n\n## （二）设备\n\n新购设备12台。"
    ).coverage("zh")
    totals = sections_with_parts(coverage)
    counts = {s.heading: sum(totals[s.document, s.section].values()) for s in coverage.sections}
    assert counts["（一）经费"] == 9 and counts["（二）设备"] == 1 and counts["一、总体情况"] == 10
    assert sum(coverage.counts().values()) == 10
    assert list(coverage.counts()) == list(STANDINGS)
