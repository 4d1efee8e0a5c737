"""Which documents a body has issued, drawn up or revised: each 《…》 with what was done with it and when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from app.ask.dialogue import subject_terms
from app.ask.enumerations import asked_count
from app.ask.knowledge import Knowledge
from app.ask.question import Question
from app.ask.references import referred_evidence
from app.ask.writing import Writing
from index.matching import Term
from index.snapshot import Evidence, EvidenceKind
from index.tokens import plain, text_to_tokens

_NAMED = re.compile(r"《[^《》]{3,60}》")
_CLAUSE = re.compile(r"[^；;。]+[；;。]?")
_EDITION = re.compile(r"[（(][^（）()]*[)）]")
Found = dict[str, tuple[Evidence, str]]
_YEAR = re.compile(r"(?:19|20)\d{2}")
ABOUT = 0.5
"""Share of what is named that a document's name, its sentence or what stands over it must be about."""
MOST = 20


def answer_regulations(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes the documents that were issued or revised, each once, counted; False unless such a list is asked for and
    the texts name one."""
    wanted = asked_count(question, knowledge)
    counted = not wanted and (question.asks("how_many") or question.numbers)
    if not question.asks("regulations") or question.asks("verify", "why") or counted:
        return False
    if question.unknown or question.references.tables:
        return False
    terms = _topic(question, knowledge)
    found = _found(question, terms, knowledge)
    if wanted and len(found) != wanted:
        found = _as_many(wanted, question, terms, knowledge) or found
    if not found:
        return False
    count = writing.computed(Decimal(len(found)), "", writing.text("tally.count_formula"))
    writing.say("regulations.head", count=count)
    writing.entries += [name.strip("《》") for name in found]
    pieces = {clause: piece for piece, clause in list(found.values())[:MOST]}
    for clause, piece in pieces.items():
        at = writing.cite(piece.document, piece.place)
        for position in piece.figures:
            if knowledge.snapshot.figures[position].figure.text in clause:
                writing.register_stated(knowledge.snapshot.figures[position], at)
        writing.lines.append(f"- {clause} {writing.mark(at)}")
    return True


def _found(question: Question, terms: Sequence[Term], knowledge: Knowledge) -> Found:
    """The names of the documents, each once, with the evidence and the clause that tell of it: within the project that
    the question names, if it names one."""
    projects = _named_projects(question, terms, knowledge)
    found: Found = {}
    for name, piece, clause in _told(referred_evidence(question.references, knowledge.snapshot), question, knowledge):
        inside = _project_of(piece, knowledge) in projects if projects else None
        if _is_about(f"{name} {clause}", piece, terms, knowledge) if inside is None else inside:
            _put(found, name, piece, clause)
    return found


def _told(among: set[int] | None, question: Question, knowledge: Knowledge) -> Iterator[tuple[str, Evidence, str]]:
    """Every name of a document in a clause that says that it was made, with the evidence and the clause."""
    for piece in knowledge.snapshot.evidence:
        if piece.kind is EvidenceKind.ROW or (among is not None and piece.key not in among):
            continue
        for clause in _CLAUSE.findall(" ".join(piece.text.split())):
            names = _NAMED.findall(clause)
            if names and knowledge.words.has("enacted", clause) and _is_of_year(clause, question):
                for name in names:
                    if knowledge.words.has("regulation_name", name):
                        yield name, piece, clause.strip("，,；;。 ")


def _put(found: Found, name: str, piece: Evidence, clause: str) -> None:
    """Adds a name that no other of them is, be it with the body before it or an edition behind it."""
    bare = _EDITION.sub("", plain(name).strip("《》"))
    if not any(bare.endswith(k) or k.endswith(bare) for k in (_EDITION.sub("", n.strip("《》")) for n in found)):
        found[plain(name)] = piece, clause


def _as_many(wanted: int, question: Question, terms: Sequence[Term], knowledge: Knowledge) -> Found:
    """The names that one row or section tells of, if they are as many as the question says; of the project that it
    names or refers to before others."""
    projects = _named_projects(question, terms, knowledge)
    groups: dict[object, Found] = {}
    for name, piece, clause in _told(None, question, knowledge):
        group = piece.document, piece.place.row if piece.place.table is not None else (), piece.place.section
        _put(groups.setdefault(group, {}), name, piece, clause)
    fitting = [group for group in groups.values() if len(group) == wanted]
    fitting.sort(key=lambda group: _project_of(next(iter(group.values()))[0], knowledge) not in projects)
    return fitting[0] if fitting else {}


def _named_projects(question: Question, terms: Sequence[Term], knowledge: Knowledge) -> set[tuple[int, int]]:
    """The projects whose headings say what the question names, or whose sections it refers to."""
    referred = {knowledge.projects[s] for s in question.references.sections if s in knowledge.projects}
    if referred:
        return referred
    found = set()
    for document, section in set(knowledge.projects.values()):
        heading = set(text_to_tokens(knowledge.snapshot.records[document].section_path(section)[-1]))
        if any(set(name) <= heading for term in terms for name in term.names if name):
            found.add((document, section))
    return found


def _project_of(piece: Evidence, knowledge: Knowledge) -> tuple[int, int] | None:
    section = piece.place.section
    return knowledge.projects.get((piece.document, section)) if section is not None else None


def _topic(question: Question, knowledge: Knowledge) -> list[Term]:
    """What the question names beside the words for documents and for issuing them."""
    words = knowledge.words

    def general(text: str) -> bool:
        return text in words.measuring or any(words.has(kind, text) for kind in ("enacted", "regulation_word"))

    return [t for t in subject_terms(question, knowledge) if not general(t.text)]


def _is_about(text: str, piece: Evidence, terms: Sequence[Term], knowledge: Knowledge) -> bool:
    if not terms:
        return True
    tokens = set(text_to_tokens(" ".join((text, *piece.context))))
    weights = [t.weight * knowledge.evidence.telling(t.names) for t in terms]
    said = [any(sum(x in tokens for x in name) > ABOUT * len(name) for name in t.names) for t in terms]
    return sum(w for w, is_said in zip(weights, said, strict=True) if is_said) >= ABOUT * sum(weights)


def _is_of_year(clause: str, question: Question) -> bool:
    years = {str(year) for p in question.periods for year in range(p.first, p.last + 1)}
    told = set(_YEAR.findall(re.sub(r"《[^》]*》", "", clause)))
    return not years or not told or bool(years & told)
