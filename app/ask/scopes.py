"""Of whom and of what whole a question asks, and whether evidence is about them: a body, a place, all of a country."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from app.ask.coverage import SPOKEN_OF, covers
from app.ask.dialogue import asks_inside
from app.ask.focus import DEEDS, english_heads, is_body, is_naming
from app.ask.knowledge import Knowledge
from app.ask.question import LED_UP, Question
from app.ask.select import Selected
from app.ask.times import lies_beyond
from index.lexical import text_to_words
from index.matching import Term
from index.snapshot import Evidence
from index.tokens import text_to_tokens

NEAREST = 10
"""How many pieces of evidence are looked at."""
ECHOED = 0.4
"""Share of a quoted text that must stand in what answers: people quote from memory."""
OPERATIONS = ("difference", "compare", "gap", "sum", "share", "average", "each", "highest", "lowest", "recompute")
"""Kinds whose words say what is to be done with figures."""
SPARE = 0.2
"""Share of what a question names, by how telling it is, that evidence about it may leave out."""
HALF = 0.49
"""Share of a name that the documents do not have as it stands, from which evidence is about it: 门急诊量 for 门诊量."""
_ITEMS = re.compile(r"[、；;]|以及|分别|各(?:是|为|有|多少|几)|[和与及跟](?![\u3400-\u9fff]{0,4}合作)")
"""Several numbers are asked for at once."""
_OF_WHOLE = re.compile(
    r"(?P<number>\d[\d,]*(?:\.\d+)?)(?!年|月|\d|[-–—~至到.])[^，。？；\d]{0,10}?(?:里|中|当中|之中|拆|分成|分解)(?!期|央|心|学|级|等|职|专)"
)
_ENGLISH_SCOPE = re.compile(
    r"\b(?:in|at|of) (?:the |our |its )?([a-z][a-z\- ]*?)"
    r"(?= (?:of|in|at|for|by|from|on|to|with|and|is|are|was|were|did|does|do|has|have|had|who|that)\b|[?,.;0-9]|$)"
)
_REST = re.compile(r"[\u3400-\u9fff](?<![的在有共各类级名位])")
"""What is left of a label that is more than the whole of something."""


def is_of_others(question: Question, selected: Sequence[Selected], knowledge: Knowledge) -> bool:
    """Whether the question is about a body, a whole or a time to come that none of the evidence is about."""
    if lies_beyond(question, selected, knowledge):
        return True
    near = selected[:NEAREST]
    if question.asks("number"):
        # That it is mentioned somewhere gives no number of it.
        near = [s for s in near if s.evidence.figures] or near
    return bool(near) and all(lacks_name(question, s.evidence, knowledge) for s in near)


def is_of_asked(question: Question, evidence: Evidence, knowledge: Knowledge) -> bool:
    """Whether the evidence is about the body, place and whole that the question names, if it names one."""
    bodies = [t for t in question.terms if t.weight >= 1 and is_body(t.text)]
    return not lacks_name(question, evidence, knowledge) and all(covers(evidence, t, knowledge) for t in bodies)


def lacks_body(question: Question, stated: Sequence[Selected], knowledge: Knowledge) -> bool:
    """Whether the question names a place or body that the documents know and none of the evidence speaks of."""
    bodies = [t for t in question.terms if t.weight >= 1 and is_body(t.text)]
    return bool(bodies) and not any(covers(s.evidence, t, knowledge) for s in stated for t in bodies)


def is_narrower(question: Question, stated: Sequence[Selected], counted: Sequence[Term], knowledge: Knowledge) -> bool:
    """Whether the number of the whole body is wanted, and every figure is of something narrower."""
    if not question.asks("whole_body") or not question.asks("count", "how_many"):
        return False
    general = ("whole_named", "sum")
    words = knowledge.words
    named = [t for t in question.terms if t.weight >= 1 and not any(words.is_all(kind, t.text) for kind in general)]
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


def lacks_name(question: Question, evidence: Evidence, knowledge: Knowledge) -> bool:
    """Whether the question speaks of a body, a place or a whole (全国) that the evidence is not about."""
    quoted = [t for t in question.terms if len(t.text) > 2 and not t.text.isascii() and f"“{t.text}”" in question.text]
    if len(quoted) == 1 and not covers(evidence, quoted[0], knowledge, least=ECHOED):
        return True
    named = {t.text for t in question.terms}
    if any(
        scope in question.plain and scope not in named and scope not in evidence.text
        for scope in knowledge.words.wholes
    ):
        return True
    return any(
        t.weight >= 1
        and (
            t.text in (*knowledge.words.wholes, *knowledge.words.others)
            or _is_short_name(t, knowledge)
            or _is_english_name(t, question)
        )
        and not covers(evidence, t, knowledge)
        for t in question.terms
    )


def lacks_scope(question: Question, selected: Sequence[Selected], knowledge: Knowledge) -> bool:
    """Whether one number is asked of something by several names (重症医学科的平均住院日) and no evidence is about
    all of them: each may be known, but not of the other. The same for what is asked of a stated whole (1180张床里)."""
    strong = [t for t in question.terms if t.weight >= 1]
    if (
        strong
        and not question.measures
        and not question.brief
        and all(t.text in (*knowledge.words.measuring, *knowledge.words.selves) for t in strong)
    ):
        return True
    inside = _within_whole(question, selected, knowledge)
    if selected and not inside:
        return True
    if question.asks("highest", "lowest") or _ITEMS.search(question.plain.strip("、 ")):
        return False
    names = [(term, _telling(term, knowledge)) for term in _scope_names(question, knowledge)]
    spare = SPARE * sum(weight for _, weight in names)
    return not any(
        sum(weight for term, weight in names if not _is_about(s.evidence, term, knowledge)) <= spare for s in inside
    )


def covers_all(evidence: Evidence, question: Question, knowledge: Knowledge) -> bool:
    """Whether the evidence is about everything that a figure is asked of."""
    if question.unknown:
        return False
    return all(_is_about(evidence, term, knowledge) for term in _scope_names(question, knowledge, LED_UP))


def _telling(term: Term, knowledge: Knowledge) -> float:
    return max((sum(map(knowledge.evidence.rarity, name)) / len(name) for name in term.names), default=0.0)


def _is_about(evidence: Evidence, term: Term, knowledge: Knowledge) -> bool:
    """Whether evidence or its passage names the term, or a heading has it as a word: 重症 is none of 急危重症."""
    if counts_persons(evidence, term, knowledge):
        return True
    least = SPOKEN_OF if term.weight >= 1 else HALF
    if covers(evidence, term, knowledge, least=least, headings=False) or _is_introduced(evidence, term, knowledge):
        return True
    if not covers(evidence, term, knowledge, least=least):
        return False
    # Pairs of characters overlap: 医学, 学科 is 医学科.
    called = [name[0] + "".join(pair[-1] for pair in name[1:]) for name in term.names]
    held = [(heading, word) for heading in evidence.context for word in called if word in heading]
    return not held or any(_has_word(heading, word) for heading, word in held)


def _is_introduced(evidence: Evidence, term: Term, knowledge: Knowledge) -> bool:
    """Whether it is a row of a table that the text points at with the term: 共发放问卷4500份，结果见表4."""
    if evidence.place.table is None:
        return False
    tokens = knowledge.introductions.get((evidence.document, evidence.place.table), frozenset())
    return any(set(name) <= tokens for name in term.names if name)


def counts_persons(evidence: Evidence, term: Term, knowledge: Knowledge) -> bool:
    """Whether the term is a word for persons, and the evidence counts persons without saying of what kind: 2023年救治
    612例 tells how many patients."""
    persons = knowledge.words.persons
    if term.text not in persons:
        return False
    text = " ".join((evidence.text, *evidence.context))
    if any(word in text for word in persons):
        return False
    counted = [knowledge.snapshot.figures[i].figure for i in evidence.figures]
    # 到馆 46 万人次 tells of visits; 管理员 6 名 of others.
    counted = [f for f in counted if f.unit in knowledge.words.person_units]
    return any(not "".join(f.subject[-1:]).endswith(tuple(knowledge.words.person_ends)) for f in counted)


def _has_word(text: str, word: str) -> bool:
    ends, at = {0}, 0
    for piece in text_to_words(text):
        at += len(piece)
        ends.add(at)
    return any(m.start() in ends and m.end() in ends for m in re.finditer(re.escape(word), text))


def _within_whole(question: Question, selected: Sequence[Selected], knowledge: Knowledge) -> Sequence[Selected]:
    """The evidence that stands in a table or passage with the whole that a part is asked of, if the question gives it
    by its number; else all of it."""
    m = _OF_WHOLE.search(question.text)
    value = Decimal(m["number"].replace(",", "")) if m else None
    if value not in question.numbers:
        return selected
    snapshot = knowledge.snapshot
    homes = {
        (piece.document, piece.place.table, piece.passage)
        for piece in snapshot.evidence
        if any(snapshot.figures[i].figure.value == value for i in piece.figures)
    }
    inside = [s for s in selected if (s.evidence.document, s.evidence.place.table, s.evidence.passage) in homes]
    return inside if homes else selected


def _scope_names(question: Question, knowledge: Knowledge, least: float = 1.0) -> list[Term]:
    """What a figure must be about: the nouns that the question names, those that stand together in the documents as
    one."""
    if question.language == "en":
        return _english_scope(question, knowledge)
    words, inside = knowledge.words, asks_inside(question.plain)
    general = frozenset((*words.task_words, *words.sum_words, *words.whole_words, *words.measuring, *words.selves))
    named = [
        t
        for t in question.terms
        if (t.weight >= least or inside or (len(t.text) > 2 and t.text in question.plain))
        and len(t.text) > 1
        and t.text not in general
        and not any(words.is_all(kind, t.text) for kind in OPERATIONS)
        and (not question.follows or t.text in question.plain or inside)
        and (is_naming(t.text) or t.text in knowledge.terms.names)
        # 新招, 规培 are no words of the language: they may be short for what the evidence writes out.
        and (text_to_words(t.text) == [t.text] or knowledge.wordbook.stands_alone(t.text))
    ]
    named.sort(key=lambda t: question.plain.find(t.text))
    joined: list[Term] = []
    for term in named:
        before = joined[-1].text if joined else ""
        # Those of an earlier question come first.
        if before and before + term.text in question.plain and knowledge.wordbook.holds(before + term.text):
            joined[-1] = Term((tuple(text_to_tokens(before + term.text)),), 1.0, before + term.text)
        else:
            joined.append(term)
    return joined


def _english_scope(question: Question, knowledge: Knowledge) -> list[Term]:
    """What an English question asks a figure of: its head, and what stands behind the last of, in or at."""
    words = knowledge.words
    phrases = [m[1] for m in _ENGLISH_SCOPE.finditer(question.plain)][-1:]
    if phrases:
        phrases += english_heads(question.plain)
    general = frozenset((*words.task_words, *words.sum_words, *words.whole_words, *words.measuring, *words.selves))
    return [
        t
        for t in question.terms
        if t.weight >= 1
        and t.text.isascii()
        and not all(len(name) == 1 == len(name[0]) for name in t.names)
        and t.text not in general
        and any(re.search(rf"\b{re.escape(t.text)}\b", phrase) for phrase in phrases)
    ]


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
