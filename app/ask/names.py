"""The documents' own short names (卒中, 上转, 三四级) in a question, where the dictionary cuts them apart or takes them
for something else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from app.ask.vocabulary import AskWords
from index.lexical import text_to_tagged_words, text_to_words
from index.snapshot import Snapshot

LONGEST = 6
_HAN = re.compile(r"[\u3400-\u9fff]+")
_ASIDE = re.compile(r"[（(][^（）()]*[)）]|其中|[“”\"《》]|\d+\s*[年月日]")
_COUNTING = re.compile(r"[\d几多少两这那哪各每一二三四五六七八九十]$")
COUNTERS = "个名位项所家间门种条人次场件部本篇台套座支例张期份笔批处分"
"""Words for pieces. Three characters of 几个人 are a number and what it counts, and not 个人."""
_NUMERAL = re.compile(r"[零〇一二三四五六七八九十百千万亿两几半数第余]|多|若干|大量")
_NAMING = ("n", "vn", "j", "i", "l")
_OTHER = ("f", "r", "d", "p", "c", "q", "t", "u", "y")
"""Tags of words that name nothing and begin no name."""


def snapshot_to_names(snapshot: Snapshot, words: AskWords) -> frozenset[str]:
    """What rows, columns and figures of sentences are called, in two to six Han characters, and the dictionary's nouns
    in these names; none that are words of questions in general."""
    labels = {
        label
        for statement in snapshot.figures
        for label in (
            *statement.figure.subject[-1:],
            *statement.figure.place.row[-1:],
            *statement.figure.place.column[-1:],
        )
    }
    found = {name for label in labels for run in _HAN.findall(_ASIDE.sub(" ", label)) for name in _names_in(run)}
    return frozenset(name for name in found if not _is_general(name, words))


def names_between(text: str, taken: Iterable[tuple[int, int]], names: frozenset[str]) -> list[tuple[int, str]]:
    """Names that stand in the text where nothing is `taken`, the longest first at each place, with their places."""
    free = [True] * len(text)
    for start, end in taken:
        free[start:end] = [False] * (end - start)
    found: list[tuple[int, str]] = []
    at = 0
    while at < len(text):
        sizes = range(min(LONGEST, len(text) - at), 1, -1)
        name = next((text[at : at + n] for n in sizes if all(free[at : at + n]) and text[at : at + n] in names), "")
        if name and not (_COUNTING.search(text[:at]) and name[0] in COUNTERS):
            found.append((at, name))
        at += len(name) or 1
    return found


def _names_in(run: str) -> Iterator[str]:
    tagged = text_to_tagged_words(run)
    # 以上 names nothing, 上转 does.
    if 2 <= len(run) <= LONGEST and not tagged[0][1].startswith(_OTHER[len(tagged) > 1 :]):
        yield run
    words = text_to_words(run)
    yield from (w for w in words if len(w) > 1 and _is_noun(w))
    head = words[-1]
    rest = run.removesuffix(head)
    if len(head) > 1 and 2 <= len(rest) < LONGEST and (words[:-1] != [rest] or _is_noun(rest)):
        # 卒中 of 卒中中心; 到期 of 到期任务 is no name.
        yield rest


def _is_noun(word: str) -> bool:
    """Whether a word of the dictionary names something; 少儿 and the like are taken for numerals there."""
    tag = text_to_tagged_words(word)[0][1]
    return tag.startswith(_NAMING) or (tag == "m" and not _NUMERAL.search(word))


def _is_general(name: str, words: AskWords) -> bool:
    general = (words.idle_words, words.task_words, words.sum_words, words.operation_words, words.measuring)
    if any(name in group for group in general) or all(character in words.idle_words for character in name):
        return True
    return any(words.is_all(kind, name) for kind in words.intent_names) or (0, len(name)) in words.measure_spans(name)
