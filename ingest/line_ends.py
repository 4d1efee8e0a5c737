"""What a line end or page end parts: whether it ends a paragraph, and how the two sides are joined if it does not.

Widths are in em, the height of the letters: a Chinese character is one em wide, a Latin letter about half.
"""

from __future__ import annotations

import re

from ingest.marks import is_bare_mark

_NO_START = frozenset("，。、；：！？）》〉」』】〕］｝％‰℃,.;:!?)]}%…—·/")
_NO_END = frozenset("（《〈「『【〔［｛([{")
_QUOTES = frozenset("“”‘’")
_SPACED = re.compile(r"[\u2e80-\uffef] [!-~]|[!-~] [\u2e80-\uffef]")
_UNSPACED = re.compile(r"[\u3400-\u9fff][0-9A-Za-z]|[0-9A-Za-z%][\u3400-\u9fff]")
SPACE = 0.25
"""Width of a space, and of the gap that typesetting leaves between Chinese and Latin letters."""


def fits(room: float, before: str, after: str) -> bool:
    """Whether the beginning of `after` that no line end may part would have fitted behind `before`."""
    return unit_width(after[: first_unit(after)]) + mixed_gap(before, after) <= room


def first_unit(text: str) -> int:
    """How many characters must stand together at the start of `text`: a word, or a character with its punctuation.

    Quotation marks hold on to what stands before and after them, closing punctuation to Latin letters after it.
    """
    held = True
    for index, letter in enumerate(text):
        before = text[index - 1] if index else ""
        if letter in _NO_START or letter in _QUOTES:
            held = held or letter in _QUOTES
        elif not held and not (_is_latin(letter) and (_is_latin(before) or before in _NO_START)):
            return index
        else:
            held = letter in _NO_END
    return len(text)


def unit_width(text: str) -> float:
    """Width of `text` as most faces print it."""
    return sum(_letter_width(letter) for letter in text)


def mixed_gap(before: str, after: str) -> float:
    """The gap that typesetting leaves between Chinese and Latin letters that stand side by side."""
    if not before or not after:
        return 0.0
    last, first = before[-1], after[0]
    return (
        SPACE
        if (_is_word(last) and "\u3400" <= first <= "\u9fff") or ("\u3400" <= last <= "\u9fff" and _is_word(first))
        else 0.0
    )


def joint(before: str, after: str, room: float, capacity: float, spaced: bool) -> str:
    """What stands between two lines of one paragraph: a space or nothing.

    A space that is printed at the end of `before` stays and nothing is added. Two Latin words get one, unless the word
    is longer than a line (`capacity`). Between Chinese and Latin letters a line that is full to its edge may have lost
    its space: there the paragraph's own habit (`spaced`) decides. A mark alone in its line (2.) is parted from its
    title. Digits are never parted from digits.
    """
    if not before or not after or before[-1].isspace() or after[0].isspace():
        return ""
    last, first = before[-1], after[0]
    if last.isascii() and last.isalpha() and first.isascii() and first.isalpha():
        word = before.rsplit(None, 1)[-1] + after.split(None, 1)[0]
        return "" if unit_width(word) > capacity else " "
    if is_bare_mark(before) and first >= "\u3400" and len(after) > 1:
        return " "
    return " " if mixed_gap(before, after) and spaced and room < SPACE + 0.02 else ""


def writes_spaces(text: str) -> bool:
    """Whether the text mostly puts a space between Chinese and Latin letters."""
    return len(_SPACED.findall(text)) > len(_UNSPACED.findall(text))


def _is_latin(letter: str) -> bool:
    return "!" <= letter < "\u2000"


def _is_word(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()


def _letter_width(letter: str) -> float:
    if letter >= "\u2000":
        return 1.0
    if letter.isdigit():
        return 0.55
    if letter.isupper():
        return 0.66
    return 0.9 if letter in "%@mw" else 0.5 if letter.isalpha() else SPACE if letter == " " else 0.35
