"""Tables side by side on one page: what stands over and under each of them is its own, and is read with it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ingest.blocks import Grid
from ingest.readers.pdf_lines import Glyph, Line

Frame = tuple[float, float, float, float]
Item = tuple[tuple[float, float, float], Line | Grid]

_ABOVE, _BELOW = 60.0, 30.0
"""How far over and under a table, in points, its caption, unit line and notes stand."""
_GAP = 1.5
"""Gap, in em, at which a line falls apart into those of two tables."""


def frames_beside(frames: Sequence[Frame]) -> list[list[Frame]]:
    """Frames that stand beside one another, from left to right; those that stand alone are left out."""
    groups: list[list[Frame]] = []
    for frame in sorted(frames):
        for group in groups:
            if all(_beside(frame, other) for other in group):
                group.append(frame)
                break
        else:
            groups.append([frame])
    return [group for group in groups if len(group) > 1]


def glyphs_apart(glyphs: Sequence[Glyph], frames: Sequence[Frame]) -> list[list[Glyph]]:
    """The letters outside tables, those over and under tables side by side apart from one another where a gap parts
    them."""
    rest = list(glyphs)
    parts: list[list[Glyph]] = []
    for group in frames_beside(frames):
        gutters = [(left[2] + right[0]) / 2 for left, right in pairwise(group)]
        near = [glyph for glyph in rest if _is_near(glyph.top, glyph.bottom, group)]
        inked = [glyph for glyph in near if glyph.text.strip()]
        ours = [glyph for glyph in near if not _crosses(glyph, inked, gutters)]
        kept = {id(glyph) for glyph in ours}
        rest = [glyph for glyph in rest if id(glyph) not in kept]
        for at in range(len(group)):
            left = gutters[at - 1] if at else float("-inf")
            right = gutters[at] if at < len(gutters) else float("inf")
            parts.append([glyph for glyph in ours if left <= (glyph.x0 + glyph.x1) / 2 < right])
    return [part for part in (*parts, rest) if part]


def in_reading_order(lines: Sequence[Line], grids: Sequence[Grid]) -> list[Line | Grid]:
    """Lines and tables from top to bottom; of tables side by side, the left one with its lines before the right one."""
    frames = {frame_of_grid(grid): grid for grid in grids}
    groups = frames_beside(list(frames))
    items: list[Item] = []
    for line in lines:
        items.append((_order(line.region.top, line.region.x0, line.region.x1, line.region.bottom, groups), line))
    for frame, grid in frames.items():
        items.append((_order(frame[1], frame[0], frame[2], frame[3], groups), grid))
    return [item for _, item in sorted(items, key=lambda item: item[0])]


def frame_of_grid(grid: Grid) -> Frame:
    region = grid.regions[0]
    return (region.x0, region.top, region.x1, region.bottom)


def _order(
    top: float, x0: float, x1: float, bottom: float, groups: Sequence[Sequence[Frame]]
) -> tuple[float, float, float]:
    for group in groups:
        for frame in group:
            within = frame[0] - _BELOW <= x0 and x1 <= frame[2] + _BELOW
            if within and _is_near(top, bottom, group):
                return (min(other[1] for other in group) - _ABOVE, frame[0], top)
    return (top, x0, top)


def _beside(first: Frame, second: Frame) -> bool:
    apart = first[2] <= second[0] or second[2] <= first[0]
    shared = min(first[3], second[3]) - max(first[1], second[1])
    return apart and shared > 0.5 * min(first[3] - first[1], second[3] - second[1])


def _is_near(top: float, bottom: float, group: Sequence[Frame]) -> bool:
    return bottom >= min(frame[1] for frame in group) - _ABOVE and top <= max(frame[3] for frame in group) + _BELOW


def _crosses(glyph: Glyph, inked: Sequence[Glyph], gutters: Sequence[float]) -> bool:
    """Whether the line that the letter stands in runs over a gutter without a gap."""
    line = [other for other in inked if other.top < glyph.bottom and other.bottom > glyph.top]
    for gutter in gutters:
        left = max((other.x1 for other in line if (other.x0 + other.x1) / 2 < gutter), default=None)
        right = min((other.x0 for other in line if (other.x0 + other.x1) / 2 >= gutter), default=None)
        if left is not None and right is not None and right - left < _GAP * glyph.style.size:
            return True
    return False
