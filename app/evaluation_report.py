"""An evaluation for people (lines) and for programs (one JSON document)."""

from __future__ import annotations

from typing import Any

from app.answer import Language
from app.evaluation import Evaluation, Tally, Verdict
from prompts import message

_EXCERPT = 300
"""Characters of a failing answer that a person is shown."""


def evaluation_lines(evaluation: Evaluation, language: Language) -> list[str]:
    """Each failing case with its reasons, then the types, then the sums in one line."""
    lines = [line for verdict in evaluation.failures for line in _failure_lines(verdict, language)]
    for name, tally in evaluation.by_type.items():
        lines.append(message(language, "evaluation.type", type=name, **_counted(tally)))
    lines.append(
        message(
            language,
            "evaluation.total",
            **_counted(evaluation.total),
            cited=evaluation.cited.passed,
            citable=evaluation.cited.cases,
            unsupported=evaluation.unsupported,
            beyond=evaluation.conflicts_beyond_key,
            p50=evaluation.p50,
            p95=evaluation.p95,
        )
    )
    return lines


def evaluation_data(evaluation: Evaluation, language: Language) -> dict[str, Any]:
    """What `--json` prints."""
    return {
        "passed": evaluation.total.passed,
        "cases": evaluation.total.cases,
        "share": str(round(evaluation.total.share, 4)),
        "types": {name: {"passed": t.passed, "cases": t.cases} for name, t in evaluation.by_type.items()},
        "cited": {"passed": evaluation.cited.passed, "cases": evaluation.cited.cases},
        "unsupported": evaluation.unsupported,
        "conflicts_beyond_key": evaluation.conflicts_beyond_key,
        "p50_ms": evaluation.p50,
        "p95_ms": evaluation.p95,
        "failures": [
            {
                "id": verdict.case.id,
                "type": verdict.case.type,
                "question": verdict.case.question,
                "history": [turn.q for turn in verdict.case.history],
                "problems": [{"kind": problem.kind, "what": problem.what} for problem in verdict.problems],
                "said": [problem_text(verdict, i, language) for i in range(len(verdict.problems))],
                "answer": verdict.answer,
            }
            for verdict in evaluation.failures
        ],
    }


def problem_text(verdict: Verdict, at: int, language: Language) -> str:
    """A problem of the verdict as a person reads it."""
    problem = verdict.problems[at]
    return message(language, f"evaluation.problem.{problem.kind}", what=problem.what)


def _failure_lines(verdict: Verdict, language: Language) -> list[str]:
    earlier = "".join(message(language, "evaluation.after", question=turn.q) for turn in verdict.case.history)
    problems = "; ".join(problem_text(verdict, i, language) for i in range(len(verdict.problems)))
    excerpt = " ".join(verdict.answer.split())[:_EXCERPT]
    return [
        f"{verdict.case.id} [{verdict.case.type}] {verdict.case.question}{earlier}",
        f"  {problems}",
        f"  > {excerpt}",
    ]


def _counted(tally: Tally) -> dict[str, object]:
    return {"passed": tally.passed, "cases": tally.cases, "percent": f"{tally.share * 100:.1f}"}
