"""What a whole is made up of, reckoned: the share of each part, several parts together, the rest without one, and each
kind over several years. Operands are figures of one split, or of one family of splits, as the documents state them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.ask.knowledge import Knowledge
from app.ask.portions import write_rest, write_shares, write_sums
from app.ask.question import Question
from app.ask.splits import PLANNED, Family, Split
from app.ask.writing import Writing
from index.matching import Term

HELD = 0.6
"""Share of a name's tokens that must stand there for the name to."""
COVERED = 0.85
"""Share of what the question names, by how telling it is, that must stand at the figures and over them."""
LEAST = 0.5
"""The same for the parts alone, of a whole that is not named (三路各占几成)."""
CALLED = 0.3
"""Share of what the parts are together called that the question must say."""
LITERAL = 2
"""Characters of a part's name that the question must say to name it."""
ADDABLE_NOT = ("分", "分钟", "天", "级", "小时")
"""Units whose figures are not added up."""
_CJK = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Meant:
    """A family that a question may mean: the parts that it names, in its order, the splits of the asked times, and how
    well all that fits."""

    family: Family
    named: tuple[str, ...]
    splits: tuple[Split, ...]
    cover: float
    score: float


def answer_partition(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes the shares, the sum or the rest that is asked for; False if the question asks for none of them, or no
    split of the documents has all that it names."""
    operation = _operation(question, knowledge)
    meant = _best(operation, question, knowledge)
    if meant is None:
        return False
    match operation:
        case "share":
            write_shares(meant.named, meant.splits, writing)
        case "rest":
            write_rest(meant.named, meant.splits, writing)
        case _:
            one_by_one = question.asks("each") and len(meant.splits) > 1
            write_sums(meant.named, meant.splits, one_by_one, writing)
    return True


def states_shares(question: Question, knowledge: Knowledge) -> bool:
    """Whether shares of parts are asked for that the documents state with their whole."""
    operation = _operation(question, knowledge)
    return operation == "share" and _best(operation, question, knowledge) is not None


def _best(operation: str, question: Question, knowledge: Knowledge) -> Meant | None:
    others = ("why", "which_list", "highest", "lowest", "unfinished", "gap", "chart", "when", "who")
    if not operation or question.asks(*others) or _names_unknown(question, knowledge):
        return None
    return max(_meant(operation, question, knowledge), key=lambda m: m.score, default=None)


def _operation(question: Question, knowledge: Knowledge) -> str:
    words = knowledge.words
    fell = words.pattern("fell_to", question.plain)
    if question.asks("average", "verify", "conflict", "recompute") or (question.asks("difference") and not fell):
        return ""
    rate = words.pattern("rate_of", question.plain)
    counting = question.parts and any(words.pattern("counted", part.text) for part in question.parts)
    if not rate and not counting and (question.asks("share") or words.pattern("share_of", question.plain)):
        return "share"
    if question.asks("compare"):
        return ""
    denied = words.pattern("denied", question.plain) and not question.parts and not question.conditions
    left = words.pattern("apart", question.plain) or denied
    if left and question.asks("number", "count", "how_many", "sum"):
        return "rest"
    several = (
        len(question.periods) > 1 or question.asks("years_named") or any(p.first != p.last for p in question.periods)
    )
    together = question.asks("sum") or any(words.pattern(p, question.plain) for p in ("together", "first_parts"))
    if (together or several) and question.asks("number", "count", "how_many", "sum", "each"):
        return "sum"
    bare = question.asks("count", "how_many") and not question.asks("each", "level_asked") and not question.parts
    return "all" if bare and not question.conditions and not question.numbers else ""


def _names_unknown(question: Question, knowledge: Knowledge) -> bool:
    """Whether it names something that the documents do not have under any name."""
    words = knowledge.words
    return any(
        word not in words.operation_words and word not in words.kind_words and not words.pattern("together", word)
        for word in question.unknown
    )


def _meant(operation: str, question: Question, knowledge: Knowledge) -> Iterator[Meant]:
    tables = set(question.references.tables)
    sections = set(question.references.sections)
    terms = [t for t in question.terms if _is_telling(t, knowledge)]
    said, denied = _denied(question, knowledge) if operation == "rest" else ("", [])
    if denied:
        # 没有中级职称的: what is denied counts, and not that it is.
        terms = [t for t in terms if t.text not in said] + denied
    # 到位 may be told by what the figures measure alone.
    naming = [t for t in terms if not knowledge.words.measures_asked(t.text)]
    weights = [_weight(t, knowledge) for t in naming]
    for family in knowledge.families:
        if tables and not any((family.document, t) in tables for t in family.tables):
            continue
        if sections and not tables and not _within(family, sections, knowledge):
            continue
        told = sum(w for t, w in zip(naming, weights, strict=True) if _holds(family.everything, t))
        if told < LEAST * sum(weights):
            continue
        meant = _fit(operation, family, terms, denied, question, knowledge)
        if meant is not None:
            yield meant


def _within(family: Family, sections: set[tuple[int, int]], knowledge: Knowledge) -> bool:
    from app.ask.references import section_with_parts

    inside = {(d, key) for d, s in sections for key in section_with_parts(knowledge.snapshot, d, s)}
    places = (p.statement.figure.place.section for s in family.splits for p in s.pieces)
    return any((family.document, section) in inside for section in places)


def _is_telling(term: Term, knowledge: Knowledge) -> bool:
    """Whether a term names something, and is no word for an operation, a unit or for all of it."""
    words = knowledge.words
    general = {*words.operation_words, *words.whole_words, *words.whole_years, *words.kind_words, *words.measuring}
    units = {*knowledge.lexicon.units.count, *knowledge.lexicon.units.money}
    return term.weight >= 0.6 and term.text not in general and term.text not in units


def _denied(question: Question, knowledge: Knowledge) -> tuple[str, list[Term]]:
    """The words by which the question denies something of the part that it counts the rest of, and what it denies;
    empty if it sets a part aside otherwise."""
    m = knowledge.words.pattern("denied", question.plain)
    if m is None or knowledge.words.pattern("apart", question.plain):
        return "", []
    what = next(filter(None, m.groups()))
    found = knowledge.terms.find(what, question.language == "en").known
    return m.group(), [t for t in found if t.weight >= 1] or list(found)


def _fit(
    operation: str,
    family: Family,
    terms: Sequence[Term],
    denied: Sequence[Term],
    question: Question,
    knowledge: Knowledge,
) -> Meant | None:
    if family.measure in PLANNED and family.measure not in question.measures and question.measures:
        return None
    named = _named(family, terms, question, knowledge)
    if denied:
        held = {name: sum(_holds(family.tokens[name], t) for t in denied) for name in family.names}
        named = tuple(
            name
            for name in family.names
            if held[name] * 2 > len(denied) and not knowledge.words.pattern("denied_name", name)
        )
    measured = [m for m in question.measures if m not in ("share", "rate")]
    if measured and family.measure and family.measure not in measured:
        return None
    splits = _of_time(family, question, knowledge)
    if not splits:
        return None
    whole = all(s.whole is not None for s in splits)
    if operation == "share" and len(named) == 1 and _asks_each(question, knowledge) and len(family.names) > 2:
        # 活动推广 is not what 活动各类型 names.
        named = ()
    match operation:
        case "share":
            if family.unit in ADDABLE_NOT or not (whole or len(named) == len(family.names) > 1):
                return None
            if not named and not all(s.complete for s in splits):
                return None
            if not named and not _asks_each(question, knowledge):
                return None
        case "all":
            if named or not _makes_up(family, splits, terms, question, knowledge):
                return None
            named = family.names
        case "rest":
            if not whole or not named or len(named) == len(family.names) > 1 or (denied and len(named) > 1):
                return None
        case _ if not named and _makes_up(family, splits, terms, question, knowledge):
            named = family.names
        case _:
            by_kind = len(named) > 1 or (len(named) == 1 and len(splits) > 1)
            if family.unit in ADDABLE_NOT or not by_kind or (len(named) == len(splits) == 1):
                return None
    cover = _cover(family, named, terms, measured, knowledge)
    if cover < COVERED:
        return None
    counted = _count_named(question, knowledge)
    score = cover + 0.2 * len(named) / len(family.names) + 0.3 * (family.measure in measured)
    score += 0.2 * all(s.complete for s in splits) + 0.3 * (counted == len(family.names))
    score += 0.5 * any(s.whole and s.whole.figure.value in question.numbers for s in splits)
    score += 0.1 * (len(splits) == 1 and _span(splits[0]) > 1) + 0.05 * (family.kind != "words")
    score -= 0.2 * (family.measure in PLANNED)
    asked = {token for t in terms for name in t.names for token in name}
    score += 0.4 * len(family.head & asked) / len(asked) if asked else 0.0
    return Meant(family, named, tuple(splits), cover, score)


def _makes_up(
    family: Family, splits: Sequence[Split], terms: Sequence[Term], question: Question, knowledge: Knowledge
) -> bool:
    """Whether the parts are all that the question counts, and no figure states how many that is: 校级评优 of 优秀教师
    20 名，优秀辅导员 6 名."""
    if family.kind != "words" or any(s.whole is not None for s in splits) or len(splits) != 1 or not terms:
        return False
    if family.unit in ADDABLE_NOT or not all(_holds(family.head, t) for t in terms):
        return False
    asked = {token for t in terms for name in t.names for token in name}
    if len(family.head & asked) < CALLED * len(family.head) or not _asks_unit(family.unit, question, knowledge):
        return False
    own = {p.statement.figure.key for p in splits[0].pieces}
    told = knowledge.mentions.find(terms, least=COVERED)
    return not any(
        m.near >= COVERED and m.statement.figure.unit == family.unit and m.statement.figure.key not in own for m in told
    )


def _asks_unit(unit: str, question: Question, knowledge: Knowledge) -> bool:
    """Whether the unit is one that is asked for by name (多少名) or by a word for it (多少号人)."""
    m = knowledge.words.pattern("asked_unit", question.plain)
    return knowledge.lexicon.base_unit(unit)[0] in question.units or (m is not None and m["unit"].startswith(unit))


def _asks_each(question: Question, knowledge: Knowledge) -> bool:
    return question.asks("each") or bool(knowledge.words.pattern("each_kind", question.plain))


def _count_named(question: Question, knowledge: Knowledge) -> int:
    """How many parts the question speaks of (三路, four sources); 0 if it does not say."""
    m = knowledge.words.pattern("parts_counted", question.plain)
    return knowledge.words.numeral(next(filter(None, m.groups()), "")) if m else 0


def _named(family: Family, terms: Sequence[Term], question: Question, knowledge: Knowledge) -> tuple[str, ...]:
    """The parts that the question names by a word that names not all of them, in its order."""
    at: dict[str, int] = {}
    general = {*knowledge.words.money_words, *knowledge.words.task_words}
    each = _asks_each(question, knowledge)
    for term in terms:
        if term.text in general or (each and family.kind != "words" and _holds(family.over, term)):
            # 五大救治中心各占几成 names all of a table of 救治中心, not those that are called so.
            continue
        holders = [name for name in family.names if _holds(family.tokens[name], term)]
        if holders and (len(holders) < len(family.names) or (len(holders) == 1 and not _holds(family.head, term))):
            exact = [name for name in holders if term.text in name] or holders
            if len(exact) > 1 and len(exact) * 2 > len(family.names):
                continue
            for name in exact:
                at.setdefault(name, max(0, question.plain.find(term.text)))
    for name in family.names:
        said = _said(name, family, question, knowledge)
        if said:
            at.setdefault(name, question.plain.find(said))
    parts = {p.part for p in question.periods if p.part}
    for piece in (p for s in family.splits[:1] for p in s.pieces):
        period = piece.statement.figure.period
        if period is not None and period.part in parts:
            at.setdefault(piece.name, question.plain.find(period.part))
    m = knowledge.words.pattern("first_parts", question.plain)
    if m is not None:
        first = [name for name in family.names if m["part"][0] in name][: knowledge.words.numeral(m["count"])]
        return tuple(first) if len(first) > 1 else ()
    return tuple(sorted(at, key=lambda name: at[name]))


def _said(name: str, family: Family, question: Question, knowledge: Knowledge) -> str:
    """What the question says of a part's name word for word: its beginning or its end, as no other part has it."""
    if not any(name[i : i + 2] in question.plain for i in range(len(name) - 1)):
        return ""
    if any(c.isdigit() for c in name):
        # 12月, but not the end of 2012月.
        return name if re.search(rf"(?<!\d){re.escape(name)}", question.plain) else ""
    others = [other for other in family.names if other != name]
    words = knowledge.words
    idle = words.idle_words | {*words.money_words, *words.task_words}
    for size in range(len(name), LITERAL - 1, -1):
        for part in dict.fromkeys((name[:size], name[-size:])):
            if (
                part in question.plain
                and all(map(_CJK.match, part))
                and part not in idle
                and not any(part in other for other in others)
                and (size == len(name) or part not in " ".join(t.text for t in question.terms if len(t.text) > size))
                and (size * 2 >= len(name) or knowledge.wordbook.holds(part))
            ):
                return part
    return ""


def _holds(tokens: frozenset[str], term: Term) -> bool:
    return any(sum(t in tokens for t in name) >= HELD * len(name) for name in term.names if name)


def _weight(term: Term, knowledge: Knowledge) -> float:
    """How telling a term is."""
    return term.weight * max(
        (sum(map(knowledge.evidence.rarity, name)) / len(name) for name in term.names if name), default=0.0
    )


def _cover(
    family: Family, named: Sequence[str], terms: Sequence[Term], measured: Sequence[str], knowledge: Knowledge
) -> float:
    """How much of what the question names the parts' names and what stands over them say."""
    told = total = 0.0
    own = frozenset[str]().union(*(family.tokens[name] for name in named)) if named else frozenset[str]()
    for term in terms:
        weight = _weight(term, knowledge)
        by_measure = family.measure in measured and knowledge.words.measures_asked(term.text) == (family.measure,)
        total += weight
        told += weight * (by_measure or _holds(own, term) or _holds(family.over, term))
    return told / total if total else 1.0 if named else LEAST


def _of_time(family: Family, question: Question, knowledge: Knowledge) -> list[Split]:
    """The splits of the asked times: one for all of them if the family has it, else one for each year; the last, or
    that of all years, where the question names none."""
    parts = {p.part for p in question.periods if p.part}
    inner = [p.statement.figure.period for s in family.splits for p in s.pieces]
    if parts & {p.part for p in inner if p is not None}:
        # 12月占几成: the month is a part, and not the time of the whole.
        asked = {p.first for p in question.periods}
        found = [s for s in family.splits if s.period is not None and s.period.first in asked]
        return found if len(found) == 1 else []
    spans = [(p.first, p.last, p.part) for p in question.periods]
    own = {((s.period.first, s.period.last, s.period.part) if s.period else None): s for s in family.splits}
    years = sorted({year for first, last, part in spans for year in range(first, last + 1) if not part})
    if spans:
        one = [own[span] for span in spans if span in own]
        if len(one) == len(spans):
            return one
        if len(spans) == 1 and None in own and len(own) == 1 and spans[0][0] == spans[0][1]:
            return []
        return family.of_years(years) if years else []
    m = knowledge.words.pattern("years_counted", question.plain)
    single = sorted(key[0] for key in own if key is not None and key[0] == key[1] and not key[2])
    if m is not None:
        count = knowledge.words.numeral(m["count"])
        spanning = [s for key, s in own.items() if key is not None and key[1] - key[0] + 1 == count and not key[2]]
        if spanning and count > 1:
            return spanning[:1]
        if count == len(single):
            return family.of_years(single)
        if m["last"] or m["first"]:
            return family.of_years(single[:count] if m["first"] else single[-count:]) if count < len(single) else []
        return [own[None]] if None in own and len(own) == 1 else []
    if len(own) == 1:
        return list(family.splits)
    whole = [s for s in family.splits if _span(s) > 1 or s.period is None]
    return whole[:1] or family.of_years(single[-1:])


def _span(split: Split) -> int:
    return split.period.last - split.period.first + 1 if split.period else 2
