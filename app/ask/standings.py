"""Whether something is finished, approved or open (已经建成了吧, 通过了没有, finished or still being built).

A verdict from where the documents say it stands, with the reason, the time by which it is planned, and the rate of what
it is part of.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.ask.focus import is_naming
from app.ask.knowledge import Knowledge
from app.ask.question import Question
from app.ask.rates import ratio_fits
from app.ask.references import referred_evidence
from app.ask.rows import DONE
from app.ask.terms import BRIDGE
from app.ask.writing import Writing, figure_name, figure_text, place_words
from index.indicators import Statement
from index.matching import Term
from index.snapshot import Evidence, EvidenceKind
from index.tokens import text_to_tokens
from ingest.records import Status
from ingest.statuses import UNFINISHED

SURE = 0.6
"""Share of what is asked that what tells a status must say: in the task's name, in the sentence or row itself."""
ROW, ROWS = 0.75, ("met", "short")
"""The same for the name of a row that only tells what was to be done and what was."""
WHOLLY = 0.85
"""The same for a thing that is asked about by its project's name."""
NEARLY = 0.85
ELSEWHERE = 0.8
"""How much the words of a sentence count against the name of the task that it tells the status of."""
OF_BEST = 0.7
"""Share of what the best evidence of any kind covers."""
AMONG = 30
MOST = 3
ELSE = (
    "which_list",
    "count",
    "number",
    "summary",
    "highest",
    "lowest",
    "row_number",
    "everywhere",
    "difference",
    "when",
    "who",
)
"""What a question may ask of finished or unfinished things besides whether they are."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A sentence or row that says where something stands: by a status, by a target and what was done of it, by a rate
    of completion, or in words only. `name` is what it says it of, empty if only its words tell; `kind` is a key of the
    catalogue."""

    evidence: Evidence
    kind: str
    done: bool
    name: str = ""
    status: Status | None = None
    figures: tuple[Statement, ...] = ()


def answer_standing(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes what the documents say of the status of the asked thing, and whether that is finished; False unless it is
    asked whether it is, and some place says so of that very thing."""
    asked = _asked_words(question, knowledge)
    idle = knowledge.words.standing_words
    if not asked or question.asks(*ELSE) or any(w not in asked and w not in idle for w in question.unknown):
        return False
    if any(condition.kind in ("less", "more") for condition in question.conditions):
        return False
    found = find_standings(question, knowledge)
    if not found:
        return False
    if question.asks("claim") and not any(one.done for one in found):
        writing.say("standing.not_so")
    write_standings(found, writing, knowledge)
    return True


def find_standings(question: Question, knowledge: Knowledge) -> list[Standing]:
    """The places that tell the status of the asked thing, best first; empty if none is surely about it."""
    terms = _named(question, knowledge)
    if not terms:
        return []
    telling = knowledge.standings
    referred = referred_evidence(question.references, knowledge.snapshot)
    among = [key for key in telling if referred is None or key in referred] or list(telling)
    best = max((m.score for m in knowledge.evidence.search(terms, limit=1)), default=0.0)
    matches = [m for m in knowledge.evidence.search(terms, among, limit=AMONG) if m.score >= OF_BEST * best]
    projects = [s for s in telling.values() if s.kind == "project"]
    whole = max(projects, key=lambda s: _said(s, terms, knowledge), default=None)
    if whole is not None and _said(whole, terms, knowledge) >= WHOLLY:
        return [whole]
    told = [telling[m.evidence] for m in matches if telling[m.evidence].kind != "project"]
    scored = [(share, s) for s in told if (share := _said(s, terms, knowledge)) >= (ROW if s.kind in ROWS else SURE)]
    most = max((share for share, _ in scored), default=0.0)
    kept = [s for share, s in sorted(scored, key=lambda p: -p[0]) if share >= most * NEARLY]
    kept.sort(key=lambda s: s.status is None)
    return kept[:MOST] or _by_deed(question, terms, knowledge)


def write_standings(found: Sequence[Standing], writing: Writing, knowledge: Knowledge) -> None:
    """One line for each place, with its verdict; then by when it is planned and how far all is that it is part of."""
    for one in found:
        _write_standing(one, writing, knowledge)
    undone = [one for one in found if not one.done]
    if undone and len(undone) < len(found):
        writing.conflict = True
        writing.say("places.progress_differs")
    if undone:
        write_outlook(undone, writing, knowledge)


def write_outlook(undone: Sequence[Standing], writing: Writing, knowledge: Knowledge) -> None:
    """Until when what is undone is to be done, where another place says so, and how far its whole project is."""
    if not any(one.status is not None and one.status.planned for one in undone):
        again = next((other for one in undone if (other := _told_again(one, knowledge)) is not None), None)
        if again is not None:
            _write_standing(again, writing, knowledge)
    rate = _rate_of_project(undone[0].evidence, knowledge)
    if rate is not None and rate not in writing.statements:
        # Told beside the answer: what disputes it is no dispute about what was asked.
        place = place_words(writing.snapshot, rate.document, rate.figure.place, writing.language)
        at = writing.cite(rate.document, rate.figure.place)
        writing.register_stated(rate, at)
        figures = f"{figure_text(rate.figure)}{writing.mark(at)}"
        writing.say("lookup.one", label=figure_name(rate.figure, writing), figures=figures, place=place)


def knowledge_to_standings(knowledge: Knowledge) -> Mapping[int, Standing]:
    """Every piece of evidence that tells where something stands; of a row with several statuses what is not done."""
    by_row: dict[tuple[object, ...], Status] = {}
    by_passage: dict[tuple[int, int], list[Status]] = {}
    for document, status in knowledge.snapshot.statuses():
        if status.passage is not None:
            by_passage.setdefault((document, status.passage), []).append(status)
        elif status.place.table is not None:
            key = (document, status.place.table, status.place.row)
            if key not in by_row or status.kind in UNFINISHED:
                by_row[key] = status
    projects = {
        (line.document, line.table): line.name
        for sheet in knowledge.sheets
        for line in sheet.lines
        if len(sheet.tables) > 1
    }
    found: dict[int, Standing] = {}
    for piece in knowledge.snapshot.evidence:
        told: Status | None = None
        if piece.kind is EvidenceKind.ROW:
            told = by_row.get((piece.document, piece.place.table, piece.place.row))
        elif piece.passage is not None:
            beside = by_passage.get((piece.document, piece.passage), ())
            told = next((s for s in beside if _same_words(piece.text, s.place.quote)), None)
        standing = _of_status(piece, told) if told is not None else _of_words(piece, knowledge)
        standing = standing or _of_figures(piece, projects, knowledge)
        if standing is not None:
            found[piece.key] = standing
    return found


def _of_status(piece: Evidence, status: Status) -> Standing:
    name = " ".join(piece.place.row) if piece.kind is EvidenceKind.ROW else " ".join(status.subject[-1:])
    return Standing(piece, status.kind.name.lower(), status.kind in DONE, name, status)


def _of_figures(piece: Evidence, projects: Mapping[tuple[int, int], str], knowledge: Knowledge) -> Standing | None:
    """By the target and what was done of it in a row, or by a rate of completion in a sentence."""
    figures = [knowledge.snapshot.figures[i] for i in piece.figures]
    rates = tuple(s for s in figures if s.figure.measure == "rate" and s.figure.unit == "%")[:1]
    if piece.kind is not EvidenceKind.ROW:
        if not rates or piece.place.table is not None:
            return None
        done = rates[0].figure.value >= 100
        return Standing(piece, "rate_whole" if done else "rate_short", done, "", None, rates)
    pair = target_and_actual(figures)
    if pair is None:
        return None
    target, actual = pair
    levels = {s.figure.level for s in pair}
    name = next((part for part in reversed(piece.place.row) if part and part not in levels), "")
    done = actual.figure.value >= target.figure.value
    if knowledge.words.is_better_lower(name, piece.text):
        done = actual.figure.value <= target.figure.value
    if not name and piece.place.table is not None:
        name = projects.get((piece.document, piece.place.table), "")
        return Standing(piece, "project", done, name, None, (*pair, *rates)) if name else None
    return Standing(piece, "met" if done else "short", done, name, None, (*pair, *rates))


def target_and_actual(figures: Sequence[Statement]) -> tuple[Statement, Statement] | None:
    """What was to be done and what was, of one unit: the two whose headers have most in common, of several as near
    those that the row's rate is of, then the first; None if there are no two."""
    rates = [s for s in figures if s.figure.measure == "rate" and s.figure.unit == "%"]
    pairs = [
        (target, actual)
        for target in figures
        for actual in figures
        if target.figure.measure == "target"
        and actual.figure.measure == "actual"
        and target.figure.unit == actual.figure.unit
    ]

    def fitness(pair: tuple[Statement, Statement]) -> tuple[bool, int]:
        a, b = (s.figure.place.column for s in pair)
        shared = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
        value = pair[0].figure.value
        return bool(value) and any(ratio_fits(pair[1].figure.value, value, rate) for rate in rates), shared

    return max(pairs, key=fitness, default=None)


def _of_words(piece: Evidence, knowledge: Knowledge) -> Standing | None:
    """By words only: what is under way, or was only planned."""
    if piece.kind is EvidenceKind.ROW:
        return None
    if knowledge.words.has("undone", piece.text):
        return Standing(piece, "not_done", False)
    return Standing(piece, "foreseen", False) if knowledge.words.has("foreseen", piece.text) else None


def _by_deed(question: Question, terms: Sequence[Term], knowledge: Knowledge) -> list[Standing]:
    """The sentence that says of the asked thing, in the question's own word (建成, 上线), that it was done."""
    words, asked = knowledge.words, _asked_words(question, knowledge)
    deeds = [word for word in words.deed_words if word in asked]
    if question.language == "en":
        said = [word for word in words.english if re.search(rf"\b{re.escape(word)}\b", asked)]
        deeds = [name for word in said for name in words.english[word] if name in words.deed_words]
    for match in knowledge.evidence.search(terms, limit=AMONG):
        piece = knowledge.snapshot.evidence[match.evidence]
        told = piece.kind is not EvidenceKind.ROW and any(deed in piece.text for deed in deeds)
        known = knowledge.standings.get(piece.key)
        if not told or (known is not None and not known.done):
            continue
        standing = Standing(piece, "done", True)
        if _said(standing, terms, knowledge) >= SURE:
            return [standing]
    return []


def _said(standing: Standing, terms: Sequence[Term], knowledge: Knowledge) -> float:
    """How much of what is asked the name of the task says, or the sentence itself, which counts less; 0 to 1."""
    piece = standing.evidence
    titled = [part for part in piece.context[-1:] if piece.passage is not None and piece.place.table is None]
    text = " ".join((piece.text, *piece.place.row, *titled))
    own = set(text_to_tokens(text if piece.kind is not EvidenceKind.ROW else standing.name))
    weights = [t.weight * knowledge.evidence.telling(t.names) for t in terms]
    whole = sum(weights) or 1.0

    def share(tokens: set[str]) -> float:
        covers = [max((sum(x in tokens for x in n) / len(n) for n in t.names if n), default=0.0) for t in terms]
        return sum(w * c for w, c in zip(weights, covers, strict=True)) / whole

    if not standing.name:
        return share(own) * NEARLY
    named = share(set(text_to_tokens(" ".join((standing.name, *titled)))))
    return max(named, share(own) * ELSEWHERE)


def _asked_words(question: Question, knowledge: Knowledge) -> str:
    """The words with which the question asks whether something is done; empty if it does not."""
    return "".join(question.plain[slice(*span)] for span in knowledge.words.spans("standing", question.plain))


def _named(question: Question, knowledge: Knowledge) -> list[Term]:
    """What is asked about: no words that only say that something is done."""
    words = knowledge.words
    said = {*words.standing_words, *words.deed_words, *words.task_words}
    terms = [
        t
        for t in question.terms
        if t.weight > BRIDGE
        and len(t.text) > 1
        and t.text not in said
        and not all("".join(name) in said for name in t.names)
    ]
    return terms if any(is_naming(t.text) for t in terms) else []


def _write_standing(one: Standing, writing: Writing, knowledge: Knowledge) -> None:
    evidence, status = one.evidence, one.status
    at = writing.cite(evidence.document, evidence.place)
    for position in evidence.figures:
        writing.register_stated(knowledge.snapshot.figures[position], at)
    text = " ".join(evidence.text.split())
    mark = writing.mark(at)
    if one.kind in ("met", "short", "project"):
        target, actual, *rates = one.figures
        writing.say(
            "standing.met" if one.done else "standing.short",
            name=one.name,
            target=writing.stated(target),
            actual=writing.stated(actual),
            rate="".join(writing.text("premise.rate", rate=writing.stated(rate)) for rate in rates),
            place=place_words(writing.snapshot, evidence.document, evidence.place, writing.language),
        )
        return
    writing.say(f"standing.{one.kind}", text=text, mark=mark, rate="".join(map(writing.stated, one.figures)))
    if status is None or one.done:
        return
    if status.reason and status.reason not in text:
        writing.say("standing.reason", reason=status.reason, mark=mark)
    if status.planned:
        writing.say("standing.planned", planned=status.planned, mark=mark)


def _told_again(one: Standing, knowledge: Knowledge) -> Standing | None:
    """Where the same project is told to be behind with a number of the same task, and until when it is to be done."""
    project = _project_of(one.evidence, knowledge)
    numbers = {knowledge.snapshot.figures[i].figure.value for i in one.evidence.figures}
    tokens = set(text_to_tokens(one.name or one.evidence.text))
    if project is None:
        return None
    for other in knowledge.standings.values():
        if other.status is None or not other.status.planned or _project_of(other.evidence, knowledge) != project:
            continue
        stated = {knowledge.snapshot.figures[i].figure.value for i in other.evidence.figures}
        alike = len(tokens & set(text_to_tokens(other.evidence.text)))
        if other.evidence.key != one.evidence.key and numbers & stated and alike > 1:
            return other
    return None


def _project_of(evidence: Evidence, knowledge: Knowledge) -> tuple[int, int] | None:
    section = evidence.place.section
    return knowledge.projects.get((evidence.document, section)) if section is not None else None


def _rate_of_project(evidence: Evidence, knowledge: Knowledge) -> Statement | None:
    """The rate of completion of the project that the evidence tells of, from the table of its own that has one."""
    project = _project_of(evidence, knowledge)
    if project is None:
        return None
    for sheet in knowledge.sheets:
        for line in sheet.lines if len(sheet.tables) > 1 and sheet.document == evidence.document else ():
            own = knowledge.snapshot.records[line.document].tables[line.table].section
            rate = line.first("rate")
            if own is not None and knowledge.projects.get((line.document, own)) == project and rate is not None:
                return rate
    return None


def _same_words(text: str, quote: str) -> bool:
    """Whether one of the two is the other or part of it, spaces aside."""
    text, quote = "".join(text.split()), "".join(quote.split())
    return text in quote or quote in text
