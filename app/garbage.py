"""How often a process of this program looks for garbage."""

from __future__ import annotations

import gc

THRESHOLD = 50_000
"""Objects made since the last look. Python's own few hundred cost a command a twentieth of its time: what is read of an
index stays, and hardly any of it is ever part of a circle."""


def collect_seldom() -> None:
    """For a process that reads or answers and ends."""
    gc.set_threshold(THRESHOLD)
