"""A chart as HTML: bars as rows with labels that may be long, a line as SVG."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from app.answer import Chart, Language
from app.ui.rendering import render

WIDTH, HEIGHT, PAD = 640, 220, 28
"""Size of a line chart and its margin, in its own units."""


def chart_html(language: Language, chart: Chart) -> str:
    """The chart; where a value is not known, none is drawn. Negative values are drawn as zero length bars."""
    values = [value for series in chart.series.values() for value in series if value is not None]
    highest = max([*values, Decimal(0)])
    names = list(chart.series)
    if chart.kind == "bar":
        rows = [
            {
                "label": label,
                "bars": [
                    {"series": s, "value": _said(value, chart.unit), "width": _percent(value, highest)}
                    for s, name in enumerate(names)
                    for value in chart.series[name][at : at + 1]
                ],
            }
            for at, label in enumerate(chart.labels)
        ]
        return render(language, "bars.html", chart=chart, names=names, rows=rows)
    lowest = min([*values, Decimal(0)])
    lines = [
        {
            "series": s,
            "points": [
                {"x": _x(at, len(chart.labels)), "y": _y(value, lowest, highest), "value": _said(value, chart.unit)}
                for at, value in enumerate(chart.series[name])
                if value is not None
            ],
        }
        for s, name in enumerate(names)
    ]
    ticks = [{"x": _x(at, len(chart.labels)), "label": label} for at, label in enumerate(chart.labels)]
    return render(
        language, "lines.html", chart=chart, names=names, lines=lines, ticks=ticks, width=WIDTH, height=HEIGHT
    )


def _said(value: Decimal | None, unit: str) -> str:
    if value is None:
        return ""
    return f"{value:f}{unit}" if unit in ("%", "‰") else f"{value:f} {unit}".rstrip()


def _percent(value: Decimal | None, highest: Decimal) -> str:
    share = value / highest * 100 if value and highest > 0 else Decimal(0)
    return _short(max(share, Decimal(0)))


def _x(at: int, count: int) -> str:
    return _short(PAD + Decimal(WIDTH - 2 * PAD) * at / max(count - 1, 1))


def _y(value: Decimal, lowest: Decimal, highest: Decimal) -> str:
    room = highest - lowest
    share = (value - lowest) / room if room else Decimal(0)
    return _short(HEIGHT - PAD - Decimal(HEIGHT - 2 * PAD) * share)


def _short(number: Decimal) -> str:
    return str(number.quantize(Decimal("0.1"), ROUND_HALF_UP))
