"""Formulas of workbooks are read as the values that they have."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from ingest.document import read_document
from ingest.errors import ReadError
from ingest.readers import office
from tests.ingest.readers.test_office import soffice

__all__ = ["soffice"]


@pytest.fixture
def not_calculated(tmp_path: Path) -> Path:
    """A workbook as programs write it that do not calculate."""
    book = openpyxl.Workbook()
    for row in (["项目", "目标", "完成", "完成率"], ["党课", 40, 39, "=C2/B2"], ["教材", 8, 10, "=C3/B3"]):
        book.active.append(row)
    for cell in ("D2", "D3"):
        book.active[cell].number_format = "0.0%"
    book.save(tmp_path / "进度.xlsx")
    return tmp_path / "进度.xlsx"


def with_values(path: Path, values: dict[str, str]) -> Path:
    """The workbook with these stored after its formulas, as XML."""
    made = path.with_name("stored.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode() if name.endswith("sheet1.xml") else old.read(name)
            if isinstance(content, str):
                for formula, stored in values.items():
                    content = content.replace(f"<f>{formula}</f><v />", f"<f>{formula}</f>{stored}")
                    content = content.replace(f"<f>{formula}</f><v></v>", f"<f>{formula}</f>{stored}")
            new.writestr(name, content)
    return made


def shown(path: Path) -> list[str]:
    return [cell.text for cell in read_document(path).tables[0].cells if cell.column == 3]


def test_stored_values_are_read(not_calculated: Path) -> None:
    path = with_values(not_calculated, {"C2/B2": "<v>0.975</v>", "C3/B3": "<v>1.25</v>"})
    assert shown(path) == ["完成率", "97.5%", "125.0%"]


def test_a_formula_whose_value_is_an_empty_text_is_an_empty_cell(not_calculated: Path) -> None:
    path = with_values(not_calculated, {"C2/B2": "<v>0.975</v>", "C3/B3": "<v></v>"})
    book = path.with_name("text.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(book, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                content = content.replace(b'<c r="D3" s="1">', b'<c r="D3" s="1" t="str">')
                assert b't="str"' in content
            new.writestr(name, content)
    assert shown(book) == ["完成率", "97.5%", ""]


def test_what_was_never_calculated_is_calculated(soffice: Path, not_calculated: Path) -> None:
    assert shown(not_calculated) == ["完成率", "97.5%", "125.0%"]
    assert read_document(not_calculated).document.title == "进度"


def test_without_libreoffice_the_error_names_the_cell(not_calculated: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(office, "_PLACES", ())
    with pytest.raises(ReadError) as caught:
        read_document(not_calculated)
    assert (caught.value.code, caught.value.path) == ("unreadable", not_calculated)
    assert "D2" in caught.value.cause
