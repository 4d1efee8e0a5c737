"""Charts as HTML."""

from __future__ import annotations

import re
from decimal import Decimal

from app.answer import Chart
from app.ui.charts import HEIGHT, PAD, WIDTH, chart_html


def chart(kind: str, *values: str | None, unit: str = "万元", **more: list[Decimal | None]) -> str:
    series = {"到位": [None if value is None else Decimal(value) for value in values]} | more
    labels = [f"{2020 + at}" for at in range(len(values))]
    return chart_html("zh", Chart.model_validate(
        {"kind": kind, "title": "经费", "labels": labels, "series": series, "unit": unit}
    ))  # fmt: skip


def widths(html: str) -> list[str]:
    return re.findall(r'class="bar [^"]*" style="width: ([\d.]+)%"', html)


def points(html: str) -> list[tuple[str, str]]:
    return re.findall(r'cx="([\d.]+)" cy="([\d.]+)"', html)


def test_bars_are_as_long_as_their_share_of_the_highest() -> None:
    html = chart("bar", "50", "200", "100")
    assert widths(html) == ["25.0", "100.0", "50.0"]
    assert "200 万元" in html


def test_a_percent_sign_stands_at_its_number() -> None:
    assert "98.19%" in chart("bar", "98.19", unit="%")


def test_what_is_not_known_negative_or_zero_has_no_length() -> None:
    assert widths(chart("bar", None, "-3", "0", "8")) == ["0.0", "0.0", "0.0", "100.0"]
    assert widths(chart("bar", "0", "0")) == ["0.0", "0.0"]
    assert widths(chart("bar")) == []


def test_the_names_of_series_are_told_only_where_there_are_several() -> None:
    assert "legend" not in chart("bar", "1")
    html = chart("bar", "1", 支出=[Decimal(1)])
    assert "legend" in html and "到位" in html and "支出" in html


def test_a_line_goes_from_edge_to_edge_and_from_zero_to_the_highest() -> None:
    assert points(chart("line", "0", "100")) == [
        (f"{PAD}.0", f"{HEIGHT - PAD}.0"),
        (f"{WIDTH - PAD}.0", f"{PAD}.0"),
    ]


def test_a_line_leaves_out_what_is_not_known() -> None:
    assert len(points(chart("line", "1", None, "3"))) == 2
    assert len(points(chart("line", "5"))) == 1


def test_negative_values_of_a_line_stay_inside() -> None:
    for _, y in points(chart("line", "-50", "100", "-10")):
        assert PAD <= Decimal(y) <= HEIGHT - PAD


def test_names_are_escaped() -> None:
    html = chart_html("zh", Chart(kind="bar", title="<b>", labels=["<i>"], series={"<u>": [Decimal(1)]}, unit="<s>"))
    assert "&lt;b&gt;" in html and not re.search("<[bius]>", html)
