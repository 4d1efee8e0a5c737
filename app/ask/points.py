"""The sentences of a part that tell most of it: as many as were asked for, of each of its parts one at least."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from decimal import Decimal

from app.ask.knowledge import Knowledge
from app.ask.lookup import leans
from app.ask.question import Question
from app.ask.setbacks import Setback
from app.ask.writing import Writing
from index.snapshot import Evidence, EvidenceKind
from index.tokens import text_to_tokens
from ingest.numerals import han_value

_ENGLISH_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_POINTS = re.compile(
    r"(?<![哪某这那第])(?P<han>\d{1,2}|[一二两三四五六七八九十]{1,2})(?:到|至|、)?[个]?(?:句话|句|条|点|要点|方面)"
    rf"|\b(?P<english>\d{{1,2}}|{'|'.join(_ENGLISH_NUMBERS[1:])})(?: [a-z]+)? (?:sentences?|points?|bullets?|lines)"
)
LEAST_FIGURES = 1
"""Figures that make a sentence worth a point of its own beside the first of its part."""
MOST_POINTS = 8
PER_PART = 2
LONGEST = 130
SHORTEST = 12
"""Characters from which a sentence without figures is worth a point, where there is room."""
ASKED = 12
ASKED_SHARE = 0.2
"""Share of what is named from which a sentence of a part is asked for by name."""
_MARK = re.compile(r"^(?:\d{1,2}[、.．]|[（(]\d{1,2}[）)])\s*")


def write_points(
    document: int,
    inside: set[int],
    undone: Sequence[Setback],
    question: Question,
    writing: Writing,
    knowledge: Knowledge,
) -> None:
    """For each part what it says first, and the sentence of it that states most figures; as many as were asked for."""
    points = []
    stated = {s.figure.value for s in writing.statements}
    told = {piece.key for setback in undone for piece in setback.pieces}
    titles = " ".join(knowledge.snapshot.records[document].sections[key].title for key in inside)
    over = set(text_to_tokens(titles))
    terms = [t for t in question.terms if not any(set(name) <= over for name in t.names)]
    asked = {m.evidence for m in knowledge.evidence.search(terms, limit=ASKED) if m.own >= ASKED_SHARE}
    most = points_asked(question) or MOST_POINTS
    for piece in _points(document, inside, stated, told, asked, most, knowledge):
        at = writing.cite(document, piece.place)
        for position in piece.figures:
            writing.register_stated(knowledge.snapshot.figures[position], at)
        text = _MARK.sub("", " ".join(piece.text.split())).rstrip("；")
        points.append(f"- {text} {writing.mark(at)}")
    if points:
        writing.say("summary.done")
        writing.lines.append("\n".join(points))


def points_asked(question: Question) -> int:
    """In how many points or sentences the gist is wanted: the greater of two (三四句), 0 if it does not matter."""
    m = _POINTS.search(question.plain)
    if m is None:
        return 0
    if m["english"]:
        count = _ENGLISH_NUMBERS.index(m["english"]) if m["english"] in _ENGLISH_NUMBERS else int(m["english"])
    else:
        count = int(m["han"]) if m["han"].isdigit() else max((int(han_value(c) or 0) for c in m["han"]), default=0)
    # 写一句 is how one asks for anything.
    return count if count > 1 else 0


def _points(
    document: int,
    inside: set[int],
    stated: set[Decimal],
    told: set[int],
    asked: Collection[int],
    most: int,
    knowledge: Knowledge,
) -> list[Evidence]:
    """The sentences that tell most beside what is `stated` and `told` already: of each part one, the innermost parts
    and what is `asked` for by name before the others, then those with most figures."""
    parts: dict[int, list[Evidence]] = {}
    figures = knowledge.snapshot.figures
    for piece in knowledge.snapshot.evidence:
        section = piece.place.section
        if piece.document != document or section not in inside or piece.kind is not EvidenceKind.SENTENCE:
            continue
        assert section is not None
        if piece.key not in told and piece.key not in knowledge.reasons:
            parts.setdefault(section, []).append(piece)
    first: list[Evidence] = []
    others: list[Evidence] = []
    rest: list[Evidence] = []
    per_part = max(PER_PART, most // max(1, len(parts)))
    for sentences in parts.values():
        short = [s for s in sentences if (len(s.text) <= LONGEST or s.key in asked) and not leans(s.text)]
        short = [s for s in short if not s.figures or not {figures[i].figure.value for i in s.figures} <= stated]
        telling = sorted((s for s in short if len(s.figures) >= LEAST_FIGURES), key=lambda s: -len(s.figures))
        telling.sort(key=lambda s: s.key not in asked)
        chosen = telling[:per_part] or (short or sentences)[:1]
        first += chosen[:1]
        others += chosen[1:]
        rest += [s for s in short if s not in chosen and not s.figures and len(s.text) >= SHORTEST]
    sections = knowledge.snapshot.records[document].sections

    def depth(piece: Evidence) -> tuple[bool, int, int]:
        level = sections[piece.place.section].level if piece.place.section is not None else 0
        return piece.key not in asked, -level, -len(piece.figures)

    by_figures = sorted(first, key=depth) + sorted(others, key=lambda s: -len(s.figures))
    return sorted((by_figures + rest)[:most], key=lambda s: s.key)
