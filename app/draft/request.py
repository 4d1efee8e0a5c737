"""What is asked to be drafted: kind, section, the particulars that are named, length, form and language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from app.answer import Language
from app.ask.dialogue import subject_terms
from app.ask.knowledge import Knowledge
from app.ask.lookup import names_a_subject
from app.ask.question import Question, language_of, understand
from app.ask.references import find_references, section_with_parts
from app.ask.summaries import section_meant
from app.draft.request_words import DraftWords, Kind, draft_words
from app.draft.result import DraftError
from index.matching import Term
from index.tokens import plain, text_to_tokens
from ingest.numerals import han_value

Form = Literal["items", "table", "sentence", "paragraph"]
AROUND = 1.1
"""How much longer than asked a draft may be of which about so much is asked."""
MOSTLY, WHOLLY = 0.5, 0.7
"""Share of the topic that the heading of a project, of any other section, must say to be what is meant."""
SHORTEST = 4
"""Characters of a heading from which it is known by itself in a request."""
NAMED = 12
"""Sections that are named where the asked one does not exist."""
COUNTED = re.compile(r"个数|多少|几[个项件]|\bhow many\b|\bnumber of\b")
"""Words by which a particular wants numbers rather than the list."""
_EACH = re.compile(r"[各每]|分[\u3400-\u9fff]{1,3}的")
_TAIL = re.compile(r"(?:各|分别|均)(?:是|有|为|完成|达到|达|占)*(?:了)?(?:多少|几[\u3400-\u9fff])[\u3400-\u9fff]{0,2}$")
_ASKING = re.compile(r"什么|哪|为何|多少|几[项个件家]|怎么|\b(?:what|which|why|how)\b", re.I)
_COVERING = re.compile(
    r"\s+(?:covering|including|which covers|with)\s+|(?<=[\u3400-\u9fff])(?:包含|包括|涵盖)(?=[\u3400-\u9fff])"
)
_BOTH = re.compile(r"\s+and\s+|(?<=[\u3400-\u9fff])[和与及](?=[\u3400-\u9fff])")
_SPLIT = re.compile(r"[，。；！？;!?\n]|[,:](?!\d)|(?<=[a-z])\.(?=\s|$)|：")
_COLON = re.compile(r"[：:](?!\d)")
_WHOLE = re.compile(r"全[校院馆市县区]的?(?:各|所有|未|没|尚|总|整)|各个?项目|所有项目|整个|\bwhole\b|\ball projects\b")
_ORDER = re.compile(r"^[^，。：]{0,6}?(?:起草|写|拟|section|chapter)\s*(?:第)?\s*")
_NUMBER = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){1,3}|\d{1,2}(?=\s*节))(?![\d.]*\s*(?:万|亿|元|%|字|年|个|项))")
_PART = re.compile(r"第[一二三四五六七八九十百\d]+(?:部分|章|节)")
_HAN_NUMBER = re.compile(r"(?P<number>[一二三四五六七八九十]{1,3})、")


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
    parts: tuple[str, ...] = ()
    """Of a brief the parts that it is to have, in the order of the request; all if none is named."""
    changes: bool = False
    """Whether what changed from one year to the other is to be reckoned."""
    headings: bool = True
    chart: bool = False
    tables: tuple[tuple[int, int], ...] = ()
    """Tables, as (document, key), that the figures are to be taken from."""


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
    parts = tuple(dict.fromkeys(part for piece in rest if (part := words.part(words.without_manner(piece)))))
    parts = parts if len(parts) > 1 and kind in ("brief", "overview", "") and found is None else ()
    if parts:
        rest = [piece for piece in rest if not words.part(words.without_manner(piece))]
        kind = kind or "brief"
    changes = words.wants_change(asked)
    rest = [piece for piece in rest if not (changes and words.only_compares(words.without_manner(piece)))]
    particulars = _particulars(rest, words, knowledge)
    asks = found is not None and not particulars and _ASKING.search(topic_text) is not None
    if not kind and (found is None or asks) and _is_content(topic_text, particulars, words, knowledge):
        own = (_particular(part, words, knowledge) for part in _outside(topic_text, "、"))
        particulars = (*(particular for particular in own if particular is not None), *particulars)
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
        parts=parts,
        changes=changes,
        tables=find_references(plain(asked), knowledge.snapshot).tables,
        chart=words.wants_chart(asked),
        headings=not words.wants_no_headings(asked),
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
    covering = _COVERING.split(head, maxsplit=1)
    if len(covering) > 1:
        head, rest = covering[0], [covering[1], *rest]
    if not head or words.is_idle(words.without_manner(head)):
        head = next((c for c in rest if not words.is_idle(words.without_manner(c))), text)
    pieces: list[str] = []
    for clause in rest:
        for part in _with_tail(_outside(clause, "、")):
            both = [half.strip() for half in _BOTH.split(part)]
            # 成果和满意度 are two parts of a brief, 到位和支出 is one thing to be told.
            parts = all(words.part(words.without_manner(half)) for half in both)
            several = len(both) > 1 and (parts or all(_EACH.match(half) for half in both))
            pieces += both if several else [part] if part.strip() else []
    return head, pieces


def _is_content(topic: str, particulars: Sequence[Particular], words: DraftWords, knowledge: Knowledge) -> bool:
    """Whether the topic is itself what is to be written: no clause names anything else, or only why it is so."""
    if words.is_idle(words.without_manner(topic)):
        return False
    return all(
        words.wants_reason(p.text) or not names_a_subject(p.question, knowledge) or p.text in topic for p in particulars
    )


def _with_tail(parts: list[str]) -> list[str]:
    """The parts of a list with what its last one says of all (甲、乙各完成多少)."""
    tail = _TAIL.search(parts[-1]) if len(parts) > 1 else None
    if tail is None:
        return parts
    return [part if _TAIL.search(part) else f"{part}{tail.group()}" for part in parts]


def _particulars(pieces: Sequence[str], words: DraftWords, knowledge: Knowledge) -> tuple[Particular, ...]:
    """What the pieces name; one of few characters that says nothing by itself (人次、期数) goes with the one before."""
    found: list[Particular] = []
    for piece in pieces:
        particular = _particular(piece, words, knowledge)
        if particular is not None:
            found.append(particular)
        elif found and 1 < len(piece.strip()) < SHORTEST and piece.strip() not in words.idle["words"]:
            joined = _particular(f"{found[-1].text}、{piece.strip()}", words, knowledge)
            found[-1] = joined or found[-1]
    return tuple(found)


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
    if kind != "unfinished" and not known and not foreign and not words.wants_reason(text):
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
