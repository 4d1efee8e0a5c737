"""From a question to the evidence that answers it and the figures in it that were asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.ask.details import holds_doer, holds_partner, holds_role
from app.ask.dialogue import REPLACED, subject_terms
from app.ask.focus import is_naming
from app.ask.knowledge import Knowledge
from app.ask.question import Part, Question
from app.ask.references import referred_evidence
from index.indicators import Statement
from index.matching import Match
from index.snapshot import Evidence, EvidenceKind, Snapshot
from index.tokens import text_to_tokens
from ingest.records import Period

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?=\s*年)")
_STRETCH = re.compile(r"[^，。；、：]+")
_BRACKETS = re.compile(r"[（(][^）)]*[）)]")
ENOUGH = 0.45
"""Share of what was asked that evidence must cover to be an answer."""
MEANING = 0.12
"""How much nearness of meaning adds to a score at most."""
ELSEWHERE = 0.35
"""Weight that terms of other clauses have for the clause that is looked up."""
LEADING = 2
"""Pieces of evidence that a clause brings in."""
OF_ONE = 0.75
"""Weight of what is said of one project where the question means the whole."""
NAMING = 0.9
"""Share of what the best evidence covers from which what names the asked person is shown first."""
UNNAMED = 0.9
"""Weight of a row whose name is not asked for, beside a row of totals."""
OF_EACH = 3
"""Pieces of evidence for each of several names."""
HINT = 0.12
"""How much it adds at most that evidence shares single characters with what else the question says."""
OTHER_YEAR = 0.6
"""Weight of what states figures of other years than those that are asked for."""
OTHER_UNIT = 0.65
"""Weight of what states nothing in the unit that is asked for."""
GRADED = 1.25
"""How much better what states a grade is where one is asked for."""
STATED = 0.35
"""How much each figure that the question itself states adds, where evidence states it too."""


@dataclass(frozen=True, slots=True)
class Selected:
    """A piece of evidence, how well it answers (coverage weighted by period, unit, measure and meaning), and its asked
    figures. `own` is how much of the question its own text covers, without headings."""

    evidence: Evidence
    score: float
    coverage: float
    own: float
    statements: tuple[Statement, ...]
    leads: bool = False
    """It is the best for a part of the question, and to be shown whatever else is."""


def select_evidence(question: Question, knowledge: Knowledge, limit: int = 12) -> list[Selected]:
    """Evidence for a question, best first."""
    return list(knowledge.selected(question)[:limit])


def rank_evidence(question: Question, knowledge: Knowledge) -> tuple[Selected, ...]:
    """All evidence for a question, best first."""
    among = referred_evidence(question.references, knowledge.snapshot)
    matches = knowledge.evidence.search(question.terms, among, limit=120)
    if among is not None and not matches:
        matches = [Match(key, 0.5, 0.5) for key in sorted(among)]
    nearness = _nearness_of_meaning(question, knowledge)
    selected = [_weighed(match, question, knowledge, nearness) for match in matches]
    if among is None and not subject_terms(question, knowledge):
        selected = [_of_whole(s, knowledge) for s in selected]
    selected.sort(key=lambda s: (-s.score, s.evidence.key))
    if question.asks("number", "count", "how_many") and not question.asks("which_list", "highest", "lowest"):
        selected = _total_first(selected, question, knowledge)
    for part in question.parts:
        selected = _with_part(part, selected, question, among, nearness, knowledge)
    selected = _with_each_name(selected, question, knowledge)
    selected = _with_cells(selected, question, knowledge)
    best = max((s.coverage for s in selected), default=0.0)
    naming = next(
        (s for s in selected if s.coverage >= best * NAMING and holds_role(s.evidence.text, question, knowledge.words)),
        None,
    )
    if naming is None:
        words = knowledge.words
        doing = (
            s
            for s in selected
            if s.coverage >= ENOUGH
            and (holds_doer(s.evidence.text, question, words) or holds_partner(s.evidence.text, question, words))
        )
        naming = next(doing, None)
    if naming is not None:
        selected = [replace(naming, leads=True), *(s for s in selected if s is not naming)]
    return tuple(selected)


def _total_first(selected: list[Selected], question: Question, knowledge: Knowledge) -> list[Selected]:
    """For a question that names what a whole table is about (多少场阅读活动) and none of its rows: the row of the total
    before a row (亲子阅读) that only shares a word with it."""
    best = next((s for s in selected if s.evidence.kind is EvidenceKind.ROW and s.statements), None)
    row = best.evidence.place.row if best else ()
    if best is None or not row or best is not next((s for s in selected if s.statements), None):
        return selected
    if any(_BRACKETS.sub("", part).strip() in question.plain for part in row):
        return selected
    total = knowledge.lexicon.tables.total
    strong = [t for t in question.terms if t.weight >= 1]

    def sums_up(piece: Selected) -> bool:
        evidence = piece.evidence
        held = set(text_to_tokens(" ".join((evidence.text, *evidence.context))))
        return (
            evidence.place.table == best.evidence.place.table
            and any(part.strip() in total for part in evidence.place.row)
            and all(any(set(name) <= held for name in t.names) for t in strong)
        )

    found = next((s for s in selected if sums_up(s)), None)
    return selected if found is None else [found, *(s for s in selected if s is not found)]


def _of_whole(piece: Selected, knowledge: Knowledge) -> Selected:
    """For a question that names no subject: what tells of one project among many counts less than what tells of all."""
    section = piece.evidence.place.section
    of_one = section is not None and (piece.evidence.document, section) in knowledge.projects
    return replace(piece, score=piece.score * OF_ONE) if of_one else piece


def _with_part(
    part: Part,
    selected: Sequence[Selected],
    question: Question,
    among: set[int] | None,
    nearness: dict[tuple[int, int], float],
    knowledge: Knowledge,
) -> list[Selected]:
    """The evidence with what is best for one clause of the question in front."""
    own = {term.names for term in part.terms}
    others = [replace(term, weight=term.weight * ELSEWHERE) for term in question.terms if term.names not in own]
    asked = replace(
        question,
        terms=(*part.terms, *others),
        periods=part.periods or question.periods,
        kinds=frozenset(kind for kind in question.kinds if knowledge.words.has(kind, part.text)),
        units=knowledge.words.units_asked(part.text),
        measures=knowledge.words.measures_asked(part.text) or question.measures,
    )
    matches = knowledge.evidence.search(asked.terms, among, limit=60)
    best = sorted((_weighed(m, asked, knowledge, nearness) for m in matches), key=lambda s: (-s.score, s.evidence.key))
    leading = [replace(s, leads=True) for s in best[:LEADING] if s.score >= best[0].score * 0.85]
    known = {s.evidence.key for s in leading}
    ahead = [s for s in selected if s.leads]
    return [
        *ahead,
        *(s for s in leading if s.evidence.key not in {a.evidence.key for a in ahead}),
        *(s for s in selected if not s.leads and s.evidence.key not in known),
    ]


def _with_each_name(selected: list[Selected], question: Question, knowledge: Knowledge) -> list[Selected]:
    """For what is asked of several names each (甲镇和乙镇分别…): what speaks of each of them in front."""
    if not question.asks("each") or question.asks("number", "count"):
        return selected
    names = [t for t in question.terms if t.weight >= 1 and len(t.text) > 1]
    joined = [t for t in names if any(_stand_together(t.text, o.text, question.plain) for o in names if o is not t)]
    leading: dict[int, Selected] = {s.evidence.key: s for s in selected if s.leads}
    for term in joined:
        own = [s for s in selected if any(set(name) <= set(text_to_tokens(s.evidence.text)) for name in term.names)]
        leading |= {s.evidence.key: replace(s, leads=True) for s in own[:OF_EACH]}
    return [*leading.values(), *(s for s in selected if s.evidence.key not in leading)]


def _stand_together(first: str, second: str, text: str) -> bool:
    return any(
        re.search(f"{re.escape(a)}(?:和|与|跟|及|、|以及){re.escape(b)}", text) is not None
        for a, b in ((first, second), (second, first))
    )


def _with_cells(selected: list[Selected], question: Question, knowledge: Knowledge) -> list[Selected]:
    """For a question of what was done under the name of a table row without figures: what the row's cells tell."""
    if not question.asks("which_list", "how"):
        return selected
    rows = [s.evidence for s in selected[:OF_EACH] if s.evidence.kind is EvidenceKind.ROW and not s.evidence.figures]
    row = next((row for row in rows if _is_named(row, question)), None)
    if row is None:
        return selected
    score = selected[0].score
    cells = [
        Selected(piece, score, 1.0, 1.0, asked_figures(piece, question, knowledge), leads=True)
        for piece in knowledge.snapshot.evidence
        if piece.kind is EvidenceKind.CELL
        and _is_of_row(piece, row)
        and not _is_of_other_year(piece, question, knowledge.snapshot)
    ]
    others = [s for s in selected if not _is_of_row(s.evidence, row)]
    return [*cells, *others] if cells else selected


def _is_named(row: Evidence, question: Question) -> bool:
    """Whether the row's own name holds all things that the question names."""
    label = set(text_to_tokens(row.place.row[-1] if row.place.row else ""))
    names = [t for t in question.terms if t.weight >= 1 and is_naming(t.text)]
    return bool(names) and all(any(set(name) <= label for name in t.names) for t in names)


def _is_of_other_year(evidence: Evidence, question: Question, snapshot: Snapshot) -> bool:
    """Whether all years that it tells of, or that its figures are of, are others than those asked for."""
    years = {str(year) for p in question.periods for year in range(p.first, p.last + 1)}
    told = set(_YEAR.findall(evidence.text))
    dated = [p for i in evidence.figures if (p := snapshot.figures[i].figure.period) is not None]
    if not years or not (told or dated):
        return False
    return not told & years and not any(fits_period(p, question.periods) for p in dated)


def _is_of_row(evidence: Evidence, row: Evidence) -> bool:
    place, other = evidence.place, row.place
    return (evidence.document, place.table, place.row) == (row.document, other.table, other.row)


def asked_figures(evidence: Evidence, question: Question, knowledge: Knowledge) -> tuple[Statement, ...]:
    """The figures of the evidence that the question asks for: of its period, unit and measure, nearest in words."""
    snapshot, lexicon = knowledge.snapshot, knowledge.lexicon
    statements = [snapshot.figures[i] for i in evidence.figures]
    if question.periods:
        fitting = [s for s in statements if fits_period(s.figure.period, question.periods)]
        undated = [] if _is_of_other_times(statements, question.periods) else statements
        statements = fitting or [s for s in undated if s.figure.period is None]
    if question.units:
        fitting = [s for s in statements if lexicon.base_unit(s.figure.unit)[0] in question.units]
        statements = fitting or statements
    if question.levels:
        fitting = [s for s in statements if any(level in s.figure.level for level in question.levels)]
        statements = fitting or statements
    if question.measures:
        fitting = [s for s in statements if s.figure.measure in question.measures]
        statements = fitting or statements
    if len(statements) <= 1:
        return tuple(statements)
    asked = asked_tokens(question)
    nearness = [_nearness(s, evidence, asked) for s in statements]
    if not max(nearness) and evidence.kind is not EvidenceKind.ROW:
        # 订单班（冠名班）118个: the label may leave out what stands in brackets.
        nearness = [_nearness_around(s, evidence, asked) for s in statements]
    best = max(nearness)
    if best <= 0:
        named = [s for s in statements if evidence.kind is EvidenceKind.ROW and _names_column(s, question)]
        if named:
            return tuple(named)
        total = knowledge.lexicon.tables.total
        sums = [s for s in statements if s.figure.place.column and s.figure.place.column[-1].strip() in total]
        # 2024年支出多少, of a row that sums up its columns.
        return tuple(sums if len(sums) == 1 and question.asks("number", "how_many") else statements)
    if len(question.measures) > 1:
        # Target and actual asked at once: the nearest of each.
        tops = {
            m: max((n for s, n in zip(statements, nearness, strict=True) if s.figure.measure == m), default=0)
            for m in question.measures
        }
        each = [s for s, n in zip(statements, nearness, strict=True) if n >= tops.get(s.figure.measure, best) * 0.6]
        return tuple(each)
    return tuple(
        s
        for s, near in zip(statements, nearness, strict=True)
        if near >= best * 0.6 or (evidence.kind is EvidenceKind.ROW and _names_column(s, question))
    )


def _is_of_other_times(statements: Sequence[Statement], periods: Sequence[Period]) -> bool:
    """Whether figures of a row that bear a date are all of other times than the asked ones: a rate beside them is no
    more of those than they are."""
    dated = [s.figure.period for s in statements if s.figure.period is not None]
    in_table = all(s.figure.place.table is not None and not s.figure.end for s in statements)
    apart = (p.last < d.first or d.last < p.first for d in dated for p in periods)
    return in_table and bool(dated) and all(apart)


def _names_column(statement: Statement, question: Question) -> bool:
    """Whether the whole of the figure's own header, its unit aside, stands in the question."""
    column = statement.figure.place.column
    label = _BRACKETS.sub("", column[-1]).strip() if column else ""
    return len(label) > 1 and re.search(rf"(?<!\d){re.escape(label)}", question.plain) is not None


def asked_tokens(question: Question) -> set[str]:
    """Tokens of what the question names; not of what a follow-up has put something else in the place of."""
    least = ELSEWHERE if question.brief else REPLACED
    return {token for term in question.terms if term.weight > least for name in term.names for token in name}


def fits_period(period: Period | None, asked: Iterable[Period]) -> bool:
    """Whether a figure's period is one of those asked for."""
    return period is not None and any(
        p.first == period.first and p.last == period.last and (not p.part or p.part == period.part) for p in asked
    )


def periods_known(selected: Sequence[Selected], snapshot: Snapshot) -> tuple[Period, ...]:
    """Periods of the figures in the selected evidence, in time order."""
    found = {
        snapshot.figures[i].figure.period
        for s in selected
        for i in s.evidence.figures
        if snapshot.figures[i].figure.period
    }
    return tuple(sorted((p for p in found if p is not None), key=lambda p: (p.first, p.last, p.part)))


def _nearness_of_meaning(question: Question, knowledge: Knowledge) -> dict[tuple[int, int], float]:
    """Per passage how near it is in meaning, 0 to 1 between the farthest and the nearest of the near ones."""
    text = " ".join((question.text, *question.earlier[:1]))[:400]
    near = knowledge.passages.nearness(text)
    if not near:
        return {}
    low, high = min(near.values()), max(near.values())
    return {key: (value - low) / (high - low) if high > low else 1.0 for key, value in near.items()}


def _weighed(
    match: Match, question: Question, knowledge: Knowledge, nearness: dict[tuple[int, int], float]
) -> Selected:
    snapshot, lexicon = knowledge.snapshot, knowledge.lexicon
    evidence = snapshot.evidence[match.evidence]
    statements = [snapshot.figures[i] for i in evidence.figures]
    score = match.score * 0.8 + match.own * 0.2
    score += HINT * knowledge.evidence.hinted(match.evidence, question.hints)
    if question.periods:
        dated = [s for s in statements if s.figure.period is not None]
        if any(fits_period(s.figure.period, question.periods) for s in dated):
            score *= 1.15
        elif dated:
            score *= OTHER_YEAR
    if question.units:
        score *= 1.1 if any(lexicon.base_unit(s.figure.unit)[0] in question.units for s in statements) else OTHER_UNIT
    if question.measures:
        score *= 1.1 if any(s.figure.measure in question.measures for s in statements) else 0.95
    if question.levels:
        score *= 1.1 if any(level in evidence.text for level in question.levels) else 0.85
    if not statements and question.asks("number", "count"):
        score *= 0.85
    if question.asks("grade"):
        score *= GRADED if knowledge.words.grade_words.search(evidence.text) else 1.0
    if _is_unnamed_part(evidence, question, knowledge):
        score *= UNNAMED
    if evidence.document != snapshot.documents[0].id:
        score *= 0.97
    stated = {s.figure.value for s in statements}
    score += STATED * sum(value in stated for value in (*question.numbers, *question.spoken) if abs(value) > 2)
    passage = knowledge.passage_of.get(evidence.key)
    if passage is not None:
        score += MEANING * nearness.get(passage, 0.0)
    return Selected(evidence, score, match.score, match.own, asked_figures(evidence, question, knowledge))


def _is_unnamed_part(evidence: Evidence, question: Question, knowledge: Knowledge) -> bool:
    """Whether it is a row of a table with totals that has a name of which the question says nothing."""
    place = evidence.place
    if evidence.kind is not EvidenceKind.ROW or place.table is None or not place.row:
        return False
    if (evidence.document, place.table) not in knowledge.tables_with_totals:
        return False
    if (evidence.document, place.table, place.row) in knowledge.total_rows:
        return False
    return not asked_tokens(question) & set(text_to_tokens(place.row[-1]))


def _nearness(statement: Statement, evidence: Evidence, asked: set[str]) -> int:
    """How many of the asked words stand right at the figure: in its label, or its column's header for a table."""
    figure = statement.figure
    own = figure.place.column if evidence.kind is EvidenceKind.ROW else figure.subject[-1:]
    return len(set(text_to_tokens(" ".join(own))) & asked)


def _nearness_around(statement: Statement, evidence: Evidence, asked: set[str]) -> int:
    """The same for the words around a figure up to the next marks."""
    at = evidence.text.find(statement.figure.text)
    around = next((m.group() for m in _STRETCH.finditer(evidence.text) if m.start() <= at < m.end()), "")
    return len(set(text_to_tokens(around)) & asked)
