"""How many results of one level or kind there are: rows of result tables counted and summed, beside what the text says."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from app.ask.question import Question
from app.ask.select import ENOUGH, select_evidence
from app.ask.writing import Writing, decimal_text
from index.indicators import Statement
from index.matching import EvidenceIndex
from index.snapshot import EvidenceKind, Snapshot
from index.tokens import text_to_tokens
from ingest.lexicon import Lexicon
from ingest.records import Table


def answer_tally(
    question: Question, writing: Writing, snapshot: Snapshot, index: EvidenceIndex, lexicon: Lexicon
) -> bool:
    """Counts the rows of the level that the question names; False if no table lists results of that level."""
    if not question.levels:
        return False
    table_rows = _rows_of_level(question, snapshot, index)
    if table_rows is None:
        return False
    document, table, rows = table_rows
    totals = [row["actual"].figure.value for row in rows if "actual" in row]
    total = sum(totals, Decimal(0))
    positive = sum(1 for value in totals if value > 0)
    marks = {
        at: writing.cite(row["actual"].document, row["actual"].figure.place)
        for at, row in enumerate(rows)
        if "actual" in row
    }
    formula = " + ".join(decimal_text(v) for v in totals) + f" = {decimal_text(total)}"
    count = writing.text("tally.count_formula")
    writing.say(
        "tally.head",
        label="、".join(question.levels),
        table=table.number or table.caption,
        count=writing.computed(Decimal(len(rows)), "", count),
        total=writing.computed(total, "", formula, tuple(marks.values())),
        positive=writing.computed(Decimal(positive), "", count),
        zero=writing.computed(Decimal(len(totals) - positive), "", count),
    )
    lines = []
    for at, row in enumerate(rows):
        if "actual" not in row:
            continue
        name = row["actual"].figure.subject[-1]
        mark = writing.mark(marks[at])
        actual = writing.stated(row["actual"], cite=False)
        if "target" in row:
            target = writing.stated(row["target"], cite=False)
            lines.append(writing.text("tally.entry", name=name, target=target, actual=actual, mark=mark))
        else:
            lines.append(writing.text("tally.entry_actual", name=name, actual=actual, mark=mark))
    writing.lines.append("\n".join(lines))
    _write_text_statements(question, total, document, writing, snapshot, index, lexicon)
    return True


def _rows_of_level(
    question: Question, snapshot: Snapshot, index: EvidenceIndex
) -> tuple[int, Table, list[dict[str, Statement]]] | None:
    """Rows of the named level in the result table that fits the question best; of two that fit alike, the earlier."""
    asked = {t for term in question.terms for name in term.names for t in name}
    best: tuple[float, int, Table, list[dict[str, Statement]]] | None = None
    referred = set(question.references.tables)
    for document, table in snapshot.tables():
        if referred and (document, table.key) not in referred:
            continue
        rows: dict[tuple[str, ...], dict[str, Statement]] = defaultdict(dict)
        for figure in snapshot.records[document].figures:
            if figure.place.table != table.key or figure.end or figure.measure not in ("target", "actual"):
                continue
            if any(figure.level == level for level in question.levels):
                rows[figure.place.row][figure.measure] = Statement(document, figure)
        counted = [row for row in rows.values() if "actual" in row]
        if not counted:
            continue
        heading = " ".join((table.caption, *(h for path in table.columns for h in path)))
        fit = sum(index.rarity(t) for t in asked & set(text_to_tokens(heading)))
        rowwise = sum(index.rarity(t) for t in asked & set(text_to_tokens(" ".join(p for r in rows for p in r))))
        score = fit + rowwise * 0.3
        if best is None or score > best[0]:
            best = score, document, table, list(rows.values())
    return best[1:] if best is not None else None


def _write_text_statements(
    question: Question,
    total: Decimal,
    document: int,
    writing: Writing,
    snapshot: Snapshot,
    index: EvidenceIndex,
    lexicon: Lexicon,
) -> None:
    """Sentences that state a number of the same level, quoted; a number of results that differs is a conflict."""
    said = False
    stated_values: set[Decimal] = set()
    for selected in select_evidence(question, snapshot, index, lexicon, limit=8):
        evidence = selected.evidence
        if evidence.kind is not EvidenceKind.SENTENCE or selected.coverage < ENOUGH or evidence.document != document:
            continue
        statements = [
            s
            for i in evidence.figures
            if (s := snapshot.figures[i]).figure.level in question.levels
            and s.figure.measure != "target"
            and lexicon.base_unit(s.figure.unit)[0] != "%"
        ]
        if not statements:
            continue
        if not said:
            writing.say("tally.text_says")
            said = True
        writing.quote(evidence.document, evidence.place, evidence.text, statements)
        stated_values.update(s.figure.value for s in statements)
    if (stated_values and total not in stated_values) or len(stated_values) > 2:
        writing.conflict = True
