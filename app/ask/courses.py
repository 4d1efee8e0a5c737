"""What became of one thing over years: its change and growth, its sum, its mean by the year, its figure of one year.

The thing is looked for among all that the documents state of several years; it must be called what the question calls
it, and nothing else may be called so as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.ask.knowledge import Knowledge
from app.ask.labels import HELD
from app.ask.quantities import adds_years, asked_quantity, is_against_target, with_year_before
from app.ask.question import Question
from app.ask.series import COUNTED, GENERIC
from app.ask.tracks import PLANNED, Track, single_year
from app.ask.writing import Writing, figure_name, place_words
from app.ask.years import write_average, write_series
from index.matching import Term
from index.tokens import text_to_tokens
from ingest.records import Period

COVERED = 0.9
"""Share of what the question names, by how telling it is, that must stand at the figures and over them."""
LABELLED = 0.5
"""The same for what names the figures themselves."""
APART = 0.08
"""How much better the best must fit than another that states other figures."""
PRECISE = 0.34
"""Share of what names figures of a sentence that the question must say."""
SURE = 0.6
"""Share of what a row is called that the question must say for the row to be surely meant."""
PEOPLE = "人名位"
MORE = (
    *("difference", "compare", "sum", "average", "share", "progress", "how", "summary", "everywhere", "where_said"),
    *("level_asked", "define", "per_month", "before", "alternatives", "occurrences", "row_number", "reached", "claim"),
    *("spent_on", "where_said", "whole_period"),
)
"""Kinds that want more than the figure of a year."""
OTHERS = (
    *("why", "which_list", "who", "when", "highest", "lowest", "unfinished", "gap", "each", "chart"),
    *("verify", "conflict", "benchmark", "recompute"),
)
"""Kinds that want something else."""


@dataclass(frozen=True, slots=True)
class Course:
    """A track that a question may mean, the years that it asks for, and how well it fits."""

    track: Track
    years: tuple[int, ...]
    score: float


def answer_course(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """Writes the figures of the asked years with change, sum or mean; False if the question asks for none of them, or
    it is not clear what is meant."""
    operation = _operation(question, knowledge)
    if not operation or question.asks(*OTHERS) or (question.asks("share") and operation != "change"):
        return False
    if question.excluded or question.conditions or _asks_several(question, knowledge):
        return False
    if any(not knowledge.words.pattern("counting_word", word) for word in question.unknown):
        return False
    if operation == "dated":
        return _write_dated(question, writing, knowledge)
    if operation == "change":
        question = replace(question, kinds=(question.kinds | {"difference"}) - {"sum"})
    found = sorted(_courses(operation, question, knowledge), key=lambda c: -c.score)
    if not found or any(_is_other(found[0], c) and c.score > found[0].score - APART for c in found[1:]):
        return False
    best = found[0]
    if not best.track.tables and _is_told_otherwise(best, question, knowledge):
        return False
    series = {year: best.track.points[year] for year in best.years}
    if operation == "mean":
        write_average(series, writing)
    else:
        write_series(series, question, writing)
    return True


def lacks_year(question: Question, knowledge: Knowledge) -> bool:
    """Whether the figure of a year is asked for of something that a table row is called, that row states other years
    only, and nothing else that is called so states that year."""
    if question.unknown or question.parts or _operation(question, knowledge) != "dated":
        return False
    if not question.asks("number", "count", "how_many"):
        return False
    strong = [t for t in asked_quantity(question, knowledge).terms if t.weight >= 1]
    tokens = {token for t in strong for name in _names(t) for token in name}
    years = {p.first for p in question.periods}
    named = [
        track
        for track in knowledge.tracks
        if track.tables
        and strong
        and all(_held(_names(t), track.label) for t in strong)
        and len(track.label & tokens) >= SURE * len(track.label)
    ]
    if not named or any(year in track.points for track in named for year in years):
        return False
    told = [m.statement.figure.period for m in knowledge.mentions.find(strong, least=COVERED) if m.near >= COVERED]
    return not any(p is not None and p.first == p.last and p.first in years for p in told)


def _asks_several(question: Question, knowledge: Knowledge) -> bool:
    """Whether its clauses name several things; 增幅几成 behind a comma names none."""
    telling = [
        any(t.weight >= 1 and t.text not in knowledge.words.operation_words for t in part.terms)
        for part in question.parts
    ]
    return sum(telling) > 1


def _operation(question: Question, knowledge: Knowledge) -> str:
    if is_against_target(question, knowledge):
        return ""
    if question.asks("average"):
        return "mean" if knowledge.words.pattern("by_year", question.plain) else ""
    dated = with_year_before(question, knowledge)
    several = len(dated.periods) > 1 or any(p.first < p.last for p in dated.periods) or question.asks("years_named")
    against = len(question.periods) > 1 and knowledge.words.pattern("year_by_year", question.plain)
    if several and (question.asks("difference", "compare") or against) and not question.asks("sum", "which_year"):
        return "change"
    if adds_years(question):
        return "sum"
    single = bool(question.periods) and all(p.first == p.last and not p.part for p in question.periods)
    numbered = question.asks("number", "count", "how_many") or not question.asks("how", "spent_on", "which_one")
    return "dated" if single and numbered and not question.asks(*MORE) and not question.follows else ""


def _write_dated(question: Question, writing: Writing, knowledge: Knowledge) -> bool:
    """The figure of the one asked year, where what is asked for is stated of several years under this very name."""
    found = sorted(_courses("dated", question, knowledge), key=lambda c: -c.score)
    if not found or any(_is_other(found[0], c) and c.score > found[0].score - APART for c in found[1:]):
        return False
    best = found[0]
    if not best.track.tables and _is_told_otherwise(best, question, knowledge):
        return False
    for year in best.years:
        statement = best.track.points[year]
        label = figure_name(statement.figure, writing)
        place = place_words(writing.snapshot, statement.document, statement.figure.place, writing.language)
        writing.say("lookup.one", label=label, figures=writing.stated(statement), place=place)
    return True


def _courses(operation: str, question: Question, knowledge: Knowledge) -> Iterator[Course]:
    asked = asked_quantity(with_year_before(question, knowledge), knowledge)
    terms = [t for t in asked.terms if _is_telling(t, knowledge)]
    strong = [t for t in terms if t.weight >= 1]
    if not strong:
        return
    tables = set(question.references.tables)
    names = [(t, _weight(t, knowledge), _names(t)) for t in strong]
    whole = sum(w for _, w, _ in names)
    counted = [u for u in knowledge.lexicon.units.count if any(f"{word}{u}" in question.plain for word in COUNTED)]
    longest = max(counted, key=len, default="")
    tokens = {token for _, _, n in names for name in n for token in name}
    for track in knowledge.tracks:
        if tables and not any((track.document, t) in tables for t in track.tables):
            continue
        if question.references.sections and not tables and not _inside(track, question, knowledge):
            continue
        if not _fits_unit(track, operation, longest, question, knowledge):
            continue
        years = _years(track, asked.periods, question, knowledge)
        if len(years) < (1 if operation == "dated" else 2):
            continue
        cover = sum(w for _, w, n in names if _held(n, track.over)) / whole
        own = sum(w for _, w, n in names if _held(n, track.label)) / whole
        if cover < COVERED or (own < LABELLED and not track.total):
            continue
        precision = len(track.label & tokens) / len(track.label) if track.label else 0.5
        if precision < PRECISE and not track.tables:
            continue
        measured = bool(track.measures & set(question.measures))
        yield Course(track, years, cover + 0.5 * own + 0.4 * precision + 0.2 * measured + 0.1 * bool(track.tables))


def _inside(track: Track, question: Question, knowledge: Knowledge) -> bool:
    from app.ask.references import section_with_parts

    inside = {(d, k) for d, s in question.references.sections for k in section_with_parts(knowledge.snapshot, d, s)}
    return any((track.document, s.figure.place.section) in inside for s in track.points.values())


def _is_telling(term: Term, knowledge: Knowledge) -> bool:
    words = knowledge.words
    general = {*words.whole_words, *words.kind_words, *words.countless}
    return term.text not in general and not any(words.is_all("sum", term.text) for _ in (0,))


def _weight(term: Term, knowledge: Knowledge) -> float:
    return term.weight * max(
        (sum(map(knowledge.evidence.rarity, name)) / len(name) for name in term.names if name), default=0.0
    )


def _names(term: Term) -> tuple[tuple[str, ...], ...]:
    """The names of a term, and that of 手术 for 手术量."""
    bare = re.sub(r"[量数额]$|人数$|总[量数额]$", "", term.text)
    short = tuple(text_to_tokens(bare)) if len(bare) > 1 and bare != term.text else ()
    return (*term.names, short) if short else term.names


def _held(names: Sequence[tuple[str, ...]], tokens: frozenset[str]) -> bool:
    return any(sum(map(tokens.__contains__, name)) >= HELD * len(name) for name in names if name)


def _fits_unit(track: Track, operation: str, longest: str, question: Question, knowledge: Knowledge) -> bool:
    """Whether the figures are in a unit that can be asked for: people as people, money as money, rates as rates;
    `longest` is the unit that the question counts in."""
    base = knowledge.lexicon.base_unit(track.unit)[0]
    if "share" in question.measures and "几成" not in question.plain:
        return base == "%"
    if track.unit in ("%", "‰", "分") and operation in ("sum",):
        return False
    if longest and longest != GENERIC:
        return track.unit in ("", longest) or (
            len(longest) == len(track.unit) == 1 and (longest in PEOPLE) == (track.unit in PEOPLE)
        )
    units = set(question.units) - {"%", "分"}
    if not units or base in units:
        return True
    return "元" not in units and track.unit == ""


def _years(track: Track, periods: Sequence[Period], question: Question, knowledge: Knowledge) -> tuple[int, ...]:
    """The asked years that the track has all of; all of its own where the question names none but says how many."""
    if any(p.part for p in periods):
        return ()
    if periods:
        asked = sorted({year for p in periods for year in range(p.first, p.last + 1)})
        ends = (asked[0], asked[-1])
        if all(year in track.points for year in asked):
            return tuple(asked)
        change = question.asks("difference", "compare") and not question.asks("sum")
        return ends if change and all(year in track.points for year in ends) else ()
    m = knowledge.words.pattern("years_counted", question.plain)
    count = knowledge.words.numeral(m["count"]) if m else 0
    years = tuple(track.points)
    if m and count <= len(years):
        if m["first"]:
            return years[:count]
        return years[-count:] if m["last"] or count == len(years) else ()
    return () if m else years


def _is_told_otherwise(course: Course, question: Question, knowledge: Knowledge) -> bool:
    """Whether figures of these years elsewhere are called the same, in such a unit, and differ."""
    strong = [t for t in question.terms if t.weight >= 1 and t.text not in knowledge.words.operation_words]
    own = {year: course.track.points[year] for year in course.years}
    for mention in knowledge.mentions.find(strong, least=COVERED):
        figure = mention.statement.figure
        year = single_year(figure)
        if year not in own or mention.near < COVERED or figure.measure in PLANNED:
            continue
        mine = own[year].figure
        alike = figure.unit == mine.unit or (len(figure.unit) == len(mine.unit) == 1 and mine.unit not in PEOPLE)
        if alike and figure.value != mine.value:
            return True
    return False


def _is_other(one: Course, other: Course) -> bool:
    """Whether another track states other figures of these years."""
    mine = [one.track.points[y].figure.value for y in one.years]
    return [s.figure.value for y in other.years if (s := other.track.points[y])] != mine
