"""What a figure of a sentence measures (target, actual, rate …), from the deed and the noun at it and its unit."""

from __future__ import annotations

import re

from ingest.lexicon import Lexicon
from ingest.numbers import Number
from ingest.phrases import Phrase, only_words

RATIO = ("%", "‰")
POINTS = ("个百分点", "百分点", "倍")
MONEY = ("budget", "received", "spent")
_RATES = {"actual": "rate", "received": "received_rate", "spent": "spent_rate", "budget": ""}
"""What a deed says of a ratio: 完成 95% is a rate of completion."""
OF_RATIOS = ("rate", "received_rate", "spent_rate", "budget_rate", "share")
_INSIDE = ("rate", "received_rate", "spent_rate", "satisfaction")
"""Measures that a ratio may also name in the middle of its words (完成率甲项目为 97%)."""
_WHOLE_THINGS = ("target", "actual", "score", "satisfaction", "baseline")


def measure_of_figure(number: Number, phrase: Phrase, words: str, said_of: str, before: str, lexicon: Lexicon) -> str:
    """`words` are what is counted, `said_of` what is said of it behind the unit, `before` what the clauses before set.

    A measure that the unit cannot have (a rate in people, spending in pieces) is none.
    """
    money = number.unit in (*lexicon.units.money, "万", "亿")
    measure = lexicon.measure_of_verb(phrase.deed) if phrase.deed else ""
    if measure in MONEY and number.unit not in RATIO and not money:
        measure = ""
    measure = measure or lexicon.measure_of_noun(words)
    if words.startswith("实际") and words[2:].startswith(lexicon.clauses.doing_kept):
        measure = "actual"
    if measure in ("target", "actual") and beside_plan(words + said_of, lexicon):
        measure = ""
    if not measure or measure == "target":
        measure = lexicon.measure_of_verb(re.split("[的了]", said_of)[0]) or measure
    if number.unit == "分" and not measure:
        measure = "satisfaction" if "满意度" in words + before else "score"
    if number.unit in RATIO:
        if not measure:
            inside = lexicon.measure_of_phrase(phrase.noun)
            measure = inside if inside in _INSIDE else ""
        return _RATES.get(measure, measure)
    if measure in OF_RATIOS and number.unit:
        return "spent" if measure == "spent_rate" and money else ""
    return "" if measure in MONEY and number.unit and not money else measure


def names_only_measure(words: str, measure: str, lexicon: Lexicon) -> bool:
    """Whether the words only name a measure (中期完成率), not what it is of."""
    known = lexicon.measures.get(measure)
    if known is None or measure in _WHOLE_THINGS:
        return False
    return only_words(words, (*known.phrases, *known.verbs, *lexicon.clauses.stages))


def beside_plan(words: str, lexicon: Lexicon) -> bool:
    """Whether words speak of what is left of a plan, or of how it was met, rather than of the plan."""
    return any(word in words for word in lexicon.clauses.beside_plan)
