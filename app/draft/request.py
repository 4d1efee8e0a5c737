"""What is asked to be drafted: kind, section, the particulars that are named, length, form and language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict

from app.answer import Language
from app.ask.dialogue import subject_terms
from app.ask.knowledge import Knowledge
from app.ask.question import Question, language_of, understand
from app.ask.references import find_references, section_with_parts
from app.ask.summaries import section_meant
from app.draft.result import DraftError
from index.matching import Term
from index.tokens import plain, text_to_tokens
from ingest.numerals import han_value
from prompts import drafting_data

Kind = Literal[
    "conflicts", "unfinished", "benchmark", "satisfaction", "funds", "results", "brief", "completion", "overview", ""
]
Form = Literal["items", "table", "sentence", "paragraph"]
AROUND = 1.15
"""How much longer than asked a draft may be of which about so much is asked."""
MOSTLY, WHOLLY = 0.5, 0.7
"""Share of the topic that the heading of a project, of any other section, must say to be what is meant."""
SHORTEST = 4
"""Characters of a heading from which it is known by itself in a request."""
NAMED = 12
"""Sections that are named where the asked one does not exist."""
COUNTED = re.compile(r"个数|多少|几[个项件]|\bhow many\b|\bnumber of\b")
"""Words by which a particular wants numbers rather than the list."""
_SPLIT = re.compile(r"[，。；！？;!?\n]|[,:](?!\d)|(?<=[a-z])\.(?=\s|$)|：")
_COLON = re.compile(r"[：:](?!\d)")
_WHOLE = re.compile(r"全[校院馆市县区]的?(?:各|所有|未|没|尚|总|整)|各个?项目|所有项目|整个|\bwhole\b|\ball projects\b")
_ORDER = re.compile(r"^[^，。：]{0,6}?(?:起草|写|拟|section|chapter)\s*(?:第)?\s*")
_NUMBER = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){1,3}|\d{1,2}(?=\s*节))(?![\d.]*\s*(?:万|亿|元|%|字|年|个|项))")
_PART = re.compile(r"第[一二三四五六七八九十百\d]+(?:部分|章|节)")
_HAN_NUMBER = re.compile(r"(?P<number>[一二三四五六七八九十]{1,3})、")
_EDGES = " 　的地得了也还再并请、“”\"'‘’—-()（）"


class DraftWords(BaseModel):
    """The words of prompts/drafting.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kinds: Mapping[str, tuple[str, ...]]
    manner: Mapping[str, tuple[str, ...]]
    length: Mapping[str, tuple[str, ...]]
    forms: Mapping[str, tuple[str, ...]]
    languages: Mapping[str, tuple[str, ...]]
    idle: Mapping[str, tuple[str, ...]]

    def kind(self, text: str) -> Kind:
        """The first kind whose words the text has, empty if none."""
        found = next((name for name, pattern in self._kinds.items() if pattern.search(text)), "")
        return found  # type: ignore[return-value]

    def without_manner(self, text: str) -> str:
        """What is left of a text without how, for whom and how long it is to be written."""
        for pattern in self._manner:
            text = pattern.sub(" ", text)
        return " ".join(text.split()).strip(_EDGES)

    def is_idle(self, text: str) -> bool:
        """Whether a text says nothing but that something is to be said."""
        for word in sorted(self.idle["words"], key=len, reverse=True):
            text = text.replace(word, "")
        return len(text.strip(_EDGES)) < 2

    def without_kind(self, text: str) -> str:
        """A topic without the words that only say what kind of content is wanted."""
        for kind in ("unfinished", "conflicts", "brief", "completion", "overview"):
            text = self._kinds[kind].sub(" ", text)
        return text

    def subject(self, text: str) -> str:
        """What a topic is about, without the words for sections and kinds of content."""
        text = self.without_manner(text)
        for word in sorted(self.idle["words"], key=len, reverse=True):
            text = text.replace(word, " ")
        return text.strip(_EDGES)

    @cached_property
    def _kinds(self) -> dict[str, re.Pattern[str]]:
        return {name: re.compile("|".join(words), re.I) for name, words in self.kinds.items()}

    @cached_property
    def _manner(self) -> list[re.Pattern[str]]:
        return [re.compile(word, re.I) for words in self.manner.values() for word in words]


@dataclass(frozen=True, slots=True)
class Particular:
    """Something that the request names to be written: its words, as a question, and what kind of content it wants."""

    text: str
    question: Question
    kind: Kind


@dataclass(frozen=True, slots=True)
class Request:
    """A request as understood. `section` is (document, key) of the section that it is about, `project` whether that is
    one project's among many; `limit` is the most that may be written, in characters without spaces or English words."""

    text: str
    language: Language
    topic: Question
    kind: Kind
    section: tuple[int, int] | None
    project: bool
    particulars: tuple[Particular, ...]
    limit: int | None
    form: Form


@cache
def draft_words() -> DraftWords:
    return DraftWords.model_validate(drafting_data())


def understand_request(text: str, knowledge: Knowledge, language: Language | None = None) -> Request:
    """The typed request. Raises DraftError `empty`, `no-section`."""
    words = draft_words()
    asked = " ".join(text.split())
    if not words.kind(asked) and len(words.without_manner(asked)) < 2:
        raise DraftError("empty", asked)
    section = _referred(asked, knowledge)
    heading = _bare(_heading(section, knowledge)) if section else ""
    topic_text, rest = _topic_and_rest(asked, words)
    topic = understand(words.subject(topic_text) or words.without_manner(topic_text) or asked, (), knowledge)
    found = section or _meant(topic_text, words, knowledge)
    project = found is not None and found in knowledge.projects
    kind = words.kind(heading) if heading else ""
    kind = kind or words.kind(topic_text)
    particulars = tuple(p for piece in rest if (p := _particular(piece, words, knowledge)) is not None)
    if not kind:
        kind = words.kind(asked) if not particulars else ""
    return Request(
        text=asked,
        language=language or _language(asked, words),
        topic=topic,
        kind=kind,
        section=found,
        project=project,
        particulars=particulars,
        limit=_limit(asked, words),
        form=_form(asked, words),
    )


def context_terms(request: Request, weight: float) -> list[Term]:
    """What the request is about as a whole, for a particular of it to be looked up with."""
    return [Term(t.names, t.weight * weight, t.text) for t in request.topic.terms]


def inside(request: Request, knowledge: Knowledge) -> set[int] | None:
    """Sections of the request's section and what is under it, of its document; None if it is about the whole."""
    if request.section is None:
        return None
    return section_with_parts(knowledge.snapshot, *request.section)


def _topic_and_rest(text: str, words: DraftWords) -> tuple[str, list[str]]:
    """The clause that says what is drafted, and the pieces of the others that may name what is to be in it."""
    clauses = [c.strip() for c in _SPLIT.split(text) if c and c.strip()]
    colon = _COLON.search(text)
    head = clauses[0] if clauses else text
    rest = clauses[1:]
    if colon is not None:
        before = [c.strip() for c in _SPLIT.split(text[: colon.start()]) if c and c.strip()]
        spoken = [c for c in before if not words.is_idle(words.without_manner(c))]
        head = "，".join(spoken)
        rest = [c.strip() for c in _SPLIT.split(text[colon.end() :]) if c and c.strip()]
    if not head or words.is_idle(words.without_manner(head)):
        head = next((c for c in rest if not words.is_idle(words.without_manner(c))), text)
    pieces: list[str] = []
    for clause in rest:
        pieces += [part for part in _outside(clause, "、") if part.strip()]
    return head, pieces


def _particular(piece: str, words: DraftWords, knowledge: Knowledge) -> Particular | None:
    text = words.without_manner(re.sub(r"^(?:其中|以及|和|及|还有|连同|and |the |that )+", "", piece.strip()))
    if words.is_idle(text):
        return None
    question = understand(text, (), knowledge)
    kind = words.kind(text)
    if kind == "unfinished" and COUNTED.search(text):
        kind = ""
    known = any(term.weight >= 1 for term in question.terms) or question.measures
    foreign = 2 * sum(map(len, question.unknown)) >= len(text) >= SHORTEST
    if kind != "unfinished" and not known and not foreign:
        return None
    return Particular(text, question, kind)


def _meant(topic: str, words: DraftWords, knowledge: Knowledge) -> tuple[int, int] | None:
    """The section that the topic names: a project's, if its heading says most of it, else any other."""
    if _WHOLE.search(topic):
        return None
    printed = _printed(topic, knowledge)
    if printed is not None:
        return printed
    topic = words.without_kind(topic)
    subject = understand(words.subject(topic), (), knowledge)
    terms = [term for term in subject_terms(subject, knowledge) if len(term.text) > 1]
    if not terms:
        return None
    records = knowledge.snapshot.records
    found: list[tuple[float, int, tuple[int, int]]] = []
    for at in dict.fromkeys(knowledge.projects.values()):
        found.append((heading_cover(terms, records[at[0]].sections[at[1]].title), -at[1], at))
    best = max(found, default=None)
    if best is not None and best[0] >= MOSTLY:
        return best[2]
    other = section_meant(replace(subject, terms=tuple(terms)), knowledge)
    if other is None or heading_cover(terms, records[other[0]].sections[other[1]].title) < WHOLLY:
        return None
    # What a part of a project is called is told elsewhere in the project too.
    return knowledge.projects.get(other, other)


def _printed(topic: str, knowledge: Knowledge) -> tuple[int, int] | None:
    """The section whose heading stands in the topic as it is printed; the longest if several do."""
    squeezed = "".join(topic.split())
    found = [
        (len(title), -section.level, (document.id, section.key))
        for document in knowledge.snapshot.documents
        for section in knowledge.snapshot.records[document.id].sections
        if len(title := "".join(section.title.split())) >= SHORTEST and title in squeezed
    ]
    return max(found)[2] if found else None


def heading_cover(terms: Sequence[Term], heading: str) -> float:
    """How much of the terms, by their weight, a heading says: 0 to 1."""
    tokens = set(text_to_tokens(heading))
    covers = [max((sum(t in tokens for t in name) / len(name) for name in term.names), default=0.0) for term in terms]
    total = sum(term.weight for term in terms)
    return sum(c * term.weight for c, term in zip(covers, terms, strict=True)) / total if total else 0.0


def _outside(text: str, mark: str) -> list[str]:
    """The text cut at the marks that stand outside of brackets and quotation marks."""
    parts, depth = [""], 0
    for character in text:
        depth += (character in "“（(《「") - (character in "”）)》」")
        if character == mark and depth <= 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def _referred(text: str, knowledge: Knowledge) -> tuple[int, int] | None:
    """The section that the request names by its number. Raises DraftError `no-section`."""
    asked = plain(text)
    references = find_references(asked, knowledge.snapshot)
    if references.missing and not references.sections and not references.tables:
        raise DraftError("no-section", references.missing[0], _sections(knowledge))
    if references.sections:
        return _outermost(references.sections, knowledge)
    if references.tables:
        document, table = references.tables[0]
        section = knowledge.snapshot.records[document].tables[table].section
        return None if section is None else (document, section)
    ordered = _ORDER.match(asked)
    rest = asked[ordered.end() :] if ordered else ""
    number = _NUMBER.match(rest) or _PART.search(asked)
    if number is not None:
        raise DraftError("no-section", number.group(), _sections(knowledge))
    han = _HAN_NUMBER.search(asked)
    if han is not None:
        return _numbered(han["number"], knowledge)
    return None


def _outermost(found: tuple[tuple[int, int], ...], knowledge: Knowledge) -> tuple[int, int]:
    """Of sections that bear the same number the one that stands highest."""
    records = knowledge.snapshot.records
    return min(found, key=lambda at: records[at[0]].sections[at[1]].level)


def _numbered(number: str, knowledge: Knowledge) -> tuple[int, int] | None:
    for document in knowledge.snapshot.documents:
        for section in knowledge.snapshot.records[document.id].sections:
            if section.number.strip("、.． ") == number and section.parent is None:
                return document.id, section.key
    return None


def _sections(knowledge: Knowledge) -> str:
    """Headings that exist, the outer ones first."""
    found = [
        (section.level, order, section.heading)
        for order, document in enumerate(knowledge.snapshot.documents)
        for section in knowledge.snapshot.records[document.id].sections
        if section.number
    ]
    names = [heading for _, _, heading in sorted(found, key=lambda entry: entry[:1])]
    return "；".join(names[:NAMED]) + ("……" if len(names) > NAMED else "")


def _heading(section: tuple[int, int] | None, knowledge: Knowledge) -> str:
    return "" if section is None else knowledge.snapshot.records[section[0]].sections[section[1]].heading


def _bare(heading: str) -> str:
    return re.sub(r"^[\s\d.、（）()一二三四五六七八九十]+", "", heading)


def _language(text: str, words: DraftWords) -> Language:
    for language in ("en", "zh"):
        if any(re.search(word, text, re.I) for word in words.languages[language]):
            return language
    return language_of(text)


def _limit(text: str, words: DraftWords) -> int | None:
    for pattern in (*words.length["zh"], *words.length["en"]):
        m = re.search(pattern, text, re.I)
        if m is None:
            continue
        number = int(m["n"]) if m["n"].isdigit() else int(han_value(m["n"]) or 0)
        if number:
            near = text[max(0, m.start() - 12) : m.end() + 4]
            about = any(re.search(word, near, re.I) for word in words.length["about"])
            return int(number * AROUND) if about else number
    return None


def _form(text: str, words: DraftWords) -> Form:
    for form, patterns in words.forms.items():
        if any(re.search(pattern, text, re.I) for pattern in patterns):
            return form  # type: ignore[return-value]
    return "paragraph"
