"""Marked texts to headings by their marks alone: texts whose marks count on (1., 2., 3.) are headings together or not
at all.

An item list and a run of headings are marked alike; what tells them apart is what most of a run's members look like: a
title, or a sentence and more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ingest.marks import KINDS, Mark, leading_mark

LONGEST_TITLE = 60
"""Longest heading that only its mark tells from running text."""
_LONGEST_SENTENCE = 40
_LONGEST_NUMBERED = 90
_SENTENCE_ENDS = "。；：，、！？;:,"
_NEVER = ("half", "circled")
_LISTS = KINDS[KINDS.index("number") :]
"""Marks that bare lists bear as well: 1. 2. 3. under one another, with nothing between them."""


@dataclass
class _Run:
    """Texts whose marks count on: their indexes, and their last mark."""

    last: Mark
    members: list[int] = field(default_factory=list)


def heading_indexes(texts: Mapping[int, str]) -> set[int]:
    """Which of the texts (all that the document has, by their index in it) are headings."""
    runs = _texts_to_runs(texts)
    of_kind: dict[str, int] = defaultdict(int)
    for run in runs:
        of_kind[run.last.kind] += sum(_likeness(texts[index], run.last) for index in run.members)
    return {
        index
        for run in runs
        if run.last.kind not in _NEVER and _are_headings(run, texts, of_kind[run.last.kind])
        for index in run.members
        if _likeness(texts[index], run.last) >= 0
    }


def is_title(text: str) -> bool:
    """Whether it looks like a title: short, no sentence."""
    return len(text) <= LONGEST_TITLE and text[-1:] not in _SENTENCE_ENDS and "。" not in text


def _texts_to_runs(texts: Mapping[int, str]) -> list[_Run]:
    """A mark goes on the innermost open run that it counts on; a first mark opens a run inside the open ones."""
    runs: list[_Run] = []
    open_runs: list[_Run] = []
    for index, mark in _marks(texts).items():
        depth = next((d for d in reversed(range(len(open_runs))) if _counts_on(mark, open_runs[d].last)), None)
        if depth is None:
            depth = len(open_runs)
            open_runs.append(_Run(mark))
            runs.append(open_runs[-1])
        del open_runs[depth + 1 :]
        open_runs[depth].last = mark
        open_runs[depth].members.append(index)
    return runs


def _marks(texts: Mapping[int, str]) -> dict[int, Mark]:
    """The marks by index; a number that only a space parts from its title (1 总则) is one where 1.1 comes next in the
    document, or where it counts on such a one."""
    marks = {index: mark for index, text in texts.items() if (mark := leading_mark(text.strip()))}
    bare: dict[int, Mark] = {}
    following: Mark | None = None
    for index in sorted(texts, reverse=True):
        if index in marks:
            following = marks[index]
        elif following and following.numbers[1:] and is_title(texts[index].strip()):
            mark = leading_mark(texts[index].strip(), bare=True)
            if mark and (*mark.numbers, 1) == following.numbers:
                bare[index] = mark
    last: Mark | None = None
    found: dict[int, Mark] = {}
    for index, text in texts.items():
        last = bare.get(index, last)
        mark = marks.get(index) or bare.get(index)
        if mark is None and last and is_title(text.strip()):
            mark = leading_mark(text.strip(), bare=True)
            mark = mark if mark and mark.follows(last) else None
            last = mark or last
        if mark:
            found[index] = mark
    return found


def _counts_on(mark: Mark, before: Mark) -> bool:
    """Also over numbers left out: 7.2.3 after 7.2.1."""
    alike = mark.kind == before.kind and len(mark.numbers) == len(before.numbers)
    return alike and mark.numbers[:-1] == before.numbers[:-1] and mark.numbers[-1] > before.numbers[-1]


def _are_headings(run: _Run, texts: Mapping[int, str], of_kind: int) -> bool:
    likeness = sum(_likeness(texts[index], run.last) for index in run.members)
    if _is_numbered(run.last):
        return likeness >= 0
    if _is_bare_list(run):
        return False
    return likeness > 0 and (len(run.members) > 2 or of_kind > 0)


def _likeness(text: str, mark: Mark) -> int:
    """1 for a title, -1 for what no heading is: several sentences, or a long one; 0 for a short sentence."""
    text = text.strip()
    if is_title(text):
        return 1
    longest = _LONGEST_NUMBERED if _is_numbered(mark) else _LONGEST_SENTENCE
    return 0 if len(text) <= longest and "。" not in text[:-1] and text[-1:] not in "；：，、;:," else -1


def _is_numbered(mark: Mark) -> bool:
    return mark.kind == "decimal" and len(mark.numbers) > 1


def _is_bare_list(run: _Run) -> bool:
    """Three members or more that stand directly under one another."""
    indexes: Sequence[int] = run.members
    return run.last.kind in _LISTS and len(indexes) > 2 and indexes[-1] - indexes[0] == len(indexes) - 1
