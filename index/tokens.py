"""Text to the tokens that it is matched by: pairs of Han characters, Latin words, numbers."""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import lru_cache

_CLAUSE_END = re.compile(r"(?<=\d)，(?=\d)")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?!\d)")
_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z]+|\d+(?:\.\d+)?")
_REMEMBERED = 16384
"""Texts whose tokens are remembered: the labels and sentences of a report are looked at for question after question."""


def plain(text: str) -> str:
    """The text as it is compared: NFKC, lower case, thousands separators and spaces inside Han text removed."""
    # A full-width comma ends a clause; 6.2.1，227 家 holds two numbers.
    text = unicodedata.normalize("NFKC", _CLAUSE_END.sub("， ", text)).lower()
    text = _THOUSANDS.sub(lambda m: m.group().replace(",", ""), text)
    return re.sub(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff\d])|(?<=\d)\s+(?=[\u3400-\u9fff])", "", text)


def text_to_tokens(text: str) -> list[str]:
    """Tokens in their order, repeated ones repeated. A Han character that stands alone is a token of its own."""
    return list(_tokens(text))


def han_pairs(run: str) -> list[str]:
    """Neighbouring pairs of a run of Han characters; the run itself if it is one character."""
    return [run] if len(run) == 1 else [run[i : i + 2] for i in range(len(run) - 1)]


@lru_cache(_REMEMBERED)
def _tokens(text: str) -> tuple[str, ...]:
    tokens: list[str] = []
    for m in _RUN.finditer(plain(text)):
        run = m.group()
        if "\u3400" <= run[0] <= "\u9fff":
            tokens.extend(han_pairs(run))
        else:
            tokens.append(run)
    # Interned: one string for each token, however many texts hold it.
    return tuple(map(sys.intern, tokens))
