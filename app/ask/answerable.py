"""Whether evidence says what a question wants to know, and of what it wants to know it.

“生师比现在是多少” wants a number of 生师比: a sentence that only speaks of 生师比 does not answer it. A question of
several clauses is looked at clause by clause; it goes unanswered only if none of them can be answered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.ask.coverage import covers, rarest, speaks_of
from app.ask.details import lacks_detail
from app.ask.dialogue import asks_inside
from app.ask.focus import (
    absent_names,
    counted_character,
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
from app.ask.question import LED_UP, Question, asks_something
from app.ask.references import referred_evidence
from app.ask.scopes import NEAREST, counts_persons, covers_all, is_narrower, lacks_body, lacks_name, lacks_scope
from app.ask.select import ENOUGH, Selected
from app.ask.times import COMPUTED, lacks_period, wants_figure
from index.matching import Term
from index.snapshot import Evidence, EvidenceKind
from index.tokens import text_to_tokens

UNKNOWN = 0.6
"""How much a word that the documents do not have takes from what is covered, against a word that they have."""
NEARLY = 0.65
"""Evidence that covers nearly as much as the best."""
COMMON = 10
"""Numbers up to this one stand anywhere."""
CARRIED = 0.35
"""Weight that terms of the other clauses have for a clause."""
STATING = 0.55
"""Share of what the best evidence covers that evidence with figures must cover where the best has none."""
FEW = 4
IN_ROW = 0.8
"""Share of the names of a question that a row must hold; the header over the rows' own names is in none of them."""
WHOLE = ("when", "how", "who", "summary", "occurrences", "verify", "conflict", "grade")
"""Kinds that want more than a number."""
_COUNTED_IN = re.compile(r"(?:多少|几|几多)(?P<unit>[份座辆台套册篇幅场例张亩栋艘架株吨])")
"""Units that say by themselves what is counted: 问卷 in 份."""
_LEANING = re.compile(r"其中|其|它|这笔|那笔|里头|\b(?:it|them)\b")
_GOES_ON = re.compile(r"(?:去|来自|到|被|用于|需要?|占|获得?|有)")
"""A clause that begins with what its subject, named before, does."""
_ITEM = re.compile(r"[、，,；;：:]|以及|\band\b")


@dataclass(frozen=True, slots=True)
class Lack:
    """Why a question cannot be answered: `nothing`, `number`, `period`, `detail`, empty if it can; and those of its
    clauses that cannot where the others can."""

    reason: str
    clauses: tuple[str, ...] = ()


def unanswered(question: Question, selected: Sequence[Selected], knowledge: Knowledge) -> Lack:
    """What the evidence does not answer of the question."""
    if not selected:
        return Lack("nothing")
    whole = _lacking(question, selected, knowledge)
    if len(question.parts) < 2:
        return Lack(whole)
    reasons: list[str] = []
    absent: list[str] = []
    for asked in _clauses(question, knowledge):
        reason = _lacking(asked, _evidence_for(asked, knowledge) or selected, knowledge)
        # 其中多少来自……, and what share of it: of what was not found nothing more is known.
        leans = reasons and reasons[0] and (_LEANING.search(asked.plain) or not _own_names(asked))
        reasons.append(reason or (reasons[0] if leans else ""))
        if reason and _is_absent(asked, knowledge):
            absent.append(asked.plain.strip("、 "))
    return Lack(whole or reasons[0]) if all(reasons) else Lack("", tuple(absent))


def _is_absent(clause: Question, knowledge: Knowledge) -> bool:
    """Whether it is sure that the documents are silent: a thing that stands nowhere in them is asked for."""
    return bool(absent_names(clause, knowledge)) and clause.asks(
        "number", "count", "who", "which_list", "which_one", "when"
    )


def _own_names(question: Question) -> bool:
    return any(t.weight >= 1 and len(t.text) > 1 for t in question.terms)


def _clauses(question: Question, knowledge: Knowledge) -> list[Question]:
    """Each clause that asks, with what the others name as what it is about."""
    clauses = []
    for part in question.parts:
        own = {term.names for term in part.terms}
        carried = 1 if asks_inside(part.text) or _GOES_ON.match(part.text) else CARRIED
        others = [replace(t, weight=t.weight * carried) for t in question.terms if t.names not in own]
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
    matches = knowledge.evidence.search(
        question.terms, referred_evidence(question.references, knowledge.snapshot), limit=NEAREST
    )
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
    # 十万块里分几万: what states the question's own number is what it speaks of.
    near += [s for s in selected[:FEW] if s not in near and states_numbers(s, question, knowledge)]
    near = [s for s in near if not lacks_name(question, s.evidence, knowledge)]
    if not near:
        return "detail"
    stating = _states_asked(selected, question, knowledge)
    if wants_figure(question, knowledge) and not any(s in stating for s in near):
        further = [s for s in stating if s.coverage >= best.coverage * STATING]
        named = [t for t in question.terms if t.weight >= 1]
        near += [s for s in further if all(covers(s.evidence, t, knowledge) for t in named)][:FEW]
    listed = question.asks("which_list") and knowledge.words.units_asked(question.plain) != ("元",)
    whole = listed or question.asks(*WHOLE)
    english = question.language == "en" and wants_figure(question, knowledge)
    if (english or question.asks("number", "count", "average")) and not whole:
        if not _is_row_asked(question, near, knowledge) and _lacks_number(question, near, knowledge):
            return "number"
        if lacks_scope(question, _speaking(selected, question, knowledge), knowledge):
            return "number"
    elif _is_unknown(question, knowledge):
        return "detail"
    measured = wants_figure(question, knowledge)
    counted = question_focus(question, knowledge.words).terms
    about = [
        s
        for s in stating
        if covers_all(s.evidence, question, knowledge) and all(covers(s.evidence, t, knowledge) for t in counted)
    ]
    dated = list(dict.fromkeys((*near, *about))) if measured else selected
    if lacks_period(question, dated, knowledge):
        return "period"
    rare = rarest(question, best.evidence, knowledge)
    proper = [
        t
        for t in question.terms
        if t.weight >= LED_UP
        and is_proper(t.text)
        # 环卫 is as well called by its longer name.
        and (not is_shortened(t.text) or any(covers(s.evidence, t, knowledge, own=True) for s in near))
    ]
    telling = [
        s.evidence
        for s in near
        if all(covers(s.evidence, t, knowledge, own=True) for t in ((*proper, rare) if rare else proper))
    ]
    around = [
        e.text if e.passage is None else knowledge.snapshot.records[e.document].passages[e.passage].text
        for e in telling
    ]
    return "detail" if lacks_detail(question, [e.text for e in telling], around, knowledge.words) else ""


def states_numbers(piece: Selected, question: Question, knowledge: Knowledge) -> bool:
    """Whether the evidence states a number that the question gives."""
    own = {knowledge.snapshot.figures[i].figure.value for i in piece.evidence.figures}
    return any(n in own for n in question.numbers if n > COMMON) or any(n in own for n in question.spoken if n >= 1)


def _is_unknown(question: Question, knowledge: Knowledge) -> bool:
    """Whether what is asked for, other than a number, is nothing that the documents have."""
    if question_focus(question, knowledge.words).unknown or wants_unknown(question, knowledge.words):
        return True
    bare = not question.kinds and not asks_something(question.plain)
    absent = absent_names(question, knowledge)
    if question.language == "zh" and question.asks("who") and not question.asks("when"):
        # 跟谁办班: what stands beside is what was done, in the asker's own words.
        absent = [
            w
            for w in absent
            if re.search(
                rf"{w}(?:是|叫|有)*(?:谁|哪)|(?:谁是|谁当|哪位|哪个){w}|^谁[\u3400-\u9fff]{{1,6}}{w}[？?。]?$",
                question.plain,
            )
        ]
    return (bare or question.asks("when", "who")) and bool(absent)


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
    focus = question_focus(question, knowledge.words)
    if absent_names(question, knowledge):
        return True
    if focus.unknown or (any(map(is_body, question.unknown)) and not question.asks("compare", *COMPUTED)):
        return True
    units = units_wanted(question, knowledge)
    stated = [s for s in near if _states_in(s.evidence, units, focus.terms, knowledge)]
    called = counted_character(question, knowledge.words)
    if called:
        # 几张床 asks for 床位.
        stated = [s for s in stated if any(c in " ".join((s.evidence.text, *s.evidence.context)) for c in called)]
    if not stated:
        return True
    owners = owners_of(question)
    # What A is of B: two rows may hold one of them each.
    together = question.asks("share") and all(any(covers(s.evidence, t, knowledge) for s in stated) for t in owners)
    if owners and not together and not any(all(covers(s.evidence, t, knowledge) for t in owners) for s in stated):
        return True
    if lacks_body(question, stated, knowledge) or is_narrower(question, stated, focus.terms, knowledge):
        return True
    if question.asks(*COMPUTED):
        return False
    if question.asks("benchmark") and owners and not question.asks("compare"):
        # What is known of the others by other measures is not what is asked.
        names = [t for t in question.terms if t.weight >= 1 and is_naming(t.text)]
        if not any(all(covers(s.evidence, t, knowledge) for t in names) for s in stated):
            return True
    if not focus.terms or any(speaks_of(s.evidence, focus.terms) for s in stated):
        return False
    if any(counts_persons(s.evidence, t, knowledge) for s in stated for t in focus.terms):
        return False
    # What is measured may be told by the heading: 满意度 over the scores of each group.
    measured = set(units) & {"%", "分"}
    return not (measured and any(covers(s.evidence, t, knowledge) for s in stated for t in focus.terms))


def _is_row_asked(question: Question, near: Sequence[Selected], knowledge: Knowledge) -> bool:
    """Whether a row states figures under the headers that are asked for, and all that the question names is in it."""
    names = [t for t in question.terms if t.weight >= 1 and len(t.text) > 1]
    telling = [t for t in names if is_body(t.text) or t in question_focus(question, knowledge.words).terms]
    if question.unknown or not names or counted_character(question, knowledge.words):
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


def _speaking(selected: Sequence[Selected], question: Question, knowledge: Knowledge) -> list[Selected]:
    """The evidence that states a figure in an asked unit and speaks of what the number is wanted of; where none does,
    or the number is to be worked out, all that states one."""
    stating = _states_asked(selected, question, knowledge)
    focus = question_focus(question, knowledge.words).terms
    if not focus or question.asks(*COMPUTED):
        return stating
    counted = _COUNTED_IN.search(question.plain)
    # What is measured may be told by the heading: 满意度 over the scores of each group.
    headed = bool({"%", "分"} & set(units_wanted(question, knowledge)))

    def speaks(evidence: Evidence) -> bool:
        if counted is not None and counted["unit"] in {
            knowledge.snapshot.figures[i].figure.unit for i in evidence.figures
        }:
            return True
        told = any((headed and covers(evidence, t, knowledge)) or counts_persons(evidence, t, knowledge) for t in focus)
        return told or speaks_of(evidence, focus)

    return [s for s in stating if speaks(s.evidence)] or stating


def _states_asked(selected: Sequence[Selected], question: Question, knowledge: Knowledge) -> list[Selected]:
    """The evidence that states a figure in an asked unit."""
    counted, units = question_focus(question, knowledge.words).terms, units_wanted(question, knowledge)
    return [s for s in selected if _states_in(s.evidence, units, counted, knowledge)]


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
