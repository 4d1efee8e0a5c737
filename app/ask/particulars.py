"""The date, the person or the number of a document that a question wants, out of the sentence that tells it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.ask.knowledge import Knowledge
from app.ask.question import Question
from app.ask.select import Selected, asked_tokens
from app.ask.vocabulary import AskWords
from app.ask.writing import Writing
from index.tokens import text_to_tokens

MOST = 3
NEARLY = 0.85
LEAST_OWN = 0.4
"""How much of the question the sentence itself must cover."""
_DATE = re.compile(
    r"(?:19|20)\d{2}\s*年(?:\s*(?:\d{1,2}\s*月(?:\s*\d{1,2}\s*日|[上中下]旬|底|初)?|[上下]半年|第?[一二三四]季度|年?[底初末]))?"
)
_DOCUMENT_NUMBER = re.compile(
    r"[^\W\d_以据按于为发第月日年和及与]{1,8}\s*[〔\[(（]\s*(?:19|20)\d{2}\s*[〕\])）]\s*(?:第\s*)?\d+\s*号"
)
_PERSON = re.compile(
    r"(?<![\u3400-\u9fff])(?:由)?(?P<a>[\u3400-\u9fff]{2,4}?)(?=(?:老师|教授|同志|博士|医师|主任)(?:[的牵主负]|$|，|、))"
)
_WHEN = re.compile(r"(?:什么时候|啥时候|何时|几时|哪一?[年天月日]|几月)(?P<event>[\u3400-\u9fff]{2,8})")
_CLAUSE = re.compile(r"[^，。；：]+")


def write_particulars(question: Question, selected: Sequence[Selected], writing: Writing, knowledge: Knowledge) -> bool:
    """One line for each kind of detail that the question wants and the best sentences tell; whether there is any."""
    told: set[str] = set()
    best = max((s.score for s in selected), default=0.0)
    likely = [s for s in selected if s.leads or s.score >= best * NEARLY][:MOST]
    for key, pattern in _wanted(question, knowledge.words):
        for piece in likely if key not in told else ():
            found = _nearest(piece.evidence.text, pattern, question, knowledge)
            if found and piece.own >= LEAST_OWN:
                at = writing.cite(piece.evidence.document, piece.evidence.place)
                writing.say(f"particulars.{key}", text=found, mark=writing.mark(at))
                told.add(key)
                break
    return bool(told)


def _wanted(question: Question, words: AskWords) -> Iterator[tuple[str, re.Pattern[str]]]:
    if question.asks("when"):
        yield "date", _DATE
    if question.asks("grade"):
        yield "grade", words.grade_pattern(question.plain)
        yield "grade", words.grade_words
    if words.detail("number", question.plain):
        yield "number", _DOCUMENT_NUMBER
    if words.detail("person", question.plain):
        yield "person", _PERSON


def _nearest(text: str, pattern: re.Pattern[str], question: Question, knowledge: Knowledge) -> str:
    """The match in the clause that says most of what is asked, or in the nearest clause before or after it."""
    asked = asked_tokens(question)
    # 什么时候复评: what stands behind the question word is what happened then.
    behind = _WHEN.search(question.plain)
    event = set(text_to_tokens(behind["event"])) if behind else set()
    clauses = [m.span() for m in _CLAUSE.finditer(text)]
    if not clauses:
        return ""
    tokens = [set(text_to_tokens(text[slice(*span)])) for span in clauses]
    rarity = knowledge.evidence.rarity
    weights = [(sum(map(rarity, event & own)), sum(map(rarity, asked & own))) for own in tokens]
    centre = weights.index(max(weights))
    years = {str(year) for p in question.periods for year in range(p.first, p.last + 1)}
    found: list[tuple[int, str]] = []
    for m in pattern.finditer(text):
        said = (m.groupdict().get("a") or m.group()).strip()
        at = next((i for i, (start, end) in enumerate(clauses) if start <= m.start() < end), 0)
        # What stands before the clause sets its time; what stands behind it is rather of something else.
        distance = centre - at if at <= centre else 2 * (at - centre) + 1
        if pattern is not _DATE or not years or any(year in said for year in years):
            found.append((distance, said))
    return min(found)[1] if found else ""
