"""One thing with several values: in prose, tables, sections and other documents; one value with several units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from app.ask.knowledge import Knowledge
from app.ask.writing import figure_text
from app.check.checked import Judgement, holds
from app.check.finding import make_finding, stated_at
from index.restatements import restatements, statement_name
from index.statements import Statement, own_words
from prompts import message

MOST_PLACES = 8
SERIOUS = (
    "rate",
    "spent_rate",
    "received_rate",
    "received",
    "spent",
    "budget",
    "target",
    "actual",
    "satisfaction",
    "score",
)


def check_restated(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """Indicators whose statements cannot all be right."""
    snapshot = knowledge.snapshot
    for indicator in snapshot.indicators:
        statements = [snapshot.figures[snapshot.figure_position[key]] for key in indicator.statements]
        if not indicator.conflict:
            if len(statements) > 1:
                yield holds("restated", statements)
            continue
        values = list(dict.fromkeys(figure_text(s.figure) for s in statements))
        name = _printed_name(indicator.key.split("|", 1)[0], statements) or " ".join(indicator.subject[-1:])
        summary = message(language, "check.restated", name=name, values=message(language, "answers.and").join(values))
        severity = "high" if indicator.measure in SERIOUS else "medium"
        places = [stated_at(snapshot, s) for s in _one_of_each(statements)]
        yield make_finding("restated", severity, summary, places, confidence="0.85")  # type: ignore[arg-type]


def check_worded(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """Values of one thing that is called a little differently in two places; what some place states is in the others
    too is left alone."""
    snapshot, lexicon = knowledge.snapshot, knowledge.lexicon
    joined: dict[tuple[int, int], list[Statement]] = defaultdict(list)
    for a, b in restatements(snapshot.figures, lexicon):
        if snapshot.indicator(a) is snapshot.indicator(b):
            continue
        joined[a.document, a.figure.key].append(b)
    done: set[tuple[int, int]] = set()
    for key, others in joined.items():
        statement = snapshot.figures[snapshot.figure_position[key]]
        group = [statement, *others]
        if any((s.document, s.figure.key) in done for s in group):
            continue
        done.update((s.document, s.figure.key) for s in group)
        known = {
            s.figure.value
            for g in group[:1]
            for s in snapshot.figures
            if s.figure.place.row == g.figure.place.row
            and s.figure.place.table == g.figure.place.table
            and g.figure.place.table is not None
        }
        left = [s for s in others if s.figure.value not in known]
        if not left:
            continue
        shown = [*snapshot.same_indicator(statement), *left]
        values = message(language, "answers.and").join(dict.fromkeys(figure_text(s.figure) for s in shown))
        name = " ".join(left[0].figure.subject[-1:]) or " ".join(statement.figure.subject[-1:])
        summary = message(language, "check.restated", name=name, values=values)
        places = [stated_at(snapshot, s) for s in _one_of_each(shown)]
        yield make_finding(
            "restated", "high", summary, places, confidence="0.6", reason=message(language, "check.worded")
        )


def check_units(knowledge: Knowledge, language: str) -> Iterator[Judgement]:
    """One label and one value with two units that are no two names of one (4.32 ‰ and 4.32 %)."""
    lexicon, snapshot = knowledge.lexicon, knowledge.snapshot
    groups: dict[tuple[object, ...], list[Statement]] = defaultdict(list)
    for statement in snapshot.figures:
        figure = statement.figure
        name = statement_name(figure, lexicon)
        if name and len(name) >= 4 and figure.unit and (figure.decimals or figure.value > 20):
            groups[name[-4:], figure.value].append(statement)
    for (label, *_), statements in groups.items():
        units = {lexicon.same_unit(s.figure.unit): s for s in statements}
        telling = [s for s in units.values()]
        if len(telling) < 2 or not _confusable([s.figure.unit for s in telling]):
            continue
        values = message(language, "answers.and").join(figure_text(s.figure) for s in telling)
        summary = message(language, "check.unit", name=label, values=values)
        yield make_finding("unit", "high", summary, [stated_at(snapshot, s) for s in telling], confidence="0.8")


def _printed_name(label: str, statements: Sequence[Statement]) -> str:
    """The shortest of the statements' own names that holds the label: 在校生满意度 for 在校生."""
    names = [own_words(s.figure) for s in statements]
    return min((name for name in names if label in name), key=len, default=label)


def _confusable(units: list[str]) -> bool:
    """Units that differ by more than the thing counted: per cent and per mille, bits and bytes, 人次 and 人日."""
    pairs = (("%", "‰"), ("人次", "人日"), ("元", "万元"), ("万元", "亿元"), ("项", "个百分点"))
    folded = {unit.lower() for unit in units}
    return any(a in units and b in units for a, b in pairs) or len(folded) < len(set(units))


def _one_of_each(statements: list[Statement]) -> list[Statement]:
    """Of equal values in one section only the first, so that all values are shown before their repetitions."""
    seen: dict[tuple[object, ...], Statement] = {}
    for s in statements:
        seen.setdefault((s.figure.value, s.document, s.figure.place.section, s.figure.place.table), s)
    return list(seen.values())[:MOST_PLACES]
