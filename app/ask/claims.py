"""A change that the question itself states: from one number to another, by so much."""

from __future__ import annotations

import re
from decimal import Decimal

from app.ask.question import Question
from app.ask.writing import Writing, decimal_text

_FROM_TO = re.compile(
    r"(?:从|由|自|\bfrom)\s*(?P<first>\d+(?:\.\d+)?)(?P<unit>[^\d，。？,]{0,4}?)[^\d，。？,]{0,6}?"
    r"(?:到|至|为|成|\bto\b)[^\d，。？,]{0,3}?(?P<last>\d+(?:\.\d+)?)"
)


def check_change(question: Question, writing: Writing) -> bool:
    """Whether the stated change is what lies between the stated ends; False if the question states no such three."""
    text = question.plain.replace(",", "")
    m = _FROM_TO.search(text)
    if m is None:
        return False
    first, last = Decimal(m["first"]), Decimal(m["last"])
    stated = [n for n in question.numbers if n not in (first, last) and n > 0]
    if len(stated) != 1:
        return False
    high, low = max(first, last), min(first, last)
    formula = f"{decimal_text(high)} − {decimal_text(low)} = {decimal_text(high - low)}"
    unit = writing.text("points") if f"{decimal_text(first)}%" in text or f"{m['first']}%" in text else ""
    key = "check.holds" if high - low == stated[0] else "check.fails"
    said = f"{decimal_text(stated[0])}{unit and ' '}{unit}"
    writing.say(key, formula=formula, stated=said, result=writing.computed(high - low, unit, formula))
    return True
