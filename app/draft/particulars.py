"""What a request names, written: the clauses that say it, those of one sentence of the documents together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from app.ask.knowledge import Knowledge
from app.ask.lookup import names_a_subject
from app.ask.question import Question
from app.draft.asked_reasons import reason_sentences
from app.draft.asked_rows import rows_sentence
from app.draft.comparing import compared
from app.draft.english import english_comparison, english_sentence, english_stated
from app.draft.lines import line_of, line_sentence, of_whole_years
from app.draft.manuscript import NAMED, Sentence
from app.draft.open_tasks import open_tasks
from app.draft.overviews import completion_sentences
from app.draft.own_rows import own_rows
from app.draft.phrasing import words
from app.draft.request import Request, inside
from app.draft.request_words import draft_words
from app.draft.resolving import Near, Pick, resolve, wants_numbers
from app.draft.restating import evidence_to_clauses, restate
from index.snapshot import Evidence, EvidenceKind
from index.statements import Statement
from index.tokens import text_to_tokens

WHOLE = ("satisfaction", "benchmark", "unfinished", "funds", "conflicts")
"""Kinds whose drafts say all there is of the kind, so that a particular of it is said."""

GOES_WITH = NAMED - 1
"""The weight of further names beside the best sentence that gives some."""
ALIKE = 0.75
"""Share of a sentence's words that another has which says the same."""

Stated = set[tuple[Decimal, str]]


@dataclass(frozen=True, slots=True)
class Named:
    """The particulars of one request."""

    request: Request
    knowledge: Knowledge

    def sentences(self, stated: Stated, told: str = "") -> tuple[list[Sentence], list[str]]:
        """Sentences for what is not `stated` and not `told` yet, in the order of the request; and what the documents do
        not say."""
        if self.request.language == "en":
            return self._english(stated)
        near = self._passages()
        picks: list[Pick] = []
        undone: list[Sentence] = []
        told_rows: list[Sentence] = []
        names: list[str] = []
        reasons: list[Sentence] = []
        gaps: list[str] = []
        for particular in self.request.particulars:
            if self.request.kind in ("unfinished", "conflicts") and not self.request.project:
                continue
            if particular.kind == "unfinished":
                undone += self._undone()
                continue
            if self.request.kind in WHOLE and particular.kind == self.request.kind:
                continue
            if draft_words().wants_reason(particular.text):
                why = reason_sentences(particular, names, self.request.language, self.knowledge)
                reasons += why
                if why or self.request.kind in WHOLE:
                    continue
            rows = rows_sentence(particular, self.request.language, self.knowledge)
            if rows is not None:
                told_rows.append(rows[0])
                names += rows[1]
                continue
            found = own_rows(particular, self.request, self.knowledge)
            found = found or resolve(particular, self.request, self.knowledge, near)
            near |= {(p.evidence.document, p.evidence.passage) for p in found[:1] if p.evidence.passage is not None}
            if not found and self.request.kind not in WHOLE:
                gaps.append(particular.text)
            first = {(s.figure.value, s.figure.unit) for s in found[0].statements} if found else set()
            whole = self.request.kind in WHOLE
            if whole and self._is_told(particular.question, told):
                continue
            if first and (first <= stated or (whole and first & stated)):
                continue
            if whole and (not first or self._is_general(particular.question)):
                continue
            picks += found
        sentences = [*told_rows, *_merged(picks, self.request, self.knowledge), *reasons, *undone]
        sentences += [Sentence((words("zh", "gap", what=gap),), asked=True, weight=NAMED) for gap in gaps]
        return sentences, gaps

    def _is_general(self, question: Question) -> bool:
        """Whether a particular names nothing but tasks, money and measures in general."""
        general = {tuple(text_to_tokens(word)) for word in self.knowledge.words.task_words}
        terms = [term for term in question.terms if term.weight >= 1 and not general & set(term.names)]
        return not terms or not names_a_subject(replace(question, terms=tuple(terms)), self.knowledge)

    def _is_told(self, question: Question, told: str) -> bool:
        """Whether the words of a particular stand in what the draft tells already."""
        tokens = set(text_to_tokens(told))
        terms = [term for term in question.terms if term.weight >= 1]
        return bool(terms) and all(any(set(name) <= tokens for name in term.names) for term in terms)

    def _passages(self) -> Near:
        """Passages that say one of the particulars best: what is asked together often stands together."""
        found = [resolve(p, self.request, self.knowledge, set()) for p in self.request.particulars if not p.kind]
        passages = [(f[0].evidence.document, f[0].evidence.passage) for f in found if f]
        return {(d, p) for d, p in passages if p is not None and passages.count((d, p)) > 1}

    def _undone(self) -> list[Sentence]:
        """What is unfinished in the section that the draft is about."""
        within = inside(self.request, self.knowledge)
        if self.request.kind == "unfinished" or within is None or self.request.section is None:
            return []
        scope = self.request.section[0], within
        return [
            replace(s, asked=True, weight=NAMED)
            for s in open_tasks(self.request.language, self.knowledge, scope, named=False)
        ]

    def _english(self, stated: Stated) -> tuple[list[Sentence], list[str]]:
        rows = compared(self.knowledge) if self.request.kind == "benchmark" else []
        sentences: list[Sentence] = []
        gaps: list[str] = []
        for particular in self.request.particulars:
            if particular.kind == "completion" or draft_words().part(particular.text) == "tasks":
                told = completion_sentences("en", self.knowledge, asked=True)
                known = {s.parts for s in sentences}
                sentences += [replace(s, weight=NAMED) for s in told[:1] if s.parts not in known]
                if told:
                    continue
            sentence = english_comparison(particular, rows) if rows else None
            if sentence is None and wants_numbers(particular.text):
                sentence = english_stated(particular, self.knowledge)
            if sentence is None:
                picks = resolve(particular, self.request, self.knowledge, set())
                sentence = english_sentence(particular, picks, self.knowledge)
            if sentence is None:
                gaps.append(particular.text)
                sentence = Sentence((words("en", "gap", what=particular.text),), asked=True, weight=NAMED)
            sentences.append(sentence)
        return sentences, gaps


def _merged(picks: Sequence[Pick], request: Request, knowledge: Knowledge) -> list[Sentence]:
    """A sentence for each piece of evidence, of all the clauses of it that any particular takes."""
    passages: dict[tuple[int, int | None, int], dict[int, list[Pick]]] = {}
    for pick in picks:
        evidence = pick.evidence
        whole = evidence.document, evidence.passage, -1 if evidence.passage is not None else evidence.key
        passages.setdefault(whole, {}).setdefault(evidence.key, []).append(pick)
    sentences: list[Sentence] = []
    stated: Stated = set()
    told: list[set[str]] = []
    before: Evidence | None = None
    # What one passage says keeps its order.
    for same in (group[key] for group in passages.values() for key in sorted(group)):
        evidence = same[0].evidence
        asked = any(pick.first or pick.listed for pick in same)
        weight = NAMED if any(pick.first for pick in same) else GOES_WITH if asked else 3
        values = {(s.figure.value, s.figure.unit) for pick in same for s in pick.statements}
        if not asked and values and values <= stated:
            continue
        sentence = _sentence(evidence, same, asked, weight, request, knowledge)
        if sentence is None:
            continue
        tokens = set(text_to_tokens("".join(p if isinstance(p, str) else p.figure.text for p in _plain(sentence))))
        if values <= stated and any(len(tokens & t) >= ALIKE * len(tokens) for t in told):
            continue
        if before is not None and sentences and weight == sentences[-1].weight and _goes_on(before, evidence):
            # Of one sentence of the documents, cut at its semicolons.
            sentences[-1] = _joined(sentences[-1], sentence, request)
        else:
            sentences.append(sentence)
        before = evidence
        told.append(tokens)
        stated |= values
    if request.changes:
        # What is of an earlier year comes first; what is of none keeps its place behind what it follows.
        years = [_first_year(sentence) for sentence in sentences]
        for at, year in enumerate(years):
            years[at] = year or (years[at - 1] if at else 0)
        sentences = [sentences[at] for at in sorted(range(len(sentences)), key=lambda at: (years[at], at))]
    return sentences


def _goes_on(before: Evidence, evidence: Evidence) -> bool:
    same = (before.document, before.passage) == (evidence.document, evidence.passage) and before.passage is not None
    return same and evidence.key == before.key + 1 and before.text.rstrip().endswith(("；", ";"))


def _joined(one: Sentence, other: Sentence, request: Request) -> Sentence:
    parts = (*one.parts[:-1], words(request.language, "semicolon"), *other.parts)
    places = (*one.places, *(place for place in other.places if place not in one.places))
    shorter = None
    if one.shorter is not None or other.shorter is not None:
        shorter = _joined(one.shorter or one, other.shorter or other, request)
    return Sentence(parts, places, one.asked or other.asked, one.weight, shorter=shorter)


def _first_year(sentence: Sentence) -> int:
    years = [s.figure.period.first for s in sentence.statements if s.figure.period is not None]
    return min(years, default=0)


def _plain(sentence: Sentence) -> list[str | Statement]:
    return [part for part in sentence.parts if isinstance(part, str | Statement)]


def _sentence(
    evidence: Evidence, picks: Sequence[Pick], asked: bool, weight: int, request: Request, knowledge: Knowledge
) -> Sentence | None:
    if evidence.kind is EvidenceKind.ROW:
        line = line_of(evidence, knowledge)
        statements = list(dict.fromkeys(s for pick in picks for s in pick.statements))
        statements.sort(key=lambda s: s.figure.key)
        if line is None:
            return None
        if not any(period.part for period in request.topic.periods):
            statements = of_whole_years(line, statements)
        said = line_sentence(line, statements, request.language, asked=asked, weight=weight)
        first = [s for s in statements if any(s == pick.statements[0] for pick in picks)]
        if said is None or len(first) == len(statements):
            return said
        return replace(said, shorter=line_sentence(line, first, request.language, asked=asked, weight=weight))
    wanted = {at for pick in picks for at in pick.clauses}
    clauses = [c for c in evidence_to_clauses(evidence, knowledge) if c.at in wanted]
    said = restate(clauses, evidence, weight=weight, asked=asked)
    core = {at for pick in picks for at in pick.core}
    if said is None or not core or core >= wanted:
        return said
    return replace(said, shorter=restate([c for c in clauses if c.at in core], evidence, weight=weight, asked=asked))
