"""Every place where the documents state a number of the thing that a question names, and which of them dispute it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from app.ask.dialogue import REPLACED, subject_terms
from app.ask.knowledge import Knowledge
from app.ask.question import Question
from app.ask.series import counting
from index.indicators import Statement, disagree
from index.matching import Term
from index.mentions import Mention
from index.restatements import statement_name
from ingest.lexicon import Lexicon

ALIKE = 0.8
"""Share of the best that another mention must reach."""
BOTH_OTHER = 0.2
"""Share of the characters of two names that each may have of its own, asked ones aside, and still name one thing."""
ONE_OTHER = 0.4
"""The same where only one of them has words of its own."""
MISSED = 0.4
"""Share of the asked characters of two names that only one of them may have."""
_PARTICLES = "的为之和与及等"
LONGER = 2
"""How many times as long a name may be that ends with another, to be that thing's name with more words."""
NEAREST = Decimal("0.4")
"""Of two values of one thing that is called differently, the smaller is at least this share of the greater."""
PLANNED = ("target", "budget", "baseline", "weight", "difference")
SUBJECT = 0.55
"""Weight from which a term is more than the seam of two words."""
RATES = ("rate", "received_rate", "spent_rate")
RATIOS = ("rate", "received_rate", "spent_rate", "budget_rate", "share", "score", "satisfaction")
_COUNTER = re.compile(
    r"[几多少两\d]\s*([个项门家所间名人位期场次部本件台套座支篇种类条处])|([个项门家间名人件台座篇])数"
)


def asked_thing(question: Question, knowledge: Knowledge) -> list[Term]:
    """The terms that name the thing itself: no sums and measures, and no words that only say how it is counted, unless
    nothing else is named."""
    named = [t for t in question.terms if t.weight > REPLACED and _is_word(t)]
    counted = [t for t in named if knowledge.words.units_asked(t.text)]
    named = [t for t in named if t not in counted] or named
    subjects = subject_terms(question, knowledge, least=REPLACED)
    kept = [t for t in named if t in subjects or t.text.isascii()]
    return kept if any(len(t.text) > 2 or t.weight >= SUBJECT for t in kept) else named


def _is_word(term: Term) -> bool:
    return len(term.text) > 1 or term.text.isascii()


def find_mentions(question: Question, knowledge: Knowledge) -> list[Mention]:
    """What the documents state of the asked thing, best first, each place once: of the asked period, level, unit and
    measure; of what was planned only if that is asked."""
    terms = asked_thing(question, knowledge)
    found = [m for m in knowledge.mentions.find(terms) if is_asked(m.statement, question, knowledge)]
    if not found:
        return []
    best = found[0].score
    kept: dict[tuple[object, ...], Mention] = {}
    for mention in found:
        figure = mention.statement.figure
        place = figure.place
        if mention.score >= best * ALIKE:
            same = (mention.statement.document, place.section, place.table, place.quote, figure.value)
            kept.setdefault(same, mention)
    return list(kept.values())


def disputing(statements: Sequence[Statement], question: Question, knowledge: Knowledge) -> list[Statement]:
    """Of the statements those that give one thing another value than some other of them does, in their order."""
    found: set[int] = set()
    for i, a in enumerate(statements):
        for j in range(i + 1, len(statements)):
            b = statements[j]
            if disagree((a.figure, b.figure), knowledge.lexicon) and are_of_one_thing(a, b, question, knowledge):
                found |= {i, j}
    return [statements[i] for i in sorted(found)]


def are_of_one_thing(a: Statement, b: Statement, question: Question, knowledge: Knowledge, held: bool = False) -> bool:
    """Whether two figures that both speak of the asked thing measure the same of it: alike in unit, measure, period,
    level, holder and project, and called alike but for the words of the question. `held`: the question itself holds
    them for one, and they need not be of one period and project."""
    first, second = a.figure, b.figure
    if a.holder != b.holder or _beside(a, b) or not same_kind(first.unit, second.unit, knowledge):
        return False
    measures = {first.measure, second.measure} - {"", "actual"}
    if len(measures) > 1 or (measures & set(PLANNED) and first.measure != second.measure):
        return False
    if first.level != second.level and first.level and second.level:
        return False
    if not _acts_meet(a, b, knowledge.lexicon) or not _periods_meet(a, b, held, knowledge):
        return False
    projects = {knowledge.projects.get((s.document, s.figure.place.section or 0)) for s in (a, b)}
    if not held and (len(projects - {None}) > 1 or (len(projects) > 1 and measures & set(RATIOS))):
        return False
    if knowledge.snapshot.indicator(a) is knowledge.snapshot.indicator(b):
        return True
    low, high = sorted(abs(s.figure.value * knowledge.lexicon.base_unit(s.figure.unit)[1]) for s in (a, b))
    return low >= high * NEAREST and called_alike(a, b, question, knowledge)


def same_kind(one: str, other: str, knowledge: Knowledge) -> bool:
    """Whether figures in these units can be of one thing: the same base unit, none, or words for counting the like."""
    a, b = counting(one, knowledge), counting(other, knowledge)
    return a == b or ("" in (a, b) and not {"%", "元"} & {a, b})


def is_asked(statement: Statement, question: Question, knowledge: Knowledge) -> bool:
    """Whether a figure is of the measure, unit, level, period and body that the question asks for."""
    figure = statement.figure
    if statement.holder and not question.asks("benchmark", "compare"):
        return False
    if figure.measure in PLANNED and figure.measure not in question.measures:
        return False
    if set(question.measures) & set(RATES) and figure.measure not in question.measures:
        return False
    counter = _COUNTER.search(question.plain)
    if counter and not question.measures and not same_kind(counter[1] or counter[2], figure.unit, knowledge):
        return False
    if not counter and figure.measure in RATIOS and figure.measure not in question.measures:
        return False
    if question.levels and figure.level and not any(level in figure.level for level in question.levels):
        return False
    if not question.periods or figure.period is None:
        return True
    return any(p.first <= figure.period.first and figure.period.last <= p.last for p in question.periods)


def called_alike(a: Statement, b: Statement, question: Question, knowledge: Knowledge) -> bool:
    """Whether two names mean one thing: one ends with the other, or what only one of them says is little or asked."""
    names = [statement_name(s.figure, knowledge.lexicon) for s in (a, b)]
    if any(name is None for name in names):
        return False
    short, long = sorted((name or "" for name in names), key=len)
    if long.endswith(short) and len(long) <= LONGER * len(short):
        return True
    # In the question's own words: another word for what is asked (经费, 拨款) may be what tells two things apart.
    asked = {c for term in question.terms for c in _characters(term)} | set(_PARTICLES)
    first, last = set(short), set(long)
    named = asked - set(_PARTICLES)
    if len((first ^ last) & named) > MISSED * len((first | last) & named):
        # 自筹经费 was asked for: 专项经费 is not called so.
        return False
    whole = len(first | last) or 1
    other = sorted(len(own - asked) / whole for own in (first - last, last - first))
    return other[0] <= BOTH_OTHER and other[1] <= ONE_OTHER and bool(first & last - set(_PARTICLES))


def _characters(term: Term) -> set[str]:
    """Those of a word as it was asked; of what it is called in the documents, for an English one."""
    return {c for name in term.names for token in name for c in token} if term.text.isascii() else set(term.text)


def _periods_meet(a: Statement, b: Statement, held: bool, knowledge: Knowledge) -> bool:
    """Whether two figures can be of one time. What is said of one year is not what is said of all, unless it is how
    things stood at the end: of the last year, and no other year beside it."""
    first, last = a.figure.period, b.figure.period
    if first is not None and last is not None and (first.part or last.part or first.last != last.last):
        return first == last
    short = next((s for s in (a, b) if s.figure.period and s.figure.period.first == s.figure.period.last), None)
    if first == last or short is None or held:
        return True
    return first is not None and last is not None and not _is_of_series(short, knowledge)


def _is_of_series(statement: Statement, knowledge: Knowledge) -> bool:
    """Whether the passage or table row also states another year's figure in the same unit."""
    figure = statement.figure
    return any(
        f.unit == figure.unit
        and f.period is not None
        and f.period.first == f.period.last
        and f.period != figure.period
        and f.passage == figure.passage
        and (f.place.table, f.place.row) == (figure.place.table, figure.place.row)
        for f in knowledge.snapshot.records[statement.document].figures
    )


def _acts_meet(a: Statement, b: Statement, lexicon: Lexicon) -> bool:
    meant = frozenset(lexicon.holders.intents)
    return a.acts & meant == b.acts & meant and (not a.acts or not b.acts or bool(a.acts & b.acts))


def _beside(a: Statement, b: Statement) -> bool:
    """Whether two figures stand in one sentence, or in different cells of one table, and so tell of two things."""
    first, second = a.figure, b.figure
    if a.document != b.document or first.place.section != second.place.section:
        return False
    if first.passage is not None and first.passage == second.passage:
        return True
    if first.place.table is None or first.place.table != second.place.table:
        return False
    if first.place.row == second.place.row:
        return not (first.end and second.end)
    return not (first.end or second.end)
