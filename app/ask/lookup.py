"""Looking up: the figures asked for with their places, then the documents' own words around them."""

from __future__ import annotations

from collections.abc import Sequence

from app.ask.knowledge import Knowledge
from app.ask.question import Question
from app.ask.rows import meant_rows
from app.ask.select import ENOUGH, Selected, fits_period
from app.ask.writing import Writing, figure_name, place_words
from index.indicators import Statement
from index.snapshot import Evidence, EvidenceKind
from index.tokens import text_to_tokens

MOST_EVIDENCE = 6
"""Pieces of evidence that one answer shows."""
MOST_LEADING = 8
"""Pieces of evidence for the clauses of a question."""
CLOSE = 0.74
"""Evidence that scores at least this share of the best is shown with it."""
MOST_FIGURES = 6
NEIGHBOURHOOD = 240
"""Characters of a passage that are shown around a sentence that is too short to be understood alone."""


def answer_totals(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """For a question that names measures of money and nothing they are of (到位了多少、花了多少): the grand totals."""
    statements = _overall_statements(question, knowledge)
    for statement in statements:
        write_statement(statement, writing, knowledge)
    return bool(statements)


def kept_evidence(selected: Sequence[Selected]) -> list[Selected]:
    """The evidence to show: what answers nearly as well as the best, each text once."""
    if not selected:
        return []
    leading = [s for s in selected if s.leads]
    rest = [s for s in selected if not s.leads]
    best = max(s.score for s in rest) if rest else 0.0
    kept: dict[str, Selected] = {piece.evidence.text: piece for piece in leading[:MOST_LEADING]}
    for piece in rest:
        if piece.score >= best * CLOSE and piece.coverage >= ENOUGH * 0.8:
            kept.setdefault(piece.evidence.text, piece)
    if not kept:
        # A long question is covered by no sentence as a whole: then the nearest ones are what there is.
        kept = {piece.evidence.text: piece for piece in rest[:2] if piece.score >= best * CLOSE}
    return list(kept.values())[: max(MOST_EVIDENCE, len(leading[:MOST_LEADING]))]


def write_figures(kept: Sequence[Selected], writing: Writing, knowledge: Knowledge) -> None:
    """One line for each asked figure of the best evidence."""
    named: set[tuple[str, str, str]] = set()
    for piece in kept[: max(2, sum(k.leads for k in kept) // 2)]:
        for statement in piece.statements[:MOST_FIGURES]:
            figure = statement.figure
            key = (figure_name(figure, writing), str(figure.value), figure.unit)
            if key not in named and len(named) < MOST_FIGURES:
                named.add(key)
                write_statement(statement, writing, knowledge)


def write_evidence(kept: Sequence[Selected], writing: Writing, knowledge: Knowledge) -> None:
    """The documents' own words, each sentence with those around it."""
    if not kept:
        return
    writing.say("lookup.evidence" if writing.lines else "lookup.passage")
    shown: set[str] = set()
    for piece in kept:
        text = _in_context(piece.evidence, knowledge)
        if any(text in other for other in shown):
            continue
        shown.add(text)
        statements = [s for s in _figures_in(piece.evidence, text, knowledge)]
        writing.quote(piece.evidence.document, piece.evidence.place, text, statements)


def write_statement(statement: Statement, writing: Writing, knowledge: Knowledge) -> None:
    """One line: name, figure, place; where the documents disagree, every value with its place."""
    snapshot = writing.snapshot
    indicator = snapshot.indicator(statement)
    label = figure_name(statement.figure, writing)
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
    rows = [
        writing.text(
            "lookup.disagrees_row",
            figure=writing.stated(other),
            place=place_words(snapshot, other.document, other.figure.place, writing.language),
        )
        for other in snapshot.same_indicator(statement)
    ]
    writing.lines.append("\n".join(rows))


def _overall_statements(question: Question, knowledge: Knowledge) -> list[Statement]:
    sums = [m for m in question.measures if m in ("budget", "received", "spent", "received_rate", "spent_rate")]
    if not sums or names_a_subject(question, knowledge) or question.levels or question.references.sections:
        return []
    found: list[Statement] = []
    for measure in sums:
        totals = [
            s
            for sheet in knowledge.sheets
            for line in sheet.lines
            if line.total
            for s in line.figures(measure)
            if (not question.references.tables or (s.document, s.figure.place.table) in question.references.tables)
            and (not question.periods or fits_period(s.figure.period, question.periods))
        ]
        if totals:
            found.append(totals[0])
    return found


def names_a_subject(question: Question, knowledge: Knowledge) -> bool:
    """Whether a term of the question is more than a word for money, sums or a measure."""
    general = {tuple(text_to_tokens(word)) for word in knowledge.words.sum_words}
    strong = [term for term in question.terms if term.weight >= 1]
    return bool(question.unknown) or any(not general & set(term.names) for term in strong)


def _in_context(evidence: Evidence, knowledge: Knowledge) -> str:
    """The text to quote: the sentence, with its neighbours in the passage."""
    text = " ".join(evidence.text.split())
    if evidence.kind is EvidenceKind.ROW or evidence.passage is None:
        return text
    passage = knowledge.snapshot.records[evidence.document].passages[evidence.passage].text
    whole = " ".join(passage.split())
    at = whole.find(text)
    if at < 0 or len(whole) <= NEIGHBOURHOOD + len(text):
        return whole if at >= 0 else text
    start = max((whole.rfind(mark, 0, max(0, at - 1)) + 1 for mark in "。；"), default=0)
    end = min((e for mark in "。；" if (e := whole.find(mark, at + len(text))) >= 0), default=at + len(text) - 1) + 1
    return whole[start:end]


def _figures_in(evidence: Evidence, text: str, knowledge: Knowledge) -> list[Statement]:
    own = [knowledge.snapshot.figures[i] for i in evidence.figures]
    if evidence.passage is None or evidence.kind is not EvidenceKind.SENTENCE or text == evidence.text:
        return own
    return [
        Statement(evidence.document, figure)
        for figure in knowledge.snapshot.records[evidence.document].figures
        if figure.passage == evidence.passage and figure.text in text
    ]


def empty_column(question: Question, knowledge: Knowledge) -> tuple[str, str] | None:
    """(table, column) if the question asks for a column that the table has and nobody filled in."""
    asked = {token for term in question.terms for name in term.names for token in name}
    for rows in meant_rows(question, knowledge, limit=1):
        lines = [line for line in rows.lines if not line.total]
        if not lines:
            return None
        stubs = knowledge.snapshot.records[rows.sheet.document].tables[rows.sheet.tables[0]].stub_columns
        filled = {entry.column for line in lines for entry in line.entries if entry.text.strip()}
        for column in rows.sheet.columns[stubs:]:
            tokens = set(text_to_tokens(column[-1])) if column else set()
            others = [c for c in rows.sheet.columns if c != column]
            named = tokens and tokens <= asked
            if named and column not in filled and not any(set(text_to_tokens(c[-1])) <= asked for c in others if c):
                return rows.sheet.number or rows.sheet.title, column[-1]
    return None
