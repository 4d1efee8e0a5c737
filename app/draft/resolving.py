"""What a request names, resolved: the clauses and rows of the documents that say it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.ask.enumerations import sentence_to_enumerations
from app.ask.knowledge import Knowledge
from app.ask.question import Question
from app.ask.references import References
from app.ask.select import ENOUGH, Selected, asked_tokens, select_evidence
from app.draft.request import Particular, Request, context_terms, inside
from app.draft.request_words import draft_words
from app.draft.restating import LONGEST, Clause, evidence_to_clauses
from index.snapshot import Evidence, EvidenceKind
from index.statements import Statement
from index.tokens import text_to_tokens

LED, LOOSELY = 0.35, 0.15
"""Weight that the topic's words have for a particular, where they name a project and where they do not."""
CLOSE = 0.9
"""Evidence that scores at least this share of the best is taken too, if it says something else."""
YEARLY_CLOSE = 0.8
MOST, MOST_YEARLY = 3, 4
"""Pieces of evidence for one particular."""
OWN = 0.6
"""Share of the best score anywhere that the section's own evidence must have to be what is meant."""
TOLD = 0.5
"""Share of what the likeliest clause says of the particular that another must say to be taken."""
HERE = 1.2
"""How much more evidence counts of a passage that says other particulars."""
BESIDE = 0.3
"""The same for clauses of the sentences beside it that count in its unit."""
NAMES_CLOSE = 0.5
AS_GOOD = 0.97
"""Share of the best from which evidence is as much what is asked as the best."""
DATED = 1.4
UNCOUNTED = 0.6
"""How much less evidence without figures counts where numbers are wanted."""
OVERALL = 1.15
LEAST_SAID, NAMED_SAID = 0.35, 0.5
"""Share of the particular that evidence must say itself; more where names are wanted."""
UNSEEN = 7.0
"""Rarity of a word that no document has."""
FIRST = 20
REACH = 2
"""Sentences of a passage that are looked at before and behind the best one."""
_YEARLY = re.compile(r"两年|各年|逐年|历年|每年|分年|20\d\d.{0,4}20\d\d|both years|each year|by year")
_COUNTS = re.compile(
    r"多少|几|数(?!字|据|码|学|控)|规模|人次|金额|总额|比例|[率量额度](?:$|[、和及])|多大|how (?:many|much)|number of"
    r"|[a-z]{3,}s$|\b(?:length|rate|volume|score|time|turnover|revenue|satisfaction|income|share|percentage|cost|revenue|spending)\b"
)
_WHEN = re.compile(r"何时|什么时候|哪年|哪天|时间|日期|\bwhen\b|\bdate\b", re.I)
_DATE = re.compile(r"20\d{2}\s*年\s*\d{1,2}\s*月")
_OVERALL = re.compile(
    r"总(?=数|计|体|量|额|人|共)|总$|共[计有]|[总一]共|全部|合计|全[校院馆市县区省国]|全体|所有|\btotal\b|\ball\b|\boverall\b"
)
_COUNTED = re.compile(r"([\u3400-\u9fff])数(?![字据码学控额量])")
_EACH = re.compile(r"^[各每]|\beach\b|\bevery\b")
_NAMES = re.compile(
    r"(?P<n>\d{1,2}|[两三四五六七八九十]{1,2})(?:个|家|所|类|项|大|门|种|位|座)(?!.*(?:数|多少|率))|哪些|名字|名称|点名"
)

Near = set[tuple[int, int]]
"""Passages, as (document, key)."""


@dataclass(frozen=True, slots=True)
class Pick:
    """Evidence that says a particular: its clauses by number, or the figures of a row. `first` is the best there is;
    what is `listed` beside it where names are wanted goes with it as long as there is room."""

    evidence: Evidence
    clauses: frozenset[int]
    statements: tuple[Statement, ...]
    first: bool
    listed: bool = False
    core: frozenset[int] = frozenset()
    """The clauses that say what is asked without what goes on from them."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a particular wants: its words, and whether numbers or names."""

    tokens: frozenset[str]
    numbers: bool
    names: bool
    when: bool
    overall: bool
    each: bool
    counted: tuple[str, ...]
    """Units that it names (期数, 套数)."""


def resolve(particular: Particular, request: Request, knowledge: Knowledge, near: Near) -> list[Pick]:
    """The evidence for one particular, best first; none if the documents do not say it. What stands in the passages
    `near` is likelier meant."""
    question = _asked(particular, request)
    yearly = request.changes or bool(_YEARLY.search(request.text))
    found = _found(question, request, knowledge)
    if not yearly:
        found = [_weighed(piece, near, knowledge) for piece in found]
    if not found or max(s.coverage for s in found) < ENOUGH / 2:
        return []
    if particular.question.unknown and max(s.own for s in found) < ENOUGH:
        return []
    unknown = sum(map(len, particular.question.unknown))
    if 2 * unknown >= len(draft_words().subject(particular.text)) and not _names(found, particular, knowledge):
        return []
    if request.kind != "benchmark" and not any(word in request.text for word in knowledge.lexicon.holders.other):
        found = [s for s in found if not _is_of_others(s.evidence, knowledge)] or found
    if draft_words().wants_reason(particular.text):
        found = [s for s in found if s.evidence.kind is not EvidenceKind.ROW] or found
    own = frozenset(asked_tokens(particular.question))
    if not own:
        return []
    names = bool(_NAMES.search(particular.text))
    wanted = _Wanted(
        own,
        bool(_COUNTS.search(particular.text)) and not names,
        names,
        bool(_WHEN.search(particular.text)),
        bool(_OVERALL.search(particular.text)),
        bool(_EACH.search(particular.text)),
        tuple(_COUNTED.findall(particular.text)),
    )
    least = NAMED_SAID if names else LEAST_SAID
    found = [s for s in found if _says(s, own, least, names, knowledge)] or found
    found.sort(key=lambda s: -_fit(s, wanted, knowledge))
    best = _fit(found[0], wanted, knowledge)
    picks: list[Pick] = []
    said: set[object] = set()
    most = MOST_YEARLY if yearly or names else MOST
    close = NAMES_CLOSE if names else YEARLY_CLOSE if yearly else CLOSE
    for piece in found:
        fit = _fit(piece, wanted, knowledge)
        if len(picks) >= most or fit < best * close:
            break
        pick = _pick(piece, wanted, knowledge, first=not picks or wanted.each or (yearly and fit >= best * AS_GOOD))
        if pick is None or (picks and _is_of_another(piece, request, knowledge)):
            continue
        news: set[object] = {(s.figure.value, s.figure.unit) for s in pick.statements} or {piece.evidence.text}
        if news <= said:
            continue
        said |= news
        picks.append(replace(pick, listed=names and not pick.first))
        if len(picks) == 1:
            for beside in _beside(pick, wanted, request, knowledge, yearly):
                picks.append(beside)
                said |= {(s.figure.value, s.figure.unit) for s in beside.statements}
                most += 1
    return picks


def wants_numbers(text: str) -> bool:
    """Whether the words of a particular ask for how many or how much."""
    return bool(_COUNTS.search(text))


def _asked(particular: Particular, request: Request) -> Question:
    """The particular as a question, with the words of what the draft is about and the years that it says."""
    question = particular.question
    named = {term.names for term in question.terms}
    led = [term for term in context_terms(request, LED if request.project else LOOSELY) if term.names not in named]
    return replace(
        question,
        terms=(*question.terms, *led),
        periods=question.periods or request.topic.periods,
        unknown=(),
        # 三种状态 says what is wanted; no evidence is likelier for having a 3.
        numbers=(),
        # 数按表3来 says where all of it stands.
        references=References(tables=request.tables),
    )


def _found(question: Question, request: Request, knowledge: Knowledge) -> list[Selected]:
    """Evidence of the section that the draft is about, where it says as much of the particular as any does."""
    everywhere = select_evidence(question, knowledge, limit=80)
    if not request.project or request.section is None:
        return everywhere
    within = replace(question, references=References(sections=(request.section,)))
    inside = select_evidence(within, knowledge, limit=30)
    best = max((s.score for s in everywhere), default=0.0)
    return inside if inside and max(s.score for s in inside) >= best * OWN else everywhere


def _names(found: Sequence[Selected], particular: Particular, knowledge: Knowledge) -> bool:
    """Whether any evidence has half of what the particular is about, words that no document knows counted as rare."""
    about = set(text_to_tokens(draft_words().subject(particular.text)))
    rarity = {token: knowledge.evidence.rarity(token) or UNSEEN for token in about if len(token) > 1}
    texts = (set(text_to_tokens(" ".join((s.evidence.text, *s.evidence.place.row)))) for s in found[:FIRST])
    return any(2 * sum(rarity.get(t, 0.0) for t in about & text) >= sum(rarity.values()) for text in texts)


def _is_of_others(evidence: Evidence, knowledge: Knowledge) -> bool:
    """Whether a sentence speaks of another body, or a row's figures are all of others."""
    if evidence.kind is not EvidenceKind.ROW:
        return any(word in evidence.text for word in knowledge.lexicon.holders.other)
    statements = [knowledge.snapshot.figures[i] for i in evidence.figures]
    return bool(statements) and all(statement.holder for statement in statements)


def _is_of_another(piece: Selected, request: Request, knowledge: Knowledge) -> bool:
    """Whether a row stands in another section than the one that the draft is about."""
    within = inside(request, knowledge)
    return within is not None and piece.evidence.kind is EvidenceKind.ROW and piece.evidence.place.section not in within


def _weighed(piece: Selected, near: Near, knowledge: Knowledge) -> Selected:
    here = knowledge.passage_of.get(piece.evidence.key) in near
    return replace(piece, score=piece.score * HERE) if here else piece


def _fit(piece: Selected, wanted: _Wanted, knowledge: Knowledge) -> float:
    """How well evidence answers; where names are wanted, the more the more of the kind it lists."""
    if wanted.names and piece.evidence.kind is not EvidenceKind.ROW:
        listed = [name for e in sentence_to_enumerations(piece.evidence.text) for name in e.names]
        kindred = sum(bool(wanted.tokens & set(text_to_tokens(name))) for name in listed)
        return piece.score * (1 + min(kindred, 6) / 8 + (0.15 if listed else 0))
    text = piece.evidence.text
    score = piece.score * (DATED if wanted.when and _DATE.search(text) else 1)
    if wanted.numbers and not piece.evidence.figures:
        return score * UNCOUNTED
    return score * (OVERALL if wanted.overall and _OVERALL.search(text) else 1)


def _says(piece: Selected, own: frozenset[str], least: float, names: bool, knowledge: Knowledge) -> bool:
    """Whether the evidence itself, not only what stands over it, says some of the particular."""
    rarity = knowledge.evidence.rarity
    text = set(text_to_tokens(" ".join((piece.evidence.text, *piece.evidence.place.row, *piece.evidence.place.column))))
    told = sum(map(rarity, own & text)) >= least * sum(map(rarity, own))
    return told or (not names and piece.own >= least)


def _pick(piece: Selected, wanted: _Wanted, knowledge: Knowledge, first: bool) -> Pick | None:
    evidence = piece.evidence
    if evidence.kind is EvidenceKind.ROW:
        statements = tuple(s for s in piece.statements if not s.figure.end)
        return Pick(evidence, frozenset(), statements, first) if statements else None
    clauses = evidence_to_clauses(evidence, knowledge)
    asked = {(s.document, s.figure.key) for s in piece.statements}
    chosen = _telling(clauses, asked, wanted, knowledge)
    kept = {c.at for c in _covering(chosen, asked, wanted, knowledge) if c.statements or not wanted.numbers}
    sums = [c.at for c in chosen if c.statements and _OVERALL.search(c.words)]
    # 合计 says nothing without what it sums up.
    core = frozenset(kept | {c.at for c in chosen if c.statements and c.at <= max(sums, default=-1)})
    return replace(_of_clauses(evidence, chosen, first), core=core) if chosen else None


def _of_clauses(evidence: Evidence, clauses: Sequence[Clause], first: bool) -> Pick:
    statements = tuple(s for clause in clauses for s in clause.statements)
    return Pick(evidence, frozenset(clause.at for clause in clauses), statements, first)


def _telling(
    clauses: Sequence[Clause], asked: set[tuple[int, int]], wanted: _Wanted, knowledge: Knowledge
) -> list[Clause]:
    """The clauses that say what is asked: those with the asked figures, those that say most of the words, and what
    goes on counting or naming beside them."""
    among = [clause for clause in clauses if clause.statements] if wanted.numbers else list(clauses)
    chosen = _covering(among, asked, wanted, knowledge) or _covering(clauses, asked, wanted, knowledge)
    if not chosen:
        chosen = [c for c in clauses if any((s.document, s.figure.key) in asked for s in c.statements)]
    taken = {clause.at for clause in chosen}
    taken |= {c.at for c in clauses if any(s.figure.unit and s.figure.unit in wanted.counted for s in c.statements)}
    if wanted.each:
        # What is told of one of them is told of the others behind it.
        units = {s.figure.unit for clause in chosen or clauses for s in clause.statements}
        units = units or {s.figure.unit for clause in clauses for s in clause.statements}
        alike = {c.at for c in clauses if c.statements and {s.figure.unit for s in c.statements} <= units}
        taken = alike or taken
    for clause in (*clauses, *reversed(clauses)):
        beside = [c for c in clauses if c.at in taken and abs(c.at - clause.at) == 1]
        counted = {s.figure.unit for c in clauses if c.at in taken for s in c.statements}
        if clause.at not in taken and any(_goes_on(clause, other, counted, wanted) for other in beside):
            taken.add(clause.at)
    kept = [c for c in clauses if c.at in taken and (len(c.words) <= LONGEST or sentence_to_enumerations(c.words))]
    return kept or list(chosen[:1])


def _covering(
    clauses: Sequence[Clause], asked: set[tuple[int, int]], wanted: _Wanted, knowledge: Knowledge
) -> list[Clause]:
    rarity = knowledge.evidence.rarity
    own = [wanted.tokens & set(text_to_tokens(clause.words)) for clause in clauses]
    weights = [sum(map(rarity, tokens)) for tokens in own]
    most = max(weights, default=0.0)
    chosen: list[Clause] = []
    covered: set[str] = set()
    for clause, tokens, weight in sorted(zip(clauses, own, weights, strict=True), key=lambda entry: -entry[2]):
        holds = any((s.document, s.figure.key) in asked for s in clause.statements)
        holds = holds or (wanted.when and _DATE.search(clause.words) is not None)
        if (holds and weight > 0) or (most > 0 and weight >= most * TOLD and tokens - covered):
            chosen.append(clause)
            covered |= tokens
    return chosen


def _goes_on(clause: Clause, beside: Clause, counted: set[str], wanted: _Wanted) -> bool:
    """Whether a clause counts in the same unit as those that are taken, gives the rate, or names what they count."""
    if clause.at > beside.at and not clause.statements:
        return bool(wanted.names or beside.statements) and bool(sentence_to_enumerations(clause.words))
    if wanted.names:
        return bool(wanted.tokens & set(text_to_tokens(clause.words)))
    own = {s.figure.unit for s in clause.statements}
    return bool(own and beside.statements) and own <= {*counted, "%"}


def _beside(pick: Pick, wanted: _Wanted, request: Request, knowledge: Knowledge, yearly: bool) -> list[Pick]:
    """What the sentences beside it in the passage say of the particular too: other counts of it, other years."""
    evidence = pick.evidence
    if evidence.passage is None or not pick.statements or wanted.names:
        return []
    years = {s.figure.period for s in pick.statements}
    units = {s.figure.unit for s in pick.statements}
    stated = {s.figure.value for s in pick.statements}
    most = _said(pick, wanted, knowledge)
    rarity = knowledge.evidence.rarity
    found: list[Pick] = []
    pieces = knowledge.snapshot.evidence
    for other in pieces[max(0, evidence.key - REACH) : evidence.key + REACH + 1]:
        if request.kind != "benchmark" and _is_of_others(other, knowledge):
            continue
        if other.key == evidence.key or (other.document, other.passage) != (evidence.document, evidence.passage):
            continue
        clauses = []
        for clause in evidence_to_clauses(other, knowledge):
            said = sum(map(rarity, wanted.tokens & set(text_to_tokens(clause.words))))
            same_kind = any(s.figure.unit in units and s.figure.value not in stated for s in clause.statements)
            other_year = yearly and same_kind and any(s.figure.period not in years for s in clause.statements)
            if (other_year and said > 0) or (same_kind and (wanted.each or said >= most * BESIDE)):
                clauses.append(clause)
        if clauses:
            found.append(replace(_of_clauses(other, clauses, first=wanted.each), listed=True))
    return found


def _said(pick: Pick, wanted: _Wanted, knowledge: Knowledge) -> float:
    """How much of the particular the pick's likeliest clause says."""
    rarity = knowledge.evidence.rarity
    clauses = [c for c in evidence_to_clauses(pick.evidence, knowledge) if c.at in pick.clauses]
    return max((sum(map(rarity, wanted.tokens & set(text_to_tokens(c.words)))) for c in clauses), default=0.0)
