"""Where parts of a whole stand: 已完成 33 项, 进行中 4 项, 未启动 1 项; 没有完成的任务 5 项; 任务还剩 30 项."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ingest.clauses import HIDDEN, quotes_hidden
from ingest.lexicon import Lexicon
from ingest.phrases import plain


def state_at(left: str, right: str, lexicon: Lexicon) -> str:
    """The status that stands at a number instead of a noun (进行中 4 项; 5 项超额; 基本完成 4 个), else empty."""
    words = _words(lexicon)
    before = words.links.sub("", words.counting.sub("", plain(words.counting.sub("", left.rstrip()), lexicon)))
    if words.state.fullmatch(before):
        return before
    after = re.match(r"[^，。；：、（(]*", right.replace(HIDDEN, ""))
    behind = plain(after.group(), lexicon) if after else ""
    return behind if not before and words.band.fullmatch(behind) else ""


def undone_name(left: str, lexicon: Lexicon) -> str:
    """没有完成的任务 where it ends the words before a number: a name of what was not done, no count of what was."""
    found = _words(lexicon).undone.search(quotes_hidden(left))
    return plain(left[found.start() : found.end()], lexicon) if found else ""


def left_over(left: str, noun: str, lexicon: Lexicon) -> str:
    """What is left of a plan (任务还剩, 尚有任务), if the words before a number say so, else empty."""
    shape = quotes_hidden(left).replace(HIDDEN, "")
    for word in lexicon.clauses.left_over:
        _, found, behind = shape.rpartition(word)
        behind = behind.strip(" 约近")
        if found and behind in ("", noun):
            return f"{word}{noun}" if behind else f"{noun}{word}"
    return ""


def rank_at(left: str, lexicon: Lexicon) -> re.Match[str] | None:
    """The words of a rank that end right before a number (居全省第)."""
    return re.search(rf"(?:{_either(lexicon.clauses.ranked)})[^，。；]{{0,14}}第[\0\s]*$", quotes_hidden(left))


def former_thing(words: str, behind: str, lexicon: Lexicon) -> str:
    """What was so before, of words before a number (原合作专业两个，现减为 1 个), if the sentence tells how it is now;
    else empty."""
    now = re.search(rf"[，；]\s*(?:{_either(lexicon.clauses.by_now)})", quotes_hidden(behind))
    before = lexicon.clauses.formerly
    if now is None or not (words.startswith(before) or words.endswith(before)):
        return ""
    begin = next((word for word in before if words.startswith(word)), "")
    end = next((word for word in before if words.endswith(word)), "")
    return words.removeprefix(begin).removesuffix(end)


@dataclass(frozen=True, slots=True)
class _Words:
    state: re.Pattern[str]
    band: re.Pattern[str]
    counting: re.Pattern[str]
    links: re.Pattern[str]
    undone: re.Pattern[str]


def _words(lexicon: Lexicon) -> _Words:
    words = lexicon.status_words
    return _compiled(lexicon.status_terms, lexicon.met, words.negations, words.bands)


@lru_cache(maxsize=4)
def _compiled(
    statuses: tuple[str, ...], met: tuple[str, ...], negations: tuple[str, ...], bands: tuple[str, ...]
) -> _Words:
    return _Words(
        state=re.compile(rf"(?:已|均已|全部)?(?:{_either({*statuses} - set(met))})"),
        band=re.compile(rf"(?:已|均已|全部)?(?:{_either({*statuses, *bands} - set(met))})"),
        counting=re.compile(r"的?(?:有|为|共|计|约|各|[:：])*$"),
        links=re.compile(r"^(?:其中|另有|另外|另|还有|尚有|尚|已有)*"),
        undone=re.compile(
            rf"(?:{_either(negations)})(?:能|如期|按期|按时|全部)*(?:{_either(met)})的[^，。；：的]{{1,12}}?(?=共?有?为?\s*$)"
        ),
    )


def _either(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or r"(?!)"
