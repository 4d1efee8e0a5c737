"""The keyed questions of this folder, asked over the reports they are about: no fewer pass than floor.json says."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from app.evaluation import Evaluation, score_answer, summarise
from app.evaluation_cases import read_cases
from app.evaluation_report import evaluation_lines
from app.evaluation_texts import documents_numbers
from app.service import Ziping
from app.settings import Settings

FOLDER = Path(__file__).parent
FLOORS = json.loads((FOLDER / "floor.json").read_text(encoding="utf-8"), parse_float=Decimal, parse_int=Decimal)
DOCUMENTS = {"report.jsonl": FOLDER.parents[1] / "corpus", "third.jsonl": FOLDER.parent / "data" / "third_report.md"}


def evaluated(name: str, home: Path) -> Evaluation:
    """The cases of the file over an index by words only, which is the same on every machine."""
    service = Ziping(Settings(home=home, model_cache=home / "no-models", offline=True))
    assert {report.state for report in service.ingest([DOCUMENTS[name]])} == {"read"}
    known = documents_numbers(service.store.contents().records.values())
    cases = read_cases(FOLDER / name)
    return summarise([score_answer(case, service.ask(case.question, case.history), known) for case in cases])


def test_each_file_has_a_floor() -> None:
    assert set(FLOORS) == set(DOCUMENTS) == {path.name for path in FOLDER.glob("*.jsonl")}


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_no_fewer_pass_than_before(name: str, tmp_path: Path) -> None:
    evaluation = evaluated(name, tmp_path / "home")
    report = "\n".join(evaluation_lines(evaluation, "en"))
    assert evaluation.total.share * 100 >= FLOORS[name], report
    assert evaluation.unsupported == 0, report
