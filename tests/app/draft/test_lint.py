"""Which figures of a text are right, which are wrong and how, and which the documents do not have."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from app.ask.knowledge import Knowledge
from app.draft.lint import Linted
from index.snapshot import EvidenceKind
from tests.app.draft.conftest import Lint


def verdicts(linted: list[Linted]) -> dict[str, str]:
    return {found.figure.text: found.verdict for found in linted}


def should_be(linted: list[Linted], text: str) -> str:
    found = next(found for found in linted if found.figure.text == text)
    assert found.verdict == "wrong", found
    if found.reckoned is not None:
        return str(found.reckoned.value)
    assert found.right is not None
    return found.right.statements[0].figure.text


def test_figures_as_the_documents_state_them_are_right(small: Lint) -> None:
    found = small("项目总盘子3200万元，2021—2022年预算1500万元，钱到位1350万元，花了1215万元，支出率90%。")
    assert set(verdicts(found).values()) == {"ok"}


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        pytest.param("学校与21家企业签订合作协议，共建实训室9间。", "21家", "12家", id="digits changed places"),
        pytest.param("全校共设建设任务80个，现已完成45个，总体完成率52.5%。", "45个", "42个", id="another value"),
        pytest.param("2022年开设焊接机器人课程3门。", "3门", "5门", id="the value of another year"),
        pytest.param("财政拨款支出率85.56%，学校自筹支出率92.22%。", "85.56%", "92.22%", id="exchanged"),
        pytest.param("兼职教师库在库教师86人。", "86人", "88人", id="one digit"),
    ],
)
def test_a_wrong_figure_is_found_with_what_it_should_be(small: Lint, text: str, wrong: str, right: str) -> None:
    assert should_be(small(text), wrong) == right


def test_a_change_the_other_way_round_is_wrong(small: Lint) -> None:
    found = small("焊接机器人课程2021年开设3门，2022年开设5门，比上年减少2门。")
    assert verdicts(found) == {"3门": "ok", "5门": "ok", "2门": "wrong"}
    assert should_be(found, "2门") == "2"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("教职工满意度2022年比2021年上升1.70个百分点。", "ok"),
        ("2022年教职工满意度90.10%，2021年为88.40%，2022年比2021年上升1.70个百分点。", "ok"),
        ("2022年教职工满意度90.10%，2021年为88.40%，2022年比2021年下降1.70个百分点。", "wrong"),
        ("财政拨款到位900万元，学校自筹到位450万元，比学校自筹多450万元。", "ok"),
    ],
)
def test_what_a_difference_is_held_against_tells_its_direction(small: Lint, text: str, verdict: str) -> None:
    assert small(text)[-1].verdict == verdict


def test_two_values_of_one_thing_are_not_exchanged(small: Lint) -> None:
    assert {linted.verdict for linted in small("2022年学生满意度93.20%，另一处写为93.02%。")} == {"ok"}


def test_what_is_quoted_as_it_stands_is_right(small: Lint) -> None:
    assert [linted.verdict for linted in small("材料写道“2021年开设焊接机器人课程3门”。")] == ["ok"]


def test_a_sum_of_what_the_text_counts_follows_or_does_not(small: Lint) -> None:
    assert verdicts(small("一等奖6项、二等奖12项，两者合计18项。"))["18项"] == "ok"
    assert should_be(small("财政拨款到位900万元、学校自筹到位450万元，两项合计1530万元。"), "1530万元") == "1350"


def test_a_share_of_two_figures_of_the_text(small: Lint) -> None:
    found = small("2021—2022年到位资金1350万元，实际支出1215万元，占到位资金的90%。")
    assert verdicts(found)["90%"] == "ok"


def test_what_is_left_follows_from_two_figures(small: Lint) -> None:
    assert verdicts(small("到位资金1350万元，实际支出1215万元，还有135万元没有用完。"))["135万元"] == "ok"


def test_what_no_document_states_is_unknown(small: Lint) -> None:
    assert verdicts(small("食堂一年采购大米7314公斤。")) == {"7314": "unknown"} or set(
        verdicts(small("食堂一年采购大米7314吨。")).values()
    ) == {"unknown"}


def test_a_text_without_figures_has_none(small: Lint) -> None:
    assert small("学校高度重视自评工作。") == []


def test_of_sentences_with_one_digit_changed_nearly_all_are_found(knowledge: Knowledge, lint: Lint) -> None:
    """At least 95 % of changed figures are called wrong, at most 2 % of the others."""
    rng = random.Random(7)
    pieces = [e for e in knowledge.snapshot.evidence if e.kind is EvidenceKind.SENTENCE and e.figures]
    seen: Counter[str] = Counter()
    for _ in range(120):
        text = rng.choice(pieces).text
        right = lint(text)
        seen["right"] += len(right)
        seen["false"] += sum(found.verdict == "wrong" for found in right)
        figures = [
            f.figure.text for f in right if text.count(f.figure.text) == 1 and any(map(str.isdigit, f.figure.text))
        ]
        if not figures:
            continue
        written = rng.choice(figures)
        changed = one_digit_changed(written, rng)
        found = next((f for f in lint(text.replace(written, changed)) if f.figure.text == changed), None)
        if found is not None:
            seen["changed"] += 1
            seen["found"] += found.verdict == "wrong"
    assert seen["found"] >= 0.95 * seen["changed"], seen
    assert seen["false"] <= 0.02 * seen["right"], seen


def one_digit_changed(text: str, rng: random.Random) -> str:
    digits = [at for at, character in enumerate(text) if character.isdigit()]
    at = rng.choice(digits)
    others = [d for d in "123456789" if d != text[at]]
    return text[:at] + rng.choice(others) + text[at + 1 :]
