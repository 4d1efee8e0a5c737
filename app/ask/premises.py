"""What a question takes for granted and the documents say otherwise: said plainly, with what they state.

“31 个任务点已悉数完成，请……” while the row says 30 of 31; “超了多少” of what is below its target.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from app.ask.answerable import COMMON
from app.ask.coverage import covers, rarest
from app.ask.knowledge import Knowledge
from app.ask.question import Question
from app.ask.references import referred_evidence
from app.ask.select import Selected
from app.ask.standings import target_and_actual, write_outlook
from app.ask.writing import Writing, decimal_text, figure_name, place_words
from index.indicators import Statement
from index.snapshot import Evidence, EvidenceKind
from ingest.records import Status
from ingest.statuses import UNFINISHED

ALIKE = 0.8
"""Share of what the best evidence covers that a contradicting one must cover."""
SPEAKS = 0.55
"""The same for a sentence that calls something unfinished: it seldom names everything."""
COUNTED = 0.25
"""The same for a row that states the question's number as its target."""
NEARLY = 0.9
SURE = 0.5
MOST = 3
RATES = ("rate", "received_rate", "spent_rate")
LISTING = ("which_list", "unfinished", "count", "summary", "conflict", "highest", "lowest", "number")
"""Kinds of questions whose words for “done” narrow something down and claim nothing."""


def write_correction(question: Question, selected: Sequence[Selected], writing: Writing, knowledge: Knowledge) -> bool:
    """Writes what contradicts the question's own claims; False if it claims nothing or nothing contradicts it."""
    if not selected:
        return False
    best = max(selected, key=lambda s: s.coverage)
    if best.coverage < SURE:
        return False
    about = rarest(question, best.evidence, knowledge)
    near = [
        s
        for s in selected
        if _is_of_level(s.evidence, question, knowledge)
        and s.coverage >= best.coverage * ALIKE
        and (about is None or covers(s.evidence, about, knowledge))
    ]
    done = False
    if _claims_done(question, knowledge):
        done = _write_undone(question, near, best.coverage, writing, knowledge)
    return (
        done
        or _write_other_count(question, near, writing, knowledge)
        or _write_other_measure(question, selected, writing, knowledge)
    )


def _is_of_level(evidence: Evidence, question: Question, knowledge: Knowledge) -> bool:
    """Whether no figure of it is of another level than the one that the question names."""
    levels = {knowledge.snapshot.figures[i].figure.level for i in evidence.figures} - {""}
    return not question.levels or not levels or any(asked in level for asked in question.levels for level in levels)


def _claims_done(question: Question, knowledge: Knowledge) -> bool:
    """Whether the question says or presumes that something is finished, reached or exceeded."""
    if not knowledge.words.has("claim", question.plain) or (question.asks("added") and question.numbers):
        return False
    return knowledge.words.has("confirm", question.plain) or not question.asks(*LISTING)


def _write_undone(
    question: Question, near: Sequence[Selected], best: float, writing: Writing, knowledge: Knowledge
) -> bool:
    """Rows of the asked thing that are below their target, and sentences that call it unfinished."""
    said = 0
    rows = [piece.evidence for piece in near if piece.evidence.kind is EvidenceKind.ROW]
    for row in dict.fromkeys((*_rows_counting(question, knowledge), *rows)):
        if said < MOST:
            said += _write_short_row(row, writing, knowledge)
    # Beside a row that says so, a sentence must be as surely about the same thing.
    undone = _unfinished_of(question, best * (ALIKE if said else SPEAKS), knowledge)
    for evidence in undone:
        at = writing.cite(evidence.document, evidence.place)
        for position in evidence.figures:
            writing.register_stated(knowledge.snapshot.figures[position], at)
        writing.say("premise.undone", text=" ".join(evidence.text.split()), mark=writing.mark(at))
        said += 1
    standings = [knowledge.standings[e.key] for e in undone if e.key in knowledge.standings]
    if standings:
        write_outlook([one for one in standings if not one.done], writing, knowledge)
    return said > 0


def _rows_counting(question: Question, knowledge: Knowledge) -> list[Evidence]:
    """Rows about the question whose target is a number that it states (31 个任务点)."""
    numbers = {number for number in question.numbers if number > COMMON}
    if not numbers:
        return []
    figures = knowledge.snapshot.figures
    counting = [
        piece.key
        for piece in knowledge.snapshot.evidence
        if piece.kind is EvidenceKind.ROW
        and any(figures[i].figure.measure == "target" and figures[i].figure.value in numbers for i in piece.figures)
    ]
    referred = referred_evidence(question.references, knowledge.snapshot)
    among = [key for key in counting if referred is None or key in referred] or counting
    matches = knowledge.evidence.search(question.terms, among, limit=MOST)
    least = max(COUNTED, matches[0].score * NEARLY) if matches else COUNTED
    return [knowledge.snapshot.evidence[m.evidence] for m in matches if m.score >= least]


def _write_short_row(evidence: Evidence, writing: Writing, knowledge: Knowledge) -> bool:
    """One line for a row whose actual figure is below the target, or whose rate is below 100 %."""
    figures = [knowledge.snapshot.figures[i] for i in evidence.figures]
    target, actual = target_and_actual(figures) or (None, _last(figures, "actual"))
    rate = next((s for m in RATES if (s := _last(figures, m)) is not None), None)
    place = place_words(writing.snapshot, evidence.document, evidence.place, writing.language)
    name = evidence.place.row[-1] if evidence.place.row else ""
    pair = target is not None
    if knowledge.words.is_better_lower(name, evidence.text):
        return False
    if pair and target is not None and actual is not None and actual.figure.value < target.figure.value:
        writing.say(
            "premise.short",
            name=name,
            target=writing.stated(target),
            actual=writing.stated(actual),
            rate=writing.text("premise.rate", rate=writing.stated(rate)) if rate else "",
            place=place,
        )
        return True
    if rate is not None and rate.figure.unit == "%" and rate.figure.value < 100 and not pair:
        done = writing.text("premise.done", actual=writing.stated(actual)) if actual else ""
        writing.say("premise.short_rate", name=name, rate=writing.stated(rate), actual=done, place=place)
        return True
    return False


def _unfinished_of(question: Question, least: float, knowledge: Knowledge) -> list[Evidence]:
    """Evidence that calls something unfinished and covers at least this share of the question."""
    snapshot = knowledge.snapshot
    by_passage: dict[tuple[int, int | None], list[Status]] = defaultdict(list)
    for document, status in snapshot.statuses():
        if status.kind in UNFINISHED and status.passage is not None:
            by_passage[document, status.passage].append(status)
    stating: set[int] = set()
    for piece in snapshot.evidence:
        for status in by_passage.get((piece.document, piece.passage), ()):
            if piece.kind is not EvidenceKind.ROW and _same_words(piece.text, status.place.quote):
                stating.add(piece.key)
        if piece.kind is not EvidenceKind.ROW and knowledge.words.has("undone", piece.text):
            stating.add(piece.key)
    referred = referred_evidence(question.references, snapshot)
    among = [key for key in stating if referred is None or key in referred] or stating
    matches = knowledge.evidence.search(question.terms, among, limit=MOST)
    matches = [m for m in matches if m.score >= matches[0].score * NEARLY]
    about = rarest(question, snapshot.evidence[matches[0].evidence], knowledge) if matches else None
    return [
        piece
        for m in matches
        for piece in [snapshot.evidence[m.evidence]]
        if m.score >= least and (about is None or covers(piece, about, knowledge, own=True))
    ]


def _same_words(text: str, quote: str) -> bool:
    """Whether one of the two is the other or part of it, spaces aside."""
    text, quote = "".join(text.split()), "".join(quote.split())
    return text in quote or quote in text


def _write_other_count(question: Question, near: Sequence[Selected], writing: Writing, knowledge: Knowledge) -> bool:
    """“27 个只做完 25 个” of a row that says 27 of 27: the number that is wrong, and what the row says."""
    numbers = [n for n in question.numbers if n > 1]
    if len(numbers) != 2 or _narrows(question) or question.asks("verify", "conflict"):
        return False
    for piece in near:
        figures = [knowledge.snapshot.figures[i] for i in piece.evidence.figures]
        for target in (s for s in figures if s.figure.measure == "target" and s.figure.value in numbers):
            actual = next(
                (
                    s
                    for s in figures
                    if s.figure.measure == "actual" and s.figure.place.column[:-1] == target.figure.place.column[:-1]
                ),
                None,
            )
            claimed = next(n for n in numbers if n != target.figure.value) if len(set(numbers)) > 1 else None
            if actual is None or claimed is None or _states(claimed, figures):
                continue
            whole = actual.figure.value >= target.figure.value
            writing.say(
                "premise.all_done" if whole else "premise.other",
                claimed=decimal_text(claimed),
                name=piece.evidence.place.row[-1] if piece.evidence.place.row else "",
                target=writing.stated(target),
                actual=writing.stated(actual),
                place=place_words(writing.snapshot, piece.evidence.document, piece.evidence.place, writing.language),
            )
            return True
    return False


def _write_other_measure(
    question: Question, selected: Sequence[Selected], writing: Writing, knowledge: Knowledge
) -> bool:
    """A figure that the question gives one thing for and that the documents state of another (到位率才 53.7%)."""
    rates = [n for n in question.numbers if f"{decimal_text(n)}%" in question.plain.replace(" ", "")]
    asked = [m for m in question.measures if m in RATES]
    if len(asked) != 1 or not rates or _narrows(question) or question.asks("verify", "conflict"):
        return False
    for piece in selected:
        figures = [knowledge.snapshot.figures[i] for i in piece.evidence.figures]
        right = next((s for s in figures if s.figure.measure == asked[0]), None)
        others = [
            s for s in figures if s.figure.value in rates and s.figure.unit == "%" and s.figure.measure != asked[0]
        ]
        if right is None or not others or right.figure.value in rates:
            continue
        writing.say(
            "premise.measure",
            stated=writing.stated(others[0]),
            other=writing.text("and").join(dict.fromkeys(figure_name(s.figure, writing) for s in others)),
            name=figure_name(right.figure, writing),
            figure=writing.stated(right),
            place=place_words(writing.snapshot, piece.evidence.document, piece.evidence.place, writing.language),
        )
        return True
    return False


def _narrows(question: Question) -> bool:
    """Whether a figure of the question is a bound to filter by (95% 以上)."""
    return any(condition.kind in ("less", "more") for condition in question.conditions)


def _states(value: Decimal, figures: Sequence[Statement]) -> bool:
    return any(s.figure.value == value for s in figures)


def _last(figures: Sequence[Statement], measure: str) -> Statement | None:
    """The figure of this measure that is below what it should be, else the first one."""
    found = [s for s in figures if s.figure.measure == measure]
    short = [s for s in found if measure in RATES and s.figure.value < 100]
    return next(iter([*short, *found]), None)
