"""What became of a task that is not finished: why, until when it is to be done and who sees to it, however loosely the
task was named."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.ask.knowledge import Knowledge
from app.ask.question import Question
from app.ask.reasons import lacks_deed, reasons_found
from app.ask.select import Selected
from app.ask.writing import Writing
from index.matching import Term
from index.snapshot import Evidence, EvidenceKind, Snapshot
from index.tokens import text_to_tokens
from ingest.records import Status
from ingest.statuses import UNFINISHED

HEADING = 0.6
"""How much a term counts that stands over what is unfinished instead of in it."""
BESIDE = 0.4
"""How much a term counts that stands only beside it: in its reason, in the other sentences of its passage."""
IN_PROJECT = 0.3
"""How much a term counts that only other sentences of its project hold."""
HINTED = 0.3
"""Weight from which a term counts."""
LEAST = 0.5
"""Share of what is named that a setback must be about."""
LOOSELY = 0.4
"""The same where the question says itself that something is unfinished."""
NEARLY = 0.85
OWN = 0.3
"""Share of what is named that must stand in the setback itself, its project's heading aside."""
LEAST_OWN = 0.2
"""The same where the question says itself that something is unfinished."""
PLANNED = 0.4
AS_GOOD = 0.8
"""Share of what the best evidence of all covers that a setback must cover, unless it was asked for as one."""
UNKNOWN = 0.6
"""How much a word that the documents do not have takes from what is covered."""
ALIKE = 0.6
"""Share of the tokens of the shorter name that two names of one task have in common."""
REMARK = 6
"""Characters from which the remark of a row is a reason."""
MOST = 4
MOST_LINES = 8
MOST_QUOTES = 3
ASKING = ("why", "unfinished", "when", "progress", "who", "befell")
SAID = ("befell", "unfinished", "why")
FIGURES = (
    "summary",
    "count",
    "number",
    "verify",
    "compare",
    "difference",
    "sum",
    "highest",
    "lowest",
    "all_of",
    "conflict",
)
"""Kinds of questions that want more than what became of a task."""
_PLAN = re.compile(r"[，；](?=[^，；]{0,6}(?:预计|计划|拟|将|任务按))")


@dataclass(frozen=True, slots=True)
class Setback:
    """An unfinished task with the pieces of evidence that say so; tokens of what it is called and of what it is said
    under; `beside` are those of its reason and of its passage."""

    document: int
    status: Status
    reason: str
    pieces: tuple[Evidence, ...]
    own: frozenset[str]
    over: frozenset[str]
    beside: frozenset[str]

    @property
    def name(self) -> str:
        return self.status.subject[-1] if self.status.subject else ""

    @property
    def tells(self) -> bool:
        """Whether it says more than the bare status."""
        return bool(self.reason or self.status.planned) or self.status.place.table is None


def snapshot_to_setbacks(snapshot: Snapshot, reasons: Mapping[int, str]) -> tuple[Setback, ...]:
    """The unfinished tasks of all documents, in their order; `reasons` are those that evidence gives, by its key."""
    by_passage: dict[tuple[int, int], list[Evidence]] = {}
    by_row: dict[tuple[int, int, tuple[str, ...]], Evidence] = {}
    for piece in snapshot.evidence:
        if piece.kind is EvidenceKind.ROW and piece.place.table is not None:
            by_row[piece.document, piece.place.table, piece.place.row] = piece
        elif piece.passage is not None:
            by_passage.setdefault((piece.document, piece.passage), []).append(piece)
    return tuple(_setbacks(snapshot, reasons, by_passage, by_row))


def answer_setback(question: Question, selected: Sequence[Selected], writing: Writing, knowledge: Knowledge) -> bool:
    """Writes what became of the unfinished task that the question names; False if it names none, or asks for all."""
    if not question.asks(*ASKING) or question.asks(*FIGURES) or question.references.tables:
        return False
    if question.asks("tell", "deeds") and not question.asks("why", "when"):
        return False
    if question.asks("which_list") or (question.asks("why") and lacks_deed(question, knowledge)):
        return False
    found = find_setbacks(question, knowledge)
    if not found:
        return False
    if not question.asks("why", "unfinished", "befell"):
        # When or who: only a plan, or a place that says who, answers that.
        wanted = [s for s in found if s.status.planned] if question.asks("when") else found
        found = wanted if question.asks("when", "who") else []
        if question.asks("who"):
            told = [s for s in found if any(_responsible(p, knowledge) for p in s.pieces)]
            found = told if question.asks("who_leads") else []
    groups = _tasks(found)[:MOST]
    beside = _reasons_beside(groups, question, selected, knowledge) if len(groups) == 1 else {}
    bare = not beside and not any(s.tells for group in groups for s in group)
    if not groups or (question.asks("why") and bare):
        return False
    shown: list[Evidence] = []
    for group in groups:
        _write_task(group, beside, len(groups) > 1, question, writing, knowledge)
        shown += [piece for s in group if s.tells for piece in s.pieces]
    _write_quotes(shown, writing, knowledge)
    return True


def setback_words(setbacks: Sequence[Setback], writing: Writing, knowledge: Knowledge) -> list[str]:
    """One line for each unfinished task: what the documents say of it, and the reason if that does not say it."""
    lines = []
    for group in _tasks(setbacks)[:MOST_LINES]:
        # Prose tells it in whole sentences; a row of a list has the reason and the plan.
        told = max(group, key=lambda s: (bool(s.reason), s.status.place.table is None, bool(s.status.planned)))
        text = " ".join(told.status.place.quote.split())
        if told.status.place.table is not None:
            text = " ".join(told.pieces[0].text.replace("›", " ").split())
        at = writing.cite(told.document, told.pieces[0].place)
        for position in (i for piece in told.pieces for i in piece.figures):
            writing.register_stated(knowledge.snapshot.figures[position], at)
        reason = next((s.reason for s in group if s.reason), "")
        if reason and reason not in text:
            text += writing.text("unfinished.entry_reason", reason=reason)
        planned = next((s.status.planned for s in group if s.status.planned), "")
        if planned and planned not in "".join(text.split()):
            text += writing.text("setback.entry_planned", when=planned)
        lines.append(f"{text} {writing.mark(at)}")
    return lines


def find_setbacks(question: Question, knowledge: Knowledge, said_so: bool = False) -> list[Setback]:
    """The unfinished tasks that the question is about, best first; empty if something else fits it better. `said_so`:
    what is unfinished is wanted, whether or not the question says it."""
    terms = _named(question, knowledge)
    among: Sequence[Setback] = knowledge.setbacks
    if question.asks("halfway"):
        halves = [s for s in among if knowledge.words.has("halfway", s.status.place.quote)]
        if halves and not any(t.weight >= 1 for t in terms):
            return halves
    whole = sum(t.weight * knowledge.evidence.telling(t.names) for t in terms)
    if whole <= 0 or not among:
        return []
    elsewhere = knowledge.evidence.search(terms, limit=3)
    projects = {_project(knowledge.snapshot.evidence[m.evidence], knowledge) for m in elsewhere} - {None}
    ranked = sorted(((_cover(s, terms, projects, knowledge), s) for s in among), key=lambda pair: -pair[0][0])
    known = len(terms) / (len(terms) + UNKNOWN * len(question.unknown))
    said_so = said_so or question.asks("unfinished", "befell")
    if question.asks("when"):
        # Of what is planned, though something else may be named more.
        planned = [(c, s) for c, s in ranked if s.status.planned and c[0] >= PLANNED * ranked[0][0][0]]
        ranked = planned or ranked
    (best, own), first = ranked[0]
    if said_so and first.status.planned and _project(first.pieces[0], knowledge) in projects and question.asks("when"):
        own = max(own, LEAST_OWN)
    floor = LOOSELY if said_so else max(LEAST, AS_GOOD * max((m.score for m in elsewhere), default=0.0))
    if best * known < floor or own < (LEAST_OWN if said_so else OWN):
        return []
    found = [s for (cover, held), s in ranked if cover >= best * NEARLY and held >= min(OWN, own)]
    # What is told of the same task in other words: in the list of what is unfinished, in the prose.
    return found + [
        s for (_, held), s in ranked if s not in found and held >= OWN and any(_alike(s, other) for other in found)
    ]


def _named(question: Question, knowledge: Knowledge) -> list[Term]:
    """What the question names the task by: not that it is unfinished, nor the words for tasks in general."""
    words = knowledge.words
    general = {tuple(text_to_tokens(word)) for word in (*words.task_words, *words.detail_words["lead"])}
    spans = [span for kind in SAID for span in words.spans(kind, question.plain)]

    def says_so(text: str) -> bool:
        places = [m.span() for m in re.finditer(re.escape(text), question.plain)]
        return bool(places) and all(any(a <= start and end <= b for a, b in spans) for start, end in places)

    return [
        t
        for t in question.terms
        if t.weight >= HINTED
        and len(t.text) > 1
        and not general & set(t.names)
        and not words.has("planning", t.text)
        and not says_so(t.text)
    ]


def _project(piece: Evidence, knowledge: Knowledge) -> tuple[int, int] | None:
    return None if piece.place.section is None else knowledge.projects.get((piece.document, piece.place.section))


def _setbacks(
    snapshot: Snapshot,
    reasons: Mapping[int, str],
    by_passage: dict[tuple[int, int], list[Evidence]],
    by_row: dict[tuple[int, int, tuple[str, ...]], Evidence],
) -> Iterator[Setback]:
    for document, status in snapshot.statuses():
        if status.kind not in UNFINISHED:
            continue
        place = status.place
        around = ""
        if status.passage is not None:
            quote = _squeezed(place.quote)
            pieces = [p for p in by_passage.get((document, status.passage), ()) if _squeezed(p.text) in quote]
            around = snapshot.records[document].passages[status.passage].text
            own = place.quote
        else:
            row = by_row.get((document, place.table, place.row)) if place.table is not None else None
            pieces = [row] if row is not None else []
            own = " ".join((row.text if row else "", place.quote))
        if not pieces:
            continue
        over = " ".join((*snapshot.records[document].section_path(place.section), *status.subject[:-1]))
        subject = status.subject[-1] if status.subject else ""
        given = next((reasons[p.key] for p in pieces if p.key in reasons), "")
        reason = status.reason or _PLAN.split(given)[0]
        for text in filter(None, (given, status.reason)):
            own = own.replace(text, " ")
        yield Setback(
            document,
            status,
            reason,
            tuple(pieces),
            frozenset(text_to_tokens(f"{subject} {own}")),
            frozenset(text_to_tokens(over)),
            frozenset(text_to_tokens(f"{reason} {around}")),
        )


def _cover(
    setback: Setback, terms: Sequence[Term], projects: Collection[object], knowledge: Knowledge
) -> tuple[float, float]:
    """Share of what is named that the setback is about, and that it says itself; what it leaves out may be told
    elsewhere in its project, if that is one of `projects`."""
    inside = _project(setback.pieces[0], knowledge) in projects
    rarity = knowledge.evidence.rarity
    whole = covered = own = 0.0
    for term in terms:
        weight = term.weight * knowledge.evidence.telling(term.names)
        whole += weight
        best = (0.0, 0.0)
        for name in term.names:
            total = sum(map(rarity, name)) or 1.0
            said = sum(rarity(t) for t in name if t in setback.own) / total
            over = sum(rarity(t) for t in name if t in setback.over and t not in setback.own) / total
            aside = setback.beside - setback.own - setback.over
            beside = sum(rarity(t) for t in name if t in aside) / total
            rest = IN_PROJECT * inside * (1 - said - over - beside)
            best = max(best, (said + HEADING * over + BESIDE * beside + rest, said))
        covered += weight * best[0]
        own += weight * best[1]
    return (covered / whole, own / whole) if whole else (0.0, 0.0)


def _tasks(found: Sequence[Setback]) -> list[list[Setback]]:
    """The setbacks by the task that they are about: places that name it alike, or give the same reason."""
    groups: list[list[Setback]] = []
    for setback in found:
        group = next((g for g in groups if any(_alike(setback, other) for other in g)), None)
        if group is None:
            groups.append([setback])
        else:
            group.append(setback)
    telling = [g for g in groups if any(s.tells for s in g)]
    return telling or groups


def _alike(first: Setback, other: Setback) -> bool:
    if first.reason and first.reason == other.reason:
        return True
    a, b = set(text_to_tokens(first.name)), set(text_to_tokens(other.name))
    return bool(a and b) and len(a & b) >= ALIKE * min(len(a), len(b))


def _write_task(
    group: Sequence[Setback],
    beside: Mapping[str, Evidence],
    several: bool,
    question: Question,
    writing: Writing,
    knowledge: Knowledge,
) -> None:
    """One line for each reason, those that are given `beside` it too, one for the plan and one for who sees to it; with
    the task's name if there are several."""
    named = min((s for s in group if s.tells), key=lambda s: s.status.place.table is None, default=group[0])
    if several:
        writing.say("setback.task", task=named.name)
    reasons: dict[str, Evidence] = {}
    for setback in sorted(group, key=lambda s: -len(s.reason)):
        reason = setback.reason
        if setback.status.place.table is not None and not setback.status.planned and len(reason) < REMARK:
            continue
        if reason and not any(_says_same(reason, other) for other in reasons):
            reasons[reason] = setback.pieces[0]
    for reason, piece in beside.items():
        if not any(_says_same(reason, other) for other in reasons):
            reasons[reason] = piece
    for reason, piece in reasons.items():
        writing.say("why.reason", reason=reason, mark=writing.mark(writing.cite(piece.document, piece.place)))
    if question.asks("why") and not reasons:
        writing.say("setback.unsaid")
    planned = next((s for s in group if s.status.planned), None)
    if planned is not None:
        writing.say("setback.planned", when=planned.status.planned, mark=_mark(planned, writing))
    elif question.asks("when"):
        writing.say("setback.no_plan")
    if question.asks("who"):
        for piece in (p for s in group for p in s.pieces):
            label, name = _responsible(piece, knowledge) or ("", "")
            if name:
                writing.say(
                    "setback.who", label=label, name=name, mark=writing.mark(writing.cite(piece.document, piece.place))
                )
                break


def _reasons_beside(
    groups: Sequence[Sequence[Setback]], question: Question, selected: Sequence[Selected], knowledge: Knowledge
) -> dict[str, Evidence]:
    """Reasons that the documents give for what is asked in sentences that call nothing unfinished."""
    if not question.asks("why"):
        return {}
    own = {piece.key for s in knowledge.setbacks for piece in s.pieces}
    return {reason: piece for piece, reason in reasons_found(question, selected, knowledge) if piece.key not in own}


def _write_quotes(pieces: Sequence[Evidence], writing: Writing, knowledge: Knowledge) -> None:
    """What the documents say of it, prose before rows, nothing twice."""
    shown: list[str] = []
    for piece in sorted(dict.fromkeys(pieces), key=lambda p: p.kind is EvidenceKind.ROW):
        text = " ".join(piece.text.replace("›", " ").split())
        if len(shown) >= MOST_QUOTES or any(text in other for other in shown):
            continue
        if not shown:
            writing.say("lookup.evidence")
        shown.append(text)
        writing.quote(piece.document, piece.place, text, [knowledge.snapshot.figures[i] for i in piece.figures])


def _responsible(piece: Evidence, knowledge: Knowledge) -> tuple[str, str] | None:
    """What the row's column of who is responsible says, with the column's name."""
    if piece.kind is not EvidenceKind.ROW:
        return None
    leads = re.compile("|".join(knowledge.words.detail_words["lead"]))
    for part in piece.text.split("；"):
        header, colon, text = part.partition("：")
        if colon and text and leads.search(header):
            return header, text
    return None


def _mark(setback: Setback, writing: Writing) -> str:
    piece = setback.pieces[0]
    return writing.mark(writing.cite(piece.document, piece.place))


def _says_same(reason: str, other: str) -> bool:
    a, b = set(text_to_tokens(reason)), set(text_to_tokens(other))
    return bool(a and b) and len(a & b) >= ALIKE * min(len(a), len(b))


def _squeezed(text: str) -> str:
    return "".join(text.split())
