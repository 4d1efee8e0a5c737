"""Statements that are worded differently and still about one thing: 博士 in a table, 全院博士 in a sentence.

What indicators join is surely one thing; this is for what probably is: the name of one ends that of the other, unit,
measure, period and level can be the same, and the values are near enough to be two values of one thing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from index.intervals import figure_interval
from index.names import LONG, Names, collect_names
from index.statements import Statement, figure_label, normal_label, own_words
from ingest.lexicon import Lexicon
from ingest.records import Bound, Figure, Period

NEAREST = Decimal("0.6")
"""Of two values of one thing the smaller is at least this share of the greater."""
MIDDLING = Decimal("0.3")
FAR = Decimal("0.02")
"""The same for what is named alike, and what is named and dated alike."""
TELLING = 4
"""Characters from which a name that two places share tells."""
NEAREST_WHOLE = Decimal("0.8")
_OF_THE_WHOLE = ("target", "actual")
SHORTEST = 2
MOST_NAMES = 6
"""Longer names that may end with a short one before it stops naming anything (人, 项目)."""
FEW_NAMES = 3
"""The same for what is no person: 分馆 names something, 项目 does not."""
BRANCHES = ((1, 4), (2, 3), (3, 4))
"""Depth of headings, and how many siblings of it must use a name for it to name what is each one's own."""
_END = 3
_AND_ABOVE = "以上"
_PEOPLE = ("人", "名", "位")
_PLACES = ("家", "间", "所")
_MEASURED = ("%", "‰", "个百分点", "元", "分", "天", "年", "月", "小时", "平方米", "米", "公里", "吨", "倍")
"""Units of what is measured, not counted."""
_TIMES = ("中期", "终期", "期末", "年度", "全年", "总体", "总")
"""What is left of 中期完成率 names a time, not a thing."""
_REMEMBERED = 20_000
"""Labels whose bare names are remembered."""
_MONEY = ("budget", "received", "spent")
_OF_A_TIME = ("received", "spent", "budget", "rate", "received_rate", "spent_rate", "budget_rate")
"""Measures of what happened in a time: those of one year are no restatement of those of several."""
_NOT_COMPARED = ("difference", "weight", "share", "baseline")


def restatements(statements: Sequence[Statement], lexicon: Lexicon) -> Iterator[tuple[Statement, Statement]]:
    """Pairs whose values cannot both be right, each pair once; those of one sentence or row are left out."""
    named = [(s, name) for s in statements if (name := statement_name(s.figure, lexicon)) is not None]
    by_end: dict[str, list[_Named]] = defaultdict(list)
    for statement, name in named:
        if statement.figure.measure not in _NOT_COMPARED and statement.figure.bound in (Bound.EXACT, Bound.ABOUT):
            by_end[name[-SHORTEST:]].append(_Named(statement, name, _kind(statement.figure, lexicon)))
    shared = _names_of_branches(named)
    names_in_use = statement_names(statements, lexicon)
    for end, members in by_end.items():
        members = [m for m in members if not _is_shared(m.statement, m.name, shared)]
        vague = {kind for kind in {m.kind for m in members} if end and _is_vague(members, kind)}
        members = [m for m in members if m.kind not in vague or len(m.name) > len(end)]
        for i, a in enumerate(members):
            for b in members[i + 1 :]:
                if not _one_kind(a.kind, b.kind):
                    continue
                if min(a.name, b.name, key=len) in lexicon.holders.generic and not _of_the_whole(a, b):
                    continue
                if _one_thing(a, b, names_in_use, lexicon) and _differ(a, b, lexicon):
                    yield a.statement, b.statement


class _Named(NamedTuple):
    statement: Statement
    name: str
    kind: str


def _of_the_whole(a: _Named, b: _Named) -> bool:
    """Whether two counts of no more than 任务 are of all of them: of one measure, for the same years, and near."""
    first, second = a.statement.figure, b.statement.figure
    if first.period is None or first.period != second.period or first.period.first == first.period.last:
        return False
    if first.measure != second.measure or first.measure not in _OF_THE_WHOLE or a.kind in _MEASURED:
        return False
    if first.place.table is not None or second.place.table is not None:
        return False
    low, high = sorted((first.value, second.value))
    return low >= NEAREST_WHOLE * high > 0


def _is_vague(members: Sequence[_Named], kind: str) -> bool:
    """Whether so many names end alike that the end by itself names nothing."""
    names = {m.name for m in members if m.kind == kind}
    return len(names) > MOST_NAMES or (len(names) > FEW_NAMES and kind not in _PEOPLE)


def _one_kind(a: str, b: str) -> bool:
    """The same kind of thing; a count without a unit, as in tables, may be of any."""
    return a == b or (not a and b not in _MEASURED) or (not b and a not in _MEASURED)


def statement_names(statements: Sequence[Statement], lexicon: Lexicon) -> Names:
    """The names of all statements, without levels, and which of them stand together."""
    return collect_names(
        (plain_name(name, lexicon), (s.document, _site(s)))
        for s in statements
        if (name := statement_name(s.figure, lexicon))
    )


def plain_name(name: str, lexicon: Lexicon) -> str:
    """The name without 省级, 校级 before it, as the level is compared by itself, and without 的."""
    for level in lexicon.levels:
        if name.startswith(level) and len(name) > len(level) + 1:
            name = name.removeprefix(level)
            break
    return name.replace("的", "") or name


def _site(statement: Statement) -> tuple[object, ...]:
    """What tells names apart that stand in it: a sentence; of a table of rows the table."""
    place = statement.figure.place
    return ("table", place.table) if _in_row(statement) else ("words", place.section, place.quote)


def _in_row(statement: Statement) -> bool:
    place = statement.figure.place
    return place.table is not None and bool(place.row) and not statement.figure.end


def _is_shared(statement: Statement, name: str, shared: set[tuple[object, ...]]) -> bool:
    if _in_row(statement):
        return False
    parents = (statement.headings[: depth - 1] for depth, _ in BRANCHES)
    return any((statement.document, parent, name[-_END:]) in shared for parent in parents)


def _names_of_branches(named: Sequence[tuple[Statement, str]]) -> set[tuple[object, ...]]:
    """(document, headings, end of the name) of names that several sections below them use for what is theirs (完成率).
    A table with row labels tells by these whose a figure is."""
    sections: dict[tuple[int, tuple[object, ...]], set[object]] = defaultdict(set)
    for statement, name in named:
        if name and not _in_row(statement):
            for depth, enough in BRANCHES:
                if len(statement.headings) >= depth:
                    parent = (statement.document, statement.headings[: depth - 1], name[-_END:])
                    sections[enough, parent].add(statement.headings[depth - 1])
    return {parent for (enough, parent), found in sections.items() if len(found) >= enough}


def statement_name(figure: Figure, lexicon: Lexicon) -> str | None:
    """What a figure is of, bare: without the words of its measure and the acts that it came about by; empty for a sum
    of money of the whole; None if nothing tells."""
    if figure.place.table is not None and not figure.end:
        total = bool(figure.place.row) and figure.place.row[-1].strip().rstrip("：:") in lexicon.tables.total
        if total:
            return "" if figure.measure in _MONEY else None
        label = figure_label(figure, lexicon)
        if not label or label.isdigit() or label.rstrip("年").isdigit():
            label = normal_label("".join(figure.place.column[-1:]))
        return _bare(label, figure, lexicon) or None
    words = own_words(figure)
    if figure.level.endswith(_AND_ABOVE):
        # 市级及以上项目 points to nothing above it.
        words = words.replace(f"及{_AND_ABOVE}", "").replace(_AND_ABOVE, "")
    if any(word in words for word in lexicon.holders.pointing):
        return None
    bare = _bare(words, figure, lexicon)
    if bare:
        return bare
    return "" if figure.measure in _MONEY else None


def _bare(label: str, figure: Figure, lexicon: Lexicon) -> str:
    words = lexicon.measure_words.get(figure.measure, ())
    return _without(label, words, lexicon.leading_acts, money=figure.measure in _MONEY)


@lru_cache(_REMEMBERED)
def _without(label: str, words: tuple[str, ...], acts: tuple[str, ...], *, money: bool) -> str:
    """The label without these words and the acts before it; empty for money that is called by its measure alone."""
    for word in words:
        if label != word:
            label = label.replace(word, "")
        elif money:
            return ""
    changed = True
    while changed and label.startswith(acts):
        changed = False
        for act in acts:
            if label.startswith(act) and len(label) > len(act) + 1:
                label, changed = label.removeprefix(act), True
    return label.removeprefix("的")


def _kind(figure: Figure, lexicon: Lexicon) -> str:
    """Units that count the same kind of thing; scores go without one as often as with 分."""
    if figure.measure == "score":
        return "分"
    unit = lexicon.base_unit(figure.unit)[0]
    return "人" if unit in _PEOPLE else "家" if unit in _PLACES else unit


def _one_thing(left: _Named, right: _Named, names: Names, lexicon: Lexicon) -> bool:
    a, b, a_name, b_name = left.statement, right.statement, left.name, right.name
    first, second = a.figure, b.figure
    short, long = sorted((a_name, b_name), key=len)
    if left.kind != right.kind and len(short) < (TELLING if a_name == b_name else LONG):
        return False
    ends = long.endswith(short) and len(long) <= 3 * max(len(short), SHORTEST)
    if not ends and names.likeness(plain_name(a_name, lexicon), plain_name(b_name, lexicon)) is None:
        return False
    if len(a_name) < LONG and first.unit == "%" and a_name in _TIMES:
        return False
    if not a_name and (first.period is None or first.period != second.period):
        return False
    if len(short) < LONG and a.acts != b.acts:
        return False
    if not _came_about_alike(a, b, lexicon):
        return False
    if {first.measure, second.measure} & {"target", "budget"} and first.measure != second.measure:
        return False
    measures = {m for m in (first.measure, second.measure) if m not in ("", "actual")}
    if len(measures) > 1 or a.holder != b.holder:
        return False
    if first.level != second.level and ((first.level and second.level) or not ends or len(short) < LONG):
        return False
    if first.unit == "%" and first.measure != second.measure and (_in_row(a) or _in_row(b)):
        return False
    exact = bool(measures & set(_OF_A_TIME)) or first.unit == "%"
    return not _same_place(a, b) and _can_be_one(first.period, second.period, exact)


def _came_about_alike(a: Statement, b: Statement, lexicon: Lexicon) -> bool:
    """Whether nothing says that one was granted and the other only begun: no acts, or one in common, nothing meant."""
    meant = frozenset(lexicon.holders.intents)
    if a.acts & meant != b.acts & meant:
        return False
    return not a.acts or not b.acts or bool(a.acts & b.acts)


def _same_place(a: Statement, b: Statement) -> bool:
    """Side by side in a sentence, a row, a column or a passage two figures are of two things."""
    first, second = a.figure, b.figure
    if a.document != b.document:
        return False
    if first.passage is not None and first.passage == second.passage:
        return True
    return first.place.table is not None and first.place.table == second.place.table


def _can_be_one(a: Period | None, b: Period | None, exact: bool) -> bool:
    """The same period, or none; a state at the end of several years is that of the last, unless `exact`."""
    if a is None or b is None or a == b:
        return True
    return not exact and a.part == b.part and a.last == b.last


def _differ(left: _Named, right: _Named, lexicon: Lexicon) -> bool:
    """Whether the values cannot both be right and are near enough to be meant for one; the surer it is that one thing
    is named, the further apart they may be."""
    a, b = left.statement.figure, right.statement.figure
    if figure_interval(a, lexicon).meets(figure_interval(b, lexicon)):
        return False
    low, high = sorted(abs(f.value * lexicon.base_unit(f.unit)[1]) for f in (a, b))
    nearest = NEAREST
    if left.name == right.name and (len(left.name) >= TELLING or not left.name):
        dated = a.period is not None and a.period == b.period
        nearest = FAR if dated and left.kind == right.kind else MIDDLING if len(left.name) >= LONG else NEAREST
    return high > 0 and low / high >= nearest
