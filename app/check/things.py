"""What a figure counts, named so that other words for the same count give the same name: 师生大赛中获省级以上奖项 and
师生大赛获奖, 专利和软件著作权授权 and 软件著作权、专利."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from app.ask.knowledge import Knowledge
from app.check.vocabulary import check_words
from index.names import near
from index.statements import Statement, normal_label
from ingest.lexicon import Lexicon
from ingest.records import Bound, Figure, Period

_SHORT = 4
_END = 2
_TELLING = 4
"""Letters from which a name tells what is counted."""
_ANY_ORDER = 7
"""Letters from which two names of the same letters are one name whose parts stand in another order."""
_LONGEST_TOPIC = 24
_AND_ABOVE = "以上"
_LEFT = 2
"""Letters that are no name by themselves: 专利授权 without what was done is none."""
_UNCOUNTED = ("%", "‰", "个百分点", "元", "万元", "亿元", "分", "天", "年", "月", "人日", "小时")


def thing_key(statement: Statement, lexicon: Lexicon) -> str:
    """The name as it is compared; empty if the words name nothing that is counted."""
    figure = statement.figure
    if figure.unit in _UNCOUNTED or figure.bound is not Bound.EXACT or not figure.subject:
        return ""
    name = thing_name(figure, lexicon)
    if figure.level.endswith(_AND_ABOVE) and own_name(figure, lexicon) in lexicon.holders.generic:
        # 市级及以上立项项目: so few things are counted from a level up that this names them.
        return " ".join((figure.level, *sorted(statement.acts), own_name(figure, lexicon)))
    if len(name) < _TELLING:
        return ""
    return "".join(sorted(name)) if len(name) >= _ANY_ORDER else name


def thing_name(figure: Figure, lexicon: Lexicon) -> str:
    """The words at the figure, without levels and deeds, in the words of the lexicon; what is too short or too general
    to name anything is named with its topic before it, or by the title of the item that it ends like."""
    own = own_name(figure, lexicon)
    in_words = figure.place.table is None or bool(figure.end)
    over = [_plain(part, lexicon) for part in figure.subject[-3:-1] if len(part) <= _LONGEST_TOPIC] if in_words else []
    pointing = any(word in own for word in lexicon.holders.pointing)
    general = own in lexicon.holders.generic or own in check_words().things.general
    if own and not pointing and not general and len(own) >= _SHORT:
        return own
    for word in lexicon.holders.pointing:
        own = own.replace(word, "")
    if not over or any(word in over[-1] for word in lexicon.holders.pointing):
        return ""
    joined = over[-1] if over[-1].endswith(own) else over[-1] + own
    # 中高职贯通培养试点专业 9 个：此类试点专业 4 个，试点在 7 个专业开展.
    return over[0] if over[0].endswith(joined) else joined


def own_name(figure: Figure, lexicon: Lexicon) -> str:
    """The words right at the figure, without levels and deeds."""
    return _plain(figure.subject[-1], lexicon) if figure.subject else ""


def things(knowledge: Knowledge, measures: Sequence[str], by_level: bool = True) -> list[list[Statement]]:
    """Counts of one thing, in units of one kind, of one body, wherever they stand; only things that several places
    count. `by_level`: and of one level."""
    lexicon = knowledge.lexicon
    groups: dict[tuple[str, str, str, str], list[Statement]] = defaultdict(list)
    for statement in knowledge.snapshot.figures:
        if statement.figure.measure in measures and (key := thing_key(statement, lexicon)):
            kind = unit_kind(statement.figure.unit)
            level = statement.figure.level[:1] if by_level else ""
            groups[key, kind, level, statement.holder].append(statement)
    return [group for group in groups.values() if len(group) > 1]


def kin_things(knowledge: Knowledge, measures: Sequence[str]) -> list[list[Statement]]:
    """The same, with what is named nearly alike (校企开发课程标准, 校企合作课程标准) in one group."""
    lexicon = knowledge.lexicon
    kinds: dict[tuple[str, str, str, str], list[tuple[str, list[Statement]]]] = defaultdict(list)
    by_key: dict[tuple[str, ...], list[Statement]] = defaultdict(list)
    for s in knowledge.snapshot.figures:
        if s.figure.measure in measures and (key := thing_key(s, lexicon)):
            by_key[key, unit_kind(s.figure.unit), s.figure.level[:1], s.holder].append(s)
    for (_, kind, level, holder), group in by_key.items():
        name = thing_name(group[0].figure, lexicon)
        known = kinds[kind, level, holder, name[-_END:]]
        alike = next((members for other, members in known if near(name, other) or _ends_alike(name, other)), None)
        if alike is None:
            known.append((name, list(group)))
        else:
            alike.extend(group)
    return [members for known in kinds.values() for _, members in known if len(members) > 1]


def _ends_alike(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    return len(short) >= _ANY_ORDER and long.endswith(short)


def unit_kind(unit: str) -> str:
    """People, times and things are counted apart, each in several units."""
    kinds = check_words().things.units
    return next((kind for kind, units in kinds.items() if unit in units), "")


def time_of(statement: Statement, knowledge: Knowledge) -> Period | None:
    """The period of a count; None if it has none or says no more than since when (2022 年以来)."""
    figure = statement.figure
    period = figure.period
    if period is None or period.first != period.last or figure.passage is None:
        return period
    before = knowledge.snapshot.records[statement.document].passages[figure.passage].text[: figure.start]
    told = before.rfind(str(period.first))
    since = re.match(rf"\d{{4}}\s*年?\s*(?:{check_words().things.since})", before[told:]) if told >= 0 else None
    return None if since else period


def _plain(label: str, lexicon: Lexicon) -> str:
    return _stripped(label, tuple(lexicon.levels), lexicon.holders.acts, lexicon.holders.generic)


@lru_cache(maxsize=1 << 14)
def _stripped(label: str, levels: tuple[str, ...], acts: tuple[str, ...], generic: tuple[str, ...]) -> str:
    words = check_words().things
    label = normal_label(label)
    for level in sorted(levels, key=len, reverse=True):
        label = label.replace(f"{level}以上", "").replace(f"{level[:1]}级及以上", "").replace(level, "")
    for other, word in words.same:
        label = label.replace(other, word)
    label = re.sub(words.left_out, "", re.sub(words.count_behind, "", label))
    changed = True
    while changed:
        changed = False
        for deed in (*words.deeds, *acts):
            if not label.startswith(deed) and not label.endswith(deed):
                continue
            rest = label.removeprefix(deed) if label.startswith(deed) else label.removesuffix(deed)
            if len(rest) > _LEFT or rest in generic:
                label, changed = rest, True
    return label
