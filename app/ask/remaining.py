"""How many tasks or indicators of the whole are left to do: totals of the tables that tell of all of them."""

from __future__ import annotations

from collections.abc import Iterator

from app.ask.computing import Pair, write_pair
from app.ask.dialogue import REPLACED
from app.ask.knowledge import Knowledge
from app.ask.question import Question
from app.ask.sheets import Line, Sheet
from app.ask.writing import Writing
from index.indicators import Statement
from index.matching import Term
from index.tokens import text_to_tokens

HELD = 0.5
"""Share of a name's tokens that must stand over the figures (任务 of 总任务)."""


def answer_remaining(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes target, what is done and what is left of all tasks or indicators; False unless the question asks how many
    are left and names nothing narrower."""
    asked = question.asks("gap") or (question.asks("unfinished") and question.asks("how_many", "count"))
    if not asked or question.asks("which_list", "why", "verify", "share", "each", "highest", "lowest"):
        return False
    if question.asks("difference") and not question.asks("gap"):
        return False
    if "元" in question.units or question.levels or not _is_of_all(question, knowledge):
        return False
    clauses = [part.text for part in question.parts if knowledge.words.has("gap", part.text)] or [question.plain]
    spans = dict.fromkeys(knowledge.words.pattern("interim", clause) is not None for clause in clauses)
    return any([_write(interim, question, writing, knowledge) for interim in spans])


def _write(interim: bool, question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    best: tuple[float, Pair, str] | None = None
    for sheet, line in _overall_lines(question, knowledge):
        pair = _pair(line, interim)
        if pair is None:
            continue
        score = _fit(sheet, line, pair, question)
        if score > 0 and (best is None or score > best[0]):
            best = score, pair, " › ".join(line.path) or sheet.title
    if best is None:
        return False
    write_pair(best[1], best[2], question, writing)
    return True


def _terms(question: Question, knowledge: Knowledge) -> list[Term]:
    words = knowledge.words
    return [t for t in question.terms if t.weight >= REPLACED and t.text not in words.operation_words]


def _is_of_all(question: Question, knowledge: Knowledge) -> bool:
    """Whether each word of the question that names something is one for tasks or indicators in general."""
    words = knowledge.words
    general = frozenset(token for word in (*words.task_words, *words.countless) for token in text_to_tokens(word))
    strong = [t for t in _terms(question, knowledge) if t.weight >= 1 and len(t.text) > 1]
    unknown = [w for w in question.unknown if not words.pattern("whole_left", w)]
    told = any(any(set(name) & general for name in t.names) for t in strong)
    return not unknown and told and all(any(set(name) <= general for name in t.names) for t in strong)


def _overall_lines(question: Question, knowledge: Knowledge) -> Iterator[tuple[Sheet, Line]]:
    """Rows that tell of the whole: totals, and the one row of a table of its own."""
    tables = set(question.references.tables)
    for sheet in knowledge.sheets:
        if len(sheet.tables) > 1:
            continue
        section = knowledge.snapshot.records[sheet.document].tables[sheet.tables[0]].section
        if tables and (sheet.document, sheet.tables[0]) not in tables:
            continue
        if section is not None and (sheet.document, section) in knowledge.projects:
            continue
        for line in sheet.lines:
            if line.total or (len(sheet.lines) == 1 and not line.path):
                yield sheet, line


def _pair(line: Line, interim: bool) -> Pair | None:
    """Target and what is done: of the mid-term if `interim`, else of the whole period."""
    wholes = [*line.figures("target"), *_undone(line)]
    parts = line.figures("actual")
    beside = [
        Pair(w, p)
        for w in wholes
        for p in parts
        if w.figure.place.column[:-1] == p.figure.place.column[:-1] and len(w.figure.place.column) > 1
    ]
    apart = [Pair(w, p) for w in wholes for p in parts if w.figure.value >= p.figure.value]
    pairs = beside if len(parts) > 1 and len(beside) > 1 else apart
    pairs = [p for p in pairs if p.whole.figure.unit == p.part.figure.unit and p.whole.figure.value]
    if not pairs:
        return None
    ordered = sorted(pairs, key=lambda p: (p.whole.figure.value, -p.part.figure.value))
    return ordered[0] if interim else ordered[-1]


def _undone(line: Line) -> list[Statement]:
    """Figures under a header that only says what is counted, beside what is done of it (指标 | 完成数)."""
    done = {s.figure.place.column[:-1] for s in line.figures("actual")}
    return [
        e.statement
        for e in line.entries
        if e.statement is not None
        and not e.statement.figure.measure
        and e.statement.figure.unit != "%"
        and len(e.column) > 1
        and e.column[:-1] in done
    ]


def _fit(sheet: Sheet, line: Line, pair: Pair, question: Question) -> float:
    """How much of what the question names stands over the figures; words of a follow-up's own count more."""
    columns = (pair.whole.figure.place.column, pair.part.figure.place.column)
    over = set(text_to_tokens(" ".join((sheet.title, *sheet.headings[-1:], *(part for c in columns for part in c)))))
    before = {t.names for q in question.before[:1] for t in q.terms} if question.follows else set()
    return sum((0.3 if t.names in before else 1.0) for t in question.terms if t.weight >= 1 and _held(t, over))


def _held(term: Term, tokens: set[str]) -> bool:
    return any(sum(t in tokens for t in name) >= HELD * len(name) for name in term.names if name)
