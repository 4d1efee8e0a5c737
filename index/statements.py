"""A figure as one document states it: what it is called there, of whom it is said, and how it came about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.lexicon import Lexicon
from ingest.periods import periods_in
from ingest.records import DocumentRecords, Figure

SPECIFIC = 6
"""Characters from which a label names one thing wherever it stands; a shorter one (获奖) needs what is over it."""

_NUMBERING = re.compile(r"^\s*(?:\d+(?:[.\-]\d+)+|[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．])\s*")
_BRACKETS = re.compile(r"[（(][^（）()]*[)）]")
_MARKS = re.compile(r"[\s、，。；：:;,.“”\"‘’《》〈〉【】·…]+")
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure as one stored document states it, and the headings over it, outermost first.

    `holder` names the other institution that it is said of, empty for the document's own; `acts` are the words that say
    how it came about (立项, 认定, 验收), which tell apart what else is called the same.
    """

    document: int
    figure: Figure
    headings: tuple[str, ...] = ()
    holder: str = ""
    acts: frozenset[str] = frozenset()


def records_to_statements(document: int, records: DocumentRecords, lexicon: Lexicon) -> Iterator[Statement]:
    """All figures of a document as statements, in their order."""
    paths: dict[int | None, tuple[str, ...]] = {}
    for figure in records.figures:
        section = figure.place.section
        if section not in paths:
            paths[section] = records.section_path(section)
        yield Statement(
            document,
            figure,
            paths[section],
            _holder(figure, records, lexicon),
            _acts(figure, records, lexicon),
        )


def figure_label(figure: Figure, lexicon: Lexicon) -> str:
    """The innermost words of what a figure measures, without numbering, brackets, marks and words of the measure.

    The label of a total (合计, 总计) is empty: its measure says what it is a total of. In a table without row labels
    the outer column header is the label.
    """
    place = figure.place
    if place.table is not None and not figure.end and not place.row:
        return normal_label("".join(place.column[:-1]))
    if place.table is None or figure.end:
        return _label_in_words(figure, lexicon)
    for part in reversed(figure.subject):
        label = normal_label(part)
        for word in sorted(lexicon.tables.total, key=len, reverse=True):
            label = label.replace(word, "")
        measure = lexicon.measures.get(figure.measure)
        stripped = label
        if measure is not None:
            for word in sorted(measure.phrases, key=len, reverse=True):
                stripped = stripped.replace(word, "")
        if stripped or part is figure.subject[-1]:
            return label if measure is None else stripped
    return ""


def is_specific(label: str, measure: str, lexicon: Lexicon) -> bool:
    """Whether a label names one thing by itself: long enough, or of a measure that needs no more (满意度 of whom), and
    pointing to nothing that was said before."""
    enough = 2 if measure in lexicon.holders.telling_measures else SPECIFIC
    return len(label) >= enough and not any(word in label for word in lexicon.holders.pointing)


@lru_cache(16384)
def normal_label(text: str) -> str:
    """A label as it is compared: no numbering, brackets, marks or spaces, no 等 at the end."""
    text = _NUMBERING.sub("", text)
    text = _BRACKETS.sub("", text)
    return _MARKS.sub("", text).removesuffix("等")


def own_words(figure: Figure) -> str:
    """The words right at the figure, as a label."""
    return normal_label(figure.subject[-1]) if figure.subject else ""


def _label_in_words(figure: Figure, lexicon: Lexicon) -> str:
    """The words at the figure; with the topic before them if they are too short to name anything (一等奖, 其中发明)."""
    measure = lexicon.measures.get(figure.measure)
    words = sorted(measure.phrases, key=len, reverse=True) if measure is not None else []
    parts: list[str] = []
    for part in reversed(figure.subject[-2:]):
        label = normal_label(part)
        for word in words:
            label = label.replace(word, "")
        parts.insert(0, label.removesuffix("的"))
        if len(parts[0]) >= _SHORTEST:
            break
    return "".join(parts)


def _holder(figure: Figure, records: DocumentRecords, lexicon: Lexicon) -> str:
    """The other institution whose figure it is: by its column or row, or by whom its passage spoke of last."""
    place = figure.place
    if place.table is not None and not figure.end:
        bodies = _body_columns(place.table, records, lexicon)
        if place.column in bodies:
            own = _last("".join(place.column), lexicon.holders.own) >= 0
            return "" if own else normal_label(place.column[-1])
    for part in (*place.column, *place.row):
        if _last(part, lexicon.holders.other) >= 0 and _last(part, lexicon.holders.own) < 0:
            return normal_label(place.column[-1] if place.column else part)
    text = _passage_text(figure, records)
    before = place.quote if text is None else text[: figure.start]
    other, own_at = _last(before, lexicon.holders.other), _last(before, lexicon.holders.own)
    return "other" if other > own_at else ""


def _body_columns(table: int, records: DocumentRecords, lexicon: Lexicon) -> tuple[tuple[str, ...], ...]:
    """The columns of a comparison of bodies (本校, another, their mean): no measure and no time is in their headers,
    and one of them is the document's own; none if the table compares nothing."""
    if not 0 <= table < len(records.tables):
        return ()
    found = records.tables[table]
    bodies = tuple(
        path
        for path in found.columns[found.stub_columns :]
        if path and not any(lexicon.measure_of_header(part) or periods_in(part) for part in path)
    )
    own = [path for path in bodies if _last("".join(path), lexicon.holders.own) >= 0]
    return bodies if len(bodies) > 1 and own else ()


def _passage_text(figure: Figure, records: DocumentRecords) -> str | None:
    """The text that a figure's offsets are offsets of; None for a figure of a table."""
    return None if figure.passage is None else records.passages[figure.passage].text


def _last(text: str, words: Sequence[str]) -> int:
    """Where the last of the words stands in the text, -1 if none does."""
    return max((text.rfind(word) for word in words), default=-1)


def _acts(figure: Figure, records: DocumentRecords, lexicon: Lexicon) -> frozenset[str]:
    """Words of coming about in the clause of a figure in words, or in the row label and header of a cell."""
    if figure.place.table is not None and not figure.end:
        text = "".join((*figure.place.row[-1:], *figure.place.column[-1:]))
    elif (whole := _passage_text(figure, records)) is not None:
        start = max(whole.rfind(mark, 0, figure.start) for mark in "，；。：") + 1
        ends = [end for mark in "，；。" if (end := whole.find(mark, figure.end)) >= 0]
        text = whole[start : min(ends, default=len(whole))]
    else:
        text = figure.place.quote
    return frozenset(word for word in lexicon.holders.acts if word in text)
