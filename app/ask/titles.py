"""Papers by their titles (《…管理办法》) that the documents say were issued, drawn up or revised."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.ask.coverage import covers
from app.ask.enumerations import asked_count
from app.ask.knowledge import Knowledge
from app.ask.question import LED_UP, Question
from app.ask.references import referred_evidence
from app.ask.writing import Writing
from index.matching import Term
from index.snapshot import Evidence, EvidenceKind
from index.tokens import text_to_tokens

NEARLY = 0.75
"""Share of what the best piece says of the question from which other pieces are meant too."""
ENOUGH = 0.5
LONGEST = 60
"""Characters of a clause that tells what became of a title."""
_TITLE = re.compile(r"《[^《》]{3,60}》")
_BRACKETS = re.compile(r"[（(][^（）()]*[)）]")
_CLAUSE = re.compile(r"(?:《[^《》]*》|[^。；;])+")


@dataclass(frozen=True, slots=True)
class Titled:
    """A title as it is printed, and the evidence that tells of it."""

    title: str
    evidence: Evidence
    cover: float


def answer_titles(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes the titles of the documents that the question asks for, counted, each with what is told of it; False if
    the question asks for none, or no two are told of what it names."""
    words = knowledge.words
    if not words.pattern("papers_asked", question.plain) or question.conditions or question.unknown:
        return False
    found = _of_scope(list(_titled(question, knowledge)), question, knowledge)
    if len(found) < 2:
        return False
    count = writing.computed(Decimal(len(found)), "", writing.text("tally.count_formula"))
    writing.say("list.titles", count=count)
    lines = []
    for titled in found:
        at = writing.cite(titled.evidence.document, titled.evidence.place)
        lines.append(f"- {titled.title}{_told(titled, found, writing)} {writing.mark(at)}")
    writing.lines.append("\n".join(lines))
    writing.entries += [titled.title for titled in found]
    return True


def _titled(question: Question, knowledge: Knowledge) -> Iterator[Titled]:
    """The titles of the trade's kinds of papers in sentences and cells that say that they were made, best first."""
    among = referred_evidence(question.references, knowledge.snapshot) if not asked_count(question, knowledge) else None
    words = knowledge.words
    terms = [t for t in question.terms if _narrows(t, knowledge)]
    weights = [sum(map(knowledge.evidence.rarity, t.names[0])) / len(t.names[0]) for t in terms]
    whole = sum(weights) or 1.0
    years = {str(y) for p in question.periods for y in range(p.first, p.last + 1)}
    pieces = []
    for piece in knowledge.snapshot.evidence:
        if piece.kind is EvidenceKind.ROW or "《" not in piece.text or (among is not None and piece.key not in among):
            continue
        told = set(re.findall(r"(?:19|20)\d{2}", piece.text))
        if years and told and not years & told:
            continue
        cover = sum(w for t, w in zip(terms, weights, strict=True) if covers(piece, t, knowledge)) / whole
        pieces.append((cover if terms else 1.0, piece))
    pieces.sort(key=lambda pair: (-pair[0], pair[1].key))
    for cover, piece in pieces:
        for clause in _CLAUSE.finditer(piece.text):
            if words.pattern("papers_made", clause.group()):
                for m in _TITLE.finditer(clause.group()):
                    if words.pattern("paper_title", m.group()):
                        yield Titled(m.group(), piece, cover)


def _narrows(term: Term, knowledge: Knowledge) -> bool:
    """Whether a term says whose papers are meant, and not that papers are, or what was done with them."""
    words = knowledge.words
    general = {*words.task_words, *words.measuring, *words.selves, *words.whole_words}
    asked = words.pattern("papers_asked", term.text) or words.pattern("papers_made", term.text)
    paper = words.pattern("paper_title", f"《{term.text}》")
    return term.weight >= LED_UP and len(term.text) > 1 and term.text not in general and not (asked or paper)


def _of_scope(titled: Sequence[Titled], question: Question, knowledge: Knowledge) -> list[Titled]:
    """Those that are about what the question names, each once: those of the project that it names, or that are said of
    it; as many as it says there are, if one row or section has so many."""
    best = max((t.cover for t in titled), default=0.0)
    projects = _named_projects(question, knowledge)
    inside = [t for t in titled if _project_of(t, knowledge) in projects]
    if not inside and best < ENOUGH:
        return []
    kept = _once(inside or [t for t in titled if t.cover >= best * NEARLY])
    wanted = asked_count(question, knowledge)
    if wanted and len(kept) != wanted:
        groups: dict[object, list[Titled]] = {}
        for one in titled:
            place = one.evidence.place
            groups.setdefault((one.evidence.document, place.table and place.row, place.section), []).append(one)
        fitting = [g for group in groups.values() if len(g := _once(group)) == wanted]
        fitting.sort(key=lambda group: (_project_of(group[0], knowledge) not in projects, -group[0].cover))
        return fitting[0] if fitting else kept
    return kept


def _named_projects(question: Question, knowledge: Knowledge) -> set[tuple[int, int]]:
    """The projects whose headings say what the question names, or whose sections it refers to."""
    referred = {knowledge.projects[s] for s in question.references.sections if s in knowledge.projects}
    if referred:
        return referred
    terms = [t for t in question.terms if _narrows(t, knowledge)]
    found = set()
    for document, section in set(knowledge.projects.values()):
        heading = set(text_to_tokens(knowledge.snapshot.records[document].section_path(section)[-1]))
        if any(set(name) <= heading for term in terms for name in term.names):
            found.add((document, section))
    return found


def _project_of(titled: Titled, knowledge: Knowledge) -> tuple[int, int] | None:
    section = titled.evidence.place.section
    return knowledge.projects.get((titled.evidence.document, section)) if section is not None else None


def _once(titled: Sequence[Titled]) -> list[Titled]:
    kept: list[Titled] = []
    for one in titled:
        name = _bare(one.title)
        if not any(_bare(k.title).endswith(name) or name.endswith(_bare(k.title)) for k in kept):
            kept.append(one)
    return kept


def _bare(title: str) -> str:
    return _BRACKETS.sub("", title.strip("《》"))


def _told(titled: Titled, found: Sequence[Titled], writing: Writing) -> str:
    """The clause of the title, if it tells of this title alone."""
    clause = next(m.group() for m in _CLAUSE.finditer(titled.evidence.text) if titled.title in m.group())
    alone = sum(other.title in clause for other in found) == 1 and len(clause) <= LONGEST + len(titled.title)
    return f"{writing.text('colon')}{' '.join(clause.split())}" if alone else ""
