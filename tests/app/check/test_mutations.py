"""Nothing is found in sound reports of several shapes; of one figure changed nearly all changes are found."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from app.check.engine import check_index
from tests.reports.generator import SHAPES, generate, slip
from tests.reports.reading import text_to_knowledge

LEAST_CAUGHT = 0.9
"""Of the few changes made here; of thousands it is 95 %."""


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("seed", range(3))
def test_a_sound_report_has_no_finding(shape: str, seed: int, tmp_path: Path) -> None:
    assert check_index(text_to_knowledge(generate(shape, seed).text, tmp_path)) == []


@pytest.mark.parametrize("shape", SHAPES)
def test_a_changed_figure_is_found(shape: str, tmp_path: Path) -> None:
    chance = random.Random(shape)
    report = generate(shape, 100)
    figures = report.figures()
    chosen = chance.sample(range(len(figures)), 20)
    changed = [(at, slip(figures[at].replace("−", "-"), chance).replace("-", "−")) for at in chosen]
    changed = [(at, value) for at, value in changed if value.lstrip("+") != figures[at].lstrip("+")]
    missed = [
        (figures[at], value)
        for at, value in changed
        if not check_index(text_to_knowledge(report.changed(at, value), tmp_path))
    ]
    assert len(missed) <= len(changed) * (1 - LEAST_CAUGHT), missed
