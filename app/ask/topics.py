"""What the documents say of one topic in all of their parts: its figures first, then each thing that is told of it
once, then what of it is unfinished."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.ask.dialogue import KEPT, subject_terms
from app.ask.knowledge import Knowledge
from app.ask.question import Question
from app.ask.setbacks import Setback, find_setbacks, setback_words
from app.ask.writing import Writing
from index.matching import Match, Term
from index.snapshot import Evidence, EvidenceKind
from index.tokens import text_to_tokens

LEAST = 0.55
"""Share of the topic's names that a passage must be about."""
NEARLY = 0.75
SAID = 0.5
"""Share of the topic's names that a sentence says itself."""
TITLED = 0.9
"""The same for the beginning of a passage that is about the topic as a whole."""
LONGEST = 260
"""Characters of one passage that are told."""
REPEATED = 0.75
"""Share of the tokens of the shorter of two texts that make it a repetition of the longer one."""
MOST_TOLD = 8
MOST_ROWS = 4
SEARCHED = 80


@dataclass(frozen=True, slots=True)
class Told:
    """What one passage says of the topic: the sentences, in their order."""

    sentences: tuple[Evidence, ...]
    score: float

    @property
    def text(self) -> str:
        return " ".join("".join(s.text for s in self.sentences).split())


def answer_topic(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes all that the documents tell of what the question names; False if they tell nothing of it."""
    names = topic_of(question, knowledge)
    matches = knowledge.evidence.search(names, limit=SEARCHED)
    if not matches or matches[0].score < LEAST:
        return False
    matches = [m for m in matches if m.score >= max(LEAST, NEARLY * matches[0].score)]
    pieces = knowledge.snapshot.evidence
    rows = [pieces[m.evidence] for m in matches if pieces[m.evidence].kind is EvidenceKind.ROW]
    told = _without_repeats(_passages(matches, names, knowledge))
    setbacks = find_setbacks(question, knowledge, said_so=True)
    undone = {piece.key for s in setbacks for piece in s.pieces}
    rows = _telling_rows(rows, undone, names, knowledge)[:MOST_ROWS]
    told = [t for t in told if not {s.key for s in t.sentences} <= undone]
    told = sorted(sorted(told, key=lambda t: -t.score)[:MOST_TOLD], key=lambda t: t.sentences[0].key)
    if not told and not rows:
        return False
    _write_list("summary.figures", [(row, _row_words(row), (row,)) for row in rows], writing, knowledge)
    _write_list("topic.told", [(t.sentences[0], t.text, t.sentences) for t in told], writing, knowledge)
    _write_setbacks(setbacks, writing, knowledge)
    return True


def topic_of(question: Question, knowledge: Knowledge) -> list[Term]:
    """What the question names; Latin letters however short (1+X)."""
    named = subject_terms(question, knowledge) or subject_terms(question, knowledge, least=KEPT)
    latin = question.language == "zh"
    named = named or [t for t in question.terms if latin and t.text.isascii() and t.text.isalpha()]
    return [t for t in named if not knowledge.words.has("judging", t.text)]


def _passages(matches: Sequence[Match], names: Sequence[Term], knowledge: Knowledge) -> list[Told]:
    """Of each passage about the topic the sentences that name it; all of one that begins with its name."""
    groups: dict[tuple[int, int], dict[int, Match]] = {}
    for match in matches:
        piece = knowledge.snapshot.evidence[match.evidence]
        if piece.passage is not None and piece.kind is not EvidenceKind.ROW:
            groups.setdefault((piece.document, piece.passage), {})[piece.key] = match
    found: list[Told] = []
    for (document, passage), own in groups.items():
        sentences = _sentences(document, passage, min(own), knowledge)
        best = max(own.values(), key=lambda m: (m.own, m.score))
        titled = own.get(sentences[0].key) is not None and own[sentences[0].key].own >= TITLED
        if best.own < SAID:
            continue
        kept = [s for s in sentences if titled or (s.key in own and own[s.key].own >= SAID)]
        found.append(Told(_within(kept, best.evidence), best.score + best.own))
    return found


def _sentences(document: int, passage: int, near: int, knowledge: Knowledge) -> list[Evidence]:
    """All sentences of the passage that the piece `near` is part of: they stand side by side."""
    pieces = knowledge.snapshot.evidence
    first = last = near
    while first and (pieces[first - 1].document, pieces[first - 1].passage) == (document, passage):
        first -= 1
    while last + 1 < len(pieces) and (pieces[last + 1].document, pieces[last + 1].passage) == (document, passage):
        last += 1
    return list(pieces[first : last + 1])


def _within(sentences: Sequence[Evidence], best: int) -> tuple[Evidence, ...]:
    """As many sentences from the beginning as there is room for, and the best one in any case."""
    kept: list[Evidence] = []
    room = LONGEST
    for sentence in sentences:
        if sentence.key == best or len(sentence.text) <= room:
            kept.append(sentence)
            room -= len(sentence.text)
    return tuple(kept)


def _without_repeats(told: Iterable[Told]) -> list[Told]:
    """Each thing once: of two texts that say the same the longer one."""
    kept: list[tuple[frozenset[str], Told]] = []
    for one in sorted(told, key=lambda t: -len(t.text)):
        tokens = frozenset(text_to_tokens(one.text))
        if not any(len(tokens & other) >= REPEATED * len(tokens) for other, _ in kept):
            kept.append((tokens, one))
    return [one for _, one in kept]


def _telling_rows(
    rows: Sequence[Evidence], undone: set[int], names: Sequence[Term], knowledge: Knowledge
) -> list[Evidence]:
    """Rows with figures that bear the topic's name; of those that state the same figures one."""
    found: dict[tuple[object, ...], Evidence] = {}
    for row in rows:
        label = set(text_to_tokens(" ".join(row.place.row)))
        named = sum(any(set(name) <= label for name in t.names) for t in names)
        if row.key in undone or not row.figures or not named or named < SAID * len(names):
            continue
        values = tuple(sorted(str(knowledge.snapshot.figures[i].figure.value) for i in row.figures))
        found.setdefault((row.place.row[-1], values), row)
    return list(found.values())


def _row_words(row: Evidence) -> str:
    return " ".join(row.text.replace("›", " ").split())


def _write_list(
    key: str, entries: Sequence[tuple[Evidence, str, Sequence[Evidence]]], writing: Writing, knowledge: Knowledge
) -> None:
    lines = []
    for first, text, pieces in entries:
        at = writing.cite(first.document, first.place)
        for position in (i for piece in pieces for i in piece.figures):
            writing.register_stated(knowledge.snapshot.figures[position], at)
        lines.append(f"- {_MARK.sub('', text).rstrip('；')} {writing.mark(at)}")
    if lines:
        writing.say(key)
        writing.lines.append("\n".join(lines))


def _write_setbacks(setbacks: Sequence[Setback], writing: Writing, knowledge: Knowledge) -> None:
    lines = setback_words(setbacks, writing, knowledge)
    if lines:
        writing.say("summary.unfinished")
        writing.lines.append("\n".join(f"- {line}" for line in lines))


_MARK = re.compile(r"^(?:\d{1,2}[、.．]|[（(]\d{1,2}[）)])\s*")
