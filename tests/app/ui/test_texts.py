"""Every text of the page is used, and no text that a person reads is in its code."""

from __future__ import annotations

import re
from pathlib import Path

import app.ui
from app.indicator_table import ORDERS
from app.ui.finding_cards import SORTS
from prompts import catalogue

FOLDER = Path(app.ui.__file__).parent
STATES = ("file-missing", "page-missing", "unreadable", "removed", "read", "unchanged", "failed")
"""Ends of keys that are put together where they are used."""


def sources(*endings: str) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for e in endings for path in FOLDER.rglob(f"*{e}")}


def test_every_text_is_used() -> None:
    code = "\n".join(sources(".py", ".html").values())
    keys = [key.removeprefix("ui.") for key in catalogue("zh") if key.startswith("ui.")]
    assert keys
    unused = [key for key in keys if f'"{key}"' not in code and f"'{key}'" not in code]
    known = {*(f"checks.sort_{sort}" for sort in SORTS), *(f"ledger.order_{order}" for order in ORDERS)}
    assert [key for key in unused if not key.endswith(STATES) and key not in known] == []


def test_no_text_is_written_in_code_or_templates() -> None:
    chinese = re.compile(r"[\u4e00-\u9fff]")
    assert [name for name, code in sources(".py", ".html", ".js").items() if chinese.search(code)] == []
