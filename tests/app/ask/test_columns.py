"""Which kind of thing a question asks which of."""

from __future__ import annotations

import pytest

from app.ask.columns import asked_kind
from app.ask.knowledge import Knowledge
from app.ask.question import understand


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("哪个建设任务列的成果最多", "建设任务"),
        ("哪一类资金来源到位最多", "资金来源"),
        ("成果最多的是谁", None),
    ],
)
def test_the_kind_is_what_a_header_over_names_says(knowledge: Knowledge, question: str, kind: str | None) -> None:
    found = asked_kind(understand(question, [], knowledge), knowledge)
    assert (found.text if found else None) == kind
