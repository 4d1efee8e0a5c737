"""A question as understood: its kind, what it names, for when, at which level, in which unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.answer import Language, Turn
from app.ask.references import References, find_references
from app.ask.vocabulary import AskWords
from index.matching import EvidenceIndex, Term
from index.tokens import han_pairs, plain, text_to_tokens
from ingest.lexicon import Lexicon
from ingest.periods import periods_in
from ingest.records import Period

if TYPE_CHECKING:
    from index.snapshot import Snapshot

MAX_QUESTION = 2000
"""Characters of a question that are read; the rest of a longer one is ignored."""


@dataclass(frozen=True, slots=True)
class Question:
    """A typed question. `unknown` are words that name nothing in the documents."""

    text: str
    language: Language
    intent: str
    why: bool
    terms: tuple[Term, ...]
    unknown: tuple[str, ...]
    periods: tuple[Period, ...]
    levels: tuple[str, ...]
    measures: tuple[str, ...]
    units: tuple[str, ...]
    references: References
    asks_count: bool
    asks_which: bool


def understand(
    text: str,
    history: Sequence[Turn],
    snapshot: Snapshot,
    index: EvidenceIndex,
    words: AskWords,
    lexicon: Lexicon,
) -> Question:
    """The typed question. What a follow-up leaves out is taken from the questions before it."""
    question = _one_question(text, snapshot, index, words, lexicon)
    for turn in reversed(history):
        if not _is_follow_up(question, text):
            break
        earlier = _one_question(turn.q, snapshot, index, words, lexicon)
        question = _completed(question, earlier)
    return question


def language_of(text: str) -> Language:
    """English if the text has more Latin words than Han characters."""
    latin = len(re.findall(r"[A-Za-z]{2,}", text))
    han = len(re.findall(r"[\u3400-\u9fff]", text))
    return "en" if latin > han else "zh"


def _one_question(text: str, snapshot: Snapshot, index: EvidenceIndex, words: AskWords, lexicon: Lexicon) -> Question:
    asked = plain(text[:MAX_QUESTION]).strip()
    references = find_references(asked, snapshot)
    spans = periods_in(asked)
    masked = _blank(asked, [*references.spans, *((s.start, s.end) for s in spans)])
    levels = tuple(
        level for level, names in lexicon.levels.items() if any(_names_level(masked, name) for name in names)
    )
    if language_of(text) == "en":
        levels = tuple(dict.fromkeys([*levels, *_english_levels(masked, words, lexicon)]))
    intent = words.intent(asked)
    for name in ("unfinished", "why"):
        if words.has_intent(name, asked):
            masked = _blank(masked, words.intent_spans(name, asked))
    terms, unknown = _terms(masked, index, words)
    return Question(
        text=text.strip(),
        language=language_of(text),
        intent=intent,
        why=words.has_intent("why", asked),
        terms=terms,
        unknown=unknown,
        periods=tuple(span.period for span in spans),
        levels=levels,
        measures=words.measures_asked(masked),
        units=words.units_asked(masked),
        references=references,
        asks_count=words.has_intent("count", asked),
        asks_which=words.has_intent("which_list", asked),
    )


def _names_level(text: str, name: str) -> bool:
    """A level's name counts if it is written as a level (国家级, 省级), or as 全省 / 全国 and the like on its own."""
    return name.endswith("级") and name in text


def _english_levels(text: str, words: AskWords, lexicon: Lexicon) -> list[str]:
    found = []
    for m in words.same_pattern.finditer(text):
        found.extend(level for level in lexicon.levels if level in words.same_of[m.group()])
    return found


def _terms(text: str, index: EvidenceIndex, words: AskWords) -> tuple[tuple[Term, ...], tuple[str, ...]]:
    """What is asked about, as terms with all their names; and the words that the documents do not have."""
    terms: list[Term] = []
    unknown: list[str] = []
    rest = list(text)
    for m in words.same_pattern.finditer(text):
        names = [m.group(), *words.same_of[m.group()]]
        tokens = [tuple(text_to_tokens(name)) for name in names]
        known = tuple(name for name in tokens if name and all(index.knows(token) for token in name))
        if known:
            terms.append(Term(known))
            rest[m.start() : m.end()] = " " * (m.end() - m.start())
    # Words with synonyms count as terms of their own, and the plain run around them as one more, so that a name that
    # holds such a word (学生社团) is still matched as a whole.
    for run in re.findall(r"[\u3400-\u9fff]+|[a-z][a-z0-9\-+/]*|\d+(?:\.\d+)?", words.idle_pattern.sub(" ", text)):
        if "\u3400" <= run[0] <= "\u9fff":
            run = _trimmed(run, index, words)
            pairs = han_pairs(run) if run else []
            known_pairs = tuple(pair for pair in pairs if index.knows(pair))
            if known_pairs and not any(known_pairs in term.names for term in terms):
                terms.append(Term((known_pairs,)))
            unknown.extend(_unknown_stretches(run, index, words))
        elif run in words.idle_english or run in words.same_of:
            continue
        elif index.knows(run):
            terms.append(Term(((run,),)))
        elif run.isalpha() and len(run) > 2 and "".join(rest).find(run) >= 0:
            unknown.append(run)
    return tuple(terms), tuple(dict.fromkeys(unknown))


def _trimmed(run: str, index: EvidenceIndex, words: AskWords) -> str:
    """The run without idle characters at its ends, unless one makes a word of the documents with its neighbour."""
    start, end = 0, len(run)
    while start < end and run[start] in words.idle_characters and not index.knows(run[start : start + 2]):
        start += 1
    while end > start and run[end - 1] in words.idle_characters and not index.knows(run[max(start, end - 2) : end]):
        end -= 1
    return run[start:end]


def _unknown_stretches(run: str, index: EvidenceIndex, words: AskWords) -> list[str]:
    """Stretches of two characters and more in which no pair is known and no idle character stands."""
    stretches, current = [], ""
    for i, c in enumerate(run):
        known = (i > 0 and index.knows(run[i - 1 : i + 1])) or (i + 1 < len(run) and index.knows(run[i : i + 2]))
        if known or c in words.idle_characters:
            if len(current) > 1:
                stretches.append(current)
            current = ""
        else:
            current += c
    if len(current) > 1:
        stretches.append(current)
    return [s for s in stretches if s not in words.same_of]


def _blank(text: str, spans: Sequence[tuple[int, int]]) -> str:
    characters = list(text)
    for start, end in spans:
        characters[start:end] = " " * (end - start)
    return "".join(characters)


_FOLLOWS = re.compile(
    r"^(?:那么?|其中|还有|然后|and\b|what about|how about|then\b|那些|这些|它|另外|再)|(?:呢|呢？|呢\?)$|^为(?:什么|啥|何)[?？]?$|^why\??$",
    re.I,
)


def _is_follow_up(question: Question, text: str) -> bool:
    """A question leans on the one before if it says so, or names too little to stand alone."""
    if question.intent in ("capability", "documents"):
        return False
    short = len(question.terms) <= 1 and not question.references.tables and not question.references.sections
    return bool(_FOLLOWS.search(plain(text))) or (short and len(plain(text)) <= 12) or not question.terms


def _completed(question: Question, earlier: Question) -> Question:
    """The question with what it leaves out taken from the earlier one; what it names itself stands."""
    named = {token for term in question.terms for name in term.names for token in name}
    kept = tuple(
        replace(term, weight=term.weight * 0.6)
        for term in earlier.terms
        if not any(token in named for name in term.names for token in name)
    )
    intent = question.intent
    if intent in ("lookup", "count") and earlier.intent == "unfinished":
        intent = "unfinished"
    own_references = question.references.tables or question.references.sections
    return replace(
        question,
        intent=intent,
        terms=(*question.terms, *kept),
        periods=question.periods or earlier.periods,
        levels=question.levels or earlier.levels,
        measures=question.measures or earlier.measures,
        units=question.units or earlier.units,
        references=question.references if own_references else earlier.references,
        asks_which=question.asks_which or (earlier.asks_which and not question.asks_count),
    )
