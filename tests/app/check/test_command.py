"""`ziping check`: what it prints, what it decides, and its exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.check.command import Checking, run_check
from app.check.paper import PaperError
from app.check.triage import TriageError
from app.service import Ziping
from ingest.errors import ReadError
from tests.app.check.conftest import FUNDS, Serve

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def service(serve_text: Serve) -> Ziping:
    return serve_text(FUNDS.format(rate="86.56%"))


def finding(service: Ziping) -> str:
    (found,) = service.check("zh")
    return found.id


def test_findings_are_printed_with_their_ids_and_where_they_stand(service: Ziping, capsys: Capture) -> None:
    assert run_check(service, Checking(), "zh")
    shown = capsys.readouterr().out
    assert finding(service) in shown and "待处理" in shown and "385 / 450 = 85.56%" in shown


def test_a_decision_is_recorded_and_a_dismissed_finding_is_no_finding(service: Ziping, capsys: Capture) -> None:
    told = Checking(decisions=[f"{finding(service)}=dismissed"], note="已核实", who="张三")
    assert not run_check(service, told, "zh")
    printed = capsys.readouterr()
    assert "不成立（张三" in printed.out and "已核实" in printed.out and "已记录 1 项" in printed.err


def test_who_decides_is_the_one_who_is_logged_in(service: Ziping, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "wang")
    run_check(service, Checking(decisions=[f"{finding(service)}=confirmed"]), "zh")
    assert service.triage("zh")[finding(service)].who == "wang"


@pytest.mark.parametrize(("decision", "code"), [("{id}", "state"), ("{id}=fine", "state"), ("nothing=open", "finding")])
def test_one_wrong_decision_and_none_is_taken(service: Ziping, decision: str, code: str) -> None:
    id = finding(service)
    told = Checking(decisions=[f"{id}=confirmed", decision.format(id=id)], who="张三")
    with pytest.raises(TriageError) as error:
        run_check(service, told, "zh")
    assert error.value.code == code
    assert service.store.triage.decisions() == []


def test_only_findings_of_a_state_are_shown(service: Ziping, capsys: Capture) -> None:
    assert not run_check(service, Checking(only="confirmed"), "zh")
    assert finding(service) not in capsys.readouterr().out
    with pytest.raises(TriageError):
        run_check(service, Checking(only="done"), "zh")


def test_json_holds_key_decision_support_and_explanations(service: Ziping, capsys: Capture) -> None:
    run_check(service, Checking(as_json=True), "zh")
    (found,) = json.loads(capsys.readouterr().out)
    assert found["triage"]["state"] == "open" and len(found["key"]) == 16
    assert found["supported"] == "85.56%" and found["explanations"]


def test_coverage_is_printed_as_bars_and_as_data(service: Ziping, capsys: Capture) -> None:
    run_check(service, Checking(coverage=True), "zh")
    assert "共 9 个数据，核对过 100%" in capsys.readouterr().out
    run_check(service, Checking(coverage=True, as_json=True), "zh")
    figures = json.loads(capsys.readouterr().out)
    assert len(figures) == 9 and {figure["standing"] for figure in figures} == {"recomputed", "conflict"}


def test_against_another_edition_only_new_findings_count(service: Ziping, tmp_path: Path, capsys: Capture) -> None:
    other = tmp_path / "earlier.md"
    head = "# 中期自评报告\n\n# 一、总体情况\n\n"
    other.write_text(head + FUNDS.format(rate="86.56%"), encoding="utf-8")
    assert not run_check(service, Checking(against=other), "zh")
    other.write_text(head + FUNDS.format(rate="85.56%"), encoding="utf-8")
    assert run_check(service, Checking(against=other), "zh")
    assert "新增 1" in capsys.readouterr().out
    assert not run_check(service, Checking(against=service.settings.home), "zh")
    with pytest.raises(ReadError):
        run_check(service, Checking(against=tmp_path / "nothing.pdf"), "zh")


def test_a_text_cannot_be_annotated_as_a_pdf(service: Ziping, tmp_path: Path) -> None:
    with pytest.raises(PaperError):
        run_check(service, Checking(out=tmp_path / "paper.pdf"), "zh")
