"""Looking up: the figures asked for with their places, then the documents' own words around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from app.ask.knowledge import Knowledge
from app.ask.question import Question
from app.ask.references import References
from app.ask.rows import meant_rows
from app.ask.select import ENOUGH, Selected, fits_period
from app.ask.sheets import Line
from app.ask.terms import BRIDGE
from app.ask.writing import Writing, figure_name, place_words
from index.indicators import Statement
from index.snapshot import Evidence, EvidenceKind
from index.tokens import text_to_tokens
from ingest.clauses import text_to_sentences
from ingest.periods import periods_in

MONEY = ("budget", "received", "spent", "received_rate", "spent_rate")
MOST_EVIDENCE = 6
"""Pieces of evidence that one answer shows."""
MOST_LEADING = 8
"""Pieces of evidence for the clauses of a question."""
CLOSE = 0.74
"""Evidence that scores at least this share of the best is shown with it."""
MOST_FIGURES = 6
PLANNED = ("target", "budget", "baseline", "weight")
NEIGHBOURHOOD = 240
"""Characters of a passage that are shown around the sentence that answers best."""
NARROW = 40
"""The same for the sentences after it; a shorter one is shown with the one before it."""
SHORT = 60
"""Characters up to which a sentence that answers best is quoted with what stands around it."""
SHORT_ROW = 4
"""Figures up to which a row is quoted whole."""
_COUNTS = re.compile(
    r"(?:多少|几多)(?!钱|资金|经费|万|元|分|百分|比|呢|了|啊|来|才)[\u3400-\u9fff]|how many (?!percent|points)"
)
"""A number of things is asked for, which no percentage answers."""
_LEANS = re.compile(r"^(?:其中|其|该|这|此|原因|此外|同时|另|对照|对标|并|且|以上|上述|后者|前者)")


def answer_totals(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """For a question that names measures of money and nothing they are of (到位了多少、花了多少): the grand totals."""
    statements = overall_statements(question, knowledge)
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


def write_figures(kept: Sequence[Selected], question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """One line for each asked figure of the best evidence: what was reached before what was planned. False if a number
    of things is asked for and only percentages are known."""
    named: set[tuple[str, str, str]] = set()
    counts = "%" not in question.units and _COUNTS.search(question.plain) is not None
    looked = kept[: max(2, sum(k.leads for k in kept) // 2)]
    if question.brief:
        # What states the same again does not keep out what says more.
        looked = list({tuple(sorted(s.figure.value for s in k.statements)): k for k in reversed(kept)}.values())[:-3:-1]
    for piece in looked:
        own = [s for s in piece.statements if s.figure.unit != "%" or not counts]
        planned = [s for s in own if s.figure.measure in PLANNED and s.figure.measure not in question.measures]
        for statement in [*(s for s in own if s not in planned), *planned][:MOST_FIGURES]:
            figure = statement.figure
            key = (figure_name(figure, writing), str(figure.value), figure.unit)
            if key not in named and len(named) < MOST_FIGURES:
                named.add(key)
                write_statement(statement, writing, knowledge)
    units = {s.figure.unit for piece in looked for s in piece.statements}
    return bool(named) or not counts or units != {"%"}


def write_evidence(
    kept: Sequence[Selected], question: Question, writing: Writing, knowledge: Knowledge, narrow: bool = False
) -> None:
    """The documents' own words: the best piece with what stands around it, the others as short as they are understood;
    all of them if `narrow`. A row whose figures the answer already states is not repeated.
    """
    shown: list[str] = []
    for piece in kept:
        evidence = piece.evidence
        if (narrow and not piece.leads) or (question.brief and shown):
            continue
        if evidence.kind is EvidenceKind.ROW and _is_stated(piece, question, writing, knowledge):
            continue
        text = " ".join(evidence.text.split())
        if not narrow:
            told = question.asks("how", "why", "define") or len(text) < SHORT
            first = not shown or piece.leads
            text = _in_context(evidence, question, knowledge, wide=first and told, whole=first)
        if any(text in other or other in text for other in (*shown, *writing.lines)):
            continue
        if not shown:
            writing.say("lookup.evidence" if writing.lines else "lookup.passage")
        shown.append(text)
        statements = [s for s in _figures_in(evidence, text, knowledge)]
        if evidence.kind is EvidenceKind.ROW:
            text = _row_words(piece, question, knowledge)
        writing.quote(evidence.document, evidence.place, text, statements)


def _is_stated(piece: Selected, question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Whether the answer has already said what was asked of the row."""
    stated = {(s.document, s.figure.key) for s in writing.statements}
    own = [knowledge.snapshot.figures[i] for i in piece.evidence.figures]
    asked = [s for s in own if s.figure.measure in question.measures]
    told = [(s.document, s.figure.key) in stated for s in asked or own]
    return all(told) if asked else any(told)


def _row_words(piece: Selected, question: Question, knowledge: Knowledge) -> str:
    """A table row as it is read: what it is called, then header and value pairs; of a long row only those asked for."""
    text = piece.evidence.text.replace("›", " ")
    figures = piece.evidence.figures
    if len(figures) <= SHORT_ROW or not 0 < len(piece.statements) < len(figures):
        return text
    own = [knowledge.snapshot.figures[i] for i in figures]
    shown = [s for s in own if s in piece.statements or s.figure.measure in question.measures]
    # What is told in words stays; a figure that nobody asked for goes.
    beside = {" ".join(s.figure.place.column) for s in own if s not in shown}
    return "；".join(part for part in text.split("；") if part.partition("：")[0] not in beside)


def write_places(kept: Sequence[Selected], writing: Writing) -> None:
    """Where it stands, one line for each place: section, table, page."""
    said: dict[str, int] = {}
    for piece in kept[:MOST_EVIDENCE]:
        evidence = piece.evidence
        path = " › ".join(writing.snapshot.records[evidence.document].section_path(evidence.place.section)[-2:])
        place = place_words(writing.snapshot, evidence.document, evidence.place, writing.language)
        section = path.rpartition(" › ")[2]
        words = place if not path or section not in place else place.replace(section, path)
        said.setdefault(words, writing.cite(evidence.document, evidence.place))
    rows = [writing.text("lookup.stands", place=place, mark=writing.mark(at)) for place, at in said.items()]
    writing.say("lookup.where")
    writing.lines.append("\n".join(rows))


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


def overall_statements(question: Question, knowledge: Knowledge, measures: Sequence[str] = ()) -> list[Statement]:
    """The grand total of each asked measure of money; of the year, where a table has a row for each year. Empty if the
    question names what the money is of."""
    sums = [m for m in measures or question.measures if m in MONEY]
    if measures:
        question = replace(question, levels=(), references=References(), terms=(), unknown=(), periods=())
    if not sums or names_a_subject(question, knowledge) or question.levels or question.references.sections:
        return []
    found: list[Statement] = []
    for measure in sums:
        totals = [
            s
            for sheet in knowledge.sheets
            for line in sheet.lines
            if line.total or (question.periods and _is_of_year(line, question))
            for s in line.figures(measure)
            if (not question.references.tables or (s.document, s.figure.place.table) in question.references.tables)
            and (not question.periods or fits_period(s.figure.period, question.periods))
        ]
        if totals:
            found.append(totals[0] if question.periods else whole_first(totals, knowledge))
    return found


def whole_first(statements: Sequence[Statement], knowledge: Knowledge) -> Statement:
    """Of figures in one row that no year was asked of: the one in the column of the total, also where only the years
    were stated; else the first."""
    first, total = statements[0], knowledge.lexicon.tables.total
    place = first.figure.place
    row = [s for s in statements if s.figure.place.table == place.table and s.figure.place.row == place.row]
    if place.table is not None and len({s.figure.period for s in row}) > 1:
        figures = knowledge.snapshot.records[first.document].figures
        alike = (f for f in figures if f.place.table == place.table and f.place.row == place.row)
        row += [Statement(first.document, f) for f in alike if f.measure == first.figure.measure]
    return next((s for s in row if any(word in part for part in s.figure.place.column for word in total)), first)


def _is_of_year(line: Line, question: Question) -> bool:
    """Whether a row is a year's, and that of an asked one."""
    named = periods_in(" ".join(line.path))
    return bool(named) and all(span.period in question.periods for span in named)


def names_a_subject(question: Question, knowledge: Knowledge) -> bool:
    """Whether a term of the question is more than a word for money, sums or a measure."""
    general = {tuple(text_to_tokens(word)) for word in knowledge.words.sum_words}
    # 停车位, which the documents have in parts only, is one as well.
    strong = [term for term in question.terms if term.weight >= 1 or (len(term.text) > 2 and term.weight >= BRIDGE)]
    return bool(question.unknown) or any(not general & set(term.names) for term in strong)


def _in_context(evidence: Evidence, question: Question, knowledge: Knowledge, wide: bool, whole: bool) -> str:
    """The text to quote: the sentence, `whole` with what semicolons join to it, `wide` with its neighbours in the
    passage; else with the one before it if it cannot be understood without. Neighbours that tell of other years than
    those asked for stay out."""
    text = " ".join(evidence.text.split())
    if evidence.kind is EvidenceKind.ROW or evidence.passage is None:
        return text
    passage = knowledge.snapshot.records[evidence.document].passages[evidence.passage].text
    sentences = [" ".join(sentence.text.split()) for sentence in text_to_sentences(passage)]
    at = next((i for i, sentence in enumerate(sentences) if text in sentence), None)
    if at is None:
        return text
    first = last = at
    room = NEIGHBOURHOOD if wide or whole else 0
    if first and (wide or len(text) < NARROW or leans(text)) and _of_asked_year(sentences[first - 1], question):
        first -= 1
        room -= len(sentences[first])
    while last + 1 < len(sentences) and len(sentences[last + 1]) <= room:
        if not wide and not sentences[last].endswith("；"):
            break
        if not _of_asked_year(sentences[last + 1], question):
            break
        last += 1
        room -= len(sentences[last])
    while first and len(sentences[first - 1]) <= room and _of_asked_year(sentences[first - 1], question):
        if not wide and not sentences[first - 1].endswith("；"):
            break
        first -= 1
        room -= len(sentences[first])
    return "".join(sentences[first : last + 1])


def leans(sentence: str) -> bool:
    """Whether a sentence is understood only with the one before it (其中…, 该…)."""
    return _LEANS.match(sentence) is not None


def _of_asked_year(sentence: str, question: Question) -> bool:
    """Whether a sentence tells of no year, or of one of those asked for."""
    years = set(re.findall(r"(?<!\d)(?:19|20)\d{2}(?=\s*[年届级\-—–~至])", sentence))
    asked = {str(year) for p in question.periods for year in range(p.first, p.last + 1)}
    return not years or not asked or bool(years & asked)


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
