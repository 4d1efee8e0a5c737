"""Whether evidence says what a question wants to know, and of what it wants to know it.

“生师比现在是多少” wants a number of 生师比: a sentence that only speaks of 生师比 does not answer it. A question of
several clauses is looked at clause by clause; it goes unanswered only if none of them can be answered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from app.ask.details import lacks_detail
from app.ask.focus import (
    DEEDS,
    is_body,
    is_naming,
    is_proper,
    is_shortened,
    owners_of,
    question_focus,
    units_wanted,
    wants_unknown,
)
from app.ask.knowledge import Knowledge
from app.ask.question import LED_UP, Question, asking_clauses
from app.ask.select import ENOUGH, Selected, fits_period, referred_evidence
from index.lexical import text_to_words
from index.matching import Term
from index.snapshot import Evidence, EvidenceKind
from index.tokens import text_to_tokens
from ingest.periods import periods_in

UNKNOWN = 0.6
"""How much a word that the documents do not have takes from what is covered, against a word that they have."""
NEARLY = 0.7
NEAREST = 10
"""Evidence that covers nearly as much as the best, and how many pieces of it are looked at."""
COMMON = 10
"""Numbers up to this one stand anywhere."""
CARRIED = 0.35
"""Weight that terms of the other clauses have for a clause."""
SPOKEN_OF = 0.5
"""Share of the tokens of a name that speak of it."""
IN_ROW = 0.8
"""Share of the names of a question that a row must hold; the header over the rows' own names is in none of them."""
ECHOED = 0.4
"""Share of a quoted text that must stand in what answers: people quote from memory."""
COMPUTED = ("gap", "difference")
"""Kinds whose number need not stand in the documents as it is asked for."""
FIGURES = ("number", "count", "sum", "share", "average", *COMPUTED)
"""Kinds that a figure answers."""
WHOLE = ("when", "how", "who", "summary", "occurrences", "verify", "conflict")
"""Kinds that want more than a number."""
WHOLES = ("其他省", "外省", "别的学校", "其他学校", "其它学校", "外校", "全国", "全省", "全市", "全球", "全世界")
SCOPES = (*WHOLES, "标杆", "标杆院校", "标杆医院", "对标", "对标医院", "兄弟院校", "同类院校", "世界", "国内", "各省")
"""What lies beyond one body."""
_FUTURE = re.compile(r"明年|后年|下学期|下学年|\bnext (?:year|term)\b")
_LEANING = re.compile(r"其中|其|它|这笔|那笔|里头|\b(?:it|them)\b")
_REST = re.compile(r"[\u3400-\u9fff](?<![的在有共各类级名位])")
"""What is left of a label that is more than the whole of something."""
_ITEM = re.compile(r"[、，,；;：:]|以及|\band\b")
_YEAR_SPAN = re.compile(r"(?:19|20)\d{2}\s*年?\s*[-–—~至到]\s*(?:19|20)?\d{2}\s*年?")
_AS_OF = re.compile(
    r"(?:到|至|截至|截止|距离?|离)\s*(?:19|20)?\d{2}\s*年|\b(?:by|until|end of)\b[^,.?]{0,8}?(?:19|20)\d{2}|年底目标"
)
_SPLIT = re.compile(
    r"每个?(?:月|季度|天|周)|(?P<quarter>[一二三四1-4]个?季度)|逐[月季]|各(?:月|季度)|[分按]月|"
    r"\b(?:each|every|by) (?:month|quarter)|\bmonthly\b"
)


def unanswered(question: Question, selected: Sequence[Selected], knowledge: Knowledge) -> str:
    """Why the evidence does not answer the question: `nothing`, `number`, `period`, `detail`; empty if it does."""
    if not selected:
        return "nothing"
    whole = _lacking(question, selected, knowledge)
    if len(question.parts) < 2:
        return whole
    reasons: list[str] = []
    for asked in _clauses(question, knowledge):
        reason = _lacking(asked, _evidence_for(asked, knowledge) or selected, knowledge)
        # 其中多少来自……, and what share of it: of what was not found nothing more is known.
        leans = reasons and reasons[0] and (_LEANING.search(asked.plain) or not _own_names(asked))
        reasons.append(reason or (reasons[0] if leans else ""))
    return "" if not all(reasons) else whole or reasons[0]


def _own_names(question: Question) -> bool:
    return any(t.weight >= 1 and len(t.text) > 1 for t in question.terms)


def _clauses(question: Question, knowledge: Knowledge) -> list[Question]:
    """Each clause that asks, with what the others name as what it is about."""
    clauses = []
    for part in question.parts:
        own = {term.names for term in part.terms}
        others = [replace(t, weight=t.weight * CARRIED) for t in question.terms if t.names not in own]
        clauses.append(
            replace(
                question,
                plain=part.text,
                kinds=frozenset(kind for kind in question.kinds if knowledge.words.has(kind, part.text)),
                terms=(*part.terms, *others),
                unknown=tuple(word for word in question.unknown if word in part.text),
                periods=part.periods or question.periods,
                parts=(),
            )
        )
    return clauses


def _evidence_for(question: Question, knowledge: Knowledge) -> list[Selected]:
    matches = knowledge.evidence.search(question.terms, referred_evidence(question, knowledge.snapshot), limit=NEAREST)
    return [Selected(knowledge.snapshot.evidence[m.evidence], m.score, m.score, m.own, ()) for m in matches]


def _lacking(question: Question, selected: Sequence[Selected], knowledge: Knowledge) -> str:
    best = max(selected, key=lambda s: s.coverage)
    known = sum(term.weight for term in question.terms)
    coverage = best.coverage * known / (known + UNKNOWN * len(question.unknown)) if known else 0.0
    if coverage < ENOUGH and not _is_about_places(question, selected, knowledge):
        if _items_known(question, knowledge):
            return ""
        # With nothing known of what the number is of, nothing that could be computed is that number.
        return "number" if question.unknown and question.asks("number", "count", "average") else "nothing"
    near = [s for s in selected if s.leads or s.coverage >= best.coverage * NEARLY][:NEAREST]
    near = [s for s in near if not _lacks_name(question, s.evidence, knowledge)]
    if not near:
        return "detail"
    listed = question.asks("which_list") and knowledge.words.units_asked(question.plain) != ("元",)
    whole = listed or question.asks(*WHOLE)
    if question.asks("number", "count") and not whole:
        if not _is_row_asked(question, near, knowledge) and _lacks_number(question, near, knowledge):
            return "number"
    elif question_focus(question).unknown or wants_unknown(question):
        return "detail"
    measured = _wants_figure(question, knowledge)
    if _lacks_period(question, near if measured else selected, knowledge):
        return "period"
    about = rarest(question, best.evidence, knowledge)
    proper = [
        t
        for t in question.terms
        if t.weight >= LED_UP
        and is_proper(t.text)
        # 石化 is as well called by its longer name.
        and (not is_shortened(t.text) or any(covers(s.evidence, t, knowledge, own=True) for s in near))
    ]
    telling = [
        s.evidence
        for s in near
        if all(covers(s.evidence, t, knowledge, own=True) for t in ((*proper, about) if about else proper))
    ]
    return "detail" if lacks_detail(question, telling) else ""


def _is_about_places(question: Question, selected: Sequence[Selected], knowledge: Knowledge) -> bool:
    """Whether places or figures that the question names itself are to be held against each other."""
    if not question.asks("verify", "conflict", "compare"):
        return False
    if question.references.tables or question.references.sections:
        return True
    stated = {knowledge.snapshot.figures[i].figure.value for s in selected[:NEAREST] for i in s.evidence.figures}
    return any(number in stated for number in question.numbers if number > COMMON)


def _items_known(question: Question, knowledge: Knowledge) -> bool:
    """Whether it asks for several things at once (带宽、服务器台数、事项数), each of which is known by itself."""
    items = [item for item in _ITEM.split(question.plain) if len(item) > 3]
    asked = [[t for t in question.terms if len(t.text) > 1 and t.weight >= 1 and t.text in item] for item in items]
    asked = [terms for terms in asked if terms]
    if len(asked) < 2:
        return False
    found = [knowledge.evidence.search(terms, limit=1) for terms in asked]
    return all(matches and matches[0].score >= NEARLY for matches in found)


def _lacks_number(question: Question, near: Sequence[Selected], knowledge: Knowledge) -> bool:
    """Whether the question wants a number of something that no figure of the evidence is said of."""
    focus = question_focus(question)
    if focus.unknown:
        return True
    units = units_wanted(question, knowledge)
    stated = [s for s in near if _states_in(s.evidence, units, focus.terms, knowledge)]
    if not stated:
        return True
    owners = owners_of(question)
    # What A is of B: two rows may hold one of them each.
    together = question.asks("share") and all(any(covers(s.evidence, t, knowledge) for s in stated) for t in owners)
    if owners and not together and not any(all(covers(s.evidence, t, knowledge) for t in owners) for s in stated):
        return True
    if _lacks_body(question, stated, knowledge) or _is_narrower(question, stated, focus.terms, knowledge):
        return True
    if question.asks(*COMPUTED):
        return False
    if question.asks("benchmark") and owners and not question.asks("compare"):
        # What is known of the others by other measures is not what is asked.
        names = [t for t in question.terms if t.weight >= 1 and is_naming(t.text)]
        if not any(all(covers(s.evidence, t, knowledge) for t in names) for s in stated):
            return True
    return bool(focus.terms) and not any(_speaks_of(s.evidence, focus.terms) for s in stated)


def _is_row_asked(question: Question, near: Sequence[Selected], knowledge: Knowledge) -> bool:
    """Whether a row states figures under the headers that are asked for, and all that the question names is in it."""
    names = [t for t in question.terms if t.weight >= 1 and len(t.text) > 1]
    telling = [t for t in names if is_body(t.text) or t in question_focus(question).terms]
    if question.unknown or not names:
        return False
    for piece in near:
        evidence = piece.evidence
        covered = [t for t in names if covers(evidence, t, knowledge)]
        if evidence.kind is not EvidenceKind.ROW or len(covered) < IN_ROW * len(names):
            continue
        if any(t not in covered for t in telling):
            continue
        label = set(text_to_tokens(" ".join(evidence.place.row)))
        figures = [knowledge.snapshot.figures[i].figure for i in evidence.figures]
        headers = [set(text_to_tokens(" ".join(f.place.column))) for f in figures]
        rows = [t for t in names if any(set(name) <= label for name in t.names)]
        columns = [t for t in names if any(set(name) <= header for name in t.names for header in headers)]
        if rows and columns:
            return True
    return False


def _lacks_body(question: Question, stated: Sequence[Selected], knowledge: Knowledge) -> bool:
    """Whether the question names a place or body that the documents know and none of the evidence speaks of."""
    bodies = [t for t in question.terms if t.weight >= 1 and is_body(t.text)]
    return bool(bodies) and not any(covers(s.evidence, t, knowledge) for s in stated for t in bodies)


def is_of_asked(question: Question, evidence: Evidence, knowledge: Knowledge) -> bool:
    """Whether the evidence is about the body, place and whole that the question names, if it names one."""
    bodies = [t for t in question.terms if t.weight >= 1 and is_body(t.text)]
    return not _lacks_name(question, evidence, knowledge) and all(covers(evidence, t, knowledge) for t in bodies)


def _is_narrower(question: Question, stated: Sequence[Selected], counted: Sequence[Term], knowledge: Knowledge) -> bool:
    """Whether the number of the whole body is wanted, and every figure is of something narrower."""
    if not question.asks("whole_body") or not question.asks("count", "how_many"):
        return False
    general = ("whole_named", "sum")
    named = [t for t in question.terms if t.weight >= 1 and not any(knowledge.words.has(g, t.text) for g in general)]
    if len(named) != 1:
        return False
    asked = {token for name in named[0].names for token in name} | {named[0].text}
    asked |= set(knowledge.words.same_of.get(named[0].text, ()))

    def names_all(label: str) -> bool:
        bare = label
        for word in sorted(asked, key=len, reverse=True):
            bare = bare.replace(word, " ")
        found = bare != label
        for start, end in reversed(knowledge.words.spans("whole_named", bare)):
            bare = bare[:start] + " " + bare[end:]
        return found and not _REST.search(bare)

    own = [s for s in stated if question.asks("benchmark") or not knowledge.words.has("benchmark", s.evidence.text)]
    figures = [knowledge.snapshot.figures[i].figure for s in own for i in s.evidence.figures]
    labels = [label for f in figures for label in (*f.subject[-1:], *f.place.row[-1:], *f.place.column[-1:])]
    return not any(names_all(label) for label in labels)


def _states_in(evidence: Evidence, units: Sequence[str], counted: Sequence[Term], knowledge: Knowledge) -> bool:
    """Whether it states a figure in one of the units; any figure, if it does not matter. A rate can be computed, and
    what a row counts may be told by its label alone."""
    figures = [knowledge.snapshot.figures[i].figure for i in evidence.figures]
    found = {knowledge.lexicon.base_unit(figure.unit)[0] for figure in figures}
    if not units or "%" in units:
        return bool(found)
    if found & set(units):
        return True
    if "元" in units or "" not in found:
        return False
    labels = [label for figure in figures for label in (*figure.place.row[-1:], *figure.place.column)]
    return any("人" in label or any(label.endswith(term.text) for term in counted) for label in labels)


def _lacks_period(question: Question, selected: Sequence[Selected], knowledge: Knowledge) -> bool:
    """Whether the question wants a year that neither a figure nor the words of the evidence are of. A year inside a
    longer span is not that year."""
    asking = [span.period for clause in asking_clauses(question.plain) for span in periods_in(clause)]
    periods = tuple(dict.fromkeys(asking)) or question.periods
    if _lies_beyond(question, selected, knowledge):
        return True
    if not periods:
        return False
    years = {str(p.first) for p in periods} | {str(p.last) for p in periods}
    as_of = any(_AS_OF.search(text) for text in (question.plain, *question.earlier[:1]))
    single = all(p.first == p.last for p in periods) and not as_of
    last = {p.last for p in periods}
    measured = _wants_figure(question, knowledge)
    about = rarest(question, max(selected, key=lambda s: s.coverage).evidence, knowledge) if measured else None
    for piece in selected:
        if about is not None and not covers(piece.evidence, about, knowledge):
            continue
        figures = [knowledge.snapshot.figures[i].figure for i in piece.evidence.figures]
        if any(
            fits_period(f.period, periods) or (as_of and (f.period is None or f.period.last in last)) for f in figures
        ):
            return False
        if any(period.part for period in periods):
            continue
        own = [piece.evidence.text, *piece.evidence.place.row, *piece.evidence.place.column]
        if piece.evidence.passage is not None and not measured:
            own.append(knowledge.snapshot.records[piece.evidence.document].passages[piece.evidence.passage].text)
        texts = [_YEAR_SPAN.sub(" ", text) for text in own] if single else own
        if any(year in text for year in years for text in texts):
            return False
    return True


def rarest(question: Question, evidence: Evidence, knowledge: Knowledge) -> Term | None:
    """The most telling of the asked names that the evidence speaks of."""

    def telling(term: Term) -> float:
        return max(max(map(knowledge.evidence.rarity, name)) for name in term.names)

    names = [
        t
        for t in question.terms
        if t.weight >= LED_UP and not t.text.isascii() and is_naming(t.text) and covers(evidence, t, knowledge)
    ]
    return max(names, key=telling, default=None)


def covers(evidence: Evidence, term: Term, knowledge: Knowledge, own: bool = False, least: float = SPOKEN_OF) -> bool:
    """Whether the evidence, what stands over it or beside it holds more than `least` of the term; `own`: itself."""
    parts = [evidence.text, *evidence.place.row, *evidence.place.column]
    if not own:
        parts += evidence.context
    if evidence.passage is not None and not own:
        parts.append(knowledge.snapshot.records[evidence.document].passages[evidence.passage].text)
    tokens = set(text_to_tokens(" ".join(parts)))
    return any(sum(t in tokens for t in name) > least * len(name) for name in term.names)


def is_of_others(question: Question, selected: Sequence[Selected], knowledge: Knowledge) -> bool:
    """Whether the question is about a body, a whole or a time to come that none of the evidence is about."""
    if _lies_beyond(question, selected, knowledge):
        return True
    return bool(selected) and all(_lacks_name(question, s.evidence, knowledge) for s in selected[:NEAREST])


def _lacks_name(question: Question, evidence: Evidence, knowledge: Knowledge) -> bool:
    """Whether the question speaks of a body, a place or a whole (全国) that the evidence is not about."""
    quoted = [t for t in question.terms if len(t.text) > 2 and not t.text.isascii() and f"“{t.text}”" in question.text]
    if len(quoted) == 1 and not covers(evidence, quoted[0], knowledge, least=ECHOED):
        return True
    named = {t.text for t in question.terms}
    if any(scope in question.plain and scope not in named and scope not in evidence.text for scope in WHOLES):
        return True
    return any(
        t.weight >= 1
        and (t.text in SCOPES or _is_short_name(t, knowledge) or _is_english_name(t, question))
        and not covers(evidence, t, knowledge)
        for t in question.terms
    )


def _is_english_name(term: Term, question: Question) -> bool:
    """Whether the term is several words of which one is written as a name."""
    at = question.text.lower().find(term.text)
    written = question.text[at : at + len(term.text)] if at >= 0 else ""
    return " " in term.text and any(word[:1].isupper() for word in written.split())


def _is_short_name(term: Term, knowledge: Knowledge) -> bool:
    """Whether the term is no word of the language but stands for a longer name: 省理工 for 某省理工大学."""
    if term.text in knowledge.words.same_of or term.text.endswith(DEEDS):
        return False
    if len(term.text) > 4 or term.text.isascii() or (tuple(text_to_tokens(term.text)),) == term.names:
        return False
    words = text_to_words(term.text)
    return len(words) == len(term.text) > 1


def _lies_beyond(question: Question, selected: Sequence[Selected], knowledge: Knowledge) -> bool:
    """Whether it wants a year to come, or a figure for each month or quarter where none is of one."""
    if _FUTURE.search(question.plain):
        return True
    split = _SPLIT.search(question.plain)
    if split is None or question.asks("average"):
        return False
    found = [knowledge.snapshot.figures[i].figure.period for s in selected for i in s.evidence.figures]
    parts = [period.part for period in found if period is not None and period.part]
    return not any("季" in part for part in parts) if split["quarter"] else not parts


def _wants_figure(question: Question, knowledge: Knowledge) -> bool:
    """Whether the answer is a figure, and not what was done or who did it."""
    return question.asks(*FIGURES) or bool(knowledge.words.units_asked(question.plain))


def _speaks_of(evidence: Evidence, terms: Sequence[Term]) -> bool:
    """Whether the sentence or row itself speaks of one of the terms."""
    tokens = set(text_to_tokens(" ".join((evidence.text, *evidence.place.row, *evidence.place.column))))
    return any(sum(t in tokens for t in name) >= SPOKEN_OF * len(name) for term in terms for name in term.names)
