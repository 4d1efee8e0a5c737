"""Decisions about findings: kept, dated, known again after another reading, and what cannot be decided."""

from __future__ import annotations

import pytest

from app.check.identity import finding_key, finding_subject
from app.check.triage import LONGEST_NOTE, TriageError, count_states
from app.service import Ziping
from app.settings import Settings
from tests.app.check.conftest import FUNDS, Serve

WRONG = FUNDS.format(rate="86.56%")


def only_finding(service: Ziping) -> str:
    (finding,) = service.check("zh")
    return finding.id


def test_a_finding_is_open_until_somebody_decides(serve_text: Serve) -> None:
    service = serve_text(WRONG)
    id = only_finding(service)
    assert service.triage("zh")[id].state == "open"

    service.decide([id], "explained", "分母按到位前口径", "张 三", "zh")

    triage = service.triage("zh")[id]
    assert (triage.state, triage.note, triage.who, triage.decisions) == ("explained", "分母按到位前口径", "张 三", 1)
    assert triage.at is not None


def test_the_last_decision_counts_and_all_are_kept(serve_text: Serve) -> None:
    service = serve_text(WRONG)
    id = only_finding(service)
    service.decide([id], "confirmed", "", "甲", "zh")
    service.decide([id], "open", "再看一次", "乙", "zh")
    assert (service.triage("zh")[id].state, service.triage("zh")[id].decisions) == ("open", 2)
    assert [(d.state, d.who) for d in service.store.triage.decisions()] == [("confirmed", "甲"), ("open", "乙")]


@pytest.mark.parametrize("moved", ["## （二）新的一节\n\n总的情况很好。\n\n", "前面多出一段，说明来源。\n\n"])
def test_a_decision_survives_another_reading_of_a_report_that_changed_elsewhere(serve_text: Serve, moved: str) -> None:
    service = serve_text(f"## （一）经费\n\n{WRONG}")
    service.decide([only_finding(service)], "confirmed", "", "甲", "zh")
    heading = "" if moved.startswith("##") else "## （一）经费\n\n"
    after = f"{moved}## （三）经费\n\n{WRONG}" if not heading else f"{heading}{moved}{WRONG}"
    service = serve_text(after)
    assert service.triage("zh")[only_finding(service)].state == "confirmed"


def test_a_decision_is_there_in_another_process_and_in_the_other_language(serve_text: Serve) -> None:
    service = serve_text(WRONG)
    service.decide([only_finding(service)], "dismissed", "", "甲", "zh")
    other = Ziping(Settings(home=service.settings.home, offline=True))
    assert [other.triage("en")[finding.id].state for finding in other.check("en")] == ["dismissed"]


def test_other_values_are_another_finding_that_tells_of_the_decision_before(serve_text: Serve) -> None:
    service = serve_text(WRONG)
    (before,) = service.check("zh")
    service.decide([before.id], "confirmed", "", "甲", "zh")
    service = serve_text(FUNDS.format(rate="87.77%"))
    (after,) = service.check("zh")
    assert finding_subject(after) == finding_subject(before) and finding_key(after) != finding_key(before)
    triage = service.triage("zh")[after.id]
    assert triage.state == "open" and triage.before is not None
    assert triage.before.state == "confirmed" and "86.56%" in triage.before.values


@pytest.mark.parametrize(
    ("state", "note", "who", "code"),
    [
        ("explained", " ", "甲", "note"),
        ("confirmed", "", " ", "who"),
        ("settled", "", "甲", "state"),
        ("confirmed", "很" * (LONGEST_NOTE + 1), "甲", "long"),
    ],
)
def test_what_cannot_be_decided_changes_nothing(serve_text: Serve, state: str, note: str, who: str, code: str) -> None:
    service = serve_text(WRONG)
    with pytest.raises(TriageError) as error:
        service.decide([only_finding(service)], state, note, who, "zh")
    assert error.value.code == code
    assert service.store.triage.decisions() == []


def test_of_several_findings_all_or_none_is_decided(serve_text: Serve) -> None:
    service = serve_text(WRONG)
    with pytest.raises(TriageError):
        service.decide([only_finding(service), "nothing"], "confirmed", "", "甲", "zh")
    assert service.store.triage.decisions() == []


def test_answers_say_nothing_of_a_dismissed_finding(serve_text: Serve) -> None:
    service = serve_text(WRONG)
    question = "自筹的支出率是多少？"
    assert service.ask(question).conflict
    service.decide([only_finding(service)], "dismissed", "", "甲", "zh")
    assert not service.ask(question).conflict


def test_states_are_counted(serve_text: Serve) -> None:
    service = serve_text(WRONG)
    findings = service.check("zh")
    assert count_states(findings, service.triage("zh")) == {
        "open": 1,
        "confirmed": 0,
        "explained": 0,
        "dismissed": 0,
    }
