"""A numbered point of a section (4.2第3点) and what a term is said to mean: the documents' own words, as they stand."""

from __future__ import annotations

import re

from app.ask.knowledge import Knowledge
from app.ask.question import Question
from app.ask.references import section_with_parts
from app.ask.writing import Writing
from index.snapshot import Evidence, EvidenceKind
from index.statements import Statement
from index.tokens import plain
from ingest.numerals import han_value
from ingest.records import PassageKind

_POINT = re.compile(
    r"第(?P<han>\d{1,2}|[一二三四五六七八九十]{1,3})(?:小)?(?:点|条|款|项|段)(?!线)"
    r"|\b(?:point|item|paragraph)s? (?:no\.? ?)?(?P<english>\d{1,2})\b"
)
_MARKED = re.compile(r"\s*[（(]?(\d{1,2}|[一二三四五六七八九十]{1,3})[)）、.．]")
_NAME = re.compile(
    r"[“\"「]([^”\"」]{2,20})[”\"」]|(?:什么|啥|怎么?样|怎么|如何)(?:情况|样)?(?:的|下)?(?:是|叫做?|才?算(?:是|作)?)([\u3400-\u9fffa-z0-9+]{2,12})"
    r"|([\u3400-\u9fffa-z0-9+]{2,12}?)(?:这个词|这一?说法|一词)?(?:到底|究竟|具体)?(?:是|指|指的)?(?:是)?(?:什么|啥)(?:意思|含义)"
    r"|([\u3400-\u9fffa-z0-9+]{2,12}?)(?:这个词|一词)?(?:到底|究竟|具体)?指(?:的是|的)?(?:什么|啥)"
)
MOST = 2
OPENING, CLOSING = '“"「(（', '”"」)）'


def answer_item(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Quotes the numbered point of the section that the question names; False if it names none that is there."""
    point = _POINT.search(question.plain)
    if point is None or not question.references.sections or question.references.tables:
        return False
    number = _number(point["han"] or point["english"])
    for document, section in question.references.sections:
        records = knowledge.snapshot.records[document]
        inside = section_with_parts(knowledge.snapshot, document, section)
        found = [
            passage
            for passage in records.passages
            if passage.place.section in inside
            and passage.kind is not PassageKind.CELL
            and (m := _MARKED.match(passage.text)) is not None
            and _number(m[1]) == number
        ]
        own = [p for p in found if p.place.section == section] or found
        if not own:
            continue
        writing.say("lookup.passage")
        for passage in own[:1]:
            figures = knowledge.figures_of.get((document, passage.key), ())
            writing.quote(document, passage.place, passage.text, [Statement(document, f) for f in figures])
        return True
    return False


def answer_definition(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Quotes the sentences that say what a term means; False if the question asks for no meaning, or none is told."""
    if not question.asks("define") or question.references.tables:
        return False
    found = [next(filter(None, m.groups()), "") for m in _NAME.finditer(question.plain)]
    told: list[Evidence] = []
    for name in filter(None, found):
        told += [
            piece
            for piece in knowledge.snapshot.evidence
            if piece.kind is not EvidenceKind.ROW
            and piece not in told
            and name in plain(piece.text)
            and _defines(piece, name, knowledge)
        ][:MOST]
    for piece in told:
        if piece is told[0]:
            writing.say("lookup.passage")
        figures = [knowledge.snapshot.figures[i] for i in piece.figures]
        writing.quote(piece.document, piece.place, piece.text, figures)
    return bool(told)


def _defines(piece: Evidence, name: str, knowledge: Knowledge) -> bool:
    """Whether a word that defines stands right at the name."""
    text, words = plain(piece.text), knowledge.words
    for at in (m.start() for m in re.finditer(re.escape(name), text)):
        before, behind = text[max(0, at - 6) : at], text[at + len(name) :].lstrip(CLOSING)
        for led in (before, before.rstrip(OPENING)):
            if any(end == len(led) for _, end in words.spans("defines_before", led)):
                return True
        if any(start == 0 for start, _ in words.spans("defines_behind", behind[:6])):
            return True
    return False


def _number(text: str) -> int:
    return int(text) if text.isdigit() else int(han_value(text) or 0)
