"""Looking up figures and the reasons for things: the selected evidence, its figures first, then its own words."""

from __future__ import annotations

from collections.abc import Sequence

from app.ask.question import Question
from app.ask.select import ENOUGH, Selected, select_evidence
from app.ask.vocabulary import AskWords
from app.ask.writing import Writing, place_words
from index.indicators import Statement
from index.matching import EvidenceIndex
from index.snapshot import EvidenceKind, Snapshot
from index.tokens import text_to_tokens
from ingest.lexicon import Lexicon
from ingest.records import Figure
from ingest.statuses import reason_of_sentence

MOST_EVIDENCE = 4
"""Pieces of evidence that one answer shows."""
CLOSE = 0.86
"""Evidence that scores at least this share of the best is shown with it."""


def answer_lookup(
    question: Question,
    writing: Writing,
    words: AskWords,
    snapshot: Snapshot,
    index: EvidenceIndex,
    lexicon: Lexicon,
) -> bool:
    """Writes the figures asked for with their evidence; False if nothing covers enough of the question."""
    overall = _overall_statements(question, words, snapshot, lexicon)
    if overall:
        for statement in overall:
            _write_statement(statement, question, writing, snapshot, lexicon)
        return True
    selected = select_evidence(question, snapshot, index, lexicon)
    if not selected or selected[0].coverage < ENOUGH:
        return False
    best = selected[0].score
    kept = [s for s in selected if s.score >= best * CLOSE and s.coverage >= ENOUGH][:MOST_EVIDENCE]
    if question.periods and not _period_known(question, kept, snapshot):
        return False
    _write_selected(kept, question, writing, snapshot, lexicon)
    return True


def answer_why(
    question: Question, writing: Writing, snapshot: Snapshot, index: EvidenceIndex, lexicon: Lexicon
) -> bool:
    """Writes the reason that the documents give; False if they do not speak of the matter at all."""
    selected = select_evidence(question, snapshot, index, lexicon, limit=30)
    relevant = [s for s in selected if s.coverage >= ENOUGH * 0.8 and s.evidence.kind is not EvidenceKind.ROW]
    if not relevant:
        return False
    floor = relevant[0].coverage * 0.7
    reasons = [
        (s, reason)
        for s in relevant
        if s.coverage >= floor and (reason := reason_of_sentence(s.evidence.text, lexicon)) and len(reason) > 2
    ]
    if not reasons:
        writing.say("why.none")
        writing.refused = True
        shown = relevant[:1]
    else:
        shown = [s for s, _ in reasons[:3]]
        seen: set[str] = set()
        for s, reason in reasons[:3]:
            if reason not in seen:
                seen.add(reason)
                at = writing.cite(s.evidence.document, s.evidence.place)
                writing.say("why.reason", reason=reason, mark=writing.mark(at))
    writing.say("why.head")
    for s in shown:
        writing.quote(s.evidence.document, s.evidence.place, s.evidence.text, _all_figures(s, snapshot))
    return True


def figure_name(figure: Figure, question: Question, writing: Writing) -> str:
    """What a figure measures, in words: row label and column header in a table, the words at it in a sentence."""
    if figure.place.table is not None and not figure.end:
        header = [part for part in figure.place.column if part]
        parts = [*figure.subject[-1:], *header[-1:]]
        if len(header) > 1 and figure.measure == "":
            parts = [*figure.subject[-1:], *header]
    else:
        parts = [figure.subject[-1]] if figure.subject else []
        if len(parts[0]) < 6 and len(figure.subject) > 1:
            parts = [figure.subject[-2], *parts]
    name = " · ".join(dict.fromkeys(" ".join(part.split()) for part in parts))
    period = str(figure.period) if figure.period and str(figure.period.first) not in name else ""
    return f"{name}（{period}）" if period and writing.language == "zh" else f"{name} ({period})" if period else name


def _overall_statements(question: Question, words: AskWords, snapshot: Snapshot, lexicon: Lexicon) -> list[Statement]:
    """For a question that names measures and nothing they are of (到位了多少钱、花了多少): the grand totals.

    A total is a table's total row, whose label says nothing more; of several with one measure the first counts.
    """
    sums = [m for m in question.measures if m in ("budget", "received", "spent", "received_rate", "spent_rate")]
    if not sums or _names_a_subject(question, words) or question.levels or question.references.sections:
        return []
    found: list[Statement] = []
    for measure in sums:
        totals = [
            s
            for s in snapshot.figures
            if s.figure.measure == measure
            and s.figure.place.table is not None
            and s.figure.place.row
            and any(word == s.figure.place.row[-1].strip() for word in lexicon.tables.total)
            and (not question.references.tables or (s.document, s.figure.place.table) in question.references.tables)
            and (not question.periods or s.figure.period in (*question.periods, None))
        ]
        if totals:
            found.append(totals[0])
    return found if len(found) == len(sums) else []


def _names_a_subject(question: Question, words: AskWords) -> bool:
    """Whether a term of the question is more than a word for money, sums or a measure."""
    general = {tuple(text_to_tokens(word)) for word in words.sum_words}
    return bool(question.unknown) or any(not general & set(term.names) for term in question.terms)


def _write_selected(
    kept: Sequence[Selected], question: Question, writing: Writing, snapshot: Snapshot, lexicon: Lexicon
) -> None:
    named: set[tuple[str, str]] = set()
    for selected in kept:
        for statement in selected.statements[:8]:
            indicator = snapshot.indicator(statement)
            key = (indicator.key if indicator else "", str(statement.figure.value))
            if key in named:
                continue
            named.add(key)
            _write_statement(statement, question, writing, snapshot, lexicon)
    writing.say("lookup.evidence" if named else "lookup.passage")
    for selected in kept:
        writing.quote(
            selected.evidence.document,
            selected.evidence.place,
            selected.evidence.text,
            _all_figures(selected, snapshot),
        )


def _write_statement(
    statement: Statement, question: Question, writing: Writing, snapshot: Snapshot, lexicon: Lexicon
) -> None:
    """One line: name, figure, place; where the documents disagree, every value with its place."""
    same = snapshot.same_indicator(statement)
    indicator = snapshot.indicator(statement)
    label = figure_name(statement.figure, question, writing)
    if indicator is None or not indicator.conflict:
        writing.say(
            "lookup.one",
            label=label,
            figures=writing.stated(statement),
            place=place_words(snapshot, statement.document, statement.figure.place, writing.language),
        )
        return
    writing.conflict = True
    writing.lines.append(f"**{label}**")
    writing.say("lookup.disagrees")
    rows = []
    for other in same:
        rows.append(
            writing.text(
                "lookup.disagrees_row",
                figure=writing.stated(other),
                place=place_words(snapshot, other.document, other.figure.place, writing.language),
            )
        )
    writing.lines.append("\n".join(rows))


def _all_figures(selected: Selected, snapshot: Snapshot) -> list[Statement]:
    return [snapshot.figures[i] for i in selected.evidence.figures]


def _period_known(question: Question, kept: Sequence[Selected], snapshot: Snapshot) -> bool:
    """Whether evidence speaks of an asked period: a figure of that time, or the year in its words."""
    years = {str(year) for p in question.periods for year in (p.first, p.last)}
    for selected in kept:
        for statement in _all_figures(selected, snapshot):
            period = statement.figure.period
            if period is not None and any(p.first <= period.last and period.first <= p.last for p in question.periods):
                return True
        if any(year in selected.evidence.text for year in years):
            return True
    return False
