"""Follow-ups: what a question leaves out is taken from the questions before it; what it names itself stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from app.ask.references import References, tables_within
from index.matching import Term
from ingest.records import Period

if TYPE_CHECKING:
    from app.ask.knowledge import Knowledge
    from app.ask.question import Question

KEPT = 0.6
"""Weight of what an earlier question named, in a follow-up that leaves it out."""
REPLACED = 0.2
"""The same where the follow-up names something else in its place."""
SHORT = 14
"""Characters up to which a question that names one thing may leave the rest out."""
ASIDE = frozenset(
    {"whole_period", "text_beside", "table_beside", "benchmark", "year_before", "year_after", "define", "audience"}
    | {"all_of", "how_many", "where_said", "which_one"}
)
"""Kinds that a question may be of and still leave out what it wants to know."""
PERSONS = frozenset({"人", "人次"})
"""Units in which the next subject need not be counted: 出院多少人次, 手术呢."""
_AGAINST = re.compile(r"(?:比|较|跟|和|与)\s*(?:19|20)\d{2}|\b(?:than|from|since|over) (?:in )?(?:19|20)\d{2}")
COMBINES = ("sum", "difference", "gap", "average", "highest", "lowest", "compare")
_COUNTED = re.compile(
    r"(?:多少|几|几多|好多)\s*(?P<unit>名|位|所|家|间|门|种|场|件|部|本|篇|台|套|座|支|例|张|亩|册|栋|辆|期)"
)
_COUNTED_PIECES = re.compile(
    r"(?:多少|几|几多|好多)\s*(?:个|名|位|所|家|间|门|种|件|部|本|篇|台|套|座|支)[\u3400-\u9fff]{2,}"
)
_INSIDE = re.compile(
    r"^(?:那么?)?(?:其中|里头|里面|这里面|这当中|当中)|\b(?:of|in) (?:it|that|those|these|them|which)\b"
)
_THEM = re.compile(
    r"它们|他们|她们|这些|那些|其中|[这那](?:[几两三四五六七八九十]|\d+)(?:个|项|家|类)|\b(?:them|those|these|they)\b"
)
_FOLLOWS = re.compile(
    r"^(?:那么?|其中|还有|然后|那些|这些|它|另外|再|换|里头|里面|下面|上面|加起来|刚才|只|一共|合计|并|为(?:什么|啥|何))"
    r"|^(?:and\b|what about|how about|then\b|why\b.{0,12}$|(?:which|what) of (?:them|those|the))"
    r"|(?:呢|呢？|呢\?)$|\b(?:them|they|their|its?|those|that one|of the (?:two|three|four))\b"
    r"|\bthe year (?:after|before)\b"
    r"|\bthe (?:first|second|third|last) one\b"
    r"|照(?:这|此|上面|刚才)|[按照用]同|同一?口径|同样|以此类推|依此"
    r"|^[各每](?:一?[个类项种家所年门批路块])?(?=分别|各|多少|几|都|是|占|有)|[这那]几[个类项种家所门]|它们?(?!们)"
    r"|这俩|那俩|这两|这三|那两|那三|上述|前者|后者|第[一二三四五]个|同样|也是这个数|还差|还剩|画",
    re.I,
)


def is_follow_up(question: Question, earlier: Question, knowledge: Knowledge) -> bool:
    """A question leans on the one before if it says so, or names too little to stand alone."""
    if question.asks("capability", "documents", "injection", "command", "greeting"):
        return False
    opening = max((end for start, end in knowledge.words.spans("polite", question.plain) if start == 0), default=0)
    if _FOLLOWS.search(question.plain[opening:].lstrip("，,。！ ")):
        return True
    if question.references.tables or question.references.sections:
        return not _strong(question)
    subjects = subject_terms(question, knowledge)
    if subjects:
        short = len(question.plain) <= SHORT and not _is_whole(question, earlier)
        return short and (len(_strong(question)) == 1 or _asks_of_list(question, subjects, earlier, knowledge))
    # 到位了多少、花了多少 stands alone, unless money was spoken of before.
    alone = len(question.measures) > 1 and not question.periods
    new = bool(question.measures) and not set(question.measures) & set(earlier.measures)
    if new and (question.unknown or (question.asks("which_list") and not question.asks("each"))):
        # 哪些满意度降了 after 到位了多少钱; 食堂的满意度 names something, be it unknown.
        return False
    return not alone or bool(set(question.measures) & set(earlier.measures))


def _is_whole(question: Question, earlier: Question) -> bool:
    """Whether a short question that names a thing wants to know something else of it than was asked before, so that it
    changes the topic: which there are (有哪些订单班) or how many pieces (学校有多少个专业) after 到位了多少钱."""
    listed = question.asks("which_list") and not earlier.asks("which_list")
    counted = _COUNTED_PIECES.search(question.plain) is not None and bool(earlier.measures)
    return not question.measures and not question.asks("each") and (listed or counted)


def _asks_of_list(question: Question, subjects: Sequence[Term], earlier: Question, knowledge: Knowledge) -> bool:
    """Whether the first or last of a list just asked for is wanted by one of its columns (到馆量最大的是哪个)."""
    listed = earlier.asks("which_list") and question.asks("highest", "lowest")
    kinds = [{slot[0] for slot in knowledge.roles.of(term)} for term in subjects]
    return listed and all("column" in named for named in kinds)


def subject_terms(question: Question, knowledge: Knowledge, least: float = 1.0) -> list[Term]:
    """What the question names that things are asked of: no sums, measures, years, nor verbs of one character. `least`
    is the weight from which a term counts."""
    words, general = knowledge.words, knowledge.words.general_names
    counting = (*knowledge.lexicon.units.count, *knowledge.lexicon.units.money)
    return [
        term
        for term in question.terms
        if term.weight >= least
        and len(term.text) != 1
        and term.text not in counting
        and not general & set(term.names)
        and not words.measures_asked(term.text)
        and not any(words.is_all(kind, term.text) for kind in COMBINES)
    ]


def asks_inside(text: str) -> bool:
    """Whether a part is asked for of what was asked before (里头设备占多少)."""
    return _INSIDE.search(text) is not None


def completed(question: Question, earlier: Question, knowledge: Knowledge) -> Question:
    """The question with what it leaves out taken from the earlier one; what it names itself stands.

    A new subject takes the place of the old one and keeps what was asked of it: measure, period, kind of answer.
    """
    named = {token for term in question.terms for name in term.names for token in name}
    strong = subject_terms(question, knowledge)
    wants = question.kinds - ASIDE
    switches = bool(strong) and not question.measures and not question.asks("why", "which_list", *COMBINES)
    general = knowledge.words.general_names
    inside = asks_inside(question.plain)
    replaces = bool(strong) and not inside and not question.asks(*COMBINES, "verify", "conflict")
    kept = tuple(
        replace(term, weight=term.weight * weight)
        for term in earlier.terms
        if not any(token in named for name in term.names for token in name)
        if (weight := _kept_weight(term, strong, replaces, switches or inside, general, knowledge)) > 0
    )
    leaves_out = not wants or wants <= {"chart"}
    inherited = earlier.kinds if leaves_out else frozenset[str]()
    if not leaves_out and not question.asks("number", "count", "why", *COMBINES):
        inherited = frozenset({"unfinished", "which_list"}) & earlier.kinds
    narrows = question.asks("which_list") or question.levels or (leaves_out and not switches)
    narrows = narrows or _THEM.search(question.plain) is not None
    points_at = question.ordinal if not question.references.tables and not question.references.sections else None
    return replace(
        question,
        kinds=question.kinds | inherited,
        terms=(*question.terms, *kept),
        periods=_periods(question, earlier),
        levels=question.levels or earlier.levels,
        measures=question.measures or earlier.measures,
        units=question.units
        or (() if switches and PERSONS & set(earlier.units) else earlier.units)
        or _counted(earlier),
        references=_references(question, earlier, knowledge),
        conditions=question.conditions or (earlier.conditions if narrows else ()),
        excluded=question.excluded or (() if switches else earlier.excluded),
        ordinal=earlier.ordinal if points_at or question.ordinal is None else question.ordinal,
        points_at=points_at,
        follows=True,
        before=(earlier, *earlier.before),
    )


def _counted(earlier: Question) -> tuple[str, ...]:
    """The unit that the earlier question counts in (多少例), which the follow-up is likely to mean, too."""
    m = _COUNTED.search(earlier.plain)
    return (m["unit"],) if m else ()


def _strong(question: Question) -> list[Term]:
    return [term for term in question.terms if term.weight >= 1]


def _kept_weight(
    term: Term,
    named: Sequence[Term],
    replaces: bool,
    switches: bool,
    general: frozenset[tuple[str, ...]],
    knowledge: Knowledge,
) -> float:
    """What is left of the weight of an earlier term beside what the follow-up names: nothing of what stands beside it
    in the documents (出院 for 手术), all of the row whose other column is asked for."""
    if not named:
        return 1.0
    asked_of_all = bool(general & set(term.names)) or bool(knowledge.words.measures_asked(term.text))
    if replaces and not asked_of_all and any(knowledge.roles.beside(term, other) for other in named):
        return 0.0
    if replaces and any(knowledge.roles.across(term, other) for other in named):
        return 1.0
    return REPLACED if switches and not asked_of_all else KEPT


def _periods(question: Question, earlier: Question) -> tuple[Period, ...]:
    """The follow-up's own period; with the earlier one where it is held against that (比2021年多几个); the earlier one
    if it has none."""
    own, before = question.periods, earlier.periods
    if not own and question.part and before:
        # 其中10月: of the year that was spoken of.
        return tuple(dict.fromkeys(Period(p.last, p.last, question.part) for p in before[-1:]))
    if not own:
        return _shifted(question, before)
    compared = question.asks("difference", "compare") and _AGAINST.search(question.plain) is not None
    return (*before, *own) if compared and len(own) == len(before) == 1 and own != before else own


def _shifted(question: Question, periods: Sequence[Period]) -> tuple[Period, ...]:
    """The earlier question's period, a year on or back if the follow-up says so."""
    years = 1 if question.asks("year_after") else -1 if question.asks("year_before") else 0
    if not years or question.asks("compare", "difference"):
        return tuple(periods)
    return tuple(Period(p.first + years, p.last + years, p.part) for p in periods)


def _references(question: Question, earlier: Question, knowledge: Knowledge) -> References:
    """The places that the follow-up means: its own; with the earlier ones where both are to be held together; the
    tables of the earlier section where it points at the table there."""
    own, before = question.references, earlier.references
    together = question.asks("verify", "conflict", "compare")
    if question.asks("table_beside") and not own.tables and before.sections:
        return replace(before, tables=tuple(sorted(tables_within(before.sections, knowledge.snapshot))))
    if not own.tables and not own.sections:
        return before if not own.missing else own
    if not together:
        return own
    tables = dict.fromkeys((*before.tables, *own.tables))
    sections = dict.fromkeys((*before.sections, *own.sections))
    return replace(own, tables=tuple(tables), sections=tuple(sections))
