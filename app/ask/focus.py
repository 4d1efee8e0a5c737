"""What exactly a question wants to know: the names right at its question word, whose they are, in which unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.ask.details import is_detail
from app.ask.knowledge import Knowledge
from app.ask.question import Question, asks_only
from app.ask.vocabulary import AskWords
from index.lexical import text_to_tagged_words, text_to_words
from index.matching import Term

PLAIN_UNITS = ("个", "项", "")
"""Units that stand for any other that things are counted in."""
AWAY = 3
"""Characters between what is asked for and the question word."""
_MEASURE_WORD = (
    "个|名|位|项|所|家|间|门|种|条|人|次|场|件|部|本|篇|台|套|座|支|例|张|亩|册|栋|辆|万|元|钱|分|期|份|笔|批|处|幅"
)
_BEFORE = re.compile(
    r"(?P<word>[\u3400-\u9fffa-z]{2,10}?)(?:各|又|到底|究竟|分别|现在|一共|总共|大概|实际|具体|都|还|才|就|约|大约)*"
    r"(?:是|有|为|占|得|了|的)*(?:多少|(?<!哪)几(?![时号月年天])|多大|多高|几多|好多)"
)
_AFTER = re.compile(rf"(?:多少|(?<!哪)几|几多|好多)\s*(?:{_MEASURE_WORD})?(?P<word>[\u3400-\u9fff]{{2,6}})")
_ONE_COUNTED = re.compile(
    rf"(?:多少|(?<!哪)几|几多|好多)\s*(?:{_MEASURE_WORD})(?P<thing>[\u3400-\u9fff])(?=$|[，。？?！,；; 了呢啊吗])"
)
_OWNER = re.compile(
    r"(?P<owner>[\u3400-\u9fff]{2,12})的(?:[\u3400-\u9fff]{2,10}?)(?:现在|分别|各)?(?:是|有|为|占)?(?:多少|几|多大|多高)|"
    r"([\u3400-\u9fff]{2,12})(?:分别|各自?)(?:有|是)(?:多少|几)"
)
_COUNTED = re.compile(
    r"(?:多少|几|几多|好多)\s*(?P<unit>名|位|所|家|间|门|种|场|件|部|本|篇|台|套|座|支|例|张|亩|册|栋|辆|期)"
)
_ALIKE = ("名位人", "所家间个", "场次期", "本部册", "支个", "例人")
_ENGLISH = re.compile(
    r"how (?:many|much) ([a-z\- ]+?)(?= (?:are|is|was|were|did|does|do|has|have|had|in|of|for|from|at|on)\b|[?,.]|$)|"
    r"what (?:is|was|are|were) (?:the|our|its|(?:the |our )?[a-z]+'s) ([a-z\- ]+?)(?= (?:of|for|in|at|on|to)\b|[?,.]|$)"
)
_LISTED_EN = re.compile(
    r"\b(?:list|give|show|tell|name|provide|send)(?: (?:me|us|out))?(?: (?:all|each))?(?: of)? "
    r"(?:the |their |its |our )?(?P<what>[a-z\-]+(?: [a-z\-]+)?) (?:of|for|paid|earned|owned|in|by)\b"
)
_WHAT = re.compile(
    r"哪(?:一)?(?:个|种|款|类)(?P<kind>[\u3400-\u9fff]{2,4})|(?:什么|啥|哪些|哪几个|哪种)(?:样的)?(?P<word>[\u3400-\u9fff]{2,4})|(?P<word2>[\u3400-\u9fff]{2,4})"
    r"(?=(?:是|有|叫)(?:什么|啥|哪些|哪家|哪几家|哪个(?:单位|公司|企业)|谁(?!负责)))"
)
_PRICED = ("费", "价", "薪", "工资", "预算", "投资", "造价", "罚款")
"""What the name of a sum of money ends with."""
_NAMING = ("n", "vn", "j", "i", "l")
_PROPER = ("ns", "nt", "nz", "nr", "nrt", "j")
DEEDS = tuple("来去了到出着过里中上内外下前后时")
"""What the name of something does not end with."""
_NUMERALS = "一二三四五六七八九十两几"
"""五行, 五大: a number and what it counts, and no word."""
_MEASURED = tuple("率比数额值量费价薪")
"""What the name of something measured ends with, whatever the dictionary makes of it."""


@dataclass(frozen=True, slots=True)
class Focus:
    """The terms that stand right at the question word; `unknown` is one of them that the documents do not have."""

    terms: tuple[Term, ...]
    unknown: str = ""


def question_focus(question: Question, words: AskWords) -> Focus:
    """What the question's numbers are wanted of; empty for questions that want no number."""
    before = [m["word"] for m in _BEFORE.finditer(question.plain)]
    after = [m["word"] for m in _AFTER.finditer(question.plain)]
    # How many courses ran: the last of several words may be what they did.
    english = [
        (words[:-1] or words) if m[1] else words
        for m in _ENGLISH.finditer(question.plain)
        for words in [(m[1] or m[2]).split()]
    ]
    names = [t for t in question.terms if t.weight >= 1 and t.text and is_naming(t.text)]
    if question.measures:
        # 实际到了多少 asks for what came in: 实际 names nothing.
        names = [t for t in names if t.text not in words.measuring]
    counted = [t for t in names if any(word.startswith(t.text) for word in after)]
    measured = [t for word in before for t in _last_of(word, names)]
    # 死亡几例: what is done may be what is counted.
    measured += [
        t
        for t in question.terms
        if len(t.text) > 1 and t not in names and t.weight >= 1 and not asks_only(t.text, words)
        if any(w.endswith(t.text) for w in before)
    ]
    unknown = next(
        (
            word
            for word in question.unknown
            if (is_naming(word) or (not word.endswith(DEEDS) and any(w.endswith(word) for w in before)))
            and not is_detail(word, words)
            and (
                any(word in w[-len(word) - 5 :] for w in before)
                or any(w.startswith(word) for w in after)
                or (f"{word}的" in question.plain and (len(word) > 2 or is_proper(word)))
                or any(word in asked for asked in english)
            )
        ),
        "",
    )
    return Focus(tuple(dict.fromkeys(counted or measured)), unknown)


def counted_character(question: Question, words: AskWords) -> tuple[str, ...]:
    """What is counted, if it is called by one character (几张床), and whatever else that is called by; empty if it is
    called by more, or if persons or money are counted."""
    m = _ONE_COUNTED.search(question.plain)
    if m is None or words.units_asked(m.group()) or m["thing"] in words.idle_words:
        return ()
    return (m["thing"], *words.same_of.get(m["thing"], ()))


def wants_unknown(question: Question, words: AskWords) -> bool:
    """Whether what stands right at 什么 or 哪些 names something that the documents do not have (网址是什么)."""
    listed = _LISTED_EN.search(question.plain) if question.language == "en" else None
    if listed is not None and set(listed["what"].split()) <= {*question.unknown, *words.idle_words}:
        # List the salaries of the directors: that there are directors does not answer it.
        return any(word in question.unknown for word in listed["what"].split())
    asked = [m.groupdict() for m in _WHAT.finditer(question.plain)]
    heads = [word for m in asked for word in (m["word"], m["word2"]) if word]
    kinds = [m["kind"] for m in asked if m["kind"]]
    return any(
        is_naming(u)
        and not is_detail(u, words)
        and (any(w.startswith(u) or w.endswith(u) for w in heads) or any(w.startswith(u) for w in kinds))
        for u in question.unknown
    )


def english_heads(text: str) -> list[str]:
    """What an English question says that it wants: length of stay, in what was the length of stay in …."""
    return [m[1] or m[2] for m in _ENGLISH.finditer(text)]


def absent_names(question: Question, knowledge: Knowledge) -> list[str]:
    """Things that the question names and the documents have under no name: words of the language, short for nothing."""
    words = knowledge.words
    if question.language == "en":
        return [
            word
            for word in question.unknown
            if re.search(rf"\b(?:an?|the|our|of|in|at|per|each|any) {re.escape(word)}\b", question.plain)
        ]
    return [
        word
        for word in question.unknown
        if word not in words.measuring
        and word not in words.idle_words
        and not is_detail(word, words)
        and text_to_words(word) == [word]
        and word[0] not in _NUMERALS
        and (is_naming(word) or text_to_tagged_words(word)[0][1] == "t")
        and not knowledge.wordbook.abbreviated(word)
    ]


def owners_of(question: Question) -> list[Term]:
    """Whose number is wanted: 急诊科医生 in 急诊科医生的平均收入是多少."""
    words = [owner for m in _OWNER.finditer(question.plain) for owner in m.groups() if owner]
    return [t for t in question.terms if t.weight >= 1 and is_naming(t.text) and any(t.text in word for word in words)]


def units_wanted(question: Question, knowledge: Knowledge) -> tuple[str, ...]:
    """The units of which one must be that of the answer; empty if it does not matter."""
    units = knowledge.words.units_asked(question.plain)
    counted = _COUNTED.search(question.plain)
    if (
        not units
        and counted is None
        and any(t.text.endswith(_PRICED) for t in question_focus(question, knowledge.words).terms)
    ):
        return ("元",)
    if units or counted is None:
        return units
    unit = counted["unit"]
    return tuple(dict.fromkeys((unit, *(u for group in _ALIKE if unit in group for u in group), *PLAIN_UNITS)))


def is_naming(text: str) -> bool:
    """Whether a word can be the name of something that is counted or measured."""
    if len(text) < 2 or text.endswith(DEEDS):
        return False
    if text.isascii():
        return True
    tagged = text_to_tagged_words(text)
    return text.endswith(_MEASURED) or (bool(tagged) and tagged[-1][1].startswith(_NAMING))


def is_proper(text: str) -> bool:
    """Whether a word is the name of a place, a body or a person."""
    return len(text) > 1 and any(tag in _PROPER for _, tag in text_to_tagged_words(text))


def is_body(text: str) -> bool:
    """Whether a word is the name of a place or a body."""
    if len(text) < 2 or text.endswith((*_MEASURED, "度")):
        return False
    return any(tag in ("ns", "nt") for _, tag in text_to_tagged_words(text))


def is_shortened(text: str) -> bool:
    """Whether a word is a short form or a name of the trade, and of no place, body or person."""
    tags = {tag for _, tag in text_to_tagged_words(text)} & set(_PROPER)
    return bool(tags) and tags <= {"j", "nz"}


def _last_of(word: str, terms: Sequence[Term]) -> list[Term]:
    """The terms that end nearest to the question word: of 博士教师工资 only 工资 is what is asked for."""
    ends = [(word.rfind(t.text) + len(t.text) if t.text in word else len(word) * (word in t.text), t) for t in terms]
    last = max((end for end, _ in ends), default=0)
    return [t for end, t in ends if end == last > 0 and end >= len(word) - AWAY]
