"""Charts in a Word document, as Word's own, so that an office can restyle them. Knows python-docx."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

from app.answer import Chart

WIDTH, HEIGHT = 150, 80
"""Millimetres."""
SIZE = 1000
"""Letters of a chart, in hundredths of a point."""
COLOURS = ("1F4E79", "C55A11", "7F7F7F", "BF9000", "2E75B6", "548235")
_EMU = 36000
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_CONTENT = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"


def add_chart(document: Any, paragraph: Any, chart: Chart, number: int, face: str) -> None:
    """Adds the chart to a paragraph of a document (of python-docx); `face` is the font of its words."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml import parse_xml

    blob = chart_xml(chart, face).encode()
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), _CONTENT, blob, document.part.package)
    relation = document.part.relate_to(part, _RELATION)
    drawing = (
        f'<w:drawing xmlns:w="{_W}" xmlns:wp="{_WP}" xmlns:a="{_A}" xmlns:c="{_C}" xmlns:r="{_R}">'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{WIDTH * _EMU}" cy="{HEIGHT * _EMU}"/>'
        f'<wp:docPr id="{100 + number}" name="{number}" descr="{escape(chart.title, {chr(34): "&quot;"})}"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_C}"><c:chart r:id="{relation}"/></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing>"
    )
    paragraph.add_run()._element.append(parse_xml(drawing))


def chart_xml(chart: Chart, face: str) -> str:
    """The chart as a part of Office Open XML: bars with the values over them, or lines."""
    series = "".join(_series(chart, at, name) for at, name in enumerate(chart.series))
    line = chart.kind == "line"
    kind = "lineChart" if line else "barChart"
    head = '<c:grouping val="standard"/>' if line else '<c:barDir val="col"/><c:grouping val="clustered"/>'
    foot = '<c:marker val="1"/>' if line else '<c:gapWidth val="60"/>'
    letters = (
        f'<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="{SIZE}"><a:latin typeface="{face}"/><a:ea typeface="{face}"/>'
        "</a:defRPr></a:pPr><a:endParaRPr/></a:p></c:txPr>"
    )
    legend = '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend>' if len(chart.series) > 1 else ""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<c:chartSpace xmlns:c="{_C}" xmlns:a="{_A}" xmlns:r="{_R}"><c:roundedCorners val="0"/><c:chart>'
        f'<c:autoTitleDeleted val="1"/><c:plotArea><c:layout/><c:{kind}>{head}<c:varyColors val="0"/>{series}{foot}'
        f'<c:axId val="1"/><c:axId val="2"/></c:{kind}>'
        f"{_axis('catAx', 1, 2, 'b')}{_axis('valAx', 2, 1, 'l', chart.unit)}"
        f'</c:plotArea>{legend}<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>{letters}</c:chartSpace>'
    )


def _series(chart: Chart, at: int, name: str) -> str:
    values = chart.series[name]
    colour = COLOURS[at % len(COLOURS)]
    fill = f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
    shape = f'<a:ln w="25400">{fill}</a:ln>' if chart.kind == "line" else fill
    extra = '<c:marker><c:symbol val="circle"/></c:marker>' if chart.kind == "line" else '<c:invertIfNegative val="0"/>'
    labels = (
        '<c:dLbls><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
        '<c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
    )
    smooth = '<c:smooth val="0"/>' if chart.kind == "line" else ""
    return (
        f'<c:ser><c:idx val="{at}"/><c:order val="{at}"/><c:tx>{_strings("A1", [name])}</c:tx>'
        f"<c:spPr>{shape}</c:spPr>{extra}{labels}<c:cat>{_strings('A2', chart.labels)}</c:cat>"
        f"<c:val>{_numbers(values)}</c:val>{smooth}</c:ser>"
    )


def _strings(place: str, texts: list[str]) -> str:
    points = "".join(f'<c:pt idx="{at}"><c:v>{escape(text)}</c:v></c:pt>' for at, text in enumerate(texts))
    cache = f'<c:strCache><c:ptCount val="{len(texts)}"/>{points}</c:strCache>'
    return f"<c:strRef><c:f>{place}</c:f>{cache}</c:strRef>"


def _numbers(values: list[Decimal | None]) -> str:
    points = "".join(
        f'<c:pt idx="{at}"><c:v>{value}</c:v></c:pt>' for at, value in enumerate(values) if value is not None
    )
    cache = f'<c:numCache><c:formatCode>General</c:formatCode><c:ptCount val="{len(values)}"/>{points}</c:numCache>'
    return f"<c:numRef><c:f>B2</c:f>{cache}</c:numRef>"


def _axis(kind: str, own: int, other: int, side: str, unit: str = "") -> str:
    title = ""
    if unit:
        title = (
            f"<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:t>{escape(unit)}</a:t></a:r></a:p></c:rich></c:tx>"
            '<c:overlay val="0"/></c:title>'
        )
    return (
        f'<c:{kind}><c:axId val="{own}"/><c:scaling><c:orientation val="minMax"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{side}"/>{title}<c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="low"/><c:crossAx val="{other}"/><c:crosses val="autoZero"/></c:{kind}>'
    )
