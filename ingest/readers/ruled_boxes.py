"""Rules to the boxes of the cells that they bound, by the method that pdfplumber uses for rules that a PDF draws."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.readers.pdf_tables import Box

_NEAR = 3.0
"""Points by which rules that meet may miss one another, and by which two that are one may lie apart."""


def rules_to_boxes(across: Sequence[Box], down: Sequence[Box]) -> list[list[Box]]:
    """Per table, from top to bottom, the boxes of its cells. `across` and `down` are rules in points, as thin boxes."""
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

    edges = [_edge("h", x0, (top + bottom) / 2, x1, (top + bottom) / 2) for x0, top, x1, bottom in across]
    edges += [_edge("v", (x0 + x1) / 2, top, (x0 + x1) / 2, bottom) for x0, top, x1, bottom in down]
    if not across or not down:
        return []
    merged = merge_edges(edges, _NEAR, _NEAR, _NEAR, _NEAR)
    cells = intersections_to_cells(edges_to_intersections(merged, _NEAR, _NEAR))
    return [[_box(cell) for cell in table] for table in cells_to_tables(cells)]


def _edge(orientation: str, x0: float, top: float, x1: float, bottom: float) -> dict[str, object]:
    return {
        "object_type": "line",
        "orientation": orientation,
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "width": x1 - x0,
        "height": bottom - top,
    }


def _box(cell: Sequence[float]) -> Box:
    x0, top, x1, bottom = cell
    return (float(x0), float(top), float(x1), float(bottom))
