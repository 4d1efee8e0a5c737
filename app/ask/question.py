"""A question as understood: what kinds of thing it asks for, what it names, for when, at which level, in which unit."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from app.answer import Language, Turn
from app.ask.conditions import Condition, read_conditions, spoken_numbers
from app.ask.dialogue import completed, is_follow_up
from app.ask.references import References, find_references
from app.ask.terms import Terms
from app.ask.vocabulary import AskWords
from index.matching import Term
from index.tokens import plain
from ingest.periods import part_of_year, periods_in
from ingest.records import NumberUse, Period

if TYPE_CHECKING:
    from app.ask.knowledge import Knowledge

MAX_QUESTION = 2000
"""Characters of a question that are read; the rest of a longer one is ignored."""
LED_UP = 0.6
"""Weight of terms in clauses that only lead up to the question."""
NAMELESS = ("unfinished", "why", "audience", "reached", "summary", "tell", "deeds", "summing", "polite")
"""Kinds whose words say what is wanted and name nothing."""
_TURNS = 4
_CLAUSE = re.compile(r"[^，。？；！,;?!、：:]+(?:、[^，。？；！,;?!、：:]+)*")
_HIDDEN = re.compile(r"<!--.*?(?:-->|$)|<(script|style)\b.*?(?:</\1>|$)", re.S)
_SHORT_YEAR = re.compile(r"(?<![\w.])['’‘](\d{2})\b")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile(
    r"\b(?:in |of )?(?P<month>january|february|march|april|may(?= (?:of )?\d{4}\b)|june|july|august|september|october|"
    r"november|december|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)(?:,? (?:of )?(?P<year>\d{4})\b)?"
)
_SHORT_YEARS = re.compile(r"(?<![\d.第])[12]\d(?=年(?![级制龄以来前后间])|(?:到|至|和|与|、|跟|加)[12]\d年)")
"""22年, 22到23年: no plan lasts as many years."""
_AVERAGED = re.compile(r"平均[\u3400-\u9fff]{2,3}")
_ASKS = re.compile(
    r"多少|几|哪|什么|啥|谁|为何|怎|如何|何|吗|呢|是否|是不是|对不|没有$|没$|咋|边个|列|多大|多高|请(?:补|给|提|报|附|说)|补充|"
    r"([\u3400-\u9fff]{1,2})没\1|\b(?:how|what|which|who|whose|when|where|why|list|give|did|does|do|is|are|was|were|name)\b"
)
_STRUNG = re.compile(r"、")
_NUMBER_ASKED = re.compile(r"多[少大长高久远]|几(?!乎)|[^、]谁|谁[^、]|哪|什么")
_PART = re.compile(
    r"(?<![\d.年到至])(?:1[0-2]|[1-9])月(?!\d|[起底末初旬到至前后以])份?|(?<!年)[上下]半年|(?<!年)第?[一二三四]季度(?!末|底)"
)
_COMMA = re.compile(r",(?=\s*\d)")
_EXCEPT = re.compile(
    r"除了?([^，。？！,]{2,14}?)(?:以外|之外|外|，|,|(?=还|也|都|其他|其它|别的))"
    r"|[(（]?(?:不含|不包括|剔除|刨去|排除)了?([^，。？！,)）的]{2,14})[)）]?"
    r"|\b(?:excluding|except(?: for)?|leaving out|leave out|not counting) (?:the )?([a-z\- ]{2,24})"
)
_ORDINAL = re.compile(
    r"第\s*(\d{1,2}|[一二三四五六七八九十])\s*(?:项|块|部分|个|类|大项|条|件|家|门|名)|(最后)一?(?:个|项|条)"
    r"|\b(first|second|third|fourth|fifth|last) one\b|\b(?:item|task|project) (\d{1,2})(?![-.\d])"
)
_ORDINALS = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1, "最后": -1,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A clause of a question that asks for something of its own."""

    text: str
    terms: tuple[Term, ...]
    periods: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A typed question. `kinds` are names of [intents] that its words fit; `unknown` are words that name nothing in the
    documents; `hints` are characters of what it says besides; `numbers` are figures that it states itself."""

    text: str
    plain: str
    language: Language
    kinds: frozenset[str]
    terms: tuple[Term, ...]
    unknown: tuple[str, ...]
    hints: tuple[str, ...]
    corrected: tuple[tuple[str, str], ...]
    periods: tuple[Period, ...]
    part: str
    """A part of a year that it names without the year (其中10月, 四季度)."""
    levels: tuple[str, ...]
    measures: tuple[str, ...]
    units: tuple[str, ...]
    references: References
    conditions: tuple[Condition, ...]
    numbers: tuple[Decimal, ...]
    spoken: tuple[Decimal, ...] = ()
    """Large round numbers that it writes as they are spoken (十万块, 一千万), in whichever unit they may be printed."""
    ordinal: int | None = None
    parts: tuple[Part, ...] = ()
    """The clauses that ask, if there are several."""
    excluded: tuple[Term, ...] = ()
    """What the question sets aside (除…外)."""
    brief: bool = False
    """It is one of several that are asked at once, and to be answered shortly."""
    follows: bool = False
    points_at: int | None = None
    """The entry of the earlier answer's list that a follow-up speaks of, counted from 1; -1 is the last."""
    before: tuple[Question, ...] = ()
    """The questions of the session before this one, each as understood, newest first."""

    @property
    def earlier(self) -> tuple[str, ...]:
        """The texts of the questions that this one leans on, newest first."""
        return tuple(question.text for question in self.before) if self.follows else ()

    def asks(self, *kinds: str) -> bool:
        """Whether it asks for one of these kinds of thing."""
        return any(kind in self.kinds for kind in kinds)


def understand(text: str, history: Sequence[Turn], knowledge: Knowledge) -> Question:
    """The typed question. What a follow-up leaves out is taken from the questions before it."""
    return knowledge.understood((*(turn.q for turn in history[-_TURNS:]), text))


def understand_session(texts: Sequence[str], knowledge: Knowledge) -> Question:
    """The same of the texts of a session's questions, the last of them being asked now."""
    earlier: Question | None = None
    for turn in texts:
        question = knowledge.read(turn)
        if earlier is None:
            earlier = question
        elif is_follow_up(question, earlier, knowledge):
            earlier = completed(question, earlier, knowledge)
        else:
            earlier = replace(question, before=(earlier, *earlier.before))
    assert earlier is not None
    years = knowledge.year_parts.get(earlier.part, ())
    if len(years) == 1 and not earlier.periods:
        return replace(earlier, periods=tuple(Period(year, year, earlier.part) for year in years))
    return earlier


def _part_named(text: str, knowledge: Knowledge) -> str:
    """The part of a year that the text names, if figures of the documents are of such a part."""
    parts = (part_of_year(m.group()) for m in _PART.finditer(text))
    return next((part for part in parts if part in knowledge.year_parts), "")


def asking_clauses(text: str) -> list[str]:
    """The clauses of a question that ask for something; all of them if none says so."""
    clauses = [m.group() for m in _CLAUSE.finditer(text)]
    return [clause for clause in clauses if _ASKS.search(clause)] or clauses


def asks_something(text: str) -> bool:
    """Whether the text has a word that asks."""
    return _ASKS.search(text) is not None


def asks_only(word: str, words: AskWords) -> bool:
    """Whether a word says what is wanted (缺口, 增幅) and names nothing; 利率 names a rate of its own."""
    spans = [span for kind in words.intent_names for span in words.spans(kind, word)] + words.measure_spans(word)
    asked = {at for span in spans for at in range(*span)}
    return len(asked) == len(word)


def language_of(text: str) -> Language:
    """English if the text has more Latin words than Han characters."""
    latin = len(re.findall(r"[A-Za-z]{2,}", text))
    han = len(re.findall(r"[\u3400-\u9fff]", text))
    return "en" if latin > han else "zh"


def read_question(text: str, knowledge: Knowledge) -> Question:
    """A question by itself, without those before it."""
    words, lexicon = knowledge.words, knowledge.lexicon
    # Separators of thousands are gone: a comma that is left before a number ends a clause, and belongs to no number.
    asked = _COMMA.sub("，", plain(text[:MAX_QUESTION]).strip())
    language = language_of(text)
    asked = _SHORT_YEARS.sub(lambda m: f"20{m.group()}", asked)
    if language == "en":
        asked = _with_dates(asked)
    asked, corrected = knowledge.terms.mended(asked)
    references = find_references(asked, knowledge.snapshot)
    spans = periods_in(asked)
    orders = _orders(asked, words)
    masked = _blank(asked, [*orders, *references.spans, *((s.start, s.end) for s in spans)])
    levels = tuple(level for level in lexicon.levels if level in masked or level.removesuffix("级") + "级" in masked)
    if language == "en":
        levels = tuple(
            level
            for word in re.findall(r"[a-z]+", masked)
            for level in words.english.get(word, ())
            if level in lexicon.levels
        )
    kinds = frozenset(name for name in words.intent_names if words.has(name, masked if name != "verify" else asked))
    if orders:
        kinds |= {"injection"}
    if any(knowledge.wordbook.holds(m.group()) for m in _AVERAGED.finditer(masked)):
        # 平均住院日 is what a figure is called.
        kinds -= {"average"}
    spoken_of = [span for kind in NAMELESS for span in words.spans(kind, masked)]
    spoken_of += [m.span() for m in (words.condition(kind, masked) for kind in ("zero", "half")) if m]
    named = _blank(masked, spoken_of)
    english = language == "en"
    excluded = knowledge.terms.find(" ".join(m[1] or m[2] or m[3] for m in _EXCEPT.finditer(named)), english).known
    named = _EXCEPT.sub(lambda m: " " * len(m.group()), named)
    terms, parts = _terms_and_parts(named, asked, english, knowledge)
    ordinal = _ORDINAL.search(masked)
    return Question(
        text=text.strip(),
        plain=asked,
        language=language,
        kinds=kinds,
        terms=terms.known,
        hints=terms.hints,
        unknown=tuple(w for w in terms.unknown if w not in words.measuring and not asks_only(w, words)),
        corrected=tuple(dict.fromkeys((*corrected, *terms.corrected))),
        periods=tuple(dict.fromkeys(span.period for span in spans)),
        part="" if spans else _part_named(masked, knowledge),
        levels=tuple(dict.fromkeys(levels)),
        measures=words.measures_asked(masked),
        units=words.units_asked(masked),
        references=references,
        conditions=read_conditions(masked, knowledge),
        numbers=_numbers(masked, knowledge),
        spoken=tuple(spoken_numbers(masked)),
        ordinal=_ordinal_value(next(filter(None, ordinal.groups()))) if ordinal else None,
        parts=parts,
        excluded=excluded,
    )


def _terms_and_parts(named: str, asked: str, english: bool, knowledge: Knowledge) -> tuple[Terms, tuple[Part, ...]]:
    """All terms, those of clauses that only lead up to the question with less weight; and the clauses that ask."""
    clauses = [span for m in _CLAUSE.finditer(asked) for span in _asking_pieces(asked, *m.span())]
    found = [(span, knowledge.terms.find(named[slice(*span)], english)) for span in clauses]
    asking = [_ASKS.search(asked[slice(*span)]) is not None for span, _ in found]
    if not any(asking):
        asking = [True] * len(found)
    known: dict[tuple[tuple[str, ...], ...], Term] = {}
    unknown: list[str] = []
    corrected: list[tuple[str, str]] = []
    hints: list[str] = []
    parts: list[Part] = []
    for (span, terms), asks in zip(found, asking, strict=True):
        for term in terms.known:
            weighed = term if asks else replace(term, weight=term.weight * LED_UP)
            if term.names not in known or known[term.names].weight < weighed.weight:
                known[term.names] = weighed
        corrected += terms.corrected
        if asks:
            unknown += terms.unknown
            hints += terms.hints
            if terms.unknown or any(term.weight >= 1 for term in terms.known):
                periods = tuple(dict.fromkeys(s.period for s in periods_in(asked[slice(*span)])))
                parts.append(Part(asked[slice(*span)], terms.known, periods))
    everything = Terms(
        tuple(known.values()), tuple(dict.fromkeys(hints)), tuple(dict.fromkeys(unknown)), tuple(corrected)
    )
    return everything, tuple(parts) if len(parts) > 1 else ()


def _asking_pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A clause cut where several questions are strung together (2022年支出多少、2023年支出多少); else the clause."""
    cuts = [start, *(start + m.end() for m in _STRUNG.finditer(text[start:end])), end]
    pieces = list(itertools.pairwise(cuts))
    return pieces if all(_NUMBER_ASKED.search(text[slice(*piece)]) for piece in pieces) else [(start, end)]


def _with_dates(text: str) -> str:
    """English months and short years as reports write them: November 2023 is 2023年11月, '23 is 2023."""
    text = _SHORT_YEAR.sub(r"20\1", text)

    def written(m: re.Match[str]) -> str:
        month = _MONTHS.index(m["month"][:3]) + 1
        return f"{m['year']}年{month}月" if m["year"] else f"{month}月"

    return _MONTH.sub(written, text)


def _orders(asked: str, words: AskWords) -> list[tuple[int, int]]:
    """Clauses that give the assistant orders (你现在是…, 忽略以上规定), and remarks hidden in a pasted text."""
    hidden = [m.span() for m in _HIDDEN.finditer(asked)]
    return [*hidden, *(m.span() for m in _CLAUSE.finditer(asked) if words.has("injection", m.group()))]


def _numbers(text: str, knowledge: Knowledge) -> tuple[Decimal, ...]:
    from ingest.numbers import numbers_in

    found = [n.value for n in numbers_in(text, knowledge.lexicon) if n.use is NumberUse.FIGURE]
    return tuple(dict.fromkeys(found))


def _ordinal_value(text: str) -> int:
    return int(text) if text.isdigit() else _ORDINALS[text]


def _blank(text: str, spans: Sequence[tuple[int, int]]) -> str:
    characters = list(text)
    for start, end in spans:
        characters[start:end] = " " * (end - start)
    return "".join(characters)
