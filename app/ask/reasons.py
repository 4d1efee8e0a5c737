"""Why something is as it is: the reasons that the documents give, in their own words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from app.ask.focus import is_naming
from app.ask.knowledge import Knowledge
from app.ask.question import LED_UP, Question, asking_clauses
from app.ask.select import Selected
from app.ask.unfinished import unfinished_statuses
from app.ask.writing import Writing
from index.lexical import text_to_tagged_words, text_to_words
from index.matching import Term
from index.snapshot import Evidence, EvidenceKind, Snapshot
from index.tokens import han_pairs, text_to_tokens
from ingest.lexicon import Lexicon
from ingest.statuses import UNFINISHED, reason_of_sentence, status_of_clause

MOST_REASONS = 3
LEAST_COVER = 0.35
RELEVANT = 0.5
"""Share of what the best evidence covers of the question that a sentence with a reason must cover."""
NEARLY = 0.85
OF_NAME = 0.5
"""How much of a name a sentence must hold to give the reason for what bears it."""
SURE = 0.95
PLANNED = 0.1
"""How much better a statement is that says until when."""
BESIDE = 2
"""Sentences between the one that is asked about and the one that gives the reason."""
LONGEST = 160
DENYING = "不没未无"
SAID_OTHERWISE = ("why", "unfinished", "befell", "audience", "reached", "tell", "when")
"""Kinds whose words say in the asker's own words what became of something."""
BESIDES = ("count", "verify", "difference", "when", "who", "which_list", "progress")
"""Kinds of what a question may want besides the reason."""
_CLAUSE = re.compile(r"[^，,。？?；;！!]+")
_SEVERAL = re.compile(r"^(?:一是|其一|有?[两二三四五]条|有?[两二三四五]个?方面|主要有|如下)")
_REMARK = re.compile(r"备注|说明|注")
_CHANGED = re.compile(r"调整|改为|改由|换|更正|修订|变更|新增|合并|推迟|延期|待|停|未|因")
_CAUSE = re.compile(r"原因|缘由")


def answer_why(question: Question, selected: Sequence[Selected], writing: Writing, knowledge: Knowledge) -> str:
    """Writes the reasons with the sentences that give them, else the remark beside the figure; which of the two it was
    (`reason`, `remark`), empty if there is neither."""
    found = reasons_found(question, selected, knowledge)
    key = "why.reason"
    if not found:
        found, key = _remarks_found(selected, knowledge), "why.remark"
    said: set[str] = set()
    for evidence, reason in found:
        if any(reason in other or other in reason for other in said):
            continue
        said.add(reason)
        at = writing.cite(evidence.document, evidence.place)
        writing.say(key, reason=reason, mark=writing.mark(at))
    for evidence, _ in found[: len(said)]:
        statements = [knowledge.snapshot.figures[i] for i in evidence.figures]
        writing.quote(evidence.document, evidence.place, evidence.text, statements)
    return key.removeprefix("why.") if found else ""


def write_reasons_of(names: Sequence[str], writing: Writing, knowledge: Knowledge) -> None:
    """The reason that the documents give for each of these, where they give one."""
    pieces = knowledge.snapshot.evidence
    for name in names:
        terms = knowledge.terms.find(name.lower(), english=False).known
        for match in knowledge.evidence.search(terms, knowledge.reasons.keys(), limit=1):
            if match.own < OF_NAME:
                continue
            piece = pieces[match.evidence]
            at = writing.cite(piece.document, piece.place)
            writing.say("why.of", name=name, reason=knowledge.reasons[piece.key], mark=writing.mark(at))


def reasons_found(question: Question, selected: Sequence[Selected], knowledge: Knowledge) -> list[tuple[Evidence, str]]:
    """Reasons of the sentences that speak of what was asked, or stand right beside one that does."""
    reasons, pieces = knowledge.reasons, knowledge.snapshot.evidence
    near: dict[int, int] = {}
    for key in reasons:
        for other in range(max(0, key - BESIDE), min(len(pieces), key + BESIDE + 1)):
            if pieces[other].passage == pieces[key].passage is not None:
                near.setdefault(other, key)
    near |= {key: key for key in reasons}
    changes = knowledge.words.operation_words
    terms = [term for term in question.terms if not _says_only(term) and term.text not in changes]
    if lacks_deed(question, knowledge):
        return []
    matches = knowledge.evidence.search(terms, near.keys(), limit=12)
    matches = [m for m in matches if _is_about(m.evidence, near[m.evidence], terms, question, knowledge)]
    best = max((s.coverage for s in selected), default=0.0)
    floor = max(LEAST_COVER, best * RELEVANT, NEARLY * max((m.score for m in matches), default=0.0))
    kept = list(dict.fromkeys(near[match.evidence] for match in matches if match.score >= floor))[:MOST_REASONS]
    return [(pieces[key], reasons[key]) for key in kept]


def write_progress(question: Question, selected: Sequence[Selected], writing: Writing, knowledge: Knowledge) -> bool:
    """Where the documents give no reason: how far it is and until when it is to be done; False if they say neither."""
    snapshot = knowledge.snapshot
    named = unfinished_statuses(snapshot, knowledge.lexicon)
    by_quote = {(d, s.passage, _squeezed(s.place.quote)): s for d, s in named}
    stating = {
        piece.key: status
        for piece in snapshot.evidence
        if piece.kind is EvidenceKind.SENTENCE
        and (status := by_quote.get((piece.document, piece.passage, _squeezed(piece.text))))
    }
    matches = knowledge.evidence.search(question.terms, stating.keys(), limit=6)
    best = max((s.coverage for s in selected), default=0.0)
    kept = [m for m in matches if m.score >= max(LEAST_COVER, best * RELEVANT)]
    if not kept:
        return False
    first = max(kept, key=lambda m: m.score + PLANNED * bool(stating[m.evidence].planned))
    evidence = snapshot.evidence[first.evidence]
    at = writing.cite(evidence.document, evidence.place)
    for position in evidence.figures:
        writing.register_stated(snapshot.figures[position], at)
    writing.say("why.progress", text=evidence.text, mark=writing.mark(at))
    return True


def wants_more_than_reasons(question: Question, knowledge: Knowledge) -> bool:
    """Whether a clause of the question asks for something else, which may be answered without the reason."""
    words = knowledge.words
    others = [clause for clause in asking_clauses(question.plain) if not words.has("why", clause)]
    return any(words.has(kind, text) for kind in BESIDES for text in others) or question.asks("conflict", "verify")


def evidence_to_reasons(snapshot: Snapshot, lexicon: Lexicon) -> Mapping[int, str]:
    """The reason that each piece of evidence gives, by the evidence's key; the others have no entry."""
    found: dict[int, str] = {}
    for piece in snapshot.evidence:
        reason = _row_reason(piece) if piece.kind is EvidenceKind.ROW else _sentence_reason(piece, lexicon)
        if len(reason) > 1:
            found[piece.key] = _whole(reason, piece, snapshot)
    return found


def _is_about(key: int, reason: int, terms: Sequence[Term], question: Question, knowledge: Knowledge) -> bool:
    """Whether the sentence, the reason beside it or what stands over them is about the name that tells most of what is
    asked: else it is the reason of something else. English names are known less surely: about half of all."""
    pieces = knowledge.snapshot.evidence
    own = set(text_to_tokens(f"{pieces[key].text} {pieces[reason].text}"))
    over = own | set(text_to_tokens(" ".join(pieces[key].context)))

    def spoken_of(term: Term, tokens: set[str]) -> bool:
        return any(sum(t in tokens for t in name) >= OF_NAME * len(name) for name in term.names)

    weights = {t.names: t.weight * knowledge.evidence.telling(t.names) for t in terms}
    if question.language == "en":
        return sum(weights[t.names] for t in terms if spoken_of(t, over)) >= OF_NAME * sum(weights.values())
    names = [t for t in terms if t.weight >= LED_UP and is_naming(t.text)]
    rare = max(names, key=lambda t: knowledge.evidence.telling(t.names), default=None)
    return rare is None or (spoken_of(rare, over) and any(spoken_of(t, own) for t in names))


def lacks_deed(question: Question, knowledge: Knowledge) -> bool:
    """Whether the question asks why something was done that the documents speak of in no words: 拆迁, 辞职."""
    words = knowledge.words
    if question.language == "en":
        return len(question.unknown) > len(question.terms)
    if any(word.isascii() for word in question.unknown):
        return True
    return any(
        len(word) > 1
        and tag.startswith("v")
        and word[0] not in DENYING
        and word not in words.idle_words
        and word not in words.same_of
        and word not in words.operation_words
        and not words.measures_asked(word)
        and not knowledge.wordbook.holds(word)
        and not any(knowledge.wordbook.holds_pair(pair) for pair in han_pairs(word))
        and not knowledge.wordbook.abbreviated(word)
        and text_to_words(word) == [word]
        for word, tag in _explained(question, knowledge)
    )


def _explained(question: Question, knowledge: Knowledge) -> list[tuple[str, str]]:
    """The words, with their tags, that say what is to be explained: right behind 为什么 or last in its clause; not what
    is denied (还没开门), nor what the asker is to be told (交代缘由)."""
    words, found = knowledge.words, list[tuple[str, str]]()
    others = [span for kind in SAID_OTHERWISE for span in words.spans(kind, question.plain)]
    for clause in _CLAUSE.finditer(question.plain):
        spans = [(a - clause.start(), b - clause.start()) for a, b in others if clause.start() <= a < clause.end()]
        asked = words.spans("why", clause.group())
        if not asked:
            continue
        at, told = 0, list[tuple[int, str, str]]()
        for word, tag in text_to_tagged_words(clause.group()):
            hidden = any(a < at + len(word) and at < b for a, b in spans)
            denied = at > 0 and clause.group()[at - 1] in DENYING
            if not hidden and not denied and tag[0] in "nvaj" and word not in words.idle_words:
                told.append((at, word, tag))
            at += len(word)
        ends = {b for _, b in asked}
        starts = {a for a, _ in asked}
        found += [(w, tag) for i, w, tag in told if i in ends]
        found += [(w, tag) for i, w, tag in told[-1:] if i + len(w) not in starts and i not in ends]
    return found


def _remarks_found(selected: Sequence[Selected], knowledge: Knowledge) -> list[tuple[Evidence, str]]:
    """The remark of the row that was asked about, where it says of this row what it does not say of others."""
    rows = [s for s in selected if s.evidence.kind is EvidenceKind.ROW]
    best = max((s.coverage for s in rows), default=0.0)
    if best < NEARLY * max((s.coverage for s in selected), default=0.0):
        return []
    found: list[tuple[Evidence, str]] = []
    for piece in rows:
        remark = _remark(piece.evidence)
        if piece.coverage < best * SURE or not _explains(remark, knowledge.lexicon):
            continue
        others = (o for o in knowledge.snapshot.evidence if o.place.table == piece.evidence.place.table)
        if not any(o.key != piece.evidence.key and _remark(o) == remark for o in others):
            found.append((piece.evidence, remark))
    return found[:1]


def _explains(remark: str, lexicon: Lexicon) -> bool:
    """Whether a remark may tell why a figure is as it is: it tells of two years, or of what the figure covers."""
    years = set(re.findall(r"\d{2,4}\s*年", remark))
    return len(years) > 1 or any(word in remark for word in lexicon.reasons.scope) or bool(_CHANGED.search(remark))


def _says_only(term: Term) -> bool:
    """Whether a term speaks of giving reasons, not of what they are of."""
    return bool(_CAUSE.fullmatch(term.text))


def _sentence_reason(piece: Evidence, lexicon: Lexicon) -> str:
    """What the sentence gives as the reason, or what follows the colon after it says that something failed."""
    reason = reason_of_sentence(piece.text, lexicon)
    if reason:
        return reason
    head, colon, rest = piece.text.partition("：")
    if not colon or len(rest) < 4:
        return ""
    named = status_of_clause(head[-20:], lexicon)
    poor = named is not None and named[0] in UNFINISHED
    return rest.strip("。； ") if poor or any(word in head[-14:] for word in lexicon.reasons.poor) else ""


def _row_reason(piece: Evidence) -> str:
    """What the row's column of reasons says."""
    parts = (part.partition("：") for part in piece.text.split("；"))
    return next((text for header, _, text in parts if len(text) > 2 and _CAUSE.search(header)), "")


def _remark(piece: Evidence) -> str:
    """What the row's column of remarks says, or the note in brackets at one of its figures."""
    for part in piece.text.split("；"):
        header, colon, text = part.partition("：")
        if colon and len(text) > 3 and _REMARK.search(header):
            return text
        aside = re.search(r"[（(]([^（）()]{6,60})[）)]$", text)
        if aside:
            return aside[1]
    return ""


def _whole(reason: str, piece: Evidence, snapshot: Snapshot) -> str:
    """The reason up to the end of the passage where it goes on in several points."""
    if not _SEVERAL.match(reason) or piece.passage is None:
        return reason
    passage = " ".join(snapshot.records[piece.document].passages[piece.passage].text.split())
    at = passage.find(reason)
    return passage[at : at + LONGEST].strip("。； ") if at >= 0 else reason


def _squeezed(text: str) -> str:
    return "".join(text.split())
